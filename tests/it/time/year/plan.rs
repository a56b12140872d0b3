//! What happens in the year, drawn from the seed: which days are missed, when acts come before the work of a day, what the
//! desk does when, and what people and departments do.

use jiff::{Span, civil::Date};
use policy::{
    value::{Money, Value},
    vocabulary::{Attribute, ValueType},
};
use proptest::{
    prelude::Rng,
    test_runner::{RngAlgorithm, TestRng},
};
use std::collections::{BTreeMap, BTreeSet};

/// Days of the year.
pub const DAYS: u32 = 365;

/// What the desk does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeskAct {
    /// A version holds from today on.
    Publish,
    /// One that waits for its day.
    PublishAhead,
    /// One with a last day.
    PublishWithEnd,
    /// One that waits for its day and has a last day.
    PublishAheadWithEnd,
    /// Another text of a version in force that says the same.
    Correct,
    /// The same of a policy that came with the program.
    CorrectSeeded,
    /// Withdrawn by two people, with a reason.
    Withdraw,
    /// Proposed for withdrawal, and kept.
    Keep,
    /// One that begins and ends while nothing runs: nobody is told of it.
    PublishWithin,
    /// One that ends while nothing runs, and another that begins before anything runs again: nobody is told of the gap.
    Interrupt,
}

/// Acts of the desk besides the first publications and those on the eve of a stop, each on a day of its own.
const DESK_ACTS: [DeskAct; 11] = [
    DeskAct::Publish,
    DeskAct::PublishAhead,
    DeskAct::PublishAhead,
    DeskAct::PublishWithEnd,
    DeskAct::PublishAheadWithEnd,
    DeskAct::Correct,
    DeskAct::CorrectSeeded,
    DeskAct::Withdraw,
    DeskAct::Withdraw,
    DeskAct::Withdraw,
    DeskAct::Keep,
];
/// What the desk does on the day after each stop, before the days that were missed are done.
const ACTS_AFTER_A_STOP: [DeskAct; STOPS as usize] =
    [DeskAct::Publish, DeskAct::Withdraw, DeskAct::Correct, DeskAct::PublishAhead];
/// How often in the year the program stands still for some days.
const STOPS: u32 = 4;

/// The year.
pub struct Plan {
    random: TestRng,
    /// By the number of the day.
    pub desk: BTreeMap<u32, DeskAct>,
    /// The same for acts while missed days wait for their work.
    pub after_a_stop: BTreeMap<u32, DeskAct>,
    /// Days on which nothing runs.
    missed: BTreeSet<u32>,
}

impl Plan {
    /// Of a seed, for so many days: in fewer than a year the desk does as much, and the program stands still less often.
    pub fn of(seed: u64, days: u32) -> Self {
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        let random = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
        let (desk, after_a_stop) = (BTreeMap::new(), BTreeMap::new());
        let mut plan = Self { random, desk, after_a_stop, missed: BTreeSet::new() };
        for (stop, act) in (0..STOPS).zip(ACTS_AFTER_A_STOP) {
            let first = 15 + stop * 85 + plan.below(days.saturating_sub(30).clamp(1, 65));
            let long = 3 + plan.below(8);
            plan.missed.extend(first..first + long);
            plan.after_a_stop.insert(first + long, act);
            let eve = if stop.is_multiple_of(2) { DeskAct::Interrupt } else { DeskAct::PublishWithin };
            plan.desk.insert(first - 1, eve);
        }
        for act in DESK_ACTS {
            loop {
                let day = 14 + plan.below(days.max(60) - 20);
                if !plan.is_missed(day) && !plan.desk.contains_key(&day) {
                    plan.desk.insert(day, act);
                    break;
                }
            }
        }
        plan
    }

    /// Whether nothing runs on a day.
    pub fn is_missed(&self, day: u32) -> bool {
        self.missed.contains(&day)
    }

    /// A number below a bound.
    pub fn below(&mut self, bound: u32) -> u32 {
        self.random.next_u32() % bound
    }

    /// Once in so many times.
    pub fn once_in(&mut self, times: u32) -> bool {
        self.below(times) == 0
    }

    /// One of some.
    pub fn pick<'a, T>(&mut self, among: &'a [T]) -> Option<&'a T> {
        match u32::try_from(among.len()).unwrap() {
            0 => None,
            all => among.get(self.below(all) as usize),
        }
    }

    /// What a department delivers of an attribute; nothing where it takes back what it said.
    pub fn value(&mut self, attribute: &Attribute, today: Date) -> Option<Value> {
        if self.once_in(7) {
            return None;
        }
        Some(match attribute.value_type {
            ValueType::Bool => Value::Bool(self.once_in(2)),
            ValueType::Int => Value::Int(i64::from(*self.pick(&[0, 1, 2, 3, 4, 6, 11, 12, 24, 48, 120, 180]).unwrap())),
            ValueType::Money => Value::Money(Money(100 * i64::from(self.below(60)) * i64::from(self.below(120)))),
            ValueType::Code => Value::Code(self.pick(&attribute.codes).unwrap().id.clone()),
            ValueType::Date => Value::Date(self.date(&attribute.id, today)),
            ValueType::Text | ValueType::Codes | ValueType::Members => return None,
        })
    }

    /// A day such that something turns soon: a birthday, a term that ends, a month that is full.
    fn date(&mut self, attribute: &str, today: Date) -> Date {
        let soon = today.checked_add(Span::new().days(i64::from(self.below(25)) - 3)).unwrap();
        let span = match attribute {
            "dob" => {
                Span::new().years(*self.pick(&[0, 3, 16, 18, 45, 50, 55, 58, 60, 63, 65, 70, 75, 80, 90]).unwrap())
            }
            _ => Span::new().months(*self.pick(&[0, 0, 1, 2, 3, 6, 12, 24, 36, 60]).unwrap()),
        };
        soon.checked_sub(span).unwrap()
    }
}
