//! Offers in the store: loading them, and moving them on. Nothing else writes how an offer stands. Every move holds the
//! offer as it was read (its revision), and leaves an event; a move by people leaves a row of the journal too, moves by a
//! policy are in the journal by slices.

use super::transitions::{OfferEvent, OfferProgress, OfferStanding, OfferVerdict};
use crate::{
    context::Context,
    db::{
        connection::Connection,
        dialect,
        schema::{offer_events, offers},
        types::{Instant, Stored, codes},
    },
    error::Error,
    journal::{self, Act},
};
use contract::{
    ids::{AccountId, ResidentId},
    policies::OfferState,
};
use diesel::prelude::*;
use jiff::civil::Date;
use policy::{
    decision::{AmountValue, KnownAmount},
    document::{Delivery, Policy},
};
use serde_json::json;
use std::{
    collections::HashMap,
    ops::{Bound, RangeBounds},
};

codes!(OfferProgress, OfferVerdict, OfferState);

/// One offer as stored.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = offers)]
pub struct OfferRecord {
    /// Offer id.
    pub id: String,
    /// Whose it is.
    pub resident_id: String,
    /// The version of the policy that it follows.
    #[diesel(column_name = policy_version_id)]
    pub version: String,
    progress: Stored<OfferProgress>,
    verdict: Stored<OfferVerdict>,
    /// What the policy gives, in fen.
    pub amount_fen: Option<i64>,
    /// What the policy gives, in hours.
    pub amount_hours: Option<i64>,
    /// How often, as the document says.
    pub period: Option<String>,
    /// The day on which it was last decided.
    pub decided_on: String,
    /// The application for it.
    #[diesel(column_name = application_id)]
    pub application: Option<String>,
    /// Revision of the row.
    pub revision: i32,
    told_state: Option<Stored<OfferState>>,
    told_fen: Option<i64>,
    told_hours: Option<i64>,
    told_on: Option<String>,
}

impl OfferRecord {
    /// How it stands.
    pub fn standing(&self) -> OfferStanding {
        OfferStanding { progress: self.progress.0, verdict: self.verdict.0 }
    }

    /// What its person was last told; nothing when they know nothing of it.
    pub fn told(&self) -> Option<Told> {
        let state = self.told_state.map(|state| state.0)?;
        Some(Told { state, amounts: Amounts { fen: self.told_fen, hours: self.told_hours } })
    }

    /// The day on which its person was last told of it.
    ///
    /// # Errors
    /// The stored text is no day, or nobody was told.
    pub fn told_on(&self) -> Result<Date, Error> {
        let day = self.told_on.as_deref().ok_or_else(|| Error::fault("nobody was told of an offer"))?;
        day.parse().map_err(Error::caused_by)
    }

    /// What there is to tell.
    pub fn to_tell(&self) -> Told {
        Told { state: self.standing().shown(), amounts: self.amounts() }
    }

    fn amounts(&self) -> Amounts {
        Amounts { fen: self.amount_fen, hours: self.amount_hours }
    }
}

/// What somebody knows of an offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told {
    /// How it stands.
    pub state: OfferState,
    /// What it gives.
    pub amounts: Amounts,
}

/// What a policy gives to one person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Amounts {
    fen: Option<i64>,
    hours: Option<i64>,
}

impl Amounts {
    /// Of a decision.
    pub fn of(amount: Option<KnownAmount>) -> Self {
        match amount.map(|amount| amount.value) {
            Some(AmountValue::Money(money)) => Self { fen: Some(money.0), hours: None },
            Some(AmountValue::Hours(hours)) => Self { fen: None, hours: Some(hours) },
            None => Self::default(),
        }
    }

    /// Fen, where money is given.
    pub fn fen(self) -> Option<i64> {
        self.fen
    }

    /// Hours, where those are given.
    pub fn hours(self) -> Option<i64> {
        self.hours
    }
}

/// The offer, if it is this resident's.
///
/// # Errors
/// `NotFound`; the store is away.
pub fn own(connection: &mut Connection, resident: &ResidentId, id: &str) -> Result<OfferRecord, Error> {
    offers::table
        .find(id)
        .filter(offers::resident_id.eq(resident.as_str()))
        .select(OfferRecord::as_select())
        .first(connection)
        .optional()?
        .ok_or(Error::NotFound)
}

/// Every offer of a resident, newest first.
///
/// # Errors
/// The store is away.
pub fn of_resident(connection: &mut Connection, resident: &ResidentId) -> Result<Vec<OfferRecord>, Error> {
    Ok(offers::table
        .filter(offers::resident_id.eq(resident.as_str()))
        .order((offers::created_at.desc(), offers::id.desc()))
        .select(OfferRecord::as_select())
        .load(connection)?)
}

/// The offers that an application is for.
///
/// # Errors
/// The store is away.
pub fn of_application(connection: &mut Connection, application: &str) -> Result<Vec<OfferRecord>, Error> {
    Ok(offers::table
        .filter(offers::application_id.eq(application))
        .select(OfferRecord::as_select())
        .load(connection)?)
}

/// The offers of one policy to some residents.
///
/// # Errors
/// The store is away.
pub fn of_policy(connection: &mut Connection, policy: &str, residents: &[&str]) -> Result<Vec<OfferRecord>, Error> {
    Ok(offers::table
        .filter(offers::policy_id.eq(policy).and(offers::resident_id.eq_any(residents)))
        .select(OfferRecord::as_select())
        .load(connection)?)
}

/// All offers to some residents, by policy.
///
/// # Errors
/// The store is away.
pub fn of_residents(
    connection: &mut Connection,
    residents: &[&str],
) -> Result<HashMap<String, Vec<OfferRecord>>, Error> {
    let records: Vec<(String, OfferRecord)> = offers::table
        .filter(offers::resident_id.eq_any(residents))
        .select((offers::policy_id, OfferRecord::as_select()))
        .load(connection)?;
    let mut by_policy: HashMap<String, Vec<OfferRecord>> = HashMap::new();
    for (policy, record) in records {
        by_policy.entry(policy).or_default().push(record);
    }
    Ok(by_policy)
}

/// Moves an offer on by what somebody did. Answers whether it could happen to the offer as it stands.
///
/// # Errors
/// Somebody else moved it meanwhile (retried by the caller's transaction); the store is away.
pub fn apply(
    cx: &Context,
    tx: &mut Connection,
    record: &OfferRecord,
    event: OfferEvent,
    by: &AccountId,
) -> Result<bool, Error> {
    let Some(after) = record.standing().next(event) else { return Ok(false) };
    let now = cx.now();
    let is_under_way = record.standing().progress == OfferProgress::Applied;
    let application = match event {
        // An application that was taken back is not the one for this offer any more, nor is one of before, where it is
        // applied for anew.
        OfferEvent::ApplicationWithdrawn => None,
        OfferEvent::ApplicationBegun if !is_under_way => None,
        _ => record.application.clone(),
    };
    let rows = diesel::update(offers::table.find(&record.id).filter(offers::revision.eq(record.revision)))
        .set((
            offers::progress.eq(Stored(after.progress)),
            offers::verdict.eq(Stored(after.verdict)),
            offers::answered_at.eq(now),
            offers::application_id.eq(application),
            offers::revision.eq(record.revision + 1),
            // Whoever acts, or is told of a decision by the application, knows how it stands.
            offers::told_state.eq(Some(Stored(after.shown()))),
            offers::told_fen.eq(record.amount_fen),
            offers::told_hours.eq(record.amount_hours),
            offers::told_on.eq(cx.today().to_string()),
            offers::untold.eq(false),
        ))
        .execute(tx)?;
    moved(rows)?;
    let terms = (record.version.as_str(), record.amounts());
    let row = EventRow::new(cx, record, event, after, terms, Some(by));
    dialect::bulk_insert(tx, &[row])?;
    let details = json!({ "from": record.standing().shown().as_str(), "to": after.shown().as_str() });
    let act = Act::done("policies.offer", "offer", Some(&record.id)).by(by.as_str()).with(details);
    journal::record(tx, now, &act)?;
    Ok(true)
}

/// Names the application that an offer was applied for with.
///
/// # Errors
/// The store is away.
pub fn attach_application(tx: &mut Connection, offer: &str, application: &str) -> Result<(), Error> {
    diesel::update(offers::table.find(offer))
        .set((offers::application_id.eq(application), offers::revision.eq(offers::revision + 1)))
        .execute(tx)?;
    Ok(())
}

/// What a policy says now of somebody who has an offer of it.
pub struct Found<'a> {
    /// What happened.
    pub event: OfferEvent,
    /// The version that says it, and what it gives; where it says nothing new, the offer keeps its own.
    pub terms: Option<(&'a str, Amounts)>,
}

/// News of an offer for its person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct News {
    /// What they were last told; nothing when they know nothing of it.
    pub before: Option<Told>,
    /// How it stands.
    pub after: Told,
}

/// Moves an offer on by what the policy says. Nothing is written where nothing changed. The event is collected in
/// `events`, which the caller writes with [`write_events`]. Answers what is to be told now; while days are caught up,
/// nothing: [`tell`] does it on the last one.
///
/// # Errors
/// Somebody else moved it meanwhile (retried by the caller's transaction); the store is away.
pub fn found(
    cx: &Context,
    tx: &mut Connection,
    record: &OfferRecord,
    found: &Found<'_>,
    events: &mut Vec<EventRow>,
) -> Result<Option<News>, Error> {
    let before = record.standing();
    let Some(after) = before.next(found.event) else { return Ok(None) };
    let (version, amounts) = found.terms.unwrap_or((&record.version, record.amounts()));
    let seen_to_change = before != after || amounts != record.amounts();
    if !seen_to_change && version == record.version {
        return Ok(None);
    }
    let rows = diesel::update(offers::table.find(&record.id).filter(offers::revision.eq(record.revision)))
        .set((
            offers::policy_version_id.eq(version),
            offers::progress.eq(Stored(after.progress)),
            offers::verdict.eq(Stored(after.verdict)),
            offers::amount_fen.eq(amounts.fen),
            offers::amount_hours.eq(amounts.hours),
            offers::decided_on.eq(cx.today().to_string()),
            offers::revision.eq(record.revision + 1),
        ))
        .execute(tx)?;
    moved(rows)?;
    if !seen_to_change {
        return Ok(None);
    }
    events.push(EventRow::new(cx, record, found.event, after, (version, amounts), None));
    let after = Told { state: after.shown(), amounts };
    match cx.is_last_day() {
        true => {
            tell(cx, tx, &record.id, after)?;
            Ok(Some(News { before: record.told(), after }))
        }
        false => {
            diesel::update(offers::table.find(&record.id)).set(offers::untold.eq(true)).execute(tx)?;
            Ok(None)
        }
    }
}

/// Writes down what somebody is told of an offer now.
///
/// # Errors
/// The store is away.
pub fn tell(cx: &Context, tx: &mut Connection, offer: &str, told: Told) -> Result<(), Error> {
    diesel::update(offers::table.find(offer))
        .set((
            offers::told_state.eq(Some(Stored(told.state))),
            offers::told_fen.eq(told.amounts.fen),
            offers::told_hours.eq(told.amounts.hours),
            offers::told_on.eq(cx.today().to_string()),
            offers::untold.eq(false),
        ))
        .execute(tx)?;
    Ok(())
}

/// Some offers whose people were not told yet how they stand.
///
/// # Errors
/// The store is away.
pub fn untold(connection: &mut Connection, most: i64) -> Result<Vec<OfferRecord>, Error> {
    Ok(offers::table
        .filter(offers::untold.eq(true))
        .order(offers::id)
        .limit(most)
        .select(OfferRecord::as_select())
        .load(connection)?)
}

/// Open offers of a policy whose people were told of them as they are on one of these days, the last one included: the next
/// ones beyond an offer, in the order of their days.
///
/// # Errors
/// The store is away.
pub fn unanswered(
    connection: &mut Connection,
    policy: &str,
    told: impl RangeBounds<Date>,
    beyond: Option<&OfferRecord>,
    most: i64,
) -> Result<Vec<OfferRecord>, Error> {
    let mut open = offers::table
        .filter(offers::policy_id.eq(policy).and(offers::progress.eq(Stored(OfferProgress::Open))))
        .filter(offers::verdict.eq(Stored(OfferVerdict::Eligible)).and(offers::untold.eq(false)))
        .order((offers::told_on, offers::id))
        .limit(most)
        .select(OfferRecord::as_select())
        .into_boxed();
    if let Bound::Excluded(after) = told.start_bound() {
        open = open.filter(offers::told_on.gt(after.to_string()).assume_not_null());
    }
    if let Bound::Included(last) = told.end_bound() {
        open = open.filter(offers::told_on.le(last.to_string()).assume_not_null());
    }
    if let Some(beyond) = beyond {
        let later = offers::told_on.gt(beyond.told_on.clone()).assume_not_null();
        let same = offers::told_on.eq(beyond.told_on.clone()).assume_not_null();
        open = open.filter(later.or(same.and(offers::id.gt(beyond.id.clone()))));
    }
    Ok(open.load(connection)?)
}

/// Writes the events that [`found`] collected.
///
/// # Errors
/// The store is away.
pub fn write_events(tx: &mut Connection, events: &[EventRow]) -> Result<(), Error> {
    dialect::bulk_insert(tx, events)?;
    Ok(())
}

fn moved(rows: usize) -> Result<(), Error> {
    match rows {
        0 => Err(Error::Repeat("an offer was moved by somebody else".into())),
        _ => Ok(()),
    }
}

/// A new offer as it is written.
#[derive(Insertable)]
#[diesel(table_name = offers, treat_none_as_default_value = false)]
pub struct NewOffer {
    id: String,
    resident_id: String,
    policy_id: String,
    policy_version_id: String,
    progress: Stored<OfferProgress>,
    verdict: Stored<OfferVerdict>,
    delivery: String,
    amount_fen: Option<i64>,
    amount_hours: Option<i64>,
    period: Option<String>,
    decided_on: String,
    created_at: Instant,
    revision: i32,
    told_state: Option<Stored<OfferState>>,
    told_fen: Option<i64>,
    told_hours: Option<i64>,
    told_on: Option<String>,
    untold: bool,
}

crate::bulk_row!(NewOffer => offers);

impl NewOffer {
    /// Of a policy's version, for one resident, whom it reaches in this way.
    pub fn new(
        cx: &Context,
        id: &str,
        resident: &ResidentId,
        version: &str,
        (policy, delivery): (&Policy, Delivery),
        amounts: Amounts,
    ) -> Self {
        let standing = OfferStanding::new(delivery);
        let told = Some(amounts).filter(|_| cx.is_last_day());
        Self {
            id: id.to_owned(),
            resident_id: resident.as_str().to_owned(),
            policy_id: policy.id.clone(),
            policy_version_id: version.to_owned(),
            progress: Stored(standing.progress),
            verdict: Stored(standing.verdict),
            delivery: delivery.as_str().to_owned(),
            amount_fen: amounts.fen,
            amount_hours: amounts.hours,
            period: policy.benefit.as_ref().map(|benefit| benefit.period.as_str().to_owned()),
            decided_on: cx.today().to_string(),
            created_at: cx.now(),
            revision: 1,
            told_state: told.map(|_| Stored(standing.shown())),
            told_fen: told.and_then(|amounts| amounts.fen),
            told_hours: told.and_then(|amounts| amounts.hours),
            told_on: told.map(|_| cx.today().to_string()),
            untold: told.is_none(),
        }
    }
}

impl NewOffer {
    /// What there is to tell of it now; nothing while days are caught up.
    pub fn news(&self) -> Option<News> {
        let state = self.told_state?.0;
        let amounts = Amounts { fen: self.told_fen, hours: self.told_hours };
        Some(News { before: None, after: Told { state, amounts } })
    }
}

/// Something that happened to an offer, as it is written; never edited.
#[derive(Insertable)]
#[diesel(table_name = offer_events, treat_none_as_default_value = false)]
pub struct EventRow {
    id: String,
    offer_id: String,
    event: String,
    progress: Stored<OfferProgress>,
    verdict: Stored<OfferVerdict>,
    policy_version_id: String,
    amount_fen: Option<i64>,
    amount_hours: Option<i64>,
    actor_account_id: Option<String>,
    at: Instant,
}

crate::bulk_row!(EventRow => offer_events);

impl EventRow {
    fn new(
        cx: &Context,
        record: &OfferRecord,
        event: OfferEvent,
        after: OfferStanding,
        (version, amounts): (&str, Amounts),
        by: Option<&AccountId>,
    ) -> Self {
        Self {
            id: cx.new_id(),
            offer_id: record.id.clone(),
            event: event.as_str().to_owned(),
            progress: Stored(after.progress),
            verdict: Stored(after.verdict),
            policy_version_id: version.to_owned(),
            amount_fen: amounts.fen,
            amount_hours: amounts.hours,
            actor_account_id: by.map(|account| account.as_str().to_owned()),
            at: cx.now(),
        }
    }
}
