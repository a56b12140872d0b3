//! `cargo bench -p policy --bench almost`: almost, and when, for one resident and every policy of the city.
//!
//! Two residents of 63: one of whom everything is known, and one of whom little is. Prints the best time of all policies
//! together, and how they come out.

use jiff::civil::{Date, date};
use policy::{
    almost::{Almost, Prospect},
    check::check,
    document::Policy,
    parameters::Parameters,
    value::{Fact, Facts, Value},
    vocabulary::{ValueType, Vocabulary},
};
use std::{
    fs,
    hint::black_box,
    path::Path,
    time::{Duration, Instant},
};

const TODAY: Date = date(2026, 11, 23);
/// What the goal of the project is.
const GOAL: Duration = Duration::from_millis(5);
const ROUNDS: usize = 200;

fn main() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../policies");
    let read = |path: &Path| fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let vocabulary = Vocabulary::parse(&read(&folder.join("vocabulary.toml"))).unwrap_or_default();
    let parameters = Parameters::parse(&read(&folder.join("parameters.toml"))).unwrap_or_default();
    let files = ["elderly-care", "healthcare", "social-security"].map(|field| fs::read_dir(folder.join(field)));
    let files = files.into_iter().flatten().flatten().flatten();
    let policies: Vec<Policy> =
        files.filter_map(|file| check(&read(&file.path()), &vocabulary, &parameters).policy).collect();
    for (name, facts) in [("everything known", resident(&vocabulary, 1)), ("a third known", resident(&vocabulary, 3))] {
        let all = || policies.iter().map(|policy| policy.prospect(&facts, TODAY, &vocabulary)).collect::<Vec<_>>();
        let best = (0..ROUNDS).map(|_| {
            let start = Instant::now();
            black_box(all());
            start.elapsed()
        });
        let best = best.min().unwrap_or_default();
        let found = all();
        let count = |of: fn(&Prospect) -> bool| found.iter().filter(|prospect| of(prospect)).count();
        println!(
            "almost and when, {} policies, {name}: {:.3} ms (goal {} ms); already {}, by changes {}, not by changes {}, \
             open {}; by itself {}",
            policies.len(),
            best.as_secs_f64() * 1_000.0,
            GOAL.as_millis(),
            count(|prospect| prospect.almost == Almost::Already),
            count(|prospect| matches!(prospect.almost, Almost::Ways { .. })),
            count(|prospect| prospect.almost == Almost::NotByChange),
            count(|prospect| prospect.almost == Almost::CannotSay || !prospect.outlook.is_complete),
            count(|prospect| prospect.outlook.by_itself().is_some()),
        );
    }
}

/// Somebody aged 63, of whom every so-manieth attribute is known.
fn resident(vocabulary: &Vocabulary, every: usize) -> Facts {
    let mut facts = Facts::new();
    for attribute in vocabulary.attributes().iter().step_by(every) {
        let text = match attribute.value_type {
            ValueType::Bool => "false",
            ValueType::Int => "2",
            ValueType::Money => "2500.00",
            ValueType::Date => "1963-05-03",
            _ => attribute.codes.first().map_or("", |code| code.id.as_str()),
        };
        let value = attribute.parse_value(text).unwrap_or_else(|| Value::Text(String::new()));
        let (department, delivery) = (attribute.department.as_str().into(), "measurement".into());
        facts.insert(&attribute.id, Fact { value, department, as_of: TODAY, delivery });
    }
    facts
}
