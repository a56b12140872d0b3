//! Finding: what a resident types leads to the page that a helpful clerk would show. Words are compared after folding
//! (width, case, traditional characters, spaces and signs), by their sound, in pinyin and with one slip of the finger.
//! The index is small and kept; the dictionary that cuts Chinese into words is dropped once the index stands.

mod dictionary;
mod fold;
mod index;
mod nearest;
mod phrase;
mod query;
mod rank;
mod slip;
mod sound;
mod units;

pub use index::{Entry, Index};
pub use rank::Hit;

/// A text in the form in which texts are compared: two that are written differently and mean the same are one.
pub fn folded(text: &str) -> String {
    fold::fold(text)
}

/// The syllables of a text in pinyin without tones; what is not Chinese stands as it is written.
pub fn syllables(text: &str) -> Vec<String> {
    sound::syllables(&fold::fold(text))
}
