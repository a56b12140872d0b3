//! How a draft goes on: it is filled in until it is sent or thrown away, and then it changes no more.

/// How a draft stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DraftState {
    /// It is being filled in.
    Open,
    /// It was sent; it changes no more.
    Sent,
    /// It was thrown away.
    Discarded,
}

/// What happens to a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DraftEvent {
    /// Its resident sends it.
    Sent,
    /// Its resident throws it away.
    Discarded,
}

impl DraftState {
    /// Every state.
    pub const ALL: [Self; 3] = [Self::Open, Self::Sent, Self::Discarded];

    /// Stable name, as stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Sent => "sent",
            Self::Discarded => "discarded",
        }
    }

    /// Reads a stored name.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }

    /// How it stands after an event; nothing where the event cannot happen to it.
    pub fn next(self, event: DraftEvent) -> Option<Self> {
        match (self, event) {
            (Self::Open, DraftEvent::Sent) => Some(Self::Sent),
            (Self::Open, DraftEvent::Discarded) => Some(Self::Discarded),
            (Self::Sent | Self::Discarded, DraftEvent::Sent | DraftEvent::Discarded) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_sent_or_thrown_away_stays_so() {
        let after = |state: DraftState| [DraftEvent::Sent, DraftEvent::Discarded].map(|event| state.next(event));
        assert_eq!(after(DraftState::Open), [Some(DraftState::Sent), Some(DraftState::Discarded)]);
        assert_eq!(after(DraftState::Sent), [None, None]);
        assert_eq!(after(DraftState::Discarded), [None, None]);
    }
}
