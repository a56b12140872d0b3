//! Checking documents: outside every transaction, and one at a time for each person, since a check may take a moment.

use crate::{context::Context, error::Error};
use contract::identity::Actor;
use policy::check::Checked;
use std::{
    collections::HashMap,
    sync::{Condvar, Mutex, PoisonError},
    time::Duration,
};

/// How many checks one person may have at once: one that runs, and one that waits for it.
const MOST_OF_ONE: usize = 2;
/// How long a check waits for the one before.
const WAIT: Duration = Duration::from_secs(5);

/// The checks that run and wait, by account.
#[derive(Debug, Default)]
pub struct Checks {
    of: Mutex<HashMap<String, Turns>>,
    ended: Condvar,
}

/// Checks of one person.
#[derive(Debug, Default)]
struct Turns {
    all: usize,
    runs: bool,
}

impl Checks {
    /// Runs `check` when no other check of this account runs.
    ///
    /// # Errors
    /// `Busy` when one waits already, or when the wait was too long.
    fn in_turn<T>(&self, account: &str, check: impl FnOnce() -> T) -> Result<T, Error> {
        let mut of = self.of.lock().unwrap_or_else(PoisonError::into_inner);
        let turns = of.entry(account.to_owned()).or_default();
        if turns.all == MOST_OF_ONE {
            return Err(Error::busy("a document of the same author is being checked, and one waits"));
        }
        turns.all += 1;
        // From here on the place is given back, whatever happens.
        let mut turn = Turn { checks: self, account, runs: false };
        let runs = |of: &mut HashMap<String, Turns>| of.get(account).is_some_and(|turns| turns.runs);
        let (mut of, waited) = self.ended.wait_timeout_while(of, WAIT, runs).unwrap_or_else(PoisonError::into_inner);
        if waited.timed_out() {
            drop(of);
            return Err(Error::busy("a document of the same author is still being checked"));
        }
        if let Some(turns) = of.get_mut(account) {
            turns.runs = true;
            turn.runs = true;
        }
        drop(of);
        let checked = check();
        drop(turn);
        Ok(checked)
    }
}

/// A place among the checks of one person.
struct Turn<'c> {
    checks: &'c Checks,
    account: &'c str,
    runs: bool,
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let mut of = self.checks.of.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(turns) = of.get_mut(self.account) {
            turns.all -= 1;
            turns.runs &= !self.runs;
            if turns.all == 0 {
                of.remove(self.account);
            }
        }
        drop(of);
        self.checks.ended.notify_all();
    }
}

/// Checks a document for somebody. Never inside a transaction: nobody else waits for it.
///
/// # Errors
/// `Busy` when this person has two checks on their way.
pub fn checked(cx: &Context, actor: &Actor, text: &str) -> Result<Checked, Error> {
    cx.checks.in_turn(actor.account.as_str(), || policy::check::check(text, &cx.vocabulary, &cx.parameters))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail loudly")]

    use super::*;
    use std::{
        sync::{
            Barrier,
            atomic::{AtomicUsize, Ordering},
            mpsc,
        },
        thread,
    };

    #[test]
    fn one_runs_one_waits_and_a_third_is_told_so() {
        let (checks, running, most) = (Checks::default(), AtomicUsize::new(0), AtomicUsize::new(0));
        let inside = Barrier::new(2);
        let (go, wait) = mpsc::channel::<()>();
        thread::scope(|scope| {
            let (checks, running, most, inside) = (&checks, &running, &most, &inside);
            let first = scope.spawn(move || {
                checks.in_turn("a", || {
                    most.fetch_max(running.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    inside.wait();
                    wait.recv().unwrap();
                    running.fetch_sub(1, Ordering::SeqCst);
                })
            });
            inside.wait();
            let second = scope.spawn(|| {
                checks.in_turn("a", || {
                    most.fetch_max(running.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    running.fetch_sub(1, Ordering::SeqCst);
                })
            });
            while checks.of.lock().unwrap().get("a").is_some_and(|turns| turns.all < MOST_OF_ONE) {
                thread::yield_now();
            }
            assert!(matches!(checks.in_turn("a", || ()), Err(Error::Busy(_))));
            assert!(checks.in_turn("b", || ()).is_ok(), "somebody else does not wait");
            go.send(()).unwrap();
            assert!(first.join().unwrap().is_ok() && second.join().unwrap().is_ok());
        });
        assert_eq!(most.load(Ordering::SeqCst), 1);
        assert!(checks.of.lock().unwrap().is_empty(), "nobody is left over");
    }
}
