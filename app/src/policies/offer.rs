//! `/offers/<id>`: everything about one offer, and "this is wrong".

use crate::{
    i18n::Words,
    page::Page,
    policies::prospect::coming,
    ui::{
        button,
        choices::Choice,
        error_summary::error_summary,
        field::{FieldLabel, hidden},
        link,
        notification_banner::{News, announcement},
        offer_card::{Extent, headline, offer_card},
        radios::radios,
        reason_list::fact_sentence,
        text_area::{TextArea, text_area},
    },
};
use contract::{
    policies::{OfferPage, OfferState},
    residents::FactView,
};
use leptos::prelude::*;
use std::collections::BTreeSet;

/// The offer with its reasons, and the form to say that a fact is wrong.
pub fn offer_page(words: &Words, view: &OfferPage) -> Page {
    let title = headline(words, &view.offer);
    let dispute = view.dispute.as_ref().map(|(attribute, department, due)| {
        let arguments =
            [("fact", words.of(attribute)), ("department", words.of(department)), ("date", &words.date(*due))];
        announcement(News::Waiting, words.with("offer-dispute-open", &arguments))
    });
    let body = view! {
        {error_summary(words, &view.errors)}
        {dispute}
        {put_aside(words, view.offer.state)}
        {offer_card(words, &view.offer, Extent::Page)}
        {coming(words, &view.coming)}
        {(view.dispute.is_none() && view.offer.state.can_be_disputed()).then(|| wrong(words, view))}
    };
    Page::new(title, body.into_any())
        .back("/")
        .with_meanings()
        .with_errors(!view.errors.is_empty())
        .on_paper(view.offer.id.to_string())
}

/// Where an offer is that its person does not want to see now, and that it can be had back.
fn put_aside(words: &Words, state: OfferState) -> Option<AnyView> {
    let key = match state {
        OfferState::Later => "offer-put-off",
        OfferState::Never => "offer-not-shown-again",
        _ => return None,
    };
    let list = link::onward(words.say("put-aside-see"), "/put-aside");
    Some(view! { <div class="notice" role="status"><p>{words.say(key)}</p>{list}</div> }.into_any())
}

fn wrong(words: &Words, view: &OfferPage) -> AnyView {
    let typed = view.typed.clone().unwrap_or_default();
    let mut seen = BTreeSet::new();
    let facts: Vec<&FactView> = view
        .offer
        .reasons
        .iter()
        .flat_map(|reason| &reason.facts)
        .filter(|fact| seen.insert(fact.attribute.clone()))
        .collect();
    let options = facts
        .iter()
        .map(|fact| Choice::new(&fact.attribute, fact_sentence(words, fact), fact.attribute == typed.0))
        .collect();
    let which = FieldLabel::new("attribute", words.say("offer-wrong-which"));
    let label =
        FieldLabel::new("statement", words.say("offer-wrong-statement")).hint(words.say("offer-wrong-statement-hint"));
    let statement = TextArea { label, value: typed.1, rows: 4, most: None };
    view! {
        <section id="wrong" aria-labelledby="wrong-title">
            <h2 id="wrong-title">{words.say("offer-wrong-title")}</h2>
            <p>{words.say("offer-wrong-lead")}</p>
            <form method="post" action=format!("/offers/{}/dispute", view.offer.id) novalidate>
                {hidden("key", &view.offer.key)}
                {radios(words, &view.errors, which, options)}
                {text_area(words, &view.errors, statement)}
                {button::primary(words.say("offer-wrong-send"))}
            </form>
        </section>
    }
    .into_any()
}
