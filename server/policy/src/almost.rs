//! Almost, and when: what would have to change (`change`), and what the calendar alone does to one resident's policy.
//!
//! As long as the facts stay as they are, an outcome turns only when a birthday or a month is completed, when a date
//! is reached or passed, when a parameter gets another value, or when the policy begins or ends to apply. Those days
//! are listed (`days`), the policy is decided on each, and every day on which the outcome is another one is a [`Turn`]
//! with its causes. So the answer is exact up to [`HORIZON_YEARS`], and where it cannot be, the outlook says so.

mod affine;
mod causes;
mod change;
mod days;
pub(crate) mod gap;
mod inverse;
mod pieces;
mod ranges;
mod search;
mod together;
mod tree;
mod turned;
pub(crate) mod uses;
mod values;
mod whole;

pub(crate) use whole::whole;

pub use change::{Almost, Change, Prospect, Range, Wanted, Way};

use crate::{
    calendar::months_later,
    decision::{KnownAmount, Verdict},
    document::Policy,
    text::Text,
    value::Facts,
};
use days::Others;
use jiff::civil::Date;

/// How far ahead the calendar is looked at, in years: longer than anybody lives.
pub const HORIZON_YEARS: i64 = 150;

/// How a policy stands on one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The policy does not apply on that day, whoever it is.
    NotInForce,
    /// It applies: the verdict, and the amount where there is one.
    Decided(Verdict, Option<KnownAmount>),
}

/// A day on which the outcome becomes another one by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    /// The first day of the new outcome.
    pub on: Date,
    /// The outcome on the day before.
    pub before: Standing,
    /// The outcome from this day on.
    pub after: Standing,
    /// Why, in the order of the document. Every one of them happens on this day. None where the calendar turned
    /// something about a member of a list, or the edge of a month or year.
    pub causes: Vec<Cause>,
}

/// Something that the calendar does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The policy begins to apply.
    PolicyBegins,
    /// The policy's last day was the day before.
    PolicyEnds,
    /// Another whole year since (or until) a date: an age is reached.
    Years {
        /// Attribute id of the date; none when it stands in the policy.
        attribute: Option<String>,
        /// Whole years from this day on.
        years: i64,
    },
    /// Another whole month since (or until) a date.
    Months {
        /// Attribute id of the date; none when it stands in the policy.
        attribute: Option<String>,
        /// Whole months from this day on.
        months: i64,
    },
    /// Another day since (or until) a date.
    Days {
        /// Attribute id of the date; none when it stands in the policy.
        attribute: Option<String>,
        /// Days from this day on.
        days: i64,
    },
    /// A date is reached, or the day before was it.
    DateReached {
        /// Attribute id of the date; none when it stands in the policy.
        attribute: Option<String>,
        /// The date.
        date: Date,
    },
    /// Another policy that this one rests on comes out otherwise from this day on.
    Policy {
        /// Id of the other policy.
        policy: String,
        /// What the other policy is called.
        title: Text,
        /// Whether it is granted from this day on; none when that is not known.
        granted: Option<bool>,
    },
    /// A parameter has another value from this day on.
    Parameter {
        /// Id of the parameter.
        id: String,
        /// Its number (fen, or what is counted) on the day before; none when it had no value.
        before: Option<i64>,
        /// Its number from this day on; none when it has no value.
        after: Option<i64>,
    },
}

/// What the calendar alone does, from the day after the one that was asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outlook {
    /// The outcome on the day that was asked about.
    pub standing: Standing,
    /// Every turn within the horizon, by day; none of them where it is not complete.
    pub turns: Vec<Turn>,
    /// Whether the turns could be worked out. They cannot for a policy that asks about another one and stands alone
    /// ([`PolicySet::outlook`](crate::set::PolicySet::outlook) writes the other out first), pays by the day
    /// that passes, or holds a day that moves against another: then nothing may be said about what comes by itself.
    pub is_complete: bool,
    /// The days on which something may turn, whatever the other facts are.
    pub(crate) days: Vec<Date>,
}

impl Standing {
    /// Whether the person gets it.
    pub fn is_eligible(self) -> bool {
        matches!(self, Self::Decided(Verdict::Eligible, _))
    }

    /// Whether the person is known not to get it. A missing fact is not that.
    pub fn is_refused(self) -> bool {
        matches!(self, Self::NotInForce | Self::Decided(Verdict::NotEligible, _))
    }

    /// Whether the person gets the same as by the other: nothing is nothing, with the policy or without it.
    fn gives_the_same_as(self, other: Self) -> bool {
        self == other || (self.is_refused() && other.is_refused())
    }
}

impl Outlook {
    /// For somebody who does not get it: the turn with which they get it by themselves. `None`: not by itself, if the outlook
    /// is complete.
    pub fn by_itself(&self) -> Option<&Turn> {
        if self.standing.is_eligible() { None } else { self.turns.iter().find(|turn| turn.after.is_eligible()) }
    }

    /// For somebody who gets it: the turn that ends it. Becoming undetermined does not end it.
    pub fn ends(&self) -> Option<&Turn> {
        if self.standing.is_eligible() { self.turns.iter().find(|turn| turn.after.is_refused()) } else { None }
    }

    /// For somebody who gets it: the next turn to another amount, before it ends.
    pub fn next_amount(&self) -> Option<&Turn> {
        let next = self.turns.first().filter(|_| self.standing.is_eligible())?;
        next.after.is_eligible().then_some(next)
    }
}

impl Policy {
    /// What the calendar alone does to one resident, from the day after `on`, as long as the facts stay as they are.
    pub fn outlook(&self, facts: &Facts, on: Date) -> Outlook {
        self.outlook_until(facts, on, months_later(on, 12 * HORIZON_YEARS).unwrap_or(Date::MAX))
    }

    /// The first day after `on`, and not after `until`, on which the calendar alone gives this resident another outcome, as
    /// long as the facts stay as they are: until then nobody needs to look again. Whoever does not get it loses nothing when
    /// the policy ends. What it asks of others is unknown, as in [`Policy::decide`]; within a set it is
    /// [`PolicySet::look_again`](crate::set::PolicySet::look_again) that tells. Where nothing turns, `until`; where it cannot be
    /// worked out, the next day.
    pub fn look_again(&self, facts: &Facts, on: Date, until: Date) -> Date {
        let days = days::turning_days(self, facts, on, until, Others::Unknown);
        let Some(days) = days else { return on.tomorrow().unwrap_or(until) };
        let standing = self.standing(facts, on);
        days.into_iter().find(|day| !self.standing(facts, *day).gives_the_same_as(standing)).unwrap_or(until)
    }

    fn outlook_until(&self, facts: &Facts, on: Date, until: Date) -> Outlook {
        let standing = self.standing(facts, on);
        let mut before = standing;
        let mut turns = Vec::new();
        let days = days::turning_days(self, facts, on, until, Others::MayTurn);
        let is_complete = days.is_some();
        let days = days.unwrap_or_default();
        for day in days.iter().copied() {
            let after = self.standing(facts, day);
            if after != before {
                let causes = causes::of(self, facts, day, before, after);
                turns.push(Turn { on: day, before, after, causes });
                before = after;
            }
        }
        Outlook { standing, turns, is_complete, days }
    }

    fn standing(&self, facts: &Facts, on: Date) -> Standing {
        if !self.in_force(on) {
            return Standing::NotInForce;
        }
        let (verdict, amount) = self.decide(facts, on);
        Standing::Decided(verdict, amount)
    }
}

#[cfg(test)]
mod tests;
