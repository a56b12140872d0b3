//! Personal values. Their `Debug` and `Display` print `***`, so that no log, error page or panic shows one.

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
    /// A name as given, without spaces around it.
    pub fn new(text: &str) -> Self {
        Self(text.trim().to_owned())
    }
}

impl Secret {
    /// A secret exactly as typed.
    pub fn new(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl IdentityNumber {
    /// Reads a number as people type it: spaces and full-width digits are accepted, `x` is `X`.
    /// Nothing when its form, its date of birth or its check digit is wrong.
    pub fn parse(text: &str) -> Option<Self> {
        let number: String = text.chars().filter(|c| !c.is_whitespace()).map(plain).collect();
        let digits = number.as_bytes();
        let well_formed = digits.len() == 18 && digits[..17].iter().all(u8::is_ascii_digit);
        let candidate = Self(number);
        (well_formed && candidate.date_of_birth().is_some() && candidate.0.ends_with(candidate.check_digit()))
            .then_some(candidate)
    }

    /// Date of birth: characters 7 to 14.
    pub fn date_of_birth(&self) -> Option<Date> {
        let part = |from: usize, to: usize| self.0.get(from..to).and_then(|text| text.parse::<i16>().ok());
        let (month, day) = (i8::try_from(part(10, 12)?).ok()?, i8::try_from(part(12, 14)?).ok()?);
        Date::new(part(6, 10)?, month, day).ok()
    }

    /// Code of the sex: `1` for an odd character 17, `2` for an even one (GB/T 2261.1).
    pub fn sex(&self) -> &'static str {
        if self.0.as_bytes()[16] % 2 == 1 { "1" } else { "2" }
    }

    /// A synthetic number: area 999999 does not exist. `order` is 0 to 999; odd for men.
    pub fn synthetic(born: Date, order: u16) -> Self {
        let mut number =
            Self(format!("999999{:04}{:02}{:02}{:03}", born.year(), born.month(), born.day(), order % 1000));
        let digit = number.check_digit();
        number.0.push(digit);
        number
    }

    /// The check digit of the first 17 characters (ISO 7064 MOD 11-2, as in GB 11643).
    fn check_digit(&self) -> char {
        const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
        const DIGITS: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];
        let sum: u32 = self.0.bytes().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
        DIGITS[(sum % 11) as usize]
    }
}

impl PhoneNumber {
    /// Reads a mobile number as people type it: spaces, hyphens and `+86` are accepted. Nothing when it is none.
    pub fn parse(text: &str) -> Option<Self> {
        let number: String = text.chars().filter(|c| !c.is_whitespace() && *c != '-').map(plain).collect();
        let number = number.strip_prefix("+86").unwrap_or(&number);
        let right = number.len() == 11 && number.starts_with('1') && number.bytes().all(|digit| digit.is_ascii_digit());
        right.then(|| Self(number.to_owned()))
    }
}

/// A full-width digit or letter as a plain one, letters as capitals.
fn plain(character: char) -> char {
    let narrow = match character {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '＋' => {
            char::from_u32(u32::from(character) - 0xFEE0).unwrap_or(character)
        }
        other => other,
    };
    narrow.to_ascii_uppercase()
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
