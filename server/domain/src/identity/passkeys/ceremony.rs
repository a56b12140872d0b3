//! A challenge and what waits for its answer (WebAuthn level 3, section 7): of one browser, for one purpose, for five
//! minutes, used once. The browser holds a random key in a cookie; the store holds its hash, and the state sealed.

use super::{relying_party::relying_party, stored};
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
/// Challenges of one address at one time: a household, or the counter of a street office.
const MOST_OF_A_VISITOR: i64 = 40;
/// Challenges at one time.
const MOST: i64 = 20_000;

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

/// Makes a challenge in place of the one that this browser had. The one for signing in names nobody.
///
/// # Errors
/// `NotFound` where there can be no passkeys, or the person has none to confirm with; `SignInNeeded`; `Busy` when too many
/// sign in at this moment; the store is away.
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
    made(cx, purpose, before, visitor, |tx| {
        let (options, state) = match (purpose, actor) {
            (Purpose::Register, Some(actor)) => registration(cx, tx, &party, &actor.account, &actor.name)?,
            (Purpose::Confirm, Some(actor)) => confirmation(cx, tx, &party, actor)?,
            (_, _) => discoverable(&party)?,
        };
        Ok((actor.map(|actor| actor.account.clone()), options, state))
    })
}

/// The same for somebody of staff who has a code and nothing else yet. The code stays: it is used up by the answer.
///
/// # Errors
/// `NotFound` where there can be no passkeys, or the code is not one that can be used; `Busy`; the store is away.
pub fn begin_joining(cx: &Context, code: &str, before: Option<&str>, visitor: &str) -> Result<Begun> {
    let party = relying_party(cx)?.ok_or(Error::NotFound)?;
    made(cx, Purpose::Join, before, visitor, |tx| {
        let (account, name) = staff::invited(cx, tx, code)?.ok_or(Error::NotFound)?;
        let (options, state) = registration(cx, tx, &party, &account, &name)?;
        Ok((Some(account), options, state))
    })
}

fn made(
    cx: &Context,
    purpose: Purpose,
    before: Option<&str>,
    visitor: &str,
    mut asked: impl FnMut(&mut Connection) -> Result<(Option<AccountId>, Value, Vec<u8>)>,
) -> Result<Begun> {
    let key = blake3::Hash::from_bytes(random_bytes()?).to_hex().to_string();
    let id = id_of(&key);
    cx.write(Priority::Person, |tx| {
        make_room(cx, tx, before, visitor)?;
        let (account, options, state) = asked(tx)?;
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

/// The browser's challenge of before goes, and with it the oldest of an address that has too many.
fn make_room(cx: &Context, tx: &mut Connection, before: Option<&str>, visitor: &str) -> Result<()> {
    if let Some(before) = before {
        diesel::delete(passkey_ceremonies::table.find(id_of(before))).execute(tx)?;
    }
    let of_visitor = passkey_ceremonies::table.filter(passkey_ceremonies::visitor.eq(visitor));
    let oldest: Vec<String> = of_visitor
        .order(passkey_ceremonies::expires_at.desc())
        .offset(MOST_OF_A_VISITOR - 1)
        .limit(MOST_OF_A_VISITOR)
        .select(passkey_ceremonies::id)
        .load(tx)?;
    diesel::delete(passkey_ceremonies::table.filter(passkey_ceremonies::id.eq_any(oldest))).execute(tx)?;
    let waiting: i64 =
        passkey_ceremonies::table.filter(passkey_ceremonies::expires_at.gt(cx.now().0)).count().get_result(tx)?;
    if waiting >= MOST {
        return Err(Error::busy("too many challenges wait for an answer"));
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
