//! A command line that cannot be understood: one line that says what is wrong.

use crate::{
    config::ConfigError,
    output,
    words::{say, with},
};
use clap::{
    Error,
    error::{ContextKind, ContextValue, ErrorKind},
};
use std::{error::Error as _, process};

/// The exit code of whoever asked for a group of commands without one of them, and is shown the help.
const NO_COMMAND: i32 = 2;

/// Prints the help or the version that was asked for, and ends; anything else is said by the caller.
pub fn answer(error: Error) -> ConfigError {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            output::print(format_args!("{error}"));
            process::exit(0);
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            output::aside(format_args!("{error}"));
            process::exit(NO_COMMAND);
        }
        // Whoever reads what was meant needs no page of help.
        _ if meant(&error).is_some() => ConfigError::lines(&[sentence(&error)]),
        _ => ConfigError::new("cli-refused", &[("problem", &sentence(&error))]),
    }
}

/// What is wrong, and what was meant, most likely.
pub fn sentence(error: &Error) -> String {
    let wrong = wrong(error);
    match meant(error) {
        Some(known) => with("cli-refused-meant", &[("problem", &wrong), ("known", &known)]),
        None => wrong,
    }
}

/// What is most like what was typed: clap puts that last.
fn meant(error: &Error) -> Option<&String> {
    let kinds = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue];
    kinds.into_iter().find_map(|kind| match error.get(kind)? {
        ContextValue::String(text) => Some(text),
        ContextValue::Strings(texts) => texts.last(),
        _ => None,
    })
}

fn wrong(error: &Error) -> String {
    let (argument, value) = (texts(error, ContextKind::InvalidArg), texts(error, ContextKind::InvalidValue));
    match error.kind() {
        ErrorKind::InvalidValue if value.is_empty() => with("cli-refused-no-value", &[("argument", &argument)]),
        ErrorKind::InvalidValue => {
            let values = texts(error, ContextKind::ValidValue);
            with("cli-refused-value-of", &[("argument", &argument), ("value", &value), ("values", &values)])
        }
        ErrorKind::ValueValidation => {
            let cause = error.source().map(ToString::to_string).unwrap_or_default();
            with("cli-refused-value", &[("argument", &argument), ("value", &value), ("cause", &cause)])
        }
        ErrorKind::UnknownArgument => with("cli-refused-argument", &[("argument", &argument)]),
        ErrorKind::InvalidSubcommand => {
            with("cli-refused-command", &[("command", &texts(error, ContextKind::InvalidSubcommand))])
        }
        ErrorKind::TooManyValues => with("cli-refused-too-many", &[("argument", &argument), ("value", &value)]),
        ErrorKind::ArgumentConflict => match texts(error, ContextKind::PriorArg) {
            other if other.is_empty() || other == argument => with("cli-refused-again", &[("argument", &argument)]),
            other => with("cli-refused-together", &[("argument", &argument), ("other", &other)]),
        },
        ErrorKind::MissingRequiredArgument => with("cli-refused-missing", &[("arguments", &argument)]),
        ErrorKind::InvalidUtf8 => say("cli-refused-not-unicode"),
        _ => say("cli-refused-otherwise"),
    }
}

/// What clap found of a kind, as it stood on the command line.
fn texts(error: &Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(&say("cli-join")),
        _ => String::new(),
    }
}
