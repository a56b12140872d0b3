//! What would have to change for one resident, and what the calendar does by itself.

use super::published;
use contract::{
    policies::{ComingView, ProspectView},
    prospects::{coming_view, prospect_view},
};
use jiff::civil::Date;
use policy::{almost::Prospect, document::Policy, set::PolicySet, value::Facts, vocabulary::Vocabulary};

/// How a policy stands with one resident on a day.
pub fn prospect(vocabulary: &Vocabulary, set: &PolicySet, policy: &Policy, facts: &Facts, on: Date) -> ProspectView {
    let decision = published::decision(set, policy, facts, on);
    let (found, named) = match set.stands_alone(&policy.id) {
        true => (policy.prospect(facts, on, vocabulary), policy),
        // A change may lie in a fact that only another policy asks about.
        false => {
            let found = set.prospect(&policy.id, facts, on, vocabulary).unwrap_or_else(|| Prospect::unknown(&decision));
            (found, set.written_out(&policy.id).unwrap_or(policy))
        }
    };
    prospect_view(vocabulary, named, &decision, &found, on)
}

/// For somebody who gets it: its next amount and its end. Nothing where that could not be worked out.
pub fn coming(vocabulary: &Vocabulary, set: &PolicySet, policy: &Policy, facts: &Facts, on: Date) -> ComingView {
    match set.stands_alone(&policy.id) {
        true => coming_view(vocabulary, policy, &policy.outlook(facts, on)),
        false => {
            let outlook = set.outlook(&policy.id, facts, on);
            let named = set.written_out(&policy.id).unwrap_or(policy);
            outlook.map_or_else(ComingView::default, |outlook| coming_view(vocabulary, named, &outlook))
        }
    }
}
