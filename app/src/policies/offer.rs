//! `/offers/<id>`: everything about one offer, and what became of what its person said is wrong.

use crate::{
    disputes::parts::{outcomes, stands, steps},
    i18n::Words,
    markup::{IntoMarkup, Markup},
    page::Page,
    policies::prospect::coming,
    ui::{
        details::details,
        error_summary::error_summary,
        link,
        offer_card::{headline, offer_in_full},
        reader::Reader,
    },
};
use contract::{
    disputes::DisputeView,
    policies::{OfferPage, OfferState},
};
use leptos::prelude::*;

/// The offer with its reasons, and the way to say that a fact is wrong.
/// `resident` is whom it is for.
pub fn offer_page(words: &Words, view: &OfferPage, resident: &str) -> Page {
    let title = headline(words, &view.offer);
    let disputes = view.disputes.iter().map(|one| dispute(words, one)).collect_view();
    let wrong = view
        .offer
        .state
        .can_be_disputed()
        .then(|| link::onward(words.say("offer-wrong-title"), format!("/offers/{}/dispute", view.offer.id)));
    let body = view! {
        {error_summary(words, &view.errors)}
        {disputes}
        {put_aside(words, view.offer.state)}
        {offer_in_full(words, &view.offer, resident)}
        {coming(words, &view.coming)}
        {wrong}
    };
    Page::new(title, body.into_markup())
        .back("/")
        .with_meanings()
        .with_errors(!view.errors.is_empty())
        .on_paper(view.offer.id.to_string())
}

/// Where an offer is that its person does not want to see now, and that it can be had back.
fn put_aside(words: &Words, state: OfferState) -> Option<Markup> {
    let key = match state {
        OfferState::Later => "offer-put-off",
        OfferState::Never => "offer-not-shown-again",
        _ => return None,
    };
    let list = link::onward(words.say("put-aside-see"), "/put-aside");
    Some(view! { <div class="notice" role="status"><p>{words.say(key)}</p>{list}</div> }.into_markup())
}

/// How it stands, with its steps and what came of it behind a summary.
fn dispute(words: &Words, dispute: &DisputeView) -> Markup {
    let address = format!("/data/disputes/{}", dispute.id);
    let fact = words.of(&dispute.fact.name);
    let contents = view! {
        {outcomes(words, &dispute.outcomes, |_| None)}
        {steps(words, &dispute.steps, Reader::Resident)}
        {link::onward(words.with("dispute-open-page", &[("fact", fact)]), address)}
    };
    let summary = words.with("dispute-steps-of", &[("fact", fact)]);
    view! { {stands(words, dispute)}{details(summary, contents.into_markup())} }.into_markup()
}
