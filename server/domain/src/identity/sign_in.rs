//! Signing in with identity number, phone or staff name, and password.

use super::{
    display, known_device,
    passkeys::relying_party,
    session::{self, Opening},
    staff,
    tries::{Counted, Limits, Origin, Subject},
};
use crate::{
    context::Context,
    crypto::passwords::PasswordCheck,
    db::pools::Priority,
    db::{
        connection::Connection,
        schema::{account_roles, accounts, residents},
    },
    error::Error,
    journal::{self, Act},
};
use contract::{
    display::Display,
    error::FieldError,
    fields::Fields,
    identity::{Actor, Role, SignInPage, StaffWay, Stays, device::Device},
    ids::AccountId,
    typed,
};
use diesel::prelude::*;
use serde_json::json;
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
    refuse_when_full(cx)?;
    let (account, limits) = cx.read(|connection| {
        let account = find_account(cx, connection, &identifier)?;
        let limits = Limits::of(cx, subject(account.as_ref(), &identifier), origin);
        limits.hold(cx, connection)?;
        Ok((account, limits))
    })?;
    let counted = limits.count(cx, subject(account.as_ref(), &identifier))?;
    Ok(Attempt { account, counted })
}

/// Begins to look once more at the password of somebody who has signed in: counts the try.
///
/// # Errors
/// As [`begin`].
pub(super) fn begin_again(cx: &Context, actor: &Actor, origin: Origin<'_>) -> Result<Attempt, Error> {
    refuse_when_full(cx)?;
    let id = actor.account.as_str();
    let (account, limits) = cx.read(|connection| {
        let columns = (accounts::id, accounts::password_hash);
        let account: Account = accounts::table.find(id).select(columns).first(connection)?;
        let limits = Limits::of(cx, Subject::Account(id), origin);
        limits.hold(cx, connection)?;
        Ok((account, limits))
    })?;
    let counted = limits.count(cx, Subject::Account(id))?;
    Ok(Attempt { account: Some(account), counted })
}

fn refuse_when_full(cx: &Context) -> Result<(), Error> {
    match cx.hasher.is_full() {
        true => Err(Error::busy("the queue for password hashing is full")),
        false => Ok(()),
    }
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
    pub fn finish(&self, cx: &Context, fields: &Fields, browser: Browser<'_>) -> Result<SignedIn, Error> {
        let wrong = || FieldError::new("identifier", "error-sign-in-wrong");
        self.with_right_password(cx, fields.first("password"), wrong, |account, tx| {
            enter(cx, tx, account, browser, Stays::from_field(fields.first("stays")), "password")
        })
    }

    /// Looks at the password, and does something in one transaction where it is right: the try is taken back in it, and a
    /// hash that became too weak is kept anew. Only what is wrong stays counted.
    pub(super) fn with_right_password<T>(
        &self,
        cx: &Context,
        password: &str,
        wrong: impl FnOnce() -> FieldError,
        act: impl FnMut(&AccountId, &mut Connection) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let outcome = self.look(cx, password, wrong, act);
        if !matches!(outcome, Ok(_) | Err(Error::Invalid(_)))
            && let Err(error) = cx.write(Priority::Person, |tx| self.counted.take_back(tx))
        {
            tracing::warn!(%error, "a sign-in that could not be looked at stays counted");
        }
        outcome
    }

    fn look<T>(
        &self,
        cx: &Context,
        password: &str,
        wrong: impl FnOnce() -> FieldError,
        mut act: impl FnMut(&AccountId, &mut Connection) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let mut account = self.account.clone();
        // Twice at most: where the hash changed meanwhile, the one that stands now counts.
        for _ in 0..2 {
            let Some(known) = Known::by(cx, account.as_ref(), password)? else { break };
            let done = cx.write(Priority::Person, |tx| {
                if !known.still_opens(tx)? {
                    return Ok(None);
                }
                self.counted.take_back(tx)?;
                act(&known.account, tx).map(Some)
            })?;
            match done {
                Some(done) => return Ok(done),
                None => account = cx.read(|connection| known.with_another_hash(connection))?,
            }
            if account.is_none() {
                break;
            }
        }
        self.counted.note_failure(cx)?;
        Err(Error::Invalid(vec![wrong()]))
    }
}

/// Whoever gave the password that was right when it was looked at.
struct Known {
    account: AccountId,
    /// The hash that it was held against.
    hash: String,
    /// Its hash by today's parameters, where that one is weaker.
    renewed: Option<String>,
}

impl Known {
    /// Holds a password against the hash of an account; nobody's is looked at as well, and takes as long.
    fn by(cx: &Context, account: Option<&Account>, password: &str) -> Result<Option<Self>, Error> {
        let hash = account.and_then(|account| account.password_hash.as_deref());
        let check = match password.len() <= LONGEST_PASSWORD {
            true => cx.hasher.check(password, hash)?,
            false => PasswordCheck::Wrong,
        };
        let is_shut = staff::is_shut_to_passwords(cx, account.map(|account| account.id.as_str()))?;
        let (Some(account), Some(hash), PasswordCheck::Right | PasswordCheck::RightButOld, false) =
            (account, hash, check, is_shut)
        else {
            return Ok(None);
        };
        // Whoever knows the password is let in, also when its hash cannot be renewed at this moment.
        let renewed = (check == PasswordCheck::RightButOld).then(|| cx.hasher.hash(password).ok()).flatten();
        Ok(Some(Self { account: AccountId(account.id.clone()), hash: hash.to_owned(), renewed }))
    }

    /// Whether the hash still opens the account, and keeps the stronger one. Since it was read there may have been a pause
    /// and the queue of hashing, in which somebody set another password or shut the account. The row is written even where
    /// nothing changes, so that whoever does that at this very moment comes before or after.
    fn still_opens(&self, tx: &mut Connection) -> Result<bool, Error> {
        let row = accounts::table
            .find(self.account.as_str())
            .filter(accounts::status.eq("active"))
            .filter(accounts::password_hash.eq(&self.hash));
        let kept = self.renewed.as_ref().unwrap_or(&self.hash);
        Ok(diesel::update(row).set(accounts::password_hash.eq(kept)).execute(tx)? == 1)
    }

    /// The account with the hash that stands there now, where it is another one: the same password may have been hashed
    /// anew by somebody who signed in at the same moment.
    fn with_another_hash(&self, connection: &mut Connection) -> Result<Option<Account>, Error> {
        let row = accounts::table
            .find(self.account.as_str())
            .filter(accounts::status.eq("active"))
            .filter(accounts::password_hash.ne(&self.hash));
        Ok(row.select((accounts::id, accounts::password_hash)).first(connection).optional()?)
    }
}

/// The browser at which somebody signs in.
#[derive(Clone, Copy, Debug)]
pub struct Browser<'a> {
    /// The session that the new one takes the place of.
    pub session: Option<&'a str>,
    /// How it shows the portal, where somebody chose that here.
    pub chosen: Option<Display>,
    /// What it is.
    pub device: Device,
}

/// Opens a session for somebody who has proved who they are, by a password or otherwise.
pub(super) fn enter(
    cx: &Context,
    tx: &mut Connection,
    account: &AccountId,
    browser: Browser<'_>,
    stays: Stays,
    way: &str,
) -> Result<SignedIn, Error> {
    let mut before = Before::SamePersonOrNobody;
    if let Some(old) = browser.session
        && session::forget(tx, old)?.is_some_and(|owner| owner != *account)
    {
        before = Before::SomebodyElse;
    }
    let act = Act::done("identity.sign-in", "account", Some(account.as_str())).by(account.as_str());
    journal::record(tx, cx.now(), &act.with(json!({ "way": way })))?;
    let display = display::at_sign_in(tx, account, browser.chosen)?;
    let stays = if is_of_a_resident(tx, account)? { stays } else { Stays::No };
    let token = session::open(cx, tx, account, Opening { device: browser.device, stays })?;
    Ok(SignedIn { token, stays, known_device: known_device::issue(cx, account.as_str())?, display, before })
}

/// Only residents stay signed in: what staff see is other people's.
fn is_of_a_resident(tx: &mut Connection, account: &AccountId) -> Result<bool, Error> {
    let roles = account_roles::table.filter(account_roles::account_id.eq(account.as_str()));
    let roles: Vec<String> = roles.select(account_roles::role).load(tx)?;
    Ok(roles == [Role::Resident.as_str()])
}

/// A new session.
pub struct SignedIn {
    /// Its token, for the cookie.
    pub token: String,
    /// Whether it stays on the device.
    pub stays: Stays,
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
pub fn sign_in_page(cx: &Context, next: &str) -> SignInPage {
    let (passkeys, staff) = (relying_party::is_possible(cx), StaffWay::of(staff::needs_passkey(cx)));
    SignInPage { next: next.to_owned(), passkeys, staff, ..SignInPage::default() }
}

#[derive(Clone, Queryable)]
struct Account {
    id: String,
    password_hash: Option<String>,
}

fn find_account(cx: &Context, connection: &mut Connection, identifier: &Identifier) -> Result<Option<Account>, Error> {
    let columns = (accounts::id, accounts::password_hash);
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
