//! An example of an amount that follows from the person, and the standards that it is worked out with.

use crate::{
    almost::uses,
    decision::{Amount, Verdict},
    document::{AmountBound, Policy},
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
    /// The first case that gets an amount on a day, with the facts that the amount is worked out from, that choose it
    /// among the bands, and for which it is exact where it is a bound for others. None where every amount is a plain
    /// number, or follows from no fact.
    pub fn example(&self, on: Date) -> Option<Example> {
        let benefit = self.benefit.as_ref()?;
        let mut used = 0;
        benefit.bands.iter().for_each(|band| uses::of_number(&band.amount, &mut used));
        if used == 0 {
            return None;
        }
        benefit.by.iter().for_each(|by| uses::of_number(by, &mut used));
        benefit.bands.iter().filter_map(|band| band.when.as_ref()).for_each(|when| uses::of_condition(when, &mut used));
        self.cases.iter().find_map(|case| {
            let decision = self.evaluate_with(&case.facts, on, &case.others);
            let amount = decision.amount.filter(|_| decision.verdict == Verdict::Eligible)?;
            let mut used = used;
            if amount.bound == AmountBound::Exact {
                self.amount_bounds().for_each(|(point, _)| uses::of_condition(&point.when, &mut used));
            }
            let value = |id: &String| Some((id.clone(), case.facts.get(id)?.value.clone()));
            Some(Example { facts: self.read_in(used).filter_map(value).collect(), amount })
        })
    }

    /// The attributes of a set of places, in the order of the document.
    fn read_in(&self, slots: u64) -> impl Iterator<Item = &String> {
        let bit = |place: usize| u32::try_from(place).ok().and_then(|place| 1_u64.checked_shl(place));
        let places = self.tables.attributes.iter().enumerate();
        places.filter(move |(place, _)| bit(*place).is_some_and(|bit| slots & bit != 0)).map(|(_, id)| id)
    }

    /// The amounts of money that stand outside the document and that it is worked out with, as they are on a day.
    pub fn standards(&self, on: Date) -> impl Iterator<Item = (&Parameter, Value)> {
        let money = self.tables.parameters.iter().filter(|parameter| parameter.is_money);
        money.filter_map(move |parameter| Some((parameter, parameter.value_on(on)?.clone())))
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail loudly")]

    use super::*;
    use crate::{
        check::check,
        decision::AmountValue,
        document::Period,
        fixture::{TODAY, criterion, document, parameters, policy, vocabulary},
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

    /// The facts of the example of a policy with these bands, and with a question for which amounts are a bound for some.
    fn facts(benefit: &str, question: &str) -> Vec<String> {
        let gets = GETS.replace("household_size = 3", "household_size = 3, hukou_city = \"310000\"");
        let benefit = format!("[benefit]\nkind = \"cash\"\nperiod = \"month\"\nunit = \"money\"\n{benefit}{gets}");
        let text = document(&format!("{}{benefit}", criterion("独居")));
        let checked = check(&text.replacen("open_questions = []", question, 1), &vocabulary(), &parameters());
        let policy = checked.policy.unwrap_or_else(|| panic!("{:#?}", checked.problems));
        let mut facts: Vec<String> = policy.example(TODAY).unwrap().facts.into_iter().map(|(id, _)| id).collect();
        facts.sort();
        facts
    }

    #[test]
    fn an_example_says_what_chooses_its_band_and_why_it_is_exact() {
        let plain = "[[benefit.band]]\namount = \"家庭人数 * 100元\"\n";
        assert_eq!(facts(plain, "open_questions = []"), ["household_size"]);
        let chosen = "[[benefit.band]]\nwhen = \"户籍地 == 上海\"\namount = \"家庭人数 * 100元\"\n\
                      [[benefit.band]]\namount = \"家庭人数 * 200元\"\n";
        assert_eq!(facts(chosen, "open_questions = []"), ["household_size", "hukou_city"]);
        let more = |whom: &str| {
            format!("open_questions = [{{ id = \"more\", effect = \"at-least\", {whom}zh = \"问\", en = \"Q\" }}]")
        };
        assert_eq!(facts(plain, &more("when = \"户籍地 == 外省市\", ")), ["household_size", "hukou_city"]);
        // Where it is a bound for everybody, nothing tells why it is exact.
        assert_eq!(facts(plain, &more("")), ["household_size"]);
    }
}
