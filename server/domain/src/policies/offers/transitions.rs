//! How an offer moves on: what people and the office have done about it, and what the policy says about the person
//! today. Both are kept; neither overwrites the other.

use contract::policies::OfferState;
use policy::document::Delivery;

/// What people and the office have done about an offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OfferProgress {
    /// Nothing yet.
    Open,
    /// The resident put it off.
    Later,
    /// The resident does not want to see it again.
    Never,
    /// The resident has read what the policy only informs of.
    Read,
    /// The resident said yes, and it is being arranged.
    Accepted,
    /// An application was begun or sent.
    Applied,
    /// It was given: without application, after a yes once it was carried out, or by a decision.
    Granted,
    /// It could not be carried out after a yes. Neither open, so that nobody is asked again what they told the caller; nor
    /// refused, because nobody decided against the person. Its resident can take it up again.
    NotCarriedOut,
    /// The application was not granted.
    Refused,
    /// Nobody answered in time, of a policy that ends its offers then.
    Lapsed,
}

impl OfferProgress {
    /// Every one.
    pub const ALL: [Self; 10] = [
        Self::Open,
        Self::Later,
        Self::Never,
        Self::Read,
        Self::Accepted,
        Self::Applied,
        Self::Granted,
        Self::NotCarriedOut,
        Self::Refused,
        Self::Lapsed,
    ];

    /// Stable name, as stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Later => "later",
            Self::Never => "never",
            Self::Read => "read",
            Self::Accepted => "accepted",
            Self::Applied => "applied",
            Self::Granted => "granted",
            Self::NotCarriedOut => "not-carried-out",
            Self::Refused => "refused",
            Self::Lapsed => "lapsed",
        }
    }

    /// Reads a stored name.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|progress| progress.as_str() == text)
    }
}

/// What the policy says about the person, as it was last decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OfferVerdict {
    /// It is meant for them.
    Eligible,
    /// A fact is missing that was there before.
    Undetermined,
    /// It is not meant for them any more.
    NotEligible,
    /// The policy is over, or was withdrawn.
    PolicyOver,
}

impl OfferVerdict {
    /// Every one.
    pub const ALL: [Self; 4] = [Self::Eligible, Self::Undetermined, Self::NotEligible, Self::PolicyOver];

    /// Stable name, as stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Eligible => "eligible",
            Self::Undetermined => "undetermined",
            Self::NotEligible => "not-eligible",
            Self::PolicyOver => "policy-over",
        }
    }

    /// Reads a stored name.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verdict| verdict.as_str() == text)
    }

    /// Whether there is an offer at all.
    fn holds(self) -> bool {
        matches!(self, Self::Eligible | Self::Undetermined)
    }
}

/// How an offer stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct OfferStanding {
    /// What was done about it.
    pub progress: OfferProgress,
    /// What the policy says.
    pub verdict: OfferVerdict,
}

/// What can happen to an offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OfferEvent {
    /// The policy is meant for the person, and reaches them in this way.
    FoundEligible(Delivery),
    /// A fact is missing.
    FoundUndetermined,
    /// The policy is not meant for the person.
    FoundNotEligible,
    /// The policy ended or was withdrawn.
    PolicyEnded,
    /// The resident says yes to what waits for one tap.
    Accepted,
    /// The resident takes the yes back.
    AcceptanceTakenBack,
    /// The department carried out what was said yes to.
    CarriedOut,
    /// The department could not carry it out.
    NotCarriedOut,
    /// The resident has read what is only to be known.
    Read,
    /// The resident puts it off.
    PutOff,
    /// The resident does not want to see it again.
    Declined,
    /// The resident takes up what they had put off or did not want to see again, or what could not be carried out.
    TakenUpAgain,
    /// The resident begins an application for it.
    ApplicationBegun,
    /// The resident takes the application back.
    ApplicationWithdrawn,
    /// A caseworker grants the application.
    ApplicationGranted,
    /// A caseworker refuses the application.
    ApplicationRefused,
    /// Nobody answered for as long as the policy waits.
    Unanswered,
}

impl OfferEvent {
    /// Every kind; the first stands for all ways of delivery.
    pub const ALL: [Self; 17] = [
        Self::FoundEligible(Delivery::Apply),
        Self::FoundUndetermined,
        Self::FoundNotEligible,
        Self::PolicyEnded,
        Self::Accepted,
        Self::AcceptanceTakenBack,
        Self::CarriedOut,
        Self::NotCarriedOut,
        Self::Read,
        Self::PutOff,
        Self::Declined,
        Self::TakenUpAgain,
        Self::ApplicationBegun,
        Self::ApplicationWithdrawn,
        Self::ApplicationGranted,
        Self::ApplicationRefused,
        Self::Unanswered,
    ];

    /// Stable name, as stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::FoundEligible(_) => "found-eligible",
            Self::FoundUndetermined => "found-undetermined",
            Self::FoundNotEligible => "found-not-eligible",
            Self::PolicyEnded => "policy-ended",
            Self::Accepted => "accepted",
            Self::AcceptanceTakenBack => "acceptance-taken-back",
            Self::CarriedOut => "carried-out",
            Self::NotCarriedOut => "not-carried-out",
            Self::Read => "read",
            Self::PutOff => "put-off",
            Self::Declined => "declined",
            Self::TakenUpAgain => "taken-up-again",
            Self::ApplicationBegun => "application-begun",
            Self::ApplicationWithdrawn => "application-withdrawn",
            Self::ApplicationGranted => "application-granted",
            Self::ApplicationRefused => "application-refused",
            Self::Unanswered => "unanswered",
        }
    }
}

impl OfferStanding {
    /// A new offer of a policy that reaches people in this way.
    pub fn new(delivery: Delivery) -> Self {
        Self { progress: first_progress(delivery), verdict: OfferVerdict::Eligible }
    }

    /// How it stands after an event; nothing where the event cannot happen to it.
    pub fn next(self, event: OfferEvent) -> Option<Self> {
        let progress = match event {
            OfferEvent::FoundEligible(delivery) => return Some(self.found_eligible(delivery)),
            // What has ended is not opened by a fact that is missing.
            OfferEvent::FoundUndetermined if self.verdict.holds() => {
                return Some(self.with(OfferVerdict::Undetermined));
            }
            OfferEvent::FoundUndetermined => return Some(self),
            OfferEvent::FoundNotEligible => return Some(self.over(OfferVerdict::NotEligible)),
            OfferEvent::PolicyEnded => return Some(self.over(OfferVerdict::PolicyOver)),
            OfferEvent::Accepted if self.waits() => OfferProgress::Accepted,
            // Whatever the policy says meanwhile: what was promised is answered.
            OfferEvent::AcceptanceTakenBack if self.progress == OfferProgress::Accepted => OfferProgress::Open,
            OfferEvent::CarriedOut if self.progress == OfferProgress::Accepted => OfferProgress::Granted,
            OfferEvent::NotCarriedOut if self.progress == OfferProgress::Accepted => OfferProgress::NotCarriedOut,
            OfferEvent::Read if self.waits() => OfferProgress::Read,
            OfferEvent::PutOff if self.waits() => OfferProgress::Later,
            OfferEvent::Declined if self.waits() => OfferProgress::Never,
            // Whatever the policy says meanwhile.
            OfferEvent::TakenUpAgain if self.can_be_taken_up_again() => OfferProgress::Open,
            // Whoever applies is not stopped by a missing fact, nor by an answer of theirs from before.
            OfferEvent::ApplicationBegun if self.verdict.holds() => match self.progress {
                OfferProgress::Open
                | OfferProgress::Later
                | OfferProgress::Never
                | OfferProgress::Read
                | OfferProgress::NotCarriedOut
                | OfferProgress::Lapsed => OfferProgress::Applied,
                OfferProgress::Applied => OfferProgress::Applied,
                OfferProgress::Accepted | OfferProgress::Granted | OfferProgress::Refused => return None,
            },
            OfferEvent::ApplicationWithdrawn => match self.progress {
                OfferProgress::Applied | OfferProgress::Granted | OfferProgress::Refused => OfferProgress::Open,
                OfferProgress::Open
                | OfferProgress::Later
                | OfferProgress::Never
                | OfferProgress::Read
                | OfferProgress::Accepted
                | OfferProgress::NotCarriedOut
                | OfferProgress::Lapsed => return None,
            },
            // A decision of the office stands, whatever the rule says of today.
            OfferEvent::ApplicationGranted => OfferProgress::Granted,
            OfferEvent::ApplicationRefused => OfferProgress::Refused,
            // "Later" is an answer.
            OfferEvent::Unanswered if self.progress == OfferProgress::Open && self.waits() => OfferProgress::Lapsed,
            OfferEvent::Accepted
            | OfferEvent::AcceptanceTakenBack
            | OfferEvent::CarriedOut
            | OfferEvent::NotCarriedOut
            | OfferEvent::Read
            | OfferEvent::PutOff
            | OfferEvent::Declined
            | OfferEvent::TakenUpAgain
            | OfferEvent::ApplicationBegun
            | OfferEvent::Unanswered => return None,
        };
        Some(Self { progress, ..self })
    }

    /// What people are shown.
    pub fn shown(self) -> OfferState {
        match (self.progress, self.verdict) {
            (OfferProgress::Never, _) => OfferState::Never,
            (OfferProgress::Accepted, _) => OfferState::Accepted,
            (OfferProgress::Applied, _) => OfferState::Applied,
            (OfferProgress::Granted, _) => OfferState::Granted,
            (OfferProgress::NotCarriedOut, _) => OfferState::NotCarriedOut,
            (OfferProgress::Refused, _) => OfferState::Refused,
            (_, OfferVerdict::NotEligible | OfferVerdict::PolicyOver) => OfferState::Ended,
            (OfferProgress::Read, _) => OfferState::Read,
            (OfferProgress::Lapsed, _) => OfferState::Lapsed,
            (OfferProgress::Open | OfferProgress::Later, OfferVerdict::Undetermined) => OfferState::BeingChecked,
            (OfferProgress::Open, OfferVerdict::Eligible) => OfferState::Open,
            (OfferProgress::Later, OfferVerdict::Eligible) => OfferState::Later,
        }
    }

    /// Whether it waits for a word of the resident.
    fn waits(self) -> bool {
        matches!(self.progress, OfferProgress::Open | OfferProgress::Later) && self.verdict == OfferVerdict::Eligible
    }

    /// Whether its person put it aside, or the department could not carry it out.
    fn can_be_taken_up_again(self) -> bool {
        matches!(self.progress, OfferProgress::Later | OfferProgress::Never | OfferProgress::NotCarriedOut)
    }

    fn with(self, verdict: OfferVerdict) -> Self {
        Self { verdict, ..self }
    }

    fn found_eligible(self, delivery: Delivery) -> Self {
        let progress = match (self.progress, delivery) {
            // What waited is given without asking, now that the policy reaches people in that way.
            (
                OfferProgress::Open | OfferProgress::Later | OfferProgress::Read | OfferProgress::Lapsed,
                Delivery::Automatic,
            ) => OfferProgress::Granted,
            (progress, _) => progress,
        };
        Self { progress, verdict: OfferVerdict::Eligible }
    }

    /// The policy says no, or nothing any more. Only a change of what it says ends what was given; what was decided
    /// against its word stays. The wish not to be asked again stays too, and so does what is on its way: an application, and
    /// what was promised after a yes.
    fn over(self, verdict: OfferVerdict) -> Self {
        if !self.verdict.holds() {
            return self.with(verdict);
        }
        let progress = match self.progress {
            // What was put away for silence is offered anew when it comes back.
            OfferProgress::Open
            | OfferProgress::Later
            | OfferProgress::Read
            | OfferProgress::Granted
            | OfferProgress::Lapsed => OfferProgress::Open,
            OfferProgress::Never => OfferProgress::Never,
            OfferProgress::Accepted => OfferProgress::Accepted,
            OfferProgress::Applied => OfferProgress::Applied,
            OfferProgress::NotCarriedOut => OfferProgress::NotCarriedOut,
            OfferProgress::Refused => OfferProgress::Refused,
        };
        Self { progress, verdict }
    }
}

fn first_progress(delivery: Delivery) -> OfferProgress {
    match delivery {
        Delivery::Automatic => OfferProgress::Granted,
        Delivery::Confirm | Delivery::Apply | Delivery::ApplyThenAutomatic | Delivery::Inform => OfferProgress::Open,
    }
}

#[cfg(test)]
mod tests;
