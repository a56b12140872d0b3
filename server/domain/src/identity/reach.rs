//! Whose work a member of staff may do: that of their department, or, as a supervisor, what any department has left undone.

use crate::error::Error;
use contract::identity::{Actor, Role};
use jiff::civil::Date;

/// Whose work somebody may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// That of one department.
    Department(String),
    /// Of every department what is late.
    Late,
}

impl Reach {
    /// Whether what is at a department, and due on a day, is among it today.
    pub fn takes(&self, department: &str, due: Date, today: Date) -> bool {
        match self {
            Self::Department(own) => own == department,
            Self::Late => due < today,
        }
    }
}

/// Whose work this person may do.
///
/// # Errors
/// `Forbidden` for whoever works for no department.
pub fn reach(actor: &Actor) -> Result<Reach, Error> {
    if actor.is(Role::Supervisor) {
        return Ok(Reach::Late);
    }
    match &actor.department {
        Some(department) if actor.is(Role::Department) => Ok(Reach::Department(department.clone())),
        _ => Err(Error::Forbidden),
    }
}

/// Whether something is about the member of staff themselves: then somebody else does it.
pub fn is_about(actor: &Actor, resident: &str) -> bool {
    actor.resident.as_ref().is_some_and(|own| own.as_str() == resident)
}
