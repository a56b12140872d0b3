//! A new passkey. That the person proved who they are a moment ago is asked beside the form.

use super::{
    answer,
    ceremony::{self, Purpose},
    list::name_of,
    relying_party::relying_party,
    stored, wrong,
};
use crate::{
    context::Context,
    db::{connection::Connection, pools::Priority},
    error::{Error, Result},
    identity::password::tell,
    journal::{self, Act},
};
use contract::{
    fields::Fields,
    identity::{Actor, device::Device},
    ids::AccountId,
    notices::NoticeKind,
};
use webauthn_rs::prelude::{PasskeyRegistration, RegisterPublicKeyCredential, Webauthn};

/// Keeps what an authenticator made. Gives the address to go to.
///
/// # Errors
/// `Invalid` when there is no name, or whatever is wrong with the answer; `NotFound` where there can be no passkeys; the
/// store is away.
pub fn register(cx: &Context, actor: &Actor, fields: &Fields, key: Option<&str>, device: Device) -> Result<String> {
    let party = relying_party(cx)?.ok_or(Error::NotFound)?;
    let name = name_of(fields)?;
    let registered = cx.write(Priority::Person, |tx| {
        let state = ceremony::take(cx, tx, key, Purpose::Register, Some(&actor.account))?;
        if !keep(cx, tx, &party, &actor.account, (fields, state), (&name, device))? {
            return Ok(false);
        }
        tell(cx, tx, actor, NoticeKind::PasskeyAdded)?;
        Ok(true)
    })?;
    match registered {
        true => Ok("/account/passkeys?changed=added".to_owned()),
        false => Err(wrong()),
    }
}

/// Keeps the passkey that answers a challenge, under a name; says whether it did.
pub(super) fn keep(
    cx: &Context,
    tx: &mut Connection,
    party: &Webauthn,
    account: &AccountId,
    (fields, state): (&Fields, Option<Vec<u8>>),
    (name, device): (&str, Device),
) -> Result<bool> {
    let answer = answer::<RegisterPublicKeyCredential>(fields.first("credential"));
    let (Some(state), Some(answer)) = (state, answer) else { return Ok(false) };
    let state: PasskeyRegistration = serde_json::from_slice(&state).map_err(Error::caused_by)?;
    let passkey = match party.finish_passkey_registration(&answer, &state) {
        Ok(passkey) => passkey,
        Err(error) => {
            tracing::info!(%error, "a new passkey was refused");
            return Ok(false);
        }
    };
    // A credential id belongs to one account (WebAuthn level 3, section 7.1).
    if stored::find(cx, tx, passkey.cred_id())?.is_some() {
        return Ok(false);
    }
    stored::insert(cx, tx, account, &passkey, name, device)?;
    let id = account.as_str();
    journal::record(tx, cx.now(), &Act::done("identity.passkey-added", "account", Some(id)).by(id))?;
    Ok(true)
}
