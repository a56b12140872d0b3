//! Where the head of the chain is kept: in the database, and outside it, in a file of the data folder. The file is the only
//! witness against an old copy of the database, so it is replaced by a head that extends it, and by nothing else.

use super::{
    alarm,
    chain::{ChainKey, Head},
    mark, walk,
};
use crate::{
    context::Context,
    db::{
        connection::Connection,
        dialect::upsert,
        schema::{city_settings, journal},
    },
    error::{Error, Result},
};
use contract::journal::Problem;
use diesel::prelude::*;
use std::{
    fs::{self, File},
    io::{self, Write},
    path::Path,
};

/// Name of the setting.
const SETTING: &str = "journal-head";
/// Name of the file.
const FILE: &str = "journal-head.txt";
/// Name of the file that is locked while the head is compared and replaced.
const LOCK: &str = ".journal-head.lock";

/// The head as the database keeps it.
pub(super) fn kept(conn: &mut Connection) -> Result<Option<Head>> {
    let text: Option<String> =
        city_settings::table.find(SETTING).select(city_settings::value).first(conn).optional()?;
    text.map(|text| Head::from_text(&text).ok_or_else(|| Error::fault("the kept head of the journal is broken")))
        .transpose()
}

/// The head that the next row follows: the kept one; where somebody took that away, the last row.
pub(super) fn latest(conn: &mut Connection) -> Result<Head> {
    Ok(match kept(conn)? {
        Some(head) => head,
        None => walk::last(conn)?.unwrap_or_else(Head::empty),
    })
}

/// Keeps the head in the database. Every sealer writes this one row: two at a time cannot both succeed.
pub(super) fn keep(tx: &mut Connection, head: &Head) -> Result<()> {
    let row = diesel::insert_into(city_settings::table)
        .values((city_settings::name.eq(SETTING), city_settings::value.eq(head.to_text())));
    upsert(tx, row, &["name"], &["value"])?;
    Ok(())
}

/// The head as it is kept outside the database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// There is no file.
    Missing,
    /// There is one that holds no head.
    Broken,
    /// There is one.
    At(Head),
}

impl Anchor {
    /// Reads the file of a data folder.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn of(data_folder: &Path) -> Result<Self> {
        Self::read(&data_folder.join(FILE))
    }

    /// Reads a file, here or carried here from elsewhere.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn read(file: &Path) -> Result<Self> {
        match fs::read(file) {
            Ok(bytes) => Ok(std::str::from_utf8(&bytes).ok().and_then(Head::from_text).map_or(Self::Broken, Self::At)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Self::Missing),
            Err(error) => Err(Error::caused_by(error)),
        }
    }

    /// The head, where there is one.
    pub fn head(&self) -> Option<&Head> {
        match self {
            Self::At(head) => Some(head),
            Self::Missing | Self::Broken => None,
        }
    }
}

/// The file, held against everybody else while it is compared and replaced: processes may share the folder.
pub(super) struct Held<'a> {
    folder: &'a Path,
    _lock: File,
}

impl<'a> Held<'a> {
    pub(super) fn take(folder: &'a Path) -> Result<Self> {
        let lock = File::options().create(true).write(true).truncate(false).open(folder.join(LOCK));
        let lock = lock.and_then(|lock| lock.lock().map(|()| lock)).map_err(Error::caused_by)?;
        Ok(Self { folder, _lock: lock })
    }

    pub(super) fn read(&self) -> Result<Anchor> {
        Anchor::of(self.folder)
    }

    /// Puts a head into the file, at once or not at all.
    pub(super) fn replace(&self, head: &Head) -> Result<()> {
        let draft = self.folder.join(format!(".{FILE}.draft"));
        let written = File::create(&draft).and_then(|mut file| {
            file.write_all((head.to_text() + "\n").as_bytes())?;
            file.sync_data()
        });
        written.and_then(|()| fs::rename(&draft, self.folder.join(FILE))).map_err(Error::caused_by)
    }
}

/// The anchor of a journal in which nothing stands yet: from then on a missing file means that somebody took it.
pub(super) fn begin(cx: &Context) -> Result<()> {
    let held = Held::take(&cx.configuration.data_folder)?;
    if held.read()? == Anchor::Missing && cx.read(is_untouched)? {
        held.replace(&Head::empty())?;
    }
    Ok(())
}

/// Brings the file up to the head of the database, after the commit: it may lag behind, and is never ahead. When the head
/// does not extend the file, the file stays as it is and an alarm is raised.
pub(super) fn extend(cx: &Context) -> Result<()> {
    let held = Held::take(&cx.configuration.data_folder)?;
    let anchor = held.read()?;
    let key = ChainKey::of(&cx.keys);
    let (problem, head) = cx.read(|conn| Ok((problem(conn, &key, &anchor)?, latest(conn)?)))?;
    match problem {
        None if anchor.head() == Some(&head) => Ok(()),
        None => held.replace(&head),
        Some(problem) => alarm::raise(cx, problem, anchor.head(), &head),
    }
}

/// Why the head of the database does not extend the file, if it does not. Looks at single rows only, so that it can be
/// asked after every sealing; what stands between them is the verifier's.
pub(super) fn problem(conn: &mut Connection, key: &ChainKey, anchor: &Anchor) -> Result<Option<Problem>> {
    let untouched = is_untouched(conn)?;
    let kept = kept(conn)?;
    let last = walk::last(conn)?;
    match anchor {
        Anchor::Missing if !untouched => return Ok(Some(Problem::HeadMissing)),
        Anchor::Broken => return Ok(Some(Problem::HeadBroken)),
        Anchor::Missing | Anchor::At(_) => {}
    }
    if kept.is_none() && last.is_some() {
        return Ok(Some(Problem::HeadMissing));
    }
    for head in [anchor.head(), kept.as_ref()].into_iter().flatten() {
        if head.sequence > last.as_ref().map_or(0, |last| last.sequence) {
            return Ok(Some(Problem::Truncated));
        }
        if walk::hash_at(conn, head.sequence)?.as_ref() != Some(&head.hash) {
            return Ok(Some(Problem::Replaced));
        }
    }
    let Some(mark) = mark::kept(conn)? else { return Ok(last.is_some().then_some(Problem::NotKeyed)) };
    let before = mark.from - 1;
    let hash = walk::hash_at(conn, before)?;
    if !hash.is_some_and(|hash| mark.proves(&Head { sequence: before, hash }, key)) {
        return Ok(Some(Problem::NotKeyed));
    }
    let keyed = [anchor.head(), kept.as_ref()].into_iter().flatten().filter(|head| head.sequence >= mark.from);
    for head in keyed {
        let link = walk::link_at(conn, head.sequence)?;
        let made = link.map(|(hash, content)| Head { sequence: head.sequence - 1, hash }.after(&content, key));
        if made.as_ref() != Some(head) {
            return Ok(Some(Problem::OutOfOrder));
        }
    }
    Ok(None)
}

/// Whether nothing was ever written here.
fn is_untouched(conn: &mut Connection) -> Result<bool> {
    let row: Option<String> = journal::table.select(journal::id).first(conn).optional()?;
    Ok(row.is_none() && kept(conn)?.is_none())
}
