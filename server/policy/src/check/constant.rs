//! Criteria that can never hold, or that hold for everybody: two bounds the wrong way round, every code of a list.
//!
//! Only what is certain is reported: comparisons of one and the same thing with plain bounds, taken together. `true` and
//! `false` written out are meant as they stand and are not reported.

use crate::budget::Budget;
use crate::expression::{
    syntax::Relation,
    typed::{Compare, Condition, Day, Number, Symbol, Tables, Test},
};
use crate::vocabulary::{ValueType, Vocabulary};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// Whether a condition holds for nobody, whatever the facts.
pub(super) fn never(condition: &Condition, tables: &Tables, vocabulary: &Vocabulary, budget: &Budget) -> bool {
    Search { tables, vocabulary, budget }.never(condition)
}

/// Whether a condition holds for everybody of whom the facts are known.
pub(super) fn always(condition: &Condition, tables: &Tables, vocabulary: &Vocabulary, budget: &Budget) -> bool {
    Search { tables, vocabulary, budget }.never(&condition.opposite(as_written))
}

/// Whether conditions hold for nobody together. Each "one of them" among them is gone through case by case, up to a
/// number of cases; beyond it nothing is said.
pub(super) fn never_together(
    conditions: &[Condition],
    tables: &Tables,
    vocabulary: &Vocabulary,
    budget: &Budget,
) -> bool {
    let mut parts = Vec::new();
    flatten(conditions, &mut parts);
    let mut cases = MOST_CASES;
    never_in_cases(Search { tables, vocabulary, budget }, &parts, &mut cases)
}

/// Most cases that are gone through.
const MOST_CASES: usize = 200;

fn never_in_cases(search: Search<'_>, parts: &[&Condition], left: &mut usize) -> bool {
    if *left == 0 || !search.budget.spend(parts.len()) {
        return false;
    }
    *left -= 1;
    let plain: Vec<&Condition> = parts.iter().copied().filter(|part| !matches!(part, Condition::Any(_))).collect();
    if search.clash_of(&plain) || parts.iter().any(|part| search.never(part)) {
        return true;
    }
    let split = parts.iter().enumerate().find_map(|(index, part)| match part {
        Condition::Any(members) => Some((index, members)),
        _ => None,
    });
    let Some((index, members)) = split else { return false };
    members.iter().all(|member| {
        let mut case: Vec<&Condition> = Vec::with_capacity(parts.len());
        case.extend(parts.iter().enumerate().filter(|(other, _)| *other != index).map(|(_, part)| *part));
        flatten(std::slice::from_ref(member), &mut case);
        never_in_cases(search, &case, left)
    })
}

#[derive(Clone, Copy)]
struct Search<'a> {
    tables: &'a Tables,
    vocabulary: &'a Vocabulary,
    /// When it is used up nothing is certain any more, and nothing is said.
    budget: &'a Budget,
}

/// What is left for one and the same thing when several comparisons hold together.
#[derive(Default)]
struct Left<T> {
    least: Option<T>,
    most: Option<T>,
    allowed: Option<BTreeSet<T>>,
    excluded: BTreeSet<T>,
}

impl<T: Ord + Clone> Left<T> {
    fn hold(&mut self, relation: Relation, bound: &T, step: impl Fn(&T, i64) -> Option<T>) {
        let least = |held: &mut Self, bound: T| {
            held.least = Some(held.least.take().map_or(bound.clone(), |least| least.max(bound)));
        };
        let most = |held: &mut Self, bound: T| {
            held.most = Some(held.most.take().map_or(bound.clone(), |most| most.min(bound)));
        };
        match relation {
            Relation::Equal => self.one_of(BTreeSet::from([bound.clone()])),
            Relation::NotEqual => {
                self.excluded.insert(bound.clone());
            }
            Relation::GreaterOrEqual => least(self, bound.clone()),
            Relation::LessOrEqual => most(self, bound.clone()),
            Relation::Greater => match step(bound, 1) {
                Some(next) => least(self, next),
                None => self.one_of(BTreeSet::new()),
            },
            Relation::Less => match step(bound, -1) {
                Some(next) => most(self, next),
                None => self.one_of(BTreeSet::new()),
            },
        }
    }

    fn one_of(&mut self, values: BTreeSet<T>) {
        self.allowed = Some(match self.allowed.take() {
            Some(allowed) => allowed.intersection(&values).cloned().collect(),
            None => values,
        });
    }

    fn is_empty(&self) -> bool {
        let inside = |value: &T| {
            self.least.as_ref().is_none_or(|least| least <= value)
                && self.most.as_ref().is_none_or(|most| value <= most)
        };
        match &self.allowed {
            Some(allowed) => !allowed.iter().any(|value| inside(value) && !self.excluded.contains(value)),
            None => matches!((&self.least, &self.most), (Some(least), Some(most)) if least > most),
        }
    }
}

impl Search<'_> {
    fn never(self, condition: &Condition) -> bool {
        match condition {
            Condition::Any(members) => members.iter().all(|member| self.never(member)),
            Condition::All(members) => members.iter().any(|member| self.never(member)) || self.clash(members),
            single => self.clash(std::slice::from_ref(single)),
        }
    }

    /// Whether comparisons that are to hold together leave nothing.
    fn clash(self, members: &[Condition]) -> bool {
        let mut parts = Vec::new();
        flatten(members, &mut parts);
        self.clash_of(&parts)
    }

    fn clash_of(self, parts: &[&Condition]) -> bool {
        let mut wanted: BTreeMap<usize, bool> = BTreeMap::new();
        let mut numbers: BTreeMap<&str, Left<i64>> = BTreeMap::new();
        let mut dates: BTreeMap<&str, Left<Date>> = BTreeMap::new();
        let mut symbols: BTreeMap<&str, Left<String>> = BTreeMap::new();
        for part in parts {
            if !self.budget.spend(1 + members_of(part)) {
                return false;
            }
            match part {
                Condition::Is { attribute, wanted: is }
                    if wanted.insert(attribute.0, *is).is_some_and(|before| before != *is) =>
                {
                    return true;
                }
                Condition::Numbers(compare) => {
                    let left = numbers.entry(&compare.expression).or_default();
                    if let Number::Count(_) = compare.left {
                        left.hold(Relation::GreaterOrEqual, &0, |_, _| None);
                    }
                    hold(left, compare, literal_number, |value, by| value.checked_add(by));
                }
                Condition::Dates(compare) => {
                    hold(dates.entry(&compare.expression).or_default(), compare, literal_day, |day, by| match by {
                        1 => day.tomorrow().ok(),
                        _ => day.yesterday().ok(),
                    });
                }
                Condition::Symbols(compare) => {
                    let left = symbols.entry(&compare.expression).or_default();
                    if let (ValueType::Code, Symbol::Attribute(slot)) = (compare.value_type, &compare.left)
                        && let Some(attribute) = self.tables.attributes.get(slot.0)
                        && let Some(attribute) = self.vocabulary.attribute(attribute)
                    {
                        self.budget.spend(attribute.codes.len());
                        left.one_of(attribute.codes.iter().map(|code| code.id.clone()).collect());
                    }
                    hold(left, compare, literal_symbol, |_, _| None);
                }
                _ => {}
            }
        }
        numbers.values().any(Left::is_empty)
            || dates.values().any(Left::is_empty)
            || symbols.values().any(Left::is_empty)
    }
}

/// How many members the list of a comparison has.
fn members_of(part: &Condition) -> usize {
    fn of<S>(test: &Test<S>) -> usize {
        match test {
            Test::List(list, _) => list.len(),
            Test::Against(..) => 0,
        }
    }
    match part {
        Condition::Numbers(compare) => of(&compare.test),
        Condition::Dates(compare) => of(&compare.test),
        Condition::Symbols(compare) => of(&compare.test),
        _ => 0,
    }
}

fn flatten<'c>(members: &'c [Condition], parts: &mut Vec<&'c Condition>) {
    for member in members {
        match member {
            Condition::All(inner) => flatten(inner, parts),
            other => parts.push(other),
        }
    }
}

fn hold<S, T: Ord + Clone>(
    left: &mut Left<T>,
    compare: &Compare<S>,
    literal: impl Fn(&S) -> Option<T>,
    step: impl Fn(&T, i64) -> Option<T>,
) {
    match &compare.test {
        Test::Against(relation, bound) => {
            if let Some(bound) = literal(bound) {
                left.hold(*relation, &bound, step);
            }
        }
        Test::List(list, wanted) => {
            let values: Vec<Option<T>> = list.iter().map(literal).collect();
            match wanted {
                true => {
                    if let Some(values) = values.into_iter().collect::<Option<BTreeSet<T>>>() {
                        left.one_of(values);
                    }
                }
                false => left.excluded.extend(values.into_iter().flatten()),
            }
        }
    }
}

fn literal_number(number: &Number) -> Option<i64> {
    match number {
        Number::Literal(value) => Some(*value),
        _ => None,
    }
}

fn literal_day(day: &Day) -> Option<Date> {
    match day {
        Day::Literal(date) => Some(*date),
        _ => None,
    }
}

fn literal_symbol(symbol: &Symbol) -> Option<String> {
    match symbol {
        Symbol::Literal(text) => Some(text.clone()),
        Symbol::Attribute(_) => None,
    }
}

/// A literal stays as it is: what is written out is not reported either way.
pub(super) fn as_written(literal: bool) -> bool {
    literal
}
