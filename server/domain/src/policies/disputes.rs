//! "This is wrong": a dispute about one fact, with a clock at the department that owns it. The offer stays as it is: it
//! can be answered while the fact is checked.

use super::offers::{self, record};
use crate::{
    context::Context,
    db::pools::Priority,
    db::{connection::Connection, schema::disputes, types::Instant},
    error::Error,
    journal::{self, Act},
    notices::notify,
    operations::repeat,
};
use contract::{error::FieldError, fields::Fields, identity::Actor, ids::ResidentId, notices::NoticeKind};
use diesel::prelude::*;
use jiff::civil::Date;
use policy::text::Text;
use serde_json::json;

/// Working days within which a department answers.
const DAYS_TO_ANSWER: u32 = 10;
/// Longest statement, in characters.
const LONGEST_STATEMENT: usize = 1_000;

/// Opens a dispute, while the offer still waits and nobody is checking that fact for this person yet. Gives the address
/// to go to: where the dispute about the fact is shown, or how the offer stands now.
///
/// # Errors
/// `Invalid` with what needs mending; `NotFound`; the store is away.
pub fn dispute(cx: &Context, actor: &Actor, offer: &str, fields: &Fields) -> Result<String, Error> {
    let resident = actor.resident.as_ref().ok_or(Error::NotFound)?;
    let (attribute, statement) = (fields.first("attribute"), fields.first("statement").trim());
    // Only what the policy read can make the offer wrong.
    let read = cx.read(|connection| offers::facts_read(cx, connection, resident, offer))?;
    let known = cx.vocabulary.attribute(attribute).filter(|known| read.contains(&known.id));
    let mut errors = Vec::new();
    if known.is_none() {
        errors.push(FieldError::new("attribute", "error-dispute-attribute-missing"));
    }
    match statement.chars().count() {
        0 => errors.push(FieldError::new("statement", "error-dispute-statement-missing")),
        1..=LONGEST_STATEMENT => {}
        _ => {
            errors.push(FieldError::new("statement", "error-text-too-long").with("most", LONGEST_STATEMENT.to_string()))
        }
    }
    let (Some(known), true) = (known, errors.is_empty()) else { return Err(Error::Invalid(errors)) };
    let here = format!("/offers/{offer}");
    cx.write(Priority::Person, |tx| {
        let record = record::own(tx, resident, offer)?;
        if let Some(open) = open_already(tx, resident, offer, attribute)? {
            return Ok(format!("/offers/{open}"));
        }
        if !record.standing().shown().can_be_disputed() {
            return Ok(here.clone());
        }
        let fingerprint = repeat::fingerprint(&[offer, attribute, statement]);
        let key = fields.first("key");
        let repeat = repeat::once(cx, tx, actor, "policies.dispute", key, &fingerprint, |tx| {
            let id = cx.new_id();
            let sealed = cx.keys.seal_text("disputes", &id, "statement_sealed", statement)?;
            diesel::insert_into(disputes::table)
                .values((
                    disputes::id.eq(&id),
                    disputes::offer_id.eq(offer),
                    disputes::resident_id.eq(resident.as_str()),
                    disputes::attribute.eq(attribute),
                    disputes::department.eq(&known.department),
                    disputes::statement_sealed.eq(sealed),
                    disputes::state.eq("open"),
                    disputes::due_at.eq(end_of(cx.working_days.add(cx.today(), DAYS_TO_ANSWER))),
                    disputes::created_at.eq(cx.now()),
                ))
                .execute(tx)?;
            notify(cx, tx, resident, NoticeKind::DisputeOpened, "offer", offer)?;
            journal::record(
                tx,
                cx.now(),
                &Act::done("policies.dispute", "dispute", Some(&id))
                    .by(actor.account.as_str())
                    .with(json!({ "attribute": attribute })),
            )?;
            Ok(here.clone())
        })?;
        repeat.or_ask_again("statement")
    })
}

/// The offer with an open dispute about this fact, or about anything of this offer: nobody is asked twice at a time.
fn open_already(
    tx: &mut Connection,
    resident: &ResidentId,
    offer: &str,
    attribute: &str,
) -> Result<Option<String>, Error> {
    Ok(disputes::table
        .filter(disputes::resident_id.eq(resident.as_str()).and(disputes::state.eq("open")))
        .filter(disputes::offer_id.eq(offer).or(disputes::attribute.eq(attribute)))
        .order(disputes::created_at)
        .select(disputes::offer_id)
        .first(tx)
        .optional()?)
}

/// The open dispute about an offer: attribute, department, and the day by which it answers.
///
/// # Errors
/// The store is away.
pub fn open_dispute(
    cx: &Context,
    connection: &mut Connection,
    offer: &str,
) -> Result<Option<(Text, Text, Date)>, Error> {
    let row: Option<(String, String, Instant)> = disputes::table
        .filter(disputes::offer_id.eq(offer).and(disputes::state.eq("open")))
        .order(disputes::created_at.desc())
        .select((disputes::attribute, disputes::department, disputes::due_at))
        .first(connection)
        .optional()?;
    row.map(|(attribute, department, due)| {
        let name = cx
            .vocabulary
            .attribute(&attribute)
            .map_or_else(|| Text::same(attribute.as_str()), |known| known.name.clone());
        Ok((name, super::catalogue::department_name(cx, &department), cx.day_of(due)))
    })
    .transpose()
}

/// The last instant of a day in Shanghai.
fn end_of(day: Date) -> Instant {
    let days = jiff::civil::date(1970, 1, 1).until(day).map_or(0, |span| i64::from(span.get_days()));
    Instant((days + 1) * 86_400_000 - 8 * 3_600_000 - 1)
}
