//! Why: each condition with its result, the fact it used, where the fact came from and since when.

use super::icon;
use crate::{
    i18n::Words,
    markup::{IntoMarkup, Markup},
};
use contract::{
    policies::{ComputedValue, Reason},
    residents::{FactView, ShownValue},
};
use leptos::prelude::*;
use policy::{decision::Truth, sentence::Phrase};

/// The reasons of a verdict.
pub fn reason_list(words: &Words, reasons: &[Reason]) -> Markup {
    let reasons = reasons
        .iter()
        .map(|reason| {
            let (class, sign, key) = match reason.result {
                Truth::Yes => ("yes", icon::tick(), "reason-yes"),
                Truth::No => ("no", icon::cross(), "reason-no"),
                Truth::Unknown => ("unknown", icon::question(), "reason-unknown"),
            };
            let facts = reason
                .facts
                .iter()
                .map(|fact| view! { <p class="fact">{fact_sentence(words, fact)}</p> })
                .collect_view();
            let age = reason.computed.iter().find_map(|value| age(words, value));
            view! {
                <li class=class>
                    {sign}
                    <div><p><span class="hidden">{words.say(key)}</span>{words.of(&reason.label).to_owned()}</p>{facts}{age.map(|age| view! { <p class="fact">{age}</p> })}</div>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="reasons">{reasons}</ul> }.into_markup()
}

/// What is known of a person that a condition asks for: how old they are, or the facts. Nothing of what is not known.
pub fn own_values(words: &Words, reason: &Reason) -> Vec<String> {
    let age = reason.computed.iter().find_map(|value| age(words, value));
    match age {
        Some(age) => vec![age],
        None => {
            let known = reason.facts.iter().filter(|fact| fact.value.is_some());
            known.map(|fact| fact_sentence(words, fact)).collect()
        }
    }
}

/// "Now 82 years old": what was worked out from the day of birth. Other figures stand in the facts already.
fn age(words: &Words, value: &ComputedValue) -> Option<String> {
    match (&value.value, &value.phrase) {
        (ShownValue::Int(years, _), Phrase::Age(days)) if days.0 == Phrase::Birth => {
            Some(words.with("reason-age", &[("years", &words.number(*years))]))
        }
        _ => None,
    }
}

/// "Household registration: Shanghai. From the Public Security Bureau, as of 1 March 2026."
pub fn fact_sentence(words: &Words, fact: &FactView) -> String {
    let name = words.of(&fact.name);
    let department = words.of(&fact.department);
    match (&fact.value, fact.as_of) {
        (Some(value), Some(as_of)) => words.with(
            "fact-known",
            &[("name", name), ("value", &words.value(value)), ("department", department), ("date", &words.date(as_of))],
        ),
        _ => words.with("fact-unknown", &[("name", name), ("department", department)]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::display::{Display, Language};
    use jiff::civil::date;
    use policy::text::Text;

    fn text(zh: &str, en: &str) -> Text {
        Text { zh: zh.to_owned(), en: en.to_owned() }
    }

    fn reason(result: Truth, value: Option<ShownValue>) -> Reason {
        let fact = FactView {
            attribute: "dob".to_owned(),
            name: text("出生日期", "Date of birth"),
            value,
            department: text("市公安局", "Public Security Bureau"),
            as_of: Some(date(2026, 11, 15)),
            delivery: None,
        };
        let computed = ComputedValue {
            phrase: Phrase::Age(Box::new((Phrase::Birth, Phrase::Today))),
            value: ShownValue::Int(82, None),
            operator: ">=".to_owned(),
            bound: ShownValue::Int(60, None),
        };
        let label = text("年满 60 岁", "60 or older");
        Reason { label, result, facts: vec![fact], computed: vec![computed], basis: None }
    }

    #[test]
    fn a_reason_names_fact_source_day_and_age() {
        let known = reason(Truth::Yes, Some(ShownValue::Date(date(1944, 5, 2))));
        let html = reason_list(&Words::new(Display::default()), std::slice::from_ref(&known)).to_string();
        for part in ["年满 60 岁", "1944 年 5 月 2 日", "市公安局", "2026 年 11 月 15 日", "今年 82 岁", "符合："]
        {
            assert!(html.contains(part), "{part} in {html}");
        }
        let english = Words::new(Display { language: Language::English, ..Display::default() });
        let html = reason_list(&english, &[known]).to_string();
        assert!(html.contains("60 or older") && html.contains("Now 82 years old"), "{html}");
    }

    #[test]
    fn a_missing_fact_is_unknown_and_never_no() {
        let html = reason_list(&Words::new(Display::default()), &[reason(Truth::Unknown, None)]).to_string();
        assert!(html.contains("还不知道") && !html.contains("不符合"), "{html}");
    }
}
