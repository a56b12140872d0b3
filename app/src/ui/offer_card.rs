//! An offer: what the person gets, one sentence why, the reasons, and what to do.

use super::{
    button,
    details::details,
    field::hidden,
    icon,
    reason_list::reason_list,
    tag::{Tone, tag},
};
use crate::i18n::Words;
use contract::{
    display::Mode,
    policies::{OfferCard, OfferState},
};
use leptos::prelude::*;
use policy::document::{Confidence, Delivery, Field};

/// How much of an offer is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// On the home page: reasons behind a summary.
    Card,
    /// On its own page: everything open.
    Page,
}

/// What the person gets, as a heading.
pub fn headline(words: &Words, offer: &OfferCard) -> String {
    let amount = offer.amount.as_ref().map(|amount| words.amount(amount)).unwrap_or_default();
    words.of(&offer.headline).replace("{amount}", &amount).trim().to_owned()
}

/// The card.
pub fn offer_card(words: &Words, offer: &OfferCard, extent: Extent) -> AnyView {
    let address = format!("/offers/{}", offer.id);
    let title = headline(words, offer);
    let heading = match extent {
        Extent::Card => view! { <h3><a href=address.clone()>{title}</a></h3> }.into_any(),
        Extent::Page => view! { <h1>{title}</h1> }.into_any(),
    };
    let elder = words.display.mode == Mode::Elder;
    let reasons = reason_list(words, &offer.reasons);
    let reasons = match extent {
        Extent::Page => view! { <h2>{words.say("offer-why")}</h2>{reasons} }.into_any(),
        // Elder pages stay short: the reasons are one tap away on the offer's own page.
        Extent::Card if elder => ().into_any(),
        Extent::Card => details(words.say("offer-why"), reasons),
    };
    let actions = match (extent, elder) {
        (Extent::Card, true) => ().into_any(),
        _ => actions(words, offer),
    };
    view! {
        <article class=format!("card offer field-{}", offer.field.as_str())>
            <p class="field-name">{icon::field(offer.field)}{words.say(field_key(offer.field))}" "{state(words, offer)}</p>
            {heading}
            <p>{words.of(&offer.summary).to_owned()}</p>
            <p class="muted">{words.with("offer-since", &[("date", &words.date(offer.since)), ("department", words.of(&offer.department))])}</p>
            {reasons}
            {actions}
            {(extent == Extent::Page || !elder).then(|| small_print(words, offer))}
        </article>
    }
    .into_any()
}

/// Fluent key of a field's name.
pub fn field_key(field: Field) -> &'static str {
    match field {
        Field::Healthcare => "field-healthcare",
        Field::ElderlyCare => "field-elderly-care",
        Field::SocialSecurity => "field-social-security",
    }
}

/// Fluent key of a way of delivery.
pub fn delivery_key(delivery: Delivery) -> &'static str {
    match delivery {
        Delivery::Automatic => "delivery-automatic",
        Delivery::Confirm => "delivery-confirm",
        Delivery::Apply => "delivery-apply",
        Delivery::ApplyThenAutomatic => "delivery-apply-then-automatic",
        Delivery::Inform => "delivery-inform",
    }
}

fn state(words: &Words, offer: &OfferCard) -> AnyView {
    let (tone, key) = match offer.state {
        OfferState::Open => (Tone::Waiting, "offer-state-open"),
        OfferState::Granted => (Tone::Good, "offer-state-granted"),
        OfferState::Applied => (Tone::Waiting, "offer-state-applied"),
        OfferState::Later => (Tone::Plain, "offer-state-later"),
        OfferState::Never => (Tone::Plain, "offer-state-never"),
        OfferState::Disputed => (Tone::Waiting, "offer-state-disputed"),
        OfferState::BeingChecked => (Tone::Waiting, "offer-state-being-checked"),
        OfferState::Ended => (Tone::Bad, "offer-state-ended"),
    };
    tag(tone, words.say(key))
}

/// What to do: nothing, one tap, or an application that is already filled in.
fn actions(words: &Words, offer: &OfferCard) -> AnyView {
    let waiting = matches!(offer.state, OfferState::Open | OfferState::Later);
    if let (Some(application), OfferState::Applied | OfferState::Granted) = (&offer.application, offer.state) {
        return view! { <p>{button::link(words.say("offer-see-application"), application.clone())}</p> }.into_any();
    }
    let main = match (waiting || offer.state == OfferState::Applied, offer.delivery) {
        (false, Delivery::Automatic) => {
            return view! { <p class="do-nothing">{icon::tick()}{words.say("offer-nothing-to-do")}</p> }.into_any();
        }
        (false, _) => return ().into_any(),
        (true, Delivery::Confirm) => button::primary_with(words.say("offer-accept"), "answer", "accept"),
        (true, Delivery::Apply | Delivery::ApplyThenAutomatic) => {
            button::primary_with(words.say("offer-apply"), "answer", "apply")
        }
        (true, Delivery::Inform | Delivery::Automatic) => {
            button::primary_with(words.say("offer-understood"), "answer", "accept")
        }
    };
    let others = waiting.then(|| {
        view! {
            {button::secondary(words.say("offer-later"), "answer", "later")}
            {button::secondary(words.say("offer-never"), "answer", "never")}
        }
    });
    let action = format!("/offers/{}/answer", offer.id);
    let wrong = format!("/offers/{}#wrong", offer.id);
    view! {
        <form class="actions" method="post" action=action>
            {hidden("key", &offer.key)}
            {hidden("revision", &offer.revision.to_string())}
            {main}
            {others}
            <a class="quiet" href=wrong>{words.say("offer-wrong")}</a>
        </form>
    }
    .into_any()
}

fn small_print(words: &Words, offer: &OfferCard) -> AnyView {
    let basis = offer.basis.as_ref().map(|basis| {
        let article = basis.article.clone().or(basis.number.clone()).unwrap_or_default();
        view! { <p>{words.with("offer-basis", &[("law", words.of(&basis.title)), ("article", &article)])}</p> }
    });
    let demonstration = offer.delivery_in_source.map(|source| {
        let (here, there) = (words.say(delivery_key(offer.delivery)), words.say(delivery_key(source)));
        view! { <p>{words.with("offer-delivery-differs", &[("here", &here), ("source", &there)])}</p> }
    });
    let confidence =
        (offer.confidence != Confidence::High).then(|| view! { <p>{words.say(confidence_key(offer.confidence))}</p> });
    let policy = format!("/policies/{}", offer.policy);
    view! {
        <div class="small-print">{basis}{demonstration}{confidence}<p><a href=policy>{words.say("offer-policy")}<span class="hidden">{headline(words, offer)}</span></a></p></div>
    }
    .into_any()
}

/// Fluent key of how sure the project is of a policy's text.
pub fn confidence_key(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::High => "confidence-high",
        Confidence::Medium => "confidence-medium",
        Confidence::Low => "confidence-low",
    }
}
