//! The files of a SQLite store, as they were when the program opened them. Somebody may move a copy over them, or remove
//! the write-ahead log that seems to be in the way: the program then goes on writing into files that no path leads to,
//! and everything it acknowledges is gone with its process. So their identities are compared around every write, and
//! once they differ nothing more is acknowledged.

use super::connection::{Connection, OpenError};
use diesel::{RunQueryDsl, sql_query, sql_types::Text};
use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::OnceLock,
};

/// What SQLite appends to the name of the file for its write-ahead log, and for the index of that log.
const ENDS: [&str; 3] = ["", "-wal", "-shm"];

/// Device and inode.
type Identity = (u64, u64);

/// The files that were opened, and what became of them.
pub(super) struct StoreFiles {
    path: PathBuf,
    opened: [Identity; 3],
    lost: OnceLock<String>,
}

impl StoreFiles {
    /// The files behind a connection that has just been opened.
    pub(super) fn opened(path: &Path, connection: &mut Connection) -> Result<Self, OpenError> {
        // The log and its index are there once something was read.
        sql_query("SELECT count(*) FROM sqlite_schema").execute(connection)?;
        let identities =
            identities(path).map_err(|cause| OpenError::File { path: path.display().to_string(), cause })?;
        Ok(Self { path: path.to_owned(), opened: identities, lost: OnceLock::new() })
    }

    /// What became of the files, in words for the log, once they are no longer those that were opened. The first who
    /// finds out saves what stands in them.
    pub(super) fn lost(&self, connection: &mut Connection) -> Option<&str> {
        if let Some(known) = self.lost.get() {
            return Some(known);
        }
        let what = self.difference()?;
        Some(self.lost.get_or_init(|| {
            let saved = self.save(connection);
            format!("the database file {} {what} while the program was serving; {saved}", self.path.display())
        }))
    }

    /// Whether the files differ from those that were opened, without saving anything.
    pub(super) fn differ(&self) -> bool {
        self.lost.get().is_some() || self.difference().is_some()
    }

    fn difference(&self) -> Option<&'static str> {
        match identities(&self.path) {
            Ok(now) if now == self.opened => None,
            Ok(_) => Some("was replaced"),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Some("was removed"),
            // Asking failed for another reason; a fault never means "gone".
            Err(error) => {
                tracing::warn!(%error, "the files of the database could not be looked at");
                None
            }
        }
    }

    /// Where only the log or its index went, what stands in the log is written into the file, so that the next start
    /// finds everything. Where the file itself is another one, everything goes into a copy beside it.
    fn save(&self, connection: &mut Connection) -> String {
        if identity(&self.path).ok() == Some(self.opened[0]) && !with_end(&self.path, "-wal").exists() {
            return match sql_query("PRAGMA wal_checkpoint(FULL)").execute(connection) {
                Ok(_) => "everything acknowledged was written into it".to_owned(),
                Err(error) => format!("what stood in its log could not be written into it: {error}"),
            };
        }
        if identity(&with_end(&self.path, "-wal")).ok() == Some(self.opened[1])
            && identity(&self.path).ok() == Some(self.opened[0])
        {
            return "everything acknowledged stands in it and its log".to_owned();
        }
        let copy = with_end(&self.path, &format!(".saved-{}", uuid::Uuid::now_v7()));
        match sql_query("VACUUM INTO ?").bind::<Text, _>(copy.display().to_string()).execute(connection) {
            Ok(_) => format!("everything acknowledged was saved in {}", copy.display()),
            Err(error) => format!("what it held could not be saved: {error}"),
        }
    }
}

fn identities(path: &Path) -> io::Result<[Identity; 3]> {
    let [file, log, index] = ENDS.map(|end| identity(&with_end(path, end)));
    Ok([file?, log?, index?])
}

fn with_end(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    PathBuf::from(name)
}

/// Asked by path: the file is not opened, because closing it would take away SQLite's locks.
#[cfg(unix)]
fn identity(path: &Path) -> io::Result<Identity> {
    use std::os::unix::fs::MetadataExt;
    fs::metadata(path).map(|file| (file.dev(), file.ino()))
}

/// Elsewhere an open file can be neither replaced nor removed.
#[cfg(not(unix))]
fn identity(path: &Path) -> io::Result<Identity> {
    fs::metadata(path).map(|_| (0, 0))
}
