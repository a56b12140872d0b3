//! Comparisons and membership of lists.

use super::{Checker, Term};
use crate::{
    expression::{
        fault::Fault,
        syntax::{Expression, Kind, Relation},
        typed::{Compare, Condition, Day, Number, Symbol, Test},
    },
    problem::ProblemCode,
    vocabulary::ValueType,
};

impl<'v> Checker<'v> {
    /// Two sides compared.
    pub(super) fn compare(
        &mut self,
        whole: &Expression,
        left: &Expression,
        relation: Relation,
        right: &Expression,
    ) -> Option<Condition> {
        if let Some(attribute) = self.code_attribute(left) {
            let first = self.term(left);
            let second = self.code_of(right, attribute);
            return self.symbols(whole, first?, relation, Term::Code(second?, attribute));
        }
        if let Some(attribute) = self.code_attribute(right) {
            let first = self.code_of(left, attribute);
            let second = self.term(right);
            return self.symbols(whole, Term::Code(first?, attribute), relation, second?);
        }
        for (set, code) in [(left, right), (right, left)] {
            if let Some(Term::Set(_, attribute)) = self.set_of(set) {
                let remedy = format!("{} contains {}", self.written(set), self.written(code));
                let (span, expected, found) = (whole.span.clone(), "contains", relation.as_str());
                let fault =
                    Fault::new(ProblemCode::TypeMismatch, span, expected, format!("{found} ({})", attribute.id));
                self.fault(fault.suggest(remedy));
                return None;
            }
        }
        let (first, second) = (self.term(left), self.term(right));
        let (first, second) = (first?, second?);
        match (first, second) {
            (Term::Int(first), Term::Int(second)) => Some(self.numbers(first, relation, second, ValueType::Int)),
            (Term::Money(first), Term::Money(second)) => Some(self.numbers(first, relation, second, ValueType::Money)),
            (Term::Day(first), Term::Day(second)) => Some(self.days(first, relation, second)),
            (first @ Term::Text(_), second @ Term::Text(_)) => self.symbols(whole, first, relation, second),
            (Term::Truth(first), Term::Truth(second)) => {
                self.only_sameness(whole, relation, "bool")?;
                Some(same(first, second, relation == Relation::Equal))
            }
            (first, second) => {
                self.sides_differ(left, &first, right, &second);
                None
            }
        }
    }

    /// An element and a list; `wanted` says whether it must be in the list.
    pub(super) fn contained(&mut self, element: &Expression, list: &[Expression], wanted: bool) -> Option<Condition> {
        if let Some(attribute) = self.code_attribute(element) {
            let left = self.term(element);
            let members: Vec<Option<Symbol>> = list.iter().map(|member| self.code_of(member, attribute)).collect();
            let Term::Code(left, _) = left? else { return None };
            let members = members.into_iter().collect::<Option<_>>()?;
            return Some(self.symbol_list(left, members, wanted, ValueType::Code));
        }
        let left = self.term(element)?;
        if matches!(left, Term::Truth(_) | Term::Code(..) | Term::Set(..) | Term::Members(_)) {
            self.mismatch(element, "int | money | date | code | text", &left.type_name());
            return None;
        }
        let members: Vec<Option<Term<'v>>> = list.iter().map(|member| self.term(member)).collect();
        let members: Vec<Term<'v>> = members.into_iter().collect::<Option<_>>()?;
        let mut numbers: Vec<Number> = Vec::new();
        let mut days: Vec<Day> = Vec::new();
        let mut texts: Vec<Symbol> = Vec::new();
        let mut fits = true;
        for (member, place) in members.into_iter().zip(list) {
            match (&left, member) {
                (Term::Int(_), Term::Int(number)) | (Term::Money(_), Term::Money(number)) => numbers.push(number),
                (Term::Day(_), Term::Day(day)) => days.push(day),
                (Term::Text(_), Term::Text(text)) => texts.push(text),
                (_, member) => {
                    self.sides_differ(element, &left, place, &member);
                    fits = false;
                }
            }
        }
        if !fits {
            return None;
        }
        match left {
            Term::Int(number) => Some(self.number_list(number, numbers, wanted, ValueType::Int)),
            Term::Money(number) => Some(self.number_list(number, numbers, wanted, ValueType::Money)),
            Term::Day(day) => {
                let expression = self.plain().day(&day).into();
                let test = Test::List(days, wanted);
                Some(Condition::Dates(Box::new(Compare { left: day, test, value_type: ValueType::Date, expression })))
            }
            Term::Text(text) => Some(self.symbol_list(text, texts, wanted, ValueType::Text)),
            Term::Truth(_) | Term::Code(..) | Term::Set(..) | Term::Members(_) => None,
        }
    }

    fn numbers(&self, left: Number, relation: Relation, right: Number, value_type: ValueType) -> Condition {
        let expression = self.plain().number(&left, value_type == ValueType::Money).into();
        Condition::Numbers(Box::new(Compare { left, test: Test::Against(relation, right), value_type, expression }))
    }

    fn number_list(&self, left: Number, list: Vec<Number>, wanted: bool, value_type: ValueType) -> Condition {
        let expression = self.plain().number(&left, value_type == ValueType::Money).into();
        Condition::Numbers(Box::new(Compare { left, test: Test::List(list, wanted), value_type, expression }))
    }

    fn days(&self, left: Day, relation: Relation, right: Day) -> Condition {
        let expression = self.plain().day(&left).into();
        let test = Test::Against(relation, right);
        Condition::Dates(Box::new(Compare { left, test, value_type: ValueType::Date, expression }))
    }

    fn symbol_list(&self, left: Symbol, list: Vec<Symbol>, wanted: bool, value_type: ValueType) -> Condition {
        let expression = self.plain().symbol(&left).into();
        Condition::Symbols(Box::new(Compare { left, test: Test::List(list, wanted), value_type, expression }))
    }

    /// Codes or texts: only the same or not the same.
    fn symbols(
        &mut self,
        whole: &Expression,
        left: Term<'v>,
        relation: Relation,
        right: Term<'v>,
    ) -> Option<Condition> {
        let value_type = if matches!(left, Term::Code(..)) { ValueType::Code } else { ValueType::Text };
        self.only_sameness(whole, relation, value_type.as_str())?;
        let (Term::Code(left, _) | Term::Text(left), Term::Code(right, _) | Term::Text(right)) = (left, right) else {
            return None;
        };
        let expression = self.plain().symbol(&left).into();
        let test = Test::Against(relation, right);
        Some(Condition::Symbols(Box::new(Compare { left, test, value_type, expression })))
    }

    fn only_sameness(&mut self, whole: &Expression, relation: Relation, type_name: &str) -> Option<()> {
        if relation.is_ordering() {
            let found = format!("{} ({type_name})", relation.as_str());
            self.fault(Fault::new(ProblemCode::NotOrdered, whole.span.clone(), "== | != | in", found));
            return None;
        }
        Some(())
    }

    fn sides_differ(&mut self, left: &Expression, first: &Term<'_>, right: &Expression, second: &Term<'_>) {
        // The side that is written out in the policy is the one to mend.
        let (place, wrong, other) =
            if is_literal(left) && !is_literal(right) { (left, first, second) } else { (right, second, first) };
        let remedy = match (other, wrong) {
            (Term::Money(_), Term::Int(Number::Literal(value))) => Some(format!("{value}元")),
            (Term::Int(_), Term::Money(Number::Literal(fen))) => Some((fen / 100).to_string()),
            (Term::Day(_), Term::Text(Symbol::Literal(text))) => {
                text.parse::<jiff::civil::Date>().ok().map(|date| date.to_string())
            }
            _ => None,
        };
        let (span, expected, found) = (place.span.clone(), other.type_name(), wrong.type_name());
        self.fault(Fault::new(ProblemCode::TypeMismatch, span, expected, found).suggest_maybe(remedy));
    }
}

fn is_literal(expression: &Expression) -> bool {
    matches!(
        expression.kind,
        Kind::Int(_) | Kind::Money(_) | Kind::Date(_) | Kind::Quoted(_) | Kind::Bool(_) | Kind::Negate(_)
    )
}

/// `living_alone == true` is `living_alone`.
fn same(left: Condition, right: Condition, wanted: bool) -> Condition {
    match (left, right) {
        (Condition::Is { attribute, wanted: value }, Condition::Literal(literal))
        | (Condition::Literal(literal), Condition::Is { attribute, wanted: value }) => {
            Condition::Is { attribute, wanted: (value == literal) == wanted }
        }
        (left, right) => Condition::Same { sides: Box::new((left, right)), wanted },
    }
}
