//! How a person wants to read, kept with their account, so that it is the same on the next device.

use crate::{
    context::Context,
    db::{connection::Connection, pools::Priority, schema::accounts},
    error::Error,
};
use contract::{display::Display, ids::AccountId};
use diesel::prelude::*;

/// Keeps a choice that was made while signed in.
///
/// # Errors
/// The store is away.
pub fn keep(cx: &Context, account: &AccountId, choice: Display) -> Result<(), Error> {
    cx.write(Priority::Person, |tx| write(tx, account, choice))
}

/// What a new session shows, when this browser has made a choice of its own or none. Its own choice stands, and becomes
/// the account's where that has none; a browser without one takes the account's.
///
/// # Errors
/// The store is away.
pub(super) fn at_sign_in(
    tx: &mut Connection,
    account: &AccountId,
    chosen: Option<Display>,
) -> Result<Option<Display>, Error> {
    let kept: Option<String> = accounts::table.find(account.as_str()).select(accounts::display).first(tx)?;
    match (kept, chosen) {
        (Some(kept), None) => Ok(Some(Display::from_cookie(&kept))),
        (None, Some(chosen)) => write(tx, account, chosen).map(|()| None),
        (Some(_), Some(_)) | (None, None) => Ok(None),
    }
}

fn write(tx: &mut Connection, account: &AccountId, choice: Display) -> Result<(), Error> {
    diesel::update(accounts::table.find(account.as_str())).set(accounts::display.eq(choice.to_cookie())).execute(tx)?;
    Ok(())
}
