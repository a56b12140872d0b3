//! Said before somebody applies: what of the conditions is not met as things stand. They may apply all the same.

use super::{
    link,
    notification_banner::{News, notification_banner},
};
use crate::i18n::Words;
use contract::applications::Advice;
use leptos::prelude::*;

/// The advice; nothing where there is none.
pub fn advice(words: &Words, advice: &[Advice]) -> Option<AnyView> {
    if advice.is_empty() {
        return None;
    }
    let lines = advice.iter().map(|one| {
        let arguments = [("title", words.of(&one.title)), ("condition", words.of(&one.unmet))];
        view! {
            <p>{words.with("advice-unmet", &arguments)}</p>
            {link::onward(words.with("advice-policy", &arguments[..1]), format!("/policies/{}", one.policy))}
        }
    });
    let contents = view! { {lines.collect_view()}<p>{words.say("advice-all-the-same")}</p> };
    Some(notification_banner(News::Plain, "advice", words.say("advice"), contents.into_any()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::display::Display;
    use policy::text::Text;

    #[test]
    fn advice_names_the_condition_and_stands_in_nobodys_way() {
        let words = Words::new(Display::default());
        assert!(advice(&words, &[]).is_none());
        let one = Advice {
            policy: "elder-allowance".to_owned(),
            title: Text::new("老年综合津贴", "Allowance"),
            unmet: Text::new("年满 65 岁", "Aged 65 or over"),
        };
        let html = advice(&words, &[one]).map(|view| view.to_html()).unwrap_or_default();
        for part in ["老年综合津贴", "年满 65 岁", "仍然可以申请", r#"href="/policies/elder-allowance""#]
        {
            assert!(html.contains(part), "{part} in {html}");
        }
    }
}
