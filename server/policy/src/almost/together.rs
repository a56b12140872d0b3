//! Almost, and when, of a policy among others: a change may lie in a fact that only another policy asks about.

use super::{Cause, Outlook, Prospect};
use crate::{decision::Verdict, document::Policy, set::PolicySet, value::Facts, vocabulary::Vocabulary};
use jiff::civil::Date;

impl PolicySet {
    /// What would have to change, and what comes by itself, for one resident and one policy of the set, whatever other
    /// policies that rests on. `None`: the policy is not there, or it and what it asks of others is too much.
    pub fn prospect(&self, id: &str, facts: &Facts, on: Date, vocabulary: &Vocabulary) -> Option<Prospect> {
        let mut prospect = self.written_out(id)?.prospect(facts, on, vocabulary);
        self.name_others(id, facts, &mut prospect.outlook);
        Some(prospect)
    }

    /// What the calendar alone does, likewise.
    pub fn outlook(&self, id: &str, facts: &Facts, on: Date) -> Option<Outlook> {
        let mut outlook = self.written_out(id)?.outlook(facts, on);
        self.name_others(id, facts, &mut outlook);
        Some(outlook)
    }

    /// The first day after `on` on which somebody must look again, likewise; see [`Policy::look_again`]. The next day where
    /// what the policy asks of others is too much.
    pub fn look_again(&self, id: &str, facts: &Facts, on: Date, until: Date) -> Date {
        let next = || on.tomorrow().unwrap_or(until);
        self.written_out(id).map_or_else(next, |policy| policy.look_again(facts, on, until))
    }

    /// Names the policies whose own turn turns this one, before what turned them.
    fn name_others(&self, id: &str, facts: &Facts, outlook: &mut Outlook) {
        let Some(policy) = self.get(id).filter(|_| !self.stands_alone(id)) else { return };
        for turn in &mut outlook.turns {
            let Ok(eve) = turn.on.yesterday() else { continue };
            let others = policy.refers_to().chain(self.rivals(policy).map(|rival| rival.id.as_str()));
            let mut causes: Vec<Cause> = Vec::new();
            for other in others.filter_map(|id| self.get(id)) {
                let after = self.outcome(other, facts, turn.on);
                let (policy, title) = (other.id.clone(), other.title.clone());
                let cause = Cause::Policy { policy, title, granted: granted(after.0) };
                if self.outcome(other, facts, eve) != after && !causes.contains(&cause) {
                    causes.push(cause);
                }
            }
            causes.append(&mut turn.causes);
            turn.causes = causes;
        }
    }

    /// What a policy gives on a day; one that is not in force gives nothing.
    fn outcome(&self, policy: &Policy, facts: &Facts, on: Date) -> (Verdict, Option<crate::decision::KnownAmount>) {
        self.decide(&policy.id, facts, on).unwrap_or((Verdict::NotEligible, None))
    }
}

fn granted(verdict: Verdict) -> Option<bool> {
    match verdict {
        Verdict::Eligible => Some(true),
        Verdict::NotEligible => Some(false),
        Verdict::Undetermined => None,
    }
}

#[cfg(test)]
mod tests;
