//! `cargo bench -p policy`: a whole city by columns, one resident with reasons, a changed fact, a new day.
//!
//! Prints figures and ratios of one run. `BENCH_RESIDENTS` sets another number of residents than 25 million.

mod measure;
mod population;

use jiff::civil::{Date, date};
use measure::{bandwidth, best};
use policy::{
    check::check,
    document::Policy,
    incremental::{Dependencies, Touched},
    lowered::Lowered,
    parameters::Parameters,
    value::{Fact, Facts},
    vocabulary::Vocabulary,
};
use std::{collections::BTreeSet, fs, hint::black_box, num::NonZeroUsize, path::Path, time::Duration};

const TODAY: Date = date(2026, 11, 23);
const TOMORROW: Date = date(2026, 11, 24);

/// What the three criteria read, and five attributes more: the population on which engines are compared.
const ATTRIBUTES: [&str; 8] = [
    "dob",
    "hukou_city",
    "residence_district",
    "disability_grade",
    "household_size",
    "income_per_head",
    "assistance_class",
    "employment_status",
];

fn main() {
    let residents = std::env::var("BENCH_RESIDENTS").ok().and_then(|text| text.parse().ok()).unwrap_or(25_000_000);
    let city = City::read();
    println!("{residents} residents, {} policies", city.policies.len());
    one_policy(&city, residents);
    all_policies(&city, residents);
    one_resident(&city);
}

/// The city's policies as they stand in the repository.
struct City {
    vocabulary: Vocabulary,
    policies: Vec<Policy>,
    three: Policy,
}

impl City {
    fn read() -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../policies");
        let text = |path: &Path| fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let vocabulary = Vocabulary::parse(&text(&folder.join("vocabulary.toml"))).unwrap_or_default();
        let parameters = Parameters::parse(&text(&folder.join("parameters.toml"))).unwrap_or_default();
        let mut files: Vec<_> = ["elderly-care", "healthcare", "social-security"]
            .iter()
            .flat_map(|field| fs::read_dir(folder.join(field)).into_iter().flatten().flatten())
            .map(|entry| entry.path())
            .collect();
        files.sort();
        let allowance = text(&folder.join("elderly-care/elder-allowance.toml"));
        let with_third = allowance.replacen("[benefit]", THIRD, 1);
        let cases = with_third.find("[[case]]").unwrap_or(with_third.len());
        let three = format!("{}{CASE}", with_third.get(..cases).unwrap_or_default());
        let checked = |text: &str| {
            let checked = check(text, &vocabulary, &parameters);
            checked.policy.unwrap_or_else(|| panic!("{:?}", checked.problems))
        };
        let policies = files.iter().map(|path| checked(&text(path))).collect();
        Self { three: checked(&three), policies, vocabulary }
    }
}

/// The allowance by age, with a third criterion.
const THIRD: &str = "[[criterion]]\nid = \"third\"\nlabel = { zh = \"三\", en = \"Three\" }\nwhen = \"household_size <= 120\"\n\n[benefit]";
const CASE: &str = "[[case]]\nname = { zh = \"无\", en = \"Nothing known\" }\non = 2026-11-23\nfacts = {}\nverdict = \"undetermined\"\n";

fn one_policy(city: &City, residents: usize) {
    let columns = population::columns(&city.vocabulary, &ATTRIBUTES, residents);
    let bytes = columns.bytes();
    println!(
        "\ncolumns of {} attributes: {:.0} MB, {:.1} bytes a resident",
        ATTRIBUTES.len(),
        mega(bytes),
        bytes as f64 / residents as f64
    );
    let lowered = lower(&city.three, TODAY);
    let bits: usize =
        lowered.attributes.iter().filter_map(|id| columns.column(id)).map(|column| column.bits_per_row()).sum();
    let read = residents * bits / 8;
    for threads in [1, 2] {
        let rate = bandwidth(threads);
        let limit = Duration::from_secs_f64(read as f64 / rate);
        let (time, outcome) =
            best(9, || columns.decide(&lowered, NonZeroUsize::new(threads).unwrap_or(NonZeroUsize::MIN)));
        println!(
            "one policy of three criteria, {threads} threads: {:.1} ms for {} eligible, {} undetermined, sum {}; {:.0} MB at {:.1} GB/s = {:.1} ms; ratio {:.2}",
            milli(time),
            outcome.yes.len(),
            outcome.undetermined.len(),
            outcome.amounts.sum(),
            mega(read),
            rate / 1e9,
            milli(limit),
            time.as_secs_f64() / limit.as_secs_f64(),
        );
    }
}

fn all_policies(city: &City, residents: usize) {
    let used: BTreeSet<String> = city.policies.iter().flat_map(Policy::attributes).collect();
    let used: Vec<&str> = used.iter().map(String::as_str).collect();
    let columns = population::columns(&city.vocabulary, &used, residents);
    println!("\ncolumns of {} attributes: {:.0} MB", used.len(), mega(columns.bytes()));
    let threads = NonZeroUsize::new(2).unwrap_or(NonZeroUsize::MIN);
    let lowered: Vec<Lowered> = city.policies.iter().map(|policy| lower(policy, TODAY)).collect();
    let (time, found) =
        best(3, || lowered.iter().map(|lowered| columns.decide(lowered, threads).yes.len()).sum::<u64>());
    println!("all {} policies, 2 threads: {:.0} ms, {found} eligible", lowered.len(), milli(time));
    let tomorrow: Vec<Lowered> = city.policies.iter().map(|policy| lower(policy, TOMORROW)).collect();
    let (time, (touched, decided)) = best(3, || {
        let (mut touched, mut decided) = (0, 0);
        for (before, after) in lowered.iter().zip(&tomorrow) {
            if let Touched::Rows(rows) = columns.touched(before, after, threads) {
                touched += rows.len();
                let rows: Vec<u32> = rows.iter().collect();
                decided += columns.decide_rows(after, &rows).yes.len();
            }
        }
        (touched, decided)
    });
    println!(
        "a new day, all policies, 2 threads: {:.0} ms; {touched} touched, {decided} of them eligible",
        milli(time)
    );
    let dependencies = Dependencies::of(&city.policies);
    for attribute in ["dob", "income_per_head", "living_alone"] {
        let places = dependencies.on(attribute);
        let row = [u32::try_from(residents / 2).unwrap_or_default()];
        let (time, _) = best(200, || {
            let decide = |place: &usize| lowered.get(*place).map(|lowered| columns.decide_rows(lowered, &row));
            places.iter().filter_map(decide).map(|outcome| outcome.yes.len()).sum::<u64>()
        });
        println!("a changed {attribute}: {} policies, {:.1} µs", places.len(), time.as_secs_f64() * 1e6);
    }
}

fn one_resident(city: &City) {
    let mut facts = Facts::new();
    for attribute in city.vocabulary.attributes() {
        let text = match attribute.value_type.as_str() {
            "bool" => "true",
            "date" => "1950-02-28",
            "money" => "1200.00",
            "code" => attribute.codes.first().map_or("", |code| code.id.as_str()),
            _ => "3",
        };
        if let Some(value) = attribute.parse_value(text) {
            let fact = Fact { value, department: attribute.department.clone(), as_of: TODAY, delivery: "d".to_owned() };
            facts.insert(&attribute.id, fact);
        }
    }
    let (traced, _) = best(500, || {
        city.policies.iter().map(|policy| black_box(policy.evaluate(&facts, TODAY)).criteria.len()).sum::<usize>()
    });
    let (silent, _) =
        best(500, || city.policies.iter().filter(|policy| policy.decide(&facts, TODAY).1.is_some()).count());
    println!(
        "\none resident, all policies: {:.1} µs with reasons, {:.1} µs without",
        traced.as_secs_f64() * 1e6,
        silent.as_secs_f64() * 1e6
    );
}

fn lower(policy: &Policy, on: Date) -> Lowered {
    policy.lower(on).unwrap_or_else(|error| panic!("{}: {error}", policy.id))
}

fn milli(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

fn mega(bytes: usize) -> f64 {
    bytes as f64 / 1e6
}
