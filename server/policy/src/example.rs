//! An example of an amount that follows from the person, and the standards that it is worked out with.

use crate::{
    almost::uses,
    decision::{Amount, Verdict},
    document::Policy,
    parameters::Parameter,
    value::Value,
};
use jiff::civil::Date;

/// Somebody of the document's cases, and what they get.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// The facts that the amount follows from: attribute id and value, in the order of the document.
    pub facts: Vec<(String, Value)>,
    /// What they get.
    pub amount: Amount,
}

impl Policy {
    /// The first case that gets an amount on a day, with the facts that the amount is worked out from. None where every
    /// amount is a plain number, or follows from no fact.
    pub fn example(&self, on: Date) -> Option<Example> {
        let bands = &self.benefit.as_ref()?.bands;
        let mut slots = 0;
        bands.iter().for_each(|band| uses::of_number(&band.amount, &mut slots));
        let read = |place: usize| u32::try_from(place).ok().and_then(|place| 1_u64.checked_shl(place));
        let places = self.tables.attributes.iter().enumerate();
        let used: Vec<&String> =
            places.filter(|(place, _)| read(*place).is_some_and(|bit| slots & bit != 0)).map(|(_, id)| id).collect();
        if used.is_empty() {
            return None;
        }
        self.cases.iter().find_map(|case| {
            let decision = self.evaluate_with(&case.facts, on, &case.others);
            let amount = decision.amount.filter(|_| decision.verdict == Verdict::Eligible)?;
            let value = |id: &&String| Some(((*id).clone(), case.facts.get(id)?.value.clone()));
            Some(Example { facts: used.iter().filter_map(value).collect(), amount })
        })
    }

    /// The amounts of money that stand outside the document and that it is worked out with, as they are on a day.
    pub fn standards(&self, on: Date) -> impl Iterator<Item = (&Parameter, Value)> {
        let money = self.tables.parameters.iter().filter(|parameter| parameter.is_money);
        money.filter_map(move |parameter| Some((parameter, parameter.value_on(on)?.clone())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        decision::AmountValue,
        document::{AmountBound, Period},
        fixture::{TODAY, criterion, policy},
        value::Money,
    };

    fn giving(amount: &str, case: &str) -> Policy {
        let benefit = "[benefit]\nkind = \"cash\"\nperiod = \"month\"\nunit = \"money\"\n";
        policy(&format!("{}{benefit}[[benefit.band]]\namount = \"{amount}\"\n{case}", criterion("独居")))
    }

    const GETS: &str = "[[case]]\nname = { zh = \"三口\", en = \"Three\" }\non = 2026-11-23\n\
                        facts = { living_alone = true, household_size = 3 }\nverdict = \"eligible\"\n";

    #[test]
    fn a_plain_amount_needs_no_example() {
        assert_eq!(giving("180元", GETS).example(TODAY), None);
    }

    #[test]
    fn an_amount_that_follows_from_a_fact_has_the_first_case_that_gets_it() {
        let found = giving("家庭人数 * 100元", GETS).example(TODAY);
        let amount =
            Amount { value: AmountValue::Money(Money(30_000)), period: Period::Month, bound: AmountBound::Exact };
        let facts = vec![("household_size".to_owned(), Value::Int(3))];
        assert_eq!(found, Some(Example { facts, amount }));
        assert_eq!(giving("家庭人数 * 100元", "").example(TODAY), None, "nobody of the cases gets it");
    }
}
