//! From what the engine found to what is shown.

use crate::{
    policies::{ApplyFrom, CauseView, ChangeView, ComingView, ProspectView, ShownAmount, TurnView},
    residents::ShownValue,
};
use jiff::civil::Date;
use policy::{
    almost::{Almost, Cause, Change, Outlook, Prospect, Standing, Turn},
    decision::{Decision, Truth},
    document::Policy,
    sentence::BIRTH,
    text::Text,
    vocabulary::Vocabulary,
};

/// How a policy stands with somebody on a day.
pub fn prospect_view(
    vocabulary: &Vocabulary,
    policy: &Policy,
    decision: &Decision,
    found: &Prospect,
    on: Date,
) -> ProspectView {
    let unmet = decision.criteria.iter().zip(&policy.criteria).filter(|(trace, _)| trace.result == Truth::No);
    let turn = found.outlook.by_itself().filter(|_| found.outlook.is_complete);
    ProspectView {
        verdict: decision.verdict,
        unmet: unmet.map(|(_, criterion)| criterion.label.clone()).collect(),
        missing: decision.missing.iter().map(|attribute| name(vocabulary, attribute)).collect(),
        open: policy.open_texts(&decision.open),
        has_no_result: decision.has_no_result(),
        changes: single_changes(vocabulary, &found.almost, on),
        by_itself: turn.map(|turn| turn_view(vocabulary, policy, turn)),
        apply_from: turn.and_then(|turn| apply_from(policy, turn.on, on)),
    }
}

fn apply_from(policy: &Policy, holds_from: Date, today: Date) -> Option<ApplyFrom> {
    let earliest = policy.apply_from(holds_from, today)?;
    Some(match earliest {
        day if day >= holds_from => ApplyFrom::NotBefore,
        day if day <= today => ApplyFrom::Now,
        day => ApplyFrom::Day(day),
    })
}

/// For somebody who gets it: its next amount and its end. Nothing where that could not be worked out.
pub fn coming_view(vocabulary: &Vocabulary, policy: &Policy, outlook: &Outlook) -> ComingView {
    let view = |turn: Option<&Turn>| turn.map(|turn| turn_view(vocabulary, policy, turn));
    ComingView { amount: view(outlook.next_amount()), end: view(outlook.ends()) }
}

/// What would be enough today by itself. What takes several changes, or years besides, is no advice to anybody.
fn single_changes(vocabulary: &Vocabulary, almost: &Almost, on: Date) -> Vec<ChangeView> {
    let Almost::Ways { from, ways } = almost else { return Vec::new() };
    if *from != on {
        return Vec::new();
    }
    let single = ways.iter().filter_map(|way| match way.changes.as_slice() {
        [change] => change_view(vocabulary, change),
        _ => None,
    });
    single.collect()
}

/// A known fact that would have to be another one; nothing where it has only to become known.
fn change_view(vocabulary: &Vocabulary, change: &Change) -> Option<ChangeView> {
    let now = ShownValue::of(vocabulary.attribute(&change.attribute), change.now.as_ref()?);
    Some(ChangeView { wanted: change.sentence(vocabulary), now })
}

fn turn_view(vocabulary: &Vocabulary, policy: &Policy, turn: &Turn) -> TurnView {
    let amount = match (turn.after, &policy.benefit) {
        (Standing::Decided(_, Some(amount)), Some(benefit)) => Some(ShownAmount::new(amount, benefit.period)),
        _ => None,
    };
    TurnView {
        on: turn.on,
        amount,
        causes: turn.causes.iter().map(|cause| cause_view(vocabulary, policy, cause)).collect(),
    }
}

fn cause_view(vocabulary: &Vocabulary, policy: &Policy, cause: &Cause) -> CauseView {
    let named = |attribute: &Option<String>| attribute.as_ref().map(|attribute| name(vocabulary, attribute));
    let passed = |attribute, count, unit: &str| {
        CauseView::Passed(named(attribute), ShownValue::Int(count, Some(unit.to_owned())))
    };
    match cause {
        Cause::PolicyBegins => CauseView::PolicyBegins,
        Cause::PolicyEnds => CauseView::PolicyEnds,
        Cause::Years { attribute: Some(attribute), years } if attribute == BIRTH => CauseView::Aged(*years),
        Cause::Years { attribute, years } => passed(attribute, *years, "years"),
        Cause::Months { attribute, months } => passed(attribute, *months, "months"),
        Cause::Days { attribute, days } => passed(attribute, *days, "days"),
        Cause::DateReached { attribute, date } => CauseView::Reached(named(attribute), *date),
        Cause::Policy { title, granted, .. } => CauseView::Policy(title.clone(), *granted),
        Cause::Parameter { id, after, .. } => {
            let parameter = policy.parameter(id);
            let name = parameter.map_or_else(|| Text::same(id.as_str()), |parameter| parameter.name.clone());
            let is_money = parameter.is_some_and(|parameter| parameter.is_money);
            let value = |number| if is_money { ShownValue::Money(number) } else { ShownValue::Int(number, None) };
            CauseView::Standard(name, after.map(value))
        }
    }
}

fn name(vocabulary: &Vocabulary, attribute: &str) -> Text {
    vocabulary.attribute(attribute).map_or_else(|| Text::same(attribute), |known| known.name.clone())
}
