//! What each command's `--help` shows: the settings that this command reads, and no others. All of them are understood
//! everywhere, so that one environment and one file of settings serve every command.

use super::worded;
use clap::{Arg, Command};

/// Settings of the store, by the ids of their arguments.
const OF_THE_STORE: [&str; 4] = ["data", "database_url", "config", "keys"];

/// What of the settings a command reads.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reads {
    Nothing,
    /// Where the store and its keys are.
    Store,
    Everything,
}

/// The command line in words, whose commands show what they read. Defaults that a file sets stand in it already.
pub fn command_line(command: Command) -> Command {
    worded::with_usage(with_own_settings(worded::in_words(command)))
}

fn with_own_settings(command: Command) -> Command {
    let settings: Vec<Arg> = command.get_arguments().filter(|argument| argument.is_global_set()).cloned().collect();
    command.mut_subcommands(|command| {
        let shown = shown(command, &settings);
        shown.mut_subcommands(|below| self::shown(below, &settings))
    })
}

/// A command with every setting, those that it does not read hidden. Clap passes no setting on to a command that has it.
fn shown(command: Command, settings: &[Arg]) -> Command {
    let reads = reads(command.get_name());
    command.args(settings.iter().map(|setting| {
        let is_of_the_store = OF_THE_STORE.contains(&setting.get_id().as_str());
        let is_read = reads == Reads::Everything || (reads == Reads::Store && is_of_the_store);
        setting.clone().hide(!is_read)
    }))
}

fn reads(name: &str) -> Reads {
    match name {
        "serve" => Reads::Everything,
        "demo" | "backup" | "journal" | "verify" | "accept-head" | "explain" | "staff" | "invite" | "invite-again"
        | "shut" | "passkeys" | "forget" => Reads::Store,
        _ => Reads::Nothing,
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail loudly")]
    use super::*;
    use crate::cli::Cli;
    use clap::CommandFactory;

    /// Every command with its words: `["policy", "test"]`.
    fn all() -> Vec<Vec<String>> {
        let mut found = Vec::new();
        for command in Cli::command().get_subcommands() {
            let name = command.get_name().to_owned();
            found.extend(command.get_subcommands().map(|below| vec![name.clone(), below.get_name().to_owned()]));
            found.push(vec![name]);
        }
        found
    }

    fn help(words: &[&str]) -> String {
        let line = [&["tongban"], words, &["--help"]].concat();
        command_line(Cli::command()).try_get_matches_from(line).unwrap_err().to_string()
    }

    #[test]
    fn settings_of_the_server_stand_at_serve_alone() {
        for command in all() {
            let help = help(&command.iter().map(String::as_str).collect::<Vec<_>>());
            assert_eq!(help.contains("--addr"), command == ["serve"], "{command:?}: {help}");
        }
        assert!(help(&[]).contains("--addr"), "without a command the program serves");
        assert!(help(&["policy", "explain"]).contains("--data"), "a resident may come from the store");
        assert!(!help(&["policy", "test"]).contains("--data"));
    }

    #[test]
    fn every_command_shows_an_example_that_can_be_typed() {
        for command in all() {
            let words: Vec<&str> = command.iter().map(String::as_str).collect();
            let help = help(&words);
            let Some(example) = help.lines().find_map(|line| line.trim().strip_prefix("tongban ")) else {
                panic!("{command:?} has no example: {help}");
            };
            let example = example.split(" | ").next().unwrap();
            let typed = std::iter::once("tongban").chain(example.split(' '));
            let read = command_line(Cli::command()).try_get_matches_from(typed);
            assert!(read.is_ok(), "{example}: {}", read.unwrap_err());
        }
    }

    #[test]
    fn settings_count_wherever_they_stand() {
        use clap::FromArgMatches;
        for line in [
            "tongban --data there policy check",
            "tongban policy check --data there",
            "tongban policy --data there check",
        ] {
            let matches = command_line(Cli::command()).try_get_matches_from(line.split(' ')).unwrap();
            assert_eq!(Cli::from_arg_matches(&matches).unwrap().settings.data.to_str(), Some("there"), "{line}");
        }
    }
}
