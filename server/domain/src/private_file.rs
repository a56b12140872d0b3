//! Files that only their owner may read.

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
