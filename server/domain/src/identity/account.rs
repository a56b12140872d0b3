//! The account page.

use super::{session::hash, staff};
use crate::{
    context::Context,
    db::schema::{residents, sessions},
    error::Error,
};
use contract::identity::{AccountPage, Actor, OtherWay, WayChanged};
use diesel::prelude::*;

/// The person's own account.
///
/// # Errors
/// The store is away.
pub fn account_page(
    cx: &Context,
    actor: &Actor,
    token: Option<&str>,
    changed: Option<WayChanged>,
) -> Result<AccountPage, Error> {
    let (phone, session_ends_at) = cx.read(|connection| {
        let phone: Option<Option<Vec<u8>>> = match &actor.resident {
            None => None,
            Some(resident) => {
                residents::table.find(resident.as_str()).select(residents::phone_sealed).first(connection).optional()?
            }
        };
        let ends: Option<i64> = sessions::table
            .find(token.map(hash).unwrap_or_default())
            .select(sessions::expires_at)
            .first(connection)
            .optional()?;
        Ok((phone.flatten(), ends.unwrap_or_default()))
    })?;
    let phone_ending = match (phone, &actor.resident) {
        (Some(sealed), Some(resident)) => {
            let phone = cx.keys.open_text("residents", resident.as_str(), "phone_sealed", &sealed)?;
            Some(phone.chars().skip(phone.chars().count().saturating_sub(4)).collect())
        }
        _ => None,
    };
    Ok(AccountPage {
        name: actor.name.clone(),
        roles: actor.roles.clone(),
        phone_ending,
        session_ends_at,
        ways_in: !cx.configuration.practice,
        password: staff::other_way(cx, actor) == OtherWay::Password,
        changed,
    })
}
