//! Expressions: from the text in a document to the typed form that every back end starts from.
//!
//! [`lexer`] cuts the text into tokens, [`parser`] builds the [`syntax`] tree, and [`checker`] holds the tree against
//! the vocabulary and the parameters and makes the [`typed`] form. The tree keeps what was written, so that it can be
//! printed back; the typed form keeps only the meaning. Scalar evaluation ([`crate::evaluate`]) is one walk over the
//! typed form; column kernels and SQL text are to be others.

pub mod cel;
pub mod checker;
pub mod fault;
pub mod function;
pub mod lexer;
mod names;
pub mod parser;
mod plain;
pub mod print;
pub mod syntax;
pub mod typed;

/// Most characters in one expression.
pub const MOST_CHARACTERS: usize = 2_000;
/// Deepest nesting in one expression.
pub const DEEPEST: usize = 32;

#[cfg(test)]
mod oracle;
