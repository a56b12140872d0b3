//! The days on which an outcome can turn by itself: every one on which it does, and some on which it does not.

use super::pieces::{self, Piece};
use crate::{
    document::Policy,
    evaluate::{Outcomes, Scope, record::Silent},
    expression::typed::Day,
    value::Facts,
};
use jiff::{ToSpan, civil::Date};
use std::collections::BTreeSet;

/// Ascending, after `on`, not after `until`. `None`: they cannot be worked out.
pub(super) fn turning_days(policy: &Policy, facts: &Facts, on: Date, until: Date) -> Option<BTreeSet<Date>> {
    let scope = policy.scope(facts, on, Outcomes::NONE);
    let mut found = Found { days: BTreeSet::new(), on, until };
    found.add(policy.valid_from);
    found.after(policy.valid_to);
    for parameter in &policy.tables.parameters {
        for dated in &parameter.values {
            found.add(dated.from);
            found.after(dated.to);
        }
    }
    let mut is_complete = true;
    pieces::of_policy(policy, &mut |piece| match piece {
        // Both the birthday and the day after it; a birthday on 29 February may be on the day before or after it.
        Piece::Years(from, to, _) => {
            if let Some(date) = beside_today(&scope, from, to) {
                found.every(date, 12);
            }
        }
        Piece::Months(from, to, _) => {
            if let Some(date) = beside_today(&scope, from, to) {
                found.every(date, 1);
            }
        }
        Piece::Dates(left, right) => {
            if let Some(date) = beside_today(&scope, left, right) {
                found.add(date);
                found.after(Some(date));
            }
        }
        Piece::Parameter(_) => {}
        Piece::CannotSay => is_complete = false,
    });
    is_complete.then_some(found.days)
}

/// The other day where one is today and the other is known.
pub(super) fn beside_today(scope: &Scope<'_>, left: &Day, right: &Day) -> Option<Date> {
    match (left, right) {
        (Day::Today, Day::Today) => None,
        (Day::Today, other) | (other, Day::Today) => scope.day(other, &mut Silent),
        _ => None,
    }
}

struct Found {
    days: BTreeSet<Date>,
    on: Date,
    until: Date,
}

impl Found {
    fn add(&mut self, day: Date) {
        if self.on < day && day <= self.until {
            self.days.insert(day);
        }
    }

    fn after(&mut self, day: Option<Date>) {
        if let Some(next) = day.and_then(|day| day.tomorrow().ok()) {
            self.add(next);
        }
    }

    /// The days around the same day of every so many months, before and after a date. A month that is too short has
    /// its last day instead; then its neighbours and the first of the next month matter too.
    fn every(&mut self, date: Date, months: i32) {
        let first = i32::from(self.on.year()) * 12 + i32::from(self.on.month()) - 2;
        let last = i32::from(self.until.year()) * 12 + i32::from(self.until.month());
        let start = i32::from(date.year()) * 12 + i32::from(date.month()) - 1;
        for month in (first..=last).filter(|month| (month - start) % months == 0) {
            let Some(same) = date.checked_add((month - start).months()).ok() else { continue };
            for day in [Some(same), same.yesterday().ok(), same.tomorrow().ok()].into_iter().flatten() {
                self.add(day);
            }
            self.add(same.first_of_month());
            self.after(Some(same.last_of_month()));
            self.after(same.tomorrow().ok());
        }
    }
}
