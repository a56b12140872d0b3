//! The files of a SQLite store, as they were when the program opened them. Somebody may move a copy over them, or remove
//! the write-ahead log that seems to be in the way: the program then goes on writing into files that no path leads to,
//! and everything it acknowledges is gone with its process. So their identities are compared around every write, and
//! once they differ nothing more is acknowledged.

use super::connection::{Connection, OpenError};
use diesel::{RunQueryDsl, sql_query, sql_types::Text};
use std::{
    fmt, fs, io,
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
    lost: OnceLock<Lost>,
}

/// What became of the files once they are no longer those that were opened. Its `Display` is for the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lost {
    /// The file of the store.
    pub file: PathBuf,
    /// What happened to it.
    pub fate: Fate,
    /// Where everything acknowledged is now.
    pub saved: Saved,
}

/// What happened to the files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// One of them is gone.
    Removed,
    /// One of them is another.
    Replaced,
}

/// Where everything acknowledged is once the files were lost. What hindered it is in the words of SQLite.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Saved {
    /// In the file: it was written there from the log.
    Written,
    /// It could not be written into the file.
    NotWritten(String),
    /// In the file and its log, which are those that were opened.
    Beside,
    /// In a copy.
    Copied(PathBuf),
    /// It could not be copied.
    NotCopied(String),
}

impl fmt::Display for Lost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.fate {
            Fate::Removed => "was removed",
            Fate::Replaced => "was replaced",
        };
        write!(f, "the database file {} {what} while the program was serving; ", self.file.display())?;
        match &self.saved {
            Saved::Written => write!(f, "everything acknowledged was written into it"),
            Saved::NotWritten(cause) => write!(f, "what stood in its log could not be written into it: {cause}"),
            Saved::Beside => write!(f, "everything acknowledged stands in it and its log"),
            Saved::Copied(file) => write!(f, "everything acknowledged was saved in {}", file.display()),
            Saved::NotCopied(cause) => write!(f, "what it held could not be saved: {cause}"),
        }
    }
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

    /// What became of the files, once they are no longer those that were opened. The first who finds out saves what stands
    /// in them.
    pub(super) fn lost(&self, connection: &mut Connection) -> Option<&Lost> {
        if let Some(known) = self.lost.get() {
            return Some(known);
        }
        let fate = self.difference()?;
        Some(self.lost.get_or_init(|| Lost { file: self.path.clone(), fate, saved: self.save(connection) }))
    }

    /// Whether the files differ from those that were opened, without saving anything.
    pub(super) fn differ(&self) -> bool {
        self.lost.get().is_some() || self.difference().is_some()
    }

    fn difference(&self) -> Option<Fate> {
        match identities(&self.path) {
            Ok(now) if now == self.opened => None,
            Ok(_) => Some(Fate::Replaced),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Some(Fate::Removed),
            // Asking failed for another reason; a fault never means "gone".
            Err(error) => {
                tracing::warn!(%error, "the files of the database could not be looked at");
                None
            }
        }
    }

    /// Where only the log or its index went, what stands in the log is written into the file, so that the next start
    /// finds everything. Where the file itself is another one, everything goes into a copy beside it.
    fn save(&self, connection: &mut Connection) -> Saved {
        if identity(&self.path).ok() == Some(self.opened[0]) && !with_end(&self.path, "-wal").exists() {
            return match sql_query("PRAGMA wal_checkpoint(FULL)").execute(connection) {
                Ok(_) => Saved::Written,
                Err(error) => Saved::NotWritten(error.to_string()),
            };
        }
        if identity(&with_end(&self.path, "-wal")).ok() == Some(self.opened[1])
            && identity(&self.path).ok() == Some(self.opened[0])
        {
            return Saved::Beside;
        }
        let copy = with_end(&self.path, &format!(".saved-{}", uuid::Uuid::now_v7()));
        match sql_query("VACUUM INTO ?").bind::<Text, _>(copy.display().to_string()).execute(connection) {
            Ok(_) => Saved::Copied(copy),
            Err(error) => Saved::NotCopied(error.to_string()),
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
