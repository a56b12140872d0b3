//! The person's own applications: receipt, clock, timeline, answers.

use super::events;
use crate::{
    context::Context,
    db::{connection::Connection, schema::applications, types::Instant},
    error::Error,
    policies::{catalogue::department_name, published},
    services::items,
};
use contract::{
    applications::{AnswerRow, ApplicationPage, ApplicationRow, ApplicationState, ApplicationsPage, Clock, EventKind},
    identity::Actor,
    ids::ApplicationId,
};
use diesel::prelude::*;
use jiff::civil::Date;

/// So long after it was sent an application can be taken back, decided or not: ten minutes
/// (circular 信管函〔2021〕67号, annex 1, on undoing what has legal or financial consequences).
const UNDO_MS: i64 = 10 * 60 * 1000;

/// One application as stored.
#[derive(Clone, Queryable, Selectable)]
#[diesel(table_name = applications)]
pub struct Stored {
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
    /// Frozen answers.
    pub answers_sealed: Vec<u8>,
    /// Frozen facts.
    pub facts_sealed: Vec<u8>,
    /// Verdict on the frozen facts.
    pub decision_sealed: Option<Vec<u8>>,
    state: String,
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

impl Stored {
    /// How far it has got.
    ///
    /// # Errors
    /// The store holds an unknown state.
    pub fn state(&self) -> Result<ApplicationState, Error> {
        ApplicationState::from_text(&self.state).ok_or_else(|| Error::fault("an application in an unknown state"))
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
    /// As [`Stored::due`].
    pub fn clock(&self, cx: &Context) -> Result<Option<Clock>, Error> {
        if !self.state()?.is_open() {
            return Ok(None);
        }
        let days = &cx.working_days;
        let promised = u32::try_from(self.promised_days).unwrap_or(0);
        let until = match self.paused_at {
            Some(at) => cx.day_of(at),
            None => cx.today(),
        };
        let left = days.between(until, self.due()?);
        let due = match self.paused_at {
            Some(_) => days.add(cx.today(), left),
            None => self.due()?,
        };
        Ok(Some(Clock {
            used: promised.saturating_sub(left),
            promised,
            due,
            unannounced_year: days.unannounced_year(until, due),
            paused: self.paused_at.is_some(),
        }))
    }

    /// Whether the resident can take it back: as long as it is open, and for ten minutes whatever has become of it.
    ///
    /// # Errors
    /// As [`Stored::state`].
    pub fn may_withdraw(&self, now: Instant) -> Result<bool, Error> {
        Ok(match self.state()? {
            ApplicationState::Submitted | ApplicationState::WaitingForResident => true,
            ApplicationState::Granted | ApplicationState::Refused => now.0 - self.submitted_at.0 < UNDO_MS,
            ApplicationState::Withdrawn => false,
        })
    }

    /// When the clock was stopped.
    pub fn paused_at(&self) -> Option<Instant> {
        self.paused_at
    }

    /// The frozen answers.
    ///
    /// # Errors
    /// They cannot be opened.
    pub fn answers(&self, cx: &Context) -> Result<Vec<AnswerRow>, Error> {
        let plain = cx.keys.open("applications", &self.id, "answers_sealed", &self.answers_sealed)?;
        serde_json::from_slice(&plain).map_err(Error::caused_by)
    }
}

/// An application by id, whoever's it is: callers check that.
///
/// # Errors
/// `NotFound`; the store is away.
pub fn stored(connection: &mut Connection, id: &str) -> Result<Stored, Error> {
    applications::table.find(id).select(Stored::as_select()).first(connection).optional()?.ok_or(Error::NotFound)
}

/// The person's own application.
///
/// # Errors
/// `NotFound` when it is not theirs; the store is away.
pub fn own(connection: &mut Connection, actor: &Actor, id: &str) -> Result<Stored, Error> {
    let resident = actor.resident.as_ref().ok_or(Error::NotFound)?;
    stored(connection, id).and_then(|stored| match stored.resident_id == resident.as_str() {
        true => Ok(stored),
        false => Err(Error::NotFound),
    })
}

/// `/applications/<id>`.
///
/// # Errors
/// `NotFound`; the store is away.
pub fn application_page(cx: &Context, actor: &Actor, id: &str, just_sent: bool) -> Result<ApplicationPage, Error> {
    cx.read(|connection| {
        let stored = own(connection, actor, id)?;
        let item = items::version_of(cx, connection, &stored.item_id, &stored.item_version)?;
        let timeline = events::timeline(cx, connection, id)?;
        let state = stored.state()?;
        let question = match state {
            ApplicationState::WaitingForResident => {
                timeline.iter().find(|event| event.kind == EventKind::Asked).and_then(|event| event.detail.clone())
            }
            _ => None,
        };
        let appeal = match (state, &stored.policy_version_id) {
            (ApplicationState::Refused, Some(version)) => {
                Some(published::compiled(cx, connection, version)?.policy.appeal.clone())
            }
            _ => None,
        };
        Ok(ApplicationPage {
            id: ApplicationId(stored.id.clone()),
            receipt_number: stored.receipt_number.clone(),
            item_title: item.title.clone(),
            state,
            clock: stored.clock(cx)?,
            submitted_at: stored.submitted_at.0,
            due: stored.due()?,
            department: department_name(cx, &item.department),
            timeline,
            answers: stored.answers(cx)?,
            after: item.after.clone(),
            question,
            typed: String::new(),
            key: crate::operations::repeat::new_key(),
            errors: Vec::new(),
            just_sent,
            may_withdraw: stored.may_withdraw(cx.now())?,
            appeal,
        })
    })
}

/// `/applications`.
///
/// # Errors
/// The store is away.
pub fn applications_page(cx: &Context, actor: &Actor) -> Result<ApplicationsPage, Error> {
    let Some(resident) = &actor.resident else { return Ok(ApplicationsPage { applications: Vec::new() }) };
    cx.read(|connection| {
        let rows: Vec<Stored> = applications::table
            .filter(applications::resident_id.eq(resident.as_str()))
            .order(applications::submitted_at.desc())
            .limit(100)
            .select(Stored::as_select())
            .load(connection)?;
        let list = rows
            .into_iter()
            .map(|stored| {
                let item = items::version_of(cx, connection, &stored.item_id, &stored.item_version)?;
                Ok(ApplicationRow {
                    id: ApplicationId(stored.id.clone()),
                    receipt_number: stored.receipt_number.clone(),
                    item_title: item.title.clone(),
                    state: stored.state()?,
                    due: stored.due()?,
                })
            })
            .collect::<Result<Vec<_>, Error>>()?;
        Ok(ApplicationsPage { applications: list })
    })
}
