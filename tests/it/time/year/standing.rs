//! How an offer stands, by the rules that the documentation states: what people and the office did about it, and what the
//! policy says, are kept apart.

use jiff::civil::Date;
use policy::document::Delivery;

/// What people and the office did about an offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    Open,
    Later,
    Never,
    Read,
    Accepted,
    Applied,
    Granted,
    NotCarriedOut,
    Refused,
    /// Nobody answered in time.
    Lapsed,
}

/// What the policy says of the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Says {
    Yes,
    Unknown,
    No,
    Over,
}

/// What is given: fen or hours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Given {
    pub fen: Option<i64>,
    pub hours: Option<i64>,
}

/// What somebody does about an offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    Accept,
    TakeYesBack,
    CarryOut,
    FailToCarryOut,
    Later,
    Never,
    BeginApplication,
    TakeApplicationBack,
    Grant,
    Refuse,
}

/// One offer as it must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offer {
    pub progress: Progress,
    pub says: Says,
    pub given: Given,
    /// Place of the version that it follows.
    pub version: usize,
    /// What its person was last told; nothing when they know nothing of it.
    pub told: Option<(&'static str, Given)>,
    /// The day on which they were told.
    pub told_on: Option<Date>,
    /// It changed since.
    pub is_untold: bool,
}

impl Progress {
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
}

impl Says {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Yes => "eligible",
            Self::Unknown => "undetermined",
            Self::No => "not-eligible",
            Self::Over => "policy-over",
        }
    }
}

impl Offer {
    /// A new one: what reaches people without a word of theirs is given at once.
    pub fn new(delivery: Delivery, version: usize, given: Given) -> Self {
        let progress = if delivery == Delivery::Automatic { Progress::Granted } else { Progress::Open };
        Self { progress, says: Says::Yes, given, version, told: None, told_on: None, is_untold: true }
    }

    /// What people are shown.
    pub fn shown(&self) -> &'static str {
        match (self.progress, self.says) {
            (Progress::Never, _) => "never",
            (Progress::Accepted, _) => "accepted",
            (Progress::Applied, _) => "applied",
            (Progress::Granted, _) => "granted",
            (Progress::NotCarriedOut, _) => "not-carried-out",
            (Progress::Refused, _) => "refused",
            (_, Says::No | Says::Over) => "ended",
            (Progress::Read, _) => "read",
            (Progress::Lapsed, _) => "lapsed",
            (_, Says::Unknown) => "being-checked",
            (Progress::Later, Says::Yes) => "later",
            (Progress::Open, Says::Yes) => "open",
        }
    }

    /// A fact that is missing ends nothing and opens nothing.
    pub fn cannot_be_told(&mut self) {
        if self.holds() {
            self.is_untold |= self.says != Says::Unknown;
            self.says = Says::Unknown;
        }
    }

    /// The policy says yes.
    pub fn holds_for(&mut self, delivery: Delivery, version: usize, given: Given) {
        let before = self.standing();
        let waits = matches!(self.progress, Progress::Open | Progress::Later | Progress::Read | Progress::Lapsed);
        if waits && delivery == Delivery::Automatic {
            self.progress = Progress::Granted;
        }
        (self.says, self.version, self.given) = (Says::Yes, version, given);
        self.is_untold |= before != self.standing();
    }

    /// The policy says no, or nothing any more: what was given ends, unless it was given against its word.
    pub fn ends(&mut self, says: Says) {
        let before = self.standing();
        let stays = matches!(
            self.progress,
            Progress::Never | Progress::Accepted | Progress::Applied | Progress::NotCarriedOut | Progress::Refused
        );
        if self.holds() && !stays {
            self.progress = Progress::Open;
        }
        self.says = says;
        self.is_untold |= before != self.standing();
    }

    /// Nobody answered what was said up to a day.
    pub fn is_not_answered(&mut self, told_until: Date) {
        let waits = self.progress == Progress::Open && self.says == Says::Yes && !self.is_untold;
        if waits && self.told_on.is_some_and(|told| told <= told_until) {
            (self.progress, self.is_untold) = (Progress::Lapsed, true);
        }
    }

    /// Its person is told how it stands.
    pub fn is_told(&mut self, today: Date) {
        (self.told, self.told_on, self.is_untold) = (Some((self.shown(), self.given)), Some(today), false);
    }

    /// A policy that is over ends what still holds, and nothing else.
    pub fn policy_is_over(&mut self) {
        if self.holds() {
            self.ends(Says::Over);
        }
    }

    /// Somebody does something about it; whoever acts knows how it stands. Answers whether it could be done.
    pub fn done(&mut self, deed: Deed, delivery: Delivery, today: Date) -> bool {
        let waits = matches!(self.progress, Progress::Open | Progress::Later) && self.says == Says::Yes;
        let after = match (deed, delivery) {
            (Deed::Accept, Delivery::Confirm) if waits => Progress::Accepted,
            (Deed::Accept, Delivery::Inform) if waits => Progress::Read,
            (Deed::TakeYesBack, _) if self.progress == Progress::Accepted => Progress::Open,
            // What was promised is answered, whatever the policy says meanwhile.
            (Deed::CarryOut, _) if self.progress == Progress::Accepted => Progress::Granted,
            (Deed::FailToCarryOut, _) if self.progress == Progress::Accepted => Progress::NotCarriedOut,
            (Deed::Later, _) if waits => Progress::Later,
            (Deed::Never, _) if waits => Progress::Never,
            (Deed::BeginApplication, _) => match self.progress {
                Progress::Accepted | Progress::Granted | Progress::Refused => return false,
                _ if !self.holds() => return false,
                _ => Progress::Applied,
            },
            (Deed::TakeApplicationBack, _) => match self.progress {
                Progress::Applied | Progress::Granted | Progress::Refused => Progress::Open,
                _ => return false,
            },
            (Deed::Grant, _) => Progress::Granted,
            (Deed::Refuse, _) => Progress::Refused,
            (
                Deed::Accept | Deed::TakeYesBack | Deed::CarryOut | Deed::FailToCarryOut | Deed::Later | Deed::Never,
                _,
            ) => return false,
        };
        self.progress = after;
        self.is_told(today);
        true
    }

    fn standing(&self) -> (Progress, Says, Given) {
        (self.progress, self.says, self.given)
    }

    fn holds(&self) -> bool {
        matches!(self.says, Says::Yes | Says::Unknown)
    }
}
