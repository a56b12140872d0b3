//! Typed conditions to clauses.

use super::{Clause, Formula, Lowering, Members, Span, Unsupported, course};
use crate::{
    decision::Truth,
    expression::{
        syntax::Relation,
        typed::{AttributeSlot, Compare, Condition, Symbol, Test},
    },
};

impl Lowering<'_> {
    pub(super) fn condition(&self, condition: &Condition) -> Result<Clause, Unsupported> {
        match condition {
            Condition::Literal(value) => Ok(Clause::Known(Truth::of(*value))),
            Condition::Is { attribute, wanted } => Ok(Clause::Is(attribute.0, *wanted)),
            Condition::All(members) => Ok(Clause::all(self.conditions(members)?)),
            Condition::Any(members) => Ok(Clause::any(self.conditions(members)?)),
            Condition::Same { sides, wanted } => {
                Ok(Clause::Same(Box::new((self.condition(&sides.0)?, self.condition(&sides.1)?)), *wanted))
            }
            Condition::Numbers(compare) => self.compared(compare, Self::number),
            Condition::Dates(compare) => self.compared(compare, Self::day),
            Condition::Symbols(compare) => symbols(compare),
            Condition::Contains(contains) => Ok(Clause::Contains {
                attribute: contains.set.0,
                mask: contains.mask,
                quantifier: contains.quantifier,
                wanted: contains.wanted,
            }),
            Condition::Members(members) => {
                Ok(Clause::Members(Box::new(self.members(members.list, &members.condition)?), members.quantifier))
            }
            Condition::Policy { policy, wanted } => Ok(Clause::Granted(policy.0, *wanted)),
        }
    }

    pub(super) fn members(&self, list: AttributeSlot, condition: &Condition) -> Result<Members, Unsupported> {
        Ok(Members { list: list.0, clause: self.condition(condition)? })
    }

    fn conditions(&self, members: &[Condition]) -> Result<Vec<Clause>, Unsupported> {
        members.iter().map(|member| self.condition(member)).collect()
    }

    fn compared<T>(
        &self,
        compare: &Compare<T>,
        lower: impl Fn(&Self, &T) -> Result<Formula, Unsupported>,
    ) -> Result<Clause, Unsupported> {
        let left = lower(self, &compare.left)?;
        match &compare.test {
            Test::Against(relation, right) => Ok(against(left, *relation, lower(self, right)?)),
            Test::List(list, wanted) => {
                let relation = if *wanted { Relation::Equal } else { Relation::NotEqual };
                let members: Result<Vec<Clause>, Unsupported> =
                    list.iter().map(|member| Ok(against(left.clone(), relation, lower(self, member)?))).collect();
                members.map(if *wanted { Clause::any } else { Clause::all })
            }
        }
    }
}

/// Two sides: a bound on a fact where one is a constant.
fn against(left: Formula, relation: Relation, right: Formula) -> Clause {
    match (left, right) {
        (Formula::Failed, _) | (_, Formula::Failed) => Clause::Known(Truth::Unknown),
        (left, Formula::Constant(bound)) => {
            let (span, inside) = Span::of(relation, bound);
            left.within(span, inside)
        }
        (Formula::Constant(bound), right) => {
            let (span, inside) = Span::of(mirrored(relation), bound);
            right.within(span, inside)
        }
        (left, right) => course::compared(&left, relation, &right)
            .unwrap_or_else(|| Clause::Compare(Box::new((left, relation, right)))),
    }
}

/// The relation with its sides changed over.
fn mirrored(relation: Relation) -> Relation {
    match relation {
        Relation::Equal | Relation::NotEqual => relation,
        Relation::Less => Relation::Greater,
        Relation::LessOrEqual => Relation::GreaterOrEqual,
        Relation::Greater => Relation::Less,
        Relation::GreaterOrEqual => Relation::LessOrEqual,
    }
}

fn symbols(compare: &Compare<Symbol>) -> Result<Clause, Unsupported> {
    match &compare.test {
        Test::Against(relation, right) => {
            if relation.is_ordering() {
                return Err(Unsupported::new("the order of texts"));
            }
            Ok(same_symbol(&compare.left, right, *relation == Relation::Equal))
        }
        Test::List(list, wanted) => {
            let literals: Option<Vec<String>> = list
                .iter()
                .map(|member| match member {
                    Symbol::Literal(text) => Some(text.clone()),
                    Symbol::Attribute(_) => None,
                })
                .collect();
            // An empty list holds nothing, whatever is missing.
            if let (Symbol::Attribute(attribute), Some(symbols), false) = (&compare.left, literals, list.is_empty()) {
                return Ok(Clause::OneOf { attribute: attribute.0, symbols, inside: *wanted });
            }
            let members = list.iter().map(|member| same_symbol(&compare.left, member, *wanted)).collect();
            Ok(if *wanted { Clause::any(members) } else { Clause::all(members) })
        }
    }
}

fn same_symbol(left: &Symbol, right: &Symbol, wanted: bool) -> Clause {
    match (left, right) {
        (Symbol::Literal(left), Symbol::Literal(right)) => Clause::Known(Truth::of((left == right) == wanted)),
        (Symbol::Attribute(attribute), Symbol::Literal(text))
        | (Symbol::Literal(text), Symbol::Attribute(attribute)) => {
            Clause::OneOf { attribute: attribute.0, symbols: vec![text.clone()], inside: wanted }
        }
        (Symbol::Attribute(left), Symbol::Attribute(right)) => Clause::SameSymbol(left.0, right.0, wanted),
    }
}
