//! Sets of codes: `补贴 包含 低保`, `benefits contains any [dibao, tekun]`.

use super::{Checker, Term};
use crate::{
    expression::{
        syntax::{Expression, Kind},
        typed::{Condition, Contains, Quantifier, Symbol},
    },
    vocabulary::ValueType,
};

impl<'v> Checker<'v> {
    /// A set held against codes; `wanted` says whether it must have them.
    pub(super) fn set_contains(
        &mut self,
        set: &Expression,
        quantifier: Quantifier,
        codes: &[Expression],
        wanted: bool,
    ) -> Option<Condition> {
        let (slot, attribute) = match self.term(set)? {
            Term::Set(slot, attribute) => (slot, attribute),
            other => {
                self.mismatch(set, "codes", &other.type_name());
                return None;
            }
        };
        let codes: Vec<Option<String>> = codes
            .iter()
            .map(|code| match self.code_of(code, attribute)? {
                Symbol::Literal(id) => Some(id),
                Symbol::Attribute(_) => {
                    self.mismatch(code, &format!("code of {}", attribute.id), "attribute");
                    None
                }
            })
            .collect();
        let codes = codes.into_iter().collect::<Option<Vec<String>>>()?;
        let mask = codes.iter().filter_map(|code| attribute.bit(code)).fold(0, |mask, bit| mask | bit);
        Some(Condition::Contains(Box::new(Contains { set: slot, quantifier, codes, mask, wanted })))
    }

    /// The set, when an expression is nothing but the name of one.
    pub(super) fn set_of(&mut self, expression: &Expression) -> Option<Term<'v>> {
        let Kind::Name(name) = &expression.kind else { return None };
        let attribute = self.vocabulary.find(name).filter(|found| found.value_type == ValueType::Codes)?;
        Some(Term::Set(self.attribute_slot(attribute), attribute))
    }
}
