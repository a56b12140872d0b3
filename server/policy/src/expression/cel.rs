//! The typed form as plain CEL (Common Expression Language), for exchange with other systems.
//!
//! Money is whole fen, dates are ISO texts (which order as dates do), codes are texts, sets and members are lists.
//! Unknown facts are absent: an error there is what "unknown" is here. Functions that CEL does not have keep their
//! English names and are to be supplied by whoever runs it: `age`, `months_between`, `days_between`, `days_in_month`,
//! the edges of months and years, `div` (with the rounding as a text), `count`, `sum`, `entitled` and `amount`.

use super::typed::{
    AttributeSlot, Compare, Condition, Contains, Day, MembersCount, MembersSum, Number, PolicySlot, Quantifier, Symbol,
    Tables, Test,
};

/// Writes a condition.
pub fn condition(condition: &Condition, tables: &Tables) -> String {
    Cel { tables, member: false }.condition(condition)
}

/// Writes a number: whole, or fen.
pub fn number(number: &Number, tables: &Tables) -> String {
    Cel { tables, member: false }.number(number)
}

#[derive(Clone, Copy)]
struct Cel<'t> {
    tables: &'t Tables,
    member: bool,
}

impl Cel<'_> {
    fn attribute(self, slot: AttributeSlot) -> String {
        if self.member {
            let id = self.tables.member_attributes.get(slot.0).map_or("", String::as_str);
            return format!("m.{}", identifier(id));
        }
        identifier(self.tables.attributes.get(slot.0).map_or("", String::as_str))
    }

    fn of_member(self) -> Self {
        Self { member: true, ..self }
    }

    /// Every operation in brackets: CEL's precedence is then no matter.
    fn condition(self, condition: &Condition) -> String {
        match condition {
            Condition::Literal(value) => value.to_string(),
            Condition::Is { attribute, wanted: true } => self.attribute(*attribute),
            Condition::Is { attribute, wanted: false } => format!("!{}", self.attribute(*attribute)),
            Condition::All(members) => self.joined(members, " && "),
            Condition::Any(members) => self.joined(members, " || "),
            Condition::Same { sides, wanted } => {
                let operator = if *wanted { "==" } else { "!=" };
                format!("({} {operator} {})", self.condition(&sides.0), self.condition(&sides.1))
            }
            Condition::Numbers(compare) => compared(compare, |number| self.number(number)),
            Condition::Dates(compare) => compared(compare, |day| self.day(day)),
            Condition::Symbols(compare) => compared(compare, |symbol| self.symbol(symbol)),
            Condition::Contains(contains) => self.contains(contains),
            Condition::Members(asked) => {
                let macro_name = match asked.quantifier {
                    Quantifier::Any => "exists",
                    Quantifier::All => "all",
                };
                let condition = self.of_member().condition(&asked.condition);
                format!("{}.{macro_name}(m, {condition})", self.attribute(asked.list))
            }
            Condition::Policy { policy, wanted } => {
                format!("{}entitled({})", if *wanted { "" } else { "!" }, self.policy(*policy))
            }
        }
    }

    fn joined(self, members: &[Condition], operator: &str) -> String {
        let members: Vec<String> = members.iter().map(|member| self.condition(member)).collect();
        format!("({})", members.join(operator))
    }

    fn contains(self, contains: &Contains) -> String {
        let set = self.attribute(contains.set);
        let each: Vec<String> = contains.codes.iter().map(|code| format!("{} in {set}", text(code))).collect();
        let operator = match contains.quantifier {
            Quantifier::Any => " || ",
            Quantifier::All => " && ",
        };
        format!("{}({})", if contains.wanted { "" } else { "!" }, each.join(operator))
    }

    fn number(self, number: &Number) -> String {
        let pair = |sides: &(Number, Number)| (self.number(&sides.0), self.number(&sides.1));
        let infix = |sides: &(Number, Number), operator: &str| {
            let (left, right) = pair(sides);
            format!("({left} {operator} {right})")
        };
        // Not as `a <= b ? a : b`, which would double the text with every level.
        let choice = |sides: &(Number, Number), name: &str| {
            let (left, right) = pair(sides);
            format!("math.{name}({left}, {right})")
        };
        match number {
            Number::Literal(value) => value.to_string(),
            Number::Attribute(slot) => self.attribute(*slot),
            Number::Parameter(slot) => {
                identifier(self.tables.parameters.get(slot.0).map_or("", |parameter| parameter.id.as_str()))
            }
            Number::Age(from, to, _) => format!("age({}, {})", self.day(from), self.day(to)),
            Number::MonthsBetween(from, to) => format!("months_between({}, {})", self.day(from), self.day(to)),
            Number::DaysBetween(from, to) => format!("days_between({}, {})", self.day(from), self.day(to)),
            Number::DaysInMonth(day) => format!("days_in_month({})", self.day(day)),
            Number::Negate(value) => format!("-({})", self.number(value)),
            Number::Add(sides) => infix(sides, "+"),
            Number::Subtract(sides) => infix(sides, "-"),
            Number::Multiply(sides) => infix(sides, "*"),
            Number::Divide(sides, rounding) => {
                let (left, right) = pair(sides);
                format!("div({left}, {right}, {})", text(rounding.as_str()))
            }
            Number::Min(sides) => choice(sides, "least"),
            Number::Max(sides) => choice(sides, "greatest"),
            Number::Choose(chosen) => {
                let (met, otherwise) = (self.number(&chosen.1), self.number(&chosen.2));
                format!("({} ? {met} : {otherwise})", self.condition(&chosen.0))
            }
            Number::Count(count) => self.count(count),
            Number::Sum(sum) => self.sum(sum),
            Number::PolicyAmount(policy) => format!("amount({})", self.policy(*policy)),
        }
    }

    fn count(self, count: &MembersCount) -> String {
        let list = self.attribute(count.list);
        match &count.condition {
            Condition::Literal(true) => format!("size({list})"),
            condition => format!("size({list}.filter(m, {}))", self.of_member().condition(condition)),
        }
    }

    fn sum(self, sum: &MembersSum) -> String {
        let (list, value) = (self.attribute(sum.list), self.of_member().number(&sum.value));
        match &sum.condition {
            Condition::Literal(true) => format!("sum({list}.map(m, {value}))"),
            condition => format!("sum({list}.map(m, {}, {value}))", self.of_member().condition(condition)),
        }
    }

    fn day(self, day: &Day) -> String {
        match day {
            Day::Literal(date) => text(&date.to_string()),
            Day::Attribute(slot) => self.attribute(*slot),
            Day::Today => "today".to_owned(),
            Day::Boundary(boundary, day) => format!("{}({})", boundary.as_str(), self.day(day)),
            Day::Earlier(sides) => {
                let (left, right) = (self.day(&sides.0), self.day(&sides.1));
                format!("earlier({left}, {right})")
            }
            Day::Later(sides) => {
                let (left, right) = (self.day(&sides.0), self.day(&sides.1));
                format!("later({left}, {right})")
            }
        }
    }

    fn symbol(self, symbol: &Symbol) -> String {
        match symbol {
            Symbol::Literal(literal) => text(literal),
            Symbol::Attribute(slot) => self.attribute(*slot),
        }
    }

    fn policy(self, policy: PolicySlot) -> String {
        text(self.tables.policies.get(policy.0).map_or("", String::as_str))
    }
}

/// A list of plain values is a list. In one with facts each is compared by itself, because a list with one fact that
/// is not known is an error as a whole in CEL, and here only where no other member decides.
fn compared<T: PlainValue>(compare: &Compare<T>, side: impl Fn(&T) -> String) -> String {
    let left = side(&compare.left);
    match &compare.test {
        Test::Against(relation, right) => format!("({left} {} {})", relation.as_str(), side(right)),
        Test::List(list, wanted) => {
            let not = if *wanted { "" } else { "!" };
            let is_plain = list.iter().all(PlainValue::is_plain);
            let list: Vec<String> = list.iter().map(side).collect();
            match is_plain {
                true => format!("{not}({left} in [{}])", list.join(", ")),
                false => {
                    let each: Vec<String> = list.iter().map(|member| format!("{left} == {member}")).collect();
                    format!("{not}({})", each.join(" || "))
                }
            }
        }
    }
}

/// Whether a side stands in the policy as it is.
trait PlainValue {
    fn is_plain(&self) -> bool;
}

impl PlainValue for Number {
    fn is_plain(&self) -> bool {
        matches!(self, Self::Literal(_))
    }
}

impl PlainValue for Day {
    fn is_plain(&self) -> bool {
        matches!(self, Self::Literal(_))
    }
}

impl PlainValue for Symbol {
    fn is_plain(&self) -> bool {
        matches!(self, Self::Literal(_))
    }
}

/// An id as a CEL identifier: `-` is a minus there.
fn identifier(id: &str) -> String {
    id.replace('-', "_")
}

/// A text literal.
fn text(value: &str) -> String {
    let mut literal = String::from("\"");
    for character in value.chars() {
        match character {
            '"' => literal.push_str("\\\""),
            '\\' => literal.push_str("\\\\"),
            control if control.is_control() => literal.push_str(&format!("\\u{:04x}", u32::from(control))),
            other => literal.push(other),
        }
    }
    literal.push('"');
    literal
}

#[cfg(test)]
mod tests {
    use super::condition;
    use crate::{expression::checker::Checker, fixture, parameters::Parameters};

    #[test]
    fn a_condition_is_written_as_plain_cel() {
        let (vocabulary, city, own) = (fixture::vocabulary(), fixture::parameters(), Parameters::default());
        for (written, expected) in [
            ("户籍地 == 上海 且 非 独居", "((hukou_city == \"310000\") && !living_alone)"),
            ("收入 < 75.00元 或 备注 == '\"\\'", "((income < 7500) || (remark == \"\\\"\\\\\"))"),
            ("周岁(出生日期, 今天) >= 65", "(age(dob, today) >= 65)"),
            ("disability_grade not in [1, 2]", "!(disability_grade in [1, 2])"),
            (
                "disability_grade in [1, household_size]",
                "(disability_grade == 1 || disability_grade == household_size)",
            ),
            ("补贴 不包含任一 [低保金, 助餐]", "!(\"dibao\" in benefits || \"meals\" in benefits)"),
            ("任一(家庭成员, 有残疾证)", "household.exists(m, m.disability_cert)"),
            ("人数(家庭成员, 收入 > 0元) > 1", "(size(household.filter(m, (m.income > 0))) > 1)"),
            ("max(收入, 低保标准) > 1元", "(math.greatest(income, dibao_standard) > 100)"),
            ("较晚(dob, 2020-02-29) < today", "(later(dob, \"2020-02-29\") < today)"),
        ] {
            let mut checker = Checker::new(&vocabulary, &own, &city, None);
            let typed = checker.check_condition(written);
            let tables = checker.into_tables();
            assert_eq!(typed.map(|typed| condition(&typed, &tables)), Ok(expected.to_owned()), "{written}");
        }
    }
}
