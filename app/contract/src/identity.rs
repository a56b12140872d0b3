//! Who is asking: accounts, roles, sessions, and the ways in.

pub mod device;

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
    /// Whether the person said that the device is theirs.
    pub stays: Stays,
    /// Whether a passkey does it too.
    pub passkeys: bool,
    /// How staff come in.
    pub staff: StaffWay,
}

/// How staff come in at this address.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum StaffWay {
    /// By a password or a passkey: the portal runs on this machine, for itself.
    #[default]
    Either,
    /// By a passkey alone.
    Passkey,
}

impl StaffWay {
    /// Whether passwords open no account of staff.
    pub fn of(needs_passkey: bool) -> Self {
        if needs_passkey { Self::Passkey } else { Self::Either }
    }
}

/// `/sign-in/staff`: the first passkey of somebody of staff. Form fields: `code`, `name`, `credential`; posted there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct JoinPage {
    /// Whether there can be passkeys at this address.
    pub possible: bool,
    /// How staff come in.
    pub staff: StaffWay,
    /// The name that was typed, or else what the page is looked at with.
    pub typed: Option<String>,
    /// What the page is looked at with, which the passkey is named after.
    pub device: device::Device,
    /// What needs mending.
    pub errors: Vec<FieldError>,
}

/// What opens an account beside its passkeys: what people are told to do when one does not work.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum OtherWay {
    /// A password.
    #[default]
    Password,
    /// Nothing: staff where the address is https.
    Nothing,
}

/// Whether a session stays on a person's own device.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stays {
    /// It ends after a while of rest.
    #[default]
    No,
    /// It stays for 30 days.
    Yes,
}

impl Stays {
    /// Reads the form field: `yes`, or anything else.
    pub fn from_field(text: &str) -> Self {
        if text == "yes" { Self::Yes } else { Self::No }
    }
}

/// `/account/confirm`: the person proves once more who they are, before something that counts. Form fields: `password`,
/// `next`; posted to `/account/confirm`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfirmPage {
    /// Where to go afterwards; always an address of this portal.
    pub next: String,
    /// What needs mending.
    pub errors: Vec<FieldError>,
    /// Whether the person has a passkey to do it with.
    pub passkeys: bool,
    /// What does it otherwise.
    pub other: OtherWay,
}

/// `/account/sessions`: where the person is signed in, the last seen first. One is ended by
/// `/account/sessions/{id}/end`, all others by `/account/sessions/end-others`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionsPage {
    /// Every session that has not ended.
    pub sessions: Vec<SessionRow>,
}

/// One session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionRow {
    /// Its name in addresses.
    pub id: String,
    /// On what.
    pub device: device::Device,
    /// It is the one that asks.
    pub is_this: bool,
    /// When it was last seen, epoch milliseconds; exact to five minutes.
    pub last_seen_at: i64,
    /// When it began, epoch milliseconds.
    pub began_at: i64,
    /// Whether it stays on the device.
    pub stays: Stays,
}

/// `/account/passkeys`: the person's passkeys. One is added by `/account/passkeys/add` (`name`, `credential`, `next`), renamed by
/// `/account/passkeys/{id}/rename` (`name-{id}`) and removed by `/account/passkeys/{id}/remove`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasskeysPage {
    /// The passkeys, the oldest first.
    pub passkeys: Vec<PasskeyRow>,
    /// Whether there can be any at this address.
    pub possible: bool,
    /// What the page is looked at with, which a new one is named after.
    pub device: device::Device,
    /// Whether there are as many as one person may have.
    pub is_full: bool,
    /// The name that was typed for a new one.
    pub typed: Option<String>,
    /// Where the person goes on once there is another one: the page whose form waits for it. Empty when none does.
    pub next: String,
    /// What was done a moment ago.
    pub changed: Option<PasskeyChanged>,
    /// A second one has to be made before anything else.
    pub second_needed: bool,
    /// How many other sessions there are, which can be ended after one was added.
    pub others: usize,
    /// What opens the account beside them.
    pub other: OtherWay,
    /// What needs mending.
    pub errors: Vec<FieldError>,
}

/// One passkey.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasskeyRow {
    /// Its id.
    pub id: String,
    /// What the person calls it.
    pub name: String,
    /// Another name that was typed, and not taken yet.
    pub typed: Option<String>,
    /// On what it was made.
    pub made_on: device::Device,
    /// When it was made, epoch milliseconds.
    pub created_at: i64,
    /// When it was last used, epoch milliseconds.
    pub last_used_at: Option<i64>,
    /// On what.
    pub last_device: Option<device::Device>,
}

/// What was done with a passkey a moment ago.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PasskeyChanged {
    /// It was added.
    Added,
    /// It has another name.
    Renamed,
    /// It is gone.
    Removed,
}

impl PasskeyChanged {
    /// Reads it from the address.
    pub fn from_text(text: &str) -> Option<Self> {
        match text {
            "added" => Some(Self::Added),
            "renamed" => Some(Self::Renamed),
            "removed" => Some(Self::Removed),
            _ => None,
        }
    }
}

/// `/account/password`: another password. Form fields: `password`, `others`; posted to `/account/password`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasswordPage {
    /// When it was last set by the person, epoch milliseconds.
    pub set_at: Option<i64>,
    /// How many other sessions there are, which can be ended with it.
    pub others: usize,
    /// What needs mending.
    pub errors: Vec<FieldError>,
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
    /// Whether there are ways in to look after: not while practising.
    pub ways_in: bool,
    /// Whether a password is one of them.
    pub password: bool,
    /// What was changed a moment ago.
    pub changed: Option<WayChanged>,
}

/// What happened to somebody's ways in before they signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum WayNews {
    /// A passkey was added.
    Added,
    /// One was removed.
    Removed,
    /// One was refused, since somebody may have copied it.
    Refused,
    /// There is another password.
    Password,
}

/// Which way in was changed a moment ago.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum WayChanged {
    /// The password.
    Password,
}

impl WayChanged {
    /// Reads it from the address.
    pub fn from_text(text: &str) -> Option<Self> {
        (text == "password").then_some(Self::Password)
    }
}
