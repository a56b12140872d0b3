//! What a program does before its first act: it holds the head of the database against the file.

use super::{
    alarm, anchor,
    chain::{ChainKey, Head},
    mark,
    walk::Walk,
};
use crate::{
    context::Context,
    db::{dialect::lock_key, pools::Priority},
    error::Result,
};
use contract::journal::JournalAlarm;

/// Makes the anchor of an empty journal; from the first start of this release on, keys the chain of an older one; compares
/// the head with the file, and raises an alarm when they do not agree. Answers the open alarms.
///
/// # Errors
/// The store or the file cannot be read or written.
pub fn begin(cx: &Context) -> Result<Vec<JournalAlarm>> {
    anchor::begin(cx)?;
    let key = ChainKey::of(&cx.keys);
    if cx.read(mark::kept)?.is_none() {
        key_the_chain(cx, &key)?;
    }
    anchor::extend(cx)?;
    cx.read(alarm::open_alarms)
}

fn key_the_chain(cx: &Context, key: &ChainKey) -> Result<()> {
    // What the key is put over is looked at once, so that it vouches for nothing that is wrong.
    let mut walk = Walk::new(key, None, Vec::new());
    let bad = loop {
        match cx.read(|conn| walk.page(conn))? {
            Ok(true) => {}
            Ok(false) => break None,
            Err(bad) => break Some(bad),
        }
    };
    cx.write(Priority::Job, |tx| {
        lock_key(tx, "journal sealer")?;
        let head = anchor::latest(tx)?;
        mark::ensure(tx, cx.now(), key, &head)
    })?;
    match bad {
        None => Ok(()),
        Some(bad) => {
            let kept = bad.sequence.map(|sequence| Head { sequence, ..Head::empty() });
            alarm::raise(cx, bad.problem, kept.as_ref(), &walk.head)
        }
    }
}
