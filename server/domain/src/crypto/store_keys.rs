//! The keys of a store. They are made only for a store in which nothing is sealed, and a store that knows its keys refuses
//! all others: with the wrong ones nobody could sign in, and what is sealed meanwhile could never be opened again.
//!
//! The store knows them by a value that they sealed (the canary). A store of an earlier program has none; it gets one after
//! something that was sealed in it has been opened.

use super::keys::KeyRing;
use crate::{
    db::{
        connection::Connection,
        dialect::insert_if_absent,
        migrate,
        pools::{Pools, Priority},
        schema::{accounts, city_settings, residents},
    },
    error::{Error, Result},
};
use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};
use diesel::prelude::*;
use std::path::Path;

/// Name of the setting that holds the canary.
const SETTING: &str = "key-canary";

/// Why the keys of a store are not to be had. Each is one line for whoever starts the program.
#[derive(Debug, thiserror::Error)]
pub enum KeysError {
    /// Something is sealed, and the file is away. Nothing was made.
    #[error("the key file {0} is not there, and what stands in the store is sealed with its keys")]
    Gone(String),
    /// The file holds keys of another store.
    #[error("the keys in {0} are not those with which the store was sealed")]
    Foreign(String),
    /// The file cannot be read or made, or does not hold keys.
    #[error("the key file {path} cannot be used: {cause}")]
    Unusable {
        /// Which file.
        path: String,
        /// Why.
        cause: Error,
    },
    /// The store is away.
    #[error(transparent)]
    Store(#[from] Error),
}

/// Reads the keys of a store before anything else is done to it, and makes them where nothing is sealed yet. Answers
/// whether they were made.
///
/// # Errors
/// The file is away or holds other keys; nothing was changed.
pub fn admit(pools: &Pools, path: &Path) -> std::result::Result<(KeyRing, bool), KeysError> {
    let sealed = pools.read(sealed)?;
    match held_against(sealed.as_ref(), path)? {
        Some(keys) => Ok((keys, false)),
        None if sealed.is_some() => Err(KeysError::Gone(path.display().to_string())),
        None => KeyRing::make(path).map(|keys| (keys, true)).map_err(|cause| unusable(path, cause)),
    }
}

/// Reads the keys of a store that is only looked at.
///
/// # Errors
/// The file is away or holds other keys.
pub fn look(conn: &mut Connection, path: &Path) -> std::result::Result<KeyRing, KeysError> {
    let sealed = sealed(conn)?;
    held_against(sealed.as_ref(), path)?.ok_or_else(|| KeysError::Gone(path.display().to_string()))
}

/// The keys of the file, if there is one.
fn held_against(sealed: Option<&Sealed>, path: &Path) -> std::result::Result<Option<KeyRing>, KeysError> {
    let Some(keys) = KeyRing::read_if_there(path).map_err(|cause| unusable(path, cause))? else { return Ok(None) };
    if sealed.is_none_or(|sealed| sealed.is_of(&keys)) {
        return Ok(Some(keys));
    }
    Err(KeysError::Foreign(path.display().to_string()))
}

fn unusable(path: &Path, cause: Error) -> KeysError {
    KeysError::Unusable { path: path.display().to_string(), cause }
}

/// Lets the store know its keys, once its tables are there. Of two programs that begin one store at the same moment with
/// different keys, the second is refused.
///
/// # Errors
/// The store came to know other keys meanwhile.
pub fn remember(pools: &Pools, keys: &KeyRing, path: &Path) -> std::result::Result<(), KeysError> {
    if pools.read(canary)?.is_some() {
        return Ok(());
    }
    let known = pools.write(Priority::Person, |tx| {
        let row = (city_settings::name.eq(SETTING), city_settings::value.eq(sealed_now(keys)?));
        insert_if_absent(tx, diesel::insert_into(city_settings::table).values(row))?;
        Ok(canary(tx)?.is_some_and(|canary| canary.is_of(keys)))
    })?;
    if known { Ok(()) } else { Err(KeysError::Foreign(path.display().to_string())) }
}

/// A value in the store by which its keys are known.
enum Sealed {
    Canary(String),
    /// A resident's identity number, sealed and as a fingerprint.
    Resident {
        id: String,
        number: Vec<u8>,
        fingerprint: String,
    },
    /// The name of an account.
    Account {
        id: String,
        name: Vec<u8>,
    },
}

impl Sealed {
    /// Whether these are the keys. Those of fingerprints count as well: with others nobody would be found.
    fn is_of(&self, keys: &KeyRing) -> bool {
        match self {
            Self::Canary(text) => STANDARD_NO_PAD
                .decode(text)
                .ok()
                .and_then(|sealed| keys.open_text("city_settings", SETTING, "value", &sealed).ok())
                .is_some_and(|opened| *opened == mark(keys)),
            Self::Resident { id, number, fingerprint } => keys
                .open_text("residents", id, "id_number_sealed", number)
                .is_ok_and(|number| keys.fingerprint("identity-number", &number) == *fingerprint),
            Self::Account { id, name } => keys.open("accounts", id, "display_name_sealed", name).is_ok(),
        }
    }
}

/// What is sealed in the canary.
fn mark(keys: &KeyRing) -> String {
    keys.fingerprint(SETTING, "tongban")
}

fn sealed_now(keys: &KeyRing) -> Result<String> {
    Ok(STANDARD_NO_PAD.encode(keys.seal_text("city_settings", SETTING, "value", &mark(keys))?))
}

/// Nothing, when the store is empty.
fn sealed(conn: &mut Connection) -> Result<Option<Sealed>> {
    if !migrate::has_tables(conn)? {
        return Ok(None);
    }
    if let Some(canary) = canary(conn)? {
        return Ok(Some(canary));
    }
    let resident: Option<(String, Vec<u8>, String)> = residents::table
        .order(residents::number)
        .select((residents::id, residents::id_number_sealed, residents::id_number_fingerprint))
        .first(conn)
        .optional()?;
    if let Some((id, number, fingerprint)) = resident {
        return Ok(Some(Sealed::Resident { id, number, fingerprint }));
    }
    let account: Option<(String, Vec<u8>)> =
        accounts::table.select((accounts::id, accounts::display_name_sealed)).first(conn).optional()?;
    Ok(account.map(|(id, name)| Sealed::Account { id, name }))
}

fn canary(conn: &mut Connection) -> Result<Option<Sealed>> {
    let text: Option<String> =
        city_settings::table.find(SETTING).select(city_settings::value).first(conn).optional()?;
    Ok(text.map(Sealed::Canary))
}
