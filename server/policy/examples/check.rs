//! Checks policy documents and prints every problem:
//! `cargo run -p policy --example check -- VOCABULARY PARAMETERS POLICY...`

use policy::{check::check, parameters::Parameters, problem::Problem, vocabulary::Vocabulary};
use std::{fs, process::ExitCode};

fn main() -> ExitCode {
    let paths: Vec<String> = std::env::args().skip(1).collect();
    let [vocabulary, parameters, policies @ ..] = paths.as_slice() else {
        eprintln!("usage: check VOCABULARY PARAMETERS POLICY...");
        return ExitCode::from(2);
    };
    let mut problems = 0;
    let vocabulary_read = read(vocabulary, Vocabulary::parse, &mut problems);
    let parameters_read = read(parameters, Parameters::parse, &mut problems);
    let (Some(vocabulary), Some(parameters)) = (vocabulary_read, parameters_read) else {
        return ExitCode::FAILURE;
    };
    for path in policies {
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) => {
                eprintln!("{path}: {error}");
                problems += 1;
                continue;
            }
        };
        let checked = check(&text, &vocabulary, &parameters);
        problems += checked.problems.len();
        print(path, &checked.problems);
        if let Some(policy) = checked.policy {
            println!("{path}: {} {}, {} cases", policy.id, policy.version, policy.cases.len());
        }
    }
    if problems == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn read<T>(path: &str, parse: fn(&str) -> Result<T, Vec<Problem>>, problems: &mut usize) -> Option<T> {
    match fs::read_to_string(path).map(|text| parse(&text)) {
        Ok(Ok(value)) => Some(value),
        Ok(Err(found)) => {
            *problems += found.len();
            print(path, &found);
            None
        }
        Err(error) => {
            eprintln!("{path}: {error}");
            *problems += 1;
            None
        }
    }
}

fn print(path: &str, problems: &[Problem]) {
    for problem in problems {
        let Problem { code, line, column, path: place, expected, found, suggestion, .. } = problem;
        let expected = if expected.is_empty() { String::new() } else { format!("expected {expected}, ") };
        let suggestion = suggestion.as_ref().map(|text| format!("; {text}")).unwrap_or_default();
        println!("{path}:{line}:{column} {} {place}: {expected}found {found}{suggestion}", code.as_str());
    }
}
