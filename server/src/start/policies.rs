//! `tongban policy check` and `tongban policy test`: documents as files, without a server.

use super::rules::{line, load, read_all};
use crate::{cli::Rules, config::ConfigError};
use policy::{check::check as check_document, problem::Problem, set::PolicySet};
use std::{path::PathBuf, process::ExitCode};

/// Checks documents and prints every problem with its place and remedy; all of them together too, when no file is
/// named. Exit code 1 when there is a problem.
///
/// # Errors
/// A file cannot be read; the vocabulary or the parameters have problems.
pub fn check(files: &[PathBuf], rules: &Rules) -> Result<ExitCode, ConfigError> {
    let mut loaded = load(rules)?;
    if !files.is_empty() {
        loaded.documents = read_all(files)?;
    }
    let mut is_right = true;
    let mut policies = Vec::new();
    for (name, text) in &loaded.documents {
        let checked = check_document(text, &loaded.vocabulary, &loaded.parameters);
        match checked.policy {
            Some(policy) => {
                println!("{name}: ok");
                policies.push(policy);
            }
            None => {
                print(name, &checked.problems);
                is_right = false;
            }
        }
    }
    if is_right
        && files.is_empty()
        && let Err(problems) = PolicySet::new(policies)
    {
        problems.iter().for_each(|problem| print(&problem.path, std::slice::from_ref(problem)));
        is_right = false;
    }
    Ok(if is_right { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// Runs the cases of documents and prints a table. Exit code 1 when one fails.
///
/// # Errors
/// As [`check`].
pub fn test(files: &[PathBuf], rules: &Rules) -> Result<ExitCode, ConfigError> {
    let mut loaded = load(rules)?;
    if !files.is_empty() {
        loaded.documents = read_all(files)?;
    }
    let width = loaded.documents.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0).max(8);
    println!("{:<width$}  {:>5}  {:>6}  {:>6}", "policy", "cases", "passed", "failed");
    let (mut passed, mut failed) = (0, 0);
    let mut faults: Vec<String> = Vec::new();
    for (name, text) in &loaded.documents {
        let checked = check_document(text, &loaded.vocabulary, &loaded.parameters);
        // A case that does not come out is a problem of the document; anything else hinders its cases.
        let cases = match &checked.policy {
            Some(policy) => policy.run_cases().len(),
            None => text.lines().filter(|line| line.trim() == "[[case]]").count(),
        };
        let bad = if checked.policy.is_some() { 0 } else { checked.problems.len().min(cases.max(1)) };
        println!("{name:<width$}  {cases:>5}  {:>6}  {bad:>6}", cases.saturating_sub(bad));
        faults.extend(checked.problems.iter().map(|problem| line(name, problem)));
        passed += cases.saturating_sub(bad);
        failed += bad;
    }
    println!("{:<width$}  {:>5}  {passed:>6}  {failed:>6}", "all", passed + failed);
    faults.iter().for_each(|fault| println!("{fault}"));
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

fn print(name: &str, problems: &[Problem]) {
    problems.iter().for_each(|problem| println!("{}", line(name, problem)));
}
