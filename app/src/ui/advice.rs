//! Said before somebody applies: what of the conditions is not met as things stand. They may apply all the same.

use super::{
    link,
    notification_banner::{News, notification_banner},
    reason_list::own_values,
};
use crate::{
    i18n::Words,
    markup::{IntoMarkup, Markup},
};
use contract::applications::Advice;
use leptos::prelude::*;

/// The advice; nothing where there is none.
pub fn advice(words: &Words, advice: &[Advice]) -> Option<Markup> {
    if advice.is_empty() {
        return None;
    }
    let lines = advice.iter().map(|one| {
        let arguments = [("title", words.of(&one.title)), ("condition", words.of(&one.unmet.label))];
        let own = own_values(words, &one.unmet).into_iter().map(|text| view! { <p>{text}</p> }).collect_view();
        view! {
            <p>{words.with("advice-unmet", &arguments)}</p>
            {own}
            {link::onward(words.with("advice-policy", &arguments[..1]), format!("/policies/{}", one.policy))}
        }
    });
    let contents = view! { {lines.collect_view()}<p>{words.say("advice-all-the-same")}</p> };
    Some(notification_banner(News::Plain, "advice", words.say("advice"), contents.into_markup()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::{
        display::Display,
        policies::{ComputedValue, Reason},
        residents::ShownValue,
    };
    use policy::{decision::Truth, sentence::Phrase, text::Text};

    #[test]
    fn advice_names_the_condition_and_stands_in_nobodys_way() {
        let words = Words::new(Display::default());
        assert!(advice(&words, &[]).is_none());
        let one = Advice {
            policy: "elder-allowance".to_owned(),
            title: Text::new("老年综合津贴", "Allowance"),
            unmet: Reason {
                label: Text::new("年满 65 岁", "Aged 65 or over"),
                result: Truth::No,
                facts: Vec::new(),
                computed: vec![ComputedValue {
                    phrase: Phrase::Age(Box::new((Phrase::Birth, Phrase::Today))),
                    value: ShownValue::Int(31, None),
                    operator: ">=".to_owned(),
                    bound: ShownValue::Int(65, None),
                }],
                basis: None,
            },
        };
        let html = advice(&words, &[one]).map(|view| view.to_string()).unwrap_or_default();
        for part in ["老年综合津贴", "年满 65 岁", "今年 31 岁", "仍然可以申请", r#"href="/policies/elder-allowance""#]
        {
            assert!(html.contains(part), "{part} in {html}");
        }
    }
}
