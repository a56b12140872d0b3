//! Reading what people typed, one file a type. Each reader is pure and answers with the value or with a question: what is
//! understood is what was meant, and what could mean two things is asked again. The server, the command line and the
//! visitor's own device read by the same rules; `typed/corpus.tsv` holds how people write, and anybody can add to it.
//!
//! **Never misread.** Figures are what they are: one figure more is another number, and nobody can tell. Everything else
//! that stands between or around figures – spaces, separators, signs, units – never changes what the figures say: a reader
//! either knows what such a sign means, or asks (`typed/neighbours.rs` tries this).

mod date;
mod identity_number;
mod money;
mod name;
mod number;
mod numeral;
mod signs;
mod telephone;
mod user_name;
mod words;

pub use date::{DATE_PARTS, date, day};
pub use identity_number::{
    IdentityNumberFault, check_digit, date_of_birth, identity_number, read as read_identity_number,
};
pub use money::money;
pub use name::name;
pub use number::number;
pub use signs::{is_blank, plain, seen};
pub use telephone::{AREA_CODE, mobile, telephone};
pub use user_name::user_name;
pub use words::words;

#[cfg(test)]
mod corpus;
#[cfg(test)]
mod neighbours;
