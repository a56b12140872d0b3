//! Passkeys as the store holds them.

use crate::{
    context::Context,
    db::{
        connection::Connection,
        schema::{accounts, passkey_users, passkeys},
    },
    error::{Error, Result},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use contract::{identity::device::Device, ids::AccountId};
use diesel::prelude::*;
use webauthn_rs::prelude::{AuthenticationResult, Passkey, Uuid};

/// Most passkeys of one account.
pub(super) const MOST: usize = 20;

/// One passkey, and whose it is.
pub(super) struct Stored {
    pub(super) id: String,
    pub(super) account: AccountId,
    pub(super) passkey: Passkey,
    /// What the authenticator counted last.
    counter: i64,
}

/// What a passkey was used for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Used {
    /// A session began.
    ToSignIn,
    /// The person confirmed in one.
    ToConfirm,
}

type Row = (String, String, Vec<u8>, i64);

/// The passkeys of an account, the oldest first.
pub(super) fn of_account(cx: &Context, connection: &mut Connection, account: &AccountId) -> Result<Vec<Stored>> {
    let rows: Vec<Row> = passkeys::table
        .filter(passkeys::account_id.eq(account.as_str()))
        .order(passkeys::created_at)
        .select((passkeys::id, passkeys::account_id, passkeys::credential_sealed, passkeys::counter))
        .load(connection)?;
    rows.into_iter().map(|row| opened(cx, row)).collect()
}

/// The passkey of a credential id.
pub(super) fn find(cx: &Context, connection: &mut Connection, credential: &[u8]) -> Result<Option<Stored>> {
    let row: Option<Row> = passkeys::table
        .find(id_of(credential))
        .select((passkeys::id, passkeys::account_id, passkeys::credential_sealed, passkeys::counter))
        .first(connection)
        .optional()?;
    row.map(|row| opened(cx, row)).transpose()
}

/// A credential id as it is stored.
pub(super) fn id_of(credential: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(credential)
}

fn opened(cx: &Context, (id, account, sealed, counter): Row) -> Result<Stored> {
    let passkey = cx.keys.open("passkeys", &id, "credential_sealed", &sealed)?;
    let passkey = serde_json::from_slice(&passkey).map_err(Error::caused_by)?;
    Ok(Stored { id, account: AccountId(account), passkey, counter })
}

/// Writes a new one.
pub(super) fn insert(
    cx: &Context,
    tx: &mut Connection,
    account: &AccountId,
    passkey: &Passkey,
    name: &str,
    device: Device,
) -> Result<()> {
    let id = id_of(passkey.cred_id());
    let credential = serde_json::to_vec(passkey).map_err(Error::caused_by)?;
    diesel::insert_into(passkeys::table)
        .values((
            passkeys::id.eq(&id),
            passkeys::account_id.eq(account.as_str()),
            passkeys::name_sealed.eq(cx.keys.seal_text("passkeys", &id, "name_sealed", name)?),
            passkeys::credential_sealed.eq(cx.keys.seal("passkeys", &id, "credential_sealed", &credential)?),
            passkeys::counter.eq(0),
            passkeys::device.eq(device.to_text()),
            passkeys::created_at.eq(cx.now().0),
        ))
        .execute(tx)?;
    Ok(())
}

/// Whether the counter of an answer goes on from the stored one, and writes that it was used. Zero after zero is usual: keys
/// that are on several devices count nothing (WebAuthn level 3, section 6.1.1).
pub(super) fn used(
    cx: &Context,
    tx: &mut Connection,
    mut stored: Stored,
    result: &AuthenticationResult,
    (used, device): (Used, Device),
) -> Result<bool> {
    let counter = i64::from(result.counter());
    if counter <= stored.counter && (counter, stored.counter) != (0, 0) {
        return Ok(false);
    }
    stored.passkey.update_credential(result);
    let credential = serde_json::to_vec(&stored.passkey).map_err(Error::caused_by)?;
    // The row as it was read: of two answers at one moment one is the first.
    let row = passkeys::table.find(&stored.id).filter(passkeys::counter.eq(stored.counter));
    let rows = diesel::update(row)
        .set((
            passkeys::credential_sealed.eq(cx.keys.seal("passkeys", &stored.id, "credential_sealed", &credential)?),
            passkeys::counter.eq(counter),
            passkeys::last_used_at.eq(cx.now().0),
            passkeys::last_device.eq(device.to_text()),
            (used == Used::ToSignIn).then(|| passkeys::last_sign_in_at.eq(cx.now().0)),
        ))
        .execute(tx)?;
    Ok(rows == 1)
}

/// How many an account has. The account is held on to, so that two who add or take away one at the same moment come one after
/// the other.
pub(super) fn count_holding(tx: &mut Connection, account: &AccountId) -> Result<usize> {
    diesel::update(accounts::table.find(account.as_str())).set(accounts::id.eq(account.as_str())).execute(tx)?;
    let own: i64 = passkeys::table.filter(passkeys::account_id.eq(account.as_str())).count().get_result(tx)?;
    Ok(usize::try_from(own).unwrap_or(usize::MAX))
}

/// What an account is called towards authenticators; made when it is first needed.
pub(super) fn handle(tx: &mut Connection, account: &AccountId) -> Result<Uuid> {
    let known: Option<String> =
        passkey_users::table.find(account.as_str()).select(passkey_users::handle).first(tx).optional()?;
    if let Some(known) = known {
        return Uuid::parse_str(&known).map_err(Error::caused_by);
    }
    let fresh = Uuid::new_v4();
    diesel::insert_into(passkey_users::table)
        .values((passkey_users::account_id.eq(account.as_str()), passkey_users::handle.eq(fresh.to_string())))
        .execute(tx)?;
    Ok(fresh)
}
