//! What is not settled, for one resident.

use super::{
    Outcomes, Scope,
    record::{Record, Silent},
};
use crate::{
    decision::Truth,
    document::{AmountBound, Criterion, OpenPoint, Policy, PolicyPart},
    value::Facts,
};
use jiff::civil::Date;

impl Policy {
    /// How near the amounts of the policy are to what is paid on a day, of whomever an open question may concern.
    pub fn bound_for_anybody(&self, on: Date) -> AmountBound {
        self.scope(&Facts::new(), on, Outcomes::NONE).bound(self, &mut Silent, |_| ())
    }
}

impl<'a> Scope<'a> {
    /// How a criterion of a policy, at its place there, comes out: unknown where it is not settled for the person.
    pub(crate) fn criterion(&self, policy: &'a Policy, place: usize, criterion: &'a Criterion) -> Truth {
        if !self.is_settled(policy, PolicyPart::Criterion(place), &mut Silent, |_, _| ()) {
            return Truth::Unknown;
        }
        self.condition(&criterion.condition, &mut Silent)
    }

    /// Whether a part of the policy is settled for the person. `open` hears of each question that leaves it open, and
    /// whether that is known to concern them, or only not known not to.
    pub(super) fn is_settled<R: Record>(
        &self,
        policy: &'a Policy,
        part: PolicyPart,
        record: &mut R,
        mut open: impl FnMut(&'a OpenPoint, Truth),
    ) -> bool {
        let mut settled = true;
        for point in policy.either_way(part) {
            let concerned = self.condition(&point.when, record);
            if concerned != Truth::No {
                settled = false;
                open(point, concerned);
            }
        }
        settled
    }

    /// How near an amount is to what will be paid to the person. `open` hears of each question for which it is not exact.
    pub(super) fn bound<R: Record>(
        &self,
        policy: &'a Policy,
        record: &mut R,
        mut open: impl FnMut(&'a OpenPoint),
    ) -> AmountBound {
        let mut all = AmountBound::Exact;
        for (point, bound) in policy.amount_bounds() {
            if self.condition(&point.when, record) != Truth::No {
                all = all.and(bound);
                open(point);
            }
        }
        all
    }
}
