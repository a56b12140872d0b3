//! What residents type into the search, with the page that is to come first; anybody may add some.

use serde::Deserialize;

const QUERIES: &str = include_str!("../it/fixtures/queries.toml");

/// One query.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Query {
    /// As it is typed.
    pub words: String,
    /// The address that is to come first.
    pub first: String,
    /// Others that would be as right.
    #[serde(default)]
    pub or: Vec<String>,
    /// Of a query that was written by somebody who saw only the titles, after everything was made: where the right result
    /// stood then, 0 where it was not found.
    #[serde(default)]
    pub place: Option<usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Queries {
    query: Vec<Query>,
}

/// All of them.
pub fn queries() -> Vec<Query> {
    toml::from_str::<Queries>(QUERIES).expect("the queries can be read").query
}
