#![expect(clippy::unwrap_used, reason = "tests fail loudly")]

use super::*;
use crate::{
    fixture::{TODAY, criterion, policy, vocabulary},
    text::Text,
    vocabulary::{AnsweredBy, Plain, ValueType},
};

/// The fixture's attributes, each with a question but for those named.
fn attributes(unasked: &[&str]) -> Vec<Attribute> {
    let mut attributes = vocabulary().attributes().to_vec();
    for attribute in attributes.iter_mut().filter(|attribute| !unasked.contains(&attribute.id.as_str())) {
        attribute.question = Some(Text::new("问？", "Question?"));
    }
    attributes
}

fn city() -> Vec<Policy> {
    [
        "户籍地 == 上海 && age(dob, today) >= 65",
        "户籍地 == 上海 && 独居",
        "户籍地 == 上海 && 有残疾证 && 残疾等级 <= 2",
        "家庭人数 >= 3",
    ]
    .map(|rule| policy(&criterion(rule)))
    .to_vec()
}

fn next(policies: &[Policy], attributes: &[Attribute], answers: &Answers) -> Option<String> {
    let policies: Vec<&Policy> = policies.iter().collect();
    next_question(&policies, attributes, answers, TODAY).map(|attribute| attribute.id.clone())
}

#[test]
fn the_question_that_decides_most_comes_first_and_what_is_decided_is_not_asked_about() {
    let (city, attributes) = (city(), attributes(&[]));
    let mut answers = Answers::new();
    // A registration elsewhere decides three policies, the size of the household only ever one.
    assert_eq!(next(&city, &attributes, &answers).as_deref(), Some("hukou_city"));
    answers.tell("hukou_city", Some(Value::Code("other".to_owned())));
    assert_eq!(next(&city, &attributes, &answers).as_deref(), Some("household_size"));
    answers.tell("household_size", Some(Value::Int(2)));
    assert_eq!(next(&city, &attributes, &answers), None);
    assert!(city.iter().all(|policy| standing(policy, &answers, TODAY).0 == Standing::Not));
}

#[test]
fn what_somebody_does_not_know_stays_open_and_is_not_asked_again() {
    let (city, attributes) = (city(), attributes(&[]));
    let mut answers = Answers::new();
    let mut asked = Vec::new();
    while let Some(question) = next(&city, &attributes, &answers) {
        assert!(!asked.contains(&question), "{question} is asked twice");
        answers.tell(&question, None);
        asked.push(question);
    }
    assert_eq!(asked.len(), 6, "{asked:?}");
    assert!(city.iter().all(|policy| standing(policy, &answers, TODAY).0 == Standing::NotChecked));
    answers.tell("hukou_city", Some(Value::Code("310000".to_owned())));
    let standings: Vec<Standing> = city.iter().map(|policy| standing(policy, &answers, TODAY).0).collect();
    assert_eq!(standings, [Standing::Maybe, Standing::Maybe, Standing::Maybe, Standing::NotChecked]);
}

#[test]
fn a_question_waits_for_what_it_presupposes() {
    let city = vec![policy(&criterion("残疾等级 <= 2"))];
    let mut attributes = attributes(&[]);
    let grade = attributes.iter_mut().find(|attribute| attribute.id == "disability_grade").unwrap();
    grade.question_after = Some("disability_cert".to_owned());
    for (value, then) in [(Some(true), Some("disability_grade")), (Some(false), None), (None, None)] {
        let mut answers = Answers::new();
        assert_eq!(next(&city, &attributes, &answers).as_deref(), Some("disability_cert"));
        answers.tell("disability_cert", value.map(Value::Bool));
        assert_eq!(next(&city, &attributes, &answers).as_deref(), then);
    }
}

#[test]
fn what_follows_from_an_answer_is_not_asked() {
    let city = vec![policy(&criterion("残疾等级 <= 2")), policy(&criterion("家庭人数 >= 3"))];
    let mut attributes = attributes(&[]);
    let by = |attribute: &str, is: &[Plain], years, value: i64| AnsweredBy {
        attribute: attribute.to_owned(),
        is: is.to_vec(),
        years,
        value: Plain::Int(value),
    };
    for attribute in &mut attributes {
        match attribute.id.as_str() {
            "disability_grade" => attribute.answered_by = vec![by("disability_cert", &[Plain::Bool(false)], None, 4)],
            "household_size" => attribute.answered_by = vec![by("dob", &[], Some(100), 1)],
            _ => {}
        }
    }
    let mut answers = Answers::new();
    answers.tell("disability_cert", Some(Value::Bool(false)));
    assert_eq!(next(&city, &attributes, &answers).as_deref(), Some("household_size"));
    answers.tell("dob", Value::Date(jiff::civil::date(1926, 1, 1)).into());
    assert_eq!(next(&city, &attributes, &answers), None);
    let known = answers.completed(&attributes, TODAY);
    assert!(city.iter().all(|policy| standing(policy, &known, TODAY).0 == Standing::Not));
    // What the person says counts, "I don't know" too.
    answers.tell("household_size", None);
    assert_eq!(answers.completed(&attributes, TODAY).get("household_size"), Some(None));
}

#[test]
fn a_fact_without_a_question_is_never_asked_for() {
    let (city, attributes) = (city(), attributes(&["household_size", "disability_grade"]));
    let mut answers = Answers::new();
    while let Some(question) = next(&city, &attributes, &answers) {
        assert!(!["household_size", "disability_grade"].contains(&question.as_str()));
        let value = attributes.iter().find(|attribute| attribute.id == question).unwrap();
        let text = match value.value_type {
            ValueType::Bool => "true",
            ValueType::Code => "310000",
            _ => "1950-01-01",
        };
        answers.tell(&question, value.parse_value(text));
    }
    let standings: Vec<Standing> = city.iter().map(|policy| standing(policy, &answers, TODAY).0).collect();
    assert_eq!(standings, [Standing::Entitled, Standing::Entitled, Standing::Maybe, Standing::NotChecked]);
}

#[test]
fn a_calculation_that_fails_is_no_result_and_never_a_no() {
    let policy = policy(&criterion("家庭人数 * 9223372036854775807 > 1"));
    let mut answers = Answers::new();
    answers.tell("household_size", Some(Value::Int(2)));
    assert_eq!(standing(&policy, &answers, TODAY).0, Standing::NoResult);
    assert!(!format!("{answers:?}").contains('2'));
}
