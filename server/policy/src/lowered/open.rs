//! What is not settled, as clauses.

use super::{Clause, Lowering, Unsupported};
use crate::{
    decision::Truth,
    document::{AmountBound, PolicyPart},
    expression::typed::Condition,
};

impl Lowering<'_> {
    /// A condition of a part of the policy: unknown for those whom an open question concerns, or may concern.
    pub(super) fn settled(&self, condition: &Condition, part: PolicyPart) -> Result<Clause, Unsupported> {
        let mut clause = self.condition(condition)?;
        for point in self.policy.either_way(part) {
            // Yes for those whom it does not concern, and unknown for everybody else.
            let settled = Clause::any(vec![self.condition(&point.when.negated())?, Clause::Known(Truth::Unknown)]);
            clause = match (clause, settled) {
                (_, Clause::Known(Truth::Unknown)) => Clause::Known(Truth::Unknown),
                (clause, Clause::Known(Truth::Yes)) => clause,
                (Clause::Known(Truth::Yes), settled) => settled,
                (clause, settled) => Clause::Same(Box::new((clause, settled)), true),
            };
        }
        Ok(clause)
    }

    /// For whom an amount is one bound of what is paid.
    pub(super) fn bounds(&self) -> Result<Vec<(Clause, AmountBound)>, Unsupported> {
        let bounds = self.policy.amount_bounds();
        bounds.map(|(point, bound)| Ok((self.condition(&point.when)?, bound))).collect()
    }
}
