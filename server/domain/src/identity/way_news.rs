//! What happened to somebody's ways in before they signed in, for staff: they have no inbox, and read it above their pages
//! (OWASP ASVS 5.0 V6.3.7).

use super::session::hash;
use crate::{
    context::Context,
    db::schema::{journal, sessions},
    error::Error,
};
use contract::identity::{Actor, WayNews};
use diesel::prelude::*;

/// It is told for so long: whoever comes back after a week of leave reads it too.
const TOLD_MS: i64 = 14 * 24 * 60 * 60 * 1000;
/// At most so many.
const MOST: i64 = 5;
/// What is told, by the names of the journal.
const TOLD: [(&str, WayNews); 4] = [
    ("identity.passkey-added", WayNews::Added),
    ("identity.passkey-removed", WayNews::Removed),
    ("identity.passkey-counter", WayNews::Refused),
    ("identity.password-changed", WayNews::Password),
];

/// What happened in the two weeks before this session began, the latest first, each with its moment in epoch milliseconds.
/// What was done in it is known to whoever did it. Residents are told in their inbox.
///
/// # Errors
/// The store is away.
pub fn since_before(cx: &Context, actor: &Actor, token: Option<&str>) -> Result<Vec<(WayNews, i64)>, Error> {
    let (None, Some(token)) = (&actor.resident, token) else { return Ok(Vec::new()) };
    let rows: Vec<(String, i64)> = cx.read(|connection| {
        let began = sessions::table.find(hash(token)).select(sessions::created_at);
        let Some(began) = began.first::<i64>(connection).optional()? else { return Ok(Vec::new()) };
        Ok(journal::table
            .filter(journal::object_kind.eq("account").and(journal::object_id.eq(actor.account.as_str())))
            .filter(journal::at.ge(began - TOLD_MS).and(journal::at.lt(began)))
            .filter(journal::act.eq_any(TOLD.map(|(act, _)| act)))
            .order(journal::at.desc())
            .limit(MOST)
            .select((journal::act, journal::at))
            .load(connection)?)
    })?;
    let news = |act: &str| TOLD.iter().find(|(told, _)| *told == act).map(|(_, news)| *news);
    Ok(rows.into_iter().filter_map(|(act, at)| Some((news(&act)?, at))).collect())
}
