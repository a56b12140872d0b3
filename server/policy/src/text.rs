//! Words for people that stand in documents, in every language of the portal.

use serde::{Deserialize, Serialize};

/// One text in both languages. Chinese is the source language.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Text {
    /// 简体中文
    pub zh: String,
    /// English
    pub en: String,
}

/// Words and short phrases by which people look for something, beyond what it is called. Written by the author of a
/// document; folded and compared by the search.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Keywords {
    /// 简体中文
    pub zh: Vec<String>,
    /// English
    pub en: Vec<String>,
}

impl Keywords {
    /// The fewest in each language, where there are any.
    pub const LEAST: usize = 5;

    /// Those of every language.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        self.zh.iter().chain(&self.en).map(String::as_str)
    }
}

impl Text {
    /// Both languages at once.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }

    /// The same words in both languages: codes, numbers, names.
    pub fn same(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { zh: text.clone(), en: text }
    }
}
