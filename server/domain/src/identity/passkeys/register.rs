//! A new passkey. That the person proved who they are a moment ago is asked beside the form.

use super::{
    answer,
    ceremony::{self, Purpose},
    list::name_of,
    relying_party::relying_party,
    stored, too_many, wrong,
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
use webauthn_rs::prelude::{Passkey, PasskeyRegistration, RegisterPublicKeyCredential, Webauthn};

/// Keeps what an authenticator made. Gives the address to go to.
///
/// # Errors
/// `Invalid` when there is no name, there are as many passkeys as one may have, or whatever is wrong with the answer;
/// `NotFound` where there can be no passkeys; the store is away.
pub fn register(cx: &Context, actor: &Actor, fields: &Fields, key: Option<&str>, device: Device) -> Result<String> {
    let party = relying_party(cx)?.ok_or(Error::NotFound)?;
    let name = name_of(fields, "name")?;
    let registered = cx.write(Priority::Person, |tx| {
        let state = ceremony::take(cx, tx, key, Purpose::Register, Some(&actor.account))?;
        if stored::count_holding(tx, &actor.account)? >= stored::MOST {
            return Ok(Err(too_many().into()));
        }
        let Some(passkey) = made(cx, tx, &party, fields, state)? else { return Ok(Err(wrong())) };
        keep(cx, tx, &actor.account, &passkey, (&name, device))?;
        tell(cx, tx, actor, NoticeKind::PasskeyAdded)?;
        Ok(Ok(()))
    })?;
    registered?;
    Ok(match fields.first("next") {
        "" => "/account/passkeys?changed=added".to_owned(),
        next => next.to_owned(),
    })
}

/// The passkey that answers a challenge, unless somebody has it.
pub(super) fn made(
    cx: &Context,
    tx: &mut Connection,
    party: &Webauthn,
    fields: &Fields,
    state: Option<Vec<u8>>,
) -> Result<Option<Passkey>> {
    let answer = answer::<RegisterPublicKeyCredential>(fields.first("credential"));
    let (Some(state), Some(answer)) = (state, answer) else { return Ok(None) };
    let state: PasskeyRegistration = serde_json::from_slice(&state).map_err(Error::caused_by)?;
    let passkey = match party.finish_passkey_registration(&answer, &state) {
        Ok(passkey) => passkey,
        Err(error) => {
            tracing::info!(%error, "a new passkey was refused");
            return Ok(None);
        }
    };
    // A credential id belongs to one account (WebAuthn level 3, section 7.1).
    Ok(stored::find(cx, tx, passkey.cred_id())?.is_none().then_some(passkey))
}

/// Keeps a passkey under a name.
pub(super) fn keep(
    cx: &Context,
    tx: &mut Connection,
    account: &AccountId,
    passkey: &Passkey,
    (name, device): (&str, Device),
) -> Result<()> {
    stored::insert(cx, tx, account, passkey, name, device)?;
    let id = account.as_str();
    journal::record(tx, cx.now(), &Act::done("identity.passkey-added", "account", Some(id)).by(id)).map(drop)
}
