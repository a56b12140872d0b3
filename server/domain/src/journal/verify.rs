//! The verifier: walks the whole chain and names the first bad row. It reads and changes nothing.

use super::{
    alarm, anchor,
    anchor::Anchor,
    chain::{ChainKey, Head},
    mark,
    walk::{self, FirstBad, Walk, unsealed},
};
use crate::{context::Context, crypto::keys::KeyRing, db::connection::Connection, error::Result};
use contract::journal::{JournalAlarm, Problem};

/// What the verifier found.
#[derive(Clone, Debug)]
pub struct Verified {
    /// Sealed rows that are right, up to the first bad one.
    pub rows: i64,
    /// Place of the first keyed row; the rows before it were sealed by a release without keys.
    pub keyed_from: Option<i64>,
    /// Rows that wait for the sealer; their content was checked too.
    pub unsealed: i64,
    /// The head of the chain as far as it is right.
    pub head: Head,
    /// The first bad row, if there is one.
    pub first_bad: Option<FirstBad>,
    /// Alarms that nobody has ended.
    pub alarms: Vec<JournalAlarm>,
}

impl Verified {
    /// Whether nothing is wrong.
    pub fn is_right(&self) -> bool {
        self.first_bad.is_none() && self.alarms.is_empty()
    }
}

/// Walks the journal from its beginning, and holds it against the heads kept in the database and in the file of the data
/// folder, which must be there.
///
/// # Errors
/// The store or the file cannot be read.
pub fn verify(cx: &Context) -> Result<Verified> {
    // The file is read first: the chain may grow meanwhile, and must still lead through this head.
    let file = Anchor::of(&cx.configuration.data_folder)?;
    let heads: Vec<Head> = file.head().cloned().into_iter().collect();
    let found = walk_all(&cx.keys, Head::empty(), heads, &mut |page| cx.read(|conn| page(conn)))?;
    Ok(held_against(&file, found))
}

/// The same from a head on that an earlier walk found right: for whoever verifies often. The rows up to that head are not
/// read again; that it is still there is looked at.
///
/// # Errors
/// As [`verify`].
pub fn verify_from(cx: &Context, head: &Head) -> Result<Verified> {
    let file = Anchor::of(&cx.configuration.data_folder)?;
    let heads: Vec<Head> = file.head().cloned().into_iter().collect();
    let found = walk_all(&cx.keys, head.clone(), heads, &mut |page| cx.read(|conn| page(conn)))?;
    Ok(held_against(&file, found))
}

/// The same on any connection and with heads from anywhere: for a copy, and for a store that nobody may change. Each page
/// is a transaction of its own, unless the connection is in one.
///
/// # Errors
/// The store cannot be read.
pub fn verify_copy(conn: &mut Connection, keys: &KeyRing, heads: &[Head]) -> Result<Verified> {
    walk_all(keys, Head::empty(), heads.to_vec(), &mut |page| page(conn))
}

/// What was found, held against a file of the data folder that must be there as soon as something was written.
pub fn held_against(file: &Anchor, mut found: Verified) -> Verified {
    let written = found.rows > 0 || found.unsealed > 0;
    let problem = match file {
        Anchor::Missing if written => Problem::HeadMissing,
        Anchor::Broken => Problem::HeadBroken,
        Anchor::Missing | Anchor::At(_) => return found,
    };
    found.first_bad.get_or_insert(FirstBad { sequence: None, id: None, problem });
    found
}

type Page<'a> = dyn FnMut(&mut Connection) -> Result<()> + 'a;

/// Walks page by page: sealed rows never change, so no snapshot has to be held meanwhile.
fn walk_all(
    keys: &KeyRing,
    from: Head,
    heads: Vec<Head>,
    read: &mut dyn FnMut(&mut Page<'_>) -> Result<()>,
) -> Result<Verified> {
    let key = ChainKey::of(keys);
    let (mut kept, mut mark, mut alarms) = (None, None, Vec::new());
    let mut first_bad = None;
    read(&mut |conn| {
        first_bad = walk::gone(conn, &from)?;
        kept = anchor::kept(conn)?;
        mark = mark::kept(conn)?;
        alarms = alarm::open_alarms(conn)?;
        Ok(())
    })?;
    let keyed_from = mark.as_ref().map(|mark| mark.from);
    let kept_is_missing = kept.is_none();
    let mut walk = Walk::after(from, &key, mark, heads.into_iter().chain(kept).collect());
    let mut more = true;
    while more && first_bad.is_none() {
        read(&mut |conn| {
            match walk.page(conn)? {
                Ok(another) => more = another,
                Err(bad) => first_bad = Some(bad),
            }
            Ok(())
        })?;
    }
    first_bad = first_bad.or_else(|| walk.end());
    if kept_is_missing && walk.head.sequence > 0 {
        first_bad.get_or_insert(FirstBad { sequence: None, id: None, problem: Problem::HeadMissing });
    }
    let (mut waiting, mut after, mut more) = (0, String::new(), true);
    while more {
        read(&mut |conn| {
            more = false;
            match unsealed(conn, &mut after)? {
                Ok(None) => {}
                Ok(Some(rows)) => (waiting, more) = (waiting + rows, true),
                Err(bad) => drop(first_bad.get_or_insert(bad)),
            }
            Ok(())
        })?;
    }
    Ok(Verified { rows: walk.head.sequence, keyed_from, unsealed: waiting, head: walk.head, first_bad, alarms })
}
