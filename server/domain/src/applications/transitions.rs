//! How an application moves on: every state, every event, and what follows. Whether the person may cause the event now is
//! asked elsewhere.

use contract::applications::{ApplicationState, EventKind};

/// What can happen to an application once it was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ApplicationEvent {
    /// A caseworker asks the resident for something.
    Asked,
    /// The resident answers, or adds a word.
    Answered,
    /// A caseworker grants it.
    Granted,
    /// A caseworker refuses it.
    Refused,
    /// The resident takes it back.
    Withdrawn,
    /// The resident takes the withdrawal back.
    TakenUpAgain,
}

impl ApplicationEvent {
    /// Every one.
    pub const ALL: [Self; 6] =
        [Self::Asked, Self::Answered, Self::Granted, Self::Refused, Self::Withdrawn, Self::TakenUpAgain];

    /// Its name in the journal.
    pub fn act(self) -> &'static str {
        match self {
            Self::Asked => "casework.ask",
            Self::Answered => "applications.reply",
            Self::Granted | Self::Refused => "casework.decide",
            Self::Withdrawn => "applications.withdraw",
            Self::TakenUpAgain => "applications.take-up-again",
        }
    }

    /// How it stands in the timeline.
    pub fn kind(self) -> EventKind {
        match self {
            Self::Asked => EventKind::Asked,
            Self::Answered => EventKind::Answered,
            Self::Granted => EventKind::Granted,
            Self::Refused => EventKind::Refused,
            Self::Withdrawn => EventKind::Withdrawn,
            Self::TakenUpAgain => EventKind::TakenUpAgain,
        }
    }
}

/// The state after an event; nothing where the event cannot happen to it.
pub fn next(state: ApplicationState, event: ApplicationEvent) -> Option<ApplicationState> {
    match (state.is_open(), event) {
        (true, ApplicationEvent::Asked) => Some(ApplicationState::WaitingForResident),
        (true, ApplicationEvent::Answered) => Some(ApplicationState::Submitted),
        (true, ApplicationEvent::Granted) => Some(ApplicationState::Granted),
        (true, ApplicationEvent::Refused) => Some(ApplicationState::Refused),
        (_, ApplicationEvent::Withdrawn) if state != ApplicationState::Withdrawn => Some(ApplicationState::Withdrawn),
        (_, ApplicationEvent::TakenUpAgain) if state == ApplicationState::Withdrawn => {
            Some(ApplicationState::Submitted)
        }
        (
            _,
            ApplicationEvent::Asked
            | ApplicationEvent::Answered
            | ApplicationEvent::Granted
            | ApplicationEvent::Refused
            | ApplicationEvent::Withdrawn
            | ApplicationEvent::TakenUpAgain,
        ) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ApplicationState::{Granted, Refused, Submitted, WaitingForResident, Withdrawn};

    #[test]
    fn every_event_has_its_effect_on_every_state() {
        let open = [Some(WaitingForResident), Some(Submitted), Some(Granted), Some(Refused), Some(Withdrawn), None];
        let decided = [None, None, None, None, Some(Withdrawn), None];
        let effects = [open, open, decided, decided, [None, None, None, None, None, Some(Submitted)]];
        for (state, effects) in ApplicationState::ALL.into_iter().zip(effects) {
            for (event, effect) in ApplicationEvent::ALL.into_iter().zip(effects) {
                assert_eq!(next(state, event), effect, "{state:?} {event:?}");
            }
        }
    }
}
