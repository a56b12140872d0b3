//! With which values of one fact a piece comes out as wanted, when every other fact stays as it is.
//!
//! A comparison is turned around step by step: what is wanted of a sum becomes what is wanted of its term, and so on
//! down to the fact. The result is exact, overflow included: every step wants numbers that fit 64 bits. `None`: it
//! cannot be turned around.

use super::{
    affine::affine,
    ranges::Ranges,
    tree::{Asks, Slots, holds},
    turned::{divided, least, monotone, multiplied, reversed},
    uses,
    values::{Codes, MOST, Values},
};
use crate::{
    calendar,
    decision::Truth,
    evaluate::{Scope, record::Silent},
    expression::{
        syntax::Relation,
        typed::{AttributeSlot, Compare, Condition, Contains, Day, Number, Quantifier, Symbol, Test},
    },
    lowered::day as days,
    value::Value,
    vocabulary::{Attribute, ValueType},
};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// Whole numbers that are tried one by one where nothing can be turned around.
const TRIED: i64 = 100;

/// What is asked of a side when the other is known, and whether it is the left one.
type Asked<'w> = Box<dyn Fn(i128, bool) -> Option<Ranges> + 'w>;

/// Turns pieces around for one fact.
pub(super) struct Inverse<'a> {
    pub(super) scope: Scope<'a>,
    pub(super) slot: AttributeSlot,
    pub(super) attribute: &'a Attribute,
}

impl<'a> Inverse<'a> {
    /// The values with which a piece comes out as wanted.
    pub(super) fn values(&self, asks: Asks<'a>, wanted: bool) -> Option<Values> {
        let turned = match asks {
            Asks::Condition(condition) => self.condition(condition, wanted),
            Asks::Range(number, from, to) => {
                let inside = Ranges::between(
                    from.map_or(i64::MIN.into(), i128::from),
                    to.map_or(i64::MAX.into(), |to| i128::from(to) - 1),
                );
                self.number(number, &if wanted { inside } else { inside.complement() })
            }
            Asks::Amount(number) => self.number(number, &Ranges::related(Relation::GreaterOrEqual, 0)),
        };
        turned.or_else(|| self.tried(asks, wanted))
    }

    /// Every yes or no, every code, and the first whole numbers, one by one.
    fn tried(&self, asks: Asks<'a>, wanted: bool) -> Option<Values> {
        let mut found = Values::none(self.attribute)?;
        for value in samples(self.attribute)? {
            if self.scope.told(self.slot, &value, |scope| holds(asks, wanted, scope))? {
                found = found.union(&Values::only(self.attribute, &value)?);
            }
        }
        let is_all = self.attribute.value_type != ValueType::Int;
        (is_all || !found.is_empty()).then_some(found)
    }

    fn mentions(&self, of: impl FnOnce(&mut Slots)) -> bool {
        let mut used = 0;
        of(&mut used);
        used >> self.slot.0 & 1 == 1
    }

    fn constant(&self, holds: bool) -> Option<Values> {
        if holds { Values::all(self.attribute) } else { Values::none(self.attribute) }
    }

    fn condition(&self, condition: &'a Condition, wanted: bool) -> Option<Values> {
        if !self.mentions(|used| uses::of_condition(condition, used)) {
            return self.constant(self.scope.condition(condition, &mut Silent) == Truth::of(wanted));
        }
        match condition {
            Condition::Literal(value) => self.constant(*value == wanted),
            Condition::Is { wanted: is, .. } => {
                let yes = *is == wanted;
                Some(Values::Bools { no: !yes, yes })
            }
            Condition::All(members) => self.members(members, wanted, wanted),
            Condition::Any(members) => self.members(members, wanted, !wanted),
            Condition::Same { sides, wanted: same } => {
                let side = |wanted| Some((self.condition(&sides.0, wanted)?, self.condition(&sides.1, wanted)?));
                let ((yes, also), (no, neither)) = (side(true)?, side(false)?);
                Some(match *same == wanted {
                    true => yes.intersect(&also).union(&no.intersect(&neither)),
                    false => yes.intersect(&neither).union(&no.intersect(&also)),
                })
            }
            Condition::Numbers(compare) => {
                self.compared(compare, wanted, |left, relation, right| self.turned(left, relation, right))
            }
            Condition::Dates(compare) => {
                self.compared(compare, wanted, |left, relation, right| self.turned_days(left, relation, right))
            }
            Condition::Symbols(compare) => {
                self.compared(compare, wanted, |left, relation, right| self.turned_symbols(left, relation, right))
            }
            Condition::Contains(contains) => Some(sets(contains, contains.wanted == wanted)),
            Condition::Members(_) | Condition::Policy { .. } => None,
        }
    }

    fn members(&self, members: &'a [Condition], wanted: bool, all: bool) -> Option<Values> {
        let mut found = self.constant(all)?;
        for member in members {
            let values = self.condition(member, wanted)?;
            found = if all { found.intersect(&values) } else { found.union(&values) };
        }
        Some(found)
    }

    /// A comparison as what is wanted of each pair of sides.
    fn compared<T>(
        &self,
        compare: &'a Compare<T>,
        wanted: bool,
        turned: impl Fn(&'a T, Relation, &'a T) -> Option<Values>,
    ) -> Option<Values> {
        match &compare.test {
            Test::Against(relation, right) => {
                turned(&compare.left, if wanted { *relation } else { relation.negated() }, right)
            }
            Test::List(list, inside) => {
                let inside = *inside == wanted;
                let relation = if inside { Relation::Equal } else { Relation::NotEqual };
                let mut found = self.constant(!inside)?;
                for member in list {
                    let values = turned(&compare.left, relation, member)?;
                    found = if inside { found.union(&values) } else { found.intersect(&values) };
                }
                Some(found)
            }
        }
    }

    fn turned(&self, left: &'a Number, relation: Relation, right: &'a Number) -> Option<Values> {
        let known = |number| self.scope.number(number, &mut Silent);
        let within = |number| self.mentions(|used| uses::of_number(number, used));
        match (within(left), within(right)) {
            (true, true) => affine(self, left, relation, right),
            (_, false) => match known(right) {
                Some(bound) => self.number(left, &Ranges::related(relation, bound)),
                None => Values::none(self.attribute),
            },
            (false, true) => match known(left) {
                Some(bound) => self.number(right, &Ranges::related(reversed(relation), bound)),
                None => Values::none(self.attribute),
            },
        }
    }

    fn turned_days(&self, left: &'a Day, relation: Relation, right: &'a Day) -> Option<Values> {
        let known = |day| self.scope.day(day, &mut Silent).map(days::number);
        let within = |day| self.mentions(|used| uses::of_day(day, used));
        match (within(left), within(right)) {
            (true, true) => None,
            (_, false) => match known(right) {
                Some(bound) => self.day(left, &Ranges::related(relation, bound)),
                None => Values::none(self.attribute),
            },
            (false, true) => match known(left) {
                Some(bound) => self.day(right, &Ranges::related(reversed(relation), bound)),
                None => Values::none(self.attribute),
            },
        }
    }

    fn turned_symbols(&self, left: &Symbol, relation: Relation, right: &Symbol) -> Option<Values> {
        let mentions = |symbol: &Symbol| *symbol == Symbol::Attribute(self.slot);
        let other = match (mentions(left), mentions(right)) {
            // The same as itself, whatever it is.
            (true, true) => return self.constant(relation == Relation::Equal),
            (true, false) => right,
            _ => left,
        };
        let Some(symbol) = self.scope.symbol(other, &mut Silent) else { return Values::none(self.attribute) };
        let listed = BTreeSet::from([symbol.to_owned()]);
        Values::all(self.attribute)
            .map(|all| all.intersect(&Values::Symbols { listed, inside: relation == Relation::Equal }))
    }

    /// The values with which a number is one of the wanted ones.
    pub(super) fn number(&self, number: &'a Number, wanted: &Ranges) -> Option<Values> {
        let known = |number| self.scope.number(number, &mut Silent);
        let within = |number| self.mentions(|used| uses::of_number(number, used));
        if !within(number) {
            return self.constant(known(number).is_some_and(|value| wanted.contains(value)));
        }
        // Of two sides one has the fact, the other is known: the first of the answer, and whether it is the left.
        let sides = |sides: &'a (Number, Number)| match (within(&sides.0), within(&sides.1)) {
            (true, true) => None,
            (true, false) => Some((&sides.0, known(&sides.1), true)),
            (false, _) => Some((&sides.1, known(&sides.0), false)),
        };
        let (pair, asked): (_, Asked<'_>) = match number {
            Number::Attribute(_) => {
                let all = Values::all(self.attribute)?;
                return Some(all.intersect(&Values::Numbers(wanted.clone())));
            }
            Number::Negate(value) => return self.number(value, &wanted.each(|low, high| Ranges::between(-high, -low))),
            Number::Add(pair) => {
                (pair, Box::new(|by, _| Some(wanted.each(|low, high| Ranges::between(low - by, high - by)))))
            }
            Number::Subtract(pair) => (
                pair,
                Box::new(|by, is_left| {
                    Some(wanted.each(|low, high| match is_left {
                        true => Ranges::between(low + by, high + by),
                        false => Ranges::between(by - high, by - low),
                    }))
                }),
            ),
            Number::Multiply(pair) => {
                (pair, Box::new(|by, _| Some(wanted.each(|low, high| multiplied(low, high, by)))))
            }
            Number::Divide(pair, rounding) => (
                pair,
                Box::new(|by, is_left| is_left.then(|| wanted.each(|low, high| divided(low, high, by, *rounding)))),
            ),
            Number::Min(pair) => (pair, Box::new(|by, _| Some(least(wanted, by, true)))),
            Number::Max(pair) => (pair, Box::new(|by, _| Some(least(wanted, by, false)))),
            Number::Age(from, to, rules) => {
                return self.between(from, to, wanted, |from, to| self.scope.age(from, to, *rules));
            }
            Number::MonthsBetween(from, to) => return self.between(from, to, wanted, calendar::months_between),
            Number::DaysBetween(from, to) => return self.between(from, to, wanted, calendar::days_between),
            Number::Choose(parts) => {
                let (met, otherwise) = (self.number(&parts.1, wanted)?, self.number(&parts.2, wanted)?);
                let met = met.intersect(&self.condition(&parts.0, true)?);
                return Some(met.union(&otherwise.intersect(&self.condition(&parts.0, false)?)));
            }
            Number::Literal(_)
            | Number::Parameter(_)
            | Number::PolicyAmount(_)
            | Number::DaysInMonth(_)
            | Number::Count(_)
            | Number::Sum(_) => return None,
        };
        match sides(pair)? {
            (side, Some(by), is_left) => self.number(side, &asked(by.into(), is_left)?),
            (_, None, _) => Values::none(self.attribute),
        }
    }

    /// Something that only grows with the second day and only falls with the first.
    fn between(&self, from: &Day, to: &Day, wanted: &Ranges, count: impl Fn(Date, Date) -> i64) -> Option<Values> {
        let within = |day| self.mentions(|used| uses::of_day(day, used));
        let known = |day| self.scope.day(day, &mut Silent);
        match (within(from), within(to)) {
            (true, true) => None,
            (false, _) => match known(from) {
                Some(from) => self.day(to, &monotone(wanted, true, |to| count(from, to))),
                None => Values::none(self.attribute),
            },
            (true, false) => match known(to) {
                Some(to) => self.day(from, &monotone(wanted, false, |from| count(from, to))),
                None => Values::none(self.attribute),
            },
        }
    }

    /// The values with which a day is one of the wanted ones, by their numbers.
    fn day(&self, day: &Day, wanted: &Ranges) -> Option<Values> {
        if !self.mentions(|used| uses::of_day(day, used)) {
            let number = self.scope.day(day, &mut Silent).map(days::number);
            return self.constant(number.is_some_and(|number| wanted.contains(number)));
        }
        match day {
            Day::Literal(_) | Day::Today => None,
            Day::Attribute(_) => Values::all(self.attribute).map(|all| all.intersect(&Values::Days(wanted.clone()))),
            Day::Boundary(boundary, day) => {
                let edge = |day| days::number(calendar::boundary(*boundary, day));
                self.day(day, &monotone(wanted, true, edge))
            }
            Day::Earlier(pair) | Day::Later(pair) => {
                let within = |day| self.mentions(|used| uses::of_day(day, used));
                let (side, other) = match (within(&pair.0), within(&pair.1)) {
                    (true, true) => return None,
                    (true, false) => (&pair.0, &pair.1),
                    _ => (&pair.1, &pair.0),
                };
                match self.scope.day(other, &mut Silent) {
                    Some(by) => self.day(side, &least(wanted, days::number(by).into(), matches!(day, Day::Earlier(_)))),
                    None => Values::none(self.attribute),
                }
            }
        }
    }
}

/// Values that are tried one by one. `None`: too many.
pub(super) fn samples(attribute: &Attribute) -> Option<Vec<Value>> {
    match attribute.value_type {
        ValueType::Bool => Some(vec![Value::Bool(false), Value::Bool(true)]),
        ValueType::Code => Some(attribute.codes.iter().map(|code| Value::Code(code.id.clone())).collect()),
        ValueType::Int => Some((0..TRIED).map(Value::Int).collect()),
        ValueType::Money | ValueType::Date | ValueType::Text | ValueType::Codes | ValueType::Members => None,
    }
}

fn sets(contains: &Contains, wanted: bool) -> Values {
    let set = |has: &[String], lacks: &[String]| Codes {
        has: has.iter().cloned().collect(),
        lacks: lacks.iter().cloned().collect(),
    };
    let codes = contains.codes.as_slice();
    Values::Sets(match (contains.quantifier, wanted) {
        (Quantifier::Any, true) => codes.chunks(1).map(|code| set(code, &[])).collect(),
        (Quantifier::All, true) => vec![set(codes, &[])],
        (Quantifier::Any, false) => vec![set(&[], codes)],
        (Quantifier::All, false) => codes.chunks(1).map(|code| set(&[], code)).collect(),
    })
}

/// Numbers that a fact is thought to become.
pub(super) const THOUGHT: (i64, i64) = (0, MOST);
