//! A challenge and what waits for its answer (WebAuthn level 3, section 7): of one browser, for one purpose, for five
//! minutes, used once. The browser holds a random key in a cookie; the store holds its hash, and the state sealed.

use super::{limits::Limit, relying_party::relying_party, stored};
use crate::{
    context::Context,
    crypto::random_bytes,
    db::{connection::Connection, pools::Priority, schema::passkey_ceremonies},
    error::{Error, Result},
    identity::staff,
};
use contract::{identity::Actor, ids::AccountId};
use diesel::prelude::*;
use serde_json::{Value, json};
use webauthn_rs::prelude::Webauthn;

/// How long an answer may take, in milliseconds.
pub const LIFE_MS: i64 = 5 * 60 * 1000;
/// Challenges for signing in that wait at one address at one time: a household, or the counter of a street office.
const MOST_OF_A_VISITOR: i64 = 40;
/// Challenges that wait for one account at one time, whatever the purpose: in a few tabs on a few devices.
const MOST_OF_AN_ACCOUNT: i64 = 12;
/// Challenges for signing in that wait at one time, everywhere.
pub const MOST: i64 = 20_000;
/// Most rows that one challenge clears away.
const SLICE: i64 = 500;

/// What an answer is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A new passkey.
    Register,
    /// A session.
    SignIn,
    /// Something that counts, in a session.
    Confirm,
    /// The first passkey of somebody of staff, by a code.
    Join,
}

impl Purpose {
    /// Every purpose.
    pub const ALL: [Self; 4] = [Self::Register, Self::SignIn, Self::Confirm, Self::Join];

    /// As stored, and as the page's script asks for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Register => "register",
            Self::SignIn => "sign-in",
            Self::Confirm => "confirm",
            Self::Join => "join",
        }
    }

    /// Reads it.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.as_str() == text)
    }
}

/// A challenge that was made.
#[derive(Debug)]
pub struct Begun {
    /// The browser's key, for its cookie.
    pub key: String,
    /// What the browser's authenticator is asked: `PublicKeyCredentialCreationOptions` or `…RequestOptions` as JSON.
    pub options: Value,
}

/// Makes a challenge in place of the one that this browser had for the same purpose. The one for signing in names nobody.
///
/// # Errors
/// `NotFound` where there can be no passkeys, or the person has none to confirm with; `SignInNeeded`; `Conflict` where the
/// person has as many passkeys as one may; `TooManyTries`; the store is away.
pub fn begin(
    cx: &Context,
    purpose: Purpose,
    actor: Option<&Actor>,
    before: Option<&str>,
    visitor: &str,
) -> Result<Begun> {
    let party = relying_party(cx)?.ok_or(Error::NotFound)?;
    let actor = actor.filter(|_| purpose != Purpose::SignIn);
    // Whoever joins has a code, and begins elsewhere.
    if purpose == Purpose::Join || actor.is_none() && purpose != Purpose::SignIn {
        return Err(Error::SignInNeeded);
    }
    let account = actor.map(|actor| &actor.account);
    made(cx, purpose, account, before, visitor, |tx| {
        let (options, state) = match (purpose, actor) {
            (Purpose::Register, Some(actor)) => registration(cx, tx, &party, &actor.account, &actor.name)?,
            (Purpose::Confirm, Some(actor)) => confirmation(cx, tx, &party, actor)?,
            (_, _) => discoverable(&party)?,
        };
        Ok((account.cloned(), options, state))
    })
}

/// The same for somebody of staff who has a code and nothing else yet. The code stays: it is used up by the answer.
///
/// # Errors
/// `NotFound` where there can be no passkeys, or the code is not one that can be used; `TooManyTries`; the store is away.
pub fn begin_joining(cx: &Context, code: &str, before: Option<&str>, visitor: &str) -> Result<Begun> {
    let party = relying_party(cx)?.ok_or(Error::NotFound)?;
    made(cx, Purpose::Join, None, before, visitor, |tx| {
        let (account, name) = staff::invited(cx, tx, code)?.ok_or(Error::NotFound)?;
        let (options, state) = registration(cx, tx, &party, &account, &name)?;
        Ok((Some(account), options, state))
    })
}

fn made(
    cx: &Context,
    purpose: Purpose,
    session_of: Option<&AccountId>,
    before: Option<&str>,
    visitor: &str,
    mut asked: impl FnMut(&mut Connection) -> Result<(Option<AccountId>, Value, Vec<u8>)>,
) -> Result<Begun> {
    let key = blake3::Hash::from_bytes(random_bytes()?).to_hex().to_string();
    let id = id_of(&key);
    let limit = Limit::of_challenges(cx, purpose, session_of, visitor);
    let waiting = cx.read(|connection| {
        limit.hold(cx, connection)?;
        Ok(for_signing_in().count().get_result::<i64>(connection)?)
    })?;
    cx.write(Priority::Person, |tx| {
        limit.count(cx, tx)?;
        if let Some(before) = before {
            diesel::delete(passkey_ceremonies::table.find(id_of(before))).execute(tx)?;
        }
        let (account, options, state) = asked(tx)?;
        match &account {
            Some(account) => drop_oldest_of(tx, account)?,
            None => drop_oldest_for_signing_in(tx, visitor, waiting)?,
        }
        diesel::insert_into(passkey_ceremonies::table)
            .values((
                passkey_ceremonies::id.eq(&id),
                passkey_ceremonies::purpose.eq(purpose.as_str()),
                passkey_ceremonies::account_id.eq(account.as_ref().map(AccountId::as_str)),
                passkey_ceremonies::visitor.eq(visitor),
                passkey_ceremonies::state_sealed.eq(cx.keys.seal("passkey_ceremonies", &id, "state_sealed", &state)?),
                passkey_ceremonies::expires_at.eq(cx.now().0 + LIFE_MS),
            ))
            .execute(tx)?;
        Ok(Begun { key: key.clone(), options })
    })
}

/// Takes the state of a challenge out of the store, whatever comes of it; nothing when there is none of this browser, for
/// this purpose and person, in time.
pub(super) fn take(
    cx: &Context,
    tx: &mut Connection,
    key: Option<&str>,
    purpose: Purpose,
    account: Option<&AccountId>,
) -> Result<Option<Vec<u8>>> {
    let Some(key) = key else { return Ok(None) };
    let id = id_of(key);
    type Row = (String, Option<String>, Vec<u8>, i64);
    let found: Option<Row> = passkey_ceremonies::table
        .find(&id)
        .select((
            passkey_ceremonies::purpose,
            passkey_ceremonies::account_id,
            passkey_ceremonies::state_sealed,
            passkey_ceremonies::expires_at,
        ))
        .first(tx)
        .optional()?;
    let deleted = diesel::delete(passkey_ceremonies::table.find(&id)).execute(tx)?;
    let Some((of_purpose, of_account, state, expires_at)) = found.filter(|_| deleted == 1) else { return Ok(None) };
    let left = expires_at - cx.now().0;
    let is_right = of_purpose == purpose.as_str()
        && of_account.as_deref() == account.map(AccountId::as_str)
        // One that ends later than any can is of before the clock was set back.
        && (1..=LIFE_MS).contains(&left);
    if !is_right {
        return Ok(None);
    }
    Ok(Some(cx.keys.open("passkey_ceremonies", &id, "state_sealed", &state)?.to_vec()))
}

fn id_of(key: &str) -> String {
    blake3::hash(key.as_bytes()).to_hex().to_string()
}

/// Challenges that name nobody. They alone are counted for an address and in all: what strangers do takes nothing away from
/// whoever is in a session.
#[diesel::dsl::auto_type(no_type_alias)]
fn for_signing_in() -> _ {
    passkey_ceremonies::table.filter(passkey_ceremonies::account_id.is_null())
}

/// Room for one more of an account.
fn drop_oldest_of(tx: &mut Connection, account: &AccountId) -> Result<()> {
    let oldest: Vec<String> = passkey_ceremonies::table
        .filter(passkey_ceremonies::account_id.eq(account.as_str()))
        .order(passkey_ceremonies::expires_at.desc())
        .offset(MOST_OF_AN_ACCOUNT - 1)
        .limit(MOST_OF_AN_ACCOUNT)
        .select(passkey_ceremonies::id)
        .load(tx)?;
    forget(tx, oldest)
}

/// Room for one more for signing in: at its address, and in all. Nobody is sent away.
fn drop_oldest_for_signing_in(tx: &mut Connection, visitor: &str, waiting: i64) -> Result<()> {
    let mut oldest: Vec<String> = for_signing_in()
        .filter(passkey_ceremonies::visitor.eq(visitor))
        .order(passkey_ceremonies::expires_at.desc())
        .offset(MOST_OF_A_VISITOR - 1)
        .limit(MOST_OF_A_VISITOR)
        .select(passkey_ceremonies::id)
        .load(tx)?;
    // Those of one slice at most; the next one who comes goes on.
    let too_many = (waiting - (MOST - 1)).min(SLICE);
    if too_many > 0 {
        let first = for_signing_in().order(passkey_ceremonies::expires_at.asc()).limit(too_many);
        oldest.extend(first.select(passkey_ceremonies::id).load::<String>(tx)?);
    }
    forget(tx, oldest)
}

fn forget(tx: &mut Connection, ids: Vec<String>) -> Result<()> {
    if !ids.is_empty() {
        diesel::delete(passkey_ceremonies::table.filter(passkey_ceremonies::id.eq_any(ids))).execute(tx)?;
    }
    Ok(())
}

fn registration(
    cx: &Context,
    tx: &mut Connection,
    party: &Webauthn,
    account: &AccountId,
    name: &str,
) -> Result<(Value, Vec<u8>)> {
    let handle = stored::handle(tx, account)?;
    let known = stored::of_account(cx, tx, account)?;
    if known.len() >= stored::MOST {
        return Err(Error::Conflict { code: "error-passkey-many" });
    }
    let known = known.iter().map(|stored| stored.passkey.cred_id().clone());
    // The name is shown where one chooses among passkeys: a person's own, never a number.
    let (options, state) =
        party.start_passkey_registration(handle, name, name, Some(known.collect())).map_err(Error::caused_by)?;
    let mut options = public_key(&options)?;
    // The library asks that the key should rather not be found without a name; then no browser could offer it by itself.
    options["authenticatorSelection"]["residentKey"] = json!("preferred");
    Ok((options, serde_json::to_vec(&state).map_err(Error::caused_by)?))
}

fn confirmation(cx: &Context, tx: &mut Connection, party: &Webauthn, actor: &Actor) -> Result<(Value, Vec<u8>)> {
    let own: Vec<_> = stored::of_account(cx, tx, &actor.account)?.into_iter().map(|stored| stored.passkey).collect();
    if own.is_empty() {
        return Err(Error::NotFound);
    }
    let (options, state) = party.start_passkey_authentication(&own).map_err(Error::caused_by)?;
    Ok((public_key(&options)?, serde_json::to_vec(&state).map_err(Error::caused_by)?))
}

fn discoverable(party: &Webauthn) -> Result<(Value, Vec<u8>)> {
    let (options, state) = party.start_discoverable_authentication().map_err(Error::caused_by)?;
    Ok((public_key(&options)?, serde_json::to_vec(&state).map_err(Error::caused_by)?))
}

/// The options themselves: how the browser asks for them, by itself or after a button, is the script's business.
fn public_key(options: &impl serde::Serialize) -> Result<Value> {
    let mut options = serde_json::to_value(options).map_err(Error::caused_by)?;
    Ok(options["publicKey"].take())
}
