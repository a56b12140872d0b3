//! A lowered policy bound to columns: attributes found, bounds as distances, codes as numbers.

use super::{
    Columns,
    bits::Bits,
    column::{Column, Values},
    compare::Wanted,
    packed::Packed,
};
use crate::{
    decision::Truth,
    expression::syntax::Relation,
    lowered::{Clause, Formula, Function, Kind, Lowered, Slot, Step},
};

/// A clause on columns.
#[derive(Debug)]
pub(super) enum Check<'a> {
    Known(Truth),
    Bools {
        bits: &'a Bits,
        known: Option<&'a Bits>,
        wanted: bool,
    },
    Numbers {
        packed: &'a Packed,
        known: Option<&'a Bits>,
        wanted: Wanted,
        inside: bool,
    },
    /// Two columns of symbols; `meaning` gives for each number of the right the number of the left, where it has one.
    Symbols {
        left: (&'a Packed, Option<&'a Bits>),
        right: (&'a Packed, Option<&'a Bits>),
        meaning: Vec<Option<i64>>,
        wanted: bool,
    },
    Compare {
        left: Calculation<'a>,
        relation: Relation,
        right: Calculation<'a>,
    },
    All(Vec<Check<'a>>),
    Any(Vec<Check<'a>>),
    Same(Box<(Check<'a>, Check<'a>)>, bool),
}

/// A formula on columns.
#[derive(Debug)]
pub(super) enum Calculation<'a> {
    Constant(i64),
    Failed,
    Fact(&'a Packed, Option<&'a Bits>),
    Of(Function, Box<(Calculation<'a>, Calculation<'a>)>),
}

/// One band on columns.
#[derive(Debug)]
pub(super) struct BoundStep<'a> {
    pub(super) when: Check<'a>,
    pub(super) amount: Calculation<'a>,
}

/// A policy on columns.
#[derive(Debug)]
pub(super) struct Bound<'a> {
    pub(super) met: Check<'a>,
    pub(super) bands: Option<Vec<BoundStep<'a>>>,
}

impl<'a> Bound<'a> {
    pub(super) fn new(lowered: &Lowered, columns: &'a Columns) -> Self {
        let found = lowered.attributes.iter().map(|id| columns.column(id)).collect();
        let binding = Binding { found };
        let step = |step: &Step| BoundStep { when: binding.clause(&step.when), amount: binding.formula(&step.amount) };
        let bands = lowered.bands.as_ref().map(|bands| bands.iter().map(step).collect());
        Self { met: binding.clause(&lowered.met), bands }
    }
}

struct Binding<'a> {
    found: Vec<Option<&'a Column>>,
}

impl<'a> Binding<'a> {
    /// The column of an attribute; none when nothing is known of anybody.
    fn column(&self, slot: Slot) -> Option<&'a Column> {
        self.found.get(slot).copied().flatten()
    }

    fn clause(&self, clause: &Clause) -> Check<'a> {
        let members = |members: &[Clause]| members.iter().map(|member| self.clause(member)).collect();
        match clause {
            Clause::Known(truth) => Check::Known(*truth),
            Clause::Is(slot, wanted) => match self.column(*slot) {
                Some(Column { values: Values::Bools(bits), known, .. }) => {
                    Check::Bools { bits, known: known.as_ref(), wanted: *wanted }
                }
                _ => Check::Known(Truth::Unknown),
            },
            Clause::Within { attribute, kind, span, inside } => match self.integers(*attribute, *kind) {
                Some((packed, known)) => {
                    Check::Numbers { packed, known, wanted: Wanted::span(packed, *span), inside: *inside }
                }
                None => Check::Known(Truth::Unknown),
            },
            Clause::OneOf { attribute, symbols, inside } => match self.column(*attribute) {
                Some(Column { values: Values::Symbols(packed, dictionary), known, .. }) => {
                    let numbers: Vec<i64> = symbols.iter().filter_map(|symbol| dictionary.number(symbol)).collect();
                    let wanted = Wanted::numbers(packed, &numbers);
                    Check::Numbers { packed, known: known.as_ref(), wanted, inside: *inside }
                }
                _ => Check::Known(Truth::Unknown),
            },
            Clause::SameSymbol(left, right, wanted) => match (self.column(*left), self.column(*right)) {
                (
                    Some(Column { values: Values::Symbols(left, of_left), known: left_known, .. }),
                    Some(Column { values: Values::Symbols(right, of_right), known: right_known, .. }),
                ) => Check::Symbols {
                    left: (left, left_known.as_ref()),
                    right: (right, right_known.as_ref()),
                    meaning: of_right.symbols.iter().map(|symbol| of_left.number(symbol)).collect(),
                    wanted: *wanted,
                },
                _ => Check::Known(Truth::Unknown),
            },
            Clause::Compare(sides) => {
                let (left, relation, right) = &**sides;
                Check::Compare { left: self.formula(left), relation: *relation, right: self.formula(right) }
            }
            Clause::All(clauses) => Check::All(members(clauses)),
            Clause::Any(clauses) => Check::Any(members(clauses)),
            Clause::Same(sides, wanted) => {
                Check::Same(Box::new((self.clause(&sides.0), self.clause(&sides.1))), *wanted)
            }
        }
    }

    fn formula(&self, formula: &Formula) -> Calculation<'a> {
        match formula {
            Formula::Constant(value) => Calculation::Constant(*value),
            Formula::Failed => Calculation::Failed,
            Formula::Fact(slot, kind) => self
                .integers(*slot, *kind)
                .map_or(Calculation::Failed, |(packed, known)| Calculation::Fact(packed, known)),
            Formula::Of(function, sides) => {
                Calculation::Of(*function, Box::new((self.formula(&sides.0), self.formula(&sides.1))))
            }
        }
    }

    fn integers(&self, slot: Slot, kind: Kind) -> Option<(&'a Packed, Option<&'a Bits>)> {
        let column = self.column(slot)?;
        match (&column.values, kind) {
            (Values::Numbers(packed), Kind::Number) | (Values::Days(packed), Kind::Day) => {
                Some((packed, column.known.as_ref()))
            }
            _ => None,
        }
    }
}
