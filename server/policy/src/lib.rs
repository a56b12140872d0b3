//! The policy engine: documents in, verdicts with reasons out.
//!
//! Pure: no I/O, no clock, no async, no unsafe; it builds for wasm32 too. Evaluating never fails; it answers eligible,
//! not eligible or undetermined, and an undetermined answer names the missing facts.
//!
//! A policy is a TOML document. [`check::check`] reads it (`reader`), parses its expressions and holds them against the
//! [`vocabulary`] ([`expression`]), runs its [`cases`], and answers a [`document::Policy`] or every [`problem`] with
//! its place. [`evaluate`] walks the typed form,
//! [`expression::typed`], for one resident. [`lowered`] puts a day into it; [`columns`] decides the lowered form for a
//! whole city, [`sql`] writes it for a city's own data platform, and [`incremental`] says whom a change can touch: these three
//! are for servers, and are not compiled for a visitor's own device.

// The fixtures also serve the tests of another package, where this one has its name.
#[cfg(test)]
extern crate self as policy;

pub mod almost;
pub mod budget;
pub mod calendar;
pub mod cases;
pub mod check;
#[cfg(not(target_family = "wasm"))]
pub mod columns;
pub mod decision;
pub mod document;
pub mod evaluate;
pub mod example;
pub mod expression;
#[cfg(not(target_family = "wasm"))]
pub mod incremental;
pub mod keyboard;
pub mod lowered;
pub mod parameters;
pub mod problem;
pub mod screening;
pub mod sentence;
pub mod set;
#[cfg(not(target_family = "wasm"))]
pub mod sql;
pub mod text;
pub mod value;
pub mod vocabulary;
pub mod wire;

mod reader;
mod words;

#[cfg(test)]
mod fixture;
