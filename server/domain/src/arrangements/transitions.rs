//! How an arrangement moves on. It ends by an answer of the department or by the resident, once.

use contract::arrangements::{ArrangementEvent, ArrangementState};

/// How an arrangement stands after an event; nothing where the event cannot happen to it.
pub fn next(state: ArrangementState, event: ArrangementEvent) -> Option<ArrangementState> {
    match (state, event) {
        // With an agreed day, or later than promised, it is still to be done.
        (ArrangementState::Open, ArrangementEvent::Appointed | ArrangementEvent::Late) => Some(ArrangementState::Open),
        (ArrangementState::Open, ArrangementEvent::Done) => Some(ArrangementState::Done),
        (ArrangementState::Open, ArrangementEvent::NotDone) => Some(ArrangementState::NotDone),
        (ArrangementState::Open, ArrangementEvent::TakenBack) => Some(ArrangementState::TakenBack),
        (ArrangementState::Open, ArrangementEvent::Opened)
        | (ArrangementState::Done | ArrangementState::NotDone | ArrangementState::TakenBack, _) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_event_of_every_state_is_as_the_table_says() {
        use ArrangementState::{Done, NotDone, Open, TakenBack};
        let of_an_open_one = |event| match event {
            ArrangementEvent::Opened => None,
            ArrangementEvent::Appointed | ArrangementEvent::Late => Some(Open),
            ArrangementEvent::Done => Some(Done),
            ArrangementEvent::NotDone => Some(NotDone),
            ArrangementEvent::TakenBack => Some(TakenBack),
        };
        for event in ArrangementEvent::ALL {
            for state in ArrangementState::ALL {
                let expected = if state == Open { of_an_open_one(event) } else { None };
                assert_eq!(next(state, event), expected, "{event:?} of {state:?}");
            }
        }
    }

    #[test]
    fn every_name_is_read() {
        for state in ArrangementState::ALL {
            assert_eq!(ArrangementState::from_text(state.as_str()), Some(state));
        }
        for event in ArrangementEvent::ALL {
            assert_eq!(ArrangementEvent::from_text(event.as_str()), Some(event));
        }
    }
}
