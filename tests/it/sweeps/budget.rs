//! One budget of steps for the check of a document: hostile documents stop within it and say where, and the policies of the
//! city stay far below. Steps are counted; seconds depend on the machine and are printed.

use domain::policies::seeds::{PARAMETERS, POLICIES, VOCABULARY};
use policy::{
    budget::STEPS,
    check::{Checked, check},
    parameters::Parameters,
    problem::ProblemCode,
    vocabulary::Vocabulary,
};
use std::{sync::LazyLock, time::Instant};
use tests::hostile::{BAND, CRITERION, RIGHT, alternatives_and_bands};

static CITY: LazyLock<(Vocabulary, Parameters)> =
    LazyLock::new(|| (Vocabulary::parse(VOCABULARY).unwrap(), Parameters::parse(PARAMETERS).unwrap()));

/// The longest document.
const LONGEST: usize = 256 * 1024;

fn measured(name: &str, text: &str) -> Checked {
    let start = Instant::now();
    let checked = check(text, &CITY.0, &CITY.1);
    println!("{name}: {} bytes, {} steps, {:?}", text.len(), checked.steps, start.elapsed());
    assert!(checked.steps <= STEPS, "{name}");
    checked
}

/// Where the budget was used up.
fn place(checked: &Checked) -> Option<(usize, &str)> {
    let found = checked.problems.iter().find(|problem| problem.code == ProblemCode::TooMuchWork)?;
    Some((found.line, found.path.as_str()))
}

#[test]
fn every_policy_of_the_city_stays_far_below() {
    let mut all: Vec<(u64, &str)> = POLICIES.iter().map(|(name, text)| (measured(name, text).steps, *name)).collect();
    all.sort_unstable();
    let (most, name) = *all.last().unwrap();
    println!("{} policies; the largest is {name} with {most} of {STEPS} steps", all.len());
    assert!(most * 10 < STEPS, "{name} takes {most} of {STEPS} steps");
}

#[test]
fn alternatives_and_bands_without_end_stop_where_they_are_too_many() {
    let text = alternatives_and_bands();
    assert!(text.len() <= LONGEST, "{}", text.len());
    let checked = measured("alternatives and bands", &text);
    assert!(checked.policy.is_none());
    let (line, path) = place(&checked).unwrap_or_else(|| panic!("{:?}", checked.problems));
    assert!(line > 1 && (path.starts_with("criterion[") || path.starts_with("benefit")), "line {line}, {path}");
}

#[test]
fn bands_behind_bands_stop_where_they_are_too_many() {
    let when = (0..40).map(|group| format!("子女数>{group} 且 胎儿数<99")).collect::<Vec<_>>().join(" or ");
    let bands: String = (0..63)
        .map(|number| format!("[[benefit.band]]\nwhen = \"{when} or household_size == {number}\"\namount = \"1.00\"\n"))
        .collect();
    let text = RIGHT.replacen(BAND, &bands, 1);
    assert!(text.len() <= LONGEST, "{}", text.len());
    let checked = measured("bands with conditions", &text);
    let (line, path) = place(&checked).unwrap_or_else(|| panic!("{:?}", checked.problems));
    assert!(line > 1 && path.starts_with("benefit.band["), "line {line}, {path}");
}

#[test]
fn what_is_deep_or_many_stops_within_the_budget() {
    let deep = format!("{}age(dob, today) > 1{}", "(".repeat(3_000), ")".repeat(3_000));
    let same =
        (0..9).fold("living_alone == true".to_owned(), |inner, _| format!("({inner}) == (living_alone == false)"));
    let band = "[[benefit.band]]\nfrom = 1\nto = 2\namount = \"1.00\"\n";
    let case =
        "[[case]]\nname = { zh = \"一\", en = \"O\" }\non = 2026-11-23\nfacts = {}\nverdict = \"undetermined\"\n";
    let keys: String = (0..24_000).map(|key| format!("a{key}=1\n")).collect();
    let names = |count: usize| (0..count).map(|name| format!("nobody{name} == 1")).collect::<Vec<_>>().join(" or ");
    let unknown: String = (0..60)
        .map(|number| {
            format!(
                "[[criterion]]\nid = \"u{number}\"\nlabel = {{ zh = \"一\", en = \"O\" }}\nwhen = \"{}\"\n",
                names(180)
            )
        })
        .collect();
    let failing = (0..900).map(|id| format!("\"c{id}\"")).collect::<Vec<_>>().join(", ");
    let documents = [
        ("deep brackets", RIGHT.replacen("户籍地 == 上海", &deep, 1)),
        ("the same as the same", RIGHT.replacen("户籍地 == 上海", &same, 1)),
        ("10,000 bands", format!("{RIGHT}{}", band.repeat(10_000))),
        ("9,000 short bands", format!("{RIGHT}{}", "[[benefit.band]]\namount=\"1\"\n".repeat(9_000))),
        ("900 bands", RIGHT.replacen(BAND, &band.repeat(900), 1)),
        ("900 cases", format!("{RIGHT}{}", case.repeat(900))),
        ("24,000 keys", format!("{keys}{RIGHT}")),
        ("unknown names", RIGHT.replacen(CRITERION, &format!("{unknown}{CRITERION}"), 1)),
        (
            "names of criteria",
            RIGHT.replacen("verdict = \"eligible\"", &format!("verdict = \"eligible\"\nfailing = [ {failing} ]"), 1),
        ),
    ];
    for (name, text) in documents {
        let text =
            if text.len() > LONGEST && name == "24,000 keys" { text[text.len() - LONGEST..].to_owned() } else { text };
        let checked = measured(name, &text);
        assert!(checked.policy.is_none() || matches!(name, "the same as the same" | "900 cases"), "{name}");
        println!("{name}: {:?}, {} problems", place(&checked), checked.problems.len());
    }
}

#[test]
fn a_document_beyond_the_longest_is_not_looked_at() {
    let checked = measured("too long", &format!("# {}\n{RIGHT}", "x".repeat(LONGEST)));
    assert_eq!((checked.steps, checked.problems.len()), (0, 1));
    assert_eq!(checked.problems[0].code, ProblemCode::TooLong);
}

#[test]
fn documents_are_checked_in_few_places_and_never_while_others_wait() {
    // Each with the reason why no person's write and no connection waits for it.
    let known = [
        ("server/domain/src/policies/checking.rs", 1), // before the transaction, one at a time for each author
        ("server/domain/src/policies/rehearse.rs", 1), // a job, outside its reading
        ("server/domain/src/policies/seeds.rs", 1),    // at the start, before the transaction
    ];
    for (path, text) in super::files::sources(&["app/src", "server/domain/src", "server/src"], "rs") {
        let code = text.split("mod tests {").next().unwrap();
        let count = code.matches("check::check(").count();
        let expected = known.iter().find(|(known, _)| *known == path).map_or(0, |(_, count)| *count);
        if path.starts_with("server/src/start") || path == "server/domain/src/services/seeds.rs" {
            continue;
        }
        assert_eq!(count, expected, "{path}");
    }
}
