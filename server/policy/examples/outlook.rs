//! Measures "and when": one resident × every policy of a folder.
//!
//! `cargo run --release -p policy --example outlook -- FOLDER`
//!
//! Prints the number of policies, those whose days cannot be worked out, and the best time of 50 rounds.

use jiff::civil::date;
use policy::{
    check::check,
    document::Policy,
    parameters::Parameters,
    value::{Fact, Facts, Value},
    vocabulary::{ValueType, Vocabulary},
};
use std::{
    error::Error,
    fs,
    path::Path,
    time::{Duration, Instant},
};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("usage: outlook FOLDER")?;
    let folder = Path::new(&folder);
    let read = |name: &str| fs::read_to_string(folder.join(name));
    let wrong = |problems: Vec<_>| format!("{} problems", problems.len());
    let vocabulary = Vocabulary::parse(&read("vocabulary.toml")?).map_err(wrong)?;
    let parameters = Parameters::parse(&read("parameters.toml")?).map_err(wrong)?;
    let mut policies: Vec<Policy> = Vec::new();
    for field in fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?.iter().filter(|entry| entry.path().is_dir()) {
        for file in fs::read_dir(field.path())? {
            policies.extend(check(&fs::read_to_string(file?.path())?, &vocabulary, &parameters).policy);
        }
    }
    let (facts, on) = (resident(&vocabulary), date(2026, 11, 23));
    let mut best = Duration::MAX;
    for _ in 0..50 {
        let start = Instant::now();
        for policy in &policies {
            std::hint::black_box(policy.outlook(&facts, on));
        }
        best = best.min(start.elapsed());
    }
    let open: Vec<&str> = policies
        .iter()
        .filter(|policy| !policy.outlook(&facts, on).is_complete)
        .map(|policy| policy.id.as_str())
        .collect();
    println!("{} policies, best {best:?}; days not worked out: {open:?}", policies.len());
    Ok(())
}

/// Somebody of whom everything is known, aged 63.
fn resident(vocabulary: &Vocabulary) -> Facts {
    let mut facts = Facts::new();
    for attribute in vocabulary.attributes() {
        let text = match attribute.value_type {
            ValueType::Bool => "true",
            ValueType::Int => "2",
            ValueType::Money => "1500.00",
            ValueType::Date => "1963-05-03",
            _ => attribute.codes.first().map_or("", |code| code.id.as_str()),
        };
        let value = attribute.parse_value(text).unwrap_or_else(|| Value::Text(String::new()));
        let (department, delivery) = (attribute.department.clone(), "measurement".to_owned());
        facts.insert(&attribute.id, Fact { value, department, as_of: date(2026, 11, 1), delivery });
    }
    facts
}
