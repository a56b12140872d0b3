//! The value of an attribute, from what was typed for it: the same reader for whoever is asked, on the server and on a
//! visitor's own device.

use crate::{
    applications::QuestionKind,
    error::FieldError,
    fields::Fields,
    typed::{self, DATE_PARTS},
};
use jiff::civil::Date;
use policy::{
    value::{Money, Value},
    vocabulary::{Attribute, ValueType},
};

/// Most money that is taken: more than anybody earns or owns by accident.
const MOST_MONEY: Money = Money(100_000_000_000);
/// The largest whole number that is taken: months of a century.
const MOST: i64 = 1_200;
/// Longest text, in characters.
const LONGEST_TEXT: usize = 200;

/// How an attribute is asked for: the name of its input, and what is said where nothing stands in it.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// Id and name of the input; the parts of a date stand behind it with a hyphen.
    pub id: &'a str,
    /// The last day that is taken, where there is one.
    pub last_day: Option<Date>,
    /// Fluent key for a choice that was not made.
    pub choose: &'static str,
    /// Fluent key for a field that was left empty.
    pub fill: &'static str,
}

/// What input the value of an attribute needs; none for a list of people, which does not fit into one.
pub fn input_kind(attribute: &Attribute) -> Option<QuestionKind> {
    match attribute.value_type {
        ValueType::Bool => Some(QuestionKind::YesNo),
        ValueType::Int => Some(QuestionKind::Number),
        ValueType::Money => Some(QuestionKind::Money),
        ValueType::Date => Some(QuestionKind::Date),
        ValueType::Code => Some(QuestionKind::Choice),
        ValueType::Codes => Some(QuestionKind::Choices),
        ValueType::Text => Some(QuestionKind::Text),
        ValueType::Members => None,
    }
}

/// Reads the fields of an attribute. No value where there is no input for it.
///
/// # Errors
/// What needs mending, at the field that needs it.
pub fn read(attribute: &Attribute, asked: Asked<'_>, fields: &Fields) -> Result<Option<Value>, FieldError> {
    let Asked { id, last_day, choose, fill } = asked;
    let typed = fields.first(id).trim();
    let filled = || match typed::is_blank(typed) {
        true => Err(FieldError::new(id, fill)),
        false => Ok(typed),
    };
    Ok(Some(match attribute.value_type {
        ValueType::Bool => match typed {
            "yes" => Value::Bool(true),
            "no" => Value::Bool(false),
            _ => return Err(FieldError::new(id, choose)),
        },
        ValueType::Code => match attribute.code(typed) {
            Some(code) => Value::Code(code.id.clone()),
            None => return Err(FieldError::new(id, choose)),
        },
        // None chosen says that none applies.
        ValueType::Codes => {
            let chosen = fields.all(id).into_iter().map(|code| attribute.code(code).map(|known| known.id.clone()));
            match chosen.collect() {
                Some(codes) => Value::Codes(codes),
                None => return Err(FieldError::new(id, choose)),
            }
        }
        ValueType::Date => {
            let parts = DATE_PARTS.map(|part| fields.first(&format!("{id}-{part}")).to_owned());
            if parts.iter().all(|part| typed::is_blank(part)) {
                return Err(FieldError::new(&format!("{id}-year"), fill));
            }
            Value::Date(typed::date(id, &parts, last_day)?)
        }
        ValueType::Money => Value::Money(typed::money(id, filled()?, Money(0)..=MOST_MONEY)?),
        ValueType::Int => {
            let (least, most) = attribute.range.unwrap_or((0, MOST));
            Value::Int(typed::number(id, filled()?, least..=most)?)
        }
        ValueType::Text => match typed::seen(filled()?) {
            text if text.chars().count() > LONGEST_TEXT => {
                return Err(FieldError::new(id, "error-text-too-long").with("most", LONGEST_TEXT.to_string()));
            }
            text => Value::Text(text),
        },
        ValueType::Members => return Ok(None),
    }))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail loudly")]
    use super::*;
    use policy::vocabulary::Vocabulary;

    const VOCABULARY: &str = r#"
[[department]]
id = "health"
name = { zh = "卫健", en = "Health" }

[[attribute]]
id = "valid_to"
name = { zh = "有效期", en = "Valid to" }
type = "date"
department = "health"
sensitivity = "personal"
changeable = true

[[attribute]]
id = "care"
name = { zh = "照护", en = "Care" }
type = "codes"
department = "health"
sensitivity = "personal"
changeable = true
codes = [
    { id = "bath", name = { zh = "洗澡", en = "Bath" } },
    { id = "meal", name = { zh = "吃饭", en = "Meal" } },
]

[[attribute]]
id = "school"
name = { zh = "学校", en = "School" }
type = "text"
department = "health"
sensitivity = "personal"
changeable = true
"#;

    fn value(attribute: &str, pairs: &[(&str, &str)]) -> Result<Option<Value>, FieldError> {
        let vocabulary = Vocabulary::parse(VOCABULARY).unwrap();
        let pairs = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let asked = Asked { id: "value", last_day: None, choose: "choose", fill: "fill" };
        read(vocabulary.attribute(attribute).unwrap(), asked, &Fields::new(pairs))
    }

    #[test]
    fn every_type_that_fits_into_an_input_is_read() {
        let valid_to = [("value-year", "2031"), ("value-month", "2"), ("value-day", "28")];
        assert_eq!(value("valid_to", &valid_to), Ok(Some(Value::Date(jiff::civil::date(2031, 2, 28)))));
        let both = ["bath", "meal"].map(str::to_owned).into();
        assert_eq!(value("care", &[("value", "meal"), ("value", "bath")]), Ok(Some(Value::Codes(both))));
        assert_eq!(value("care", &[]), Ok(Some(Value::Codes([].into()))));
        assert_eq!(value("school", &[("value", " 一\u{200B}中 ")]), Ok(Some(Value::Text("一中".to_owned()))));
    }

    #[test]
    fn what_needs_mending_is_said_at_its_field() {
        let at = |attribute, pairs: &[(&str, &str)]| value(attribute, pairs).unwrap_err().field;
        assert_eq!(at("valid_to", &[]), "value-year");
        assert_eq!(at("care", &[("value", "walk")]), "value");
        assert_eq!(value("school", &[("value", " \u{200B}")]).unwrap_err().code, "fill");
        assert_eq!(at("valid_to", &[("value-year", "\u{200B}")]), "value-year");
        assert_eq!(value("school", &[("value", &"长".repeat(201))]).unwrap_err().code, "error-text-too-long");
    }
}
