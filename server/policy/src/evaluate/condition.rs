//! Conditions in Kleene's logic.

use super::{Record, Scope};
use crate::{
    decision::{Comparison, Truth},
    expression::typed::{Compare, Condition, Test},
    value::{Money, Value},
    vocabulary::ValueType,
};

impl<'a> Scope<'a> {
    pub(crate) fn condition<R: Record>(&self, condition: &'a Condition, record: &mut R) -> Truth {
        let mark = record.mark();
        let result = match condition {
            Condition::Literal(value) => Truth::of(*value),
            Condition::Is { attribute, wanted } => {
                let value = self.fact(*attribute, record, |value| match value {
                    Value::Bool(value) => Some(*value),
                    _ => None,
                });
                let result = value.map_or(Truth::Unknown, |value| Truth::of(value == *wanted));
                record.compared(|| Comparison {
                    expression: self.attribute_id(*attribute).into(),
                    left: value.map(Value::Bool),
                    operator: "==".into(),
                    right: Some(Value::Bool(*wanted)),
                    list: Vec::new(),
                    result,
                });
                result
            }
            Condition::All(members) => self.members(members, record, Truth::Yes, Truth::and, Truth::No),
            Condition::Any(members) => self.members(members, record, Truth::No, Truth::or, Truth::Yes),
            Condition::Same { sides, wanted } => {
                match (self.condition(&sides.0, record), self.condition(&sides.1, record)) {
                    (Truth::Unknown, _) | (_, Truth::Unknown) => Truth::Unknown,
                    (left, right) => Truth::of((left == right) == *wanted),
                }
            }
            Condition::Numbers(compare) => {
                let is_money = compare.value_type == ValueType::Money;
                let shown = |value: &i64| if is_money { Value::Money(Money(*value)) } else { Value::Int(*value) };
                self.compare(compare, record, Self::number, shown)
            }
            Condition::Contains(contains) => self.contains(contains, record),
            Condition::Members(members) => self.members_condition(members, record),
            Condition::Policy { policy, wanted } => self.policy_condition(*policy, *wanted, record),
            Condition::Dates(compare) => self.compare(compare, record, Self::day, |date| Value::Date(*date)),
            Condition::Symbols(compare) => {
                let is_code = compare.value_type == ValueType::Code;
                let shown = |text: &&str| {
                    if is_code { Value::Code((*text).to_owned()) } else { Value::Text((*text).to_owned()) }
                };
                self.compare(compare, record, Self::symbol, shown)
            }
        };
        if result != Truth::Unknown {
            record.forget_missing(mark);
        }
        result
    }

    /// Members combined; `settled` is the result that no further member can change.
    fn members<R: Record>(
        &self,
        members: &'a [Condition],
        record: &mut R,
        start: Truth,
        combine: fn(Truth, Truth) -> Truth,
        settled: Truth,
    ) -> Truth {
        let mut result = start;
        for member in members {
            result = combine(result, self.condition(member, record));
            if R::SILENT && result == settled {
                break;
            }
        }
        result
    }

    fn compare<R: Record, T, V: Ord>(
        &self,
        compare: &'a Compare<T>,
        record: &mut R,
        evaluate: impl Fn(&Self, &'a T, &mut R) -> Option<V>,
        shown: impl Fn(&V) -> Value,
    ) -> Truth {
        let left = evaluate(self, &compare.left, record);
        match &compare.test {
            Test::Against(relation, right) => {
                let right = evaluate(self, right, record);
                let result = match (&left, &right) {
                    (Some(left), Some(right)) => Truth::of(relation.holds(left, right)),
                    _ => Truth::Unknown,
                };
                record.compared(|| Comparison {
                    expression: compare.expression.clone(),
                    left: left.as_ref().map(&shown),
                    operator: relation.as_str().into(),
                    right: right.as_ref().map(&shown),
                    list: Vec::new(),
                    result,
                });
                result
            }
            Test::List(list, wanted) => {
                let mut found = Truth::No;
                let mut known = Vec::new();
                for member in list {
                    let member = evaluate(self, member, record);
                    found = found.or(match (&left, &member) {
                        (Some(left), Some(member)) => Truth::of(left == member),
                        _ => Truth::Unknown,
                    });
                    if !R::SILENT {
                        known.extend(member.as_ref().map(&shown));
                    } else if found == Truth::Yes {
                        break;
                    }
                }
                let result = if *wanted { found } else { found.negated() };
                record.compared(|| Comparison {
                    expression: compare.expression.clone(),
                    left: left.as_ref().map(&shown),
                    operator: if *wanted { "in" } else { "not in" }.into(),
                    right: None,
                    list: known,
                    result,
                });
                result
            }
        }
    }
}
