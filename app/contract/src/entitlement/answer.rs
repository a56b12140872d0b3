//! One answer: from what was typed to a value of its attribute.

use crate::{applications::QuestionKind, error::FieldError, fields::Fields, typed};
use jiff::civil::Date;
use policy::{
    value::{Money, Value},
    vocabulary::{Attribute, ValueType},
};

/// Most money that is taken: more than anybody earns or owns by accident.
const MOST_MONEY: Money = Money(100_000_000_000);
/// The largest whole number that is taken: months of a century.
const MOST: i64 = 1_200;

/// What input an attribute needs.
pub fn question_kind(attribute: &Attribute) -> QuestionKind {
    match attribute.value_type {
        ValueType::Bool => QuestionKind::YesNo,
        ValueType::Int => QuestionKind::Number,
        ValueType::Money => QuestionKind::Money,
        ValueType::Date => QuestionKind::Date,
        ValueType::Code => QuestionKind::Choice,
        // Never asked: an answer would not fit on one page.
        ValueType::Text | ValueType::Codes | ValueType::Members => QuestionKind::Text,
    }
}

/// Reads the fields of a question: `go` = `unknown` is "I don't know", which is no value. What is asked lies in the past.
///
/// # Errors
/// What needs mending, at the field that needs it.
pub fn answered(attribute: &Attribute, fields: &Fields, today: Date) -> Result<Option<Value>, FieldError> {
    if fields.first("go") == "unknown" {
        return Ok(None);
    }
    let id = attribute.id.as_str();
    let typed = fields.first(id).trim();
    let choose = || FieldError::new(id, "error-entitlement-choose");
    let fill = |field: &str| FieldError::new(field, "error-entitlement-fill");
    let value = match question_kind(attribute) {
        QuestionKind::YesNo => match typed {
            "yes" => Value::Bool(true),
            "no" => Value::Bool(false),
            _ => return Err(choose()),
        },
        QuestionKind::Choice => match attribute.code(typed) {
            Some(code) => Value::Code(code.id.clone()),
            None => return Err(choose()),
        },
        QuestionKind::Date => {
            let names = typed::DATE_PARTS.map(|part| format!("{id}-{part}"));
            let parts = names.each_ref().map(|name| fields.first(name).to_owned());
            match parts.iter().all(|part| part.trim().is_empty()) {
                true => return Err(fill(&format!("{id}-year"))),
                false => Value::Date(typed::date(id, &parts, Some(today))?),
            }
        }
        _ if typed.is_empty() => return Err(fill(id)),
        QuestionKind::Money => Value::Money(typed::money(id, typed, Money(0)..=MOST_MONEY)?),
        QuestionKind::Number => Value::Int(typed::number(id, typed, 0..=MOST)?),
        QuestionKind::Text
        | QuestionKind::LongText
        | QuestionKind::Choices
        | QuestionKind::Phone
        | QuestionKind::IdentityNumber
        | QuestionKind::District => return Ok(None),
    };
    Ok(Some(value))
}

/// Every error that [`answered`] finds, with the names of its arguments.
pub const ERRORS: [(&str, &[&str]); 9] = [
    ("error-entitlement-choose", &[]),
    ("error-entitlement-fill", &[]),
    ("error-date-part-missing", &[]),
    ("error-date-impossible", &[]),
    ("error-date-in-future", &[]),
    ("error-money", &[]),
    ("error-money-range", &["min", "max"]),
    ("error-number", &[]),
    ("error-number-range", &["min", "max"]),
];

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail loudly")]
    use super::*;
    use policy::vocabulary::Vocabulary;

    const VOCABULARY: &str = r#"
[[department]]
id = "police"
name = { zh = "公安", en = "Police" }

[[attribute]]
id = "dob"
name = { zh = "出生日期", en = "Date of birth" }
type = "date"
department = "police"
sensitivity = "personal"
changeable = false
question = { zh = "哪天出生？", en = "Born when?" }

[[attribute]]
id = "income"
name = { zh = "收入", en = "Income" }
type = "money"
department = "police"
sensitivity = "sensitive"
changeable = false
question = { zh = "收入多少？", en = "How much income?" }

[[attribute]]
id = "grade"
name = { zh = "等级", en = "Grade" }
type = "int"
unit = "levels"
department = "police"
sensitivity = "sensitive"
changeable = false
question = { zh = "几级？", en = "Which grade?" }

[[attribute]]
id = "alone"
name = { zh = "独居", en = "Alone" }
type = "bool"
department = "police"
sensitivity = "personal"
changeable = false
question = { zh = "一个人住吗？", en = "Do you live alone?" }
"#;

    /// Attribute, fields; the field and the code of the error.
    type Wrong = (&'static str, &'static [(&'static str, &'static str)], &'static str, &'static str);

    fn read(id: &str, pairs: &[(&str, &str)]) -> Result<Option<Value>, FieldError> {
        let vocabulary = Vocabulary::parse(VOCABULARY).unwrap();
        let pairs = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        answered(vocabulary.attribute(id).unwrap(), &Fields::new(pairs), jiff::civil::date(2026, 11, 23))
    }

    #[test]
    fn an_answer_becomes_a_value_and_unknown_becomes_none() {
        assert_eq!(read("alone", &[("alone", "no")]), Ok(Some(Value::Bool(false))));
        assert_eq!(read("income", &[("income", "１,２００ 元")]), Ok(Some(Value::Money(Money(120_000)))));
        assert_eq!(read("grade", &[("grade", " 3 ")]), Ok(Some(Value::Int(3))));
        let born = [("dob-year", "1944"), ("dob-month", "5月"), ("dob-day", "2")];
        assert_eq!(read("dob", &born), Ok(Some(Value::Date(jiff::civil::date(1944, 5, 2)))));
        assert_eq!(read("dob", &[("go", "unknown"), ("dob-year", "x")]), Ok(None));
    }

    /// Each error is one whose words a device is given.
    #[test]
    fn what_needs_mending_is_said_at_its_field() {
        let cases: [Wrong; 7] = [
            ("alone", &[], "alone", "error-entitlement-choose"),
            ("income", &[("income", " ")], "income", "error-entitlement-fill"),
            ("income", &[("income", "-1")], "income", "error-money"),
            ("grade", &[("grade", "1201")], "grade", "error-number-range"),
            ("dob", &[], "dob-year", "error-entitlement-fill"),
            (
                "dob",
                &[("dob-year", "1944"), ("dob-month", "13"), ("dob-day", "1")],
                "dob-month",
                "error-date-impossible",
            ),
            ("dob", &[("dob-year", "2027"), ("dob-month", "1"), ("dob-day", "1")], "dob-year", "error-date-in-future"),
        ];
        for (id, pairs, field, code) in cases {
            let error = read(id, pairs).unwrap_err();
            assert_eq!((error.field.as_str(), error.code.as_str()), (field, code));
            assert!(ERRORS.iter().any(|(known, _)| *known == code), "{code}");
        }
    }
}
