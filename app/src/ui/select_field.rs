//! One of many options, in a list to open.

use super::{
    choices::Choice,
    field::{FieldLabel, Wired, labelled},
};
use crate::{
    i18n::Words,
    markup::{IntoMarkup, Markup},
};
use contract::error::FieldError;
use leptos::prelude::*;

/// A list to open. Without a choice the first line asks for one. Nothing is sent by choosing: a button does that.
pub fn select_field(words: &Words, errors: &[FieldError], label: FieldLabel<'_>, options: Vec<Choice>) -> Markup {
    let none = !options.iter().any(|option| option.checked);
    let options = options
        .into_iter()
        .map(|option| view! { <option value=option.value selected=option.checked>{option.label}</option> })
        .collect_view();
    labelled(words, errors, label, |Wired { id, described, invalid }| {
        view! {
            <select class="input" id=id.clone() name=id aria-describedby=described aria-invalid=invalid>
                <option value="" selected=none>{words.say("select-none")}</option>
                {options}
            </select>
        }
        .into_markup()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::display::Display;

    #[test]
    fn without_a_choice_the_list_asks_for_one() {
        let html = |chosen| {
            let options = vec![Choice::new("hongkou", "虹口区", chosen), Choice::new("yangpu", "杨浦区", false)];
            select_field(&Words::new(Display::default()), &[], FieldLabel::new("district", "哪个区？"), options)
                .to_string()
        };
        assert!(html(false).contains(r#"<option value="" selected"#), "{}", html(false));
        assert!(html(true).contains(r#"<option value="hongkou" selected"#), "{}", html(true));
    }
}
