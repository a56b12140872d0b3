//! Signing in with identity number, phone or staff name, and password.

use super::{display, session};
use crate::{
    context::Context,
    crypto::passwords::PasswordCheck,
    db::pools::Priority,
    db::{
        connection::Connection,
        dialect,
        schema::{accounts, residents, sign_in_failures},
    },
    error::Error,
    journal::{self, Act},
};
use contract::{display::Display, error::FieldError, fields::Fields, identity::SignInPage, ids::AccountId};
use diesel::prelude::*;

/// Failures allowed for one identifier in the window (OWASP ASVS 5.0 V6.3.1).
const FAILURES_PER_IDENTIFIER: i32 = 5;
/// Failures allowed from one device address in the window.
const FAILURES_PER_DEVICE: i32 = 20;
/// Length of the window. Short, so that nobody can lock somebody else out for long.
const WINDOW_MS: i64 = 10 * 60 * 1000;
/// Longest password that is looked at, in bytes; no password is cut.
const LONGEST_PASSWORD: usize = 1024;

/// Signs in; gives the new session's token. Whatever is wrong with identifier or password gets the same words after
/// the same work, so that nobody learns which accounts exist.
///
/// # Errors
/// `Invalid` with what needs mending; `TooManyTries`; the store is away.
pub fn sign_in(
    cx: &Context,
    fields: &Fields,
    device: &str,
    old_session: Option<&str>,
    chosen: Option<Display>,
) -> Result<SignedIn, Error> {
    let identifier = contract::typed::normalised(fields.first("identifier"));
    let password = fields.first("password");
    let mut errors = Vec::new();
    if identifier.is_empty() {
        errors.push(FieldError::new("identifier", "error-identifier-missing"));
    }
    if password.is_empty() {
        errors.push(FieldError::new("password", "error-password-missing"));
    }
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    let limits = [
        (cx.keys.fingerprint("sign-in-identifier", &identifier), FAILURES_PER_IDENTIFIER),
        (cx.keys.fingerprint("sign-in-device", device), FAILURES_PER_DEVICE),
    ];
    let account = cx.read(|connection| {
        for (key, most) in &limits {
            if failures(connection, key, cx.now().0)? >= *most {
                return Err(Error::TooManyTries);
            }
        }
        find_account(cx, connection, &identifier)
    })?;
    let hash = account.as_ref().and_then(|account| account.password_hash.clone());
    let right =
        password.len() <= LONGEST_PASSWORD && cx.hasher.check(password, hash.as_deref())? != PasswordCheck::Wrong;
    match account.filter(|account| right && account.status == "active") {
        Some(account) => cx.write(Priority::Person, |tx| {
            let id = AccountId(account.id.clone());
            let mut before = Before::SamePersonOrNobody;
            if let Some(old) = old_session
                && session::forget(tx, old)?.is_some_and(|owner| owner != id)
            {
                before = Before::SomebodyElse;
            }
            diesel::delete(sign_in_failures::table.filter(sign_in_failures::key.eq(&limits[0].0))).execute(tx)?;
            journal::record(
                tx,
                cx.now(),
                &Act::done("identity.sign-in", "account", Some(id.as_str())).by(id.as_str()),
            )?;
            Ok(SignedIn { display: display::at_sign_in(tx, &id, chosen)?, token: session::open(cx, tx, &id)?, before })
        }),
        None => {
            cx.write(Priority::Person, |tx| {
                for (key, _) in &limits {
                    count_failure(tx, key, cx.now().0)?;
                }
                journal::record(
                    tx,
                    cx.now(),
                    &Act { result: "refused", ..Act::done("identity.sign-in", "account", None) },
                )
                .map(drop)
            })?;
            Err(Error::Invalid(vec![FieldError::new("identifier", "error-sign-in-wrong")]))
        }
    }
}

/// A new session.
pub struct SignedIn {
    /// Its token, for the cookie.
    pub token: String,
    /// The display of the account, for a browser that has not chosen one.
    pub display: Option<Display>,
    /// Whose session it takes the place of.
    pub before: Before,
}

/// Who was signed in at this browser before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Before {
    /// The same person, or nobody that is known.
    SamePersonOrNobody,
    /// Somebody else: what the portal left on the device is theirs.
    SomebodyElse,
}

/// The sign-in page as it stands when nothing was typed.
pub fn sign_in_page(next: &str) -> SignInPage {
    SignInPage { next: next.to_owned(), ..SignInPage::default() }
}

#[derive(Queryable)]
struct Account {
    id: String,
    password_hash: Option<String>,
    status: String,
}

fn find_account(cx: &Context, connection: &mut Connection, identifier: &str) -> Result<Option<Account>, Error> {
    let columns = (accounts::id, accounts::password_hash, accounts::status);
    let by_name = accounts::table
        .filter(accounts::sign_in_name_fingerprint.eq(cx.keys.fingerprint("sign-in-name", identifier)))
        .select(columns)
        .first(connection)
        .optional()?;
    if by_name.is_some() {
        return Ok(by_name);
    }
    Ok(accounts::table
        .inner_join(residents::table.on(residents::id.nullable().eq(accounts::resident_id)))
        .filter(
            residents::id_number_fingerprint
                .eq(cx.keys.fingerprint("identity-number", identifier))
                .or(residents::phone_fingerprint.eq(cx.keys.fingerprint("phone", identifier))),
        )
        .select(columns)
        .first(connection)
        .optional()?)
}

fn failures(connection: &mut Connection, key: &str, now: i64) -> Result<i32, Error> {
    let row: Option<(i64, i32)> = sign_in_failures::table
        .filter(sign_in_failures::key.eq(key))
        .select((sign_in_failures::window_started_at, sign_in_failures::count))
        .first(connection)
        .optional()?;
    Ok(row.filter(|(started, _)| now - started < WINDOW_MS).map_or(0, |(_, count)| count))
}

fn count_failure(tx: &mut Connection, key: &str, now: i64) -> Result<(), Error> {
    let so_far = failures(tx, key, now)?;
    if so_far == 0 {
        diesel::delete(sign_in_failures::table.filter(sign_in_failures::key.eq(key))).execute(tx)?;
        let row =
            (sign_in_failures::key.eq(key), sign_in_failures::window_started_at.eq(now), sign_in_failures::count.eq(1));
        dialect::insert_if_absent(tx, diesel::insert_into(sign_in_failures::table).values(row))?;
    } else {
        diesel::update(sign_in_failures::table.filter(sign_in_failures::key.eq(key)))
            .set(sign_in_failures::count.eq(sign_in_failures::count + 1))
            .execute(tx)?;
    }
    Ok(())
}
