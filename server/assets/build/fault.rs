//! Why the front end could not be built.

use std::{fmt::Display, path::Path};

/// One line for the person who builds; the output of a tool that failed, when there is one.
pub struct Fault {
    /// What happened and what to do.
    pub line: String,
    /// What the tool said.
    pub output: Option<String>,
}

impl Fault {
    /// A fault that one line explains.
    pub fn line(line: impl Into<String>) -> Self {
        Self { line: line.into(), output: None }
    }

    /// A file that could not be read or written.
    pub fn file(path: &Path, error: impl Display) -> Self {
        Self::line(format!("{}: {error}", path.display()))
    }

    /// A tool that ran and failed.
    pub fn tool(line: impl Into<String>, output: &[u8]) -> Self {
        Self { line: line.into(), output: Some(String::from_utf8_lossy(output).into_owned()) }
    }
}
