//! The amount: the first band that matches.

use super::{Record, Scope};
use crate::{
    decision::{AmountValue, Truth},
    document::{AmountUnit, Band, Benefit},
    value::Money,
};

impl<'a> Scope<'a> {
    /// The amount for somebody who meets every criterion. `None` when it cannot be worked out: a fact is missing (then
    /// it is recorded), no band matches, a calculation fails, or the amount would be negative. None of these is "no".
    pub(super) fn amount<R: Record>(&self, benefit: &'a Benefit, record: &mut R) -> Option<AmountValue> {
        let mark = record.mark();
        let by = benefit.by.as_ref().map(|by| self.number(by, record));
        for band in &benefit.bands {
            match self.matches(band, by, record) {
                Truth::No => {}
                Truth::Unknown => return None,
                Truth::Yes => {
                    record.forget_missing(mark);
                    let amount = self.number(&band.amount, record).filter(|amount| *amount >= 0)?;
                    return Some(match benefit.unit {
                        AmountUnit::Money => AmountValue::Money(Money(amount)),
                        AmountUnit::Hours => AmountValue::Hours(amount),
                    });
                }
            }
        }
        None
    }

    /// `by` is none without ranges, and holds none when the number is unknown.
    fn matches<R: Record>(&self, band: &'a Band, by: Option<Option<i64>>, record: &mut R) -> Truth {
        let in_range = match (band.from, band.to, by) {
            (None, None, _) => Truth::Yes,
            (from, to, Some(Some(by))) => Truth::of(from.is_none_or(|from| from <= by) && to.is_none_or(|to| by < to)),
            _ => Truth::Unknown,
        };
        match &band.when {
            Some(when) if in_range != Truth::No => in_range.and(self.condition(when, record)),
            _ => in_range,
        }
    }
}
