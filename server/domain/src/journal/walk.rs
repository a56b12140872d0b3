//! Reading the chain: from its beginning, page by page, or one link.

use super::{
    chain::{ChainKey, Head, Row, content_hash},
    mark::Mark,
};
use crate::{
    db::{connection::Connection, schema::journal},
    error::Result,
};
use contract::journal::Problem;
use diesel::prelude::*;

/// Rows read at a time.
const PAGE: i64 = 2_000;

/// The first bad row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FirstBad {
    /// Its place in the chain, from 1; nothing for a row that was not sealed yet, and for what is wrong with no row.
    pub sequence: Option<i64>,
    /// Its identifier, where there is still a row.
    pub id: Option<String>,
    /// What is wrong.
    pub problem: Problem,
}

/// Where the walk stands, and what it must pass.
pub(super) struct Walk<'a> {
    pub head: Head,
    key: &'a ChainKey,
    /// Where the keyed part begins; nothing while no part is keyed.
    mark: Option<Mark>,
    /// Heads that were kept: the chain must lead through all of them.
    heads: Vec<Head>,
}

impl<'a> Walk<'a> {
    /// From the beginning.
    pub(super) fn new(key: &'a ChainKey, mark: Option<Mark>, heads: Vec<Head>) -> Self {
        Self::after(Head::empty(), key, mark, heads)
    }

    /// After a head that is known to be right.
    pub(super) fn after(head: Head, key: &'a ChainKey, mark: Option<Mark>, heads: Vec<Head>) -> Self {
        Self { head, key, mark, heads }
    }

    /// Walks one page on. Answers whether there is more.
    pub(super) fn page(&mut self, conn: &mut Connection) -> Result<std::result::Result<bool, FirstBad>> {
        let rows: Vec<Row> = journal::table
            .filter(journal::sequence.gt(self.head.sequence))
            .order(journal::sequence)
            .limit(PAGE)
            .select(Row::as_select())
            .load(conn)?;
        for row in &rows {
            if let Err(problem) = self.step(row) {
                let gone = matches!(problem, Problem::Missing | Problem::NotKeyed);
                let sequence = if gone { Some(self.head.sequence + 1) } else { row.sequence };
                return Ok(Err(FirstBad { sequence, id: (!gone).then(|| row.id.clone()), problem }));
            }
        }
        Ok(Ok(rows.len() as i64 == PAGE))
    }

    /// What is wrong at the end: rows are gone, or nothing proves where the keyed part begins.
    pub(super) fn end(&self) -> Option<FirstBad> {
        let bad = |problem| Some(FirstBad { sequence: Some(self.head.sequence + 1), id: None, problem });
        if self.heads.iter().any(|kept| kept.sequence > self.head.sequence) {
            return bad(Problem::Truncated);
        }
        match &self.mark {
            Some(mark) if mark.from <= self.head.sequence => None,
            Some(mark) if mark.proves(&self.head, self.key) => None,
            None if self.head.sequence == 0 => None,
            Some(_) | None => bad(Problem::NotKeyed),
        }
    }

    fn step(&mut self, row: &Row) -> std::result::Result<(), Problem> {
        if row.sequence != Some(self.head.sequence + 1) {
            return Err(Problem::Missing);
        }
        if content_hash(row) != row.content_hash {
            return Err(Problem::Edited);
        }
        let next = match &self.mark {
            Some(mark) if mark.from == self.head.sequence + 1 && !mark.proves(&self.head, self.key) => {
                return Err(Problem::NotKeyed);
            }
            Some(mark) if mark.from <= self.head.sequence + 1 => self.head.after(&row.content_hash, self.key),
            Some(_) | None => self.head.after_unkeyed(&row.content_hash),
        };
        let follows =
            row.previous_hash.as_deref() == Some(&self.head.hash) && row.chain_hash.as_deref() == Some(&next.hash);
        if !follows {
            return Err(Problem::OutOfOrder);
        }
        if self.heads.iter().any(|kept| kept.sequence == next.sequence && kept.hash != next.hash) {
            return Err(Problem::Replaced);
        }
        self.head = next;
        Ok(())
    }
}

/// Checks what the rows say that wait for the sealer, page by page: how many, and the first that was edited.
pub(super) fn unsealed(
    conn: &mut Connection,
    after: &mut String,
) -> Result<std::result::Result<Option<i64>, FirstBad>> {
    let rows: Vec<Row> = journal::table
        .filter(journal::sequence.is_null().and(journal::id.gt(after.as_str())))
        .order(journal::id)
        .limit(PAGE)
        .select(Row::as_select())
        .load(conn)?;
    if let Some(bad) = rows.iter().find(|row| content_hash(row) != row.content_hash) {
        return Ok(Err(FirstBad { sequence: None, id: Some(bad.id.clone()), problem: Problem::Edited }));
    }
    let Some(last) = rows.last() else { return Ok(Ok(None)) };
    after.clone_from(&last.id);
    Ok(Ok(Some(rows.len() as i64)))
}

/// What is wrong with the place of a head from which a walk begins: the row is gone, or another one stands there.
pub(super) fn gone(conn: &mut Connection, head: &Head) -> Result<Option<FirstBad>> {
    let problem = match hash_at(conn, head.sequence)? {
        Some(hash) if hash == head.hash => return Ok(None),
        Some(_) => Problem::Replaced,
        None => Problem::Missing,
    };
    Ok(Some(FirstBad { sequence: Some(head.sequence), id: None, problem }))
}

/// The hash at a place of the chain, if there is such a place.
pub(super) fn hash_at(conn: &mut Connection, sequence: i64) -> Result<Option<String>> {
    if sequence == 0 {
        return Ok(Some(Head::empty().hash));
    }
    let hash: Option<Option<String>> =
        journal::table.filter(journal::sequence.eq(sequence)).select(journal::chain_hash).first(conn).optional()?;
    Ok(hash.flatten())
}

/// The link at a place: the hash before it, and the hash of what its row says.
pub(super) fn link_at(conn: &mut Connection, sequence: i64) -> Result<Option<(String, String)>> {
    let link: Option<(Option<String>, String)> = journal::table
        .filter(journal::sequence.eq(sequence))
        .select((journal::previous_hash, journal::content_hash))
        .first(conn)
        .optional()?;
    Ok(link.and_then(|(previous, content)| Some((previous?, content))))
}

/// The last sealed row.
pub(super) fn last(conn: &mut Connection) -> Result<Option<Head>> {
    let row: Option<(Option<i64>, Option<String>)> = journal::table
        .filter(journal::sequence.is_not_null())
        .order(journal::sequence.desc())
        .select((journal::sequence, journal::chain_hash))
        .first(conn)
        .optional()?;
    Ok(row.and_then(|(sequence, hash)| Some(Head { sequence: sequence?, hash: hash? })))
}
