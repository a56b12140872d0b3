//! The amount: the first band that matches.

use super::{
    Outcomes, Scope,
    record::{Record, Silent},
};
use crate::{
    decision::{AmountValue, Truth},
    document::{AmountUnit, Band, Benefit, Policy},
    value::{Facts, Money},
};
use jiff::civil::Date;

impl Policy {
    /// What a band gives on a day, whoever it is for: its plain amount, or its formula where that rests on parameters
    /// alone. `None` when the amount depends on the person.
    pub fn amount_for_anybody(&self, band: &Band, unit: AmountUnit, on: Date) -> Option<AmountValue> {
        let facts = Facts::new();
        let amount =
            self.scope(&facts, on, Outcomes::NONE).number(&band.amount, &mut Silent).filter(|amount| *amount >= 0)?;
        Some(AmountValue::of(amount, unit))
    }
}

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
                    return Some(AmountValue::of(amount, benefit.unit));
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

impl AmountValue {
    fn of(amount: i64, unit: AmountUnit) -> Self {
        match unit {
            AmountUnit::Money => Self::Money(Money(amount)),
            AmountUnit::Hours => Self::Hours(amount),
        }
    }
}
