//! Who reads a page: the same state is said to the person it is about, and of them to whoever works on it.

use crate::i18n::Words;

/// The reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// The resident.
    Resident,
    /// A member of staff.
    Staff,
}

impl Reader {
    /// The resident that a page is about: 「您」 to themselves, and to staff by the word for them, a Fluent key.
    pub fn resident(self, words: &Words, of_them: &str) -> String {
        match self {
            Self::Resident => words.say("reader-you"),
            Self::Staff => words.say(of_them),
        }
    }
}
