//! From what the engine found to what is shown.

use crate::{
    policies::{AlmostView, ApplyFrom, ByItself, CauseView, ChangeView, ComingView, ProspectView, ShownAmount, TurnView},
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
    let almost = match &found.almost {
        Almost::Ways { from, ways } => {
            let changes =
                |way: &policy::almost::Way| way.changes.iter().map(|change| change_view(vocabulary, change)).collect();
            Some(AlmostView::Ways { from: (*from != on).then_some(*from), ways: ways.iter().map(changes).collect() })
        }
        Almost::NotByChange => Some(AlmostView::NotByChange),
        Almost::Already | Almost::CannotSay => None,
    };
    let turn = found.outlook.by_itself().filter(|_| found.outlook.is_complete);
    let by_itself = found.outlook.is_complete.then(|| match turn {
        Some(turn) => ByItself::Turns(turn_view(vocabulary, policy, turn)),
        None => ByItself::Never,
    });
    ProspectView {
        verdict: decision.verdict,
        unmet: unmet.map(|(_, criterion)| criterion.label.clone()).collect(),
        missing: decision.missing.iter().map(|attribute| name(vocabulary, attribute)).collect(),
        open: policy.open_texts(&decision.open),
        has_no_result: decision.has_no_result(),
        almost,
        by_itself,
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

fn change_view(vocabulary: &Vocabulary, change: &Change) -> ChangeView {
    ChangeView {
        wanted: change.sentence(vocabulary),
        name: name(vocabulary, &change.attribute),
        now: change.now.as_ref().map(|value| ShownValue::of(vocabulary.attribute(&change.attribute), value)),
    }
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
