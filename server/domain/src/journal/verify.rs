//! The verifier: walks the whole chain and names the first bad row.

use super::{
    anchor,
    chain::{Head, Row, content_hash},
    seal::sealed_after,
};
use crate::{
    context::Context,
    db::{connection::Connection, schema::journal},
    error::Result,
};
use diesel::prelude::*;

/// Rows read at a time.
const PAGE: i64 = 2_000;

/// What is wrong with a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// What the row says is not what was written.
    Edited,
    /// The row at this place is gone.
    Missing,
    /// The row does not follow the one before it: rows were exchanged, or their hashes changed.
    OutOfOrder,
    /// Rows at the end are gone: a kept head names more than there is.
    Truncated,
    /// The whole chain was made anew: it no longer leads to the head that was kept.
    Replaced,
}

/// The first bad row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FirstBad {
    /// Its place in the chain, from 1; nothing for a row that was not sealed yet.
    pub sequence: Option<i64>,
    /// Its identifier, where there is still a row.
    pub id: Option<String>,
    /// What is wrong.
    pub problem: Problem,
}

/// What the verifier found.
#[derive(Clone, Debug)]
pub struct Verified {
    /// Sealed rows that are right, up to the first bad one.
    pub rows: i64,
    /// Rows that wait for the sealer; their content was checked too.
    pub unsealed: i64,
    /// The head of the chain as far as it is right.
    pub head: Head,
    /// The first bad row, if there is one.
    pub first_bad: Option<FirstBad>,
}

/// Walks the journal from its beginning, in one snapshot, and holds it against the heads kept in the database and in the file.
pub fn verify(cx: &Context) -> Result<Verified> {
    // The file is read first: the chain may grow meanwhile, and must still lead through this head.
    let anchored = anchor::anchored(&cx.configuration.data_folder)?;
    cx.read(|conn| {
        let kept = anchor::kept(conn)?;
        let mut walk = Walk { head: Head::empty(), heads: anchored.into_iter().chain(kept).collect() };
        let mut first_bad = None;
        'pages: loop {
            let rows = sealed_after(conn, walk.head.sequence, PAGE)?;
            for row in &rows {
                if let Err(problem) = walk.step(row) {
                    let gone = problem == Problem::Missing;
                    let sequence = if gone { Some(walk.head.sequence + 1) } else { row.sequence };
                    first_bad = Some(FirstBad { sequence, id: (!gone).then(|| row.id.clone()), problem });
                    break 'pages;
                }
            }
            if (rows.len() as i64) < PAGE {
                break;
            }
        }
        let first_bad = first_bad.or_else(|| walk.cut_short());
        let (unsealed, first_unsealed_bad) = check_unsealed(conn)?;
        let first_bad = first_bad.or(first_unsealed_bad);
        Ok(Verified { rows: walk.head.sequence, unsealed, head: walk.head, first_bad })
    })
}

/// Where the walk stands, and the heads it must pass.
struct Walk {
    head: Head,
    heads: Vec<Head>,
}

impl Walk {
    fn step(&mut self, row: &Row) -> std::result::Result<(), Problem> {
        if row.sequence != Some(self.head.sequence + 1) {
            return Err(Problem::Missing);
        }
        let next = self.head.after(&row.content_hash);
        let follows =
            row.previous_hash.as_deref() == Some(&self.head.hash) && row.chain_hash.as_deref() == Some(&next.hash);
        if content_hash(row) != row.content_hash {
            return Err(Problem::Edited);
        }
        if !follows {
            return Err(Problem::OutOfOrder);
        }
        if self.heads.iter().any(|kept| kept.sequence == next.sequence && kept.hash != next.hash) {
            return Err(Problem::Replaced);
        }
        self.head = next;
        Ok(())
    }

    fn cut_short(&self) -> Option<FirstBad> {
        let longest = self.heads.iter().map(|kept| kept.sequence).max()?;
        let sequence = Some(self.head.sequence + 1);
        (longest > self.head.sequence).then_some(FirstBad { sequence, id: None, problem: Problem::Truncated })
    }
}

fn check_unsealed(conn: &mut Connection) -> Result<(i64, Option<FirstBad>)> {
    let rows: Vec<Row> =
        journal::table.filter(journal::sequence.is_null()).order(journal::id).select(Row::as_select()).load(conn)?;
    let bad = rows.iter().find(|row| content_hash(row) != row.content_hash).map(|row| FirstBad {
        sequence: None,
        id: Some(row.id.clone()),
        problem: Problem::Edited,
    });
    Ok((rows.len() as i64, bad))
}
