//! For whom an amount is one bound of what is paid.

use super::{Columns, Others, Outcome};
use crate::{document::AmountBound, lowered::Lowered};
use roaring::RoaringBitmap;
use std::num::NonZeroUsize;

impl Columns {
    /// Those of the eligible of an outcome whose amount is at least, at most or about what is paid; of all others it is
    /// exact.
    pub fn bounds(
        &self,
        lowered: &Lowered,
        outcome: &Outcome,
        others: &Others,
        threads: NonZeroUsize,
    ) -> Vec<(AmountBound, RoaringBitmap)> {
        let concerned = |wanted: AmountBound| {
            let clauses = lowered.bounds.iter().filter(|(_, bound)| *bound == wanted).map(|(clause, _)| clause);
            clauses.fold(RoaringBitmap::new(), |rows, clause| {
                let (met, bounds) = (clause.clone(), Vec::new());
                let asked = Lowered { met, bands: None, unit: None, bounds, ..lowered.clone() };
                let asked = self.decide_with(&asked, others, threads);
                rows | ((asked.yes | asked.undetermined) & &outcome.yes)
            })
        };
        let (more, less) = (concerned(AmountBound::AtLeast), concerned(AmountBound::AtMost));
        let both = &more & &less;
        let found =
            [(AmountBound::AtLeast, more - &both), (AmountBound::AtMost, less - &both), (AmountBound::About, both)];
        found.into_iter().filter(|(_, rows)| !rows.is_empty()).collect()
    }
}
