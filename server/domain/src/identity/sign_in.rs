//! Signing in with identity number, phone or staff name, and password.

use super::{
    display, known_device, session,
    tries::{Counted, Limits, Origin, Subject},
};
use crate::{
    context::Context,
    crypto::passwords::PasswordCheck,
    db::pools::Priority,
    db::{
        connection::Connection,
        schema::{accounts, residents},
    },
    error::Error,
    journal::{self, Act},
};
use contract::{display::Display, error::FieldError, fields::Fields, identity::SignInPage, ids::AccountId, typed};
use diesel::prelude::*;
use std::time::Duration;

/// Longest password that is looked at, in bytes; no password is cut.
const LONGEST_PASSWORD: usize = 1024;

/// Begins to sign in: counts the try. Whatever is wrong with identifier or password gets the same words after the same
/// work, so that nobody learns which accounts exist.
///
/// # Errors
/// `Invalid` with what needs mending; `TooManyTries`; `Busy` when too many sign in at this moment; the store is away.
pub fn begin(cx: &Context, fields: &Fields, origin: Origin<'_>) -> Result<Attempt, Error> {
    let identifier = Identifier::of(fields.first("identifier"));
    let mut errors = Vec::new();
    if identifier.is_empty() {
        errors.push(FieldError::new("identifier", "error-identifier-missing"));
    }
    if fields.first("password").is_empty() {
        errors.push(FieldError::new("password", "error-password-missing"));
    }
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    if cx.hasher.is_full() {
        return Err(Error::busy("the queue for password hashing is full"));
    }
    let (account, limits) = cx.read(|connection| {
        let account = find_account(cx, connection, &identifier)?;
        let limits = Limits::of(cx, subject(account.as_ref(), &identifier), origin);
        limits.hold(cx, connection)?;
        Ok((account, limits))
    })?;
    let counted = limits.count(cx, subject(account.as_ref(), &identifier))?;
    Ok(Attempt { account, counted })
}

fn subject<'a>(account: Option<&'a Account>, identifier: &'a Identifier) -> Subject<'a> {
    account.map_or(Subject::Nobody(identifier.counted()), |account| Subject::Account(&account.id))
}

/// By what somebody says who they are, as each of the things that it may be.
struct Identifier {
    user_name: String,
    identity_number: Option<String>,
    mobile: Option<String>,
}

impl Identifier {
    fn of(typed: &str) -> Self {
        Self {
            user_name: typed::user_name(typed),
            identity_number: typed::read_identity_number(typed).ok(),
            mobile: typed::mobile(typed),
        }
    }

    fn is_empty(&self) -> bool {
        self.user_name.is_empty()
    }

    /// One name for all ways to write it, under which tries are counted.
    fn counted(&self) -> &str {
        self.mobile.as_deref().or(self.identity_number.as_deref()).unwrap_or(&self.user_name)
    }
}

/// A try that was counted, and whose password was not looked at yet.
pub struct Attempt {
    account: Option<Account>,
    counted: Counted,
}

impl Attempt {
    /// How long the person has to wait before [`Attempt::finish`], because others try with their name.
    pub fn pause(&self) -> Duration {
        self.counted.pause
    }

    /// Looks at the password; gives the new session.
    ///
    /// # Errors
    /// `Invalid` when something is wrong; `Busy` when too many sign in at this moment; the store is away. Only what is
    /// wrong stays counted.
    pub fn finish(
        &self,
        cx: &Context,
        fields: &Fields,
        old_session: Option<&str>,
        chosen: Option<Display>,
    ) -> Result<SignedIn, Error> {
        let outcome = self.look(cx, fields.first("password"), old_session, chosen);
        if !matches!(outcome, Ok(_) | Err(Error::Invalid(_)))
            && let Err(error) = cx.write(Priority::Person, |tx| self.counted.take_back(tx))
        {
            tracing::warn!(%error, "a sign-in that could not be looked at stays counted");
        }
        outcome
    }

    fn look(
        &self,
        cx: &Context,
        password: &str,
        old_session: Option<&str>,
        chosen: Option<Display>,
    ) -> Result<SignedIn, Error> {
        let hash = self.account.as_ref().and_then(|account| account.password_hash.as_deref());
        let check = match password.len() <= LONGEST_PASSWORD {
            true => cx.hasher.check(password, hash)?,
            false => PasswordCheck::Wrong,
        };
        let account = self.account.as_ref().filter(|account| account.status == "active");
        let (Some(account), PasswordCheck::Right | PasswordCheck::RightButOld) = (account, check) else {
            return Err(self.refuse(cx)?);
        };
        // Whoever knows the password is let in, also when its hash cannot be renewed at this moment.
        let renewed = (check == PasswordCheck::RightButOld).then(|| cx.hasher.hash(password).ok()).flatten();
        let known_device = known_device::issue(cx, &account.id)?;
        cx.write(Priority::Person, |tx| {
            let id = AccountId(account.id.clone());
            let mut before = Before::SamePersonOrNobody;
            if let Some(old) = old_session
                && session::forget(tx, old)?.is_some_and(|owner| owner != id)
            {
                before = Before::SomebodyElse;
            }
            self.counted.take_back(tx)?;
            if let Some(renewed) = &renewed {
                let row = accounts::table.filter(accounts::id.eq(&account.id));
                diesel::update(row).set(accounts::password_hash.eq(renewed)).execute(tx)?;
            }
            let act = Act::done("identity.sign-in", "account", Some(id.as_str())).by(id.as_str());
            journal::record(tx, cx.now(), &act)?;
            let display = display::at_sign_in(tx, &id, chosen)?;
            let token = session::open(cx, tx, &id)?;
            Ok(SignedIn { token, known_device: known_device.clone(), display, before })
        })
    }

    /// The words for whatever was wrong.
    fn refuse(&self, cx: &Context) -> Result<Error, Error> {
        self.counted.note_failure(cx)?;
        Ok(Error::Invalid(vec![FieldError::new("identifier", "error-sign-in-wrong")]))
    }
}

/// A new session.
pub struct SignedIn {
    /// Its token, for the cookie.
    pub token: String,
    /// What the device is known by from now on, for its cookie.
    pub known_device: String,
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

fn find_account(cx: &Context, connection: &mut Connection, identifier: &Identifier) -> Result<Option<Account>, Error> {
    let columns = (accounts::id, accounts::password_hash, accounts::status);
    let by_name = accounts::table
        .filter(accounts::sign_in_name_fingerprint.eq(cx.keys.fingerprint("sign-in-name", &identifier.user_name)))
        .select(columns)
        .first(connection)
        .optional()?;
    if by_name.is_some() {
        return Ok(by_name);
    }
    // What is neither number is looked for all the same: how long an answer takes says nothing.
    let number = |known: &Option<String>| known.clone().unwrap_or_else(|| identifier.user_name.clone());
    let identity_number = cx.keys.fingerprint("identity-number", &number(&identifier.identity_number));
    let phone = cx.keys.fingerprint("phone", &number(&identifier.mobile));
    Ok(accounts::table
        .inner_join(residents::table.on(residents::id.nullable().eq(accounts::resident_id)))
        .filter(residents::id_number_fingerprint.eq(identity_number).or(residents::phone_fingerprint.eq(phone)))
        .select(columns)
        .first(connection)
        .optional()?)
}
