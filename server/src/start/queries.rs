//! `tongban policy table` and `tongban policy sql`: a policy for the city's own data platform.

use super::rules::load;
use crate::{cli::Rules, config::ConfigError, output::print};
use jiff::civil::Date;
use policy::{
    lowered::Unsupported,
    sql::{self, Dialect},
};
use std::process::ExitCode;

/// Prints the statements that make the tables of residents from the vocabulary.
///
/// # Errors
/// A file cannot be read or has problems, or the dialect cannot say it.
pub fn table(dialect: Dialect, rules: &Rules) -> Result<ExitCode, ConfigError> {
    let table = sql::table(&load(rules)?.vocabulary, dialect);
    print(format_args!(
        "{}",
        table.map_err(|error| ConfigError::new("cli-policy-no-table", &[("construct", &error.construct)]))?
    ));
    Ok(ExitCode::SUCCESS)
}

/// Prints the query of one policy on one day, by its id, with the policies that it refers to.
///
/// # Errors
/// A file cannot be read or has problems, there is no such policy, or SQL cannot say it exactly.
pub fn query(id: &str, dialect: Dialect, on: Date, rules: &Rules) -> Result<ExitCode, ConfigError> {
    let rules = load(rules)?;
    let policies = rules.policies();
    let policy = policies
        .iter()
        .find(|policy| policy.id == id)
        .ok_or_else(|| ConfigError::new("cli-policy-unknown", &[("policy", &id)]))?;
    let query = if policy.in_force(on) {
        let set = rules.set()?.lower(on).map_err(|(id, error)| no_query(&id, &error))?;
        sql::query_in(&set, id, dialect)
    } else {
        // Nobody gets it on that day, but what it asks can be shown.
        policy.lower(on).and_then(|lowered| sql::query(&lowered, dialect))
    };
    print(format_args!("{}", query.map_err(|error| no_query(id, &error))?));
    Ok(ExitCode::SUCCESS)
}

fn no_query(id: &str, error: &Unsupported) -> ConfigError {
    ConfigError::new("cli-policy-no-query", &[("policy", &id), ("construct", &error.construct)])
}
