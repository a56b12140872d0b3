//! What a version changes, in sentences, and who gains and who loses by it.

use crate::{
    i18n::Words,
    markup::{IntoMarkup, Markup},
    ui::{
        link,
        notification_banner::{News, remark},
        offer_card::delivery_key,
    },
};
use contract::{
    policies::{BandView, Change, ConditionView, DifferenceView, DocumentPage, Formula, OtherPart, ShownAmount},
    residents::ShownValue,
    sentence::{listed, phrase, sentence},
};
use jiff::civil::Date;
use leptos::prelude::*;
use policy::document::AmountUnit;

mod effects;

/// The difference to the version that it would replace, and its effects as far as they were counted.
pub(super) fn difference(words: &Words, view: &DocumentPage) -> Markup {
    let Some(difference) = &view.difference else { return ().into_markup() };
    let effects = effects::effects(words, view.rehearsal.as_ref());
    view! {
        <section aria-labelledby="difference">
            <h2 id="difference">{words.say("difference-title")}</h2>
            {lead(words, difference)}
            {changes(words, view, difference)}
            {effects}
        </section>
    }
    .into_markup()
}

fn lead(words: &Words, difference: &DifferenceView) -> Markup {
    let date = words.date(difference.first_day);
    match &difference.before {
        None => view! {
            <p>{words.say("difference-new-policy")}" "{words.with("difference-new-policy-from", &[("date", &date)])}</p>
        }
        .into_markup(),
        Some((id, version)) => view! {
            <p>{words.with("difference-with", &[("version", version), ("date", &date)])}</p>
            {link::onward(words.with("difference-see", &[("version", version)]), format!("/desk/{id}"))}
        }
        .into_markup(),
    }
}

fn changes(words: &Words, view: &DocumentPage, difference: &DifferenceView) -> Markup {
    if difference.changes.is_empty() {
        let same = difference.before.is_some().then(|| remark(News::Plain, words.say("difference-none")));
        return same.into_markup();
    }
    let rest = match view.bands.len() {
        0 | 1 => words.say("difference-everybody"),
        _ => words.say("band-otherwise"),
    };
    let lines = difference
        .changes
        .iter()
        .map(|change| view! { <li>{words.marked(&change_in_words(words, change, &rest))}</li> })
        .collect_view();
    view! { <ul>{lines}</ul> }.into_markup()
}

/// One change as a sentence. `rest` names those for whom no band is made in particular.
fn change_in_words(words: &Words, change: &Change, rest: &str) -> String {
    let both = |key: &str, before: &str, after: &str| words.with(key, &[("before", before), ("after", after)]);
    let one = |key: &str, name: &str, value: &str| words.with(key, &[(name, value)]);
    match change {
        Change::Amount { before, after, by } => amount(words, before.as_ref(), after.as_ref(), by.as_ref(), rest),
        Change::Standard { name, before, after } => {
            let value = |value: &Option<ShownValue>| match value {
                Some(value) => words.value(value),
                None => words.say("difference-not-set"),
            };
            let (name, before, after) = (words.of(name), value(before), value(after));
            words.with("difference-standard", &[("name", name), ("before", &before), ("after", &after)])
        }
        Change::ConditionNew(new) => condition(words, "difference-condition-new", new),
        Change::ConditionGone(gone) => condition(words, "difference-condition-gone", gone),
        Change::Condition(before, after) if before.asks == after.asks => {
            both("difference-condition-words", words.of(&before.label), words.of(&after.label))
        }
        Change::Condition(before, after) => {
            let (was, is) = (sentence(words, &before.asks), sentence(words, &after.asks));
            let arguments = [("condition", words.of(&after.label)), ("before", was.as_str()), ("after", is.as_str())];
            words.with("difference-condition", &arguments)
        }
        Change::Way(before, after) => {
            both("difference-way", &words.say(delivery_key(*before)), &words.say(delivery_key(*after)))
        }
        Change::LastDay(before, after) => {
            let day = |day: &Option<Date>| day.map_or_else(|| words.say("difference-no-end"), |day| words.date(day));
            both("difference-last-day", &day(before), &day(after))
        }
        Change::PromisedDays(before, after) => {
            let days = |days: &Option<u32>| match days {
                Some(days) => one("difference-working-days", "days", &words.number(i64::from(*days))),
                None => words.say("difference-not-set"),
            };
            both("difference-promised", &days(before), &days(after))
        }
        Change::DocumentNew(document) => one("difference-document-new", "document", words.of(document)),
        Change::DocumentGone(document) => one("difference-document-gone", "document", words.of(document)),
        Change::Words(part, before, after) => {
            let part = words.say(match part {
                contract::policies::Words::Title => "difference-part-title",
                contract::policies::Words::Headline => "difference-part-headline",
                contract::policies::Words::Summary => "difference-part-summary",
                contract::policies::Words::How => "difference-part-how",
                contract::policies::Words::Appeal => "difference-part-appeal",
            });
            let arguments = [("part", part.as_str()), ("before", words.of(before)), ("after", words.of(after))];
            words.with("difference-words", &arguments)
        }
        Change::Others(parts) => {
            let parts: Vec<String> = parts.iter().map(|part| words.say(other_part(*part))).collect();
            one("difference-others", "parts", &listed(words, &parts))
        }
    }
}

fn condition(words: &Words, key: &str, condition: &ConditionView) -> String {
    let (label, asks) = (words.of(&condition.label), sentence(words, &condition.asks));
    words.with(key, &[("condition", label), ("asks", &asks)])
}

fn amount(
    words: &Words,
    before: Option<&BandView>,
    after: Option<&BandView>,
    by: Option<&ShownAmount>,
    rest: &str,
) -> String {
    let band = |band: &BandView| (whom(words, band, rest), given(words, band));
    match (before.map(band), after.map(band)) {
        (Some((was, before)), Some((is, after))) if was == is => {
            let size = by.map(|by| size(words, by)).unwrap_or_default();
            let key = match by.map(|by| by.value.is_negative()) {
                Some(false) => "difference-amount-more",
                Some(true) => "difference-amount-less",
                None => {
                    return words.with("difference-amount", &[("whom", &is), ("before", &before), ("after", &after)]);
                }
            };
            words.with(key, &[("whom", &is), ("before", &before), ("after", &after), ("by", &size)])
        }
        (Some((was, before)), Some((is, after))) => {
            let arguments = [("was", was.as_str()), ("before", &before), ("is", &is), ("after", &after)];
            words.with("difference-band", &arguments)
        }
        (Some((was, before)), None) => words.with("difference-amount-gone", &[("whom", &was), ("amount", &before)]),
        (None, Some((is, after))) => words.with("difference-amount-new", &[("whom", &is), ("amount", &after)]),
        (None, None) => String::new(),
    }
}

/// By how much, without the time for which it is: that stands with both amounts.
fn size(words: &Words, by: &ShownAmount) -> String {
    let value = by.value.saturating_abs();
    match by.unit {
        AmountUnit::Money => words.money(value),
        AmountUnit::Hours => words.with("amount-hours", &[("hours", &words.number(value))]),
    }
}

/// Whom a band is for, from the rule itself: what its label says may be another thing.
fn whom(words: &Words, band: &BandView, rest: &str) -> String {
    match (&band.label, &band.whom) {
        (Some(label), Some(whom)) => {
            words.with("difference-whom", &[("label", words.of(label)), ("whom", &sentence(words, whom))])
        }
        (Some(label), None) => words.of(label).to_owned(),
        (None, Some(whom)) => sentence(words, whom),
        (None, None) => rest.to_owned(),
    }
}

fn given(words: &Words, band: &BandView) -> String {
    match (&band.amount, &band.formula) {
        (Some(amount), _) => words.amount(amount),
        (None, Some(Formula::Worded(text))) => words.of(text).to_owned(),
        (None, Some(Formula::Parts(parts))) => phrase(words, parts),
        (None, None) => words.say("difference-not-set"),
    }
}

fn other_part(part: OtherPart) -> &'static str {
    match part {
        OtherPart::Order => "difference-other-order",
        OtherPart::LaterStandards => "difference-other-standards",
        OtherPart::Ages => "difference-other-ages",
        OtherPart::BetterOf => "difference-other-better",
        OtherPart::Silence => "difference-other-silence",
        OtherPart::ApplyBefore => "difference-other-apply-before",
        OtherPart::Recheck => "difference-other-recheck",
        OtherPart::StatutoryDays => "difference-other-statutory",
        OtherPart::Department => "difference-other-department",
        OtherPart::Item => "difference-other-item",
        OtherPart::Field => "difference-other-field",
        OtherPart::Confidence => "difference-other-confidence",
        OtherPart::WayInSource => "difference-other-way",
        OtherPart::OpenQuestions => "difference-other-questions",
        OtherPart::Keywords => "difference-other-keywords",
        OtherPart::Basis => "difference-other-basis",
        OtherPart::Sources => "difference-other-sources",
    }
}
