//! A passkey in place of the password: for a session, and to confirm in one. Whatever was wrong gets the same words after
//! the same work, and no password is hashed.

use super::{
    answer,
    ceremony::{self, Purpose},
    limits::WrongAnswers,
    relying_party::relying_party,
    stored::{self, Stored, Used},
    wrong,
};
use crate::{
    context::Context,
    db::{
        connection::Connection,
        pools::Priority,
        schema::{accounts, passkey_users},
    },
    error::{Error, Result},
    identity::{
        session,
        sign_in::{Browser, SignedIn, enter},
        tries::Origin,
    },
    journal::{self, Act},
    notices,
};
use contract::{
    fields::Fields,
    identity::{Actor, Stays, device::Device},
    ids::{AccountId, ResidentId},
    notices::NoticeKind,
};
use diesel::prelude::*;
use serde_json::json;
use webauthn_rs::prelude::{
    AuthenticationResult, DiscoverableAuthentication, DiscoverableKey, PasskeyAuthentication, PublicKeyCredential,
    Webauthn, WebauthnError,
};

/// Signs in with what an authenticator answered. `key` is the browser's, of the challenge.
///
/// # Errors
/// `Invalid` whatever is wrong; `TooManyTries` after many wrong answers; `NotFound` where there can be no passkeys; the store
/// is away.
pub fn sign_in(
    cx: &Context,
    fields: &Fields,
    key: Option<&str>,
    origin: Origin<'_>,
    browser: Browser<'_>,
) -> Result<SignedIn> {
    let party = relying_party(cx)?.ok_or(Error::NotFound)?;
    let answer = answer::<PublicKeyCredential>(fields.first("credential"));
    let wrong_answers = cx.read(|connection| {
        let passkey = answer.as_ref().map(|answer| stored::id_of(answer.get_credential_id()));
        let wrong_answers = WrongAnswers::at_sign_in(cx, connection, passkey.as_deref(), origin)?;
        wrong_answers.hold(cx, connection)?;
        Ok(wrong_answers)
    })?;
    let stays = Stays::from_field(fields.first("stays"));
    let signed_in = cx.write(Priority::Person, |tx| {
        if let Some(proved) = discovered(cx, tx, &party, answer.as_ref(), key)? {
            let account = proved.stored.account.clone();
            if is_active(tx, &account)? && proved.goes_on(cx, tx, (Used::ToSignIn, browser.device))? {
                return enter(cx, tx, &account, browser, stays, "passkey").map(Some);
            }
        }
        // All that was wrong stays written: the challenge is used, the counter and the try are counted.
        wrong_answers.count(cx, tx)?;
        Ok(None)
    })?;
    signed_in.ok_or_else(wrong)
}

/// Confirms with what an authenticator answered. Gives the new token of the session.
///
/// # Errors
/// As [`sign_in`]; `SignInNeeded` when the session has ended meanwhile.
pub fn confirm(
    cx: &Context,
    actor: &Actor,
    fields: &Fields,
    key: Option<&str>,
    session: Option<&str>,
    device: Device,
) -> Result<String> {
    let party = relying_party(cx)?.ok_or(Error::NotFound)?;
    let session = session.ok_or(Error::SignInNeeded)?;
    let answer = answer::<PublicKeyCredential>(fields.first("credential"));
    let wrong_answers = WrongAnswers::in_sessions(cx, &actor.account);
    cx.read(|connection| wrong_answers.hold(cx, connection))?;
    cx.write(Priority::Person, |tx| {
        if let Some(proved) = owned(cx, tx, &party, answer.as_ref(), key, &actor.account)?
            && proved.goes_on(cx, tx, (Used::ToConfirm, device))?
        {
            // Where the session has ended, the answer was right and is used all the same.
            let Some(token) = session::renew(cx, tx, session, &actor.account)? else {
                return Ok(Err(Error::SignInNeeded));
            };
            let account = actor.account.as_str();
            let act = Act::done("identity.confirmed", "account", Some(account)).by(account);
            journal::record(tx, cx.now(), &act.with(json!({ "way": "passkey" })))?;
            return Ok(Ok(token));
        }
        wrong_answers.count(cx, tx)?;
        Ok(Err(wrong()))
    })?
}

/// A passkey whose answer the library found right, or has seen before.
struct Proved {
    stored: Stored,
    /// Nothing when the counter went back, which the library sees too.
    result: Option<AuthenticationResult>,
}

impl Proved {
    fn of(stored: Stored, outcome: std::result::Result<AuthenticationResult, WebauthnError>) -> Option<Self> {
        match outcome {
            Ok(result) => Some(Self { stored, result: Some(result) }),
            Err(WebauthnError::CredentialPossibleCompromise) => Some(Self { stored, result: None }),
            Err(error) => {
                tracing::info!(%error, "a passkey was refused");
                None
            }
        }
    }

    /// Whether the counter goes on. One that went back may be that of a copy: it is in the journal, and the person is told.
    fn goes_on(self, cx: &Context, tx: &mut Connection, how: (Used, Device)) -> Result<bool> {
        let account = self.stored.account.clone();
        if let Some(result) = &self.result
            && stored::used(cx, tx, self.stored, result, how)?
        {
            return Ok(true);
        }
        let act = Act { result: "refused", ..Act::done("identity.passkey-counter", "account", Some(account.as_str())) };
        journal::record(tx, cx.now(), &act)?;
        let resident: Option<Option<String>> =
            accounts::table.find(account.as_str()).select(accounts::resident_id).first(tx).optional()?;
        if let Some(resident) = resident.flatten().map(ResidentId) {
            notices::notify(cx, tx, &resident, NoticeKind::PasskeyRefused, "account", account.as_str())?;
        }
        Ok(false)
    }
}

/// The passkey that answered a challenge which named nobody. Its user handle has to be that of its account.
fn discovered(
    cx: &Context,
    tx: &mut Connection,
    party: &Webauthn,
    answer: Option<&PublicKeyCredential>,
    key: Option<&str>,
) -> Result<Option<Proved>> {
    let state = ceremony::take(cx, tx, key, Purpose::SignIn, None)?;
    let Some(answer) = answer else { return Ok(None) };
    let Ok((handle, credential)) = party.identify_discoverable_authentication(answer) else { return Ok(None) };
    let stored = stored::find(cx, tx, credential)?;
    let (Some(state), Some(stored)) = (state, stored) else { return Ok(None) };
    let of_account: Option<String> =
        passkey_users::table.find(stored.account.as_str()).select(passkey_users::handle).first(tx).optional()?;
    if of_account != Some(handle.to_string()) {
        return Ok(None);
    }
    let state: DiscoverableAuthentication = serde_json::from_slice(&state).map_err(Error::caused_by)?;
    let outcome = party.finish_discoverable_authentication_v2(answer, state, DiscoverableKey::from(&stored.passkey));
    Ok(Proved::of(stored, outcome))
}

/// The passkey of one account that answered its challenge.
fn owned(
    cx: &Context,
    tx: &mut Connection,
    party: &Webauthn,
    answer: Option<&PublicKeyCredential>,
    key: Option<&str>,
    account: &AccountId,
) -> Result<Option<Proved>> {
    let state = ceremony::take(cx, tx, key, Purpose::Confirm, Some(account))?;
    let Some(answer) = answer else { return Ok(None) };
    let stored = stored::find(cx, tx, answer.get_credential_id())?;
    let (Some(state), Some(stored)) = (state, stored.filter(|stored| stored.account == *account)) else {
        return Ok(None);
    };
    let state: PasskeyAuthentication = serde_json::from_slice(&state).map_err(Error::caused_by)?;
    let outcome = party.finish_passkey_authentication(answer, &state);
    Ok(Proved::of(stored, outcome))
}

/// The row is written even though nothing changes: whoever shuts the account at this very moment comes before or after.
fn is_active(tx: &mut Connection, account: &AccountId) -> Result<bool> {
    let row = accounts::table.find(account.as_str()).filter(accounts::status.eq("active"));
    Ok(diesel::update(row).set(accounts::status.eq("active")).execute(tx)? == 1)
}
