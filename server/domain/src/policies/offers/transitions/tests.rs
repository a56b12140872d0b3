#![expect(clippy::unwrap_used, reason = "tests fail loudly")]

use super::{OfferEvent, OfferProgress, OfferStanding, OfferVerdict};
use contract::policies::OfferState;
use policy::document::Delivery;

/// A letter for each progress, in the order of `OfferProgress::ALL`; `-` where nothing can happen.
const LETTERS: &str = "olnryagxfs";

fn letter(progress: OfferProgress) -> char {
    let place = OfferProgress::ALL.into_iter().position(|one| one == progress).unwrap();
    LETTERS.chars().nth(place).unwrap()
}

/// For each verdict from which an event comes: what becomes of each progress, and the verdict after it.
#[test]
fn every_event_of_every_standing_is_as_the_table_says() {
    use OfferVerdict::{Eligible, NotEligible, PolicyOver, Undetermined};
    let same = |row: &'static str| OfferVerdict::ALL.map(|verdict| (row, verdict));
    let waiting = |row: &'static str| {
        [(row, Eligible), ("----------", Undetermined), ("----------", NotEligible), ("----------", PolicyOver)]
    };
    let found = |row: &'static str| OfferVerdict::ALL.map(|_| (row, Eligible));
    let over = |after| [("oonoyaoxfo", after), ("oonoyaoxfo", after), ("olnryagxfs", after), ("olnryagxfs", after)];
    for event in OfferEvent::ALL {
        let expected = match event {
            OfferEvent::FoundEligible(_) => found("olnryagxfs"),
            OfferEvent::FoundUndetermined => [
                ("olnryagxfs", Undetermined),
                ("olnryagxfs", Undetermined),
                ("olnryagxfs", NotEligible),
                ("olnryagxfs", PolicyOver),
            ],
            OfferEvent::FoundNotEligible => over(NotEligible),
            OfferEvent::PolicyEnded => over(PolicyOver),
            OfferEvent::Accepted => waiting("yy--------"),
            OfferEvent::AcceptanceTakenBack => same("----o-----"),
            OfferEvent::CarriedOut => same("----g-----"),
            OfferEvent::NotCarriedOut => same("----x-----"),
            OfferEvent::Read => waiting("rr--------"),
            OfferEvent::PutOff => waiting("ll--------"),
            OfferEvent::Declined => waiting("nn--------"),
            OfferEvent::TakenUpAgain => same("-oo----o--"),
            OfferEvent::ApplicationBegun => [
                ("aaaa-a-a-a", Eligible),
                ("aaaa-a-a-a", Undetermined),
                ("----------", NotEligible),
                ("----------", PolicyOver),
            ],
            OfferEvent::ApplicationWithdrawn => same("-----oo-o-"),
            OfferEvent::ApplicationGranted => same("gggggggggg"),
            OfferEvent::ApplicationRefused => same("ffffffffff"),
            OfferEvent::Unanswered => waiting("s---------"),
        };
        holds(event, expected);
    }
    holds(OfferEvent::FoundEligible(Delivery::Automatic), found("ggngyagxfg"));
    for delivery in [Delivery::Confirm, Delivery::ApplyThenAutomatic, Delivery::Inform] {
        holds(OfferEvent::FoundEligible(delivery), found("olnryagxfs"));
    }
}

fn holds(event: OfferEvent, expected: [(&str, OfferVerdict); 4]) {
    for (verdict, (row, after)) in OfferVerdict::ALL.into_iter().zip(expected) {
        for (progress, expected) in OfferProgress::ALL.into_iter().zip(row.chars()) {
            let standing = OfferStanding { progress, verdict };
            let next = standing.next(event);
            let became = next.map_or('-', |next| letter(next.progress));
            assert_eq!(became, expected, "{event:?} of {standing:?}");
            if let Some(next) = next {
                assert_eq!(next.verdict, after, "{event:?} of {standing:?}");
            }
        }
    }
}

#[test]
fn what_people_and_the_office_decided_outlives_what_facts_do() {
    let facts = [
        OfferEvent::FoundEligible(Delivery::Confirm),
        OfferEvent::FoundUndetermined,
        OfferEvent::FoundNotEligible,
        OfferEvent::PolicyEnded,
    ];
    for first in facts {
        for second in facts {
            for verdict in OfferVerdict::ALL {
                for progress in [
                    OfferProgress::Never,
                    OfferProgress::Refused,
                    OfferProgress::Applied,
                    OfferProgress::Accepted,
                    OfferProgress::NotCarriedOut,
                ] {
                    let after = OfferStanding { progress, verdict }.next(first).unwrap().next(second).unwrap();
                    assert_eq!(after.progress, progress, "{first:?}, {second:?}");
                }
            }
        }
    }
    // Granted stays through facts that are missing for a while.
    let granted = OfferStanding { progress: OfferProgress::Granted, verdict: OfferVerdict::Eligible };
    let missing = granted.next(OfferEvent::FoundUndetermined).unwrap();
    assert_eq!(missing.shown(), OfferState::Granted);
    assert_eq!(missing.next(OfferEvent::FoundEligible(Delivery::Confirm)), Some(granted));
    // What the policy takes back ends, and is offered anew when it says yes again.
    let ended = granted.next(OfferEvent::FoundNotEligible).unwrap();
    assert_eq!(ended.shown(), OfferState::Ended);
    assert_eq!(ended.next(OfferEvent::FoundEligible(Delivery::Confirm)).unwrap().shown(), OfferState::Open);
    assert_eq!(ended.next(OfferEvent::FoundEligible(Delivery::Automatic)).unwrap().shown(), OfferState::Granted);
}

#[test]
fn a_decision_of_the_office_stands_against_the_rule() {
    let ended = OfferStanding { progress: OfferProgress::Applied, verdict: OfferVerdict::NotEligible };
    let granted = ended.next(OfferEvent::ApplicationGranted).unwrap();
    assert_eq!(granted.next(OfferEvent::FoundNotEligible).unwrap().shown(), OfferState::Granted);
}

#[test]
fn what_was_promised_after_a_yes_is_answered_against_the_rule_too() {
    let waiting = OfferStanding { progress: OfferProgress::Open, verdict: OfferVerdict::Eligible };
    let accepted = waiting.next(OfferEvent::Accepted).unwrap();
    assert_eq!(accepted.shown(), OfferState::Accepted);
    for over in [OfferEvent::FoundNotEligible, OfferEvent::PolicyEnded] {
        let meanwhile = accepted.next(over).unwrap();
        assert_eq!(meanwhile.shown(), OfferState::Accepted, "not dropped");
        assert_eq!(meanwhile.next(OfferEvent::CarriedOut).unwrap().shown(), OfferState::Granted);
        assert_eq!(meanwhile.next(OfferEvent::NotCarriedOut).unwrap().shown(), OfferState::NotCarriedOut);
        assert_eq!(meanwhile.next(OfferEvent::AcceptanceTakenBack).unwrap().shown(), OfferState::Ended);
    }
    // What is given without asking from now on has been asked for already: somebody calls.
    assert_eq!(accepted.next(OfferEvent::FoundEligible(Delivery::Automatic)), Some(accepted));
}

#[test]
fn every_state_is_shown_and_every_name_is_read() {
    let standings = OfferProgress::ALL
        .into_iter()
        .flat_map(|progress| OfferVerdict::ALL.map(|verdict| OfferStanding { progress, verdict }));
    let shown: Vec<OfferState> = standings.map(OfferStanding::shown).collect();
    for state in OfferState::ALL {
        assert!(shown.contains(&state), "{state:?}");
    }
    for progress in OfferProgress::ALL {
        assert_eq!(OfferProgress::from_text(progress.as_str()), Some(progress));
    }
    for verdict in OfferVerdict::ALL {
        assert_eq!(OfferVerdict::from_text(verdict.as_str()), Some(verdict));
    }
}
