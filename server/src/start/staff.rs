//! `tongban staff`: whoever runs the program lets people in, and shuts them out.

use super::{context, database_address, fault};
use crate::{
    config::{Config, ConfigError},
    output::say,
};
use contract::identity::Role;
use domain::{
    db::connection::DatabaseAddress,
    error::Error,
    identity::staff::{self, CODE_HOURS, NewStaff},
    residents::districts,
};
use std::process::ExitCode;

/// Who is to work here, as the command line says it.
#[derive(Debug)]
pub struct Invited {
    /// By what they say who they are.
    pub sign_in: String,
    /// The name that is shown.
    pub name: String,
    /// What they may do.
    pub roles: Vec<String>,
    /// Code of the district.
    pub district: Option<String>,
    /// Id of the department.
    pub department: Option<String>,
}

/// Makes an account and prints the code for its first passkey.
///
/// # Errors
/// What is wrong with what was asked; the store is away.
pub fn invite(config: &Config, new: &Invited) -> Result<ExitCode, ConfigError> {
    let cx = opened(config)?;
    let mut roles = Vec::new();
    for role in &new.roles {
        let known = Role::from_text(role).filter(|role| *role != Role::Resident);
        let all: Vec<&str> =
            Role::ALL.iter().filter(|role| **role != Role::Resident).map(|role| role.as_str()).collect();
        roles.push(known.ok_or_else(|| ConfigError(format!("--role {role}: one of {}", all.join(", "))))?);
    }
    if let Some(district) = &new.district
        && districts::district(district).is_none()
    {
        return Err(ConfigError(format!("--district {district}: no district of this city has that code")));
    }
    if let Some(department) = &new.department
        && cx.vocabulary.department(department).is_none()
    {
        let all: Vec<&str> = cx.vocabulary.departments().iter().map(|department| department.id.as_str()).collect();
        return Err(ConfigError(format!("--department {department}: one of {}", all.join(", "))));
    }
    for (role, is_named, flag) in [
        (Role::Caseworker, new.district.is_some(), "--district"),
        (Role::Department, new.department.is_some(), "--department"),
    ] {
        if roles.contains(&role) && !is_named {
            return Err(ConfigError(format!("--role {} needs {flag}", role.as_str())));
        }
    }
    let staff = NewStaff {
        name: &new.name,
        sign_in: &new.sign_in,
        roles: &roles,
        district: new.district.as_deref(),
        department: new.department.as_deref(),
    };
    match staff::invite(&cx, &staff) {
        Ok(code) => told(config, &new.sign_in, &code),
        Err(Error::Conflict { .. }) => {
            Err(ConfigError(format!("{} works here already; a new code: tongban staff invite-again {0}", new.sign_in)))
        }
        Err(error) => Err(fault(&error)),
    }
}

/// Prints a new code for somebody who has lost every passkey.
///
/// # Errors
/// Nobody of that name works here; the store is away.
pub fn invite_again(config: &Config, sign_in: &str) -> Result<ExitCode, ConfigError> {
    let code = staff::invite_again(&opened(config)?, sign_in).map_err(|error| unknown(sign_in, &error))?;
    told(config, sign_in, &code)
}

/// Shuts an account.
///
/// # Errors
/// Nobody of that name works here; the store is away.
pub fn shut(config: &Config, sign_in: &str) -> Result<ExitCode, ConfigError> {
    staff::shut(&opened(config)?, sign_in).map_err(|error| unknown(sign_in, &error))?;
    say!("{sign_in} is shut out; every session has ended");
    Ok(ExitCode::SUCCESS)
}

fn told(config: &Config, sign_in: &str, code: &str) -> Result<ExitCode, ConfigError> {
    say!("Code for {sign_in}, to be used once within {CODE_HOURS} hours:\n\n    {code}\n");
    say!(
        "They open {}/sign-in/staff with it, on the phone or computer that is to hold the passkey.",
        config.public_url.origin()
    );
    Ok(ExitCode::SUCCESS)
}

fn unknown(sign_in: &str, error: &Error) -> ConfigError {
    match error {
        Error::NotFound => ConfigError(format!("nobody called {sign_in} works here")),
        error => fault(error),
    }
}

fn opened(config: &Config) -> Result<domain::context::Context, ConfigError> {
    if let DatabaseAddress::Sqlite(path) = database_address(config)?
        && !path.exists()
    {
        return Err(ConfigError(format!("there is no store at {}; name its folder with --data", path.display())));
    }
    context(config)
}
