//! Notices: the inbox.

use crate::ids::NoticeId;
use crate::paging::PageNumber;
use policy::text::Text;
use serde::{Deserialize, Serialize};

/// What a notice is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoticeKind {
    /// The city found something for the resident.
    OfferFound,
    /// Granted without application.
    OfferGranted,
    /// An application arrived; the receipt number is in it.
    ApplicationReceived,
    /// The caseworker asks for something.
    QuestionAsked,
    /// The application was granted.
    ApplicationGranted,
    /// The application was refused.
    ApplicationRefused,
    /// A department checks a fact.
    DisputeOpened,
    /// Another amount is given.
    OfferChanged,
    /// A benefit ends.
    OfferEnded,
}

impl NoticeKind {
    /// Every kind.
    pub const ALL: [Self; 9] = [
        Self::OfferFound,
        Self::OfferGranted,
        Self::ApplicationReceived,
        Self::QuestionAsked,
        Self::ApplicationGranted,
        Self::ApplicationRefused,
        Self::DisputeOpened,
        Self::OfferChanged,
        Self::OfferEnded,
    ];

    /// Stable name, as stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::OfferFound => "offer-found",
            Self::OfferGranted => "offer-granted",
            Self::ApplicationReceived => "application-received",
            Self::QuestionAsked => "question-asked",
            Self::ApplicationGranted => "application-granted",
            Self::ApplicationRefused => "application-refused",
            Self::DisputeOpened => "dispute-opened",
            Self::OfferChanged => "offer-changed",
            Self::OfferEnded => "offer-ended",
        }
    }

    /// Reads a stored name.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// `/inbox`. "Mark all as read" is posted to `/inbox/read`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InboxPage {
    /// Notices, newest first.
    pub notices: Vec<NoticeView>,
    /// Which page of the list this is.
    pub number: PageNumber,
}

/// One notice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeView {
    /// The notice.
    pub id: NoticeId,
    /// What it is about.
    pub kind: NoticeKind,
    /// The policy's or the item's title.
    pub title: Text,
    /// When, epoch milliseconds.
    pub at: i64,
    /// Not read yet.
    pub unread: bool,
    /// Where to go.
    pub address: String,
}
