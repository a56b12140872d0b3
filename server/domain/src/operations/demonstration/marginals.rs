//! How often what occurs in the invented city. Rough shares of Shanghai (2020 census, rounded): plausible, not
//! statistics; nothing in the program may conclude from them.

use super::random::Random;
use jiff::{ToSpan, civil::Date};

/// Sex, as on the identity card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Sex {
    Male,
    Female,
}

impl Sex {
    /// Code of GB/T 2261.1.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Male => "1",
            Self::Female => "2",
        }
    }

    pub(super) fn draw(random: &mut Random, men_of_thousand: u64) -> Self {
        if random.chance(men_of_thousand) { Self::Male } else { Self::Female }
    }
}

/// Districts (GB/T 2260) with their residents in tens of thousands.
pub(super) const DISTRICTS: [(&str, u32); 16] = [
    ("310101", 66),
    ("310104", 111),
    ("310105", 69),
    ("310106", 98),
    ("310107", 124),
    ("310109", 76),
    ("310110", 124),
    ("310112", 265),
    ("310113", 224),
    ("310114", 183),
    ("310115", 568),
    ("310116", 82),
    ("310117", 191),
    ("310118", 127),
    ("310120", 114),
    ("310151", 64),
];

/// Who lives together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Living {
    /// One person of working age.
    Alone,
    /// One person of 60 or more.
    ElderAlone,
    /// A couple of working age.
    Couple,
    /// A couple with one or two children.
    Family,
    /// A couple of 60 or more.
    ElderCouple,
    /// Grandparents, parents and a child.
    ThreeGenerations,
    /// Parents with a grown child.
    GrownChild,
    /// One parent with a child.
    OneParent,
}

/// Households of a thousand.
pub(super) const LIVING: [(Living, u32); 8] = [
    (Living::Alone, 235),
    (Living::ElderAlone, 80),
    (Living::Couple, 158),
    (Living::Family, 165),
    (Living::ElderCouple, 158),
    (Living::ThreeGenerations, 65),
    (Living::GrownChild, 114),
    (Living::OneParent, 25),
];

/// Ages from the first to the second, both included.
pub(super) type Ages = (i64, i64);

/// People of 60 and more.
pub(super) const ELDERS: [(Ages, u32); 9] = [
    ((60, 64), 195),
    ((65, 69), 245),
    ((70, 74), 215),
    ((75, 79), 125),
    ((80, 84), 108),
    ((85, 89), 80),
    ((90, 94), 34),
    ((95, 99), 8),
    ((100, 104), 1),
];

/// People of working age who live alone.
pub(super) const WORKERS: [(Ages, u32); 4] = [((20, 29), 34), ((30, 39), 34), ((40, 49), 18), ((50, 59), 14)];

/// The younger of a couple without children at home.
pub(super) const COUPLES: [(Ages, u32); 4] = [((23, 29), 22), ((30, 39), 38), ((40, 49), 17), ((50, 59), 23)];

/// Mothers of children at home.
pub(super) const MOTHERS: [(Ages, u32); 4] = [((25, 29), 7), ((30, 34), 20), ((35, 42), 42), ((43, 50), 31)];

/// An age from such a table.
pub(super) fn age(random: &mut Random, table: &[(Ages, u32)]) -> i64 {
    let (low, high) = random.weighted(table);
    random.between(low, high)
}

/// A birthday for somebody of this age. Nobody is younger than 45 days, so that every department can know the child.
pub(super) fn born(random: &mut Random, today: Date, age: i64) -> Date {
    let days = if age <= 0 { random.between(45, 364) } else { random.between(0, 364) };
    today.saturating_sub(age.max(0).years()).saturating_sub(days.days())
}
