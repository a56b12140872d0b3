//! Arrangements in the store: loading them, opening them, and moving them on. Nothing else writes how an arrangement stands.
//! Every move holds the arrangement as it was read (its revision), takes its offer along, and leaves an event and a row of the
//! journal.

use super::{clock, transitions};
use crate::{
    context::Context,
    db::{
        connection::Connection,
        schema::{arrangement_events, arrangements},
        types::{Instant, Stored, StoredDate, codes},
    },
    error::Error,
    journal::{self, Act},
    policies::offers::{
        record::{self as offers, OfferRecord},
        transitions::OfferEvent,
    },
};
use contract::{
    arrangements::{Agreed, ArrangementEvent, ArrangementState, ArrangementStep},
    ids::{AccountId, ResidentId},
};
use diesel::prelude::*;
use jiff::civil::Date;
use serde_json::json;

codes!(ArrangementState, ArrangementEvent);

/// One arrangement as stored.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = arrangements)]
pub struct ArrangementRecord {
    /// Arrangement id.
    pub id: String,
    /// The offer that was said yes to.
    #[diesel(column_name = offer_id)]
    pub offer: String,
    /// Whose it is.
    pub resident_id: String,
    /// The version of the policy that was said yes to.
    #[diesel(column_name = policy_version_id)]
    pub version: String,
    /// The department that carries it out.
    pub department: String,
    state: Stored<ArrangementState>,
    due_on: StoredDate,
    appointed_on: Option<StoredDate>,
    done_on: Option<StoredDate>,
    /// Revision of the row.
    pub revision: i32,
    /// When the resident said yes.
    pub created_at: Instant,
}

impl ArrangementRecord {
    /// How it stands.
    pub fn state(&self) -> ArrangementState {
        self.state.0
    }

    /// The day by which the department calls; the agreed day, once there is one.
    pub fn due(&self) -> Date {
        self.due_on.0
    }

    /// Whether that day was agreed on.
    pub fn agreed(&self) -> Agreed {
        match self.appointed_on {
            Some(_) => Agreed::OnADay,
            None => Agreed::NotYet,
        }
    }

    /// The day on which it was done.
    pub fn done_on(&self) -> Option<Date> {
        self.done_on.map(|day| day.0)
    }

    /// Whether the day has passed, and nothing was done.
    pub fn is_overdue(&self, today: Date) -> bool {
        self.state() == ArrangementState::Open && self.due() < today
    }

    /// The day on which the resident said yes.
    pub fn accepted_on(&self, cx: &Context) -> Date {
        cx.day_of(self.created_at)
    }

    /// Whose it is.
    pub fn resident(&self) -> ResidentId {
        ResidentId::from_text(&self.resident_id)
    }
}

/// Opens an arrangement for an offer that was just said yes to. Gives its id.
///
/// # Errors
/// Another one for the offer was opened at the same moment (retried by the caller's transaction); the store is away.
pub fn open(
    cx: &Context,
    tx: &mut Connection,
    offer: &OfferRecord,
    department: &str,
    by: &AccountId,
) -> Result<String, Error> {
    let id = cx.new_id();
    diesel::insert_into(arrangements::table)
        .values((
            arrangements::id.eq(&id),
            arrangements::offer_id.eq(&offer.id),
            arrangements::resident_id.eq(&offer.resident_id),
            arrangements::policy_version_id.eq(&offer.version),
            arrangements::department.eq(department),
            arrangements::state.eq(Stored(ArrangementState::Open)),
            arrangements::due_on.eq(Stored(clock::due(cx))),
            arrangements::revision.eq(1),
            arrangements::created_at.eq(cx.now()),
        ))
        .execute(tx)?;
    add_event(cx, tx, (&id, 1), ArrangementEvent::Opened, &Said::default(), Some(by))?;
    write_down(cx, tx, (&id, &offer.id), department, ArrangementEvent::Opened, Some(by))?;
    Ok(id)
}

/// Something that happens to an arrangement.
#[derive(Clone, Copy, Debug)]
pub enum Step<'a> {
    /// A day was agreed on.
    Appointed(Date),
    /// The promised day passed.
    Late,
    /// It was done on a day.
    Done(Date),
    /// It could not be done, and why.
    NotDone(&'a str),
    /// The resident took the yes back.
    TakenBack,
}

impl Step<'_> {
    fn event(self) -> ArrangementEvent {
        match self {
            Self::Appointed(_) => ArrangementEvent::Appointed,
            Self::Late => ArrangementEvent::Late,
            Self::Done(_) => ArrangementEvent::Done,
            Self::NotDone(_) => ArrangementEvent::NotDone,
            Self::TakenBack => ArrangementEvent::TakenBack,
        }
    }

    /// What becomes of the offer.
    fn of_offer(self) -> Option<OfferEvent> {
        match self {
            Self::Appointed(_) | Self::Late => None,
            Self::Done(_) => Some(OfferEvent::CarriedOut),
            Self::NotDone(_) => Some(OfferEvent::NotCarriedOut),
            Self::TakenBack => Some(OfferEvent::AcceptanceTakenBack),
        }
    }
}

/// Moves an arrangement on by what somebody did, and its offer with it. Answers whether it could happen to the arrangement as it
/// stands.
///
/// # Errors
/// Somebody else moved it meanwhile (retried by the caller's transaction); the store is away.
pub fn apply(
    cx: &Context,
    tx: &mut Connection,
    record: &ArrangementRecord,
    step: Step<'_>,
    by: &AccountId,
) -> Result<bool, Error> {
    if !move_on(cx, tx, record, step, Some(by))? {
        return Ok(false);
    }
    if let Some(event) = step.of_offer() {
        // An offer that was granted in another way meanwhile stays so.
        let offer = offers::own(tx, &record.resident(), &record.offer)?;
        offers::apply(cx, tx, &offer, event, by)?;
    }
    Ok(true)
}

/// The promised day of an arrangement passed.
///
/// # Errors
/// As [`apply`].
pub fn mark_late(cx: &Context, tx: &mut Connection, record: &ArrangementRecord) -> Result<bool, Error> {
    move_on(cx, tx, record, Step::Late, None)
}

fn move_on(
    cx: &Context,
    tx: &mut Connection,
    record: &ArrangementRecord,
    step: Step<'_>,
    by: Option<&AccountId>,
) -> Result<bool, Error> {
    let event = step.event();
    let Some(after) = transitions::next(record.state(), event) else { return Ok(false) };
    let (due, appointed, done) = match step {
        Step::Appointed(day) => (day, Some(Stored(day)), None),
        Step::Done(day) => (record.due(), record.appointed_on, Some(Stored(day))),
        Step::Late | Step::NotDone(_) | Step::TakenBack => (record.due(), record.appointed_on, None),
    };
    let revision = record.revision + 1;
    let row = arrangements::table.find(&record.id).filter(arrangements::revision.eq(record.revision));
    let rows = diesel::update(row)
        .set((
            arrangements::state.eq(Stored(after)),
            arrangements::due_on.eq(Stored(due)),
            arrangements::appointed_on.eq(appointed),
            arrangements::done_on.eq(done),
            arrangements::revision.eq(revision),
        ))
        .execute(tx)?;
    if rows == 0 {
        return Err(Error::Repeat("an arrangement was moved by somebody else".into()));
    }
    let said = match step {
        Step::Late => {
            let row = arrangements::table.find(&record.id);
            diesel::update(row).set(arrangements::told_late_for.eq(Some(Stored(due)))).execute(tx)?;
            Said::default()
        }
        Step::Appointed(day) | Step::Done(day) => Said { day: Some(day), words: None },
        Step::NotDone(words) => Said { day: None, words: Some(words) },
        Step::TakenBack => Said::default(),
    };
    add_event(cx, tx, (&record.id, revision), event, &said, by)?;
    write_down(cx, tx, (&record.id, &record.offer), &record.department, event, by)?;
    Ok(true)
}

/// What goes with an event.
#[derive(Default)]
struct Said<'a> {
    day: Option<Date>,
    words: Option<&'a str>,
}

fn add_event(
    cx: &Context,
    tx: &mut Connection,
    (arrangement, sequence): (&str, i32),
    event: ArrangementEvent,
    said: &Said<'_>,
    by: Option<&AccountId>,
) -> Result<(), Error> {
    let id = cx.new_id();
    let seal = |words| cx.keys.seal_text("arrangement_events", &id, "words_sealed", words);
    diesel::insert_into(arrangement_events::table)
        .values((
            arrangement_events::id.eq(&id),
            arrangement_events::arrangement_id.eq(arrangement),
            arrangement_events::sequence.eq(sequence),
            arrangement_events::kind.eq(Stored(event)),
            arrangement_events::actor_account_id.eq(by.map(AccountId::as_str)),
            arrangement_events::at.eq(cx.now()),
            arrangement_events::on_day.eq(said.day.map(Stored)),
            arrangement_events::words_sealed.eq(said.words.map(seal).transpose()?),
        ))
        .execute(tx)?;
    Ok(())
}

fn write_down(
    cx: &Context,
    tx: &mut Connection,
    (arrangement, offer): (&str, &str),
    department: &str,
    event: ArrangementEvent,
    by: Option<&AccountId>,
) -> Result<(), Error> {
    let name = format!("arrangements.{}", event.as_str());
    let details = json!({ "offer": offer, "department": department });
    let act = Act::done(&name, "arrangement", Some(arrangement)).with(details);
    journal::record(tx, cx.now(), &Act { actor_account_id: by.map(AccountId::as_str), ..act })?;
    Ok(())
}

/// The arrangement of an offer that is still to be done.
///
/// # Errors
/// The store is away.
pub fn open_of(connection: &mut Connection, offer: &str) -> Result<Option<ArrangementRecord>, Error> {
    Ok(arrangements::table
        .filter(arrangements::offer_id.eq(offer).and(arrangements::state.eq(Stored(ArrangementState::Open))))
        .select(ArrangementRecord::as_select())
        .first(connection)
        .optional()?)
}

/// Every arrangement of some offers, the newest last.
///
/// # Errors
/// The store is away.
pub fn of_offers(connection: &mut Connection, offers: &[&str]) -> Result<Vec<ArrangementRecord>, Error> {
    Ok(arrangements::table
        .filter(arrangements::offer_id.eq_any(offers))
        .order((arrangements::created_at, arrangements::id))
        .select(ArrangementRecord::as_select())
        .load(connection)?)
}

type EventRow = (String, Stored<ArrangementEvent>, Instant, Option<StoredDate>, Option<Vec<u8>>);

/// Everything that happened to an arrangement, newest first.
///
/// # Errors
/// The store is away; words cannot be opened.
pub fn steps(cx: &Context, connection: &mut Connection, arrangement: &str) -> Result<Vec<ArrangementStep>, Error> {
    let rows: Vec<EventRow> = arrangement_events::table
        .filter(arrangement_events::arrangement_id.eq(arrangement))
        .order(arrangement_events::sequence.desc())
        .select((
            arrangement_events::id,
            arrangement_events::kind,
            arrangement_events::at,
            arrangement_events::on_day,
            arrangement_events::words_sealed,
        ))
        .load(connection)?;
    rows.into_iter()
        .map(|(id, event, at, day, sealed)| {
            let open = |sealed: Vec<u8>| cx.keys.open_text("arrangement_events", &id, "words_sealed", &sealed);
            let words = sealed.map(open).transpose()?.map(|words| words.to_string());
            Ok(ArrangementStep { event: event.0, at: at.0, day: day.map(|day| day.0), words })
        })
        .collect()
}
