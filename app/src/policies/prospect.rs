//! What would have to change, and what comes by itself, in words: on a policy's page and on an offer's.

use crate::{
    i18n::Words,
    markup::{IntoMarkup, Markup},
};
use contract::{
    policies::{ComingView, ProspectView},
    prospects::{KnownFrom, apply_from_text, by_itself_text, change_texts, coming_texts},
};
use leptos::prelude::*;
use policy::{decision::Verdict, document::Delivery};

/// How a policy that reaches people in some way stands with the signed-in resident. Where nothing may be said, nothing is.
pub fn prospect(words: &Words, view: &ProspectView, delivery: Delivery) -> Markup {
    let (title, body) = match view.verdict {
        // The offer says the rest.
        Verdict::Eligible => return ().into_markup(),
        Verdict::NotEligible => {
            let unmet = list(view.unmet.iter().map(|label| words.of(label).to_owned()));
            let by_itself = by_itself_text(words, view).map(|text| view! { <p>{text}</p> });
            let before = view.by_itself.is_some().then(|| {
                let said = apply_from_text(words, view);
                view! { <p>{said.unwrap_or_else(|| words.say(before_key(delivery)))}</p> }
            });
            let changes = change_texts(words, view, KnownFrom::Registers);
            // "Not yet" promises something, also to whom nothing will bring it.
            let title = match view.by_itself.is_none() && changes.is_empty() {
                true => "prospect-no",
                false => "prospect-not",
            };
            let changes = changes.into_iter().map(|text| view! { <p>{text}</p> }).collect_view();
            let body = view! { <p>{words.say("prospect-unmet")}</p>{unmet}{by_itself}{before}{changes} };
            (title, body.into_markup())
        }
        Verdict::Undetermined => {
            let missing = view.missing.iter().map(|name| words.of(name).to_owned());
            let body = match view.has_no_result {
                true => view! { <p>{words.say("prospect-no-result")}</p> }.into_markup(),
                false => {
                    let missing = (!view.missing.is_empty())
                        .then(|| view! { <p>{words.say("prospect-missing")}</p>{list(missing)} });
                    let open = view.open.iter().map(|question| words.of(question).to_owned());
                    let open = (!view.open.is_empty())
                        .then(|| view! { <p>{words.say("prospect-open-questions")}</p>{list(open)} });
                    // Whom a question concerns learns nothing more by facts alone.
                    let help = (!view.missing.is_empty() || view.open.is_empty())
                        .then(|| view! { <p>{words.say("prospect-open-help")}</p> });
                    view! { {missing}{open}{help} }.into_markup()
                }
            };
            ("prospect-open", body)
        }
    };
    view! { <section id="prospect"><h2>{words.say(title)}</h2>{body}</section> }.into_markup()
}

/// Whether anything can be done before the day on which it comes by itself, where the document does not say.
fn before_key(delivery: Delivery) -> &'static str {
    match delivery {
        Delivery::Automatic => "prospect-before-automatic",
        Delivery::Confirm => "prospect-before-confirm",
        Delivery::Apply | Delivery::ApplyThenAutomatic => "prospect-before-apply",
        Delivery::Inform => "prospect-before-inform",
    }
}

/// What the calendar changes about something that the resident gets.
pub fn coming(words: &Words, view: &ComingView) -> Markup {
    let texts = coming_texts(words, view);
    if texts.is_empty() {
        return ().into_markup();
    }
    let texts = texts.into_iter().map(|text| view! { <p>{text}</p> }).collect_view();
    view! {
        <section id="coming">
            <h2>{words.say("coming-title")}</h2>
            {texts}
            <p class="muted">{words.say("coming-as-known")}</p>
        </section>
    }
    .into_markup()
}

fn list(texts: impl Iterator<Item = String>) -> Markup {
    view! { <ul>{texts.map(|text| view! { <li>{text}</li> }).collect_view()}</ul> }.into_markup()
}
