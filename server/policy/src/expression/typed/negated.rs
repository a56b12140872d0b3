//! Negation, which is moved into the comparisons.

use super::{Compare, Condition, Quantifier, Test};

impl Condition {
    /// No where the condition is yes, yes where it is no, unknown where it is unknown.
    #[must_use]
    pub(crate) fn negated(&self) -> Self {
        self.opposite(|literal| !literal)
    }

    /// The same, with something of its own for what is written out.
    #[must_use]
    pub(crate) fn opposite(&self, literal: fn(bool) -> bool) -> Self {
        let each = |members: &[Self]| members.iter().map(|member| member.opposite(literal)).collect();
        match self {
            Self::Literal(value) => Self::Literal(literal(*value)),
            Self::Is { attribute, wanted } => Self::Is { attribute: *attribute, wanted: !wanted },
            Self::All(members) => Self::Any(each(members)),
            Self::Any(members) => Self::All(each(members)),
            Self::Same { sides, wanted } => Self::Same { sides: sides.clone(), wanted: !wanted },
            Self::Numbers(compare) => Self::Numbers(Box::new(opposite(compare))),
            Self::Dates(compare) => Self::Dates(Box::new(opposite(compare))),
            Self::Symbols(compare) => Self::Symbols(Box::new(opposite(compare))),
            Self::Contains(contains) => {
                let mut contains = contains.clone();
                contains.wanted = !contains.wanted;
                Self::Contains(contains)
            }
            Self::Members(asked) => {
                let mut asked = asked.clone();
                asked.quantifier = match asked.quantifier {
                    Quantifier::Any => Quantifier::All,
                    Quantifier::All => Quantifier::Any,
                };
                asked.condition = asked.condition.opposite(literal);
                Self::Members(asked)
            }
            Self::Policy { policy, wanted } => Self::Policy { policy: *policy, wanted: !wanted },
        }
    }
}

fn opposite<T: Clone>(compare: &Compare<T>) -> Compare<T> {
    let test = match &compare.test {
        Test::Against(relation, bound) => Test::Against(relation.negated(), bound.clone()),
        Test::List(list, wanted) => Test::List(list.clone(), !wanted),
    };
    Compare { test, ..compare.clone() }
}
