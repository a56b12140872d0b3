//! The database: connections, tables, types, and the few operations on which the two databases differ.

mod any_connection;
pub mod collisions;
pub mod connection;
pub mod dialect;
pub mod files;
pub mod migrate;
pub mod pools;
pub mod schema;
pub mod types;
pub mod update_each;
mod writer_queue;
