//! One answer: from what was typed to a value of its attribute.

use crate::{
    applications::QuestionKind,
    attribute_value::{self, Asked},
    error::FieldError,
    fields::Fields,
};
use jiff::civil::Date;
use policy::{
    screening::Answers,
    value::Value,
    vocabulary::{Attribute, ValueType, Vocabulary},
};

/// What input an attribute needs.
pub fn question_kind(attribute: &Attribute) -> QuestionKind {
    match is_on_one_page(attribute) {
        true => attribute_value::input_kind(attribute).unwrap_or(QuestionKind::Text),
        false => QuestionKind::Text,
    }
}

/// Reads the fields of a question: `go` = `unknown` is "I don't know", which is no value. What is asked lies in the past,
/// and can be so beside what was answered before.
///
/// # Errors
/// What needs mending, at the field that needs it.
pub fn answered(
    vocabulary: &Vocabulary,
    attribute: &Attribute,
    before: &Answers,
    fields: &Fields,
    today: Date,
) -> Result<Option<Value>, FieldError> {
    if fields.first("go") == "unknown" || !is_on_one_page(attribute) {
        return Ok(None);
    }
    let asked = Asked {
        id: &attribute.id,
        last_day: Some(today),
        choose: "error-entitlement-choose",
        fill: "error-entitlement-fill",
    };
    let value = attribute_value::read(attribute, asked, fields)?;
    let impossible = value.as_ref().and_then(|value| {
        let mut told = before.clone();
        told.tell(&attribute.id, None);
        let without = told.facts(today);
        told.tell(&attribute.id, Some(value.clone()));
        vocabulary.impossible().asks_again(&without, &told.facts(today), today)
    });
    match impossible {
        Some(says) => {
            let part = if attribute.value_type == ValueType::Date { "-year" } else { "" };
            Err(FieldError::worded(&format!("{}{part}", attribute.id), says.clone()))
        }
        None => Ok(value),
    }
}

/// Texts, sets and lists are never asked for: an answer would not fit on one page.
fn is_on_one_page(attribute: &Attribute) -> bool {
    !matches!(attribute.value_type, ValueType::Text | ValueType::Codes | ValueType::Members)
}

/// Every error that [`answered`] finds, with the names of its arguments.
pub const ERRORS: [(&str, &[&str]); 13] = [
    ("error-entitlement-choose", &[]),
    ("error-entitlement-fill", &[]),
    ("error-date-part-missing", &[]),
    ("error-date-impossible", &[]),
    ("error-date-in-future", &[]),
    ("error-date-unclear", &[]),
    ("error-date-differs", &[]),
    ("error-date-lunar", &[]),
    ("error-money", &[]),
    ("error-money-separators", &[]),
    ("error-money-range", &["min", "max"]),
    ("error-number", &[]),
    ("error-number-range", &["min", "max"]),
];

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail loudly")]
    use super::*;
    use policy::value::Money;

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
id = "first_child"
name = { zh = "老大生日", en = "First child's birth" }
type = "date"
department = "police"
sensitivity = "personal"
changeable = false
question = { zh = "老大哪天出生？", en = "When was your first child born?" }

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
range = { least = 1, most = 4 }
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

[[impossible]]
when = "周岁(出生日期, 老大生日) < 12"
says = { zh = "父母要大 12 岁。", en = "Parents are 12 years older." }

[[impossible]]
when = "独居 且 等级 > 3"
says = { zh = "四级的人有人照看。", en = "Grade four is looked after." }
"#;

    /// Attribute, fields; the field and the code of the error.
    type Wrong = (&'static str, &'static [(&'static str, &'static str)], &'static str, &'static str);

    fn read(id: &str, pairs: &[(&str, &str)]) -> Result<Option<Value>, FieldError> {
        let vocabulary = Vocabulary::parse(VOCABULARY).unwrap();
        let pairs = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let mut before = Answers::new();
        before.tell("first_child", Some(Value::Date(jiff::civil::date(1970, 1, 31))));
        let attribute = vocabulary.attribute(id).unwrap();
        answered(&vocabulary, attribute, &before, &Fields::new(pairs), jiff::civil::date(2026, 11, 23))
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
        let cases: [Wrong; 12] = [
            ("alone", &[], "alone", "error-entitlement-choose"),
            ("income", &[("income", " ")], "income", "error-entitlement-fill"),
            ("income", &[("income", "-1")], "income", "error-money"),
            ("income", &[("income", "1,20,0")], "income", "error-money-separators"),
            ("grade", &[("grade", "5")], "grade", "error-number-range"),
            ("dob", &[("dob-year", "1958"), ("dob-month", "2"), ("dob-day", "1")], "dob-year", ""),
            ("dob", &[], "dob-year", "error-entitlement-fill"),
            ("dob", &[("dob-year", "44"), ("dob-month", "5"), ("dob-day", "2")], "dob-year", "error-date-unclear"),
            (
                "dob",
                &[("dob-year", "1944"), ("dob-month", "5月2日"), ("dob-day", "3")],
                "dob-day",
                "error-date-differs",
            ),
            ("dob", &[("dob-year", "1944"), ("dob-month", "三月"), ("dob-day", "初五")], "dob-day", "error-date-lunar"),
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
            let worded = error.text.is_some_and(|text| text.zh == "父母要大 12 岁。");
            assert!(worded || ERRORS.iter().any(|(known, _)| *known == code), "{code}");
        }
    }

    #[test]
    fn what_cannot_be_together_is_asked_again_in_either_order() {
        let vocabulary = Vocabulary::parse(VOCABULARY).unwrap();
        let told = |before: &Answers, id: &str, typed: &str| {
            let fields = Fields::new(vec![(id.to_owned(), typed.to_owned())]);
            let attribute = vocabulary.attribute(id).unwrap();
            answered(&vocabulary, attribute, before, &fields, jiff::civil::date(2026, 11, 23))
        };
        let mut before = Answers::new();
        before.tell("alone", Some(Value::Bool(true)));
        let error = told(&before, "grade", "4").unwrap_err();
        assert_eq!((error.field.as_str(), error.text.unwrap().en.as_str()), ("grade", "Grade four is looked after."));
        assert_eq!(told(&before, "grade", "3"), Ok(Some(Value::Int(3))));

        let mut before = Answers::new();
        before.tell("grade", Some(Value::Int(4)));
        assert_eq!(told(&before, "alone", "yes").unwrap_err().field, "alone");
        assert_eq!(told(&before, "alone", "no"), Ok(Some(Value::Bool(false))));
        // What was told before stands in nobody's way.
        before.tell("alone", Some(Value::Bool(true)));
        assert_eq!(told(&before, "income", "5"), Ok(Some(Value::Money(Money(500)))));
        assert_eq!(told(&before, "grade", "2"), Ok(Some(Value::Int(2))));
    }
}
