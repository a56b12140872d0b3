//! What people must be told: one notice for each change that matters to them, and none besides.

use super::standing::Offer;
use contract::notices::NoticeKind;
use std::collections::BTreeMap;

/// What makes the portal leave a notice of a kind. A kind that is new has to be put in its place here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// An offer stands otherwise than its person was last told.
    Standing,
    /// A day to come, or one that has passed.
    Ahead,
    /// An act of somebody, and the notice stands for it.
    Act,
}

/// Why there are notices of a kind.
pub fn cause(kind: NoticeKind) -> Cause {
    match kind {
        NoticeKind::OfferFound | NoticeKind::OfferGranted | NoticeKind::OfferChanged | NoticeKind::OfferEnded => {
            Cause::Standing
        }
        NoticeKind::OfferLapsed => Cause::Standing,
        NoticeKind::SoonGranted
        | NoticeKind::SoonFound
        | NoticeKind::SoonToApply
        | NoticeKind::SoonEnded
        | NoticeKind::SoonLapsed
        | NoticeKind::ArrangementLate
        | NoticeKind::ApplicationLate => Cause::Ahead,
        NoticeKind::ApplicationReceived
        | NoticeKind::QuestionAsked
        | NoticeKind::ApplicationGranted
        | NoticeKind::ApplicationRefused
        | NoticeKind::DisputeOpened
        | NoticeKind::DisputePassedOn
        | NoticeKind::DisputeCorrected
        | NoticeKind::DisputeUpheld
        | NoticeKind::ArrangementAppointed
        | NoticeKind::ArrangementDone
        | NoticeKind::ArrangementNotDone
        | NoticeKind::PasswordChanged
        | NoticeKind::PasskeyAdded
        | NoticeKind::PasskeyRemoved
        | NoticeKind::PasskeyRefused => Cause::Act,
    }
}

/// The notice that an offer deserves as it stands now, from what its person was last told.
pub fn of_standing(offer: &Offer) -> Option<NoticeKind> {
    let (now, given) = (offer.shown(), offer.given);
    let before = offer.told.map(|(state, _)| state);
    match (before, now) {
        // Another amount is told to whoever gets it, or said yes to it.
        (Some("granted"), "granted") | (Some("accepted"), "accepted") => {
            offer.told.is_some_and(|(_, told)| told != given).then_some(NoticeKind::OfferChanged)
        }
        (Some(before), now) if before == now => None,
        // What came and went while nobody was told.
        (None, "ended") => None,
        // A fact that was missing for a while.
        (Some("being-checked"), "open") => None,
        (_, "open") => Some(NoticeKind::OfferFound),
        (_, "granted") => Some(NoticeKind::OfferGranted),
        (_, "ended") => Some(NoticeKind::OfferEnded),
        (_, "lapsed") => Some(NoticeKind::OfferLapsed),
        // What somebody did themselves, or is looked into.
        _ => None,
    }
}

/// Notices by the row of the person, the kind, and the policy or `application`.
pub type Notices = BTreeMap<(usize, &'static str, String), i64>;

/// Adds one.
pub fn add(notices: &mut Notices, row: usize, kind: NoticeKind, about: &str) {
    *notices.entry((row, kind.as_str(), about.to_owned())).or_default() += 1;
}
