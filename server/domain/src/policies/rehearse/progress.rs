//! What a rehearsal found so far. The state travels in the job's cursor, so that a slice is one transaction and a killed
//! server goes on where it stopped.

use crate::{context::Context, policies::versions::record::VersionRecord};
use contract::policies::{Effects, Moved, Rehearsal, RehearsalGroup, ShownAmount};
use jiff::civil::Date;
use policy::{
    calendar::{AgeRule, LeapDayRule, age},
    decision::{AmountValue, KnownAmount, Verdict},
    document::{AmountBound, AmountUnit, Period, Policy},
    text::Text,
    value::{Facts, Value},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What was found so far.
#[derive(Default, Serialize, Deserialize)]
pub(super) struct Progress {
    /// Hash of the text that is rehearsed.
    #[serde(default)]
    text: String,
    /// The version beside which it is held; none for a new policy.
    #[serde(default)]
    before: Option<String>,
    /// The number of the next resident.
    pub(super) next: i64,
    /// Numbers that are left out after each slice.
    #[serde(default)]
    pub(super) skip: i64,
    /// Residents looked at.
    pub(super) evaluated: i64,
    eligible: i64,
    undetermined: i64,
    sum: i64,
    by_age: BTreeMap<String, i64>,
    by_sex: BTreeMap<String, i64>,
    by_district: BTreeMap<String, i64>,
    #[serde(default)]
    effects: Counts,
    /// What the amounts of the version before, and of this one, count, and per what.
    #[serde(default)]
    amounts: (Option<Kind>, Option<Kind>),
    /// How near the amounts of both are to what is paid.
    #[serde(default)]
    bounds: (AmountBound, AmountBound),
}

type Kind = (AmountUnit, Period);

/// People, and what they get or lose together.
#[derive(Clone, Copy, Default, Serialize, Deserialize)]
struct Count {
    people: i64,
    amount: i64,
}

impl Count {
    fn add(&mut self, amount: i64) {
        self.people += 1;
        self.amount = self.amount.saturating_add(amount);
    }

    fn shown(self, kind: Option<Kind>, bound: AmountBound) -> Moved {
        let together = kind.map(|(unit, period)| ShownAmount { value: self.amount, unit, period, bound });
        Moved { people: self.people, together }
    }
}

#[derive(Default, Serialize, Deserialize)]
struct Counts {
    gain: Count,
    lose: Count,
    more: Count,
    less: Count,
    otherwise: i64,
    doubtful: i64,
}

/// A verdict with its amount.
type Outcome = (Verdict, Option<KnownAmount>);

impl Progress {
    /// Nothing yet of a version as it stands.
    pub(super) fn of(version: &VersionRecord, skip: i64) -> Self {
        Self { text: version.content_hash.clone(), skip, ..Self::default() }
    }

    /// The same, beside a version.
    pub(super) fn beside(self, before: Option<&str>) -> Self {
        Self { before: before.map(str::to_owned), ..self }
    }

    /// Whether it is about the text as it stands.
    pub(super) fn is_of(&self, version: &VersionRecord) -> bool {
        self.text == version.content_hash
    }

    /// Whether it was held beside this version.
    pub(super) fn is_beside(&self, before: Option<&str>) -> bool {
        self.before.as_deref() == before
    }

    /// Beside which version the next residents are held. Where another one holds since the last slice, everything that was
    /// compared with the one before is counted anew.
    pub(super) fn compare(&mut self, before: Option<(&str, &Policy)>, after: &Policy, on: Date) {
        let id = before.map(|(id, _)| id);
        if !self.is_beside(id) && self.evaluated > 0 {
            *self = Self { text: std::mem::take(&mut self.text), skip: self.skip, ..Self::default() };
        }
        let kind = |policy: &Policy| policy.benefit.as_ref().map(|benefit| (benefit.unit, benefit.period));
        self.before = id.map(str::to_owned);
        self.amounts = (before.and_then(|(_, policy)| kind(policy)), kind(after));
        let bound = before.map_or(AmountBound::Exact, |(_, policy)| policy.bound_for_anybody(on));
        self.bounds = (bound, after.bound_for_anybody(on));
    }

    /// One resident: what they get by the version before, and by this one.
    pub(super) fn count(&mut self, was: Option<Outcome>, is: Outcome, facts: &Facts, on: Date) {
        self.evaluated += 1;
        self.effects.add(was.unwrap_or((Verdict::NotEligible, None)), is, self.amounts);
        match is.0 {
            Verdict::Eligible => {
                self.eligible += 1;
                self.sum = self.sum.saturating_add(value(is.1));
                self.group(facts, on);
            }
            Verdict::Undetermined => self.undetermined += 1,
            Verdict::NotEligible => {}
        }
    }

    fn group(&mut self, facts: &Facts, on: Date) {
        if let Some(Value::Date(born)) = facts.get("dob").map(|fact| &fact.value) {
            let decade = age(*born, on, AgeRule::Birthday, LeapDayRule::Feb28).max(0) / 10 * 10;
            *self.by_age.entry(format!("{decade:03}")).or_default() += 1;
        }
        for (attribute, counts) in [("sex", &mut self.by_sex), ("residence_district", &mut self.by_district)] {
            if let Some(Value::Code(code)) = facts.get(attribute).map(|fact| &fact.value) {
                *counts.entry(code.clone()).or_default() += 1;
            }
        }
    }

    /// What the page shows: of so many residents, so many are to be looked at.
    pub(super) fn shown(&self, cx: &Context, residents: i64, wanted: i64) -> Rehearsal {
        let coded = |attribute: &str, counts: &BTreeMap<String, i64>| RehearsalGroup {
            attribute: attribute.to_owned(),
            rows: counts
                .iter()
                .map(|(code, count)| {
                    let name = cx.vocabulary.attribute(attribute).and_then(|known| known.code(code));
                    (name.map_or_else(|| Text::same(code.as_str()), |code| code.name.clone()), *count)
                })
                .collect(),
        };
        let by_age = RehearsalGroup {
            attribute: "age".to_owned(),
            rows: self
                .by_age
                .iter()
                .map(|(decade, count)| {
                    let from: i64 = decade.parse().unwrap_or_default();
                    (Text::new(format!("{from}–{} 岁", from + 9), format!("{from}–{}", from + 9)), *count)
                })
                .collect(),
        };
        let is_money_by_month = self.amounts.1 == Some((AmountUnit::Money, Period::Month));
        Rehearsal {
            evaluated: self.evaluated,
            wanted,
            residents,
            eligible: self.eligible,
            undetermined: self.undetermined,
            effects: self.effects.shown(self.amounts, self.bounds),
            monthly: is_money_by_month.then_some(ShownAmount {
                value: self.sum,
                unit: AmountUnit::Money,
                period: Period::Month,
                bound: self.bounds.1,
            }),
            groups: vec![by_age, coded("residence_district", &self.by_district), coded("sex", &self.by_sex)],
        }
    }
}

impl Counts {
    /// Amounts can be compared where both count the same per the same time.
    fn add(&mut self, was: Outcome, is: Outcome, (before, after): (Option<Kind>, Option<Kind>)) {
        match (was.0, is.0) {
            (Verdict::Eligible, Verdict::Eligible) => match value(is.1).saturating_sub(value(was.1)) {
                _ if before != after => self.otherwise += 1,
                0 => {}
                by @ 1.. => self.more.add(by),
                by => self.less.add(by.saturating_neg()),
            },
            (Verdict::Eligible, Verdict::NotEligible) => self.lose.add(value(was.1)),
            (Verdict::Eligible, Verdict::Undetermined) => self.doubtful += 1,
            (Verdict::NotEligible | Verdict::Undetermined, Verdict::Eligible) => self.gain.add(value(is.1)),
            (Verdict::NotEligible | Verdict::Undetermined, Verdict::NotEligible | Verdict::Undetermined) => {}
        }
    }

    fn shown(&self, (before, after): (Option<Kind>, Option<Kind>), bounds: (AmountBound, AmountBound)) -> Effects {
        // Of a difference between two bounds nobody knows on which side of it the truth is.
        let between = if bounds == Default::default() { AmountBound::Exact } else { AmountBound::About };
        Effects {
            gain: self.gain.shown(after, bounds.1),
            lose: self.lose.shown(before, bounds.0),
            more: self.more.shown(after, between),
            less: self.less.shown(after, between),
            otherwise: self.otherwise,
            doubtful: self.doubtful,
        }
    }
}

fn value(amount: Option<KnownAmount>) -> i64 {
    match amount.map(|amount| amount.value) {
        Some(AmountValue::Money(money)) => money.0,
        Some(AmountValue::Hours(hours)) => hours,
        None => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use policy::value::Money;

    #[test]
    fn everybody_is_counted_where_they_belong() {
        let yes = |fen: i64| (Verdict::Eligible, Some(KnownAmount::exact(AmountValue::Money(Money(fen)))));
        let (no, open) = ((Verdict::NotEligible, None), (Verdict::Undetermined, None));
        let monthly = Some((AmountUnit::Money, Period::Month));
        let mut counts = Counts::default();
        for (was, is) in [
            (no, yes(20_000)),
            (open, yes(20_000)),
            (yes(18_000), yes(20_000)),
            (yes(18_000), yes(20_000)),
            (yes(18_000), yes(17_000)),
            (yes(18_000), yes(18_000)),
            (yes(18_000), no),
            (yes(18_000), open),
            (no, no),
            (open, no),
            (no, open),
        ] {
            counts.add(was, is, (monthly, monthly));
        }
        counts.add(yes(18_000), yes(2), (monthly, Some((AmountUnit::Hours, Period::Month))));
        let of = |count: Count| (count.people, count.amount);
        assert_eq!((of(counts.gain), of(counts.lose)), ((2, 40_000), (1, 18_000)));
        assert_eq!((of(counts.more), of(counts.less)), ((2, 4_000), (1, 1_000)));
        assert_eq!((counts.otherwise, counts.doubtful), (1, 1));
    }
}
