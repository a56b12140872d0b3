//! What is asked of the members of a list. Inside the brackets every name is about a member.

use super::{Checker, Term};
use crate::{
    expression::{
        fault::Fault,
        syntax::{Expression, Kind},
        typed::{AttributeSlot, Condition, Members, MembersCount, MembersSum, Number, Quantifier},
    },
    problem::ProblemCode,
    vocabulary::{Attribute, ValueType},
};

impl<'v> Checker<'v> {
    /// `any(members, condition)` and `all(members, condition)`. "Not one of them" is "all of them not".
    pub(super) fn quantified(
        &mut self,
        quantifier: Quantifier,
        list: &Expression,
        condition: &Expression,
        negated: bool,
    ) -> Option<Condition> {
        let (slot, attribute) = self.list_of(list)?;
        let condition = self.inside(attribute, |checker| checker.truth(condition, negated))?;
        let quantifier = match (quantifier, negated) {
            (Quantifier::Any, false) | (Quantifier::All, true) => Quantifier::Any,
            (Quantifier::All, false) | (Quantifier::Any, true) => Quantifier::All,
        };
        let expression = self.plain().members(slot, quantifier, &condition).into();
        Some(Condition::Members(Box::new(Members { list: slot, quantifier, condition, expression })))
    }

    /// `count(members)` and `count(members, condition)`.
    pub(super) fn count(&mut self, list: &Expression, condition: Option<&Expression>) -> Option<Term<'v>> {
        let (slot, attribute) = self.list_of(list)?;
        let condition = self.who(attribute, condition)?;
        Some(Term::Int(Number::Count(Box::new(MembersCount { list: slot, condition }))))
    }

    /// `sum(members, number)` and `sum(members, number, condition)`.
    pub(super) fn sum(
        &mut self,
        list: &Expression,
        value: &Expression,
        condition: Option<&Expression>,
    ) -> Option<Term<'v>> {
        let (slot, attribute) = self.list_of(list)?;
        let term = self.inside(attribute, |checker| checker.term(value));
        let condition = self.who(attribute, condition);
        let sum = |value, condition| Number::Sum(Box::new(MembersSum { list: slot, condition, value }));
        match term? {
            Term::Int(value) => Some(Term::Int(sum(value, condition?))),
            Term::Money(value) => Some(Term::Money(sum(value, condition?))),
            other => {
                self.mismatch(value, "int | money", &other.type_name());
                None
            }
        }
    }

    fn who(&mut self, attribute: &'v Attribute, condition: Option<&Expression>) -> Option<Condition> {
        match condition {
            Some(condition) => self.inside(attribute, |checker| checker.truth(condition, false)),
            None => Some(Condition::Literal(true)),
        }
    }

    fn list_of(&mut self, list: &Expression) -> Option<(AttributeSlot, &'v Attribute)> {
        if let Kind::Name(name) = &list.kind
            && let Some(attribute) = self.vocabulary.find(name)
            && attribute.value_type == ValueType::Members
            && self.member_of.is_none()
        {
            return Some((self.attribute_slot(attribute), attribute));
        }
        let lists = self.vocabulary.attributes().iter().filter(|known| known.value_type == ValueType::Members);
        let lists: Vec<&str> = lists.flat_map(|known| [known.id.as_str(), known.name.zh.as_str()]).collect();
        let found = self.written(list);
        let suggestion = self.nearest(&found, lists.iter().copied());
        let expected = if lists.is_empty() { "members".to_owned() } else { lists.join(" | ") };
        let fault = Fault::new(ProblemCode::TypeMismatch, list.span.clone(), expected, found);
        self.fault(fault.suggest_maybe(suggestion));
        None
    }

    fn inside<T>(&mut self, list: &'v Attribute, check: impl FnOnce(&mut Self) -> T) -> T {
        let outside = self.member_of.replace(list);
        let checked = check(self);
        self.member_of = outside;
        checked
    }

    /// Refuses, inside the brackets, what is not known of a member.
    pub(super) fn known_of_member(&mut self, attribute: &Attribute, expression: &Expression) -> Option<()> {
        let Some(list) = self.member_of.filter(|list| !list.has.contains(&attribute.id)) else { return Some(()) };
        let names = list.has.iter().filter_map(|id| self.vocabulary.attribute(id));
        let names: Vec<&str> = names.flat_map(|known| [known.id.as_str(), known.name.zh.as_str()]).collect();
        let found = self.written(expression);
        let suggestion = self.nearest(&found, names.iter().copied());
        let (span, expected) = (expression.span.clone(), list.has.join(" | "));
        self.fault(Fault::new(ProblemCode::NotAboutMember, span, expected, found).suggest_maybe(suggestion));
        None
    }
}
