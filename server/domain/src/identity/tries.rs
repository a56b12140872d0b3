//! How often somebody may try to sign in. A try counts before the password is looked at, so that many at once are no way
//! round a limit, and is taken back when it was right.
//!
//! Whoever tries from a device that the account knows has an allowance of their own there. Everybody else is counted
//! three times: for the account from one address and for the address, which end in a refusal, and for the account as a
//! whole, which only slows: nobody can shut somebody else out.

use super::{known_device, windows::Window};
use crate::{
    context::Context,
    db::{connection::Connection, pools::Priority, schema::sign_in_failures, types::Instant},
    error::Error,
    journal::{self, Act},
};
use diesel::prelude::*;
use std::time::Duration;

/// Failures allowed on one account from one address, or from one device that it knows (OWASP ASVS 5.0 V6.3.1).
const PER_DEVICE: i32 = 5;
/// Failures allowed from one address on all accounts, but for devices that they know.
const PER_ADDRESS: i32 = 20;
/// Failures on one account from unknown devices, whatever their address, before the next one has to wait.
const AT_EASE: i32 = 10;
/// Longest wait.
const LONGEST_PAUSE_S: u64 = 30;

/// Where a try comes from.
#[derive(Clone, Copy, Debug)]
pub struct Origin<'a> {
    /// Address of the device.
    pub address: &'a str,
    /// Its cookie of a known device.
    pub known_device: Option<&'a str>,
}

/// Whom a try is about. An identifier that nobody has is counted as an account would be.
#[derive(Clone, Copy, Debug)]
pub enum Subject<'a> {
    /// An account, whichever of its identifiers was typed.
    Account(&'a str),
    /// What was typed.
    Nobody(&'a str),
}

/// A try that was counted.
#[derive(Clone, Debug)]
pub struct Counted {
    /// Keys with the beginning of their windows.
    windows: Vec<(String, i64)>,
    /// How long the password is not looked at.
    pub pause: Duration,
    /// What the journal is told when it fails.
    notes: Vec<Note>,
}

/// One row for the auditor for each key and window, however many tries follow. An address is not named.
#[derive(Clone, Debug)]
struct Note {
    result: &'static str,
    kind: &'static str,
    account: Option<String>,
}

/// What is counted, and what comes of too many.
struct Limit {
    key: String,
    when_over: WhenOver,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum WhenOver {
    /// Refused beyond so many.
    Refuse(i32),
    /// The same for an address, behind which many people may be.
    RefuseAddress(i32),
    /// Slowed beyond so many.
    Slow(i32),
}

/// The limits of one try, in the order in which rows are written.
pub struct Limits(Vec<Limit>);

impl Limits {
    /// Those of a try.
    pub fn of(cx: &Context, subject: Subject<'_>, origin: Origin<'_>) -> Self {
        let who = match subject {
            Subject::Account(id) => cx.keys.fingerprint("sign-in-account", id),
            Subject::Nobody(typed) => cx.keys.fingerprint("sign-in-nobody", typed),
        };
        // The same work whoever it is about: nothing was ever sealed for nobody.
        let bound_to = if let Subject::Account(id) = subject { id } else { &who };
        let known = origin.known_device.and_then(|cookie| known_device::recognised(cx, cookie, bound_to));
        let limit = |kind: &str, text: &str, when_over| Limit { key: cx.keys.fingerprint(kind, text), when_over };
        Self(match known {
            Some(device) => vec![limit("sign-in-known-device", &device, WhenOver::Refuse(PER_DEVICE))],
            None => vec![
                limit("sign-in-from", &format!("{who} {}", origin.address), WhenOver::Refuse(PER_DEVICE)),
                limit("sign-in-address", origin.address, WhenOver::RefuseAddress(PER_ADDRESS)),
                limit("sign-in-whole-account", &who, WhenOver::Slow(AT_EASE)),
            ],
        })
    }

    /// Refuses a try that is one too many, without the writer: a flood of them writes nothing.
    ///
    /// # Errors
    /// `TooManyTries`; `Busy` while it is not known yet how the tries in flight from this address end.
    pub fn hold(&self, cx: &Context, connection: &mut Connection) -> Result<(), Error> {
        let now = cx.now();
        for limit in &self.0 {
            let window = Window::read(connection, &limit.key, now)?;
            limit.hold(cx, &window, now)?;
        }
        Ok(())
    }

    /// Counts a try, before its password is looked at.
    ///
    /// # Errors
    /// As [`Limits::hold`]: between the two somebody else may have tried.
    pub fn count(&self, cx: &Context, subject: Subject<'_>) -> Result<Counted, Error> {
        let now = cx.now();
        cx.write(Priority::Person, |tx| {
            let mut counted = Counted { windows: Vec::new(), pause: Duration::ZERO, notes: Vec::new() };
            for limit in &self.0 {
                let window = Window::read(tx, &limit.key, now)?;
                limit.hold(cx, &window, now)?;
                counted.pause = counted.pause.max(limit.pause(&window));
                counted.notes.extend(limit.note(&window, subject));
                window.add_one(tx, &limit.key)?;
                counted.windows.push((limit.key.clone(), window.started_at));
            }
            Ok(counted)
        })
    }
}

impl Counted {
    /// Tells the journal that it failed, where that is news.
    ///
    /// # Errors
    /// The store is away.
    pub fn note_failure(&self, cx: &Context) -> Result<(), Error> {
        if self.notes.is_empty() {
            return Ok(());
        }
        cx.write(Priority::Person, |tx| {
            for Note { result, kind, account } in &self.notes {
                let act = Act { result, ..Act::done("identity.sign-in", kind, account.as_deref()) };
                journal::record(tx, cx.now(), &act)?;
            }
            Ok(())
        })
    }

    /// Takes a try back: it was right, or could not be looked at.
    ///
    /// # Errors
    /// The store is away.
    pub fn take_back(&self, tx: &mut Connection) -> Result<(), Error> {
        for (key, started_at) in &self.windows {
            let row = sign_in_failures::table
                .filter(sign_in_failures::key.eq(key))
                .filter(sign_in_failures::window_started_at.eq(started_at))
                .filter(sign_in_failures::count.gt(0));
            diesel::update(row).set(sign_in_failures::count.eq(sign_in_failures::count - 1)).execute(tx)?;
        }
        Ok(())
    }
}

impl Limit {
    fn hold(&self, cx: &Context, window: &Window, now: Instant) -> Result<(), Error> {
        match self.when_over {
            WhenOver::Refuse(most) | WhenOver::RefuseAddress(most) if window.count < most => Ok(()),
            WhenOver::Slow(_) => Ok(()),
            // A crowd behind one address that signs in at one moment has not failed yet.
            WhenOver::RefuseAddress(most) if window.count - in_flight(cx) < most => {
                Err(Error::busy("many sign-ins from one address at this moment"))
            }
            WhenOver::Refuse(_) | WhenOver::RefuseAddress(_) => {
                Err(Error::TooManyTries { seconds: window.seconds_left(now) })
            }
        }
    }

    /// One second, two, four: whoever guesses is slow, whoever knows the password waits once.
    fn pause(&self, window: &Window) -> Duration {
        match self.when_over {
            WhenOver::Slow(at_ease) if window.count >= at_ease => {
                let doublings = u32::try_from(window.count - at_ease).unwrap_or(u32::MAX);
                Duration::from_secs(2u64.saturating_pow(doublings).min(LONGEST_PAUSE_S))
            }
            _ => Duration::ZERO,
        }
    }

    /// What the journal is told when this try fails: the first failure, and the one at which a limit begins to tell.
    fn note(&self, window: &Window, subject: Subject<'_>) -> Option<Note> {
        match (self.when_over, subject) {
            (WhenOver::Refuse(_), _) if window.count == 0 => {
                Some(Note { result: "refused", kind: "account", account: None })
            }
            (WhenOver::RefuseAddress(most), _) if window.count + 1 == most => {
                Some(Note { result: "limited", kind: "address", account: None })
            }
            (WhenOver::Slow(at_ease), Subject::Account(id)) if window.count == at_ease => {
                Some(Note { result: "slowed", kind: "account", account: Some(id.to_owned()) })
            }
            (WhenOver::Slow(at_ease), Subject::Nobody(_)) if window.count == at_ease => {
                Some(Note { result: "slowed", kind: "account", account: None })
            }
            _ => None,
        }
    }
}

fn in_flight(cx: &Context) -> i32 {
    i32::try_from(cx.hasher.in_flight()).unwrap_or(i32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_grows_from_a_second_to_half_a_minute() {
        let slow = Limit { key: String::new(), when_over: WhenOver::Slow(AT_EASE) };
        let seconds = [0, 9, 10, 11, 12, 13, 14, 15, 99, i32::MAX]
            .map(|count| slow.pause(&Window { started_at: 0, count }).as_secs());
        assert_eq!(seconds, [0, 0, 1, 2, 4, 8, 16, 30, 30, 30]);
    }
}
