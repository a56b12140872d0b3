//! Notices: the inbox.

use crate::ids::NoticeId;
use crate::paging::PageNumber;
use jiff::civil::Date;
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
    /// Another department checks it now.
    DisputePassedOn,
    /// The department has corrected the fact.
    DisputeCorrected,
    /// The department found that the fact is right.
    DisputeUpheld,
    /// Another amount is given.
    OfferChanged,
    /// A benefit ends.
    OfferEnded,
    /// Nobody answered in time.
    OfferLapsed,
    /// Said ahead: on a day to come it is given by itself.
    SoonGranted,
    /// Said ahead: from a day to come it is meant for the resident.
    SoonFound,
    /// Said ahead: from a day to come the resident can apply for it.
    SoonToApply,
    /// Said ahead: from a day to come it is there no more.
    SoonEnded,
    /// Said ahead: without an answer it ends on a day to come.
    SoonLapsed,
    /// The promised day has passed, and there is no decision yet.
    ApplicationLate,
    /// The department and the resident agreed on a day.
    ArrangementAppointed,
    /// What was said yes to was carried out.
    ArrangementDone,
    /// It could not be carried out.
    ArrangementNotDone,
    /// The promised day has passed, and nothing was done.
    ArrangementLate,
    /// The password of the account was changed.
    PasswordChanged,
    /// A passkey was added to the account.
    PasskeyAdded,
    /// A passkey was removed from the account.
    PasskeyRemoved,
    /// A passkey was refused: it may have been copied.
    PasskeyRefused,
}

impl NoticeKind {
    /// Every kind.
    pub const ALL: [Self; 27] = [
        Self::OfferFound,
        Self::OfferGranted,
        Self::ApplicationReceived,
        Self::QuestionAsked,
        Self::ApplicationGranted,
        Self::ApplicationRefused,
        Self::DisputeOpened,
        Self::DisputePassedOn,
        Self::DisputeCorrected,
        Self::DisputeUpheld,
        Self::OfferChanged,
        Self::OfferEnded,
        Self::OfferLapsed,
        Self::SoonGranted,
        Self::SoonFound,
        Self::SoonToApply,
        Self::SoonEnded,
        Self::SoonLapsed,
        Self::ApplicationLate,
        Self::ArrangementAppointed,
        Self::ArrangementDone,
        Self::ArrangementNotDone,
        Self::ArrangementLate,
        Self::PasswordChanged,
        Self::PasskeyAdded,
        Self::PasskeyRemoved,
        Self::PasskeyRefused,
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
            Self::DisputePassedOn => "dispute-passed-on",
            Self::DisputeCorrected => "dispute-corrected",
            Self::DisputeUpheld => "dispute-upheld",
            Self::OfferChanged => "offer-changed",
            Self::OfferEnded => "offer-ended",
            Self::OfferLapsed => "offer-lapsed",
            Self::SoonGranted => "soon-granted",
            Self::SoonFound => "soon-found",
            Self::SoonToApply => "soon-to-apply",
            Self::SoonEnded => "soon-ended",
            Self::SoonLapsed => "soon-lapsed",
            Self::ApplicationLate => "application-late",
            Self::ArrangementAppointed => "arrangement-appointed",
            Self::ArrangementDone => "arrangement-done",
            Self::ArrangementNotDone => "arrangement-not-done",
            Self::ArrangementLate => "arrangement-late",
            Self::PasswordChanged => "password-changed",
            Self::PasskeyAdded => "passkey-added",
            Self::PasskeyRemoved => "passkey-removed",
            Self::PasskeyRefused => "passkey-refused",
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
    /// The policy's or the item's title, or the name of a fact.
    pub title: Text,
    /// How many things were found together, where it stands for several.
    pub found_together: Option<usize>,
    /// The day to come that it is about.
    pub day: Option<Date>,
    /// The day from which one can apply for what comes on that day, where it is known.
    pub apply_from: Option<Date>,
    /// When, epoch milliseconds.
    pub at: i64,
    /// Not read yet.
    pub unread: bool,
    /// Where to go.
    pub address: String,
}
