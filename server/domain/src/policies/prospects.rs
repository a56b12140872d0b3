//! What would have to change for one resident, and what the calendar does by itself, as people see it.

use super::published;
use contract::{
    policies::{AlmostView, ByItself, CauseView, ChangeView, ComingView, ProspectView, ShownAmount, TurnView},
    residents::ShownValue,
};
use jiff::civil::Date;
use policy::{
    almost::{Almost, Cause, Change, Prospect, Standing, Turn},
    decision::Truth,
    document::Policy,
    parameters::Parameters,
    sentence::BIRTH,
    set::PolicySet,
    text::Text,
    value::Facts,
    vocabulary::Vocabulary,
};

/// The city's words: its vocabulary and its parameters.
#[derive(Clone, Copy)]
pub struct City<'a> {
    /// What is known of residents.
    pub vocabulary: &'a Vocabulary,
    /// What the city sets.
    pub parameters: &'a Parameters,
}

/// How a policy stands with one resident on a day.
pub fn prospect(city: City<'_>, set: &PolicySet, policy: &Policy, facts: &Facts, on: Date) -> ProspectView {
    let decision = published::decision(set, policy, facts, on);
    let found = match set.stands_alone(&policy.id) {
        true => policy.prospect(facts, on, city.vocabulary),
        // What another policy gives may change as well: nothing is said.
        false => Prospect::unknown(&decision),
    };
    let unmet = decision.criteria.iter().zip(&policy.criteria).filter(|(trace, _)| trace.result == Truth::No);
    let almost = match &found.almost {
        Almost::Ways { from, ways } => Some(AlmostView::Ways {
            from: (*from != on).then_some(*from),
            ways: ways.iter().map(|way| way.changes.iter().map(|change| change_view(city, change)).collect()).collect(),
        }),
        Almost::NotByChange => Some(AlmostView::NotByChange),
        Almost::Already | Almost::CannotSay => None,
    };
    let by_itself = found.outlook.is_complete.then(|| match found.outlook.by_itself() {
        Some(turn) => ByItself::Turns(turn_view(city, policy, turn)),
        None => ByItself::Never,
    });
    ProspectView {
        verdict: decision.verdict,
        unmet: unmet.map(|(_, criterion)| criterion.label.clone()).collect(),
        missing: decision.missing.iter().map(|attribute| name(city, attribute)).collect(),
        almost,
        by_itself,
    }
}

/// For somebody who gets it: its next amount and its end. Nothing where that could not be worked out.
pub fn coming(city: City<'_>, set: &PolicySet, policy: &Policy, facts: &Facts, on: Date) -> ComingView {
    if !set.stands_alone(&policy.id) {
        return ComingView::default();
    }
    let outlook = policy.outlook(facts, on);
    let view = |turn: Option<&Turn>| turn.map(|turn| turn_view(city, policy, turn));
    ComingView { amount: view(outlook.next_amount()), end: view(outlook.ends()) }
}

fn change_view(city: City<'_>, change: &Change) -> ChangeView {
    ChangeView {
        wanted: change.sentence(city.vocabulary),
        name: name(city, &change.attribute),
        now: change.now.as_ref().map(|value| ShownValue::of(city.vocabulary.attribute(&change.attribute), value)),
    }
}

fn turn_view(city: City<'_>, policy: &Policy, turn: &Turn) -> TurnView {
    let amount = match (turn.after, &policy.benefit) {
        (Standing::Decided(_, Some(amount)), Some(benefit)) => Some(ShownAmount::new(amount, benefit.period)),
        _ => None,
    };
    TurnView { on: turn.on, amount, causes: turn.causes.iter().map(|cause| cause_view(city, policy, cause)).collect() }
}

fn cause_view(city: City<'_>, policy: &Policy, cause: &Cause) -> CauseView {
    let named = |attribute: &Option<String>| attribute.as_ref().map(|attribute| name(city, attribute));
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
        Cause::Parameter { id, after, .. } => {
            let parameter = policy.parameters.find(id).or_else(|| city.parameters.find(id));
            let name = parameter.map_or_else(|| Text::same(id.as_str()), |parameter| parameter.name.clone());
            let is_money = parameter.is_some_and(|parameter| parameter.is_money);
            let value = |number| if is_money { ShownValue::Money(number) } else { ShownValue::Int(number, None) };
            CauseView::Standard(name, after.map(value))
        }
    }
}

fn name(city: City<'_>, attribute: &str) -> Text {
    city.vocabulary.attribute(attribute).map_or_else(|| Text::same(attribute), |known| known.name.clone())
}
