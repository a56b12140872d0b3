//! A copy of a SQLite city while it serves. `VACUUM INTO` reads one moment of the city through a connection of its own; the
//! stepwise backup of SQLite would start over at every act and never end beside a busy city. The copy is a draft until
//! it is on the disk and was found whole; only then it gets its name.

use crate::{
    db::{
        connection::{self, Connection, DatabaseAddress, Use},
        schema::{accounts, applications, journal, offers, residents},
    },
    error::{Error, Result},
    private_file,
};
use diesel::{prelude::*, sql_query, sql_types::Text};
use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// How many rows a copy holds, in tables from which nothing is ever deleted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counts(Vec<(&'static str, i64)>);

impl Counts {
    /// Table and rows, in the order in which they are told.
    pub fn rows(&self) -> &[(&'static str, i64)] {
        &self.0
    }

    /// Whether each table holds at least as many rows as in `earlier` and at most as many as in `later`.
    fn lies_between(&self, earlier: &Self, later: &Self) -> bool {
        let mut rows = self.0.iter().zip(&earlier.0).zip(&later.0);
        rows.all(|((copy, earlier), later)| earlier.1 <= copy.1 && copy.1 <= later.1)
    }
}

/// Why there is no copy. A copy that was made and is not what it must be is thrown away.
#[derive(Debug)]
pub enum BackupError<E> {
    /// What whoever asked for it can mend.
    Refused(Refusal),
    /// Whoever asked for it looked at the copy and found something.
    Check(E),
    /// SQLite found the copy damaged, and says where.
    Damaged(String),
    /// So many of its rows refer to rows that are not there.
    Orphans(i64),
    /// It holds fewer rows than the city before, or more than the city after.
    OtherCounts,
    /// The city cannot be read, or the copy cannot be written.
    Store(Error),
}

/// What whoever asks for a copy can mend.
#[derive(Debug)]
pub enum Refusal {
    /// PostgreSQL keeps the city, and has copies of its own.
    Postgres,
    /// The city is not there.
    NoCity(PathBuf),
    /// The copy is there already.
    IsThere(PathBuf),
    /// The path has no name of a file.
    NoName(PathBuf),
    /// The draft cannot be made.
    Draft(PathBuf, io::Error),
    /// The copy cannot be given its name.
    Name(PathBuf, io::Error),
}

impl<E> From<Error> for BackupError<E> {
    fn from(error: Error) -> Self {
        Self::Store(error)
    }
}

impl<E> From<diesel::result::Error> for BackupError<E> {
    fn from(error: diesel::result::Error) -> Self {
        Self::Store(error.into())
    }
}

/// Copies the city at `address` into the new file `target`. `check` looks at the copy in its own way before it gets its
/// name.
///
/// # Errors
/// The city is not a SQLite file, or is not there; the target is; the disk is full; the copy is not whole.
pub fn back_up<E>(
    address: &DatabaseAddress,
    target: &Path,
    check: impl FnOnce(&mut Connection) -> std::result::Result<(), BackupError<E>>,
) -> std::result::Result<Counts, BackupError<E>> {
    let DatabaseAddress::Sqlite(city) = address else {
        return Err(BackupError::Refused(Refusal::Postgres));
    };
    if !city.exists() {
        return Err(BackupError::Refused(Refusal::NoCity(city.clone())));
    }
    if target.exists() {
        return Err(BackupError::Refused(Refusal::IsThere(target.to_owned())));
    }
    let draft = Draft::beside(target).map_err(BackupError::Refused)?;
    let mut source = connection::open(address, Use::Writing).map_err(Error::caused_by)?;
    let earlier = counts(&mut source)?;
    sql_query("VACUUM INTO ?").bind::<Text, _>(draft.0.display().to_string()).execute(&mut source)?;
    let later = counts(&mut source)?;
    drop(source);
    // No connection holds the draft at this moment, so it may be opened by hand.
    fs::File::open(&draft.0).and_then(|file| file.sync_all()).map_err(Error::caused_by)?;

    let mut copy =
        connection::open(&DatabaseAddress::Sqlite(draft.0.clone()), Use::Looking).map_err(Error::caused_by)?;
    find_whole(&mut copy)?;
    let counted = counts(&mut copy)?;
    if !counted.lies_between(&earlier, &later) {
        tracing::error!(copy = ?counted, before = ?earlier, after = ?later, "a copy has other numbers of rows than its city");
        return Err(BackupError::OtherCounts);
    }
    check(&mut copy)?;
    drop(copy);
    draft.name(target)?;
    Ok(counted)
}

/// SQLite's own check of every page, and of every reference between tables.
fn find_whole<E>(copy: &mut Connection) -> std::result::Result<(), BackupError<E>> {
    let found: String =
        diesel::dsl::sql::<Text>("SELECT quick_check FROM pragma_quick_check LIMIT 1").get_result(copy)?;
    if found != "ok" {
        return Err(BackupError::Damaged(found));
    }
    let orphans: i64 = diesel::dsl::sql::<diesel::sql_types::BigInt>("SELECT count(*) FROM pragma_foreign_key_check")
        .get_result(copy)?;
    if orphans != 0 {
        return Err(BackupError::Orphans(orphans));
    }
    Ok(())
}

fn counts(connection: &mut Connection) -> Result<Counts> {
    Ok(Counts(vec![
        ("residents", residents::table.count().get_result(connection)?),
        ("accounts", accounts::table.count().get_result(connection)?),
        ("offers", offers::table.count().get_result(connection)?),
        ("applications", applications::table.count().get_result(connection)?),
        ("journal", journal::table.count().get_result(connection)?),
    ]))
}

/// A copy that has no name yet. Deleted when dropped.
struct Draft(PathBuf);

impl Draft {
    /// An empty file beside the target, so that naming it moves nothing; SQLite writes into it as it is, with its mode.
    fn beside(target: &Path) -> std::result::Result<Self, Refusal> {
        let name = target.file_name().ok_or_else(|| Refusal::NoName(target.to_owned()))?;
        let draft = target.with_file_name(format!(".{}.draft-{}", name.to_string_lossy(), std::process::id()));
        private_file::create(&draft).map_err(|error| Refusal::Draft(draft.clone(), error))?;
        Ok(Self(draft))
    }

    /// Gives the draft its name, unless somebody took it meanwhile, and makes sure that the name is on the disk too.
    fn name<E>(self, target: &Path) -> std::result::Result<(), BackupError<E>> {
        fs::hard_link(&self.0, target)
            .map_err(|error| BackupError::Refused(Refusal::Name(target.to_owned(), error)))?;
        drop(self);
        Ok(private_file::sync_name(target).map_err(Error::caused_by)?)
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_file(&self.0) {
            tracing::warn!(%error, draft = %self.0.display(), "the draft of a backup could not be deleted");
        }
    }
}
