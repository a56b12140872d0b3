//! Pieces of one policy as pieces of another: the same, with the names of the other's tables.

use crate::{
    calendar::AgeRules,
    expression::typed::{
        AttributeSlot, Compare, Condition, Contains, Day, Members, MembersCount, MembersSum, Number, ParameterSlot,
        Symbol, Tables, Test,
    },
};

/// Copies pieces that ask nothing of other policies.
pub(super) struct Copy<'w> {
    pub(super) from: &'w Tables,
    pub(super) to: &'w mut Tables,
    /// The rules of ages where they are not those of the policy that is copied into.
    pub(super) rules: Option<AgeRules>,
    /// Whether attributes are those of a member of a list.
    pub(super) of_members: bool,
}

impl Copy<'_> {
    pub(super) fn condition(&mut self, condition: &Condition) -> Condition {
        match condition {
            Condition::Literal(_) | Condition::Policy { .. } => condition.clone(),
            Condition::Is { attribute, wanted } => {
                Condition::Is { attribute: self.attribute(*attribute), wanted: *wanted }
            }
            Condition::All(members) => Condition::All(members.iter().map(|member| self.condition(member)).collect()),
            Condition::Any(members) => Condition::Any(members.iter().map(|member| self.condition(member)).collect()),
            Condition::Same { sides, wanted } => {
                let sides = Box::new((self.condition(&sides.0), self.condition(&sides.1)));
                Condition::Same { sides, wanted: *wanted }
            }
            Condition::Numbers(compare) => Condition::Numbers(Box::new(self.compare(compare, Self::number))),
            Condition::Dates(compare) => Condition::Dates(Box::new(self.compare(compare, Self::day))),
            Condition::Symbols(compare) => Condition::Symbols(Box::new(self.compare(compare, Self::symbol))),
            Condition::Contains(contains) => {
                let set = self.attribute(contains.set);
                Condition::Contains(Box::new(Contains { set, ..(**contains).clone() }))
            }
            Condition::Members(asked) => {
                let list = self.attribute(asked.list);
                let condition = self.about_members().condition(&asked.condition);
                Condition::Members(Box::new(Members { list, condition, ..(**asked).clone() }))
            }
        }
    }

    pub(super) fn number(&mut self, number: &Number) -> Number {
        let mut both = |sides: &(Number, Number)| Box::new((self.number(&sides.0), self.number(&sides.1)));
        match number {
            Number::Literal(_) | Number::PolicyAmount(_) => number.clone(),
            Number::Attribute(slot) => Number::Attribute(self.attribute(*slot)),
            Number::Parameter(slot) => Number::Parameter(self.parameter(*slot)),
            Number::Age(from, to, rules) => Number::Age(self.day(from), self.day(to), rules.or(self.rules)),
            Number::MonthsBetween(from, to) => Number::MonthsBetween(self.day(from), self.day(to)),
            Number::DaysBetween(from, to) => Number::DaysBetween(self.day(from), self.day(to)),
            Number::DaysInMonth(day) => Number::DaysInMonth(self.day(day)),
            Number::Negate(value) => Number::Negate(Box::new(self.number(value))),
            Number::Add(sides) => Number::Add(both(sides)),
            Number::Subtract(sides) => Number::Subtract(both(sides)),
            Number::Multiply(sides) => Number::Multiply(both(sides)),
            Number::Divide(sides, rounding) => Number::Divide(both(sides), *rounding),
            Number::Min(sides) => Number::Min(both(sides)),
            Number::Max(sides) => Number::Max(both(sides)),
            Number::Choose(parts) => {
                let (condition, met) = (self.condition(&parts.0), self.number(&parts.1));
                Number::Choose(Box::new((condition, met, self.number(&parts.2))))
            }
            Number::Count(count) => {
                let list = self.attribute(count.list);
                let condition = self.about_members().condition(&count.condition);
                Number::Count(Box::new(MembersCount { list, condition }))
            }
            Number::Sum(sum) => {
                let list = self.attribute(sum.list);
                let mut inside = self.about_members();
                let (condition, value) = (inside.condition(&sum.condition), inside.number(&sum.value));
                Number::Sum(Box::new(MembersSum { list, condition, value }))
            }
        }
    }

    fn day(&mut self, day: &Day) -> Day {
        match day {
            Day::Literal(_) | Day::Today => day.clone(),
            Day::Attribute(slot) => Day::Attribute(self.attribute(*slot)),
            Day::Boundary(boundary, day) => Day::Boundary(*boundary, Box::new(self.day(day))),
            Day::Earlier(days) => Day::Earlier(Box::new((self.day(&days.0), self.day(&days.1)))),
            Day::Later(days) => Day::Later(Box::new((self.day(&days.0), self.day(&days.1)))),
        }
    }

    fn symbol(&mut self, symbol: &Symbol) -> Symbol {
        match symbol {
            Symbol::Literal(_) => symbol.clone(),
            Symbol::Attribute(slot) => Symbol::Attribute(self.attribute(*slot)),
        }
    }

    fn compare<T>(&mut self, compare: &Compare<T>, copy: fn(&mut Self, &T) -> T) -> Compare<T> {
        let left = copy(self, &compare.left);
        let test = match &compare.test {
            Test::Against(relation, right) => Test::Against(*relation, copy(self, right)),
            Test::List(list, wanted) => Test::List(list.iter().map(|term| copy(self, term)).collect(), *wanted),
        };
        Compare { left, test, value_type: compare.value_type, expression: compare.expression.clone() }
    }

    fn about_members(&mut self) -> Copy<'_> {
        Copy { from: self.from, to: self.to, rules: self.rules, of_members: true }
    }

    fn attribute(&mut self, slot: AttributeSlot) -> AttributeSlot {
        let (from, to) = match self.of_members {
            true => (&self.from.member_attributes, &mut self.to.member_attributes),
            false => (&self.from.attributes, &mut self.to.attributes),
        };
        // A number without a name stays one.
        from.get(slot.0).map_or(AttributeSlot(usize::MAX), |id| AttributeSlot(place(to, id)))
    }

    fn parameter(&mut self, slot: ParameterSlot) -> ParameterSlot {
        let own = self.from.parameters.get(slot.0);
        own.map_or(ParameterSlot(usize::MAX), |own| ParameterSlot(place(&mut self.to.parameters, own)))
    }
}

fn place<T: Clone + PartialEq>(all: &mut Vec<T>, one: &T) -> usize {
    all.iter().position(|known| known == one).unwrap_or_else(|| {
        all.push(one.clone());
        all.len() - 1
    })
}
