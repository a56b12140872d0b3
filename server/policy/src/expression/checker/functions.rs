//! The closed list of functions.

use super::{Checker, Term};
use crate::{
    expression::{
        fault::Fault,
        syntax::{Expression, Kind},
        typed::{Day, Number, Rounding},
    },
    problem::{ProblemCode, nearest},
};

const FUNCTIONS: &[&str] = &["age", "months_between", "div", "min", "max"];

impl<'v> Checker<'v> {
    pub(super) fn call(&mut self, name: &str, arguments: &[Expression], whole: &Expression) -> Option<Term<'v>> {
        match (name, arguments) {
            ("age", [from, to]) => {
                let (from, to) = (self.day(from), self.day(to));
                Some(Term::Int(Number::Age(from?, to?)))
            }
            ("months_between", [from, to]) => {
                let (from, to) = (self.day(from), self.day(to));
                Some(Term::Int(Number::MonthsBetween(from?, to?)))
            }
            ("min", [left, right]) => self.choice(left, right, Number::Min),
            ("max", [left, right]) => self.choice(left, right, Number::Max),
            ("div", [left, right]) => match self.rounding {
                Some(rounding) => self.divide(left, right, rounding),
                None => {
                    let (left, right) = (self.written(left), self.written(right));
                    let fault = Fault::new(
                        ProblemCode::DivisionWithoutRounding,
                        whole.span.clone(),
                        "down | up | half_up",
                        self.written(whole),
                    );
                    self.fault(fault.suggest(format!("div({left}, {right}, down)")));
                    None
                }
            },
            ("div", [left, right, rounding]) => {
                let stated = match &rounding.kind {
                    Kind::Name(name) => Rounding::parse_name(name),
                    _ => None,
                };
                let Some(stated) = stated else {
                    let (span, found) = (rounding.span.clone(), self.written(rounding));
                    let suggestion = nearest(&found, ["down", "up", "half_up"]);
                    let fault = Fault::new(ProblemCode::UnknownWord, span, "down | up | half_up", found);
                    self.fault(fault.suggest_maybe(suggestion));
                    return None;
                };
                self.divide(left, right, stated)
            }
            (known, _) if FUNCTIONS.contains(&known) => {
                let expected = match known {
                    "age" => "age(date, today)",
                    "months_between" => "months_between(date, date)",
                    "div" => "div(a, b, down)",
                    "min" => "min(a, b)",
                    _ => "max(a, b)",
                };
                let (span, found) = (whole.span.clone(), self.written(whole));
                self.fault(Fault::new(ProblemCode::WrongArguments, span, expected, found));
                None
            }
            _ => {
                let span = whole.span.start..whole.span.start + name.len();
                let suggestion = nearest(name, FUNCTIONS.iter().copied());
                let fault = Fault::new(ProblemCode::UnknownFunction, span, FUNCTIONS.join(" | "), name);
                self.fault(fault.suggest_maybe(suggestion));
                None
            }
        }
    }

    fn day(&mut self, expression: &Expression) -> Option<Day> {
        match self.term(expression)? {
            Term::Day(day) => Some(day),
            other => {
                self.mismatch(expression, "date", &other.type_name());
                None
            }
        }
    }

    fn choice(
        &mut self,
        left: &Expression,
        right: &Expression,
        choose: fn(Box<(Number, Number)>) -> Number,
    ) -> Option<Term<'v>> {
        let (first, second) = (self.term(left), self.term(right));
        let (first, second) = (first?, second?);
        match (first, second) {
            (Term::Int(first), Term::Int(second)) => Some(Term::Int(choose(Box::new((first, second))))),
            (Term::Money(first), Term::Money(second)) => Some(Term::Money(choose(Box::new((first, second))))),
            (first, second) => {
                self.arithmetic_fault(left, &first, right, &second, false);
                None
            }
        }
    }

    fn divide(&mut self, left: &Expression, right: &Expression, rounding: Rounding) -> Option<Term<'v>> {
        let (first, second) = (self.term(left), self.term(right));
        let (first, second) = (first?, second?);
        let quotient = |first, second| Number::Divide(Box::new((first, second)), rounding);
        match (first, second) {
            (Term::Money(first), Term::Int(second)) => Some(Term::Money(quotient(first, second))),
            (Term::Int(first), Term::Int(second)) | (Term::Money(first), Term::Money(second)) => {
                Some(Term::Int(quotient(first, second)))
            }
            (first, second) => {
                self.arithmetic_fault(left, &first, right, &second, true);
                None
            }
        }
    }
}
