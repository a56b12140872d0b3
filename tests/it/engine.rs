//! The policy engine on the databases themselves, and the documents that it reads.

mod documents;
#[path = "../../server/policy/src/fixture.rs"]
#[expect(dead_code, reason = "the fixtures of the policy engine serve its own tests as well")]
mod fixture;
mod questions;
mod sql;
