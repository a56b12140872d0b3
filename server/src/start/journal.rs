//! `tongban journal`, and what a start does about the journal.

use super::{context, database_address, store_must_be_there};
use crate::{
    config::{Config, ConfigError},
    faults::{database_refused, fault, keys_refused},
    output::{note, say},
    words::{say, with},
};
use app::journal::problem_key;
use domain::{
    context::Context,
    crypto::store_keys,
    db::connection::{Use, open},
    journal::{self, Anchor, FirstBad, JournalAlarm, Verified},
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
        note!("tongban: {}", with("cli-journal-alarm", &[("problem", &said(&alarm))]));
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
                return Err(ConfigError::new("cli-journal-head-none", &[("file", &file.display())]));
            }
        }
    }
    let look = || -> Result<(Verified, bool), ConfigError> {
        let at_rest = address.is_at_rest();
        let mut connection = open(&address, Use::Looking).map_err(|error| database_refused(&error))?;
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
        return Err(ConfigError::new("cli-journal-reason", &[("most", &LONGEST_REASON)]));
    }
    store_must_be_there(config)?;
    let cx = context(config)?;
    let Some(accepted) = journal::accept_head(&cx, reason).map_err(|error| fault(&error))? else {
        return Err(ConfigError::new("cli-journal-nothing", &[]));
    };
    let head = accepted.head.to_text();
    match accepted.lost {
        Some(lost) => say!("{}", with("cli-journal-accepted", &[("lost", &lost.to_text()), ("head", &head)])),
        None => say!("{}", with("cli-journal-accepted-none", &[("head", &head)])),
    }
    Ok(ExitCode::SUCCESS)
}

fn report(found: &Verified) {
    let keyed = match found.keyed_from {
        Some(from) => with("cli-journal-keyed-from", &[("place", &from)]),
        None => say("cli-journal-keyed-none"),
    };
    let (rows, unsealed, head) = (&found.rows, &found.unsealed, &found.head.hash);
    say!("{}", with("cli-journal-right", &[("rows", rows), ("keyed", &keyed), ("unsealed", unsealed), ("head", head)]));
    if let Some(bad) = &found.first_bad {
        say!("{}", first_bad(bad));
    }
    for alarm in &found.alarms {
        say!("{}", with("cli-journal-open", &[("alarm", &said(alarm))]));
    }
}

fn first_bad(FirstBad { sequence, id, problem }: &FirstBad) -> String {
    let problem = say(problem_key(*problem));
    match (sequence, id) {
        (Some(place), Some(id)) => with("cli-journal-bad-row", &[("place", place), ("id", id), ("problem", &problem)]),
        (Some(place), None) => with("cli-journal-bad-place", &[("place", place), ("problem", &problem)]),
        (None, Some(id)) => with("cli-journal-bad-id", &[("id", id), ("problem", &problem)]),
        (None, None) => with("cli-journal-bad", &[("problem", &problem)]),
    }
}

fn said(alarm: &JournalAlarm) -> String {
    let (problem, found) = (say(problem_key(alarm.problem)), &alarm.found);
    match &alarm.kept {
        Some(kept) => with("cli-journal-alarm-kept", &[("kept", kept), ("found", found), ("problem", &problem)]),
        None => with("cli-journal-alarm-no-head", &[("found", found), ("problem", &problem)]),
    }
}
