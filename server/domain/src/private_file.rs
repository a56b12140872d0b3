//! Files that only their owner may read, and that are there after a power failure.

use std::{fs, io, path::Path};

/// Makes a file that was not there, readable by its owner alone from the first moment.
///
/// # Errors
/// The file is there already (`AlreadyExists`), or cannot be made.
pub fn create(path: &Path) -> io::Result<fs::File> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Opens a file to write at its end, made where it was not there.
///
/// # Errors
/// It cannot be opened.
pub fn append(path: &Path) -> io::Result<fs::File> {
    let mut options = fs::OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Makes sure that the name of a file is on the disk, not only what the file holds.
///
/// # Errors
/// The folder cannot be read.
#[cfg(unix)]
pub fn sync_name(file: &Path) -> io::Result<()> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::File::open(folder)?.sync_all()
}

/// Elsewhere a folder cannot be opened.
#[cfg(not(unix))]
pub fn sync_name(_file: &Path) -> io::Result<()> {
    Ok(())
}
