//! Rules that hold between several keys of a policy document.

use super::head::Head;
use crate::{
    document::{Confidence, Delivery, Silence},
    problem::ProblemCode,
    reader::{Reader, Section},
};

pub(super) fn hold(reader: &mut Reader<'_>, root: &Section<'_>, head: &Head) {
    validity(reader, root, head);
    delivery(reader, root, head);
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
