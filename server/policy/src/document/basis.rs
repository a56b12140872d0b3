//! What a policy rests on, and where its text was read.

use crate::{text::Text, words::words};
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

words! {
    /// Whose words a source has.
    SourceKind {
        /// The text of the rule itself, or an office's own guide to it.
        Official = "official",
        /// What somebody else says of it: the press, a journal, an excerpt.
        Secondary = "secondary",
    }
}

/// Where the text of a policy was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// What it is.
    pub title: Text,
    /// Whose words it has, where the document says it.
    pub kind: Option<SourceKind>,
    /// Its address.
    pub url: Option<String>,
    /// When it was read.
    pub read_on: Option<Date>,
}
