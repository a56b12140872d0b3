//! What only people of some roles may do. The tables of pages and forms ask first; whoever calls a use case from elsewhere
//! (another page, a command, a test) is asked here.

use crate::error::{Error, Result};
use contract::identity::{Actor, Role};

/// Goes on for whoever has one of these roles.
///
/// # Errors
/// `Forbidden` for everybody else.
pub fn must_have(actor: &Actor, roles: &[Role]) -> Result<()> {
    if roles.iter().any(|role| actor.is(*role)) {
        return Ok(());
    }
    Err(Error::Forbidden)
}
