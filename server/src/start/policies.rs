//! `tongban policy check` and `tongban policy test`: documents as files, without a server.

use super::rules::{line, load, read_all, repair};
use crate::{
    cli::Rules,
    config::ConfigError,
    output::{note, say},
    words::say,
};
use policy::{
    check::check as check_document,
    problem::{Problem, ProblemCode},
    set::PolicySet,
};
use std::{path::PathBuf, process::ExitCode};

/// What happens to documents before they are checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum First {
    /// Nothing.
    Read,
    /// Marks of a Chinese keyboard and other encodings are put right in the files.
    Repair,
}

/// Checks documents and prints every problem with its place and remedy; all of them together too, when no file is
/// named. Exit code 1 when there is a problem. `first` says whether documents are put right before.
///
/// # Errors
/// A file cannot be read, or not be written; the vocabulary or the parameters have problems.
pub fn check(files: &[PathBuf], first: First, rules: &Rules) -> Result<ExitCode, ConfigError> {
    if first == First::Repair {
        repair(files)?;
    }
    let mut loaded = load(rules)?;
    if !files.is_empty() {
        loaded.documents = read_all(files)?;
    }
    let (mut is_right, mut has_marks) = (true, false);
    let mut policies = Vec::new();
    for (name, text) in &loaded.documents {
        let checked = check_document(text, &loaded.vocabulary, &loaded.parameters);
        match checked.policy {
            Some(policy) => {
                say!("{name}: ok");
                policies.push(policy);
            }
            None => {
                print(name, &checked.problems);
                has_marks |= checked.problems.iter().any(|problem| problem.code == ProblemCode::KeyboardMark);
                is_right = false;
            }
        }
    }
    if has_marks {
        note!("tongban: {}", say("cli-policy-marks"));
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
    say!("{:<width$}  {:>5}  {:>6}  {:>6}", "policy", "cases", "passed", "failed");
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
        say!("{name:<width$}  {cases:>5}  {:>6}  {bad:>6}", cases.saturating_sub(bad));
        faults.extend(checked.problems.iter().map(|problem| line(name, problem)));
        passed += cases.saturating_sub(bad);
        failed += bad;
    }
    say!("{:<width$}  {:>5}  {passed:>6}  {failed:>6}", "all", passed + failed);
    faults.iter().for_each(|fault| say!("{fault}"));
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

fn print(name: &str, problems: &[Problem]) {
    problems.iter().for_each(|problem| say!("{}", line(name, problem)));
}
