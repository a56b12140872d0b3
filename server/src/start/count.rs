//! `tongban policy count`: every policy for many residents at once, by columns.

use super::{
    facts::facts,
    rules::{load, read},
};
use crate::{cli::Rules, config::ConfigError, output::say};
use jiff::civil::Date;
use policy::{
    columns::Columns,
    decision::{AmountValue, Verdict},
    document::AmountUnit,
    set::PolicySet,
    value::{Facts, Money},
};
use std::{num::NonZeroUsize, path::Path, process::ExitCode, thread};

/// How a policy comes out for all of them.
#[derive(Default)]
struct Count {
    yes: u64,
    undetermined: u64,
    /// Wide enough for any sum.
    sum: i128,
}

/// Prints a table: how many get each policy, of how many it is open, and the sum.
///
/// # Errors
/// A file cannot be read or has problems; the policies do not go together.
pub fn count(residents: &Path, on: Date, rules: &Rules) -> Result<ExitCode, ConfigError> {
    let loaded = load(rules)?;
    let set = loaded.set()?;
    let text = read(residents)?;
    let mut people: Vec<Facts> = Vec::new();
    for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let name = format!("{}:{}", residents.display(), index + 1);
        people.push(facts(&name, line, &loaded.vocabulary, on)?);
    }
    let mut columns = Columns::new(&loaded.vocabulary);
    people.iter().for_each(|facts| {
        columns.push(facts);
    });
    let threads = thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
    say!("policy\teligible\tundetermined\tsum\tby");
    for policy in set.policies().iter().filter(|policy| policy.in_force(on)) {
        let by_columns = match set.stands_alone(&policy.id) {
            true => policy.lower(on).ok().map(|lowered| columns.decide(&lowered, threads)),
            false => None,
        };
        let (count, by) = match by_columns {
            Some(found) => {
                let (yes, undetermined) = (found.yes.len(), found.undetermined.len());
                (Count { yes, undetermined, sum: found.amounts.sum() }, "columns")
            }
            // What columns cannot say exactly is decided one by one.
            None => (one_by_one(&set, &policy.id, &people, on), "one by one"),
        };
        let unit = policy.benefit.as_ref().map(|benefit| benefit.unit);
        let sum = match (unit, i64::try_from(count.sum)) {
            (Some(AmountUnit::Money), Ok(fen)) => Money(fen).to_string(),
            (Some(_), _) => count.sum.to_string(),
            (None, _) => String::new(),
        };
        say!("{}\t{}\t{}\t{sum}\t{by}", policy.id, count.yes, count.undetermined);
    }
    Ok(ExitCode::SUCCESS)
}

fn one_by_one(set: &PolicySet, id: &str, people: &[Facts], on: Date) -> Count {
    let mut count = Count::default();
    for settled in people.iter().filter_map(|facts| set.decide(id, facts, on)) {
        match settled {
            (Verdict::Eligible, amount) => {
                count.yes += 1;
                count.sum += amount.map_or(0, |amount| match amount.value {
                    AmountValue::Money(money) => money.0.into(),
                    AmountValue::Hours(hours) => hours.into(),
                });
            }
            (Verdict::Undetermined, _) => count.undetermined += 1,
            (Verdict::NotEligible, _) => {}
        }
    }
    count
}
