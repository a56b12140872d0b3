//! How something goes from beginning to end: numbered steps with headings, outside of forms.

use crate::{
    i18n::Words,
    markup::{IntoMarkup, Markup},
};
use leptos::prelude::*;

/// One step.
pub struct Step {
    /// What is done, as a verb.
    pub title: String,
    /// What it takes.
    pub contents: Markup,
}

/// The steps. Whoever listens hears the number with the heading.
pub fn step_by_step(words: &Words, steps: Vec<Step>) -> Markup {
    let steps = steps
        .into_iter()
        .zip(1_usize..)
        .map(|(step, place)| {
            let number = words.with("step-number", &[("number", &place.to_string())]);
            view! {
                <li>
                    <h3><span class="hidden">{number}</span>{step.title}</h3>
                    {step.contents}
                </li>
            }
        })
        .collect_view();
    view! { <ol class="steps">{steps}</ol> }.into_markup()
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::display::Display;

    #[test]
    fn steps_are_counted_aloud() {
        let step = |title: &str| Step { title: title.into(), contents: ().into_markup() };
        let html = step_by_step(&Words::new(Display::default()), vec![step("带好证件"), step("回答问题")]).to_string();
        assert!(html.contains(r#"<span class="hidden">第 2 步：</span>回答问题"#), "{html}");
    }
}
