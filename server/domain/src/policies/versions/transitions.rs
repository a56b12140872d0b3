//! How a version of a policy moves on: from the author's desk into force by a second person, and out of it again; or
//! back to its author, or away.

/// How far a version has got, as stored. From when to when it holds are days of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum VersionStage {
    /// Being written; may have problems.
    Draft,
    /// Handed to a second person.
    Approved,
    /// Published: it holds on its days.
    Published,
    /// Published, and somebody proposes to withdraw it.
    WithdrawalProposed,
    /// Another version took its place.
    Superseded,
    /// Withdrawn by a second person.
    Withdrawn,
    /// A draft that its author threw away.
    ThrownAway,
}

impl VersionStage {
    /// Every one.
    pub const ALL: [Self; 7] = [
        Self::Draft,
        Self::Approved,
        Self::Published,
        Self::WithdrawalProposed,
        Self::Superseded,
        Self::Withdrawn,
        Self::ThrownAway,
    ];

    /// Stable name, as stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Approved => "approved",
            Self::Published => "published",
            Self::WithdrawalProposed => "withdrawal-proposed",
            Self::Superseded => "superseded",
            Self::Withdrawn => "withdrawn",
            Self::ThrownAway => "thrown-away",
        }
    }

    /// Reads a stored name.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.as_str() == text)
    }

    /// The stage after an event; nothing where the event cannot happen.
    pub fn next(self, event: VersionEvent) -> Option<Self> {
        match (self, event) {
            (Self::Draft, VersionEvent::Saved) => Some(Self::Draft),
            (Self::Draft, VersionEvent::HandedOver) => Some(Self::Approved),
            (Self::Draft, VersionEvent::ThrownAway) => Some(Self::ThrownAway),
            (Self::Approved, VersionEvent::TakenBack | VersionEvent::SentBack) => Some(Self::Draft),
            (Self::Approved, VersionEvent::Published) => Some(Self::Published),
            (Self::Published | Self::WithdrawalProposed, VersionEvent::Replaced) => Some(Self::Superseded),
            (Self::Published, VersionEvent::WithdrawalProposed) => Some(Self::WithdrawalProposed),
            (Self::WithdrawalProposed, VersionEvent::Kept) => Some(Self::Published),
            (Self::WithdrawalProposed, VersionEvent::Withdrawn) => Some(Self::Withdrawn),
            (
                Self::Draft
                | Self::Approved
                | Self::Published
                | Self::WithdrawalProposed
                | Self::Superseded
                | Self::Withdrawn
                | Self::ThrownAway,
                VersionEvent::Saved
                | VersionEvent::HandedOver
                | VersionEvent::TakenBack
                | VersionEvent::SentBack
                | VersionEvent::ThrownAway
                | VersionEvent::Published
                | VersionEvent::Replaced
                | VersionEvent::WithdrawalProposed
                | VersionEvent::Kept
                | VersionEvent::Withdrawn,
            ) => None,
        }
    }
}

/// What can happen to a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum VersionEvent {
    /// An author saves its text.
    Saved,
    /// An author hands it to a second person.
    HandedOver,
    /// An author takes it back to mend it.
    TakenBack,
    /// The second person sends it back with a remark.
    SentBack,
    /// Its author throws it away.
    ThrownAway,
    /// A second person publishes it.
    Published,
    /// Another version holds from its first day on, or from today.
    Replaced,
    /// Somebody proposes to withdraw it, with a reason.
    WithdrawalProposed,
    /// A second person keeps it.
    Kept,
    /// A second person withdraws it.
    Withdrawn,
}

impl VersionEvent {
    /// Every one.
    pub const ALL: [Self; 10] = [
        Self::Saved,
        Self::HandedOver,
        Self::TakenBack,
        Self::SentBack,
        Self::ThrownAway,
        Self::Published,
        Self::Replaced,
        Self::WithdrawalProposed,
        Self::Kept,
        Self::Withdrawn,
    ];

    /// Stable name, as stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Saved => "saved",
            Self::HandedOver => "handed-over",
            Self::TakenBack => "taken-back",
            Self::SentBack => "sent-back",
            Self::ThrownAway => "thrown-away",
            Self::Published => "published",
            Self::Replaced => "replaced",
            Self::WithdrawalProposed => "withdrawal-proposed",
            Self::Kept => "kept",
            Self::Withdrawn => "withdrawn",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{VersionEvent, VersionStage};

    /// For each stage, what becomes of it by each event in the order of `VersionEvent::ALL`; `-`: it cannot happen.
    #[test]
    fn every_event_of_every_stage_is_as_the_table_says() {
        let letter = |stage: Option<VersionStage>| match stage {
            None => '-',
            Some(VersionStage::Draft) => 'd',
            Some(VersionStage::Approved) => 'a',
            Some(VersionStage::Published) => 'p',
            Some(VersionStage::WithdrawalProposed) => 'w',
            Some(VersionStage::Superseded) => 's',
            Some(VersionStage::Withdrawn) => 'x',
            Some(VersionStage::ThrownAway) => 't',
        };
        let expected =
            ["da--t-----", "--dd-p----", "------sw--", "------s-px", "----------", "----------", "----------"];
        for (stage, row) in VersionStage::ALL.into_iter().zip(expected) {
            let found: String = VersionEvent::ALL.into_iter().map(|event| letter(stage.next(event))).collect();
            assert_eq!(found, row, "{stage:?}");
            assert_eq!(VersionStage::from_text(stage.as_str()), Some(stage));
        }
    }
}
