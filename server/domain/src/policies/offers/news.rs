//! What is news of an offer: a notice for each change that matters to its person, and none besides.

use super::record::News;
use contract::{notices::NoticeKind, policies::OfferState};

/// The notice that news deserves, if any.
pub fn notice_of(news: &News) -> Option<NoticeKind> {
    let after = news.after.state;
    match &news.before {
        // What came and went while days were caught up is no news.
        None if after == OfferState::Ended => None,
        None => notice_of_state(after),
        Some(before) if before.state == after => {
            // Whoever said yes said it to a sum, and what is carried out is the one of that day.
            let counts_on_it = matches!(after, OfferState::Granted | OfferState::Accepted);
            let other_amount = counts_on_it && before.amounts != news.after.amounts;
            other_amount.then_some(NoticeKind::OfferChanged)
        }
        // A fact that was missing for a while is none either.
        Some(before) if before.state == OfferState::BeingChecked && after == OfferState::Open => None,
        Some(_) => notice_of_state(after),
    }
}

fn notice_of_state(state: OfferState) -> Option<NoticeKind> {
    match state {
        OfferState::Open => Some(NoticeKind::OfferFound),
        OfferState::Granted => Some(NoticeKind::OfferGranted),
        OfferState::Ended => Some(NoticeKind::OfferEnded),
        OfferState::Lapsed => Some(NoticeKind::OfferLapsed),
        OfferState::Accepted
        | OfferState::NotCarriedOut
        | OfferState::Later
        | OfferState::Never
        | OfferState::Read
        | OfferState::Applied
        | OfferState::Refused
        | OfferState::BeingChecked => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::record::{Amounts, Told},
        *,
    };
    use policy::{
        decision::{AmountValue, KnownAmount},
        document::AmountBound,
    };

    #[test]
    fn every_change_that_matters_is_told_once() {
        let told = |state| Told { state, amounts: Default::default() };
        let notice =
            |before: Option<OfferState>, after| notice_of(&News { before: before.map(told), after: told(after) });
        assert_eq!(notice(None, OfferState::Open), Some(NoticeKind::OfferFound));
        assert_eq!(notice(None, OfferState::Granted), Some(NoticeKind::OfferGranted));
        assert_eq!(notice(None, OfferState::Ended), None);
        assert_eq!(notice(Some(OfferState::Ended), OfferState::Open), Some(NoticeKind::OfferFound));
        assert_eq!(notice(Some(OfferState::Granted), OfferState::Ended), Some(NoticeKind::OfferEnded));
        assert_eq!(notice(Some(OfferState::BeingChecked), OfferState::Open), None);
        assert_eq!(notice(Some(OfferState::Open), OfferState::BeingChecked), None);
        let other_sum = |state| {
            let amounts = Amounts::of(Some(KnownAmount { value: AmountValue::Hours(3), bound: AmountBound::Exact }));
            notice_of(&News { before: Some(told(state)), after: Told { state, amounts } })
        };
        assert_eq!(other_sum(OfferState::Granted), Some(NoticeKind::OfferChanged));
        assert_eq!(other_sum(OfferState::Accepted), Some(NoticeKind::OfferChanged));
        assert_eq!(other_sum(OfferState::Open), None);
        for state in OfferState::ALL {
            assert_eq!(notice(Some(state), state), None, "{state:?}");
        }
    }
}
