//! The program: composition root, HTTP, configuration and command line. The only place that reads the environment.

pub mod cli;
pub mod config;
pub mod encoding;
pub mod http;
pub mod output;
pub mod run;
pub mod start;
