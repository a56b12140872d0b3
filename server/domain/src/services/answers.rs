//! Answers: from what was typed to a typed value, kindly, by the readers of `contract::typed`.

use super::document::Question;
use crate::residents::districts;
use contract::{
    applications::QuestionKind,
    error::FieldError,
    fields::Fields,
    residents::ShownValue,
    typed::{self, DATE_PARTS},
};
use jiff::{ToSpan as _, civil::Date};
use policy::value::Money;

/// Longest single value that a draft keeps, in characters.
const LONGEST_KEPT: usize = 20_000;
/// Longest text when the question does not say.
const LONGEST_TEXT: u32 = 1_000;
/// Most money when the question does not say: more than anybody earns or owns by accident.
const MOST_MONEY: Money = Money(100_000_000_000);

/// A valid answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Left out; only for optional questions.
    Nothing,
    /// Text as it is shown.
    Text(String),
    /// Ids of chosen options.
    Chosen(Vec<String>),
    /// Yes or no.
    YesNo(bool),
    /// A day.
    Date(Date),
    /// Yuan and fen.
    Money(Money),
    /// A whole number.
    Number(i64),
}

/// Names of a question's fields in the form, in order.
pub fn field_names(question: &Question) -> Vec<String> {
    match question.kind {
        QuestionKind::Date => DATE_PARTS.iter().map(|part| format!("{}-{part}", question.id)).collect(),
        _ => vec![question.id.clone()],
    }
}

/// What was typed for a question, in the order of its fields; a choice may have several values.
pub fn typed(question: &Question, fields: &Fields) -> Vec<String> {
    let cut = |value: &str| value.chars().take(LONGEST_KEPT).collect::<String>();
    match question.kind {
        QuestionKind::Choices => fields.all(&question.id).into_iter().take(100).map(cut).collect(),
        _ => field_names(question).iter().map(|name| cut(fields.first(name))).collect(),
    }
}

/// Reads what was typed, on a day: people are not born later, and what a question asks about the past lies before it.
///
/// # Errors
/// What needs mending, at the field that needs it.
pub fn validate(question: &Question, values: &[String], today: Date) -> Result<Answer, FieldError> {
    let empty = values.iter().all(|value| typed::is_blank(value));
    if empty {
        return match question.optional {
            true => Ok(Answer::Nothing),
            false => Err(FieldError::worded(&first_field(question), question.missing.clone())),
        };
    }
    let value = values.first().map_or("", |value| value.trim());
    match question.kind {
        QuestionKind::Text | QuestionKind::LongText => text(question, typed::seen(value)),
        QuestionKind::Name => match typed::name(value) {
            Some(name) => text(question, name),
            None => Err(FieldError::new(&question.id, "error-name")),
        },
        QuestionKind::Choice => match question.options.iter().any(|option| option.id == value) {
            true => Ok(Answer::Chosen(vec![value.to_owned()])),
            false => Err(FieldError::worded(&first_field(question), question.missing.clone())),
        },
        QuestionKind::Choices => {
            let mut chosen: Vec<String> = Vec::new();
            for value in values.iter().filter(|value| !value.is_empty()) {
                if !chosen.contains(value) {
                    chosen.push(value.clone());
                }
            }
            match chosen.iter().all(|value| question.options.iter().any(|option| option.id == *value)) {
                true => Ok(Answer::Chosen(chosen)),
                false => Err(FieldError::worded(&first_field(question), question.missing.clone())),
            }
        }
        QuestionKind::District => match districts::district(value) {
            Some(_) => Ok(Answer::Chosen(vec![value.to_owned()])),
            None => Err(FieldError::worded(&question.id, question.missing.clone())),
        },
        QuestionKind::YesNo => match value {
            "yes" => Ok(Answer::YesNo(true)),
            "no" => Ok(Answer::YesNo(false)),
            _ => Err(FieldError::worded(&first_field(question), question.missing.clone())),
        },
        QuestionKind::Date => {
            typed::date(&question.id, values, question.not_after_today.then_some(today)).map(Answer::Date)
        }
        QuestionKind::Money => {
            let (min, max) = (question.min_amount.unwrap_or(Money(0)), question.max_amount.unwrap_or(MOST_MONEY));
            typed::money(&question.id, value, min..=max).map(Answer::Money)
        }
        QuestionKind::Number => {
            let (min, max) = (question.min.unwrap_or(0), question.max.unwrap_or(1_000_000));
            typed::number(&question.id, value, min..=max).map(Answer::Number)
        }
        QuestionKind::Phone => typed::telephone(&question.id, value).map(Answer::Text),
        QuestionKind::IdentityNumber => {
            let number = typed::identity_number(&question.id, value, today)?;
            match question.under_age {
                Some(years) if !is_younger(&number, years, today) => {
                    Err(FieldError::new(&question.id, "error-identity-number-age").with("years", years.to_string()))
                }
                _ => Ok(Answer::Text(number)),
            }
        }
    }
}

fn text(question: &Question, text: String) -> Result<Answer, FieldError> {
    let most = question.max_length.unwrap_or(LONGEST_TEXT);
    match text.chars().count() > most as usize {
        true => Err(FieldError::new(&question.id, "error-text-too-long").with("most", most.to_string())),
        false => Ok(Answer::Text(text)),
    }
}

/// An answer as people see it.
pub fn shown(question: &Question, answer: &Answer) -> Vec<ShownValue> {
    match answer {
        Answer::Nothing => Vec::new(),
        Answer::Text(text) => vec![ShownValue::Text(text.clone())],
        Answer::YesNo(value) => vec![ShownValue::Bool(*value)],
        Answer::Date(date) => vec![ShownValue::Date(*date)],
        Answer::Money(money) => vec![ShownValue::Money(money.0)],
        Answer::Number(number) => vec![ShownValue::Int(*number, None)],
        Answer::Chosen(ids) => ids
            .iter()
            .filter_map(|id| match question.kind {
                QuestionKind::District => districts::district(id),
                _ => question.options.iter().find(|option| option.id == *id).map(|option| option.label.clone()),
            })
            .map(ShownValue::Code)
            .collect(),
    }
}

/// The input that an error links to: the first radio or box, the first part of a date.
pub fn first_field(question: &Question) -> String {
    match question.kind {
        QuestionKind::Date => format!("{}-year", question.id),
        _ => question.id.clone(),
    }
}

fn is_younger(number: &str, years: u16, today: Date) -> bool {
    typed::date_of_birth(number).is_some_and(|born| born.saturating_add(i64::from(years).years()) > today)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail loudly")]
    use super::*;
    use policy::text::Text;

    fn question(kind: &str) -> Question {
        let options = match kind {
            "choice" | "choices" => "options = [{id='a', label={zh='甲',en='A'}},{id='b',label={zh='乙',en='B'}}]",
            _ => "",
        };
        toml::from_str(&format!(
            "id='q'\nkind='{kind}'\ntitle={{zh='问',en='Q'}}\nmissing={{zh='答一下',en='Answer it'}}\nmin=1\nmax=9\nmax_length=10\n{options}"
        ))
        .unwrap()
    }

    const TODAY: Date = jiff::civil::date(2026, 11, 23);

    fn read(kind: &str, values: &[&str]) -> Result<Answer, FieldError> {
        let values: Vec<String> = values.iter().map(|value| (*value).to_owned()).collect();
        validate(&question(kind), &values, TODAY)
    }

    #[test]
    fn kindly_typed_values_are_taken() {
        let text = |text: &str| Ok(Answer::Text(text.to_owned()));
        assert_eq!(read("date", &["２０２４", "02", " 29"]), Ok(Answer::Date(jiff::civil::date(2024, 2, 29))));
        assert_eq!(read("date", &["2024年", "2月", "29日"]), Ok(Answer::Date(jiff::civil::date(2024, 2, 29))));
        assert_eq!(read("money", &["¥1,200.5"]), Ok(Answer::Money(Money(120_050))));
        assert_eq!(read("money", &["１２００ 元"]), Ok(Answer::Money(Money(120_000))));
        assert_eq!(read("number", &["７"]), Ok(Answer::Number(7)));
        assert_eq!(read("phone", &["199 0000-0001"]), text("19900000001"));
        assert_eq!(read("phone", &["（021）5555 0000"]), text("02155550000"));
        assert_eq!(read("phone", &["5555 0000"]), text("02155550000"));
        assert_eq!(read("phone", &["(+86) 199\u{200B}0000\u{200B}0001"]), text("19900000001"));
        assert_eq!(read("date", &["2024年2月29日", "", ""]), Ok(Answer::Date(jiff::civil::date(2024, 2, 29))));
        assert_eq!(read("identity-number", &["999999 19000101 0015"]), text("999999190001010015"));
        assert_eq!(read("identity-number", &["31000019000101001x"]), text("31000019000101001X"));
        assert_eq!(read("choices", &["a", "b", "a"]), Ok(Answer::Chosen(vec!["a".to_owned(), "b".to_owned()])));
        assert_eq!(read("district", &["310115"]), Ok(Answer::Chosen(vec!["310115".to_owned()])));
        assert_eq!(read("text", &[" 苏\u{200B}州 "]), text("苏州"));
        assert_eq!(read("name", &["王　\u{200B}芳"]), text("王芳"));
        assert_eq!(read("name", &["Anna  Lee"]), text("Anna Lee"));
    }

    #[test]
    fn wrong_values_say_which_field_and_why() {
        let cases: [(&str, &[&str], &str, &str); 27] = [
            ("date", &["2023", "2", "29"], "q-day", "error-date-impossible"),
            ("date", &["2023", "13", "1"], "q-month", "error-date-impossible"),
            ("date", &["2023", "2", "0"], "q-day", "error-date-impossible"),
            ("date", &["2023", "", "1"], "q-month", "error-date-part-missing"),
            ("date", &["23", "1", "1"], "q-year", "error-date-unclear"),
            ("date", &["2023", "1月2日", "3"], "q-day", "error-date-differs"),
            ("date", &["2023", "腊月", "8"], "q-month", "error-date-lunar"),
            ("money", &["-1"], "q", "error-money"),
            ("money", &["1.005"], "q", "error-money"),
            ("money", &["1,20,0"], "q", "error-money-separators"),
            ("money", &["99999999999999999999"], "q", "error-money"),
            ("money", &["1000000000.01"], "q", "error-money-range"),
            ("number", &["10"], "q", "error-number-range"),
            ("number", &["-1"], "q", "error-number-range"),
            ("number", &["1.5"], "q", "error-number"),
            ("phone", &["1990000000"], "q", "error-phone-length"),
            ("phone", &["5555000"], "q", "error-phone"),
            ("identity-number", &["999999190001010016"], "q", "error-identity-number-check"),
            // Its check digit is right, its owner is not born yet.
            ("identity-number", &["999999209912319993"], "q", "error-identity-number-birth"),
            ("identity-number", &["999999190013010015"], "q", "error-identity-number-birth"),
            ("identity-number", &["99999919000101001"], "q", "error-identity-number-length"),
            ("identity-number", &["A99999190001010015"], "q", "error-identity-number"),
            ("text", &["十一个字十一个字十一个"], "q", "error-text-too-long"),
            ("name", &["123"], "q", "error-name"),
            ("name", &["13800000000"], "q", "error-name"),
            ("name", &["……"], "q", "error-name"),
            ("name", &["十一个字十一个字十一个"], "q", "error-text-too-long"),
        ];
        for (kind, values, field, code) in cases {
            let error = read(kind, values).unwrap_err();
            assert_eq!((error.field.as_str(), error.code.as_str()), (field, code), "{kind} {values:?}");
        }
        for (kind, value) in
            [("choice", "z"), ("choices", "z"), ("district", "310230"), ("yes-no", "maybe"), ("text", "  ")]
        {
            assert_eq!(read(kind, &[value]).unwrap_err().text, Some(Text::new("答一下", "Answer it")), "{kind}");
        }
    }

    #[test]
    fn a_child_is_no_child_of_1944() {
        let question = Question { under_age: Some(18), ..question("identity-number") };
        let read = |number: &str| validate(&question, &[number.to_owned()], TODAY).map_err(|error| error.code);
        let told = |born: Date| read(crate::residents::personal::IdentityNumber::synthetic(born, 2).expose());
        let too_old = Err("error-identity-number-age".to_owned());
        assert_eq!(told(jiff::civil::date(1944, 5, 2)), too_old);
        // Eighteen today, and tomorrow.
        assert_eq!(told(jiff::civil::date(2008, 11, 23)), too_old);
        assert!(told(jiff::civil::date(2008, 11, 24)).is_ok() && told(TODAY).is_ok());
        assert_eq!(told(jiff::civil::date(1, 5, 2)), Err("error-identity-number-birth".to_owned()));
    }

    #[test]
    fn what_lies_in_the_past_is_not_tomorrow() {
        let question = Question { not_after_today: true, ..question("date") };
        let on = |day: &str| validate(&question, &["2026".to_owned(), "11".to_owned(), day.to_owned()], TODAY);
        assert_eq!(on("23"), Ok(Answer::Date(TODAY)));
        assert_eq!(on("24").unwrap_err().code, "error-date-in-future");
    }

    #[test]
    fn what_need_not_be_answered_may_stay_empty() {
        let question = Question { optional: true, ..question("date") };
        assert_eq!(validate(&question, &[String::new(), " ".to_owned(), String::new()], TODAY), Ok(Answer::Nothing));
        assert_eq!(validate(&question, &[], TODAY), Ok(Answer::Nothing));
    }
}
