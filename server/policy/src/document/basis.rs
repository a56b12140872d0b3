//! What a policy rests on, and where its text was read.

use crate::text::Text;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Law or regulation that a policy rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Basis {
    /// Its title.
    pub title: Text,
    /// Article, as written in the law.
    pub article: Option<String>,
    /// Document number, only where a source prints it.
    pub number: Option<String>,
}

/// Where the text of a policy was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// What it is.
    pub title: Text,
    /// Its address.
    pub url: Option<String>,
    /// When it was read.
    pub read_on: Option<Date>,
}
