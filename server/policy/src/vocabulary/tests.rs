use super::Vocabulary;
use crate::{
    fixture,
    problem::ProblemCode,
    value::{Money, Value},
};
use jiff::civil::date;

const DEPARTMENT: &str = "[[department]]\nid = \"self\"\nname = { zh = \"本人\", en = \"The person\" }\n";

fn codes(attributes: &str) -> Vec<ProblemCode> {
    let problems = Vocabulary::parse(&format!("{DEPARTMENT}{attributes}")).err().unwrap_or_default();
    problems.iter().map(|problem| problem.code).collect()
}

fn attribute(id: &str, zh: &str, more: &str) -> String {
    format!(
        "[[attribute]]\nid = \"{id}\"\nname = {{ zh = \"{zh}\", en = \"{zh} e\" }}\ndepartment = \"self\"\nsensitivity = \"ordinary\"\nchangeable = false\n{more}\n"
    )
}

#[test]
fn an_attribute_is_found_by_id_name_and_alias() {
    let text = format!("{DEPARTMENT}{}", attribute("hukou", "户籍地", "aliases = [\"户籍\"]\ntype = \"bool\""));
    let vocabulary = Vocabulary::parse(&text).unwrap_or_default();
    for name in ["hukou", "户籍地", "户籍", "户籍地 e"] {
        assert_eq!(vocabulary.find(name).map(|found| found.id.as_str()), Some("hukou"), "{name}");
    }
    assert!(vocabulary.attribute("户籍").is_none());
    assert_eq!(vocabulary.department("self").map(|found| found.name.zh.as_str()), Some("本人"));
}

#[test]
fn values_are_read_from_their_text_form() {
    let vocabulary = fixture::vocabulary();
    for (attribute, text, expected) in [
        ("living_alone", "true", Some(Value::Bool(true))),
        ("living_alone", "yes", None),
        ("household_size", "3", Some(Value::Int(3))),
        ("income_per_head", "1200.5", Some(Value::Money(Money(120_050)))),
        ("dob", "1944-05-01", Some(Value::Date(date(1944, 5, 1)))),
        ("dob", "1944-02-30", None),
        ("hukou_city", "310000", Some(Value::Code("310000".into()))),
        ("hukou_city", "上海", None),
        ("remark", "x", Some(Value::Text("x".into()))),
    ] {
        let value = vocabulary.attribute(attribute).and_then(|known| known.parse_value(text));
        assert_eq!(value, expected, "{attribute} {text}");
        if let Some(value) = value {
            assert!(vocabulary.attribute(attribute).is_some_and(|known| known.accepts(&value)));
            assert_eq!(
                vocabulary.attribute(attribute).and_then(|known| known.parse_value(&value.to_string())),
                Some(value)
            );
        }
    }
}

#[test]
fn wrong_vocabularies_are_refused() {
    use ProblemCode as P;
    let good = attribute("a", "甲", "type = \"bool\"");
    for (text, expected) in [
        (good.clone(), vec![]),
        (format!("{good}{good}"), vec![P::Duplicate]),
        (format!("{good}{}", attribute("b", "甲", "type = \"bool\"")), vec![P::Duplicate, P::Duplicate]),
        (attribute("b", "今天", "type = \"date\""), vec![P::Duplicate]),
        (attribute("b", "乙", "type = \"boole\""), vec![P::UnknownWord]),
        (attribute("b", "乙", "type = \"code\""), vec![P::MissingKey]),
        (attribute("b", "乙", "type = \"bool\"\nunit = \"years\""), vec![P::WrongValue]),
        (attribute("b", "乙", "type = \"bool\"\ncolour = 1"), vec![P::UnknownKey]),
        (attribute("B!", "乙", "type = \"bool\""), vec![P::WrongValue]),
        (attribute("b", "乙", "type = \"bool\"").replace("self", "elsewhere"), vec![P::UnknownWord]),
        (String::new(), vec![P::MissingKey]),
    ] {
        assert_eq!(codes(&text), expected, "{text}");
    }
}

#[test]
fn a_question_waits_only_for_one_that_stands_before_it() {
    let asked = |id: &str, zh: &str, more: &str| {
        attribute(id, zh, &format!("type = \"bool\"\nquestion = {{ zh = \"问？\", en = \"Q?\" }}\n{more}"))
    };
    let (first, after) = (asked("first", "甲", ""), "question_after = \"first\"");
    assert_eq!(codes(&format!("{first}{}", asked("second", "乙", after))), []);
    for wrong in [format!("{}{first}", asked("second", "乙", after)), asked("first", "甲", after)] {
        assert_eq!(codes(&wrong), [ProblemCode::UnknownWord], "{wrong}");
    }
}

#[test]
fn an_answer_follows_only_from_one_that_stands_before_it() {
    use ProblemCode as P;
    let asked = |id: &str, zh: &str, more: &str| {
        attribute(id, zh, &format!("question = {{ zh = \"问？\", en = \"Q?\" }}\n{more}"))
    };
    let first = asked("first", "甲", "type = \"bool\"");
    let second =
        |kind: &str, more: &str| format!("{first}{}", asked("second", "乙", &format!("type = \"{kind}\"\n{more}")));
    for (text, expected) in [
        (second("int", "answered_by = [{ attribute = \"first\", is = [\"true\"], value = \"1\" }]"), vec![]),
        (second("int", "answered_by = [{ attribute = \"first\", years = 75, value = \"0\" }]"), vec![]),
        (second("int", "answered_by = [{ attribute = \"first\", value = \"1\" }]"), vec![P::MissingKey]),
        (
            second("int", "answered_by = [{ attribute = \"second\", is = [\"1\"], value = \"1\" }]"),
            vec![P::UnknownWord],
        ),
        (
            second("int", "answered_by = [{ attribute = \"first\", is = [\"yes\"], value = \"1\" }]"),
            vec![P::WrongValue],
        ),
        (
            second("int", "answered_by = [{ attribute = \"first\", is = [\"true\"], value = \"one\" }]"),
            vec![P::WrongValue],
        ),
        (second("int", "range = { least = 1, most = 4 }"), vec![]),
        (second("int", "range = { least = 4, most = 1 }"), vec![P::WrongValue]),
        (second("bool", "range = { least = 0, most = 1 }"), vec![P::WrongValue]),
        (second("bool", "kept = [\"true\"]"), vec![]),
        (second("bool", "kept = [\"yes\"]"), vec![P::WrongValue]),
    ] {
        assert_eq!(codes(&text), expected, "{text}");
    }
}
