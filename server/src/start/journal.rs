//! `tongban journal`, and what a start does about the journal.

use super::{context, database_address, fault, keys_refused};
use crate::{
    config::{Config, ConfigError},
    output::say,
};
use domain::{
    context::Context,
    crypto::store_keys,
    db::connection::{DatabaseAddress, Use, open},
    journal::{self, Anchor, JournalAlarm, Problem, Verified},
};
use std::{path::Path, process::ExitCode};

/// Longest reason, in characters.
const LONGEST_REASON: usize = 500;

/// Compares the head of the store with the one in the data folder before the first act, and says every alarm.
///
/// # Errors
/// The store or the file cannot be read or written.
pub(super) fn begin(cx: &Context) -> Result<(), ConfigError> {
    for alarm in journal::begin(cx).map_err(|error| fault(&error))? {
        eprintln!("tongban: {}; see `tongban journal verify`, then `tongban journal accept-head`", said(&alarm));
    }
    Ok(())
}

/// Checks the whole journal. Makes no file, no key and no migration, and seals nothing.
///
/// # Errors
/// The store, the keys or a head cannot be read.
pub fn verify(config: &Config, elsewhere: Option<&Path>) -> Result<ExitCode, ConfigError> {
    let address = database_address(config)?;
    // Heads are read before the store, which may grow meanwhile.
    let here = Anchor::of(&config.data).map_err(|error| fault(&error))?;
    let mut heads: Vec<_> = here.head().cloned().into_iter().collect();
    if let Some(file) = elsewhere {
        match Anchor::read(file).map_err(|error| fault(&error))? {
            Anchor::At(head) => heads.push(head),
            Anchor::Missing | Anchor::Broken => {
                return Err(ConfigError(format!("--head {}: there is no head of a journal in it", file.display())));
            }
        }
    }
    let look = || -> Result<(Verified, bool), ConfigError> {
        let at_rest = address.is_at_rest();
        let mut connection = open(&address, Use::Looking).map_err(|error| ConfigError(error.to_string()))?;
        let keys = store_keys::look(&mut connection, &config.keys).map_err(|error| keys_refused(&error))?;
        let found = journal::verify_copy(&mut connection, &keys, &heads).map_err(|error| fault(&error))?;
        Ok((found, at_rest == address.is_at_rest()))
    };
    let found = match look()? {
        (found, true) => found,
        // A program began to serve meanwhile.
        (_, false) => look()?.0,
    };
    // With a head from elsewhere a copy of the store can be checked that has no file beside it.
    let found = match (elsewhere, &here) {
        (Some(_), Anchor::Missing) => found,
        _ => journal::held_against(&here, found),
    };
    report(&found);
    Ok(if found.is_right() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// Names the lost head in the journal and keeps the head of the store from now on.
///
/// # Errors
/// No reason, nothing to accept, or the store cannot be written.
pub fn accept_head(config: &Config, reason: &str) -> Result<ExitCode, ConfigError> {
    let reason = reason.trim();
    if contract::typed::is_blank(reason) || reason.chars().count() > LONGEST_REASON {
        return Err(ConfigError(format!("--reason: say why, in at most {LONGEST_REASON} characters")));
    }
    if let DatabaseAddress::Sqlite(path) = database_address(config)?
        && !path.exists()
    {
        return Err(ConfigError(format!("there is no store at {}; name its folder with --data", path.display())));
    }
    let cx = context(config)?;
    let Some(accepted) = journal::accept_head(&cx, reason).map_err(|error| fault(&error))? else {
        return Err(ConfigError("the head in the data folder fits the store, and no alarm is open".to_owned()));
    };
    let lost = accepted.lost.map_or_else(|| "no head was found".to_owned(), |head| format!("lost: {}", head.to_text()));
    say!("{lost}; kept from now on: {}", accepted.head.to_text());
    Ok(ExitCode::SUCCESS)
}

fn report(found: &Verified) {
    let keyed = match found.keyed_from {
        Some(from) => format!("keyed from place {from} on"),
        None => "no row keyed".to_owned(),
    };
    say!(
        "{} rows sealed and right ({keyed}), {} waiting for the sealer, head {}",
        found.rows,
        found.unsealed,
        found.head.hash
    );
    if let Some(bad) = &found.first_bad {
        let place = bad.sequence.map_or_else(String::new, |place| format!(", place {place}"));
        let id = bad.id.as_ref().map_or_else(String::new, |id| format!(", row {id}"));
        say!("first bad row{place}{id}: {}", words(bad.problem));
    }
    for alarm in &found.alarms {
        say!("open alarm: {}", said(alarm));
    }
}

fn said(alarm: &JournalAlarm) -> String {
    let kept = alarm.kept.map_or_else(String::new, |place| format!(", kept head at place {place}"));
    format!("the journal: {}{kept}, store at place {}", words(alarm.problem), alarm.found)
}

fn words(problem: Problem) -> &'static str {
    match problem {
        Problem::Edited => "what the row says is not what was written",
        Problem::Missing => "a row is gone",
        Problem::OutOfOrder => "the row does not follow the one before it",
        Problem::Truncated => "rows at the end are gone that a kept head names",
        Problem::Replaced => "the chain does not lead to the head that was kept",
        Problem::NotKeyed => {
            "nothing proves where the keyed part begins: this release never served the store, the mark is gone, or the keys are others"
        }
        Problem::HeadMissing => "the kept head is gone",
        Problem::HeadBroken => "journal-head.txt holds no head",
    }
}
