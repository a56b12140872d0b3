//! The typed form in plain text, with ids instead of names in any language: what a trace says was worked out.

use super::typed::{
    AttributeSlot, Compare, Condition, Day, MembersCount, MembersSum, Number, PolicySlot, Quantifier, Symbol, Tables,
    Test,
};
use crate::{value::Money, vocabulary::ValueType};

/// Writes terms in plain form.
#[derive(Clone, Copy)]
pub(super) struct Plain<'t> {
    tables: &'t Tables,
    /// The resident's attributes, or a member's.
    attributes: &'t [String],
}

impl<'t> Plain<'t> {
    /// For what is asked of the resident.
    pub(super) fn of(tables: &'t Tables) -> Self {
        Self { tables, attributes: &tables.attributes }
    }

    /// For what is asked of a member.
    pub(super) fn of_member(tables: &'t Tables) -> Self {
        Self { tables, attributes: &tables.member_attributes }
    }

    /// A question about members: `any(household_members, age(dob, today) < 3)`.
    pub(super) fn members(self, list: AttributeSlot, quantifier: Quantifier, condition: &Condition) -> String {
        let condition = self.about_member().condition(condition, false);
        format!("{}({}, {condition})", quantifier.as_str(), self.attribute(list))
    }

    fn about_member(self) -> Self {
        Self { attributes: &self.tables.member_attributes, ..self }
    }

    fn attribute(self, slot: AttributeSlot) -> String {
        self.attributes.get(slot.0).cloned().unwrap_or_default()
    }

    pub(super) fn number(self, number: &Number, is_money: bool) -> String {
        let pair = |sides: &(Number, Number)| (self.inner(&sides.0, is_money), self.inner(&sides.1, is_money));
        match number {
            Number::Literal(value) if is_money => format!("{}元", Money(*value)),
            Number::Literal(value) => value.to_string(),
            Number::Attribute(slot) => self.attribute(*slot),
            Number::Parameter(slot) => {
                self.tables.parameters.get(slot.0).map(|parameter| parameter.id.clone()).unwrap_or_default()
            }
            Number::Age(from, to, _) => format!("age({}, {})", self.day(from), self.day(to)),
            Number::MonthsBetween(from, to) => format!("months_between({}, {})", self.day(from), self.day(to)),
            Number::DaysBetween(from, to) => format!("days_between({}, {})", self.day(from), self.day(to)),
            Number::DaysInMonth(day) => format!("days_in_month({})", self.day(day)),
            Number::Negate(value) => format!("-{}", self.inner(value, is_money)),
            Number::Add(sides) => format!("{} + {}", pair(sides).0, pair(sides).1),
            Number::Subtract(sides) => format!("{} - {}", pair(sides).0, pair(sides).1),
            // The factors may be money and a whole number: their own form does not say which, so no unit is printed.
            Number::Multiply(sides) => format!("{} * {}", self.inner(&sides.0, false), self.inner(&sides.1, false)),
            Number::Divide(sides, rounding) => {
                let rounding = rounding.as_str().replace('-', "_");
                let (left, right) = (self.number(&sides.0, false), self.number(&sides.1, false));
                format!("div({left}, {right}, {rounding})")
            }
            Number::Min(sides) => format!("min({}, {})", pair(sides).0, pair(sides).1),
            Number::Max(sides) => format!("max({}, {})", pair(sides).0, pair(sides).1),
            Number::Choose(choice) => {
                let (met, otherwise) = (self.number(&choice.1, is_money), self.number(&choice.2, is_money));
                format!("if({}, {met}, {otherwise})", self.condition(&choice.0, false))
            }
            Number::Count(count) => self.count(count),
            Number::Sum(sum) => self.sum(sum, is_money),
            Number::PolicyAmount(policy) => format!("amount(\"{}\")", self.policy_id(*policy)),
        }
    }

    fn inner(self, value: &Number, is_money: bool) -> String {
        let text = self.number(value, is_money);
        match value {
            Number::Add(_) | Number::Subtract(_) | Number::Multiply(_) => format!("({text})"),
            _ => text,
        }
    }

    fn count(self, count: &MembersCount) -> String {
        match &count.condition {
            Condition::Literal(true) => format!("count({})", self.attribute(count.list)),
            condition => {
                let condition = self.about_member().condition(condition, false);
                format!("count({}, {condition})", self.attribute(count.list))
            }
        }
    }

    fn sum(self, sum: &MembersSum, is_money: bool) -> String {
        let value = self.about_member().number(&sum.value, is_money);
        match &sum.condition {
            Condition::Literal(true) => format!("sum({}, {value})", self.attribute(sum.list)),
            condition => {
                let condition = self.about_member().condition(condition, false);
                format!("sum({}, {value}, {condition})", self.attribute(sum.list))
            }
        }
    }

    pub(super) fn day(self, day: &Day) -> String {
        match day {
            Day::Literal(date) => date.to_string(),
            Day::Attribute(slot) => self.attribute(*slot),
            Day::Today => "today".to_owned(),
            Day::Boundary(boundary, day) => format!("{}({})", boundary.as_str(), self.day(day)),
            Day::Earlier(sides) => format!("earlier({}, {})", self.day(&sides.0), self.day(&sides.1)),
            Day::Later(sides) => format!("later({}, {})", self.day(&sides.0), self.day(&sides.1)),
        }
    }

    pub(super) fn symbol(self, symbol: &Symbol) -> String {
        match symbol {
            Symbol::Literal(text) => format!("\"{text}\""),
            Symbol::Attribute(slot) => self.attribute(*slot),
        }
    }

    fn condition(self, condition: &Condition, bracket: bool) -> String {
        let (text, is_loose) = match condition {
            Condition::Literal(value) => (value.to_string(), false),
            Condition::Is { attribute, wanted: true } => (self.attribute(*attribute), false),
            Condition::Is { attribute, wanted: false } => (format!("!{}", self.attribute(*attribute)), false),
            Condition::All(members) => (self.joined(members, " && "), true),
            Condition::Any(members) => (self.joined(members, " || "), true),
            Condition::Same { sides, wanted } => {
                let operator = if *wanted { "==" } else { "!=" };
                (format!("{} {operator} {}", self.condition(&sides.0, true), self.condition(&sides.1, true)), true)
            }
            Condition::Numbers(compare) => {
                let is_money = compare.value_type == ValueType::Money;
                (self.compare(compare, |number| self.number(number, is_money)), true)
            }
            Condition::Dates(compare) => (self.compare(compare, |day| self.day(day)), true),
            Condition::Symbols(compare) => (self.compare(compare, |symbol| self.symbol(symbol)), true),
            Condition::Contains(contains) => {
                let codes: Vec<String> = contains.codes.iter().map(|code| format!("\"{code}\"")).collect();
                (format!("{} {} [{}]", self.attribute(contains.set), contains.operator(), codes.join(", ")), true)
            }
            Condition::Members(asked) => (self.members(asked.list, asked.quantifier, &asked.condition), false),
            Condition::Policy { policy, wanted } => {
                (format!("{}entitled(\"{}\")", if *wanted { "" } else { "!" }, self.policy_id(*policy)), false)
            }
        };
        if bracket && is_loose { format!("({text})") } else { text }
    }

    fn joined(self, members: &[Condition], operator: &str) -> String {
        members.iter().map(|member| self.condition(member, true)).collect::<Vec<_>>().join(operator)
    }

    fn compare<T>(self, compare: &Compare<T>, side: impl Fn(&T) -> String) -> String {
        let left = side(&compare.left);
        match &compare.test {
            Test::Against(relation, right) => format!("{left} {} {}", relation.as_str(), side(right)),
            Test::List(list, wanted) => {
                let list: Vec<String> = list.iter().map(side).collect();
                format!("{left} {} [{}]", if *wanted { "in" } else { "not in" }, list.join(", "))
            }
        }
    }

    fn policy_id(self, policy: PolicySlot) -> String {
        self.tables.policies.get(policy.0).cloned().unwrap_or_default()
    }
}
