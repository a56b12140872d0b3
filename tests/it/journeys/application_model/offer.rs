//! The offer that the applications are for, as the model knows it.

use contract::ids::ResidentId;
use domain::{
    context::Context,
    policies::offers::{
        record::of_resident,
        transitions::{OfferProgress, OfferVerdict},
    },
};

/// What was done about it, what the policy says, and the application that it waits for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    pub id: String,
    progress: OfferProgress,
    verdict: OfferVerdict,
    application: Option<String>,
}

impl Offer {
    /// As it is stored.
    pub fn read(cx: &Context, resident: &ResidentId, id: &str) -> Self {
        let all = cx.read(|connection| of_resident(connection, resident)).unwrap();
        let stored = all.into_iter().find(|offer| offer.id == id).unwrap();
        let standing = stored.standing();
        Self { id: stored.id, progress: standing.progress, verdict: standing.verdict, application: stored.application }
    }

    /// Somebody applies. Answers whether the application takes the offer along.
    pub fn begins(&mut self) -> bool {
        let waits = self.verdict == OfferVerdict::Eligible && self.progress == OfferProgress::Open;
        if waits {
            // What was applied for before is over.
            (self.progress, self.application) = (OfferProgress::Applied, None);
        }
        waits || self.is_begun()
    }

    fn is_begun(&self) -> bool {
        self.verdict == OfferVerdict::Eligible && self.progress == OfferProgress::Applied
    }

    /// What was begun for it is sent.
    pub fn is_applied_for(&mut self, application: &str) {
        if self.begins() || (self.progress == OfferProgress::Applied && self.application.is_none()) {
            self.application = Some(application.to_owned());
        }
    }

    /// A withdrawal is taken back: it goes on where the policy is still meant for the resident.
    pub fn is_taken_up_again(&mut self, application: &str) {
        if self.begins() {
            self.application = Some(application.to_owned());
        }
    }

    /// The draft that was begun for it is thrown away.
    pub fn draft_is_discarded(&mut self) {
        if self.application.is_none() && self.progress == OfferProgress::Applied {
            self.progress = OfferProgress::Open;
        }
    }

    /// The application that it waits for is taken back.
    pub fn is_withdrawn(&mut self, application: &str) {
        if self.is_of(application) && self.progress != OfferProgress::Open {
            (self.progress, self.application) = (OfferProgress::Open, None);
        }
    }

    /// An application is granted: it gives what another one asked for too, or was refused.
    pub fn is_granted(&mut self, application: &str) {
        let waits_for_another = matches!(self.progress, OfferProgress::Applied | OfferProgress::Refused);
        if self.is_of(application) || (self.application.is_some() && waits_for_another) {
            (self.progress, self.application) = (OfferProgress::Granted, Some(application.to_owned()));
        }
    }

    /// The application that it waits for is refused.
    pub fn is_refused(&mut self, application: &str) {
        if self.is_of(application) {
            self.progress = OfferProgress::Refused;
        }
    }

    /// The policy says something else of the resident. What was given ends; what is on its way, or was refused, stays.
    pub fn is_found(&mut self, verdict: OfferVerdict) {
        if verdict == OfferVerdict::NotEligible
            && self.verdict == OfferVerdict::Eligible
            && self.progress == OfferProgress::Granted
        {
            self.progress = OfferProgress::Open;
        }
        self.verdict = verdict;
    }

    /// An application that is being worked on is what its offer shows.
    pub fn shows(&self, application: &str) -> bool {
        self.is_of(application) && self.progress == OfferProgress::Applied
    }

    pub fn is_of(&self, application: &str) -> bool {
        self.application.as_deref() == Some(application)
    }
}
