//! From the command line to what it asks for.

use crate::{
    cli::{
        Cli, Command, JournalCommand, PasskeysCommand, PolicyCommand, Settings, StaffCommand, help::command_line,
        refusal,
    },
    config::{self, Config, ConfigError},
    faults::cause,
    output::{self, note},
    start::{self, policies::First},
    words::speak_as_the_locale_says,
};
use clap::{CommandFactory, FromArgMatches};
use domain::context::Clock;
use std::{fmt::Display, process::ExitCode, sync::Arc};

/// Does what the command line of this process says, by this clock. Prints what is wrong, in one line.
pub fn run(clock: Arc<dyn Clock>) -> ExitCode {
    speak_as_the_locale_says();
    tracing_subscriber::fmt()
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_env("TONGBAN_LOG")
                .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn,tongban::http=info")),
        )
        .with_writer(std::io::stderr)
        // A log on a full disk takes nothing either; saying so there would be a panic in the middle of a request.
        .log_internal_errors(false)
        .init();
    match obey(clock) {
        Ok(code) => code,
        // One line that says what is wrong and how to mend it.
        Err(error) => {
            note!("tongban: {error}");
            ExitCode::from(2)
        }
    }
}

fn obey(clock: Arc<dyn Clock>) -> Result<ExitCode, ConfigError> {
    let cli = parse()?;
    match cli.command.unwrap_or(Command::Serve { empty: false }) {
        Command::Serve { empty } => start::serve(&Config::from_settings(&cli.settings)?, empty, clock),
        Command::Demo { residents, seed } => {
            start::demo(&Config::from_settings(&cli.settings)?, residents, seed, clock)
        }
        Command::Backup { copy } => start::backup::backup(&Config::from_settings(&cli.settings)?, &copy),
        Command::Routes => {
            output::print(format_args!("{}", start::routes::table()));
            Ok(ExitCode::SUCCESS)
        }
        Command::Journal { command } => {
            let config = Config::from_settings(&cli.settings)?;
            match command {
                JournalCommand::Verify { head } => start::journal::verify(&config, head.as_deref()),
                JournalCommand::AcceptHead { reason } => start::journal::accept_head(&config, &reason),
            }
        }
        Command::Staff { command } => {
            let config = Config::from_settings(&cli.settings)?;
            match command {
                StaffCommand::Invite { sign_in, name, roles, district, department } => {
                    let new = start::staff::Invited { sign_in, name, roles, district, department };
                    start::staff::invite(&config, &new)
                }
                StaffCommand::InviteAgain { sign_in } => start::staff::invite_again(&config, &sign_in),
                StaffCommand::Shut { sign_in } => start::staff::shut(&config, &sign_in),
            }
        }
        Command::Passkeys { command: PasskeysCommand::Forget { host } } => {
            start::passkeys::forget(&Config::from_settings(&cli.settings)?, &host)
        }
        Command::Vocabulary { format, rules } => start::vocabulary::print(format, &rules),
        Command::Policy { command } => policy(command, &cli.settings),
    }
}

fn policy(command: PolicyCommand, settings: &Settings) -> Result<ExitCode, ConfigError> {
    match command {
        PolicyCommand::Check { files, repair, rules } => {
            let first = if repair { First::Repair } else { First::Read };
            start::policies::check(&files, first, &rules)
        }
        PolicyCommand::Test { files, rules } => start::policies::test(&files, &rules),
        PolicyCommand::Explain { id, resident, on, language, rules } => {
            let asked = start::explain::Asked { id: &id, resident: &resident, on, language };
            start::explain::explain(&asked, &rules, settings)
        }
        PolicyCommand::Count { people, on, rules } => start::count::count(&people, on, &rules),
        PolicyCommand::Table { dialect, rules } => start::queries::table(dialect, &rules),
        PolicyCommand::Sql { id, dialect, on, rules } => start::queries::query(&id, dialect, on, &rules),
    }
}

/// Flags win over the environment, and the environment over the configuration file.
fn parse() -> Result<Cli, ConfigError> {
    let matches = command_line(Cli::command()).try_get_matches().map_err(refusal::answer)?;
    let cli = Cli::from_arg_matches(&matches).map_err(refusal::answer)?;
    let Some(path) = &cli.settings.config else { return Ok(cli) };
    let unusable =
        |problem: &dyn Display| ConfigError::new("cli-config", &[("file", &path.display()), ("problem", problem)]);
    let text = std::fs::read_to_string(path).map_err(|error| unusable(&cause(&error)))?;
    // A byte order mark is no part of the first name.
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(&text);
    let command = config::file::with_defaults(Cli::command(), text).map_err(|error| unusable(&error))?;
    // A value of the file that cannot be read is said with the file's name.
    let matches = command_line(command).try_get_matches().map_err(|error| unusable(&refusal::sentence(&error)))?;
    Cli::from_arg_matches(&matches).map_err(|error| unusable(&refusal::sentence(&error)))
}
