//! What a department answers to a yes: a day that was agreed on, the day on which it was done, or why it could not be done. The
//! arrangement must still be as it was read; whoever comes second gets back what they typed, with what was done already.

use super::{
    clock,
    queue::{may_answer, reachable},
    record::{self, ArrangementRecord, Step},
};
use crate::{
    context::Context,
    db::{connection::Connection, dialect, pools::Priority},
    disputes::open::LONGEST,
    error::Error,
    identity::reach::is_about,
    notices::{NewNotice, notify},
    operations::repeat,
};
use contract::{
    arrangements::ArrangementState,
    error::FieldError,
    fields::Fields,
    identity::Actor,
    notices::NoticeKind,
    typed::{self, DATE_PARTS},
};
use jiff::civil::Date;

/// A day was agreed on with the resident, today or later. Gives the address to go to.
///
/// # Errors
/// `Invalid` with what needs mending, or when somebody was faster; `Forbidden` about oneself; `NotFound`; the store is away.
pub fn appoint(cx: &Context, actor: &Actor, id: &str, fields: &Fields) -> Result<String, Error> {
    let typed = typed_parts("day", fields);
    let answer = Answer { use_case: "arrangements.appoint", field: "day-year", typed: &typed };
    act(cx, actor, id, fields, &answer, |tx, arrangement| {
        let day = typed_day("day", &typed, None)?;
        if day < cx.today() || day > clock::last_day_to_agree_on(cx) {
            return Err(Error::Invalid(vec![FieldError::new("day-year", "error-arrangement-day-out-of-reach")]));
        }
        record::apply(cx, tx, arrangement, Step::Appointed(day), &actor.account)?;
        let subject = ("offer", arrangement.offer.as_str());
        let kind = NoticeKind::ArrangementAppointed;
        let notice = NewNotice::of_day(cx, &arrangement.resident_id, kind, subject, day);
        dialect::bulk_insert(tx, &[notice])?;
        Ok(())
    })
}

/// It was done on a day, and now it is given. Gives the address to go to.
///
/// # Errors
/// As [`appoint`].
pub fn done(cx: &Context, actor: &Actor, id: &str, fields: &Fields) -> Result<String, Error> {
    let typed = typed_parts("on", fields);
    let answer = Answer { use_case: "arrangements.done", field: "on-year", typed: &typed };
    act(cx, actor, id, fields, &answer, |tx, arrangement| {
        let day = typed_day("on", &typed, Some(cx.today()))?;
        if day < arrangement.accepted_on(cx) {
            return Err(Error::Invalid(vec![FieldError::new("on-year", "error-arrangement-before-yes")]));
        }
        record::apply(cx, tx, arrangement, Step::Done(day), &actor.account)?;
        notify(cx, tx, &arrangement.resident(), NoticeKind::ArrangementDone, "offer", &arrangement.offer)
    })
}

/// It could not be done, and the department says why. Gives the address to go to.
///
/// # Errors
/// As [`appoint`].
pub fn not_done(cx: &Context, actor: &Actor, id: &str, fields: &Fields) -> Result<String, Error> {
    let reason: &str = &typed::seen(fields.first("reason"));
    let typed = [reason.to_owned()];
    let answer = Answer { use_case: "arrangements.not-done", field: "reason", typed: &typed };
    act(cx, actor, id, fields, &answer, |tx, arrangement| {
        typed::words("reason", reason, LONGEST, "error-arrangement-reason-missing")?;
        record::apply(cx, tx, arrangement, Step::NotDone(reason), &actor.account)?;
        notify(cx, tx, &arrangement.resident(), NoticeKind::ArrangementNotDone, "offer", &arrangement.offer)
    })
}

fn typed_parts(id: &str, fields: &Fields) -> [String; 3] {
    DATE_PARTS.map(|part| fields.first(&format!("{id}-{part}")).to_owned())
}

fn typed_day(id: &str, parts: &[String; 3], not_after: Option<Date>) -> Result<Date, Error> {
    typed::date(id, parts, not_after).map_err(|error| Error::Invalid(vec![error]))
}

/// Which answer, where its errors stand, and what was typed. It is read once it is known that this person may answer.
struct Answer<'a> {
    use_case: &'static str,
    field: &'static str,
    typed: &'a [String],
}

/// What the answers share: reach, oneself, idempotency, the revision.
fn act(
    cx: &Context,
    actor: &Actor,
    id: &str,
    fields: &Fields,
    answer: &Answer<'_>,
    body: impl Fn(&mut Connection, &ArrangementRecord) -> Result<(), Error>,
) -> Result<String, Error> {
    let Answer { use_case, field, typed } = *answer;
    let parts: Vec<&str> = [id].into_iter().chain(typed.iter().map(String::as_str)).collect();
    let fingerprint = repeat::fingerprint(&parts);
    let here = format!("/arrangements/{id}");
    cx.write(Priority::Person, |tx| {
        let arrangement = reachable(cx, tx, actor, id)?;
        if is_about(actor, &arrangement.resident_id) {
            return Err(Error::Forbidden);
        }
        let done = repeat::once(cx, tx, actor, use_case, fields.first("key"), &fingerprint, |tx| {
            let refused = |code| Err(Error::Invalid(vec![FieldError::new(field, code)]));
            if !may_answer(cx, actor, &arrangement) {
                return refused(over(&arrangement));
            }
            if fields.first("revision") != arrangement.revision.to_string() {
                return refused("error-arrangement-changed");
            }
            body(tx, &arrangement)?;
            Ok(here.clone())
        })?;
        // The form was sent before with something else in it.
        done.or_else(|_| Err(Error::Invalid(vec![FieldError::new(field, over(&arrangement))])))
    })
}

/// Fluent key of what was done already.
fn over(arrangement: &ArrangementRecord) -> &'static str {
    match arrangement.state() {
        ArrangementState::Open => "error-arrangement-changed",
        ArrangementState::Done | ArrangementState::NotDone => "error-arrangement-answered",
        ArrangementState::TakenBack => "error-arrangement-withdrawn",
    }
}
