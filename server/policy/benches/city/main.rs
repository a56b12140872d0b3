//! `cargo bench -p policy`: a whole city by columns, one resident with reasons, a changed fact, a new day.
//!
//! Prints figures and ratios of one run. `BENCH_RESIDENTS` sets another number of residents than 25 million; `-- one-policy`,
//! `-- all-policies` and `-- one-resident` leave out the rest.

mod measure;
mod population;

use jiff::civil::{Date, date};
use measure::{bandwidth, best};
use policy::{
    check::check,
    document::Policy,
    incremental::{Dependencies, Touched},
    lowered::{Lowered, LoweredSet},
    parameters::Parameters,
    set::PolicySet,
    value::{Fact, Facts},
    vocabulary::Vocabulary,
};
use std::{
    collections::BTreeSet,
    fs,
    hint::black_box,
    num::NonZeroUsize,
    path::Path,
    time::{Duration, Instant},
};

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
    println!("{residents} residents, {} policies", city.set.policies().len());
    let asked: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let wanted = |part: &str| asked.is_empty() || asked.iter().any(|word| word == part);
    if wanted("one-policy") {
        one_policy(&city, residents);
    }
    if wanted("all-policies") {
        all_policies(&city, residents);
    }
    if wanted("one-resident") {
        one_resident(&city);
    }
}

/// The city's policies as they stand in the repository.
struct City {
    vocabulary: Vocabulary,
    set: PolicySet,
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
        let policies: Vec<Policy> = files.iter().map(|path| checked(&text(path))).collect();
        let set = PolicySet::new(policies).unwrap_or_else(|problems| panic!("{problems:?}"));
        Self { three: checked(&three), set, vocabulary }
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
            best(101, || columns.decide(&lowered, NonZeroUsize::new(threads).unwrap_or(NonZeroUsize::MIN)));
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
    let used: BTreeSet<String> = city.set.policies().iter().flat_map(|policy| policy.attributes()).collect();
    let used: Vec<&str> = used.iter().map(String::as_str).collect();
    let columns = population::columns(&city.vocabulary, &used, residents);
    println!("\ncolumns of {} attributes: {:.0} MB", used.len(), mega(columns.bytes()));
    let threads = NonZeroUsize::new(2).unwrap_or(NonZeroUsize::MIN);
    let (today, tomorrow) = (lower_set(city, TODAY), lower_set(city, TOMORROW));
    let mut slowest: Vec<(Duration, String)> = Vec::new();
    let (time, (policies, found)) = best(3, || {
        let (mut policies, mut found, mut start) = (0, 0, Instant::now());
        slowest.clear();
        columns.decide_set(&today, threads, |id, outcome| {
            slowest.push((start.elapsed(), id.to_owned()));
            policies += 1;
            found += outcome.yes.len();
            start = Instant::now();
        });
        (policies, found)
    });
    println!("all {policies} policies in force, 2 threads: {:.0} ms, {found} eligible", milli(time));
    slowest.sort();
    for (time, id) in slowest.iter().rev().take(5) {
        println!("    {:.0} ms {id}", milli(*time));
    }
    let (time, (everybody, touched, decided)) = best(3, || {
        let (mut everybody, mut touched, mut decided) = (Vec::new(), 0, 0);
        for (place, whom) in columns.touched_set(&today, &tomorrow, threads).into_iter().enumerate() {
            match whom {
                Touched::Everybody => everybody.push(place),
                Touched::Rows(rows) if rows.is_empty() => {}
                Touched::Rows(rows) => {
                    touched += rows.len();
                    let rows: Vec<u32> = rows.iter().collect();
                    columns.decide_set_rows(&tomorrow, &[place], &rows, |_, outcome| decided += outcome.yes.len());
                }
            }
        }
        columns.decide_places(&tomorrow, &everybody, threads, |_, outcome| decided += outcome.yes.len());
        (everybody.len(), touched, decided)
    });
    println!(
        "a new day, all policies, 2 threads: {:.0} ms; {everybody} decided for everybody, {touched} touched in the others; {decided} eligible",
        milli(time)
    );
    let dependencies = Dependencies::of_set(&city.set);
    let row = [u32::try_from(residents / 2).unwrap_or_default()];
    changed("among the columns", &dependencies, &used, |places| {
        let mut found = 0;
        columns.decide_set_rows(&today, places, &row, |_, outcome| found += outcome.yes.len());
        found
    });
}

/// A changed fact of one resident: every policy that depends on it.
fn changed(how: &str, dependencies: &Dependencies, attributes: &[&str], mut decide: impl FnMut(&[usize]) -> u64) {
    let mut changes: Vec<(Duration, usize, &str)> = Vec::new();
    for attribute in attributes {
        let places = dependencies.on(attribute);
        let (time, _) = best(200, || decide(places));
        changes.push((time, places.len(), attribute));
    }
    changes.sort();
    let middle = changes.get(changes.len() / 2).map_or(0.0, |(time, ..)| micro(*time));
    if let Some((time, policies, attribute)) = changes.last() {
        println!(
            "a changed fact {how}: {middle:.1} µs for the median of {} attributes, {:.1} µs for the slowest, {attribute} \
             with {policies} policies",
            changes.len(),
            micro(*time)
        );
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
            let fact =
                Fact { value, department: attribute.department.as_str().into(), as_of: TODAY, delivery: "d".into() };
            facts.insert(&attribute.id, fact);
        }
    }
    let (traced, decided) = best(5000, || black_box(city.set.evaluate(&facts, TODAY)).len());
    let decided_all = |places: &[usize]| {
        let policies = places.iter().filter_map(|place| city.set.policies().get(*place));
        policies.filter_map(|policy| black_box(city.set.decide(&policy.id, &facts, TODAY))).count() as u64
    };
    let all: Vec<usize> = (0..city.set.policies().len()).collect();
    let (silent, _) = best(5000, || decided_all(&all));
    println!(
        "\none resident, all {decided} policies in force: {:.1} µs with reasons, {:.1} µs without",
        micro(traced),
        micro(silent)
    );
    let used: BTreeSet<String> = city.set.policies().iter().flat_map(|policy| policy.attributes()).collect();
    let used: Vec<&str> = used.iter().map(String::as_str).collect();
    changed("from the facts", &Dependencies::of_set(&city.set), &used, decided_all);
}

fn lower(policy: &Policy, on: Date) -> Lowered {
    policy.lower(on).unwrap_or_else(|error| panic!("{}: {error}", policy.id))
}

fn lower_set(city: &City, on: Date) -> LoweredSet {
    city.set.lower(on).unwrap_or_else(|(id, error)| panic!("{id}: {error}"))
}

fn micro(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

fn milli(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

fn mega(bytes: usize) -> f64 {
    bytes as f64 / 1e6
}
