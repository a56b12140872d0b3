//! The attacks that once succeeded, and those that must go on failing, against the running program on loopback.
//!
//! `tests/run` runs them with short sizes against the program as it was built for the tests; `tests/run --security` runs
//! them whole against the release program.

#![expect(clippy::unwrap_used, reason = "tests fail loudly")]

mod journal;
mod private;
mod sign_in;
mod store;
mod strangers;
mod unwritable;

/// The size of an attack: `short` in `tests/run`, `whole` in `tests/run --security`.
fn size<T>(short: T, whole: T) -> T {
    if std::env::var_os("TONGBAN_SECURITY").is_some_and(|size| size == "whole") { whole } else { short }
}
