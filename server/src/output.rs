//! What a command prints. Whoever reads it may have seen enough (`| head`): then the command ends, quietly.

use crate::words::with;
use std::{
    fmt,
    io::{self, ErrorKind, Write as _},
    process,
};

/// The exit code when what was asked for cannot be written down, as on a full disk.
const UNWRITTEN: i32 = 2;

/// Prints a line of a command's answer.
macro_rules! say {
    ($($argument:tt)*) => { $crate::output::print(format_args!("{}\n", format_args!($($argument)*))) };
}

/// Prints a line beside the answer, for whoever sits there.
macro_rules! note {
    ($($argument:tt)*) => { $crate::output::aside(format_args!("{}\n", format_args!($($argument)*))) };
}

pub(crate) use {note, say};

/// Prints a line of the program that serves, which goes on whether it is heard or not.
pub fn announce(line: fmt::Arguments<'_>) {
    let _heard = writeln!(io::stdout(), "{line}");
}

/// Prints beside the answer. Whether it can be said or not: a log on a full disk must not stop what is under way.
pub fn aside(text: fmt::Arguments<'_>) {
    let mut errors = io::stderr().lock();
    let _heard = errors.write_fmt(text).and_then(|()| errors.flush());
}

/// Prints a part of a command's answer; the program ends where nobody reads it any more.
pub fn print(text: fmt::Arguments<'_>) {
    let mut output = io::stdout().lock();
    match output.write_fmt(text).and_then(|()| output.flush()) {
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::BrokenPipe => process::exit(0),
        Err(error) => {
            note!("tongban: {}", with("cli-output", &[("cause", &crate::faults::cause(&error))]));
            process::exit(UNWRITTEN);
        }
    }
}
