//! How every policy stands after the answers, those that begin later included.

use super::asked;
use crate::{
    context::Context,
    error::Error,
    policies::{published::Published, reasons::shown_amount},
    services::items,
};
use contract::entitlement::{StandingKind, StandingView};
use policy::{
    decision::Decision,
    document::Policy,
    screening::{Answers, Standing, standing},
    text::Text,
};

pub(super) fn standings(
    cx: &Context,
    published: &[Published],
    coming: &[Published],
    answers: &Answers,
) -> Result<Vec<StandingView>, Error> {
    let mut views = Vec::with_capacity(published.len() + coming.len());
    for Published { policy, .. } in published {
        let (standing, decision) = standing(policy, answers, cx.today());
        let kind = match standing {
            Standing::Entitled => StandingKind::Entitled,
            Standing::Maybe => StandingKind::Maybe,
            Standing::Not => StandingKind::Not,
            Standing::NotChecked => StandingKind::NotChecked,
            Standing::NoResult => StandingKind::NoResult,
        };
        views.push(StandingView {
            amount: shown_amount(&decision),
            reasons: reasons(policy, &decision),
            to_tell: missing(cx, &decision, true),
            on_record: missing(cx, &decision, false),
            item: item(cx, policy)?,
            ..head(policy, kind)
        });
    }
    views.extend(coming.iter().map(|coming| head(&coming.policy, StandingKind::NotYet(coming.policy.valid_from))));
    Ok(views)
}

fn head(policy: &Policy, kind: StandingKind) -> StandingView {
    StandingView {
        id: policy.id.clone(),
        field: policy.field,
        title: policy.title.clone(),
        kind,
        amount: None,
        reasons: Vec::new(),
        to_tell: Vec::new(),
        on_record: Vec::new(),
        item: None,
    }
}

fn reasons(policy: &Policy, decision: &Decision) -> Vec<(Text, policy::decision::Truth)> {
    let results = decision.criteria.iter().zip(&policy.criteria);
    results.map(|(trace, criterion)| (criterion.label.clone(), trace.result)).collect()
}

/// Names of the missing facts: those that a person can tell, or those that only the city has on record.
fn missing(cx: &Context, decision: &Decision, to_tell: bool) -> Vec<Text> {
    let missing = decision.missing.iter().filter(|id| asked(&cx.vocabulary, id).is_some() == to_tell);
    missing.filter_map(|id| cx.vocabulary.attribute(id)).map(|attribute| attribute.name.clone()).collect()
}

fn item(cx: &Context, policy: &Policy) -> Result<Option<(String, Text)>, Error> {
    let Some(id) = &policy.item else { return Ok(None) };
    let item = cx.read(|connection| items::current(cx, connection, id))?;
    Ok(item.map(|item| (id.clone(), item.title.clone())))
}
