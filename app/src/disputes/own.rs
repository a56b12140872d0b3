//! `/data/disputes/<id>`: what became of it, every step, another word, and taking it back.

use super::parts::{outcomes, stands, steps};
use crate::{
    i18n::Words,
    markup::{IntoMarkup, Markup},
    page::Page,
    ui::{
        button,
        details::details,
        error_summary::error_summary,
        field::{FieldLabel, hidden},
        link,
        reader::Reader,
        reason_list::fact_sentence,
        text_area::{TextArea, text_area},
        unsent::unsent,
    },
};
use contract::disputes::{DisputeState, OwnDisputePage};
use leptos::prelude::*;

/// One dispute of the person's own.
pub fn own_dispute_page(words: &Words, view: &OwnDisputePage) -> Page {
    let dispute = &view.dispute;
    let title = words.with("dispute-title", &[("fact", words.of(&dispute.fact.name))]);
    let offer = view.offer.as_ref().map(|(address, title)| {
        link::onward(words.with("dispute-offer", &[("title", words.of(title))]), address.clone())
    });
    let is_open = dispute.state == DisputeState::Open;
    let more = match is_open {
        true => view! { {word(words, view)}{take_back(words, view)} }.into_markup(),
        false => view! {
            {unsent(words, &view.errors, &view.typed)}
            {link::onward(words.say("dispute-again"), format!("/data/dispute/{}", dispute.fact.attribute))}
        }
        .into_markup(),
    };
    let body = view! {
        {error_summary(words, &view.errors)}
        <h1>{title.clone()}</h1>
        {stands(words, dispute)}
        <section><h2>{words.say("dispute-fact-now")}</h2><p>{fact_sentence(words, &dispute.fact)}</p></section>
        {outcomes(words, &dispute.outcomes, |outcome| Some(format!("/offers/{}", outcome.offer)))}
        {offer}
        <section><h2>{words.say("dispute-steps")}</h2>{steps(words, &dispute.steps, Reader::Resident)}</section>
        {more}
    };
    Page::new(title, body.into_markup())
        .with_meanings()
        .back("/data")
        .with_errors(!view.errors.is_empty())
        .on_paper(dispute.id.to_string())
}

fn word(words: &Words, view: &OwnDisputePage) -> Markup {
    let label = FieldLabel::new("word", words.say("dispute-word")).hint(words.say("dispute-word-hint"));
    let field = TextArea { label, value: view.typed.clone(), rows: 3, most: None };
    view! {
        <section aria-labelledby="add">
            <h2 id="add">{words.say("dispute-word-title")}</h2>
            <form method="post" aria-label=words.say("dispute-word-send") action=format!("/data/disputes/{}/word", view.dispute.id) novalidate>
                {hidden("key", &format!("{}-w", view.key))}
                {text_area(words, &view.errors, field)}
                {button::primary(words.say("dispute-word-send"))}
            </form>
        </section>
    }
    .into_markup()
}

fn take_back(words: &Words, view: &OwnDisputePage) -> Markup {
    let form = view! {
        <p>{words.say("dispute-take-back-lead")}</p>
        <form method="post" aria-label=words.say("dispute-take-back-button") action=format!("/data/disputes/{}/take-back", view.dispute.id)>
            {hidden("key", &format!("{}-b", view.key))}
            {button::secondary(words.say("dispute-take-back-button"), "act", "take-back")}
        </form>
    };
    details(words.say("dispute-take-back"), form.into_markup())
}
