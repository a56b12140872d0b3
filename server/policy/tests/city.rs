//! Every policy that the city ships is right, and its cases pass.

#![expect(clippy::unwrap_used, reason = "tests fail loudly")]

use policy::{check::check, parameters::Parameters, problem::Problem, vocabulary::Vocabulary};
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../policies")
}

/// Policy documents: one folder for each field.
fn documents() -> Vec<PathBuf> {
    let mut found = Vec::new();
    for field in fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()) {
        let files = fs::read_dir(field).unwrap().map(|entry| entry.unwrap().path());
        found.extend(files.filter(|path| path.extension().is_some_and(|extension| extension == "toml")));
    }
    found.sort();
    found
}

fn described(path: &Path, problems: &[Problem]) -> Vec<String> {
    let lines = problems.iter().map(|problem| {
        let Problem { code, line, column, path: place, expected, found, suggestion, .. } = problem;
        let suggestion = suggestion.as_deref().unwrap_or_default();
        format!("{}:{line}:{column} {} {place}: {expected} / {found}; {suggestion}", path.display(), code.as_str())
    });
    lines.collect()
}

#[test]
fn every_policy_of_the_city_is_right_and_its_cases_pass() {
    if !folder().exists() {
        return;
    }
    let (vocabulary_path, parameters_path) = (folder().join("vocabulary.toml"), folder().join("parameters.toml"));
    let vocabulary = Vocabulary::parse(&fs::read_to_string(&vocabulary_path).unwrap())
        .unwrap_or_else(|problems| panic!("{:#?}", described(&vocabulary_path, &problems)));
    let parameters = Parameters::parse(&fs::read_to_string(&parameters_path).unwrap())
        .unwrap_or_else(|problems| panic!("{:#?}", described(&parameters_path, &problems)));
    let (mut wrong, mut ids) = (Vec::new(), BTreeSet::new());
    for path in documents() {
        let checked = check(&fs::read_to_string(&path).unwrap(), &vocabulary, &parameters);
        wrong.extend(described(&path, &checked.problems));
        let Some(policy) = checked.policy else { continue };
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let field = path.parent().unwrap().file_name().unwrap().to_string_lossy().into_owned();
        if (name.as_str(), field.as_str()) != (policy.id.as_str(), policy.field.as_str()) {
            wrong.push(format!("{}: id {}, field {}", path.display(), policy.id, policy.field.as_str()));
        }
        if !ids.insert(policy.id.clone()) {
            wrong.push(format!("{}: a second {}", path.display(), policy.id));
        }
        let failed = policy.run_cases().into_iter().filter(|outcome| !outcome.passed);
        wrong.extend(failed.map(|outcome| format!("{}: {outcome:?}", path.display())));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// On an elder page a question has at most twelve choices, "I don't know" apart.
#[test]
fn no_question_has_more_than_twelve_choices() {
    let vocabulary = Vocabulary::parse(&fs::read_to_string(folder().join("vocabulary.toml")).unwrap()).unwrap();
    let asked: Vec<_> = vocabulary.attributes().iter().filter(|attribute| attribute.is_asked()).collect();
    assert!(asked.len() >= 20);
    for attribute in asked {
        assert!(attribute.codes.len() <= 12, "{} has {} choices", attribute.id, attribute.codes.len());
    }
}
