//! What is not settled: remarks, and questions that reach into the answer.

use super::criteria;
use crate::{
    document::{Criterion, OpenEffect, OpenPoint, OpenQuestion, PolicyPart, RemarkAbout},
    expression::{checker::Checker, typed::Condition},
    problem::ProblemCode,
    reader::{Reader, Section, Spanned},
};

pub(super) fn read(
    reader: &mut Reader<'_>,
    root: &mut Section<'_>,
    checker: &mut Checker<'_>,
    criteria: &[Criterion],
    has_benefit: bool,
) -> Vec<OpenQuestion> {
    let mut questions: Vec<OpenQuestion> = Vec::new();
    let mut ids: Vec<String> = Vec::new();
    for mut section in root.tables(reader, "open_questions") {
        if !reader.may_go_on(section.span(), section.path()) {
            break;
        }
        let reaches = ["id", "effect", "touches", "when"].iter().any(|key| section.has(key));
        let about = section.word(reader, "about", RemarkAbout::ALL, RemarkAbout::as_str);
        if reaches && let Some(about) = about {
            let (span, path) = (section.key_span("about"), section.path_of("about"));
            reader.problem(
                ProblemCode::WrongValue,
                span,
                &path,
                "effect = \"…\"",
                format!("about = \"{}\"", about.as_str()),
            );
        }
        let point = if reaches { point(reader, &mut section, checker, criteria, has_benefit) } else { None };
        let Some(text) = section.read_text(reader) else { continue };
        if let Some(point) = &point {
            reader.budget().spend(ids.len());
            if ids.contains(&point.id) {
                let (span, path) = (section.key_span("id"), section.path_of("id"));
                reader.problem(ProblemCode::Duplicate, span, &path, "", &point.id);
            }
            ids.push(point.id.clone());
        }
        questions.push(OpenQuestion { text, point, about });
    }
    questions
}

fn point(
    reader: &mut Reader<'_>,
    section: &mut Section<'_>,
    checker: &mut Checker<'_>,
    criteria: &[Criterion],
    has_benefit: bool,
) -> Option<OpenPoint> {
    let id = section.needed_id(reader, "id");
    let effect = section.needed_word(reader, "effect", OpenEffect::ALL, OpenEffect::as_str);
    let written = section.strings(reader, "touches");
    let when = section.string(reader, "when");
    let condition = match &when {
        None => Some(Condition::Literal(true)),
        Some(when) => criteria::condition(reader, when, checker),
    };
    if let (Some(when), Some(condition)) = (&when, &condition) {
        criteria::constant(reader, when, condition, checker);
    }
    let effect = effect?;
    let touches = match written {
        Some(parts) if parts.is_empty() => {
            let (span, path) = (section.key_span("touches"), section.path_of("touches"));
            reader.problem(ProblemCode::WrongValue, span, &path, format!("[\"{}\"]", PolicyPart::AMOUNT), "[]");
            return None;
        }
        Some(parts) => parts.into_iter().filter_map(|part| touched(reader, part, effect, criteria)).collect(),
        // Where nothing is named, the whole verdict is open, or what there is to get.
        None if effect == OpenEffect::EitherWay => (0..criteria.len()).map(PolicyPart::Criterion).collect(),
        None => vec![PolicyPart::Amount],
    };
    if touches.contains(&PolicyPart::Amount) && !has_benefit && reader.is_clean() {
        let (span, path) = (section.key_span("effect"), section.path_of("effect"));
        reader.problem(ProblemCode::WrongValue, span, &path, "[benefit]", effect.as_str());
    }
    Some(OpenPoint { id: id?.value, effect, touches, when_text: when.map(|when| when.value), when: condition? })
}

/// A part of the policy by its name: a bound is one of the amount, and of nothing else.
fn touched(
    reader: &mut Reader<'_>,
    part: Spanned<String>,
    effect: OpenEffect,
    criteria: &[Criterion],
) -> Option<PolicyPart> {
    if part.value == PolicyPart::AMOUNT {
        return Some(PolicyPart::Amount);
    }
    if effect == OpenEffect::EitherWay && part.value == PolicyPart::FURTHER {
        return Some(PolicyPart::Further);
    }
    if effect != OpenEffect::EitherWay {
        reader.problem(
            ProblemCode::WrongValue,
            part.span,
            &part.path,
            format!("\"{}\"", PolicyPart::AMOUNT),
            part.value,
        );
        return None;
    }
    reader.budget().spend(criteria.len());
    let found = criteria.iter().position(|criterion| criterion.id == part.value);
    // A criterion with a fault of its own is not among the known ones: then nothing is said about it here.
    if found.is_none() && reader.is_clean() {
        let known: Vec<&str> = criteria
            .iter()
            .map(|criterion| criterion.id.as_str())
            .chain([PolicyPart::AMOUNT, PolicyPart::FURTHER])
            .collect();
        let suggestion = reader.nearest(&part.value, known.iter().copied());
        reader.suggest(ProblemCode::UnknownName, part.span, &part.path, known.join(" | "), part.value, suggestion);
    }
    found.map(PolicyPart::Criterion)
}
