//! `tongban policy`: documents as files, without a server.

use crate::config::ConfigError;
use domain::policies::seeds;
use policy::{check::check as check_document, parameters::Parameters, problem::Problem, vocabulary::Vocabulary};
use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

/// Checks documents and prints every problem with its place and remedy. Exit code 1 when there is one.
///
/// # Errors
/// A file cannot be read.
pub fn check(files: &[PathBuf], vocabulary: Option<&Path>, parameters: Option<&Path>) -> Result<ExitCode, ConfigError> {
    let vocabulary_text = read_or(vocabulary, seeds::VOCABULARY)?;
    let parameters_text = read_or(parameters, seeds::PARAMETERS)?;
    let (vocabulary, parameters) = (Vocabulary::parse(&vocabulary_text), Parameters::parse(&parameters_text));
    let (vocabulary, parameters) = match (vocabulary, parameters) {
        (Ok(vocabulary), Ok(parameters)) => (vocabulary, parameters),
        (Err(problems), _) => return Ok(print("vocabulary", &problems)),
        (_, Err(problems)) => return Ok(print("parameters", &problems)),
    };
    let mut worst = ExitCode::SUCCESS;
    for (name, text) in documents(files)? {
        let problems = check_document(&text, &vocabulary, &parameters).problems;
        match problems.is_empty() {
            true => println!("{name}: ok"),
            false => worst = print(&name, &problems),
        }
    }
    Ok(worst)
}

/// Runs the cases of documents and prints a table. Exit code 1 when one fails.
///
/// # Errors
/// A file cannot be read.
pub fn test(files: &[PathBuf]) -> Result<ExitCode, ConfigError> {
    let unreadable = || ConfigError("the program's own vocabulary has problems".to_owned());
    let vocabulary = Vocabulary::parse(seeds::VOCABULARY).map_err(|_| unreadable())?;
    let parameters = Parameters::parse(seeds::PARAMETERS).map_err(|_| unreadable())?;
    let (mut passed, mut failed) = (0, 0);
    for (name, text) in documents(files)? {
        let Some(policy) = check_document(&text, &vocabulary, &parameters).policy else {
            println!("{name}\thas problems; see: tongban policy check");
            failed += 1;
            continue;
        };
        let outcomes = policy.run_cases();
        let bad = outcomes.iter().filter(|outcome| !outcome.passed).count();
        println!("{name}\t{} cases\t{bad} failed", outcomes.len());
        for outcome in outcomes.iter().filter(|outcome| !outcome.passed) {
            println!("  {}: expected {}, found {}", outcome.name.en, outcome.expected, outcome.found);
        }
        passed += outcomes.len() - bad;
        failed += bad;
    }
    println!("{passed} passed, {failed} failed");
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

pub(super) fn documents(files: &[PathBuf]) -> Result<Vec<(String, String)>, ConfigError> {
    if files.is_empty() {
        return Ok(seeds::POLICIES.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect());
    }
    files.iter().map(|file| Ok((file.display().to_string(), read(file)?))).collect()
}

pub(super) fn read_or(file: Option<&Path>, otherwise: &str) -> Result<String, ConfigError> {
    file.map_or_else(|| Ok(otherwise.to_owned()), read)
}

fn read(file: &Path) -> Result<String, ConfigError> {
    std::fs::read_to_string(file).map_err(|error| ConfigError(format!("{}: {error}", file.display())))
}

fn print(name: &str, problems: &[Problem]) -> ExitCode {
    for problem in problems {
        let remedy = problem.suggestion.as_ref().map(|text| format!("; write {text}")).unwrap_or_default();
        println!(
            "{name}:{}:{} {} {}: expected {}, found {}{remedy}",
            problem.line,
            problem.column,
            problem.code.as_str(),
            problem.path,
            problem.expected,
            problem.found
        );
    }
    ExitCode::from(1)
}
