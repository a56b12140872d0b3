//! What becomes of the resident's own yes, and taking it back.

use super::{
    clock,
    record::{self, ArrangementRecord, Step},
};
use crate::{
    context::Context,
    db::{connection::Connection, schema::residents},
    error::Error,
    operations::undo,
    policies::{
        catalogue::department_name,
        offers::{record::OfferRecord, transitions::OfferVerdict},
    },
};
use contract::{
    arrangements::{ArrangementState, OwnArrangement, PolicyToday, Reached, TakingBack},
    error::FieldError,
    identity::Actor,
    ids::ResidentId,
    policies::OfferState,
};
use diesel::prelude::*;
use std::collections::HashMap;

/// What became of the last yes to each of a resident's offers, by the offer's id; nothing where there was none, or where the
/// offer stands for another reason.
///
/// # Errors
/// The store is away; words cannot be opened.
pub fn of_offers(
    cx: &Context,
    connection: &mut Connection,
    resident: &ResidentId,
    offers: &[OfferRecord],
) -> Result<HashMap<String, OwnArrangement>, Error> {
    let followed: HashMap<&str, (&OfferRecord, ArrangementState)> = offers
        .iter()
        .filter_map(|offer| Some((offer.id.as_str(), (offer, stands_for(offer.standing().shown())?))))
        .collect();
    if followed.is_empty() {
        return Ok(HashMap::new());
    }
    let ids: Vec<&str> = followed.keys().copied().collect();
    // The newest comes last, and takes the place of those before it.
    let newest: HashMap<String, ArrangementRecord> =
        record::of_offers(connection, &ids)?.into_iter().map(|record| (record.offer.clone(), record)).collect();
    if newest.is_empty() {
        return Ok(HashMap::new());
    }
    let reached = reached(connection, resident)?;
    let mut found = HashMap::new();
    for (id, record) in newest {
        let Some((offer, state)) = followed.get(id.as_str()) else { continue };
        if record.state() == *state {
            found.insert(id, view(cx, connection, &record, offer, reached)?);
        }
    }
    Ok(found)
}

/// How the arrangement stands of which an offer's state speaks.
fn stands_for(state: OfferState) -> Option<ArrangementState> {
    match state {
        OfferState::Accepted => Some(ArrangementState::Open),
        // A course that is finished ends what was offered: it was given all the same.
        OfferState::Granted | OfferState::Ended => Some(ArrangementState::Done),
        OfferState::NotCarriedOut => Some(ArrangementState::NotDone),
        OfferState::Open => Some(ArrangementState::TakenBack),
        OfferState::Read
        | OfferState::Applied
        | OfferState::Refused
        | OfferState::Later
        | OfferState::Never
        | OfferState::BeingChecked
        | OfferState::Lapsed => None,
    }
}

fn view(
    cx: &Context,
    connection: &mut Connection,
    record: &ArrangementRecord,
    offer: &OfferRecord,
    reached: Reached,
) -> Result<OwnArrangement, Error> {
    let reason = match record.state() {
        ArrangementState::NotDone => record::steps(cx, connection, &record.id)?.into_iter().find_map(|step| step.words),
        ArrangementState::Open | ArrangementState::Done | ArrangementState::TakenBack => None,
    };
    Ok(OwnArrangement {
        state: record.state(),
        department: department_name(cx, &record.department),
        due: record.due(),
        agreed: record.agreed(),
        overdue: record.is_overdue(cx.today()),
        unannounced_year: clock::unannounced_year(cx, record),
        reached,
        taking_back: match is_in_time(cx, record) {
            true => TakingBack::Possible,
            false => TakingBack::Over,
        },
        policy: policy_today(offer),
        done_on: record.done_on(),
        reason,
    })
}

/// What the policy of an offer says of its person, as it was last decided.
pub fn policy_today(offer: &OfferRecord) -> PolicyToday {
    match offer.standing().verdict {
        OfferVerdict::Eligible => PolicyToday::StillYes,
        OfferVerdict::Undetermined | OfferVerdict::NotEligible | OfferVerdict::PolicyOver => PolicyToday::NotNow,
    }
}

fn reached(connection: &mut Connection, resident: &ResidentId) -> Result<Reached, Error> {
    let number: Option<Vec<u8>> =
        residents::table.find(resident.as_str()).select(residents::phone_sealed).first(connection)?;
    Ok(if number.is_some() { Reached::ByTelephone } else { Reached::NotKnown })
}

fn is_in_time(cx: &Context, record: &ArrangementRecord) -> bool {
    record.state() == ArrangementState::Open && undo::is_in_time(record.created_at, cx.now())
}

/// Takes the yes to an offer back, for ten minutes. Where the department was faster, nothing happens: the page says what came
/// of it.
///
/// # Errors
/// `Invalid` when the ten minutes are over; the store is away.
pub fn take_back(cx: &Context, tx: &mut Connection, actor: &Actor, offer: &str) -> Result<(), Error> {
    let Some(open) = record::open_of(tx, offer)? else { return Ok(()) };
    if !is_in_time(cx, &open) {
        return Err(Error::Invalid(vec![FieldError::new("answer", "error-yes-not-taken-back")]));
    }
    record::apply(cx, tx, &open, Step::TakenBack, &actor.account)?;
    Ok(())
}
