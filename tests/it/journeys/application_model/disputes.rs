//! What the resident says about the fact that the offer rests on, and what the department answers.

use super::{Model, promise::Promise};
use crate::journeys::office::{ASSESSMENT_VALID_TO, Came, fields, id_of};
use contract::disputes::DisputeState;
use diesel::prelude::*;
use domain::{
    db::schema::{dispute_events, disputes},
    disputes::{answer, open, own},
    operations::repeat::new_key,
    policies::offers::transitions::OfferVerdict,
};

/// Working days within which a department answers.
const PROMISED_DAYS: u32 = 10;

/// A dispute as the model knows it.
#[derive(Debug)]
pub struct Dispute {
    pub id: String,
    pub promise: Promise,
    pub state: DisputeState,
}

impl Dispute {
    pub fn is_open(&self) -> bool {
        self.state == DisputeState::Open
    }
}

impl Model<'_> {
    pub fn says_that_it_is_wrong(&mut self, words: &str) {
        let cx = &self.portal.cx;
        let said = fields([("key", &new_key()), ("statement", words)]);
        let address = open::from_data(cx, &self.office.people.resident, Some(ASSESSMENT_VALID_TO), &said).unwrap();
        match self.disputes.last().filter(|last| last.is_open()) {
            Some(open) => assert_eq!(id_of(&address), open.id, "one at a time"),
            None => {
                let promise = Promise::of(cx.working_days.add(cx.today(), PROMISED_DAYS));
                self.disputes.push(Dispute { id: id_of(&address).to_owned(), promise, state: DisputeState::Open });
            }
        }
    }

    /// The last dispute is answered, by the department or by the supervisor; one that was answered before stays as it is.
    pub fn dispute_is_answered(&mut self, drawn: usize) {
        let (cx, people) = (&self.portal.cx, &self.office.people);
        let Some(dispute) = self.disputes.last_mut() else { return };
        let revision: i32 = cx
            .read(|connection| Ok(disputes::table.find(&dispute.id).select(disputes::revision).first(connection)?))
            .unwrap();
        let revision = revision.to_string();
        let who = match dispute.promise.told > 0 && drawn.is_multiple_of(2) {
            true => &people.supervisor,
            false => &self.department,
        };
        let corrected = |year| {
            let value = [("value-year", year), ("value-month", "10"), ("value-day", "31")];
            let form = fields([value[0], value[1], value[2], ("key", &new_key()), ("revision", &revision)]);
            Came::of(answer::correct(cx, who, &dispute.id, &form))
        };
        let (came, state, found) = match drawn / 2 {
            0 => (corrected("2026"), DisputeState::Corrected, Some(OfferVerdict::Eligible)),
            1 => (corrected("2040"), DisputeState::Corrected, Some(OfferVerdict::NotEligible)),
            2 => {
                let form = fields([("key", &new_key()), ("revision", &revision), ("reason", "没有错。")]);
                (Came::of(answer::uphold(cx, who, &dispute.id, &form)), DisputeState::Upheld, None)
            }
            _ => {
                let taken_back = own::take_back(cx, &people.resident, &dispute.id, &fields([("key", &new_key())]));
                // Too late, the page says how it stands.
                taken_back.unwrap();
                if dispute.is_open() {
                    dispute.state = DisputeState::TakenBack;
                }
                return;
            }
        };
        assert_eq!(came.was_taken(), dispute.is_open(), "{came:?}");
        if !came.was_taken() {
            return;
        }
        dispute.state = state;
        if let Some(verdict) = found {
            self.offer.is_found(verdict);
        }
    }

    /// Each stands as the model says, with its day, and was told to be late as often as its day passed.
    pub fn disputes_hold(&self) {
        for dispute in &self.disputes {
            let late = dispute_events::dispute_id.eq(&dispute.id).and(dispute_events::kind.eq("late"));
            let (state, due, late) = self
                .portal
                .cx
                .read(|connection| {
                    let row = disputes::table.find(&dispute.id).select((disputes::state, disputes::due_on));
                    let (state, due): (String, String) = row.first(connection)?;
                    let late: i64 = dispute_events::table.filter(late).count().get_result(connection)?;
                    Ok((state, due, late))
                })
                .unwrap();
            let expected = (dispute.state.as_str(), dispute.promise.due.to_string(), dispute.promise.told as i64);
            assert_eq!((state.as_str(), due, late), expected, "{}", self.log.join("\n"));
        }
    }
}
