//! Every policy that the city ships can be asked of everybody at once: by columns, and by SQL in every dialect.

#![expect(clippy::unwrap_used, reason = "tests fail loudly")]

use jiff::civil::{Date, date};
use policy::{
    check::check,
    columns::Columns,
    decision::AmountValue,
    parameters::Parameters,
    set::PolicySet,
    sql::{Dialect, query, query_in, table},
    value::{Facts, Money},
    vocabulary::Vocabulary,
};
use std::{fs, num::NonZeroUsize, path::Path};

const TODAY: Date = date(2026, 11, 23);

fn city() -> (Vocabulary, PolicySet) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../policies");
    let text = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
    let vocabulary = Vocabulary::parse(&text("vocabulary.toml")).unwrap();
    let parameters = Parameters::parse(&text("parameters.toml")).unwrap();
    let fields = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir());
    let files = fields.flat_map(|field| fs::read_dir(field).unwrap().map(|entry| entry.unwrap().path()));
    let policies = files.map(|file| {
        let checked = check(&fs::read_to_string(&file).unwrap(), &vocabulary, &parameters);
        checked.policy.unwrap_or_else(|| panic!("{}", file.display()))
    });
    let set = PolicySet::new(policies).unwrap();
    (vocabulary, set)
}

#[test]
fn every_policy_of_the_city_has_its_columns_and_its_query_in_every_dialect() {
    let (vocabulary, set) = city();
    assert!(set.policies().len() >= 40);
    let on_day = set.lower(TODAY).unwrap();
    let mut refused = Vec::new();
    for dialect in Dialect::ALL {
        table(&vocabulary, *dialect).unwrap();
        for policy in set.policies() {
            let written = match policy.in_force(TODAY) {
                true => query_in(&on_day, &policy.id, *dialect),
                false => query(&policy.lower(TODAY).unwrap(), *dialect),
            };
            refused.extend(written.err().map(|error| format!("{} in {}: {error}", policy.id, dialect.as_str())));
        }
    }
    assert!(refused.is_empty(), "{refused:#?}");
}

/// The residents of all cases: each is at an edge of some policy.
#[test]
fn columns_agree_with_the_scalar_evaluation_on_the_residents_of_all_cases() {
    let (vocabulary, set) = city();
    let on_day = set.lower(TODAY).unwrap();
    let cases = set.policies().iter().flat_map(|policy| &policy.cases);
    let residents: Vec<Facts> = cases.map(|case| case.facts.clone()).collect();
    assert!(residents.len() > 500, "{}", residents.len());
    let mut columns = Columns::new(&vocabulary);
    residents.iter().for_each(|facts| _ = columns.push(facts));
    let expected: Vec<_> = residents.iter().map(|facts| set.evaluate(facts, TODAY)).collect();
    let mut decided = 0;
    columns.decide_set(&on_day, NonZeroUsize::MIN, |id, outcome| {
        for (row, settled) in expected.iter().enumerate() {
            let row = u32::try_from(row).unwrap();
            let settled = settled.iter().find(|settled| settled.policy == id).unwrap();
            let amount = settled.decision.amount.map(|amount| match amount.value {
                AmountValue::Money(Money(fen)) => fen,
                AmountValue::Hours(hours) => hours,
            });
            assert_eq!((outcome.verdict(row), outcome.amount(row)), (settled.decision.verdict, amount), "{id}, {row}");
        }
        decided += 1;
    });
    assert_eq!(decided, on_day.policies.iter().filter(|policy| policy.lowered.is_some()).count());
}
