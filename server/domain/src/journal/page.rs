//! `/journal`: every act, the newest first, for auditors.

use super::{alarm, mark};
use crate::{context::Context, db::schema::journal, error::Error, identity::roles};
use contract::{
    identity::{Actor, Role},
    ids::JournalId,
    journal::{JournalPage, JournalRow},
    paging::Wanted,
};
use diesel::prelude::*;

/// Rows on one page.
const PER_PAGE: u32 = 100;

type Listed = (String, i64, Option<String>, String, String, Option<String>, String, Option<i64>);

/// One page of rows, how many there are, and the head of the chain.
///
/// # Errors
/// `Forbidden` for anybody but auditors; the store is away.
pub fn journal_page(cx: &Context, actor: &Actor, page: &str) -> Result<JournalPage, Error> {
    roles::must_have(actor, &[Role::Auditor])?;
    cx.read(|connection| {
        let wanted = Wanted::from_query(page, PER_PAGE);
        let total = journal::table.count().get_result(connection)?;
        let unsealed = journal::table.filter(journal::sequence.is_null()).count().get_result(connection)?;
        let head: Option<Option<String>> = journal::table
            .filter(journal::sequence.is_not_null())
            .order(journal::sequence.desc())
            .select(journal::chain_hash)
            .first(connection)
            .optional()?;
        let rows: Vec<Listed> = journal::table
            .order((journal::at.desc(), journal::id.desc()))
            .limit(i64::from(wanted.per_page))
            .offset(wanted.offset(total))
            .select((
                journal::id,
                journal::at,
                journal::actor_account_id,
                journal::act,
                journal::object_kind,
                journal::object_id,
                journal::result,
                journal::sequence,
            ))
            .load(connection)?;
        let rows = rows
            .into_iter()
            .map(|(id, at, actor, act, object_kind, object, result, sequence)| JournalRow {
                id: JournalId(id),
                at,
                actor,
                act,
                object_kind,
                object,
                result,
                sequence,
            })
            .collect();
        let keyed_from = mark::kept(connection)?.map(|mark| mark.from);
        let alarms = alarm::open_alarms(connection)?;
        Ok(JournalPage { rows, total, unsealed, head: head.flatten(), keyed_from, alarms, number: wanted.among(total) })
    })
}
