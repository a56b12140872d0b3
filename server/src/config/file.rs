//! The configuration file: `NAME=value`, one a line. What it says are the defaults of the command line, so that flags and
//! the environment win over it by clap's own order; names are those of the environment, compared whole.

use super::ConfigError;
use clap::{Arg, Command};
use std::fmt::Display;

/// A command line whose defaults are what the file says.
///
/// # Errors
/// A line that is no setting; the whole file is refused, because a setting that is passed over may be the folder of the
/// city.
pub fn with_defaults(mut command: Command, text: &str) -> Result<Command, ConfigError> {
    for Line { number, name, value } in lines(text)? {
        let Some(id) = settings(&command).find(|(known, _)| *known == name).map(|(_, id)| id) else {
            return Err(unknown(&command, number, name));
        };
        command = command.mut_arg(id, |argument| argument.default_value(value.to_owned()));
    }
    Ok(command)
}

struct Line<'a> {
    number: usize,
    name: &'a str,
    value: &'a str,
}

/// Empty lines and lines with `#` are passed over.
fn lines(text: &str) -> Result<Vec<Line<'_>>, ConfigError> {
    let mut found: Vec<Line<'_>> = Vec::new();
    for (number, line) in (1..).zip(text.lines().map(str::trim)) {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (name, value) =
            line.split_once('=').ok_or_else(|| ConfigError::new("cli-config-form", &[("line", &number)]))?;
        let (name, value) = (name.trim(), value.trim());
        if let Some(first) = found.iter().find(|line| line.name == name) {
            let arguments: [(&str, &dyn Display); 3] = [("line", &number), ("name", &name), ("first", &first.number)];
            return Err(ConfigError::new("cli-config-twice", &arguments));
        }
        // They would become a part of the name of a folder.
        if value.starts_with(['"', '\'']) {
            return Err(ConfigError::new("cli-config-quotes", &[("line", &number), ("name", &name)]));
        }
        found.push(Line { number, name, value });
    }
    Ok(found)
}

/// Names that a file may hold, each with the argument that it sets.
fn settings(command: &Command) -> impl Iterator<Item = (&str, String)> {
    command
        .get_arguments()
        .filter(|argument| argument.get_id() != "config")
        .filter_map(|argument: &Arg| Some((argument.get_env()?.to_str()?, argument.get_id().to_string())))
}

/// Says which setting was meant, most likely; or all of them. As near as clap asks of a flag.
fn unknown(command: &Command, line: usize, name: &str) -> ConfigError {
    // The beginning that nearly all have in common would make everything alike.
    let own = |name: &str| {
        let name = name.trim_start_matches('-').replace('-', "_").to_uppercase();
        name.strip_prefix("TONGBAN_").map(str::to_owned).unwrap_or(name)
    };
    let likeness = |known: &str| strsim::jaro(&own(name), &own(known));
    let near = settings(command).map(|(known, _)| known).filter(|known| likeness(known) > 0.7);
    let (key, known) = match near.max_by(|one, other| likeness(one).total_cmp(&likeness(other))) {
        Some(known) => ("cli-config-unknown", known.to_owned()),
        None => ("cli-config-unlike", settings(command).map(|(known, _)| known).collect::<Vec<_>>().join(", ")),
    };
    ConfigError::new(key, &[("line", &line), ("name", &name), ("known", &known)])
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail loudly")]
    use super::with_defaults;
    use crate::cli::Cli;
    use clap::{CommandFactory, FromArgMatches};
    use std::path::Path;

    fn read(text: &str, arguments: &[&str]) -> Cli {
        let command = with_defaults(Cli::command(), text).unwrap();
        // What surrounds the test says nothing here.
        let command = command.mut_args(|argument| argument.env(None::<&str>));
        Cli::from_arg_matches(&command.get_matches_from([&["tongban"], arguments].concat())).unwrap()
    }

    fn refusal(text: &str) -> String {
        with_defaults(Cli::command(), text).err().map(|error| error.to_string()).unwrap_or_default()
    }

    #[test]
    fn names_are_compared_whole_in_whatever_order_they_stand() {
        let (url, data) = ("DATABASE_URL=postgres://there/city", "TONGBAN_DATA = /srv/tongban");
        for text in [format!("# a city\n{url}\n\n{data}\n"), format!("{data}\n{url}")] {
            for arguments in [&[][..], &["serve", "--empty"], &["policy", "check", "--", "one.toml"]] {
                let settings = read(&text, arguments).settings;
                assert_eq!(settings.data, Path::new("/srv/tongban"), "{arguments:?}");
                assert_eq!(settings.database_url.as_deref(), Some("postgres://there/city"), "{arguments:?}");
            }
        }
    }

    #[test]
    fn a_flag_wins_wherever_it_stands() {
        let text = "TONGBAN_DATA=/srv/tongban\nTONGBAN_WORKERS=3";
        for arguments in [&["--data", "/other", "serve"], &["serve", "--data", "/other"]] {
            let settings = read(text, arguments).settings;
            assert_eq!((settings.data.as_path(), settings.workers), (Path::new("/other"), 3));
        }
    }

    #[test]
    fn what_is_no_setting_is_refused_with_the_nearest() {
        for (name, meant) in [
            ("TONGBAN_ADR", "TONGBAN_ADDR"),
            ("TONGBAN_DATABASE_URL", "DATABASE_URL"),
            ("tongban_data", "TONGBAN_DATA"),
            ("--trusted-proxies", "TONGBAN_TRUSTED_PROXIES"),
            ("TONGBAN_KEY", "TONGBAN_KEYS"),
        ] {
            assert_eq!(
                refusal(&format!("\n{name}=1")),
                format!("line 2: {name} is not a setting; did you mean {meant}?")
            );
        }
        let said = refusal("TONGBAN_CONFIG=other");
        assert!(said.contains("known: TONGBAN_ADDR, TONGBAN_DATA, DATABASE_URL"), "{said}");
        assert!(!refusal("TONGBAN_ZZZ=1").contains("TONGBAN_CONFIG"));
    }

    #[test]
    fn a_line_that_can_be_read_in_two_ways_is_refused() {
        assert_eq!(refusal("TONGBAN_DATA /srv"), "line 1: write NAME=value");
        let twice = refusal("TONGBAN_DATA=/a\nTONGBAN_WORKERS=1\nTONGBAN_DATA=/b");
        assert_eq!(twice, "line 3: TONGBAN_DATA stands in line 1 already; keep one of them");
        assert_eq!(refusal("TONGBAN_DATA=\"/a\""), "line 1: write the value of TONGBAN_DATA without quotes");
    }
}
