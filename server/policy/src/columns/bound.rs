//! A lowered policy bound to columns: attributes found, bounds as distances, codes as numbers.

use super::{
    BLOCK, Columns,
    bits::Bits,
    column::{Column, Values},
    compare::Wanted,
    ladder::Ladder,
    lists::Lists,
    members::Asked,
    others::{Other, Others},
    packed::Packed,
};
use crate::{
    decision::Truth,
    expression::{syntax::Relation, typed::Quantifier},
    lowered::{Clause, Formula, Function, Kind, Lowered, Members, Slot, Step},
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
        /// Where it stands among those that are answered ahead; none when it is not.
        ahead: Option<usize>,
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
    Members(Box<Asked<'a>>, Quantifier),
    Granted(&'a Other, bool),
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
    Choose(Box<(Check<'a>, Calculation<'a>, Calculation<'a>)>),
    Count(Box<Asked<'a>>),
    Sum(Box<(Asked<'a>, Calculation<'a>)>),
    Paid(&'a Other),
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
    /// The bands as a table, where there are many residents and the bands allow it.
    pub(super) ladder: Option<Ladder<'a>>,
}

/// Residents below which a table for the bands costs more than it saves.
const MANY: usize = 16 * BLOCK;

impl<'a> Bound<'a> {
    pub(super) fn new(lowered: &Lowered, columns: &'a Columns, others: &'a Others) -> Self {
        let binding = Binding {
            found: found(&lowered.attributes, columns),
            member_attributes: &lowered.member_attributes,
            others: lowered.policies.iter().map(|id| others.get(id)).collect(),
        };
        let step = |step: &Step| BoundStep { when: binding.clause(&step.when), amount: binding.formula(&step.amount) };
        let bands: Option<Vec<BoundStep<'a>>> = lowered.bands.as_ref().map(|bands| bands.iter().map(step).collect());
        let ladder = bands.as_ref().filter(|_| columns.rows() > MANY).and_then(|bands| Ladder::of(bands));
        let mut met = binding.clause(&lowered.met);
        answer_ahead(&mut met, &mut 0);
        Self { met, bands, ladder }
    }
}

/// Numbers the comparisons with constants, which can be answered for many blocks at once.
fn answer_ahead(check: &mut Check<'_>, next: &mut usize) {
    match check {
        Check::Numbers { ahead, .. } => {
            *ahead = Some(*next);
            *next += 1;
        }
        Check::All(members) | Check::Any(members) => members.iter_mut().for_each(|member| answer_ahead(member, next)),
        _ => {}
    }
}

fn found<'a>(attributes: &[String], columns: &'a Columns) -> Vec<Option<&'a Column>> {
    attributes.iter().map(|id| columns.column(id)).collect()
}

struct Binding<'a, 'l> {
    found: Vec<Option<&'a Column>>,
    member_attributes: &'l [String],
    others: Vec<Option<&'a Other>>,
}

impl<'a> Binding<'a, '_> {
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
                    Check::Numbers { packed, known, wanted: Wanted::span(packed, *span), inside: *inside, ahead: None }
                }
                None => Check::Known(Truth::Unknown),
            },
            Clause::OneOf { attribute, symbols, inside } => match self.column(*attribute) {
                Some(Column { values: Values::Symbols(packed, dictionary), known, .. }) => {
                    let numbers: Vec<i64> = symbols.iter().filter_map(|symbol| dictionary.number(symbol)).collect();
                    let wanted = Wanted::numbers(packed, &numbers);
                    Check::Numbers { packed, known: known.as_ref(), wanted, inside: *inside, ahead: None }
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
            Clause::Contains { attribute, mask, quantifier, wanted } => match self.column(*attribute) {
                Some(Column { values: Values::Sets(packed, _), known, .. }) => Check::Numbers {
                    packed,
                    known: known.as_ref(),
                    wanted: Wanted::mask(*mask, *quantifier),
                    inside: *wanted,
                    ahead: None,
                },
                _ => Check::Known(Truth::Unknown),
            },
            Clause::Members(members, quantifier) => match self.asked(members) {
                Some((asked, _)) => Check::Members(Box::new(asked), *quantifier),
                None => Check::Known(Truth::Unknown),
            },
            Clause::Granted(policy, wanted) => match self.other(*policy) {
                Some(other) => Check::Granted(other, *wanted),
                None => Check::Known(Truth::Unknown),
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
            Formula::Choose(parts) => {
                let (clause, met, otherwise) = &**parts;
                Calculation::Choose(Box::new((self.clause(clause), self.formula(met), self.formula(otherwise))))
            }
            Formula::Count(members) => {
                self.asked(members).map_or(Calculation::Failed, |(asked, _)| Calculation::Count(Box::new(asked)))
            }
            Formula::Sum(sum) => self.asked(&sum.0).map_or(Calculation::Failed, |(asked, of_member)| {
                Calculation::Sum(Box::new((asked, of_member.formula(&sum.1))))
            }),
            Formula::PolicyAmount(policy) => self.other(*policy).map_or(Calculation::Failed, Calculation::Paid),
        }
    }

    /// What is asked of the members of a list, and what else can be asked of them; none when nobody has the list.
    fn asked(&self, members: &Members) -> Option<(Asked<'a>, Self)> {
        let column = self.column(members.list)?;
        let Values::Lists(lists) = &column.values else { return None };
        let lists: &'a Lists = lists;
        let found = found(self.member_attributes, &lists.members);
        let of_member = Self { found, member_attributes: self.member_attributes, others: Vec::new() };
        let asked = Asked { lists, known: column.known.as_ref(), check: of_member.clause(&members.clause) };
        Some((asked, of_member))
    }

    fn other(&self, policy: usize) -> Option<&'a Other> {
        self.others.get(policy).copied().flatten()
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
