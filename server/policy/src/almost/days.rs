//! The days on which an outcome can turn by itself: every one on which it does, and some on which it does not.
//!
//! Between two changes of a parameter, a count of years, months or days since a date only grows (or only falls), so a
//! comparison of it with something that stays turns once at most: that day is looked for by halves. Where the count
//! itself decides an amount, every day on which it changes is listed.

use crate::{
    calendar::months_later,
    document::Policy,
    evaluate::{Outcomes, Scope, record::Silent},
    expression::typed::{AttributeSlot, Compare, Condition, Day, Number, Test},
    lowered::day as days,
    value::Facts,
};
use jiff::civil::Date;

/// What a policy that stands alone asks of others.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Others {
    /// It may turn on any day, so that nothing is known.
    MayTurn,
    /// It is unknown on every day, as it is where the policy is decided by itself.
    Unknown,
}

/// Ascending, after `on`, not after `until`. `None`: they cannot be worked out.
pub(super) fn turning_days(policy: &Policy, facts: &Facts, on: Date, until: Date, others: Others) -> Option<Vec<Date>> {
    let mut found = Found { days: Vec::new(), segments: Vec::new(), on, until, others, is_complete: true };
    found.add(policy.valid_from);
    found.after(policy.valid_to);
    for parameter in &policy.tables.parameters {
        for dated in &parameter.values {
            found.add(dated.from);
            found.after(dated.to);
        }
    }
    found.days.sort_unstable();
    found.days.dedup();
    let starts: Vec<Date> = std::iter::once(on).chain(found.days.iter().copied()).collect();
    let last = starts.iter().skip(1).filter_map(|next| next.yesterday().ok()).chain([until]);
    found.segments = starts.iter().copied().zip(last).collect();
    let scope = policy.scope(facts, on, Outcomes::NONE);
    policy.criteria.iter().for_each(|criterion| found.condition(&criterion.condition, &scope));
    policy.open_points().for_each(|point| found.condition(&point.when, &scope));
    if let Some(benefit) = &policy.benefit {
        if let Some(by) = &benefit.by {
            for bound in benefit.bands.iter().flat_map(|band| [band.from, band.to]).flatten() {
                found.bound(by, bound, &scope);
            }
        }
        for band in &benefit.bands {
            band.when.iter().for_each(|when| found.condition(when, &scope));
            found.every(&band.amount, &scope);
        }
    }
    found.days.sort_unstable();
    found.days.dedup();
    found.is_complete.then_some(found.days)
}

/// The other day where one is today and the other is known.
pub(super) fn beside_today(scope: &Scope<'_>, left: &Day, right: &Day) -> Option<Date> {
    match (left, right) {
        (Day::Today, Day::Today) => None,
        (Day::Today, other) | (other, Day::Today) => scope.day(other, &mut Silent),
        _ => None,
    }
}

/// How something goes as the days go by.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    /// It stays, but for parameters.
    Stays,
    Grows,
    Falls,
    /// It may go up and down.
    Any,
}

impl Way {
    fn reversed(self) -> Self {
        match self {
            Self::Grows => Self::Falls,
            Self::Falls => Self::Grows,
            other => other,
        }
    }

    fn with(self, other: Self) -> Self {
        match (self, other) {
            (Self::Stays, way) | (way, Self::Stays) => way,
            (left, right) if left == right => left,
            _ => Self::Any,
        }
    }
}

struct Found {
    days: Vec<Date>,
    /// First and last days between changes of parameters.
    segments: Vec<(Date, Date)>,
    on: Date,
    until: Date,
    others: Others,
    is_complete: bool,
}

impl Found {
    fn add(&mut self, day: Date) {
        if self.on < day && day <= self.until {
            self.days.push(day);
        }
    }

    fn after(&mut self, day: Option<Date>) {
        if let Some(next) = day.and_then(|day| day.tomorrow().ok()) {
            self.add(next);
        }
    }

    fn condition<'a>(&mut self, condition: &'a Condition, scope: &Scope<'a>) {
        match condition {
            Condition::Literal(_) | Condition::Is { .. } | Condition::Symbols(_) | Condition::Contains(_) => {}
            Condition::All(members) | Condition::Any(members) => {
                members.iter().for_each(|member| self.condition(member, scope));
            }
            Condition::Same { sides, .. } => {
                self.condition(&sides.0, scope);
                self.condition(&sides.1, scope);
            }
            Condition::Numbers(compare) => {
                others(compare).iter().for_each(|other| self.numbers(&compare.left, other, scope));
            }
            Condition::Dates(compare) => {
                others(compare).iter().for_each(|other| self.dates(&compare.left, other, scope));
            }
            Condition::Members(asked) => self.members(asked.list, scope, |found, scope| {
                found.condition(&asked.condition, scope);
            }),
            Condition::Policy { .. } => self.is_complete &= self.others == Others::Unknown,
        }
    }

    /// What is asked of every member of a list.
    fn members<'a>(&mut self, list: AttributeSlot, scope: &Scope<'a>, ask: impl Fn(&mut Self, &Scope<'a>)) {
        for member in scope.members_of(list) {
            ask(self, &scope.about(member));
        }
    }

    fn numbers<'a>(&mut self, left: &'a Number, right: &'a Number, scope: &Scope<'a>) {
        let value = |number: &'a Number| move |scope: &Scope<'a>| scope.number(number, &mut Silent);
        match (of_number(left), of_number(right)) {
            (Way::Stays, Way::Stays) => {}
            (Way::Grows | Way::Falls, Way::Stays) => self.crossing(scope, value(left), value(right)),
            (Way::Stays, Way::Grows | Way::Falls) => self.crossing(scope, value(right), value(left)),
            _ => {
                self.every(left, scope);
                self.every(right, scope);
            }
        }
    }

    /// The bound of a range.
    fn bound<'a>(&mut self, by: &'a Number, bound: i64, scope: &Scope<'a>) {
        match of_number(by) {
            Way::Stays => {}
            Way::Grows | Way::Falls => {
                self.crossing(scope, |scope| scope.number(by, &mut Silent), |_| Some(bound));
            }
            Way::Any => self.every(by, scope),
        }
    }

    fn dates<'a>(&mut self, left: &'a Day, right: &'a Day, scope: &Scope<'a>) {
        let value = |day: &'a Day| move |scope: &Scope<'a>| scope.day(day, &mut Silent).map(days::number);
        match (of_day(left), of_day(right)) {
            (Way::Stays, Way::Stays) => {}
            (_, Way::Stays) => self.crossing(scope, value(left), value(right)),
            (Way::Stays, _) => self.crossing(scope, value(right), value(left)),
            _ => self.is_complete = false,
        }
    }

    /// The days on which something that only grows or only falls comes to a bound, and leaves it.
    fn crossing<'a>(
        &mut self,
        scope: &Scope<'a>,
        value: impl Fn(&Scope<'a>) -> Option<i64>,
        bound: impl Fn(&Scope<'a>) -> Option<i64>,
    ) {
        for (first, last) in self.segments.clone() {
            let Some(bound) = bound(&scope.on(first)) else { continue };
            let at = |day: i64| days::date(day).and_then(|day| value(&scope.on(day)));
            let (first, last) = (days::number(first), days::number(last));
            let (Some(start), Some(end)) = (at(first), at(last)) else {
                // Never known, or known on some days alone, which only a calculation that overflows can be.
                self.is_complete &= at(first).is_none() && at(last).is_none();
                continue;
            };
            for reached in [Some(bound), bound.checked_add(1)].into_iter().flatten() {
                if (start >= reached) == (end >= reached) {
                    continue;
                }
                let (mut low, mut high) = (first, last);
                while low < high {
                    let middle = low + (high - low) / 2;
                    let same = at(middle).is_some_and(|value| (value >= reached) == (start >= reached));
                    if same { low = middle + 1 } else { high = middle }
                }
                if let Some(day) = days::date(low) {
                    self.add(day);
                }
            }
        }
    }

    /// Every day on which a number may change.
    fn every<'a>(&mut self, number: &'a Number, scope: &Scope<'a>) {
        match number {
            Number::Literal(_) | Number::Attribute(_) | Number::Parameter(_) => {}
            Number::Age(from, to, _) => self.steps(from, to, 12, scope),
            Number::MonthsBetween(from, to) => self.steps(from, to, 1, scope),
            Number::Negate(value) => self.every(value, scope),
            Number::Add(sides)
            | Number::Subtract(sides)
            | Number::Multiply(sides)
            | Number::Divide(sides, _)
            | Number::Min(sides)
            | Number::Max(sides) => {
                self.every(&sides.0, scope);
                self.every(&sides.1, scope);
            }
            Number::Choose(parts) => {
                self.condition(&parts.0, scope);
                self.every(&parts.1, scope);
                self.every(&parts.2, scope);
            }
            Number::DaysInMonth(day) => match day {
                Day::Today => self.every_months(self.on.first_of_month(), 1),
                day => self.is_complete &= of_day(day) == Way::Stays,
            },
            Number::DaysBetween(from, to) => {
                self.is_complete &= of_day(from) == Way::Stays && of_day(to) == Way::Stays;
            }
            Number::Count(count) => self.members(count.list, scope, |found, scope| {
                found.condition(&count.condition, scope);
            }),
            Number::Sum(sum) => self.members(sum.list, scope, |found, scope| {
                found.condition(&sum.condition, scope);
                found.every(&sum.value, scope);
            }),
            Number::PolicyAmount(_) => self.is_complete &= self.others == Others::Unknown,
        }
    }

    /// Whole years or months between two days.
    fn steps(&mut self, from: &Day, to: &Day, months: i32, scope: &Scope<'_>) {
        let is_worked_out = |day: &Day| *day == Day::Today || of_day(day) == Way::Stays;
        self.is_complete &= is_worked_out(from) && is_worked_out(to);
        if let Some(date) = beside_today(scope, from, to) {
            self.every_months(date, months);
        }
    }

    /// The days around the same day of every so many months, before and after a date. A month that is too short has
    /// its last day instead; then its neighbours and the first of the next month matter too.
    fn every_months(&mut self, date: Date, months: i32) {
        let first = i32::from(self.on.year()) * 12 + i32::from(self.on.month()) - 2;
        let last = i32::from(self.until.year()) * 12 + i32::from(self.until.month());
        let start = i32::from(date.year()) * 12 + i32::from(date.month()) - 1;
        for month in (first..=last).filter(|month| (month - start) % months == 0) {
            let Some(same) = months_later(date, i64::from(month - start)) else { continue };
            for day in [Some(same), same.yesterday().ok(), same.tomorrow().ok()].into_iter().flatten() {
                self.add(day);
            }
            self.add(same.first_of_month());
            self.after(Some(same.last_of_month()));
            self.after(same.tomorrow().ok());
        }
    }
}

fn of_number(number: &Number) -> Way {
    match number {
        Number::Literal(_) | Number::Attribute(_) | Number::Parameter(_) => Way::Stays,
        Number::Age(from, to, _) | Number::MonthsBetween(from, to) | Number::DaysBetween(from, to) => {
            of_day(to).with(of_day(from).reversed())
        }
        Number::Negate(value) => of_number(value).reversed(),
        Number::Add(sides) | Number::Min(sides) | Number::Max(sides) => of_number(&sides.0).with(of_number(&sides.1)),
        Number::Subtract(sides) => of_number(&sides.0).with(of_number(&sides.1).reversed()),
        Number::Multiply(sides) | Number::Divide(sides, _) => match (of_number(&sides.0), of_number(&sides.1)) {
            (Way::Stays, Way::Stays) => Way::Stays,
            _ => Way::Any,
        },
        Number::DaysInMonth(day) if of_day(day) == Way::Stays => Way::Stays,
        Number::Choose(parts) if [&parts.1, &parts.2].iter().all(|part| of_number(part) == Way::Stays) => {
            match stays(&parts.0) {
                true => Way::Stays,
                false => Way::Any,
            }
        }
        Number::Count(count) if stays(&count.condition) => Way::Stays,
        Number::Sum(sum) if stays(&sum.condition) && of_number(&sum.value) == Way::Stays => Way::Stays,
        Number::DaysInMonth(_) | Number::Choose(_) | Number::Count(_) | Number::Sum(_) | Number::PolicyAmount(_) => {
            Way::Any
        }
    }
}

fn of_day(day: &Day) -> Way {
    match day {
        Day::Today => Way::Grows,
        Day::Literal(_) | Day::Attribute(_) => Way::Stays,
        Day::Boundary(_, day) => of_day(day),
        Day::Earlier(days) | Day::Later(days) => of_day(&days.0).with(of_day(&days.1)),
    }
}

/// Whether the calendar, parameters aside, never turns a condition.
fn stays(condition: &Condition) -> bool {
    match condition {
        Condition::Literal(_) | Condition::Is { .. } | Condition::Symbols(_) | Condition::Contains(_) => true,
        Condition::All(members) | Condition::Any(members) => members.iter().all(stays),
        Condition::Same { sides, .. } => stays(&sides.0) && stays(&sides.1),
        Condition::Numbers(compare) => {
            std::iter::once(&compare.left).chain(others(compare)).all(|number| of_number(number) == Way::Stays)
        }
        Condition::Dates(compare) => {
            std::iter::once(&compare.left).chain(others(compare)).all(|day| of_day(day) == Way::Stays)
        }
        Condition::Members(asked) => stays(&asked.condition),
        Condition::Policy { .. } => false,
    }
}

fn others<T>(compare: &Compare<T>) -> &[T] {
    match &compare.test {
        Test::Against(_, right) => std::slice::from_ref(right),
        Test::List(list, _) => list,
    }
}
