//! The program: composition root, HTTP, configuration and command line. The only place that reads the environment.

// Whatever is printed goes through `output`, which bears a reader who has left, and a full disk.
#![deny(clippy::print_stdout, clippy::print_stderr)]

pub mod cli;
pub mod config;
pub mod encoding;
pub mod faults;
pub mod http;
pub mod output;
pub mod run;
pub mod start;
pub mod words;
