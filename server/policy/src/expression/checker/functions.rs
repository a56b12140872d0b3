//! Calls of functions.

use super::{Checker, Term};
use crate::{
    document::Period,
    expression::{
        fault::Fault,
        function::{self, FUNCTIONS, PERIODS, ROUNDINGS},
        names::means_age,
        syntax::{Expression, Kind},
        typed::{Boundary, Condition, Day, Number, Quantifier, Rounding},
    },
    problem::ProblemCode,
    vocabulary::ValueType,
};

/// Whether a function answers yes or no.
pub(super) fn answers_truth(name: &str) -> bool {
    function::find(name).is_some_and(|function| matches!(function.en, "any" | "all" | "entitled"))
}

impl<'v> Checker<'v> {
    /// A function that answers yes or no.
    pub(super) fn truth_call(
        &mut self,
        name: &str,
        arguments: &[Expression],
        whole: &Expression,
        negated: bool,
    ) -> Option<Condition> {
        match (function::find(name).map(|function| function.en), arguments) {
            (Some("any"), [list, condition]) => self.quantified(Quantifier::Any, list, condition, negated),
            (Some("all"), [list, condition]) => self.quantified(Quantifier::All, list, condition, negated),
            (Some("entitled"), [id]) => {
                let policy = self.policy_slot(id)?;
                Some(Condition::Policy { policy, wanted: !negated })
            }
            _ => {
                self.wrong_call(name, whole);
                None
            }
        }
    }

    /// A function that answers a number or a date.
    pub(super) fn call(&mut self, name: &str, arguments: &[Expression], whole: &Expression) -> Option<Term<'v>> {
        let Some(function) = function::find(name) else {
            self.wrong_call(name, whole);
            return None;
        };
        match (function.en, arguments) {
            ("age", [from, to]) => self.between(from, to, |from, to| Number::Age(from, to, None)),
            ("months_between", [from, to]) => self.between(from, to, Number::MonthsBetween),
            ("days_between", [from, to]) => self.between(from, to, Number::DaysBetween),
            ("days_in_month", [day]) => Some(Term::Int(Number::DaysInMonth(self.day(day)?))),
            ("earlier", [left, right]) => self.day_pair(left, right, Day::Earlier),
            ("later", [left, right]) => self.day_pair(left, right, Day::Later),
            ("min", [left, right]) => self.choice(left, right, Number::Min),
            ("max", [left, right]) => self.choice(left, right, Number::Max),
            ("if", [condition, met, otherwise]) => self.choose(condition, met, otherwise),
            ("count", [list]) => self.count(list, None),
            ("count", [list, condition]) => self.count(list, Some(condition)),
            ("sum", [list, value]) => self.sum(list, value, None),
            ("sum", [list, value, condition]) => self.sum(list, value, Some(condition)),
            ("amount", [id, period]) => {
                let (policy, period) = (self.policy_slot(id), self.period(period));
                let (policy, period) = (policy?, period?);
                self.asks_amount(policy, period);
                Some(Term::Money(Number::PolicyAmount(policy)))
            }
            ("prorate", [value, from, day, rounding @ ..]) if rounding.len() <= 1 => {
                let stated = self.rounding(rounding.first(), whole)?;
                self.prorate(value, from, day, stated)
            }
            ("div", [left, right, rounding @ ..]) if rounding.len() <= 1 => {
                let stated = self.rounding(rounding.first(), whole)?;
                self.divide(left, right, stated)
            }
            ("percent", [value, share, rounding @ ..]) if rounding.len() <= 1 => {
                let stated = self.rounding(rounding.first(), whole)?;
                self.percent(value, share, stated)
            }
            ("round_to", [value, step, rounding @ ..]) if rounding.len() <= 1 => {
                let stated = self.rounding(rounding.first(), whole)?;
                self.round_to(value, step, stated)
            }
            (name, [day]) if let Some(boundary) = Boundary::parse(name) => {
                Some(Term::Day(Day::Boundary(boundary, Box::new(self.day(day)?))))
            }
            _ => {
                self.wrong_call(name, whole);
                None
            }
        }
    }

    /// A function that does not exist, or with the wrong number of arguments.
    fn wrong_call(&mut self, name: &str, whole: &Expression) {
        if let Some(function) = function::find(name) {
            let (span, found) = (whole.span.clone(), self.written(whole));
            self.fault(Fault::new(ProblemCode::WrongArguments, span, function.usage, found));
            return;
        }
        let span = whole.span.start..whole.span.start + name.len();
        let names = || FUNCTIONS.iter().flat_map(|function| [function.en, function.zh]);
        let meant = means_age(name).then(|| "周岁".to_owned());
        let suggestion = meant.or_else(|| self.nearest(name, names()));
        // The whole list only where no one function was probably meant.
        let expected = match &suggestion {
            Some(_) => String::new(),
            None => FUNCTIONS.iter().map(|function| function.en).collect::<Vec<_>>().join(" | "),
        };
        self.fault(Fault::new(ProblemCode::UnknownFunction, span, expected, name).suggest_maybe(suggestion));
    }

    /// The rounding that a call states, or else the benefit's.
    fn rounding(&mut self, stated: Option<&Expression>, whole: &Expression) -> Option<Rounding> {
        let Some(stated) = stated else {
            if self.rounding.is_none() {
                let found = self.written(whole);
                let remedy = found.strip_suffix([')', '）']).map(|open| format!("{}, down)", open.trim_end()));
                let (span, expected) = (whole.span.clone(), "down | up | half_up");
                let fault = Fault::new(ProblemCode::DivisionWithoutRounding, span, expected, found);
                self.fault(fault.suggest_maybe(remedy));
            }
            return self.rounding;
        };
        self.word(stated, ROUNDINGS).and_then(Rounding::parse_name)
    }

    /// What an amount is per.
    fn period(&mut self, stated: &Expression) -> Option<Period> {
        self.word(stated, PERIODS).and_then(Period::parse)
    }

    /// One of some words, in its English form.
    fn word(&mut self, stated: &Expression, words: &[(&'static str, &'static str)]) -> Option<&'static str> {
        let word = match &stated.kind {
            Kind::Name(name) => function::english(words, name),
            _ => None,
        };
        if word.is_none() {
            let (span, found) = (stated.span.clone(), self.written(stated));
            let suggestion = self.nearest(&found, words.iter().flat_map(|(en, zh)| [*en, *zh]));
            let expected = words.iter().map(|(en, _)| *en).collect::<Vec<_>>().join(" | ");
            self.fault(Fault::new(ProblemCode::UnknownWord, span, expected, found).suggest_maybe(suggestion));
        }
        word
    }

    fn between(&mut self, from: &Expression, to: &Expression, measure: fn(Day, Day) -> Number) -> Option<Term<'v>> {
        let (from, to) = (self.day(from), self.day(to));
        Some(Term::Int(measure(from?, to?)))
    }

    fn day_pair(
        &mut self,
        left: &Expression,
        right: &Expression,
        choose: fn(Box<(Day, Day)>) -> Day,
    ) -> Option<Term<'v>> {
        let (left, right) = (self.day(left), self.day(right));
        Some(Term::Day(choose(Box::new((left?, right?)))))
    }

    fn choose(&mut self, condition: &Expression, met: &Expression, otherwise: &Expression) -> Option<Term<'v>> {
        let condition = self.truth(condition, false);
        let pair = self.pair(met, otherwise);
        let (condition, (first, second, is_money)) = (condition?, pair?);
        let number = Number::Choose(Box::new((condition, first, second)));
        Some(if is_money { Term::Money(number) } else { Term::Int(number) })
    }

    /// A share in hundredths.
    fn percent(&mut self, value: &Expression, share: &Expression, rounding: Rounding) -> Option<Term<'v>> {
        let (term, share) = (self.term(value), self.number_of(share, ValueType::Int));
        self.share(value, term?, (share?, Number::Literal(100)), rounding)
    }

    /// Of an amount for the whole month of a day the share from another day on, both counted: nothing when that day
    /// comes after the month, everything when it came before.
    fn prorate(
        &mut self,
        value: &Expression,
        from: &Expression,
        day: &Expression,
        rounding: Rounding,
    ) -> Option<Term<'v>> {
        let (term, from, day) = (self.term(value), self.day(from), self.day(day));
        let (term, from, day) = (term?, from?, day?);
        let edge = |boundary| Day::Boundary(boundary, Box::new(day.clone()));
        let first = Day::Later(Box::new((from, edge(Boundary::MonthStart))));
        let left = Number::DaysBetween(first, edge(Boundary::MonthEnd));
        let days = Number::Add(Box::new((left, Number::Literal(1))));
        let days = Number::Max(Box::new((days, Number::Literal(0))));
        self.share(value, term, (days, Number::DaysInMonth(day)), rounding)
    }

    /// So many parts of so many: the product first, then one division.
    fn share(
        &mut self,
        value: &Expression,
        term: Term<'v>,
        (parts, of): (Number, Number),
        rounding: Rounding,
    ) -> Option<Term<'v>> {
        let part = |number| {
            let product = Number::Multiply(Box::new((number, parts)));
            Number::Divide(Box::new((product, of)), rounding)
        };
        match term {
            Term::Money(number) => Some(Term::Money(part(number))),
            Term::Int(number) => Some(Term::Int(part(number))),
            other => {
                self.mismatch(value, "int | money", &other.type_name());
                None
            }
        }
    }

    /// A multiple of a step: whole yuan, tens of yuan.
    fn round_to(&mut self, value: &Expression, step: &Expression, rounding: Rounding) -> Option<Term<'v>> {
        let (number, step_number, is_money) = self.pair(value, step)?;
        if let Number::Literal(..=0) = step_number {
            let (span, found) = (step.span.clone(), self.written(step));
            self.fault(Fault::new(ProblemCode::WrongValue, span, "> 0", found));
            return None;
        }
        let steps = Number::Divide(Box::new((number, step_number.clone())), rounding);
        let rounded = Number::Multiply(Box::new((steps, step_number)));
        Some(if is_money { Term::Money(rounded) } else { Term::Int(rounded) })
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
        let (first, second, is_money) = self.pair(left, right)?;
        let number = choose(Box::new((first, second)));
        Some(if is_money { Term::Money(number) } else { Term::Int(number) })
    }

    /// Two numbers of the same kind; answers whether they are money.
    fn pair(&mut self, left: &Expression, right: &Expression) -> Option<(Number, Number, bool)> {
        let (first, second) = (self.term(left), self.term(right));
        match (first?, second?) {
            (Term::Int(first), Term::Int(second)) => Some((first, second, false)),
            (Term::Money(first), Term::Money(second)) => Some((first, second, true)),
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
