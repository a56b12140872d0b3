//! Holds a syntax tree against the vocabulary and the parameters, and makes the typed form.

mod codes;
mod comparison;
mod functions;
mod members;
mod sets;

use super::{
    fault::Fault,
    names::Named,
    plain::Plain,
    syntax::{Arithmetic, Expression, Kind},
    typed::{AttributeSlot, Condition, Day, Number, ParameterSlot, PolicySlot, Rounding, Symbol, Tables},
};
use crate::{
    budget::Budget,
    document::Period,
    parameters::{Parameter, Parameters},
    problem::{ProblemCode, nearest},
    reader::STEPS_OF_SUGGESTION,
    vocabulary::{Attribute, ValueType, Vocabulary},
};
use jiff::civil::Date;
use std::ops::Range;

/// Checks all expressions of one policy; collects the tables that their typed form refers to.
pub struct Checker<'v> {
    pub(super) vocabulary: &'v Vocabulary,
    /// The policy's own parameters; they win over the city's.
    pub(super) own: &'v Parameters,
    pub(super) city: &'v Parameters,
    /// The days for which every parameter needs a value.
    validity: Option<(Date, Option<Date>)>,
    /// For divisions without a rounding of their own.
    rounding: Option<Rounding>,
    /// The list whose members the expression at hand is about; none for the resident.
    member_of: Option<&'v Attribute>,
    /// The expression at hand, for naming what was found.
    source: String,
    tables: Tables,
    faults: Vec<Fault>,
    /// What is left to do for the document; none where nothing limits it.
    budget: Option<&'v Budget>,
}

/// A checked expression of any type.
#[derive(Clone, Debug)]
pub(super) enum Term<'v> {
    Truth(Condition),
    Int(Number),
    Money(Number),
    Day(Day),
    Code(Symbol, &'v Attribute),
    Text(Symbol),
    Set(AttributeSlot, &'v Attribute),
    Members(&'v Attribute),
}

impl Term<'_> {
    pub(super) fn type_name(&self) -> String {
        match self {
            Self::Truth(_) => "bool".to_owned(),
            Self::Int(_) => "int".to_owned(),
            Self::Money(_) => "money".to_owned(),
            Self::Day(_) => "date".to_owned(),
            Self::Code(_, attribute) => format!("code of {}", attribute.id),
            Self::Text(_) => "text".to_owned(),
            Self::Set(_, attribute) => format!("codes of {}", attribute.id),
            Self::Members(attribute) => format!("members of {}", attribute.id),
        }
    }
}

impl<'v> Checker<'v> {
    /// A checker for one policy. Without a validity, parameters are not held against days.
    pub fn new(
        vocabulary: &'v Vocabulary,
        own: &'v Parameters,
        city: &'v Parameters,
        validity: Option<(Date, Option<Date>)>,
    ) -> Self {
        let (tables, faults, source) = (Tables::default(), Vec::new(), String::new());
        Self { vocabulary, own, city, validity, rounding: None, member_of: None, source, tables, faults, budget: None }
    }

    /// States the rounding of divisions that have none of their own.
    pub fn set_rounding(&mut self, rounding: Option<Rounding>) {
        self.rounding = rounding;
    }

    /// Counts what it does among the work on one document.
    pub fn set_budget(&mut self, budget: &'v Budget) {
        self.budget = Some(budget);
    }

    /// The nearest of several names, as long as there is work left.
    pub(super) fn nearest<'a>(&self, name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
        if self.spend(STEPS_OF_SUGGESTION) { nearest(name, candidates) } else { None }
    }

    /// Takes steps of the document's budget.
    pub(super) fn spend(&self, steps: usize) -> bool {
        self.budget.is_none_or(|budget| budget.spend(steps))
    }

    /// The tables of everything checked so far.
    pub fn tables(&self) -> &Tables {
        &self.tables
    }

    /// The vocabulary that it checks against.
    pub fn vocabulary(&self) -> &'v Vocabulary {
        self.vocabulary
    }

    /// The tables of everything checked so far.
    pub fn into_tables(self) -> Tables {
        self.tables
    }

    /// A yes/no expression.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn check_condition(&mut self, text: &str) -> Result<Condition, Vec<Fault>> {
        self.check(text, |checker, expression| checker.truth(expression, false))
    }

    /// A whole number.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn check_int(&mut self, text: &str) -> Result<Number, Vec<Fault>> {
        self.check(text, |checker, expression| checker.number_of(expression, ValueType::Int))
    }

    /// An amount of money.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn check_money(&mut self, text: &str) -> Result<Number, Vec<Fault>> {
        self.check(text, |checker, expression| checker.number_of(expression, ValueType::Money))
    }

    fn check<T>(
        &mut self,
        text: &str,
        check: impl FnOnce(&mut Self, &Expression) -> Option<T>,
    ) -> Result<T, Vec<Fault>> {
        let expression = super::parser::parse(text).map_err(|fault| vec![fault])?;
        text.clone_into(&mut self.source);
        let checked = check(self, &expression);
        match (checked, std::mem::take(&mut self.faults)) {
            (Some(checked), faults) if faults.is_empty() => Ok(checked),
            (None, faults) if faults.is_empty() => {
                Err(vec![Fault::new(ProblemCode::ExpressionSyntax, expression.span, "", text)])
            }
            (_, faults) => Err(faults),
        }
    }

    pub(super) fn fault(&mut self, fault: Fault) {
        self.faults.push(fault);
    }

    pub(super) fn written(&self, expression: &Expression) -> String {
        self.source.get(expression.span.clone()).unwrap_or_default().to_owned()
    }

    /// What stands before a place of the expression.
    pub(super) fn written_before(&self, span: &Range<usize>) -> &str {
        self.source.get(..span.start).unwrap_or_default()
    }

    pub(super) fn mismatch(&mut self, expression: &Expression, expected: &str, found: &str) {
        self.fault(Fault::new(ProblemCode::TypeMismatch, expression.span.clone(), expected, found));
    }

    /// A yes/no expression; negation is moved into its comparisons.
    pub(super) fn truth(&mut self, expression: &Expression, negated: bool) -> Option<Condition> {
        match &expression.kind {
            Kind::Bool(value) => Some(Condition::Literal(*value != negated)),
            Kind::Not(inner) => self.truth(inner, !negated),
            Kind::And(members) => self.members(members, negated, negated),
            Kind::Or(members) => self.members(members, negated, !negated),
            Kind::Compare(left, relation, right) => {
                let relation = if negated { relation.negated() } else { *relation };
                self.compare(expression, left, relation, right)
            }
            Kind::In { element, list, negated: none_of } => self.contained(element, list, *none_of == negated),
            Kind::Contains { set, quantifier, codes, negated: none_of } => {
                self.set_contains(set, *quantifier, codes, *none_of == negated)
            }
            Kind::Call { name, arguments } if functions::answers_truth(name) => {
                self.truth_call(name, arguments, expression, negated)
            }
            _ => match self.term(expression)? {
                Term::Truth(Condition::Is { attribute, wanted }) => {
                    Some(Condition::Is { attribute, wanted: wanted != negated })
                }
                Term::Truth(condition) => Some(condition),
                other => {
                    let (span, found) = (expression.span.clone(), other.type_name());
                    self.fault(Fault::new(ProblemCode::NotYesOrNo, span, "bool", found));
                    None
                }
            },
        }
    }

    fn members(&mut self, members: &[Expression], negated: bool, any: bool) -> Option<Condition> {
        // Every member is checked, so that every fault is reported at once.
        let checked: Vec<Option<Condition>> = members.iter().map(|member| self.truth(member, negated)).collect();
        let checked: Vec<Condition> = checked.into_iter().collect::<Option<_>>()?;
        Some(if any { Condition::Any(checked) } else { Condition::All(checked) })
    }

    /// Any expression.
    pub(super) fn term(&mut self, expression: &Expression) -> Option<Term<'v>> {
        match &expression.kind {
            Kind::Int(value) => Some(Term::Int(Number::Literal(*value))),
            Kind::Money(fen) => Some(Term::Money(Number::Literal(*fen))),
            Kind::Date(date) => Some(Term::Day(Day::Literal(*date))),
            Kind::Quoted(text) => Some(Term::Text(Symbol::Literal(text.clone()))),
            Kind::Name(name) => self.name(name, expression),
            Kind::Negate(inner) => match self.term(inner)? {
                Term::Int(Number::Literal(value)) => value.checked_neg().map(|value| Term::Int(Number::Literal(value))),
                Term::Money(Number::Literal(fen)) => fen.checked_neg().map(|fen| Term::Money(Number::Literal(fen))),
                Term::Int(number) => Some(Term::Int(Number::Negate(Box::new(number)))),
                Term::Money(number) => Some(Term::Money(Number::Negate(Box::new(number)))),
                other => {
                    self.mismatch(inner, "int | money", &other.type_name());
                    None
                }
            },
            Kind::Calculate(left, operator, right) => self.calculate(left, *operator, right),
            Kind::Call { name, arguments } if !functions::answers_truth(name) => self.call(name, arguments, expression),
            Kind::Bool(_)
            | Kind::Not(_)
            | Kind::And(_)
            | Kind::Or(_)
            | Kind::Compare(..)
            | Kind::In { .. }
            | Kind::Contains { .. }
            | Kind::Call { .. } => self.truth(expression, false).map(Term::Truth),
        }
    }

    fn name(&mut self, name: &str, expression: &Expression) -> Option<Term<'v>> {
        match self.named(name, &expression.span)? {
            Named::Today => Some(Term::Day(Day::Today)),
            Named::Parameter(parameter) => {
                let slot = self.parameter_slot(parameter, expression);
                let number = Number::Parameter(slot);
                Some(if parameter.is_money { Term::Money(number) } else { Term::Int(number) })
            }
            Named::Attribute(attribute) => {
                self.known_of_member(attribute, expression)?;
                let slot = self.attribute_slot(attribute);
                Some(match attribute.value_type {
                    ValueType::Bool => Term::Truth(Condition::Is { attribute: slot, wanted: true }),
                    ValueType::Int => Term::Int(Number::Attribute(slot)),
                    ValueType::Money => Term::Money(Number::Attribute(slot)),
                    ValueType::Date => Term::Day(Day::Attribute(slot)),
                    ValueType::Code => Term::Code(Symbol::Attribute(slot), attribute),
                    ValueType::Text => Term::Text(Symbol::Attribute(slot)),
                    ValueType::Codes => Term::Set(slot, attribute),
                    ValueType::Members => Term::Members(attribute),
                })
            }
        }
    }

    /// A whole number in plain form, as it stands at the left of comparisons: `age(dob, today)`.
    pub fn plain_number(&self, number: &Number) -> String {
        self.plain().number(number, false)
    }

    pub(super) fn plain(&self) -> Plain<'_> {
        match self.member_of {
            Some(_) => Plain::of_member(&self.tables),
            None => Plain::of(&self.tables),
        }
    }

    pub(super) fn attribute_slot(&mut self, attribute: &Attribute) -> AttributeSlot {
        let attributes = match self.member_of {
            Some(_) => &mut self.tables.member_attributes,
            None => &mut self.tables.attributes,
        };
        let known = attributes.iter().position(|id| *id == attribute.id);
        AttributeSlot(known.unwrap_or_else(|| {
            attributes.push(attribute.id.clone());
            attributes.len() - 1
        }))
    }

    /// Another policy, by its id in quotes.
    pub(super) fn policy_slot(&mut self, id: &Expression) -> Option<PolicySlot> {
        let Kind::Quoted(policy) = &id.kind else {
            let found = self.written(id);
            let fault = Fault::new(ProblemCode::ExpressionSyntax, id.span.clone(), "\"policy-id\"", &found);
            self.fault(fault.suggest(format!("\"{found}\"")));
            return None;
        };
        if let Some(list) = self.member_of {
            let (span, expected) = (id.span.clone(), list.has.join(" | "));
            self.fault(Fault::new(ProblemCode::NotAboutMember, span, expected, policy));
            return None;
        }
        let policies = &mut self.tables.policies;
        let known = policies.iter().position(|known| known == policy);
        Some(PolicySlot(known.unwrap_or_else(|| {
            policies.push(policy.clone());
            policies.len() - 1
        })))
    }

    pub(super) fn asks_amount(&mut self, policy: PolicySlot, period: Period) {
        if !self.tables.policy_amounts.contains(&(policy, period)) {
            self.tables.policy_amounts.push((policy, period));
        }
    }

    fn parameter_slot(&mut self, parameter: &Parameter, expression: &Expression) -> ParameterSlot {
        if let Some(known) = self.tables.parameters.iter().position(|other| other.id == parameter.id) {
            return ParameterSlot(known);
        }
        self.tables.parameters.push(parameter.clone());
        let gap = self.validity.and_then(|(from, to)| parameter.first_day_without_value(from, to));
        if let Some(day) = gap {
            let (span, found) = (expression.span.clone(), format!("{}: {day}", parameter.id));
            let expected = self.validity.map(|(from, to)| match to {
                Some(to) => format!("{from} – {to}"),
                None => format!("{from} –"),
            });
            let expected = expected.unwrap_or_default();
            self.fault(Fault::new(ProblemCode::ParameterWithoutValue, span, expected, found));
        }
        ParameterSlot(self.tables.parameters.len() - 1)
    }

    /// A number of the wanted kind: whole numbers or money.
    pub(super) fn number_of(&mut self, expression: &Expression, wanted: ValueType) -> Option<Number> {
        match (self.term(expression)?, wanted) {
            (Term::Int(number), ValueType::Int) | (Term::Money(number), ValueType::Money) => Some(number),
            (found, _) => {
                let mut fault =
                    Fault::new(ProblemCode::TypeMismatch, expression.span.clone(), wanted.as_str(), found.type_name());
                if let (Term::Int(Number::Literal(value)), ValueType::Money) = (&found, wanted) {
                    fault = fault.suggest(format!("{value}元"));
                }
                self.fault(fault);
                None
            }
        }
    }

    fn calculate(&mut self, left: &Expression, operator: Arithmetic, right: &Expression) -> Option<Term<'v>> {
        let (first, second) = (self.term(left), self.term(right));
        let (first, second) = (first?, second?);
        let combine = |first, second| {
            let sides = Box::new((first, second));
            match operator {
                Arithmetic::Add => Number::Add(sides),
                Arithmetic::Subtract => Number::Subtract(sides),
                Arithmetic::Multiply => Number::Multiply(sides),
            }
        };
        let multiplies = operator == Arithmetic::Multiply;
        match (first, second) {
            (Term::Int(first), Term::Int(second)) => Some(Term::Int(combine(first, second))),
            (Term::Money(first), Term::Money(second)) if !multiplies => Some(Term::Money(combine(first, second))),
            (Term::Money(first), Term::Int(second)) | (Term::Int(first), Term::Money(second)) if multiplies => {
                Some(Term::Money(combine(first, second)))
            }
            (first, second) => {
                self.arithmetic_fault(left, &first, right, &second, multiplies);
                None
            }
        }
    }

    fn arithmetic_fault(
        &mut self,
        left: &Expression,
        first: &Term<'_>,
        right: &Expression,
        second: &Term<'_>,
        multiplies: bool,
    ) {
        let is_number = |term: &Term<'_>| matches!(term, Term::Int(_) | Term::Money(_));
        let (place, wrong, expected) = match (is_number(first), is_number(second)) {
            (false, _) => (left, first, "int | money".to_owned()),
            (true, false) => (right, second, "int | money".to_owned()),
            (true, true) if multiplies => (right, second, "int".to_owned()),
            (true, true) => (right, second, first.type_name()),
        };
        let mut fault = Fault::new(ProblemCode::TypeMismatch, place.span.clone(), expected, wrong.type_name());
        if is_number(first) && is_number(second) && !multiplies {
            // Money and a whole number: the whole number was probably meant as yuan.
            for (term, place) in [(first, left), (second, right)] {
                if let Term::Int(Number::Literal(value)) = term {
                    let (span, expected, found) = (place.span.clone(), "money".to_owned(), "int".to_owned());
                    fault = Fault { span, expected, found, ..fault }.suggest(format!("{value}元"));
                }
            }
        }
        self.fault(fault);
    }
}

#[cfg(test)]
mod tests;
