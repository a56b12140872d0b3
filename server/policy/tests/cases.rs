//! The cases of every policy that the city ships reach all of it: each criterion fails alone in one of them, and each
//! attribute is missing in one of them and named.

#![expect(clippy::unwrap_used, reason = "tests fail loudly")]

use policy::{check::check, decision::Truth, document::Policy, parameters::Parameters, vocabulary::Vocabulary};
use std::{fs, path::Path};

fn policies() -> Vec<Policy> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../policies");
    let text = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
    let vocabulary = Vocabulary::parse(&text("vocabulary.toml")).unwrap();
    let parameters = Parameters::parse(&text("parameters.toml")).unwrap();
    let fields = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir());
    let files = fields.flat_map(|field| fs::read_dir(field).unwrap().map(|entry| entry.unwrap().path()));
    files.map(|file| check(&fs::read_to_string(&file).unwrap(), &vocabulary, &parameters).policy.unwrap()).collect()
}

#[test]
fn each_criterion_fails_alone_in_a_case() {
    let mut open = Vec::new();
    for policy in policies() {
        let decisions: Vec<_> =
            policy.cases.iter().map(|case| policy.evaluate_with(&case.facts, case.on, &case.others)).collect();
        for criterion in &policy.criteria {
            let alone = decisions.iter().any(|decision| {
                let failing = decision.criteria.iter().filter(|trace| trace.result == Truth::No);
                failing.map(|trace| trace.id.as_str()).eq([criterion.id.as_str()])
            });
            if !alone {
                open.push(format!("{}: {}", policy.id, criterion.id));
            }
        }
    }
    assert!(open.is_empty(), "{}: {open:#?}", open.len());
}

#[test]
fn each_attribute_is_missing_in_a_case() {
    let mut open = Vec::new();
    for policy in policies() {
        let decisions: Vec<_> =
            policy.cases.iter().map(|case| policy.evaluate_with(&case.facts, case.on, &case.others)).collect();
        for attribute in policy.attributes() {
            if !decisions.iter().any(|decision| decision.missing.contains(&attribute)) {
                open.push(format!("{}: {attribute}", policy.id));
            }
        }
    }
    assert!(open.is_empty(), "{}: {open:#?}", open.len());
}
