//! Forms: every write is a real form post to a fixed address, answered by 303. The raw fields go to `domain`, which
//! stores and validates them; what cannot be taken is kept in the stash and shown again.

mod admit;
pub mod answers;
mod confirm;
mod handle;
mod later;
pub mod stash;
mod table;

use handle::Reply;
pub use handle::{form, server_function};
pub use table::FORMS;

use super::visitor::Ceremonies;
use contract::{
    display::Display,
    fields::Fields,
    identity::{Actor, Audience, Stays, device::Device},
};
use domain::{
    context::Context,
    error::Error,
    identity::{
        confirm::StepUp,
        sign_in::{Attempt, Before, Browser},
        tries::Origin,
    },
};

/// One form of the portal.
pub struct Form {
    /// Address it posts to, with parameters in braces.
    pub action: &'static str,
    /// Who may post it.
    pub audience: Audience,
    /// The fields that it has; nothing else is looked at or kept.
    pub fields: FieldNames,
    /// The page that holds the form, from the parameters and fields: there the values are shown again.
    pub page: fn(&FormRequest<'_>) -> String,
    /// Fields that are never kept and never written into a page, passwords and codes: name, and key of the label.
    pub secret: &'static [(&'static str, &'static str)],
    /// What it asks of the session, beside that there is one.
    pub step_up: StepUp,
    /// Does it.
    pub handle: fn(&FormRequest<'_>) -> Result<Done, Error>,
}

/// Which fields a form has.
#[derive(Clone, Copy, Debug)]
pub enum FieldNames {
    /// These.
    Named(&'static [&'static str]),
    /// These, and those of the question that the address's last parameter names.
    OfTheQuestionInTheAddress(&'static [&'static str]),
    /// These, and those of the question that the field `question` names.
    OfTheQuestionPosted(&'static [&'static str]),
    /// These, and those that begin so: what they are about stands in the store.
    Prefixed {
        /// Whole names.
        named: &'static [&'static str],
        /// Beginnings.
        prefixes: &'static [&'static str],
    },
}

impl FieldNames {
    /// The fields that the form has, of those that were posted.
    pub fn of(self, fields: &Fields, parameters: &[String]) -> Fields {
        let (named, question, prefixes): (_, _, &[&str]) = match self {
            Self::Named(named) => (named, "", &[]),
            Self::OfTheQuestionInTheAddress(named) => (named, parameters.last().map_or("", String::as_str), &[]),
            Self::OfTheQuestionPosted(named) => (named, fields.first("question"), &[]),
            Self::Prefixed { named, prefixes } => (named, "", prefixes),
        };
        // A question with several fields names them after itself: `dob-year`.
        let asked = |name: &str| {
            let rest = name.strip_prefix(question).filter(|_| !question.is_empty());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
        };
        let begins = |name: &str| prefixes.iter().any(|prefix| name.starts_with(prefix));
        let is_field = |name: &str| named.contains(&name) || asked(name) || begins(name);
        let pairs = fields.pairs().iter().filter(|(name, _)| is_field(name));
        Fields::new(pairs.cloned().collect())
    }
}

impl Form {
    /// The names of its secret fields.
    pub fn secrets(&self) -> Vec<&'static str> {
        self.secret.iter().map(|(name, _)| *name).collect()
    }
}

/// A posted form, after the session was read and the audience checked.
pub struct FormRequest<'a> {
    /// Store, clock, vocabulary.
    pub cx: &'a Context,
    /// The person who posts; none for a visitor.
    pub actor: Option<&'a Actor>,
    /// Values of the address's parameters, in order.
    pub parameters: &'a [String],
    /// What was typed.
    pub fields: &'a Fields,
    /// Where it comes from, for limits.
    pub origin: Origin<'a>,
    /// The sign-in that had to wait, and did.
    pub waited: Option<&'a Attempt>,
    /// What the browser calls itself.
    pub device: Device,
    /// Keys of the challenges that a passkey may have answered.
    pub ceremonies: &'a Ceremonies,
    /// The session that is being replaced or ended.
    pub session: Option<&'a str>,
    /// Language and mode before the post.
    pub display: Display,
    /// The same, where this browser has chosen it.
    pub chosen: Option<Display>,
    /// What the browser told `/check` before; empty for every other form.
    pub answers: &'a Fields,
}

impl FormRequest<'_> {
    /// The n-th parameter of the address.
    pub fn parameter(&self, index: usize) -> &str {
        self.parameters.get(index).map_or("", String::as_str)
    }

    /// The browser, for a session that begins.
    pub fn browser(&self) -> Browser<'_> {
        Browser { session: self.session, chosen: self.chosen, device: self.device }
    }

    /// The person who posts. The audience was checked before, so this fails only on a form declared for everyone.
    ///
    /// # Errors
    /// Nobody signed in.
    pub fn person(&self) -> Result<&Actor, Error> {
        self.actor.ok_or(Error::SignInNeeded)
    }
}

/// What a form leads to.
pub enum Done {
    /// The next page.
    SeeOther(String),
    /// A new session, and the next page.
    SignedIn {
        /// Token of the session, for its cookie.
        token: String,
        /// Whether it stays on the device.
        stays: Stays,
        /// What the device is known by, for its cookie.
        known_device: String,
        /// Display of the account, for a browser that has not chosen one.
        display: Option<Display>,
        /// Who was signed in here before.
        before: Before,
        /// The next page.
        location: String,
    },
    /// The session goes on under a new token: the person has proved who they are.
    Confirmed {
        /// The token, for its cookie.
        token: String,
        /// The next page, where the person goes on.
        location: String,
    },
    /// The same form once more, after a pause.
    Slowed(Box<Attempt>),
    /// The session ended.
    SignedOut,
    /// Somebody invented begins to practise.
    PracticeBegun,
    /// Practice is over; the real session, if there is one, goes on.
    PracticeLeft,
    /// The answers of `/check` in place of those before, and the next page.
    Answered(Vec<(String, String)>, String),
    /// The answers of `/check` are thrown away; the next page.
    Erased(String),
    /// The display was changed; back to the page it was changed on.
    Display(Display, String),
}
