//! Sending: one act with its frozen copy, its clock, its task, its events, its notice and its journal row, or nothing.

use super::{
    drafts::{self, Draft, transitions::DraftEvent},
    events::{self, Event},
    judged, on_its_way,
    questions::answer_rows,
    task::TaskState,
};
use crate::{
    context::Context,
    db::pools::Priority,
    db::{
        connection::Connection,
        schema::{applications, tasks},
        types::Stored,
    },
    error::Error,
    journal::{self, Act},
    notices::notify,
    operations::outbox,
    policies::{
        offers::{
            self,
            record::{self, OfferRecord},
            transitions::{OfferEvent, OfferProgress},
        },
        published,
    },
    residents::facts::facts_of,
    services::journey,
};
use contract::{
    applications::{ActorKind, ApplicationState, EventKind, Second, Sent},
    error::FieldError,
    fields::Fields,
    identity::Actor,
    notices::NoticeKind,
};
use diesel::prelude::*;
use policy::value::Value;
use serde_json::json;

/// Sends a draft. The same form sent again, also from another tab, gives the same receipt: what was sent changes no more.
/// Gives the address of the receipt.
///
/// # Errors
/// `Invalid` when answers are missing, or when an application for the same thing is on its way; `NotFound`; the store is away.
pub fn submit(cx: &Context, actor: &Actor, id: &str, fields: &Fields) -> Result<String, Error> {
    cx.write(Priority::Person, |tx| {
        let draft = drafts::own(cx, tx, actor, id)?;
        if let Some(sent) = sent_from(tx, id)? {
            return Ok(format!("{}?sent=yes", sent.address));
        }
        if let Some(other) = on_its_way::of_item(tx, actor, &draft.item)? {
            let (field, code) = match other.second {
                Second::NotNow => ("send", "error-application-on-its-way"),
                Second::WithYes => ("second", "error-second-application"),
            };
            if other.second == Second::NotNow || fields.first("second") != "yes" {
                let error = FieldError::new(field, code).with("receipt", other.receipt_number);
                return Err(Error::Invalid(vec![error]));
            }
        }
        send(cx, tx, actor, &draft)
    })
}

/// The application that was sent from a draft.
///
/// # Errors
/// The store is away.
pub fn sent_from(connection: &mut Connection, draft: &str) -> Result<Option<Sent>, Error> {
    let row: Option<(String, String)> = applications::table
        .filter(applications::draft_id.eq(draft))
        .select((applications::id, applications::receipt_number))
        .first(connection)
        .optional()?;
    Ok(row.map(|(id, receipt_number)| Sent { address: format!("/applications/{id}"), receipt_number }))
}

fn send(cx: &Context, tx: &mut Connection, actor: &Actor, draft: &Draft) -> Result<String, Error> {
    let errors: Vec<FieldError> = journey::visible(&draft.item, &draft.typed)
        .into_iter()
        .filter_map(|question| {
            let error = journey::validate(&draft.item, question, &draft.typed, cx.today()).err()?;
            Some(FieldError { field: format!("answer-{}", question.id), ..error })
        })
        .collect();
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    let resident = actor.resident.as_ref().ok_or(Error::Forbidden)?;
    let facts = facts_of(cx, tx, resident)?;
    let applied_for = judged::applied_for(&draft.item, &draft.typed);
    let verdicts = judged::judge(cx, tx, &applied_for, &facts)?;
    let id = cx.new_id();
    let seal = |column: &str, plain: Vec<u8>| cx.keys.seal("applications", &id, column, &plain);
    let json = |value: Result<Vec<u8>, serde_json::Error>| value.map_err(Error::caused_by);
    let answers = json(serde_json::to_vec(&answer_rows(cx, draft, false)))?;
    let facts_json = json(serde_json::to_vec(&facts))?;
    let decision_json = judged::frozen(&verdicts, &applied_for)?;
    let district = match facts.get("residence_district").map(|fact| &fact.value) {
        Some(Value::Code(code)) => Some(code.clone()),
        _ => None,
    };
    let due = cx.working_days.add(cx.today(), draft.item.promised_days);
    let receipt = receipt_number(cx, tx)?;
    diesel::insert_into(applications::table)
        .values((
            applications::id.eq(&id),
            applications::receipt_number.eq(&receipt),
            applications::account_id.eq(actor.account.as_str()),
            applications::resident_id.eq(resident.as_str()),
            applications::item_id.eq(&draft.item.id),
            applications::item_version.eq(&draft.item.version),
            applications::policy_version_id.eq(verdicts.first().map(|judged| judged.published.id.as_str())),
            applications::offer_id.eq(&draft.offer),
            applications::draft_id.eq(draft.id.as_str()),
            applications::answers_sealed.eq(seal("answers_sealed", answers)?),
            applications::facts_sealed.eq(seal("facts_sealed", facts_json)?),
            applications::decision_sealed.eq(decision_json.map(|plain| seal("decision_sealed", plain)).transpose()?),
            applications::state.eq(ApplicationState::Submitted.as_str()),
            applications::single.eq(draft.item.single),
            applications::district.eq(&district),
            applications::submitted_at.eq(cx.now()),
            applications::due_on.eq(due.to_string()),
            applications::promised_days.eq(i32::try_from(draft.item.promised_days).unwrap_or(i32::MAX)),
            applications::revision.eq(1),
        ))
        .execute(tx)?;
    events::add(
        cx,
        tx,
        &id,
        Event { kind: EventKind::Submitted, actor: ActorKind::Resident, account: Some(&actor.account), detail: None },
    )?;
    diesel::insert_into(tasks::table)
        .values((
            tasks::id.eq(cx.new_id()),
            tasks::application_id.eq(&id),
            tasks::kind.eq("decide"),
            tasks::state.eq(Stored(TaskState::of(ApplicationState::Submitted))),
            tasks::district.eq(&district),
            tasks::opened_at.eq(cx.now()),
            tasks::due_on.eq(due.to_string()),
        ))
        .execute(tx)?;
    if !drafts::apply(tx, draft, DraftEvent::Sent)? {
        return Err(Error::fault("a draft that was sent or thrown away is sent"));
    }
    attach_offers(cx, tx, actor, draft, &applied_for, &id)?;
    notify(cx, tx, resident, NoticeKind::ApplicationReceived, "application", &id)?;
    outbox::post(tx, cx.now(), "applications.submitted", &id)?;
    journal::record(
        tx,
        cx.now(),
        &Act::done("applications.submit", "application", Some(&id))
            .by(actor.account.as_str())
            .with(json!({ "item": &draft.item.id })),
    )?;
    Ok(format!("/applications/{id}?sent=yes"))
}

/// The offers that an application takes along: those it was begun for, and those of the other policies that its answers ask
/// for. One that it was begun for and does not ask for waits again.
fn attach_offers(
    cx: &Context,
    tx: &mut Connection,
    actor: &Actor,
    draft: &Draft,
    applied_for: &[&str],
    id: &str,
) -> Result<(), Error> {
    let resident = actor.resident.as_ref().ok_or(Error::Forbidden)?;
    // Where no answer chooses among policies, the offer from which it was begun is what it asks for.
    let chooses = draft.item.policies().len() > 1;
    let is_asked = |policy: &str, offer: &OfferRecord| match chooses {
        true => applied_for.contains(&policy),
        false => draft.offer.as_ref() == Some(&offer.id),
    };
    for (policy, offer) in offers::begun_for_item(cx, tx, resident, &draft.item)? {
        if !is_asked(&policy, &offer) {
            record::apply(cx, tx, &offer, OfferEvent::ApplicationWithdrawn, &actor.account)?;
        }
    }
    for offer in record::of_resident(tx, resident)? {
        let policy = &published::compiled(cx, tx, &offer.version)?.policy.id;
        if is_asked(policy, &offer) {
            take_along(cx, tx, actor, &offer, id)?;
        }
    }
    Ok(())
}

/// An offer that another application on its way has taken along stays with that one. One that waits, though a draft was begun
/// for it, is begun again: another application had it meanwhile and was taken back.
fn take_along(cx: &Context, tx: &mut Connection, actor: &Actor, offer: &OfferRecord, id: &str) -> Result<(), Error> {
    let goes_along = match (offer.standing().progress, &offer.application) {
        (OfferProgress::Applied, Some(_)) => false,
        (OfferProgress::Applied, None) => true,
        _ => record::apply(cx, tx, offer, OfferEvent::ApplicationBegun, &actor.account)?,
    };
    if goes_along {
        record::attach_application(tx, &offer.id, id)?;
    }
    Ok(())
}

/// A receipt number that can be read out on the phone: year, month, day, and six random digits with a check digit
/// (weights 1 to 6 modulo 10), unique by the store. One of practice begins otherwise, so that nobody asks for it in vain.
fn receipt_number(cx: &Context, tx: &mut Connection) -> Result<String, Error> {
    loop {
        let random = uuid::Uuid::new_v4().as_u128() % 1_000_000;
        let digits = format!("{random:06}");
        let sum: u32 = digits.bytes().zip(1u32..).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
        let city = if cx.configuration.practice { "LX" } else { "SH" };
        let number = format!("{city}{}-{}-{}{}", cx.today().strftime("%Y%m%d"), &digits[..3], &digits[3..], sum % 10);
        let taken: i64 = applications::table.filter(applications::receipt_number.eq(&number)).count().get_result(tx)?;
        if taken == 0 {
            return Ok(number);
        }
    }
}
