//! Who is asking: accounts, roles, and the sign-in page.

use crate::{
    error::FieldError,
    ids::{AccountId, ResidentId},
};
use serde::{Deserialize, Serialize};

/// What a person may do. One account may have several roles; `Auditor` and `Administrator` are never together
/// (GB/T 22239-2019 8.1.4.2 d: separation of duties).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Sees their own data, offers and applications.
    Resident,
    /// Handles the cases of one district.
    Caseworker,
    /// Sees and hands over the cases of every district, and answers what departments left unanswered.
    Supervisor,
    /// Answers for the facts of one department.
    Department,
    /// Writes policies.
    Author,
    /// Publishes what somebody else wrote.
    Publisher,
    /// Reads the journal.
    Auditor,
    /// Runs the program: jobs, accounts.
    Administrator,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 8] = [
        Self::Resident,
        Self::Caseworker,
        Self::Supervisor,
        Self::Department,
        Self::Author,
        Self::Publisher,
        Self::Auditor,
        Self::Administrator,
    ];

    /// Stable name, as stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Resident => "resident",
            Self::Caseworker => "caseworker",
            Self::Supervisor => "supervisor",
            Self::Department => "department",
            Self::Author => "author",
            Self::Publisher => "publisher",
            Self::Auditor => "auditor",
            Self::Administrator => "administrator",
        }
    }

    /// Reads a stored name.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == text)
    }
}

/// The person behind a request, read from the session.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// The account that signed in.
    pub account: AccountId,
    /// The resident the account belongs to; none for staff.
    pub resident: Option<ResidentId>,
    /// What they may do.
    pub roles: Vec<Role>,
    /// The name in the account's own words. Personal: not printed by `Debug`.
    pub name: String,
    /// District of a caseworker, GB/T 2260 code.
    pub district: Option<String>,
    /// The department for whose facts somebody answers: its id in the vocabulary.
    pub department: Option<String>,
}

impl Actor {
    /// Whether the account has the role.
    pub fn is(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }
}

impl std::fmt::Debug for Actor {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Actor")
            .field("account", &self.account)
            .field("roles", &self.roles)
            .finish_non_exhaustive()
    }
}

/// Who may open a page or post a form: the declared rule that the sweeps hold every route against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Anybody, signed in or not.
    Everyone,
    /// Any account.
    SignedIn,
    /// Accounts with one of these roles.
    Roles(&'static [Role]),
}

impl Audience {
    /// Whether this person may enter. `None` is a visitor who has not signed in.
    pub fn admits(self, actor: Option<&Actor>) -> bool {
        match (self, actor) {
            (Self::Everyone, _) => true,
            (_, None) => false,
            (Self::SignedIn, Some(_)) => true,
            (Self::Roles(roles), Some(actor)) => roles.iter().any(|role| actor.is(*role)),
        }
    }
}

/// `/sign-in`. Form fields: `identifier`, `password`, `next`; posted to `/sign-in`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInPage {
    /// What was typed: identity number, phone number or staff name. Kept when the page comes again.
    pub identifier: String,
    /// Where to go afterwards; always an address of this portal.
    pub next: String,
    /// What needs mending.
    pub errors: Vec<FieldError>,
    /// The session ended while a form was open, and what was typed is kept for this account.
    pub kept: bool,
}

/// `/account`: the account itself. Sign-out is posted to `/sign-out`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountPage {
    /// The name in the account's own words.
    pub name: String,
    /// What they may do.
    pub roles: Vec<Role>,
    /// The phone number with all but the last four digits hidden.
    pub phone_ending: Option<String>,
    /// When this session ends at the latest, epoch milliseconds.
    pub session_ends_at: i64,
}
