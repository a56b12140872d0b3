//! What a command prints. Whoever reads it may have seen enough (`| head`): then the command ends, quietly.

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

pub(crate) use say;

/// Prints a line of the program that serves, which goes on whether it is heard or not.
pub fn announce(line: fmt::Arguments<'_>) {
    let _heard = writeln!(io::stdout(), "{line}");
}

/// Prints a part of a command's answer; the program ends where nobody reads it any more.
pub fn print(text: fmt::Arguments<'_>) {
    let mut output = io::stdout().lock();
    match output.write_fmt(text).and_then(|()| output.flush()) {
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::BrokenPipe => process::exit(0),
        Err(error) => {
            let _said = writeln!(io::stderr(), "tongban: the output cannot be written: {error}");
            process::exit(UNWRITTEN);
        }
    }
}
