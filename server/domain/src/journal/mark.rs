//! Where the keyed part of the chain begins. Rows that an earlier release sealed have links without a key; whoever could
//! move this place could pretend that every row is such a row, so the place itself carries a code made with the key.

use super::{
    chain::{ChainKey, Head},
    record::{Act, record},
    walk::link_at,
};
use crate::{
    db::{connection::Connection, dialect::upsert, schema::city_settings, types::Instant},
    error::Result,
};
use diesel::prelude::*;
use serde_json::json;

/// Name of the setting.
const SETTING: &str = "journal-keyed";

/// The place of the first keyed row, and the code that proves it.
pub(super) struct Mark {
    /// Place of the first keyed row.
    pub from: i64,
    code: String,
}

impl Mark {
    fn over(head: &Head, key: &ChainKey) -> Self {
        let from = head.sequence + 1;
        Self { from, code: key.code(&["keyed from", &from.to_string(), &head.hash]) }
    }

    /// Whether the keyed part begins right after this head.
    pub(super) fn proves(&self, head: &Head, key: &ChainKey) -> bool {
        let true_one = Self::over(head, key);
        (self.from, &self.code) == (true_one.from, &true_one.code)
    }
}

/// The mark as it is kept. One that cannot be read proves nothing.
pub(super) fn kept(conn: &mut Connection) -> Result<Option<Mark>> {
    let text: Option<String> =
        city_settings::table.find(SETTING).select(city_settings::value).first(conn).optional()?;
    Ok(text.map(|text| {
        let (from, code) = text.split_once(' ').unwrap_or_default();
        Mark { from: from.parse().unwrap_or(1), code: code.to_owned() }
    }))
}

/// Sets the mark where there is none: the chain is keyed from here on, over the last link of an earlier release. Where the
/// last link is keyed already, the mark was taken away, and none is made up.
pub(super) fn ensure(tx: &mut Connection, now: Instant, key: &ChainKey, head: &Head) -> Result<()> {
    if kept(tx)?.is_some() || (head.sequence > 0 && !is_unkeyed(tx, head)?) {
        return Ok(());
    }
    let mark = Mark::over(head, key);
    let row = diesel::insert_into(city_settings::table)
        .values((city_settings::name.eq(SETTING), city_settings::value.eq(format!("{} {}", mark.from, mark.code))));
    upsert(tx, row, &["name"], &["value"])?;
    if head.sequence > 0 {
        let act = Act::done("journal.keyed", "journal", None).with(json!({ "over": head.to_text() }));
        record(tx, now, &act)?;
    }
    Ok(())
}

/// Whether the link at the head was made without a key.
fn is_unkeyed(conn: &mut Connection, head: &Head) -> Result<bool> {
    let Some((previous, content)) = link_at(conn, head.sequence)? else { return Ok(false) };
    let before = Head { sequence: head.sequence - 1, hash: previous };
    Ok(before.after_unkeyed(&content) == *head)
}
