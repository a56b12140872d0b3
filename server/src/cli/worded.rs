//! The help in the language of the locale. Clap takes the words of the code and has English ones of its own, which cannot
//! be replaced one by one: so every command gets a template, headings and flags of ours, and every command, flag and name
//! of a value the message that its place or its id names. `cli-command-staff-invite` is what `tongban staff invite` does,
//! `cli-flag-data` what `--data` decides, `cli-value-file` what stands for a file.

use crate::words::{say, with};
use clap::{Arg, ArgAction, Command, builder::Styles};

/// As clap's own, with headings in words.
const TEMPLATE: &str = "{about-with-newline}\n[usage]{usage}\n\n{all-args}{after-help}";

/// The command line with its words.
pub(super) fn in_words(command: Command) -> Command {
    let version = flag("version", 'V', ArgAction::Version);
    let command = command.disable_version_flag(true).styles(Styles::plain());
    worded(command, "cli-command").arg(argument(version)).after_help(say("cli-log"))
}

fn worded(command: Command, key: &str) -> Command {
    let example = command.get_after_help().map(ToString::to_string);
    let mut command = with_headings(command)
        .about(say(key))
        .long_about(None::<&str>)
        .disable_help_flag(true)
        .mut_args(argument)
        .arg(argument(flag("help", 'h', ArgAction::Help)))
        .mut_subcommands(|below| {
            let key = format!("{key}-{}", below.get_name());
            worded(below, &key)
        });
    if let Some(example) = example {
        command = command.after_help(format!("{}\n  {example}", say("cli-example")));
    }
    command
}

fn with_headings(command: Command) -> Command {
    command
        .help_template(TEMPLATE.replace("[usage]", &say("cli-usage")))
        .subcommand_help_heading(say("cli-heading-commands"))
        .subcommand_value_name(say("cli-value-command"))
}

fn flag(name: &'static str, short: char, action: ArgAction) -> Arg {
    Arg::new(name).long(name).short(short).action(action).display_order(usize::MAX)
}

/// A flag or an argument with what it is, its default, its variable and its values.
fn argument(argument: Arg) -> Arg {
    let slug = |text: &str| text.to_lowercase().replace('_', "-");
    let mut help = say(&format!("cli-flag-{}", slug(argument.get_id().as_str())));
    let mut add = |key: &str, name: &str, value: String| {
        if !value.is_empty() {
            help.push(' ');
            help.push_str(&with(key, &[(name, &value)]));
        }
    };
    let takes_values = argument.get_action().takes_values();
    let defaults = argument.get_default_values().iter().map(|value| value.to_string_lossy());
    if takes_values {
        let values = argument.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect::<Vec<_>>();
        add("cli-values", "values", values.join(&say("cli-join")));
        add("cli-default", "value", defaults.collect::<Vec<_>>().join(&say("cli-join")));
    }
    add("cli-env", "name", argument.get_env().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default());
    let names: Vec<String> = argument
        .get_value_names()
        .unwrap_or_default()
        .iter()
        .map(|name| say(&format!("cli-value-{}", slug(name))))
        .collect();
    let heading = if argument.is_positional() { "cli-heading-arguments" } else { "cli-heading-options" };
    let argument = argument.help(help).long_help(None::<&str>).help_heading(say(heading)).hide_env(true);
    match takes_values {
        true => argument.value_names(names).hide_default_value(true).hide_possible_values(true),
        false => argument,
    }
}

/// The command line with usage in words, and with those of the command `help`, which clap adds when it is put together.
pub(super) fn with_usage(mut command: Command) -> Command {
    command.build();
    usage(command)
}

fn usage(command: Command) -> Command {
    let mut command = with_headings(command);
    let line = command.render_usage().to_string();
    let line = line.trim_start_matches("Usage: ").replace("[OPTIONS]", &say("cli-usage-options"));
    let command = match command.get_name() {
        "help" => command.about(say("cli-command-help")),
        _ => command,
    };
    command.override_usage(line).mut_subcommands(usage)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail loudly")]
    use super::*;
    use crate::{
        cli::{Cli, help::command_line},
        words::words_in,
    };
    use clap::CommandFactory;
    use contract::display::Language;
    use std::collections::BTreeSet;

    /// Every message that the help needs.
    fn needed(command: &Command, key: &str, found: &mut BTreeSet<String>) {
        found.insert(key.to_owned());
        for argument in command.get_arguments() {
            found.insert(format!("cli-flag-{}", argument.get_id().as_str().replace('_', "-")));
            if argument.get_action().takes_values() {
                let names = argument.get_value_names();
                assert!(
                    names.is_some_and(|names| !names.is_empty()),
                    "{key} {}: no name of its value",
                    argument.get_id()
                );
                found.extend(names.unwrap().iter().map(|name| format!("cli-value-{}", name.to_lowercase())));
            }
        }
        for below in command.get_subcommands() {
            needed(below, &format!("{key}-{}", below.get_name()), found);
        }
    }

    fn keys() -> BTreeSet<String> {
        let mut found: BTreeSet<String> =
            ["cli-flag-help", "cli-flag-version", "cli-command-help", "cli-value-command"].map(str::to_owned).into();
        needed(&Cli::command(), "cli-command", &mut found);
        found
    }

    #[test]
    fn every_command_and_flag_has_words_in_both_languages_and_no_word_is_left_over() {
        let keys = keys();
        assert!(keys.len() > 60, "{keys:?}");
        let [chinese, english] = Language::ALL.map(words_in);
        for key in &keys {
            let (chinese, english) = (chinese.say(key), english.say(key));
            assert!(chinese != *key && english != *key, "{key} has no words");
            let says_itself = key.starts_with("cli-value-") || key == "cli-flag-dialect" || key == "cli-flag-roles";
            assert!(says_itself || chinese != english, "{key} says the same in both languages: {chinese}");
        }
        for language in Language::ALL {
            let file = format!("{}/../locales/{}/cli.ftl", env!("CARGO_MANIFEST_DIR"), language.tag());
            for line in std::fs::read_to_string(&file).unwrap().lines() {
                let Some((key, _)) = line.split_once(" = ") else { continue };
                let of_the_help = ["cli-command", "cli-flag-", "cli-value-"].iter().any(|start| key.starts_with(start));
                assert!(!of_the_help || keys.contains(key), "{file}: nothing is called {key}");
            }
        }
    }

    /// Clap's own words stand nowhere, at no command.
    #[test]
    fn nothing_of_the_help_is_claps() {
        let mut left = vec![command_line(Cli::command())];
        let mut seen = 0;
        while let Some(mut command) = left.pop() {
            seen += 1;
            let help = command.render_long_help().to_string();
            for word in ["[env:", "Possible values", "Print this message", "[possible", "cli-"] {
                assert!(!help.contains(word), "{word}: {help}");
            }
            left.extend(command.get_subcommands().cloned());
        }
        assert!(seen > 15, "{seen}");
    }
}
