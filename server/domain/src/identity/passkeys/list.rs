//! The passkeys of a person: their names, and where they were used; another name, and away with one.

use super::{relying_party::is_possible, stored};
use crate::{
    context::Context,
    db::{
        connection::Connection,
        pools::Priority,
        schema::{accounts, passkeys},
    },
    error::{Error, Result},
    identity::{
        password::tell,
        sessions::{end_all_but, live},
        staff,
    },
    journal::{self, Act},
};
use contract::{
    error::FieldError,
    fields::Fields,
    identity::{Actor, OtherWay, PasskeyRow, PasskeysPage, device::Device},
    ids::AccountId,
    notices::NoticeKind,
    typed,
};
use diesel::prelude::*;

/// The longest name, in characters.
const LONGEST_NAME: usize = 40;

/// `/account/passkeys`.
///
/// # Errors
/// The store is away.
pub fn passkeys_page(cx: &Context, actor: &Actor, session: Option<&str>, device: Device) -> Result<PasskeysPage> {
    type Row = (String, Vec<u8>, String, i64, Option<i64>, Option<String>);
    let (rows, others) = cx.read(|connection| {
        let rows: Vec<Row> = passkeys::table
            .filter(passkeys::account_id.eq(actor.account.as_str()))
            .order(passkeys::created_at)
            .select((
                passkeys::id,
                passkeys::name_sealed,
                passkeys::device,
                passkeys::created_at,
                passkeys::last_used_at,
                passkeys::last_device,
            ))
            .load(connection)?;
        let others = live(cx, connection, actor, session)?.iter().filter(|session| !session.is_this).count();
        Ok((rows, others))
    })?;
    let mut list = Vec::new();
    for (id, name, made_on, created_at, last_used_at, last_device) in rows {
        let name = cx.keys.open_text("passkeys", &id, "name_sealed", &name)?.to_string();
        let last_device = last_device.as_deref().map(Device::from_text);
        let made_on = Device::from_text(&made_on);
        list.push(PasskeyRow { id, name, typed: None, made_on, created_at, last_used_at, last_device });
    }
    let second_needed = staff::needs_second_passkey(cx, actor)?;
    let is_full = list.len() >= stored::MOST;
    let (possible, other) = (is_possible(cx), staff::other_way(cx, actor));
    let page = PasskeysPage { passkeys: list, possible, is_full, device, second_needed, ..PasskeysPage::default() };
    Ok(PasskeysPage { others, other, ..page })
}

/// The name that was typed into a field.
///
/// # Errors
/// `Invalid` when there is none, or it is too long.
pub(super) fn name_of(fields: &Fields, field: &str) -> Result<String> {
    let name = typed::seen(fields.first(field));
    let code = match name.chars().count() {
        0 => "error-passkey-name-missing",
        count if count > LONGEST_NAME => "error-passkey-name-long",
        _ => return Ok(name),
    };
    Err(Error::Invalid(vec![FieldError::new(field, code)]))
}

/// Gives a passkey another name. Gives the address to go to.
///
/// # Errors
/// `Invalid`; `NotFound` when it is not the person's; the store is away.
pub fn rename(cx: &Context, actor: &Actor, id: &str, fields: &Fields) -> Result<String> {
    // Every passkey of the page has a field of its own.
    let name = name_of(fields, &format!("name-{id}"))?;
    cx.write(Priority::Person, |tx| {
        let row = passkeys::table.find(id).filter(passkeys::account_id.eq(actor.account.as_str()));
        let sealed = cx.keys.seal_text("passkeys", id, "name_sealed", &name)?;
        match diesel::update(row).set(passkeys::name_sealed.eq(sealed)).execute(tx)? {
            0 => Err(Error::NotFound),
            _ => Ok("/account/passkeys?changed=renamed".to_owned()),
        }
    })
}

/// Takes a passkey away, and ends every other session: whoever holds the lost phone is out. The last way in stays.
///
/// # Errors
/// `Invalid` for the last way in; `NotFound` when it is not the person's; the store is away.
pub fn remove(cx: &Context, actor: &Actor, id: &str, session: Option<&str>) -> Result<String> {
    cx.write(Priority::Person, |tx| {
        let account = actor.account.as_str();
        let all = stored::count_holding(tx, &actor.account)?;
        let row = passkeys::table.find(id).filter(passkeys::account_id.eq(account));
        if diesel::delete(row).execute(tx)? == 0 {
            return Err(Error::NotFound);
        }
        let opens_by_password = staff::other_way(cx, actor) == OtherWay::Password;
        // What was done is taken back with the transaction.
        if all == 1 && !(opens_by_password && has_password(tx, account)?) {
            return Err(Error::Invalid(vec![FieldError::new("passkeys", "error-passkey-last")]));
        }
        journal::record(tx, cx.now(), &Act::done("identity.passkey-removed", "account", Some(account)).by(account))?;
        end_all_but(cx, tx, &actor.account, session)?;
        tell(cx, tx, actor, NoticeKind::PasskeyRemoved)?;
        Ok("/account/passkeys?changed=removed".to_owned())
    })
}

/// Whether an account has a passkey.
pub(in crate::identity) fn has_one(connection: &mut Connection, account: &AccountId) -> Result<bool> {
    let own = passkeys::table.filter(passkeys::account_id.eq(account.as_str()));
    let first: Option<String> = own.select(passkeys::id).first(connection).optional()?;
    Ok(first.is_some())
}

fn has_password(connection: &mut Connection, account: &str) -> Result<bool> {
    let hash: Option<String> = accounts::table.find(account).select(accounts::password_hash).first(connection)?;
    Ok(hash.is_some())
}
