//! How a dispute moves on. It ends by an answer of a department or by the resident, once.

use contract::disputes::{DisputeEvent, DisputeState};

/// How a dispute stands after an event; nothing where the event cannot happen to it.
pub fn next(state: DisputeState, event: DisputeEvent) -> Option<DisputeState> {
    match (state, event) {
        // At another department, or later than promised, it is open still.
        (DisputeState::Open, DisputeEvent::WordAdded | DisputeEvent::PassedOn | DisputeEvent::Late) => {
            Some(DisputeState::Open)
        }
        (DisputeState::Open, DisputeEvent::Corrected) => Some(DisputeState::Corrected),
        (DisputeState::Open, DisputeEvent::Upheld) => Some(DisputeState::Upheld),
        (DisputeState::Open, DisputeEvent::TakenBack) => Some(DisputeState::TakenBack),
        (DisputeState::Open, DisputeEvent::Opened)
        | (DisputeState::Corrected | DisputeState::Upheld | DisputeState::TakenBack, _) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_event_of_every_state_is_as_the_table_says() {
        use DisputeState::{Corrected, Open, TakenBack, Upheld};
        let of_an_open_one = |event| match event {
            DisputeEvent::Opened => None,
            DisputeEvent::WordAdded | DisputeEvent::PassedOn | DisputeEvent::Late => Some(Open),
            DisputeEvent::Corrected => Some(Corrected),
            DisputeEvent::Upheld => Some(Upheld),
            DisputeEvent::TakenBack => Some(TakenBack),
        };
        for event in DisputeEvent::ALL {
            for state in DisputeState::ALL {
                let expected = if state == Open { of_an_open_one(event) } else { None };
                assert_eq!(next(state, event), expected, "{event:?} of {state:?}");
            }
        }
    }

    #[test]
    fn every_name_is_read() {
        for state in DisputeState::ALL {
            assert_eq!(DisputeState::from_text(state.as_str()), Some(state));
        }
        for event in DisputeEvent::ALL {
            assert_eq!(DisputeEvent::from_text(event.as_str()), Some(event));
        }
    }
}
