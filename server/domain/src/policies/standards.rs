//! What every policy is read with: the vocabulary, and the city's parameters with the days from which they hold. They come
//! with the program. A release that brings others changes what policies say that were published long before it, and for
//! people whom no bound of the calendar touches: everybody is held anew against every version in force.

use super::matching;
use crate::{
    context::Context,
    db::{
        connection::Connection,
        dialect,
        pools::Priority,
        schema::{city_settings, policy_versions},
    },
    error::Result,
    journal::{self, Act},
    operations::jobs,
};
use diesel::prelude::*;

const SETTING: &str = "standards";

/// Whether the store has known these texts before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standards {
    /// They are the ones with which everybody was held against the policies.
    Known,
    /// They are others, or the first ones; whoever keeps the calendar matches again.
    New,
}

/// Keeps what policies are read with at the start of the program. Where it is not what it was, the versions in force
/// count as never matched, and the next round of the calendar matches them.
///
/// # Errors
/// The store is away.
pub fn keep(cx: &Context, vocabulary: &str, parameters: &str) -> Result<Standards> {
    let mark = blake3::hash(format!("{vocabulary}\u{0}{parameters}").as_bytes()).to_hex().to_string();
    // Most starts change nothing, and take no turn of those who write.
    if cx.read(kept)?.as_ref() == Some(&mark) {
        return Ok(Standards::Known);
    }
    cx.write(Priority::Job, |tx| {
        let before = kept(tx)?;
        if before.as_ref() == Some(&mark) {
            return Ok(Standards::Known);
        }
        let row = (city_settings::name.eq(SETTING), city_settings::value.eq(&mark));
        dialect::upsert(tx, diesel::insert_into(city_settings::table).values(row), &["name"], &["value"])?;
        let forgotten = diesel::update(policy_versions::table.filter(policy_versions::matched_on.is_not_null()))
            .set(policy_versions::matched_on.eq(None::<String>))
            .execute(tx)?;
        jobs::begin_again(tx, matching::KIND)?;
        let act = Act::done("policies.standards", "policy-versions", None);
        journal::record(tx, cx.now(), &act.with(serde_json::json!({ "versions": forgotten })))?;
        Ok(Standards::New)
    })
}

fn kept(connection: &mut Connection) -> Result<Option<String>> {
    Ok(city_settings::table.find(SETTING).select(city_settings::value).first(connection).optional()?)
}
