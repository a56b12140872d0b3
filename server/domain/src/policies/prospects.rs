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
    let found = match set.stands_alone(&policy.id) {
        true => policy.prospect(facts, on, vocabulary),
        // What another policy gives may change as well: nothing is said.
        false => Prospect::unknown(&decision),
    };
    prospect_view(vocabulary, policy, &decision, &found, on)
}

/// For somebody who gets it: its next amount and its end. Nothing where that could not be worked out.
pub fn coming(vocabulary: &Vocabulary, set: &PolicySet, policy: &Policy, facts: &Facts, on: Date) -> ComingView {
    match set.stands_alone(&policy.id) {
        true => coming_view(vocabulary, policy, &policy.outlook(facts, on)),
        false => ComingView::default(),
    }
}
