//! Work that nobody waits for survives its own mistakes: a panic becomes an error that names file and line. Its words are
//! dropped, for they may hold somebody's values.

use crate::error::{Error, Result};
use std::{
    cell::{Cell, RefCell},
    panic::{self, AssertUnwindSafe},
    path::Path,
    sync::Once,
};

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// The hook is of the whole process, as Rust has it: it lets all panics outside guarded work go their usual way.
static HOOK: Once = Once::new();

/// Runs `body`; where it panics, answers the place.
///
/// # Errors
/// What `body` answers; [`Error::Stopped`] when it panicked.
pub fn guarded<T>(body: impl FnOnce() -> Result<T>) -> Result<T> {
    HOOK.call_once(keep_places);
    let outer = GUARDED.replace(true);
    // What `body` had open rolls back or is given back as it unwinds: transactions, the writer, the practice room.
    let outcome = panic::catch_unwind(AssertUnwindSafe(body));
    GUARDED.set(outer);
    outcome.unwrap_or_else(|_| {
        let place = PLACE.take().unwrap_or_else(|| "an unknown place".to_owned());
        Err(Error::Stopped { place })
    })
}

fn keep_places() {
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |information| {
        if !GUARDED.get() {
            return usual(information);
        }
        let place = information.location().map(|location| place(location.file(), location.line()));
        PLACE.set(place);
    }));
}

/// The last folders of the path are enough to find the file, and say nothing of the machine that compiled it.
fn place(file: &str, line: u32) -> String {
    let parts: Vec<_> = Path::new(file).iter().map(|part| part.to_string_lossy()).collect();
    format!("{}:{line}", parts[parts.len().saturating_sub(4)..].join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_an_error_with_its_place_and_without_its_words() {
        let stopped = guarded(|| -> Result<()> { panic!("the value of 张三") });
        let Err(Error::Stopped { place }) = stopped else { unreachable!("a panic is an error") };
        assert!(place.starts_with("domain/src/operations/guard.rs:"), "{place}");
        assert_eq!(guarded(|| Ok(7)).ok(), Some(7));
    }

    #[test]
    fn an_error_stays_what_it_is() {
        assert!(matches!(guarded(|| -> Result<()> { Err(Error::NotFound) }), Err(Error::NotFound)));
    }
}
