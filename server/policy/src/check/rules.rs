//! Rules that hold between several keys of a policy document.

use super::head::Head;
use crate::{
    document::{ApplyBefore, Confidence, Delivery, Silence, SourceKind},
    problem::ProblemCode,
    reader::{Reader, Section},
};

pub(super) fn hold(reader: &mut Reader<'_>, root: &Section<'_>, head: &Head) {
    validity(reader, root, head);
    confidence(reader, root, head);
    delivery(reader, root, head);
    apply_before(reader, root, head);
    silence(reader, root, head);
    placeholder(reader, root, head);
}

fn validity(reader: &mut Reader<'_>, root: &Section<'_>, head: &Head) {
    if let (Some(from), Some(to)) = (head.valid_from, head.valid_to)
        && to < from
    {
        let span = root.key_span("valid_to");
        reader.problem(ProblemCode::DatesReversed, span, "valid_to", format!(">= {from}"), to.to_string());
    }
}

/// Where all that was read is what others say of it, nobody has read the official text.
fn confidence(reader: &mut Reader<'_>, root: &Section<'_>, head: &Head) {
    let is_second_hand = |kind: Option<SourceKind>| kind == Some(SourceKind::Secondary);
    let all_second_hand = !head.sources.is_empty() && head.sources.iter().all(|source| is_second_hand(source.kind));
    if head.confidence == Some(Confidence::High) && all_second_hand {
        let span = root.key_span("confidence");
        let (expected, found) = ("confidence = \"medium\"", "confidence = \"high\"");
        let better = Some(expected.to_owned());
        reader.suggest(ProblemCode::WrongValue, span, "confidence", expected, found, better);
    }
}

/// Nothing is granted without application unless the text was read and its dates are settled; what is applied for
/// needs the item that applies for it.
fn delivery(reader: &mut Reader<'_>, root: &Section<'_>, head: &Head) {
    if head.delivery_here == Some(Delivery::Automatic) {
        let span = root.key_span("delivery_here");
        if let Some(confidence) = head.confidence.filter(|confidence| *confidence != Confidence::High) {
            let found = format!("confidence = \"{}\"", confidence.as_str());
            let expected = "confidence = \"high\"";
            reader.suggest(
                ProblemCode::AutomaticNotAllowed,
                span.clone(),
                "delivery_here",
                expected,
                found,
                Some("delivery_here = \"confirm\"".to_owned()),
            );
        }
        if head.open_date_question == Some(true) {
            let (expected, found) = ("open_date_question = false", "open_date_question = true");
            reader.suggest(
                ProblemCode::AutomaticNotAllowed,
                span,
                "delivery_here",
                expected,
                found,
                Some("delivery_here = \"confirm\"".to_owned()),
            );
        }
    }
    let applies = matches!(head.delivery_here, Some(Delivery::Apply | Delivery::ApplyThenAutomatic));
    if applies && !root.has("item") {
        let found = head.delivery_here.map_or("", Delivery::as_str);
        let (span, found) = (root.key_span("delivery_here"), format!("delivery_here = \"{found}\""));
        reader.problem(ProblemCode::ItemNeeded, span, "item", "item = \"…\"", found);
    }
}

/// The months are said exactly where it is so many months before, and any of it only of what is applied for, here or by its
/// source.
fn apply_before(reader: &mut Reader<'_>, root: &Section<'_>, head: &Head) {
    match head.apply_before {
        Some(ApplyBefore::WithinMonths) if !root.has("apply_before_months") => {
            let span = root.key_span("apply_before");
            reader.problem(ProblemCode::MissingKey, span, "apply_before_months", "apply_before_months = 1", "");
        }
        Some(ApplyBefore::No | ApplyBefore::AnyTime) if head.apply_before_months.is_some() => {
            let span = root.key_span("apply_before_months");
            let found = head.apply_before.map_or("", ApplyBefore::as_str);
            let (expected, found) = ("apply_before = \"within-months\"", format!("apply_before = \"{found}\""));
            reader.problem(ProblemCode::WrongValue, span, "apply_before_months", expected, found);
        }
        None if head.apply_before_months.is_some() && !root.has("apply_before") => {
            let span = root.key_span("apply_before_months");
            reader.problem(ProblemCode::MissingKey, span, "apply_before", "apply_before = \"within-months\"", "");
        }
        _ => {}
    }
    let applies = |delivery| matches!(delivery, Delivery::Apply | Delivery::ApplyThenAutomatic);
    let (Some(here), Some(in_source)) = (head.delivery_here, head.delivery_in_source) else { return };
    if head.apply_before.is_some() && !applies(here) && !applies(in_source) {
        let span = root.key_span("apply_before");
        let found = format!("delivery_in_source = \"{}\"", in_source.as_str());
        reader.problem(ProblemCode::WrongValue, span, "apply_before", "delivery_in_source = \"apply\"", found);
    }
}

fn silence(reader: &mut Reader<'_>, root: &Section<'_>, head: &Head) {
    match head.silence {
        Some(Silence::EndsAfterDays) if !root.has("silence_days") => {
            let span = root.key_span("silence");
            reader.problem(ProblemCode::MissingKey, span, "silence_days", "silence_days = 30", "");
        }
        Some(Silence::StaysOpen) if head.silence_days.is_some() => {
            let span = root.key_span("silence_days");
            let expected = "silence = \"ends-after-days\"";
            reader.problem(ProblemCode::WrongValue, span, "silence_days", expected, "silence = \"stays-open\"");
        }
        _ => {}
    }
}

/// `{amount}` stands in both languages or in neither, and only where there is an amount.
fn placeholder(reader: &mut Reader<'_>, root: &Section<'_>, head: &Head) {
    let Some(headline) = &head.headline else { return };
    let (zh, en) = (headline.zh.contains("{amount}"), headline.en.contains("{amount}"));
    let (expected, found) = match (zh, en, root.has("benefit")) {
        (true, false, _) => ("en = \"…{amount}…\"", headline.en.clone()),
        (false, true, _) => ("zh = \"…{amount}…\"", headline.zh.clone()),
        (true, true, false) => ("[benefit]", "{amount}".to_owned()),
        (true, true, true) | (false, false, _) => return,
    };
    reader.problem(ProblemCode::AmountPlaceholder, root.key_span("headline"), "headline", expected, found);
}
