//! Personal values. Their `Debug` and `Display` print `***`, so that no log, error page or panic shows one.

use contract::typed;
use jiff::civil::Date;
use std::fmt;
use zeroize::Zeroize;

macro_rules! personal {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq)]
        pub struct $name(String);

        impl $name {
            /// The value itself, on its way to a page, a seal or a fingerprint.
            pub fn expose(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("***")
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("***")
            }
        }

        impl Drop for $name {
            fn drop(&mut self) {
                self.0.zeroize();
            }
        }
    )+};
}

personal! {
    /// A person's name.
    PersonName,
    /// A citizen identity number: 18 characters with a right check digit (GB 11643).
    IdentityNumber,
    /// A mobile number of the mainland: 11 digits.
    PhoneNumber,
    /// A password or a code.
    Secret,
}

impl PersonName {
    /// A name as the register writes it (`contract::typed`); one that cannot be read so stays as it was given.
    pub fn new(text: &str) -> Self {
        Self(typed::name(text).unwrap_or_else(|| text.trim().to_owned()))
    }
}

impl Secret {
    /// A secret exactly as typed.
    pub fn new(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl IdentityNumber {
    /// Reads a number as people type it (`contract::typed`). Nothing when its form, its date of birth or its check digit is
    /// wrong.
    pub fn parse(text: &str) -> Option<Self> {
        typed::read_identity_number(text).ok().map(Self)
    }

    /// Date of birth: characters 7 to 14.
    pub fn date_of_birth(&self) -> Option<Date> {
        typed::date_of_birth(&self.0)
    }

    /// Code of the sex: `1` for an odd character 17, `2` for an even one (GB/T 2261.1).
    pub fn sex(&self) -> &'static str {
        if self.0.as_bytes()[16] % 2 == 1 { "1" } else { "2" }
    }

    /// A synthetic number: area 999999 does not exist. `order` is 0 to 999; odd for men.
    pub fn synthetic(born: Date, order: u16) -> Self {
        let figures = format!("999999{:04}{:02}{:02}{:03}", born.year(), born.month(), born.day(), order % 1000);
        let digit = typed::check_digit(&figures);
        Self(figures + &digit.map(String::from).unwrap_or_default())
    }
}

impl PhoneNumber {
    /// Reads a mobile number as people type it (`contract::typed`). Nothing when it is none.
    pub fn parse(text: &str) -> Option<Self> {
        typed::mobile(text).map(Self)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail loudly")]
    use super::*;
    use jiff::civil::date;

    #[test]
    fn synthetic_numbers_are_right_and_every_single_change_is_noticed() {
        for order in 0..200 {
            let number = IdentityNumber::synthetic(date(1944, 5, 1), order);
            let text = number.expose().to_owned();
            assert_eq!(IdentityNumber::parse(&text), Some(number));
            for place in 0..17 {
                let mut changed = text.clone().into_bytes();
                changed[place] = if changed[place] == b'9' { b'0' } else { changed[place] + 1 };
                assert_eq!(IdentityNumber::parse(&String::from_utf8(changed).unwrap()), None);
            }
        }
    }

    #[test]
    fn numbers_are_read_as_people_type_them() {
        // The example of GB 11643-1999 has the check digit X.
        let number = IdentityNumber::parse(" 11010519491231002x ").unwrap();
        assert_eq!(number.date_of_birth(), Some(date(1949, 12, 31)));
        assert_eq!(number.sex(), "2");
        assert!(IdentityNumber::parse("１１０１０５１９４９１２３１００２Ｘ").is_some());
        for wrong in ["", "11010519491231002", "110105194913310024", "11010519491231002Y", "一一010519491231002X"] {
            assert_eq!(IdentityNumber::parse(wrong), None);
        }
        assert_eq!(PhoneNumber::parse("+86 138-0000-0000").unwrap().expose(), "13800000000");
        assert_eq!(PhoneNumber::parse("2380000000"), None);
    }

    #[test]
    fn personal_values_print_stars() {
        let number = IdentityNumber::synthetic(date(1944, 5, 1), 7);
        let shown = format!("{number} {number:?} {} {:?}", PersonName::new("王芳"), Secret::new("x"));
        assert_eq!(shown, "*** *** *** ***");
        assert_eq!(format!("{:?}", Some(PhoneNumber::parse("13800000000"))), "Some(Some(***))");
    }
}
