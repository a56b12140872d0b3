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
    fs,
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

/// Why there is no copy.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// What whoever asked for it can mend.
    #[error("{0}")]
    Refused(String),
    /// The copy was made and is not what it must be.
    #[error("the copy is not whole and was thrown away: {0}")]
    NotWhole(String),
    /// The city cannot be read, or the copy cannot be written.
    #[error(transparent)]
    Store(#[from] Error),
}

impl From<diesel::result::Error> for BackupError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Store(error.into())
    }
}

/// Copies the city at `address` into the new file `target`. `check` looks at the copy in its own way before it gets its
/// name.
///
/// # Errors
/// The city is not a SQLite file, or is not there; the target is; the disk is full; the copy is not whole.
pub fn back_up(
    address: &DatabaseAddress,
    target: &Path,
    check: impl FnOnce(&mut Connection) -> std::result::Result<(), BackupError>,
) -> std::result::Result<Counts, BackupError> {
    let DatabaseAddress::Sqlite(city) = address else {
        return Err(refused(
            "the city is kept by PostgreSQL: copy it with pg_dump, or with PostgreSQL's archive of its log",
        ));
    };
    if !city.exists() {
        return Err(refused(format_args!("there is no city in {}; name its folder with --data", city.display())));
    }
    if target.exists() {
        return Err(refused(format_args!(
            "{} is there already and is not replaced; name another file",
            target.display()
        )));
    }
    let draft = Draft::beside(target)?;
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
        return Err(BackupError::NotWhole(format!(
            "it holds {counted:?}, the city {earlier:?} before and {later:?} after"
        )));
    }
    check(&mut copy)?;
    drop(copy);
    draft.name(target)?;
    Ok(counted)
}

fn refused(words: impl std::fmt::Display) -> BackupError {
    BackupError::Refused(words.to_string())
}

/// SQLite's own check of every page, and of every reference between tables.
fn find_whole(copy: &mut Connection) -> std::result::Result<(), BackupError> {
    let found: String =
        diesel::dsl::sql::<Text>("SELECT quick_check FROM pragma_quick_check LIMIT 1").get_result(copy)?;
    if found != "ok" {
        return Err(BackupError::NotWhole(found));
    }
    let orphans: i64 = diesel::dsl::sql::<diesel::sql_types::BigInt>("SELECT count(*) FROM pragma_foreign_key_check")
        .get_result(copy)?;
    if orphans != 0 {
        return Err(BackupError::NotWhole(format!("{orphans} rows refer to rows that are not there")));
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
    fn beside(target: &Path) -> std::result::Result<Self, BackupError> {
        let name = target.file_name().ok_or_else(|| refused(format_args!("{} names no file", target.display())))?;
        let draft = target.with_file_name(format!(".{}.draft-{}", name.to_string_lossy(), std::process::id()));
        private_file::create(&draft)
            .map_err(|error| refused(format_args!("{} cannot be made: {error}", draft.display())))?;
        Ok(Self(draft))
    }

    /// Gives the draft its name, unless somebody took it meanwhile, and makes sure that the name is on the disk too.
    fn name(self, target: &Path) -> std::result::Result<(), BackupError> {
        fs::hard_link(&self.0, target)
            .map_err(|error| refused(format_args!("the copy cannot be named {}: {error}", target.display())))?;
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
