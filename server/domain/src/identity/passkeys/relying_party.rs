//! Whom passkeys belong to: the host of the public address (WebAuthn's RP ID). Another host is another relying party, which
//! no passkey opens; so the host is kept, and another one is refused while there are passkeys.

use crate::{
    context::Context,
    db::{
        connection::Connection,
        dialect,
        pools::Priority,
        schema::{city_settings, passkeys},
    },
    error::{Error, Result},
};
use diesel::prelude::*;
use webauthn_rs::prelude::{Url, Webauthn, WebauthnBuilder};

/// Name of the setting that holds the host.
const SETTING: &str = "passkeys-host";

/// The verifier of this city's passkeys; nothing where the public address is no name, such as `127.0.0.1`, and in practice.
///
/// # Errors
/// The library refuses the address.
pub fn relying_party(cx: &Context) -> Result<Option<Webauthn>> {
    let Some(origin) = origin(cx).filter(|_| !cx.configuration.practice) else { return Ok(None) };
    let Some(host) = origin.domain() else { return Ok(None) };
    let builder = WebauthnBuilder::new(host, &origin).map_err(Error::caused_by)?;
    builder.rp_name("通办").build().map(Some).map_err(Error::caused_by)
}

fn origin(cx: &Context) -> Option<Url> {
    Url::parse(&cx.configuration.public_url).ok()
}

/// Whether passkeys can be used at this address.
pub fn is_possible(cx: &Context) -> bool {
    !cx.configuration.practice && origin(cx).is_some_and(|origin| origin.domain().is_some())
}

/// A host other than the one that passkeys were made for.
#[derive(Debug, PartialEq, Eq)]
pub struct OtherHost {
    /// The one they were made for.
    pub before: String,
    /// Passkeys that would not open anything any more.
    pub passkeys: i64,
}

/// The host that passkeys are made for, as it was kept.
pub(super) fn kept_host(connection: &mut Connection) -> Result<Option<String>> {
    Ok(city_settings::table.find(SETTING).select(city_settings::value).first(connection).optional()?)
}

/// Keeps the host of the public address at the start of the program, unless passkeys were made for another one.
///
/// # Errors
/// The store is away.
pub fn keep_host(cx: &Context) -> Result<std::result::Result<(), OtherHost>> {
    let host = origin(cx).and_then(|origin| origin.domain().map(str::to_owned)).unwrap_or_default();
    let look = |connection: &mut Connection| -> Result<_> {
        let before = kept_host(connection)?;
        let count: i64 = passkeys::table.count().get_result(connection)?;
        Ok((before, count))
    };
    let (before, passkeys) = cx.read(look)?;
    match before {
        Some(before) if before == host => return Ok(Ok(())),
        Some(before) if passkeys > 0 => return Ok(Err(OtherHost { before, passkeys })),
        _ => {}
    }
    cx.write(Priority::Person, |tx| {
        let row = (city_settings::name.eq(SETTING), city_settings::value.eq(&host));
        dialect::upsert(tx, diesel::insert_into(city_settings::table).values(row), &["name"], &["value"])?;
        Ok(())
    })?;
    Ok(Ok(()))
}
