//! `tongban`: serves the portal, fills a demonstration city, verifies the journal, checks policies.

use domain::context::SystemClock;
use std::{process::ExitCode, sync::Arc};

fn main() -> ExitCode {
    server::run::run(Arc::new(SystemClock))
}
