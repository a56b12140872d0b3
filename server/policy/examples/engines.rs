//! Writes what `tests/engines` compares: residents, queries for every engine, and the columns' own answers and times.
//!
//! `cargo run --release -p policy --example engines -- agreement FOLDER` writes random policies and residents, `… speed
//! FOLDER RESIDENTS` one policy and many residents.

#[path = "../src/fixture.rs"]
#[expect(dead_code, reason = "the fixtures of the policy engine serve its own tests as well")]
mod fixture;
#[path = "../benches/city/population.rs"]
#[expect(dead_code, reason = "residents come from the fixtures or are written out here")]
mod population;

use fixture::{
    TODAY, criterion,
    random::{self, CONDITIONS},
    vocabulary,
};
use jiff::civil::date;
use policy::{
    columns::{Column, Columns, Outcome},
    lowered::{LoweredSet, day},
    sql::{Dialect, query, query_in, table},
    value::{Facts, Member, Money, Value},
    vocabulary::{Attribute, Vocabulary},
};
use population::Dice;
use proptest::{
    prelude::*,
    strategy::ValueTree,
    test_runner::{Config, TestRng, TestRunner},
};
use std::{collections::BTreeMap, fmt::Write, fs, num::NonZeroUsize, path::Path, time::Instant};

type Failure = Box<dyn std::error::Error>;

/// Queries of single policies, and of policies that refer to each other.
const ALONE: usize = 150;
const TOGETHER: usize = 60;

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["agreement", folder] => agreement(Path::new(folder)),
        ["speed", folder, residents] => speed(Path::new(folder), residents.parse()?),
        _ => Err("usage: engines agreement FOLDER | engines speed FOLDER RESIDENTS".into()),
    }
}

/// Random policies and residents, with the answers that every engine must give.
fn agreement(folder: &Path) -> Result<(), Failure> {
    let vocabulary = vocabulary();
    tables(folder, &vocabulary)?;
    let mut runner =
        TestRunner::new_with_rng(Config::default(), TestRng::deterministic_rng(Config::default().rng_algorithm));
    let people: Vec<Facts> = sample(&prop::collection::vec(random::known(), 400), &mut runner)?;
    let mut columns = Columns::new(&vocabulary);
    people.iter().for_each(|facts| _ = columns.push(facts));
    write_people(folder, &vocabulary, &people)?;
    let mut written = 0;
    for on in [TODAY, date(2024, 2, 29), date(2025, 2, 28), date(2025, 3, 1)].into_iter().cycle() {
        let Some(policy) = sample(&random::policy(CONDITIONS.to_vec()), &mut runner)? else { continue };
        let lowered = policy.lower(on)?;
        let outcome = columns.decide(&lowered, NonZeroUsize::MIN);
        written += usize::from(case(folder, written, |dialect| query(&lowered, dialect).ok(), &outcome)?);
        if written == ALONE {
            break;
        }
    }
    for on in [TODAY, date(2026, 2, 28), date(2028, 2, 29), date(2027, 3, 1)].into_iter().cycle() {
        let Some(set) = sample(&random::set(), &mut runner)? else { continue };
        let set: LoweredSet = set.lower(on).map_err(|(id, error)| format!("{id}: {error}"))?;
        let mut outcomes = BTreeMap::new();
        columns.decide_set(&set, NonZeroUsize::MIN, |id, outcome| _ = outcomes.insert(id.to_owned(), outcome.clone()));
        for (id, outcome) in &outcomes {
            written += usize::from(case(folder, written, |dialect| query_in(&set, id, dialect).ok(), outcome)?);
        }
        if written >= ALONE + TOGETHER {
            return Ok(());
        }
    }
    Ok(())
}

fn sample<S: Strategy>(strategy: &S, runner: &mut TestRunner) -> Result<S::Value, Failure> {
    Ok(strategy.new_tree(runner).map_err(|reason| reason.to_string())?.current())
}

fn tables(folder: &Path, vocabulary: &Vocabulary) -> Result<(), Failure> {
    for dialect in Dialect::ALL {
        fs::write(folder.join(format!("table.{}.sql", dialect.as_str())), table(vocabulary, *dialect)?)?;
    }
    Ok(())
}

/// Writes one query in every dialect, and its answer; `false` when a dialect cannot say it.
fn case(
    folder: &Path,
    number: usize,
    query: impl Fn(Dialect) -> Option<String>,
    outcome: &Outcome,
) -> Result<bool, Failure> {
    let texts: Option<Vec<String>> = Dialect::ALL.iter().map(|dialect| query(*dialect)).collect();
    let Some(texts) = texts else { return Ok(false) };
    for (dialect, text) in Dialect::ALL.iter().zip(texts) {
        fs::write(folder.join(format!("random{number:03}.{}.sql", dialect.as_str())), text)?;
    }
    fs::write(folder.join(format!("random{number:03}.answer")), answer(outcome))?;
    Ok(true)
}

/// One line for each of both sets: resident, verdict, amount.
fn answer(outcome: &Outcome) -> String {
    let mut lines: Vec<(u32, String)> = Vec::new();
    for (place, row) in outcome.yes.iter().enumerate() {
        let amount = outcome.amounts.get(place).map(|amount| amount.to_string()).unwrap_or_default();
        lines.push((row, format!("{row},eligible,{amount}\n")));
    }
    lines.extend(outcome.undetermined.iter().map(|row| (row, format!("{row},undetermined,\n"))));
    lines.sort();
    lines.into_iter().map(|(_, line)| line).collect()
}

/// One line a resident and one a member: numbers and values, empty where missing.
fn write_people(folder: &Path, vocabulary: &Vocabulary, people: &[Facts]) -> Result<(), Failure> {
    let attributes: Vec<&Attribute> = vocabulary.attributes().iter().collect();
    let list = attributes.iter().find(|attribute| attribute.id == "household").ok_or("no household")?;
    let has: Vec<&Attribute> = list.has.iter().filter_map(|id| vocabulary.attribute(id)).collect();
    let mut residents = header(&["resident"], &attributes);
    let mut members = header(&["resident", "member"], &has);
    for (resident, facts) in people.iter().enumerate() {
        let _ = write!(residents, "\n{resident}");
        let known = |attribute: &Attribute| facts.get(&attribute.id).map(|fact| fact.value.clone());
        fields(&mut residents, &attributes, known);
        let Some(Value::Members(household)) = known(list) else { continue };
        for (number, member) in household.iter().enumerate() {
            let _ = write!(members, "\n{resident},{number}");
            fields(&mut members, &has, |attribute| Member::get(member, &attribute.id).cloned());
        }
    }
    fs::write(folder.join("residents.csv"), residents + "\n")?;
    Ok(fs::write(folder.join("residents_household.csv"), members + "\n")?)
}

fn header(keys: &[&str], attributes: &[&Attribute]) -> String {
    let names = keys.iter().copied().chain(attributes.iter().map(|attribute| attribute.id.as_str()));
    names.collect::<Vec<_>>().join(",")
}

fn fields(text: &mut String, attributes: &[&Attribute], value: impl Fn(&Attribute) -> Option<Value>) {
    for attribute in attributes {
        let _ = match value(attribute) {
            None => write!(text, ","),
            Some(Value::Money(Money(fen))) => write!(text, ",{fen}"),
            Some(Value::Codes(codes)) => {
                write!(text, ",{}", codes.iter().filter_map(|code| attribute.bit(code)).sum::<u64>())
            }
            Some(Value::Members(members)) => write!(text, ",{}", members.len()),
            Some(value) => write!(text, ",{value}"),
        };
    }
}

/// One policy of three criteria on many residents. What the criteria read is written as plain arrays.
fn speed(folder: &Path, residents: usize) -> Result<(), Failure> {
    tables(folder, &vocabulary())?;
    let mut dice = Dice::new(42);
    let first = day::number(date(1926, 1, 1));
    let born: Vec<i32> = (0..residents).map(|_| (first + dice.below(36_500) as i64) as i32).collect();
    let home: Vec<u8> = (0..residents).map(|_| u8::from(dice.below(3) == 0)).collect();
    let size: Vec<u8> = (0..residents).map(|_| 1 + dice.below(6) as u8).collect();
    // One income in fifty is missing.
    let income: Vec<i32> =
        (0..residents).map(|_| if dice.below(50) == 0 { -1 } else { dice.below(500_000) as i32 }).collect();
    let bytes = |name: &str, bytes: Vec<u8>| fs::write(folder.join(name), bytes);
    bytes("dob.i32", born.iter().flat_map(|born| born.to_le_bytes()).collect())?;
    bytes("income_per_head.i32", income.iter().flat_map(|income| income.to_le_bytes()).collect())?;
    bytes("hukou_city.u8", home.clone())?;
    bytes("household_size.u8", size.clone())?;
    let columns = Columns::from_columns([
        ("dob".to_owned(), Column::dates(born.iter().map(|born| day::date(i64::from(*born))))),
        (
            "hukou_city".to_owned(),
            Column::symbols(home.iter().map(|home| Some(["310000", "other"][usize::from(*home)]))),
        ),
        ("household_size".to_owned(), Column::numbers(size.iter().map(|size| Some(i64::from(*size))))),
        (
            "income_per_head".to_owned(),
            Column::numbers(income.iter().map(|income| (*income >= 0).then_some(i64::from(*income)))),
        ),
    ])?;
    let mut rules: String = ["hukou_city == 上海", "age(dob, today) >= 65", "income_per_head < 3000元"]
        .iter()
        .enumerate()
        .fold(String::new(), |rules, (place, when)| {
            rules + &criterion(when).replace("id = \"one\"", &format!("id = \"c{place}\""))
        });
    rules.push_str("[benefit]\nkind = \"cash\"\nperiod = \"month\"\nunit = \"money\"\nby = \"age(dob, today)\"\n");
    for (range, amount) in
        [("from = 65\nto = 70", 75), ("from = 70\nto = 80", 150), ("from = 80\nto = 90", 180), ("from = 90", 350)]
    {
        write!(rules, "[[benefit.band]]\n{range}\namount = \"{amount}.00\"\n")?;
    }
    let lowered = fixture::policy(&rules).lower(TODAY)?;
    for dialect in Dialect::ALL {
        fs::write(folder.join(format!("speed.{}.sql", dialect.as_str())), query(&lowered, *dialect)?)?;
    }
    let mut report = format!("bytes {}\n", columns.bytes());
    for threads in [1, 2] {
        let threads = NonZeroUsize::new(threads).unwrap_or(NonZeroUsize::MIN);
        let mut best = f64::MAX;
        for _ in 0..40 {
            let start = Instant::now();
            std::hint::black_box(columns.decide(&lowered, threads));
            best = best.min(start.elapsed().as_secs_f64());
        }
        writeln!(report, "seconds{threads} {best}")?;
    }
    let outcome = columns.decide(&lowered, NonZeroUsize::MIN);
    let (mut rows, mut mixed) = (0_u64, 0_i128);
    for (row, amount) in outcome.yes.iter().zip(outcome.amounts.iter()) {
        rows += u64::from(row);
        mixed += i128::from(row % 1_000_003) * i128::from(amount);
    }
    writeln!(report, "eligible {} {} {rows} {mixed}", outcome.yes.len(), outcome.amounts.sum())?;
    let open: u64 = outcome.undetermined.iter().map(u64::from).sum();
    writeln!(report, "undetermined {} 0 {open} 0", outcome.undetermined.len())?;
    Ok(fs::write(folder.join("speed.columns"), report)?)
}
