//! What the pages about a dispute share: how it stands in words, its steps, and what came of it.

use crate::{
    i18n::Words,
    markup::{IntoMarkup, Markup},
    ui::{
        clock::may_move_line,
        notification_banner::{News, announcement},
        reader::Reader,
        tag::{Tone, tag},
    },
};
use contract::{
    disputes::{DisputeEvent, DisputeState, DisputeStep, DisputeView, OfferOutcome, OfferStands},
    policies::OfferState,
};
use leptos::prelude::*;

/// How a dispute stands, in a word.
pub fn state_tag(words: &Words, state: DisputeState) -> Markup {
    let (tone, key) = match state {
        DisputeState::Open => (Tone::Waiting, "dispute-state-open"),
        DisputeState::Corrected => (Tone::Good, "dispute-state-corrected"),
        DisputeState::Upheld => (Tone::Plain, "dispute-state-upheld"),
        DisputeState::TakenBack => (Tone::Plain, "dispute-state-taken-back"),
    };
    tag(tone, words.say(key))
}

/// How a dispute stands, in a sentence to its resident.
pub fn stands(words: &Words, dispute: &DisputeView) -> Markup {
    let (news, key) = match dispute.state {
        DisputeState::Open if dispute.overdue => (News::Waiting, "offer-dispute-late"),
        DisputeState::Open => (News::Waiting, "offer-dispute-open"),
        DisputeState::Corrected => (News::Good, "offer-dispute-corrected"),
        DisputeState::Upheld => (News::Plain, "offer-dispute-upheld"),
        DisputeState::TakenBack => (News::Plain, "offer-dispute-taken-back"),
    };
    let arguments = [
        ("fact", words.of(&dispute.fact.name)),
        ("department", words.of(&dispute.department)),
        ("date", &words.date(dispute.due)),
    ];
    let sentence = announcement(news, words.with(key, &arguments));
    view! { {sentence}{may_move_line(words, dispute.unannounced_year)} }.into_markup()
}

/// Every step for one reader, newest first.
pub fn steps(words: &Words, steps: &[DisputeStep], reader: Reader) -> Markup {
    let steps = steps
        .iter()
        .map(|step| {
            let spoken = step.words.as_deref().map(|said| {
                view! { <p class="quote"><bdi>{words.marked(said)}</bdi></p> }
            });
            view! {
                <li>
                    <h3>{what(words, step)}</h3>
                    <p class="muted">{words.instant(step.at)}" · "{who(words, step, reader)}</p>
                    {change(words, step).map(|change| view! { <p>{words.marked(&change)}</p> })}
                    {spoken}
                </li>
            }
        })
        .collect_view();
    view! { <ol class="timeline">{steps}</ol> }.into_markup()
}

fn what(words: &Words, step: &DisputeStep) -> String {
    match step.event {
        DisputeEvent::Opened => words.say("dispute-step-opened"),
        DisputeEvent::WordAdded => words.say("dispute-step-word"),
        DisputeEvent::PassedOn => {
            let to = step.to.as_ref().map(|to| words.of(to)).unwrap_or_default();
            words.with("dispute-step-passed-on", &[("department", to)])
        }
        DisputeEvent::Late => words.say("dispute-step-late"),
        DisputeEvent::Corrected => words.say("dispute-step-corrected"),
        DisputeEvent::Upheld => words.say("dispute-step-upheld"),
        DisputeEvent::TakenBack => words.say("dispute-step-taken-back"),
    }
}

fn who(words: &Words, step: &DisputeStep, reader: Reader) -> String {
    match step.event {
        DisputeEvent::Opened | DisputeEvent::WordAdded | DisputeEvent::TakenBack => {
            reader.resident(words, "dispute-by-resident")
        }
        DisputeEvent::PassedOn | DisputeEvent::Corrected | DisputeEvent::Upheld => {
            words.of(&step.department).to_owned()
        }
        DisputeEvent::Late => words.say("timeline-portal"),
    }
}

fn change(words: &Words, step: &DisputeStep) -> Option<String> {
    let (before, after) = step.change.as_ref()?;
    let after = words.value(after);
    Some(match before {
        Some(before) => words.with("dispute-change", &[("before", &words.value(before)), ("after", &after)]),
        None => words.with("dispute-change-new", &[("after", &after)]),
    })
}

/// What a correction did to offers; nothing where there is nothing to say. `link` leads to an offer.
pub fn outcomes(words: &Words, outcomes: &[OfferOutcome], link: impl Fn(&OfferOutcome) -> Option<String>) -> Markup {
    if outcomes.is_empty() {
        return ().into_markup();
    }
    let lines = outcomes
        .iter()
        .map(|outcome| {
            let title = words.of(&outcome.title).to_owned();
            let title = match link(outcome) {
                Some(address) => view! { <a href=address>{title}</a> }.into_markup(),
                None => title.into_markup(),
            };
            view! { <li><p>{title}</p><p>{became(words, outcome)}</p></li> }
        })
        .collect_view();
    view! { <section><h2>{words.say("dispute-outcome-title")}</h2><ul class="lines">{lines}</ul></section> }
        .into_markup()
}

fn became(words: &Words, outcome: &OfferOutcome) -> String {
    let after = standing(words, outcome.after);
    match outcome.before {
        None => words.with("dispute-outcome-new", &[("after", &after)]),
        Some(before) if before == outcome.after => words.with("dispute-outcome-same", &[("after", &after)]),
        Some(before) => {
            words.with("dispute-outcome-changed", &[("before", &standing(words, before)), ("after", &after)])
        }
    }
}

/// What an offer gives; where nothing is given any more, that it has ended.
fn standing(words: &Words, (state, amount): OfferStands) -> String {
    match (state, amount) {
        (OfferState::Ended, _) | (_, None) => words.say(crate::ui::offer_card::state_key(state)),
        (_, Some(amount)) => words.amount(&amount),
    }
}
