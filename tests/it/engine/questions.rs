//! How many questions `/check` asks of the residents of the demonstration, each of whom answers what is so, and says "I don't
//! know" of what nobody knows.

use domain::{
    operations::demonstration::generator::{SyntheticResident, city},
    policies::seeds,
};
use jiff::civil::{Date, date};
use policy::{
    check::check,
    document::Policy,
    parameters::Parameters,
    screening::{Answers, next_question},
    vocabulary::Vocabulary,
};

const TODAY: Date = date(2026, 11, 28);
/// The most that nine in ten are asked.
const MOST: usize = 25;
/// All of them, as `tongban demo` makes them.
const RESIDENTS: u64 = 2_000;

/// The questions that somebody is asked, in their order.
fn asked(policies: &[&Policy], vocabulary: &Vocabulary, who: &SyntheticResident) -> Vec<String> {
    let mut answers = Answers::new();
    let mut asked = Vec::new();
    while let Some(question) = next_question(policies, vocabulary.attributes(), &answers, TODAY) {
        answers.tell(&question.id, who.value(&question.id).cloned());
        asked.push(question.id.clone());
    }
    asked
}

#[test]
fn twenty_five_questions_are_enough_for_nine_in_ten() {
    let vocabulary = Vocabulary::parse(seeds::VOCABULARY).unwrap();
    let parameters = Parameters::parse(seeds::PARAMETERS).unwrap();
    let all: Vec<Policy> =
        seeds::POLICIES.iter().map(|(_, text)| check(text, &vocabulary, &parameters).policy.unwrap()).collect();
    let in_force: Vec<&Policy> = all.iter().filter(|policy| policy.in_force(TODAY)).collect();
    let residents: Vec<SyntheticResident> = city(RESIDENTS, 1, TODAY).collect();
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    let mut lengths: Vec<(usize, Vec<String>)> = std::thread::scope(|scope| {
        let (in_force, vocabulary) = (&in_force, &vocabulary);
        let chunks = residents.chunks(residents.len().div_ceil(workers));
        let working = chunks.map(|some| {
            scope.spawn(move || some.iter().map(|who| asked(in_force, vocabulary, who)).collect::<Vec<_>>())
        });
        let working: Vec<_> = working.collect();
        working.into_iter().flat_map(|worker| worker.join().unwrap()).map(|asked| (asked.len(), asked)).collect()
    });
    assert_eq!(lengths.len() as u64, RESIDENTS);
    lengths.sort();
    let at = |percent: usize| &lengths[(lengths.len() - 1) * percent / 100];
    for percent in [0, 10, 50, 90, 100] {
        println!("{percent:>3} %: {} questions: {}", at(percent).0, at(percent).1.join(" "));
    }
    assert!(at(90).0 <= MOST, "nine in ten are asked up to {} questions", at(90).0);
}
