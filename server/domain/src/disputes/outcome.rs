//! What a corrected fact did to the offers that rest on it: how they stood before, and how they stand since. It is written down
//! when it happens, so that it can be read when they have moved on.

use super::record::DisputeRecord;
use crate::{
    bulk_row,
    context::Context,
    db::{
        connection::Connection,
        dialect,
        schema::{dispute_outcomes, offers},
        types::Stored,
    },
    error::Error,
    policies::{
        offers::record::{self, OfferRecord, Told},
        published,
    },
};
use contract::{
    disputes::{OfferOutcome, OfferStands},
    ids::OfferId,
    policies::{OfferState, ShownAmount},
};
use diesel::prelude::*;
use policy::{
    document::{AmountBound, AmountUnit, Period},
    text::Text,
};

#[derive(Insertable)]
#[diesel(table_name = dispute_outcomes, treat_none_as_default_value = false)]
struct NewOutcome {
    dispute_id: String,
    offer_id: String,
    state_before: Option<Stored<OfferState>>,
    fen_before: Option<i64>,
    hours_before: Option<i64>,
    state_after: Stored<OfferState>,
    fen_after: Option<i64>,
    hours_after: Option<i64>,
}

bulk_row!(NewOutcome => dispute_outcomes);

/// Writes down what differs from the offers as they were, and of the offer from which the dispute came in any case.
///
/// # Errors
/// The store is away.
pub fn keep(tx: &mut Connection, dispute: &DisputeRecord, before: &[OfferRecord]) -> Result<(), Error> {
    let after = record::of_resident(tx, &dispute.resident())?;
    let outcomes: Vec<NewOutcome> = after
        .iter()
        .filter_map(|offer| {
            let stood = before.iter().find(|one| one.id == offer.id).map(OfferRecord::to_tell);
            let differs = stood != Some(offer.to_tell());
            let is_its_own = dispute.offer.as_ref() == Some(&offer.id);
            (differs || is_its_own).then(|| outcome(&dispute.id, offer, stood))
        })
        .collect();
    dialect::bulk_insert(tx, &outcomes)?;
    Ok(())
}

fn outcome(dispute: &str, offer: &OfferRecord, stood: Option<Told>) -> NewOutcome {
    let stands = offer.to_tell();
    NewOutcome {
        dispute_id: dispute.to_owned(),
        offer_id: offer.id.clone(),
        state_before: stood.map(|stood| Stored(stood.state)),
        fen_before: stood.and_then(|stood| stood.amounts.fen()),
        hours_before: stood.and_then(|stood| stood.amounts.hours()),
        state_after: Stored(stands.state),
        fen_after: stands.amounts.fen(),
        hours_after: stands.amounts.hours(),
    }
}

type Title = (String, Option<String>);
type Amounts = (Option<i64>, Option<i64>);
type Row = (String, Title, Option<Stored<OfferState>>, Amounts, Stored<OfferState>, Amounts);

/// What came of a dispute for the offers of its resident.
///
/// # Errors
/// The store is away.
pub fn outcomes(cx: &Context, connection: &mut Connection, dispute: &str) -> Result<Vec<OfferOutcome>, Error> {
    let rows: Vec<Row> = dispute_outcomes::table
        .inner_join(offers::table.on(offers::id.eq(dispute_outcomes::offer_id)))
        .filter(dispute_outcomes::dispute_id.eq(dispute))
        .order(dispute_outcomes::offer_id)
        .select((
            dispute_outcomes::offer_id,
            (offers::policy_version_id, offers::period),
            dispute_outcomes::state_before,
            (dispute_outcomes::fen_before, dispute_outcomes::hours_before),
            dispute_outcomes::state_after,
            (dispute_outcomes::fen_after, dispute_outcomes::hours_after),
        ))
        .load(connection)?;
    rows.into_iter()
        .map(|(offer, (version, period), before, gave, after, gives)| {
            let policy = published::compiled(cx, connection, &version)?.policy;
            let (period, bound) = (period.as_deref().and_then(Period::parse), policy.bound_for_anybody(cx.today()));
            Ok(OfferOutcome {
                offer: OfferId(offer),
                title: policy.title.clone(),
                before: before.map(|state| stands(state.0, gave, period, bound)),
                after: stands(after.0, gives, period, bound),
            })
        })
        .collect()
}

fn stands(state: OfferState, (fen, hours): Amounts, period: Option<Period>, bound: AmountBound) -> OfferStands {
    let amount = match (fen, hours, period) {
        (Some(value), _, Some(period)) => Some(ShownAmount { value, unit: AmountUnit::Money, period, bound }),
        (None, Some(value), Some(period)) => Some(ShownAmount { value, unit: AmountUnit::Hours, period, bound }),
        (None, None, _) | (_, _, None) => None,
    };
    (state, amount)
}

/// The title of the offer from which a dispute came, with its address.
///
/// # Errors
/// The store is away.
pub fn offer_link(cx: &Context, connection: &mut Connection, offer: &str) -> Result<(String, Text), Error> {
    let version: String = offers::table.find(offer).select(offers::policy_version_id).first(connection)?;
    let policy = crate::policies::published::compiled(cx, connection, &version)?.policy;
    Ok((format!("/offers/{offer}"), policy.title.clone()))
}
