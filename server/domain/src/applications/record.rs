//! Applications in the store: loading them, and moving them on. Nothing else writes how an application stands. Every move
//! holds it as it was read (its revision), takes its task and its offer along, and leaves an event and a row of the journal.

use super::{
    events::{self, Event},
    judged,
    task::TaskState,
    transitions::{ApplicationEvent, next},
};
use crate::{
    context::Context,
    db::{
        connection::Connection,
        schema::{applications, tasks},
        types::{Instant, Stored},
    },
    error::Error,
    journal::{self, Act},
    operations::undo,
    policies::{
        offers::{
            record::{self as offers, OfferRecord},
            transitions::{OfferEvent, OfferProgress},
        },
        published,
    },
};
use contract::{
    applications::{ActorKind, AnswerRow, ApplicationState, Clock, outcome::Outcome},
    identity::Actor,
    ids::{AccountId, ResidentId},
};
use diesel::prelude::*;
use jiff::civil::Date;
use policy::value::Facts;
use serde_json::json;

/// The states in which the city still has to decide, as stored.
pub const OPEN: [Stored<ApplicationState>; 2] =
    [Stored(ApplicationState::Submitted), Stored(ApplicationState::WaitingForResident)];

/// One application as stored.
#[derive(Clone, Queryable, Selectable)]
#[diesel(table_name = applications)]
pub struct ApplicationRecord {
    /// Application id.
    pub id: String,
    /// Receipt number.
    pub receipt_number: String,
    /// The resident it is about.
    pub resident_id: String,
    /// Item id.
    pub item_id: String,
    /// Item version.
    pub item_version: String,
    /// The policy version it was judged by.
    pub policy_version_id: Option<String>,
    /// The offer it was begun for.
    #[diesel(column_name = offer_id)]
    pub offer: Option<String>,
    /// Frozen answers.
    pub answers_sealed: Vec<u8>,
    facts_sealed: Vec<u8>,
    /// Verdicts on the frozen facts.
    pub decision_sealed: Option<Vec<u8>>,
    outcome_sealed: Option<Vec<u8>>,
    state: Stored<ApplicationState>,
    /// District that handles it.
    pub district: Option<String>,
    /// When it was sent.
    pub submitted_at: Instant,
    due_on: String,
    promised_days: i32,
    paused_at: Option<Instant>,
    /// Revision of the row.
    pub revision: i32,
}

impl ApplicationRecord {
    /// How far it has got.
    pub fn state(&self) -> ApplicationState {
        self.state.0
    }

    /// Whose it is.
    pub fn resident(&self) -> ResidentId {
        ResidentId::from_text(&self.resident_id)
    }

    /// The promised date.
    ///
    /// # Errors
    /// The store holds no date.
    pub fn due(&self) -> Result<Date, Error> {
        self.due_on.parse().map_err(Error::caused_by)
    }

    /// The clock, while it is open. While it stands still the due date moves with today.
    ///
    /// # Errors
    /// As [`ApplicationRecord::due`].
    pub fn clock(&self, cx: &Context) -> Result<Option<Clock>, Error> {
        if !self.state().is_open() {
            return Ok(None);
        }
        let days = &cx.working_days;
        let promised = u32::try_from(self.promised_days).unwrap_or(0);
        let until = match self.paused_at {
            Some(at) => cx.day_of(at),
            None => cx.today(),
        };
        let due = self.due_if_it_went_on(cx)?;
        Ok(Some(Clock {
            used: promised.saturating_sub(days.between(until, self.due()?)),
            promised,
            due,
            unannounced_year: days.unannounced_year(until, due),
            paused: self.paused_at.is_some(),
        }))
    }

    /// Whether the resident can take it back: as long as it is open, and for ten minutes whatever has become of it.
    pub fn may_withdraw(&self, now: Instant) -> bool {
        match self.state() {
            ApplicationState::Submitted | ApplicationState::WaitingForResident => true,
            ApplicationState::Granted | ApplicationState::Refused => undo::is_in_time(self.submitted_at, now),
            ApplicationState::Withdrawn => false,
        }
    }

    /// The frozen answers.
    ///
    /// # Errors
    /// They cannot be opened.
    pub fn answers(&self, cx: &Context) -> Result<Vec<AnswerRow>, Error> {
        let plain = cx.keys.open("applications", &self.id, "answers_sealed", &self.answers_sealed)?;
        serde_json::from_slice(&plain).map_err(Error::caused_by)
    }

    /// The frozen facts.
    ///
    /// # Errors
    /// They cannot be opened.
    pub fn facts(&self, cx: &Context) -> Result<Facts, Error> {
        let plain = cx.keys.open("applications", &self.id, "facts_sealed", &self.facts_sealed)?;
        serde_json::from_slice(&plain).map_err(Error::caused_by)
    }

    /// What was decided; nothing before that, and for decisions that were made before it was kept.
    ///
    /// # Errors
    /// It cannot be opened.
    pub fn outcome(&self, cx: &Context) -> Result<Option<Outcome>, Error> {
        let Some(sealed) = &self.outcome_sealed else { return Ok(None) };
        let plain = cx.keys.open("applications", &self.id, "outcome_sealed", sealed)?;
        serde_json::from_slice(&plain).map(Some).map_err(Error::caused_by)
    }

    /// The due date if the clock went on today: later by the time that it stood still.
    fn due_if_it_went_on(&self, cx: &Context) -> Result<Date, Error> {
        let due = self.due()?;
        Ok(match self.paused_at {
            Some(at) => cx.working_days.add(cx.today(), cx.working_days.between(cx.day_of(at), due)),
            None => due,
        })
    }
}

/// An application by id, whoever's it is: callers check that.
///
/// # Errors
/// `NotFound`; the store is away.
pub fn find(connection: &mut Connection, id: &str) -> Result<ApplicationRecord, Error> {
    let row = applications::table.find(id).select(ApplicationRecord::as_select()).first(connection).optional()?;
    row.ok_or(Error::NotFound)
}

/// The person's own application.
///
/// # Errors
/// `NotFound` when it is not theirs; the store is away.
pub fn own(connection: &mut Connection, actor: &Actor, id: &str) -> Result<ApplicationRecord, Error> {
    let resident = actor.resident.as_ref().ok_or(Error::NotFound)?;
    let found = find(connection, id)?;
    if found.resident_id != resident.as_str() {
        return Err(Error::NotFound);
    }
    Ok(found)
}

/// What is not decided yet of one resident, the oldest first.
///
/// # Errors
/// The store is away.
pub fn open_of(connection: &mut Connection, resident: &ResidentId) -> Result<Vec<ApplicationRecord>, Error> {
    Ok(applications::table
        .filter(applications::resident_id.eq(resident.as_str()).and(applications::state.eq_any(OPEN)))
        .order((applications::submitted_at, applications::id))
        .select(ApplicationRecord::as_select())
        .load(connection)?)
}

/// What happens to an application, by whom, and the words that go with it.
pub struct Step<'a> {
    /// What happens.
    pub event: ApplicationEvent,
    /// Who does it.
    pub by: (ActorKind, &'a AccountId),
    /// A question, an answer or a reason.
    pub words: Option<&'a str>,
    /// What is decided, where it is.
    pub outcome: Option<&'a Outcome>,
}

/// Moves an application on. Answers whether the event could happen to it as it stands; where not, nothing is written.
///
/// # Errors
/// Somebody else moved it meanwhile (retried by the caller's transaction); the store is away.
pub fn apply(cx: &Context, tx: &mut Connection, record: &ApplicationRecord, step: &Step<'_>) -> Result<bool, Error> {
    let Some(after) = next(record.state(), step.event) else { return Ok(false) };
    let (paused_at, due) = match step.event {
        // Whoever is asked once more has been waited for since the first question.
        ApplicationEvent::Asked => (record.paused_at.or(Some(cx.now())), record.due()?),
        ApplicationEvent::Answered | ApplicationEvent::TakenUpAgain => (None, record.due_if_it_went_on(cx)?),
        ApplicationEvent::Granted | ApplicationEvent::Refused | ApplicationEvent::Withdrawn => {
            (record.paused_at, record.due()?)
        }
    };
    let row = applications::table.find(&record.id).filter(applications::revision.eq(record.revision));
    let moved = diesel::update(row)
        .set((
            applications::state.eq(Stored(after)),
            applications::paused_at.eq(paused_at),
            applications::due_on.eq(due.to_string()),
            applications::revision.eq(record.revision + 1),
            applications::outcome_sealed.eq(sealed(cx, &record.id, step.outcome)?),
            applications::against_verdict.eq(step.outcome.is_some_and(|outcome| !outcome.against.is_empty())),
        ))
        .execute(tx)?;
    if moved == 0 {
        return Err(Error::Repeat("an application was moved by somebody else".into()));
    }
    move_task(cx, tx, &record.id, after, due)?;
    move_offers(cx, tx, record, step)?;
    let (actor, account) = step.by;
    let event = Event { kind: step.event.kind(), actor, account: Some(account), detail: step.words };
    events::add(cx, tx, &record.id, event)?;
    let against: Vec<&str> =
        step.outcome.map(|outcome| outcome.against.iter().map(|one| one.policy.as_str()).collect()).unwrap_or_default();
    let details = json!({ "from": record.state().as_str(), "to": after.as_str(), "against_verdict": against });
    let act = Act::done(step.event.act(), "application", Some(&record.id)).by(account.as_str()).with(details);
    journal::record(tx, cx.now(), &act)?;
    Ok(true)
}

/// Puts corrected facts, and the verdicts on them, in the place of those that an open application was frozen with. Forms that
/// were opened before come again.
///
/// # Errors
/// Somebody else moved it meanwhile (retried by the caller's transaction); the store is away.
pub fn freeze_anew(
    cx: &Context,
    tx: &mut Connection,
    record: &ApplicationRecord,
    facts: &Facts,
    verdicts: Option<Vec<u8>>,
) -> Result<(), Error> {
    let seal = |column: &str, plain: &[u8]| cx.keys.seal("applications", &record.id, column, plain);
    let facts = serde_json::to_vec(facts).map_err(Error::caused_by)?;
    let row = applications::table.find(&record.id).filter(applications::revision.eq(record.revision));
    let moved = diesel::update(row)
        .set((
            applications::facts_sealed.eq(seal("facts_sealed", &facts)?),
            applications::decision_sealed.eq(verdicts.map(|plain| seal("decision_sealed", &plain)).transpose()?),
            applications::revision.eq(record.revision + 1),
        ))
        .execute(tx)?;
    match moved {
        0 => Err(Error::Repeat("an application was moved by somebody else".into())),
        _ => Ok(()),
    }
}

/// A decision stands as long as nothing follows it: whoever takes a decided application back takes it back with its decision.
fn sealed(cx: &Context, id: &str, outcome: Option<&Outcome>) -> Result<Option<Vec<u8>>, Error> {
    let Some(outcome) = outcome else { return Ok(None) };
    let plain = serde_json::to_vec(outcome).map_err(Error::caused_by)?;
    cx.keys.seal("applications", id, "outcome_sealed", &plain).map(Some)
}

/// The work on an application stands still, goes on or is over as the application is.
fn move_task(cx: &Context, tx: &mut Connection, id: &str, after: ApplicationState, due: Date) -> Result<(), Error> {
    let state = TaskState::of(after);
    let closed_at = (state == TaskState::Done).then(|| cx.now());
    diesel::update(tasks::table.filter(tasks::application_id.eq(id)))
        .set((tasks::state.eq(Stored(state)), tasks::closed_at.eq(closed_at), tasks::due_on.eq(due.to_string())))
        .execute(tx)?;
    Ok(())
}

fn move_offers(cx: &Context, tx: &mut Connection, record: &ApplicationRecord, step: &Step<'_>) -> Result<(), Error> {
    let (_, account) = step.by;
    let event = match step.event {
        ApplicationEvent::Asked | ApplicationEvent::Answered => return Ok(()),
        ApplicationEvent::Granted => OfferEvent::ApplicationGranted,
        ApplicationEvent::Refused => OfferEvent::ApplicationRefused,
        // The offer waits for the resident again, as before it was applied for.
        ApplicationEvent::Withdrawn => OfferEvent::ApplicationWithdrawn,
        ApplicationEvent::TakenUpAgain => {
            let Some(offer) = &record.offer else { return Ok(()) };
            let offer = offers::own(tx, &record.resident(), offer)?;
            if offers::apply(cx, tx, &offer, OfferEvent::ApplicationBegun, account)? {
                offers::attach_application(tx, &offer.id, &record.id)?;
            }
            return Ok(());
        }
    };
    let terms = step.outcome.and_then(|outcome| outcome.terms.as_ref());
    let granted = |policy: &str| {
        let benefits = terms.map(|terms| terms.benefits.as_slice()).unwrap_or_default();
        benefits.iter().any(|benefit| benefit.policy.as_deref() == Some(policy))
    };
    let judged: Vec<String> = match terms {
        Some(_) => judged::of_application(cx, tx, record)?
            .into_iter()
            .map(|judged| judged.published.policy.id.clone())
            .collect(),
        None => Vec::new(),
    };
    if step.event == ApplicationEvent::Granted {
        let is_given = |policy: &str, offer: &OfferRecord| {
            let is_its_own = record.offer.as_ref() == Some(&offer.id);
            granted(policy) || (is_its_own && !judged.iter().any(|judged| judged == policy))
        };
        take_along(cx, tx, record, is_given)?;
    }
    for offer in offers::of_application(tx, &record.id)? {
        // Of several things that were asked for, some may be granted and some not.
        let policy = &published::compiled(cx, tx, &offer.version)?.policy.id;
        let is_left_out = judged.contains(policy) && !granted(policy);
        let event = if is_left_out { OfferEvent::ApplicationRefused } else { event };
        offers::apply(cx, tx, &offer, event, account)?;
    }
    Ok(())
}

/// Two applications may be for one offer, which names the one that was sent first, and may have been refused by it: it is
/// given by the one that is granted first.
fn take_along(
    cx: &Context,
    tx: &mut Connection,
    record: &ApplicationRecord,
    is_given: impl Fn(&str, &OfferRecord) -> bool,
) -> Result<(), Error> {
    for offer in offers::of_resident(tx, &record.resident())? {
        let is_of_another = offer.application.as_ref().is_some_and(|other| *other != record.id);
        let is_not_given = matches!(offer.standing().progress, OfferProgress::Applied | OfferProgress::Refused);
        if !is_of_another || !is_not_given {
            continue;
        }
        if is_given(&published::compiled(cx, tx, &offer.version)?.policy.id, &offer) {
            offers::attach_application(tx, &offer.id, &record.id)?;
        }
    }
    Ok(())
}
