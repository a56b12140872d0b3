//! Alarms: the head of the chain and the head that was kept outside do not agree. They are acts of the journal themselves,
//! so none goes away; a person closes them with a reason, by `tongban journal accept-head`.

use super::{
    anchor::{Held, latest, problem},
    chain::{ChainKey, Head},
    record::{Act, record},
};
use crate::{
    context::Context,
    db::{
        connection::Connection,
        dialect::lock_key,
        pools::Priority,
        schema::journal,
        types::{Instant, from_json},
    },
    error::{Error, Result},
};
use contract::journal::{JournalAlarm, Problem};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::json;

/// What alarms and their end are about.
const KIND: &str = "journal-head";
const RAISED: &str = "journal.alarm";
const ACCEPTED: &str = "journal.accept-head";

/// What an alarm's row says.
#[derive(Deserialize, Serialize)]
struct Detail {
    problem: Problem,
    /// The head of the file; nothing when there was none.
    kept: Option<String>,
    /// The head of the database.
    found: String,
}

/// Which alarms a row ended.
#[derive(Deserialize)]
struct Ended {
    alarms: Vec<String>,
}

/// The alarms that nobody has ended, the oldest first.
pub(super) fn open(conn: &mut Connection) -> Result<Vec<(String, JournalAlarm)>> {
    let rows: Vec<(String, Instant, String, String)> = journal::table
        .filter(journal::object_kind.eq(KIND))
        .order((journal::at, journal::id))
        .select((journal::id, journal::at, journal::act, journal::detail))
        .load(conn)?;
    let (mut raised, mut ended) = (Vec::new(), Vec::new());
    for (id, at, act, detail) in rows {
        match act.as_str() {
            RAISED => {
                let Detail { problem, kept, found } = from_json(&detail)?;
                let place = |text: &str| Head::from_text(text).map(|head| head.sequence);
                let kept = kept.as_deref().and_then(place);
                let found = place(&found).unwrap_or_default();
                raised.push((id, JournalAlarm { at: at.0, problem, kept, found }));
            }
            ACCEPTED => ended.extend(from_json::<Ended>(&detail)?.alarms),
            _ => {}
        }
    }
    raised.retain(|(id, _)| !ended.contains(id));
    Ok(raised)
}

/// The alarms that nobody has ended, the oldest first, as they are shown.
///
/// # Errors
/// The store is away.
pub fn open_alarms(conn: &mut Connection) -> Result<Vec<JournalAlarm>> {
    Ok(open(conn)?.into_iter().map(|(_, alarm)| alarm).collect())
}

/// Raises an alarm, unless an open one says the same already.
pub(super) fn raise(cx: &Context, problem: Problem, kept: Option<&Head>, found: &Head) -> Result<()> {
    let same = |alarm: &JournalAlarm| alarm.problem == problem && alarm.kept == kept.map(|head| head.sequence);
    if cx.read(open)?.iter().any(|(_, alarm)| same(alarm)) {
        return Ok(());
    }
    let detail = Detail { problem, kept: kept.map(Head::to_text), found: found.to_text() };
    let detail = serde_json::to_value(&detail).map_err(Error::caused_by)?;
    tracing::error!(%detail, "the journal's head does not fit the one that was kept outside the database");
    cx.write(Priority::Job, |tx| {
        lock_key(tx, "journal sealer")?;
        record(tx, cx.now(), &Act::done(RAISED, KIND, None).with(detail.clone())).map(drop)
    })
}

/// What was accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// The head that is lost: what the file held, if it held one.
    pub lost: Option<Head>,
    /// The head that stands in the file now.
    pub head: Head,
}

/// Names the head that is lost, in an act that ends every open alarm, and puts the head of the database into the file: for
/// after a restore, a data folder that is new, a file that was deleted. Answers nothing when there is nothing to accept.
///
/// # Errors
/// The store or the file cannot be read or written.
pub fn accept_head(cx: &Context, reason: &str) -> Result<Option<Accepted>> {
    let held = Held::take(&cx.configuration.data_folder)?;
    let anchor = held.read()?;
    let key = ChainKey::of(&cx.keys);
    let (problem, open) = cx.read(|conn| Ok((problem(conn, &key, &anchor)?, open(conn)?)))?;
    if problem.is_none() && open.is_empty() {
        return Ok(None);
    }
    let alarms: Vec<&String> = open.iter().map(|(id, _)| id).collect();
    let lost = anchor.head().cloned();
    let head = cx.write(Priority::Person, |tx| {
        let head = latest(tx)?;
        let detail = json!({
            "reason": reason,
            "problem": problem,
            "lost": lost.as_ref().map(Head::to_text),
            "head": head.to_text(),
            "alarms": &alarms,
        });
        record(tx, cx.now(), &Act::done(ACCEPTED, KIND, None).with(detail))?;
        Ok(head)
    })?;
    held.replace(&head)?;
    Ok(Some(Accepted { lost, head }))
}
