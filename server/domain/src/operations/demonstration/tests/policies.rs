//! The invented city and the city's policies: facts keep to the vocabulary, and policies find people.

use super::{
    super::{
        documents::SOURCES,
        generator::{SyntheticResident, city},
        known_people::WITH_ACCOUNT,
    },
    TODAY, town,
};
use policy::{
    decision::Verdict,
    document::Policy,
    parameters::Parameters,
    value::{Fact, Facts},
    vocabulary::Vocabulary,
};
use std::collections::{BTreeMap, BTreeSet};

/// A file of the city's policies.
fn of_the_city(path: &str) -> String {
    std::fs::read_to_string(format!("{}/../policies/{path}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

fn vocabulary() -> Vocabulary {
    Vocabulary::parse(&of_the_city("vocabulary.toml")).unwrap()
}

#[test]
fn departments_deliver_exactly_what_the_vocabulary_says() {
    let vocabulary = vocabulary();
    let delivered: BTreeSet<(&str, &str)> = SOURCES
        .iter()
        .flat_map(|(department, _, attributes)| attributes.iter().map(move |attribute| (*department, *attribute)))
        .collect();
    let known = vocabulary.attributes().iter();
    let wanted: BTreeSet<(&str, &str)> =
        known.map(|attribute| (attribute.department.as_str(), attribute.id.as_str())).collect();
    assert_eq!(delivered, wanted);
    let mut seen = BTreeSet::new();
    for resident in town() {
        for document in &resident.facts {
            for (id, value) in &document.values {
                let attribute = vocabulary.attribute(id).unwrap();
                assert_eq!(attribute.department, document.department, "{id}");
                assert!(attribute.accepts(value), "{id} cannot be {value}");
                seen.insert(*id);
            }
        }
    }
    assert_eq!(seen.len(), wanted.len(), "every attribute is known of somebody");
}

/// The facts of a resident as the engine reads them.
fn known_facts(resident: &SyntheticResident) -> Facts {
    let mut facts = Facts::new();
    for document in &resident.facts {
        for (attribute, value) in &document.values {
            let (department, delivery) = (document.department.to_owned(), String::new());
            facts.insert(attribute, Fact { value: value.clone(), department, as_of: document.as_of, delivery });
        }
    }
    facts
}

/// The city's policies, checked.
fn policies() -> Vec<Policy> {
    let parameters = Parameters::parse(&of_the_city("parameters.toml")).unwrap();
    let vocabulary = vocabulary();
    let fields = ["healthcare", "elderly-care", "social-security"];
    let folder = format!("{}/../policies", env!("CARGO_MANIFEST_DIR"));
    let mut paths: Vec<_> = fields
        .iter()
        .flat_map(|field| std::fs::read_dir(format!("{folder}/{field}")).unwrap())
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    let texts = paths.iter().map(|path| std::fs::read_to_string(path).unwrap());
    texts.map(|text| policy::check::check(&text, &vocabulary, &parameters).policy.unwrap()).collect()
}

#[test]
fn policies_find_each_of_the_known_people() {
    let policies = policies();
    let found: Vec<(String, Vec<String>)> = city(50, 1, TODAY)
        .take(WITH_ACCOUNT)
        .map(|person| {
            let facts = known_facts(&person);
            let eligible = policies.iter().filter(|policy| policy.decide(&facts, TODAY).0 == Verdict::Eligible);
            (person.name.expose().to_owned(), eligible.map(|policy| policy.id.clone()).collect())
        })
        .collect();
    let ids = |name: &str| -> Vec<&str> {
        let of = found.iter().find(|(found, _)| found == name).unwrap();
        of.1.iter().map(String::as_str).collect()
    };
    let chen = ids("陈桂珍");
    assert!(
        chen.len() >= 5 && chen.contains(&"elder-allowance") && chen.contains(&"minimum-living-allowance"),
        "{chen:?}"
    );
    assert!(ids("王建国").contains(&"unemployment-benefit"));
    assert!(ids("李敏").contains(&"childcare-subsidy"));
    assert!(ids("赵强").contains(&"flexible-work-insurance-subsidy") && ids("赵强").len() >= 3);
    assert!(ids("周静仪").contains(&"serious-illness-registration") && !ids("周静仪").contains(&"elder-allowance"));
    assert_eq!(ids("刘洋"), ["unemployment-benefit"]);
    // Granted without application.
    assert!(ids("孙国平").contains(&"unemployment-benefit-extension"));
}

#[test]
fn every_policy_finds_somebody_and_not_everybody() {
    let policies = policies();
    let town = town();
    let mut reached = BTreeMap::new();
    for resident in &town {
        let facts = known_facts(resident);
        for policy in &policies {
            let counts = reached.entry(policy.id.clone()).or_insert([0, 0, 0]);
            counts[match policy.decide(&facts, TODAY).0 {
                Verdict::Eligible => 0,
                Verdict::NotEligible => 1,
                Verdict::Undetermined => 2,
            }] += 1;
        }
    }
    for (policy, [yes, no, unknown]) in reached {
        println!("{policy}: {yes} yes, {no} no, {unknown} not known");
        assert!(
            yes > 0 && yes * 3 < town.len() && no * 3 > town.len(),
            "{policy}: {yes} yes, {no} no, {unknown} not known"
        );
    }
}
