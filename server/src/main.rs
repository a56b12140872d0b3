//! `tongban`: serves the portal, fills a demonstration city, verifies the journal, checks policies.

use clap::Parser;
use server::{
    cli::{Cli, Command, JournalCommand, PolicyCommand, Settings},
    config::{Config, ConfigError, read_config_file},
    start,
};
use std::{ffi::OsString, process::ExitCode};

/// Settings that a configuration file may hold.
const SETTINGS: [&str; 7] = [
    "TONGBAN_ADDR",
    "TONGBAN_DATA",
    "DATABASE_URL",
    "TONGBAN_PUBLIC_URL",
    "TONGBAN_TRUSTED_PROXIES",
    "TONGBAN_KEYS",
    "TONGBAN_WORKERS",
];

fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_env("TONGBAN_LOG")
                .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn,tongban::http=info")),
        )
        .with_writer(std::io::stderr)
        .init();
    match run() {
        Ok(code) => code,
        // One line that says what is wrong and how to mend it.
        Err(error) => {
            eprintln!("tongban: {error}");
            ExitCode::from(2)
        }
    }
}

fn run() -> Result<ExitCode, ConfigError> {
    let cli = parse()?;
    match cli.command.unwrap_or(Command::Serve { empty: false }) {
        Command::Serve { empty } => start::serve(&Config::from_settings(&cli.settings)?, empty),
        Command::Demo { residents, seed } => start::demo(&Config::from_settings(&cli.settings)?, residents, seed),
        Command::Routes => {
            print!("{}", start::routes::table());
            Ok(ExitCode::SUCCESS)
        }
        Command::Journal { command: JournalCommand::Verify } => {
            start::verify_journal(&Config::from_settings(&cli.settings)?)
        }
        Command::Vocabulary { format, rules } => start::vocabulary::print(format, &rules),
        Command::Policy { command } => policy(command, &cli.settings),
    }
}

fn policy(command: PolicyCommand, settings: &Settings) -> Result<ExitCode, ConfigError> {
    match command {
        PolicyCommand::Check { files, rules } => start::policies::check(&files, &rules),
        PolicyCommand::Test { files, rules } => start::policies::test(&files, &rules),
        PolicyCommand::Explain { id, resident, on, language, rules } => {
            let asked = start::explain::Asked { id: &id, resident: &resident, on, language };
            start::explain::explain(&asked, &rules, settings)
        }
        PolicyCommand::Count { residents, on, rules } => start::count::count(&residents, on, &rules),
        PolicyCommand::Table { dialect, rules } => start::queries::table(dialect, &rules),
        PolicyCommand::Sql { id, dialect, on, rules } => start::queries::query(&id, dialect, on, &rules),
    }
}

/// Flags win over the environment, and the environment over the configuration file: the file's settings are appended
/// as flags where neither speaks.
fn parse() -> Result<Cli, ConfigError> {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    let cli = Cli::parse_from(&arguments);
    let Some(path) = cli.settings.config.clone() else { return Ok(cli) };
    let text =
        std::fs::read_to_string(&path).map_err(|error| ConfigError(format!("--config {}: {error}", path.display())))?;
    let mut arguments = arguments;
    for (name, value) in read_config_file(&text, &SETTINGS)? {
        let flag = format!("--{}", name.trim_start_matches("TONGBAN_").to_lowercase().replace('_', "-"));
        let given =
            arguments.iter().filter_map(|argument| argument.to_str()).any(|argument| argument.starts_with(&flag));
        if std::env::var_os(&name).is_none() && !given {
            arguments.extend([OsString::from(flag), OsString::from(value)]);
        }
    }
    Ok(Cli::parse_from(arguments))
}
