//! What a policy gives.

use super::{bands, criteria, reach};
use crate::{
    decision::Verdict,
    document::{AmountUnit, Band, Benefit, BenefitKind, Criterion, Period},
    expression::{
        checker::Checker,
        typed::{Number, Rounding},
    },
    problem::ProblemCode,
    reader::{Reader, Section, Spanned},
    value::Money,
};

pub(super) fn read(
    reader: &mut Reader<'_>,
    root: &mut Section<'_>,
    checker: &mut Checker<'_>,
    criteria: &[Criterion],
) -> Option<Benefit> {
    let mut section = root.table(reader, "benefit")?;
    let kind = section.needed_word(reader, "kind", BenefitKind::ALL, BenefitKind::as_str);
    let period = section.needed_word(reader, "period", Period::ALL, Period::as_str);
    let unit = section.needed_word(reader, "unit", AmountUnit::ALL, AmountUnit::as_str);
    let rounding = section.word(reader, "rounding", Rounding::ALL, Rounding::as_str);
    let uncovered = section.word(reader, "uncovered", &[Verdict::Undetermined], Verdict::as_str).is_some();
    checker.set_rounding(rounding);
    let by_text = section.string(reader, "by");
    let by = by_text.as_ref().and_then(|by| int(reader, by, checker));
    if !section.has("band") {
        section.needed(reader, "band", "[[benefit.band]]");
    }
    let mut places = Vec::new();
    let mut all = Vec::new();
    let mut complete = true;
    for mut section in section.tables(reader, "band") {
        let place = (section.span(), section.path().to_owned());
        if !reader.may_go_on(place.0.clone(), &place.1) {
            return None;
        }
        match band(reader, &mut section, checker, unit) {
            Some(band) => {
                all.push(band);
                places.push(place);
            }
            None => complete = false,
        }
    }
    section.finish(reader);
    let with_ranges = all.iter().any(|band| band.from.is_some() || band.to.is_some());
    if with_ranges && !section.has("by") {
        section.needed(reader, "by", "\"age(dob, today)\"");
    }
    if complete && !with_ranges && !all.is_empty() && section.has("by") {
        let (span, path) = (section.key_span("by"), section.path_of("by"));
        reader.problem(ProblemCode::MissingKey, span, &path, "from = …, to = …", "by");
    }
    if complete {
        bands::hold(reader, &all, &places);
    }
    if complete && reader.is_clean() {
        reach::hold(reader, criteria, by.as_ref(), &all, &places, checker);
    }
    let by_text = by_text.map(|by| by.value);
    Some(Benefit { kind: kind?, period: period?, unit: unit?, by_text, rounding, uncovered, bands: all, by })
}

fn band(
    reader: &mut Reader<'_>,
    section: &mut Section<'_>,
    checker: &mut Checker<'_>,
    unit: Option<AmountUnit>,
) -> Option<Band> {
    let (had_from, had_to, had_when) = (section.has("from"), section.has("to"), section.has("when"));
    let from = section.int(reader, "from").map(|from| from.value);
    let to = section.int(reader, "to").map(|to| to.value);
    let when_text = section.string(reader, "when");
    let when = when_text.as_ref().and_then(|when| criteria::condition(reader, when, checker));
    let amount_text = section.needed_string(reader, "amount");
    let label = section.text(reader, "label");
    let amount_words = section.text(reader, "amount_words");
    section.finish(reader);
    let amount = amount(reader, amount_text.as_ref()?, checker, unit?)?;
    let lost = had_from != from.is_some() || had_to != to.is_some() || had_when != when.is_some();
    let when_text = when_text.map(|when| when.value);
    let band = Band { from, to, when_text, amount_text: amount_text?.value, label, amount_words, when, amount };
    (!lost).then_some(band)
}

/// A plain amount (`75.00`, or `3` hours), or an expression.
fn amount(
    reader: &mut Reader<'_>,
    written: &Spanned<String>,
    checker: &mut Checker<'_>,
    unit: AmountUnit,
) -> Option<Number> {
    let plain = match unit {
        AmountUnit::Money => Money::parse(&written.value).map(|money| money.0),
        AmountUnit::Hours => written.value.parse().ok(),
    };
    if let Some(amount) = plain {
        if amount < 0 {
            reader.problem(ProblemCode::NotAnAmount, written.span.clone(), &written.path, ">= 0", &written.value);
        }
        return Some(Number::Literal(amount));
    }
    reader.budget().spend(written.value.len());
    let checked = match unit {
        AmountUnit::Money => checker.check_money(&written.value),
        AmountUnit::Hours => checker.check_int(&written.value),
    };
    checked.map_err(|faults| reader.faults(faults, written)).ok()
}

fn int(reader: &mut Reader<'_>, written: &Spanned<String>, checker: &mut Checker<'_>) -> Option<Number> {
    checker.check_int(&written.value).map_err(|faults| reader.faults(faults, written)).ok()
}
