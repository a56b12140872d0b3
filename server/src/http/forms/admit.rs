//! Whether a form is taken at all: its address, where it comes from, its length and who sends it are looked at before a
//! byte of its body is.

use super::{
    FORMS, Form,
    handle::{Device, Reply},
};
use crate::http::{
    Portal, body,
    csrf::WriteOrigin,
    pages::{Admission, admission, obstacle},
    practice,
    visitor::{Headers, Visitor},
};
use app::routes::matches;
use domain::error::Error;

/// A form that is taken, once its body has arrived.
pub struct Admitted {
    /// The portal that serves it: the city's, or the practice room's.
    pub portal: Portal,
    /// What the headers say.
    pub head: Headers,
    /// Who sends it.
    pub visitor: Visitor,
    /// Which form.
    pub form: &'static Form,
    /// Values of the address's parameters, in order.
    pub parameters: Vec<String>,
    /// Whether the person is asked to confirm.
    pub came_from: WriteOrigin,
}

impl Admitted {
    /// Longest body that is received, in bytes.
    pub fn longest(&self) -> usize {
        longest(&self.visitor)
    }
}

/// Looks at a form before its body; or says what it gets instead.
pub fn admit(
    portal: &Portal,
    head: Headers,
    came_from: WriteOrigin,
    declared: Option<usize>,
) -> Result<Admitted, Box<Reply>> {
    let portal = match practice::serving(portal, &head) {
        Ok(portal) => portal.into_owned(),
        // Whoever wants to leave can, whatever the practice store says.
        Err(_) if head.path == practice::END && came_from != WriteOrigin::Elsewhere => {
            return Err(led(practice::LEFT, practice::forgotten(portal)));
        }
        Err(error) => return Err(refused(portal, &head, &Visitor::Unknown, &error)),
    };
    let visitor = match Visitor::find(&portal, &head) {
        Ok(visitor) => visitor,
        Err(error) => return Err(refused(&portal, &head, &Visitor::Unknown, &error)),
    };
    let Some((form, parameters)) = find(&head.path) else {
        return Err(refused(&portal, &head, &visitor, &Error::NotFound));
    };
    if came_from == WriteOrigin::Elsewhere {
        return Err(refused(&portal, &head, &visitor, &Error::Forbidden));
    }
    if let Some(elsewhere) = practice::led_elsewhere(&head, &visitor) {
        return Err(led(elsewhere, Vec::new()));
    }
    if matches!(admission(form.audience, &visitor), Admission::Forbidden) {
        return Err(refused(&portal, &head, &visitor, &Error::Forbidden));
    }
    if declared.is_some_and(|declared| declared > longest(&visitor)) {
        return Err(refused(&portal, &head, &visitor, &Error::TooLarge));
    }
    Ok(Admitted { portal, head, visitor, form, parameters, came_from })
}

/// What is typed by somebody who has signed in, or whose session has just ended, may be long.
fn longest(visitor: &Visitor) -> usize {
    match visitor {
        Visitor::Actor(..) | Visitor::Ended(_) => body::LONGEST_BODY,
        Visitor::Unknown => body::LONGEST_OF_A_STRANGER,
    }
}

/// The form of an address.
pub fn find(path: &str) -> Option<(&'static Form, Vec<String>)> {
    FORMS.iter().find_map(|form| matches(form.action, path).map(|parameters| (form, parameters)))
}

fn refused(portal: &Portal, head: &Headers, visitor: &Visitor, error: &Error) -> Box<Reply> {
    Box::new(Reply::page(obstacle(portal, head, visitor, error)))
}

fn led(location: &str, cookies: Vec<String>) -> Box<Reply> {
    Box::new(Reply::Next { location: location.to_owned(), cookies, device: Device::Keeps })
}
