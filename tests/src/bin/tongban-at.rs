//! The whole program, with its clock set to another time: for trying out another day, and for measuring one.
//!
//!     TONGBAN_TESTS_NOW=2027-01-01T08:00 tongban-at serve --data DATA
//!
//! The time is one of the city's zone. It is a variable, not a flag, so that the process that fills a city has it as well.
#![expect(clippy::expect_used, reason = "a program of the tests fails loudly")]

use domain::context::{Clock, SystemClock};
use jiff::civil::DateTime;
use std::{env, process::ExitCode, sync::Arc};
use tests::clock::SetClock;

fn main() -> ExitCode {
    let now = env::var("TONGBAN_TESTS_NOW").expect("TONGBAN_TESTS_NOW says when it is");
    let now: DateTime = now.parse().expect("TONGBAN_TESTS_NOW is a date and a time, such as 2027-01-01T08:00");
    let now = now.to_zoned(SystemClock.zone()).expect("a time of the city's zone");
    server::run::run(Arc::new(SetClock::at(now.timestamp().as_millisecond())))
}
