//! `tongban staff`: whoever runs the program lets people in, and shuts them out.

use super::{context, store_must_be_there};
use crate::{
    config::{Config, ConfigError},
    faults::fault,
    output::say,
    words::{say, with},
};
use contract::identity::Role;
use domain::{
    error::Error,
    identity::staff::{self, CODE_HOURS, NewStaff},
    residents::districts,
};
use std::{fmt::Display, process::ExitCode};

/// Who is to work here, as the command line says it.
#[derive(Debug)]
pub struct Invited {
    /// By what they say who they are.
    pub sign_in: String,
    /// The name that is shown.
    pub name: String,
    /// What they may do.
    pub roles: Vec<Role>,
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
    if let Some(district) = &new.district
        && districts::district(district).is_none()
    {
        return Err(ConfigError::new("cli-staff-district", &[("district", district)]));
    }
    if let Some(department) = &new.department
        && cx.vocabulary.department(department).is_none()
    {
        let all: Vec<&str> = cx.vocabulary.departments().iter().map(|department| department.id.as_str()).collect();
        let arguments: [(&str, &dyn Display); 2] =
            [("department", department), ("departments", &all.join(&say("cli-join")))];
        return Err(ConfigError::new("cli-staff-department", &arguments));
    }
    for (role, is_named, flag) in [
        (Role::Caseworker, new.district.is_some(), "--district"),
        (Role::Department, new.department.is_some(), "--department"),
    ] {
        if new.roles.contains(&role) && !is_named {
            return Err(ConfigError::new("cli-staff-needs", &[("role", &role.as_str()), ("flag", &flag)]));
        }
    }
    let staff = NewStaff {
        name: &new.name,
        sign_in: &new.sign_in,
        roles: &new.roles,
        district: new.district.as_deref(),
        department: new.department.as_deref(),
    };
    match staff::invite(&cx, &staff) {
        Ok(code) => told(config, &new.sign_in, &code),
        Err(Error::Conflict { .. }) => Err(ConfigError::new("cli-staff-there", &[("sign-in", &new.sign_in)])),
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
    say!("{}", with("cli-staff-shut", &[("sign-in", &sign_in)]));
    Ok(ExitCode::SUCCESS)
}

fn told(config: &Config, sign_in: &str, code: &str) -> Result<ExitCode, ConfigError> {
    say!("{}\n\n    {code}\n", with("cli-staff-code", &[("sign-in", &sign_in), ("hours", &CODE_HOURS)]));
    let address = format!("{}/sign-in/staff", config.public_url.origin());
    say!("{}", with("cli-staff-open", &[("address", &address)]));
    Ok(ExitCode::SUCCESS)
}

fn unknown(sign_in: &str, error: &Error) -> ConfigError {
    match error {
        Error::NotFound => ConfigError::new("cli-staff-unknown", &[("sign-in", &sign_in)]),
        error => fault(error),
    }
}

fn opened(config: &Config) -> Result<domain::context::Context, ConfigError> {
    store_must_be_there(config)?;
    context(config)
}
