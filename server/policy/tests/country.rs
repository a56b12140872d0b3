//! The rules of an invented country run from its documents alone: vocabulary, parameters and policies, no line of Rust.

#![expect(clippy::unwrap_used, reason = "tests fail loudly")]

use jiff::civil::{Date, date};
use policy::{
    check::check,
    decision::Verdict,
    parameters::Parameters,
    set::PolicySet,
    value::{Fact, Facts, Member, Money, Value},
    vocabulary::Vocabulary,
};

const ON: Date = date(2026, 6, 1);

fn country() -> (Vocabulary, PolicySet) {
    let vocabulary = Vocabulary::parse(include_str!("country/vocabulary.toml")).unwrap();
    let parameters = Parameters::parse(include_str!("country/parameters.toml")).unwrap();
    let documents = [include_str!("country/boat-money.toml"), include_str!("country/child-money.toml")];
    let policies = documents.into_iter().map(|text| {
        let checked = check(text, &vocabulary, &parameters);
        assert_eq!(checked.problems, []);
        checked.policy.unwrap()
    });
    let set = PolicySet::new(policies).unwrap();
    (vocabulary, set)
}

#[test]
fn an_invented_country_runs_from_its_documents() {
    let (vocabulary, set) = country();
    let child: Member = [("dob".to_owned(), Value::Date(date(2025, 1, 1)))].into_iter().collect();
    let mut facts = Facts::new();
    for (attribute, value) in [
        ("island", Value::Code("N".to_owned())),
        ("supports", Value::Codes(["boat".to_owned()].into())),
        ("earnings", Value::Money(Money(5_000))),
        ("family", Value::Members(vec![child.clone(), child])),
    ] {
        assert!(vocabulary.accepts(vocabulary.attribute(attribute).unwrap(), &value), "{attribute}");
        let fact = Fact { value, department: "registry".into(), as_of: ON, delivery: "1".into() };
        facts.insert(attribute, fact);
    }
    let settled = set.evaluate(&facts, ON);
    let found: Vec<_> = settled
        .iter()
        .map(|settled| {
            let amount = settled.decision.amount.map(|amount| amount.value.to_string());
            (settled.policy.as_str(), settled.decision.verdict, amount)
        })
        .collect();
    // The child money comes first, because the boat money counts half of it as income.
    let eligible = |amount: &str| (Verdict::Eligible, Some(amount.to_owned()));
    let ((first, first_amount), (second, second_amount)) = (eligible("80.00"), eligible("50.00"));
    assert_eq!(found, [("child-money", first, first_amount), ("boat-money", second, second_amount)]);
}
