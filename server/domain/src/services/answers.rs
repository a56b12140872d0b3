//! Answers: from what was typed to a typed value, kindly. Spaces, hyphens and full-width digits do not matter.

use super::document::Question;
use crate::residents::{districts, personal};
use contract::{applications::QuestionKind, error::FieldError, fields::Fields, residents::ShownValue};
use jiff::civil::Date;
use policy::value::Money;

/// Longest single value that a draft keeps, in characters.
const LONGEST_KEPT: usize = 20_000;
/// Longest text when the question does not say.
const LONGEST_TEXT: u32 = 1_000;

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
        QuestionKind::Date => ["year", "month", "day"].iter().map(|part| format!("{}-{part}", question.id)).collect(),
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

/// Reads what was typed.
///
/// # Errors
/// What needs mending, at the field that needs it.
pub fn validate(question: &Question, values: &[String]) -> Result<Answer, FieldError> {
    let empty = values.iter().all(|value| value.trim().is_empty());
    if empty {
        return match question.optional {
            true => Ok(Answer::Nothing),
            false => Err(FieldError::worded(&first_field(question), question.missing.clone())),
        };
    }
    let value = values.first().map_or("", |value| value.trim());
    let wrong = |code: &str| FieldError::new(&question.id, code);
    match question.kind {
        QuestionKind::Text | QuestionKind::LongText => {
            let most = question.max_length.unwrap_or(LONGEST_TEXT);
            match value.chars().count() > most as usize {
                true => Err(wrong("error-text-too-long").with("most", most.to_string())),
                false => Ok(Answer::Text(value.to_owned())),
            }
        }
        QuestionKind::Choice => match question.options.iter().any(|option| option.id == value) {
            true => Ok(Answer::Chosen(vec![value.to_owned()])),
            false => Err(FieldError::worded(&first_field(question), question.missing.clone())),
        },
        QuestionKind::Choices => {
            let chosen: Vec<String> = values.iter().filter(|value| !value.is_empty()).cloned().collect();
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
        QuestionKind::Date => date(question, values).map(Answer::Date),
        QuestionKind::Money => Money::parse(&digits(value).replace([',', '¥', '元'], ""))
            .filter(|money| money.0 >= 0)
            .map(Answer::Money)
            .ok_or_else(|| wrong("error-money")),
        QuestionKind::Number => number(question, value),
        QuestionKind::Phone => personal::PhoneNumber::parse(value)
            .map(|phone| Answer::Text(phone.expose().to_owned()))
            .ok_or_else(|| wrong("error-phone")),
        QuestionKind::IdentityNumber => match personal::IdentityNumber::parse(&plain(value)) {
            Some(_) => Ok(Answer::Text(plain(value).to_uppercase())),
            None => Err(wrong("error-identity-number")),
        },
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

fn date(question: &Question, values: &[String]) -> Result<Date, FieldError> {
    let part = |index: usize| values.get(index).map(|value| plain(value)).unwrap_or_default();
    let names = ["year", "month", "day"];
    let parts = [part(0), part(1), part(2)];
    if let Some(index) = parts.iter().position(String::is_empty) {
        return Err(FieldError::new(&format!("{}-{}", question.id, names[index]), "error-date-part-missing"));
    }
    let at = |index: usize, code: &str| Err(FieldError::new(&format!("{}-{}", question.id, names[index]), code));
    match (parts[0].parse::<i16>(), parts[1].parse::<i8>(), parts[2].parse::<i8>()) {
        (Ok(year @ 1850..=2150), Ok(month @ 1..=12), Ok(day)) => match Date::new(year, month, day) {
            Ok(date) => Ok(date),
            Err(_) => at(2, "error-date-impossible"),
        },
        (Ok(1850..=2150), _, _) => at(1, "error-date-impossible"),
        _ => at(0, "error-date-impossible"),
    }
}

fn number(question: &Question, value: &str) -> Result<Answer, FieldError> {
    let wrong = |code: &str| FieldError::new(&question.id, code);
    let number: i64 = digits(value).parse().map_err(|_| wrong("error-number"))?;
    let (min, max) = (question.min.unwrap_or(0), question.max.unwrap_or(1_000_000));
    match (min..=max).contains(&number) {
        true => Ok(Answer::Number(number)),
        false => Err(wrong("error-number-range").with("min", min.to_string()).with("max", max.to_string())),
    }
}

/// As [`plain`], but a minus stays a minus.
fn digits(value: &str) -> String {
    let sign = if value.trim_start().starts_with(['-', '－']) { "-" } else { "" };
    format!("{sign}{}", plain(value))
}

/// Without spaces and hyphens, full-width characters read as what they mean.
fn plain(value: &str) -> String {
    crate::identity::sign_in::normalised(value)
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
            "id='q'\nkind='{kind}'\ntitle={{zh='问',en='Q'}}\nmissing={{zh='答一下',en='Answer it'}}\nmin=1\nmax=9\n{options}"
        ))
        .unwrap()
    }

    fn read(kind: &str, values: &[&str]) -> Result<Answer, FieldError> {
        let values: Vec<String> = values.iter().map(|value| (*value).to_owned()).collect();
        validate(&question(kind), &values)
    }

    #[test]
    fn kindly_typed_values_are_taken() {
        assert_eq!(read("date", &["２０２４", "02", " 29"]), Ok(Answer::Date(jiff::civil::date(2024, 2, 29))));
        assert_eq!(read("money", &["¥1,200.5"]), Ok(Answer::Money(Money(120_050))));
        assert_eq!(read("number", &["７"]), Ok(Answer::Number(7)));
        assert_eq!(read("phone", &["199 0000-0001"]), Ok(Answer::Text("19900000001".to_owned())));
        assert_eq!(
            read("identity-number", &["999999 19000101 0015"]),
            Ok(Answer::Text("999999190001010015".to_owned()))
        );
        assert_eq!(read("choices", &["a", "b"]), Ok(Answer::Chosen(vec!["a".to_owned(), "b".to_owned()])));
        assert_eq!(read("district", &["310115"]), Ok(Answer::Chosen(vec!["310115".to_owned()])));
    }

    #[test]
    fn wrong_values_say_which_field_and_why() {
        let wrong = |kind: &str, values: &[&str]| {
            let error = read(kind, values).unwrap_err();
            (error.field, error.code)
        };
        let pair = |field: &str, code: &str| (field.to_owned(), code.to_owned());
        assert_eq!(wrong("date", &["2023", "2", "29"]), pair("q-day", "error-date-impossible"));
        assert_eq!(wrong("date", &["2023", "", "1"]), pair("q-month", "error-date-part-missing"));
        assert_eq!(wrong("date", &["23", "1", "1"]), pair("q-year", "error-date-impossible"));
        assert_eq!(wrong("money", &["-1"]), pair("q", "error-money"));
        assert_eq!(wrong("number", &["10"]), pair("q", "error-number-range"));
        assert_eq!(wrong("identity-number", &["999999190001010016"]), pair("q", "error-identity-number"));
        assert_eq!(read("choice", &["z"]).unwrap_err().text, Some(Text::new("答一下", "Answer it")));
        assert_eq!(read("text", &["  "]).unwrap_err().text, Some(Text::new("答一下", "Answer it")));
    }
}
