//! `tongban policy table` and `tongban policy sql`: a policy for the city's own data platform.

use super::policies::{documents, read_or};
use crate::config::ConfigError;
use domain::policies::seeds;
use jiff::civil::Date;
use policy::{
    check::check,
    parameters::Parameters,
    sql::{self, Dialect},
    vocabulary::Vocabulary,
};
use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

/// Prints the statement that makes the table of residents from the vocabulary.
///
/// # Errors
/// A file cannot be read or has problems, or the dialect cannot say it.
pub fn table(dialect: Dialect, vocabulary: Option<&Path>) -> Result<ExitCode, ConfigError> {
    let vocabulary = read_vocabulary(vocabulary)?;
    print!("{}", sql::table(&vocabulary, dialect).map_err(|error| ConfigError(error.to_string()))?);
    Ok(ExitCode::SUCCESS)
}

/// Prints the query of one policy on one day: by its id, out of the documents given or those inside the program.
///
/// # Errors
/// A file cannot be read or has problems, there is no such policy, or SQL cannot say it exactly.
pub fn query(
    id: &str,
    dialect: Dialect,
    on: Date,
    files: &[PathBuf],
    vocabulary: Option<&Path>,
    parameters: Option<&Path>,
) -> Result<ExitCode, ConfigError> {
    let vocabulary = read_vocabulary(vocabulary)?;
    let parameters = Parameters::parse(&read_or(parameters, seeds::PARAMETERS)?)
        .map_err(|_| ConfigError("the parameters have problems; see: tongban policy check".to_owned()))?;
    for (_, text) in documents(files)? {
        if let Some(policy) = check(&text, &vocabulary, &parameters).policy
            && policy.id == id
        {
            let query = policy.lower(on).and_then(|lowered| sql::query(&lowered, dialect));
            print!("{}", query.map_err(|error| ConfigError(format!("{id}: {error}")))?);
            return Ok(ExitCode::SUCCESS);
        }
    }
    Err(ConfigError(format!("no policy {id} without problems; see: tongban policy check")))
}

/// Reads a dialect by its word, for the command line.
///
/// # Errors
/// There is no such dialect.
pub fn dialect(word: &str) -> Result<Dialect, String> {
    let words: Vec<&str> = Dialect::ALL.iter().map(|dialect| dialect.as_str()).collect();
    Dialect::parse(word).ok_or_else(|| format!("choose one of {}", words.join(", ")))
}

fn read_vocabulary(file: Option<&Path>) -> Result<Vocabulary, ConfigError> {
    Vocabulary::parse(&read_or(file, seeds::VOCABULARY)?)
        .map_err(|_| ConfigError("the vocabulary has problems; see: tongban policy check".to_owned()))
}
