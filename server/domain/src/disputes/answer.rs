//! What a department answers: another value, why the fact is right, or that it is another department's. The dispute must still
//! be as it was read; whoever comes second gets back what they typed, with what was done already.

use super::{
    clock,
    open::LONGEST,
    outcome,
    queue::{may_answer, reachable},
    record::{self, Change, DisputeRecord, Step},
};
use crate::{
    applications::corrected,
    context::Context,
    db::{connection::Connection, pools::Priority},
    error::Error,
    identity::reach::is_about,
    notices::notify,
    operations::repeat,
    policies::{matching, offers},
    residents::corrections,
};
use contract::{
    attribute_value::{self, Asked},
    disputes::{DisputeEvent, DisputeState},
    error::FieldError,
    fields::Fields,
    identity::Actor,
    notices::NoticeKind,
    typed::{self, DATE_PARTS},
};
use policy::{
    value::Value,
    vocabulary::{Attribute, ValueType},
};

/// The department delivers another value, and everything that rests on it is decided anew. Gives the address to go to.
///
/// # Errors
/// `Invalid` with what needs mending, or when somebody was faster; `Forbidden` about oneself; `NotFound`; the store is away.
pub fn correct(cx: &Context, actor: &Actor, id: &str, fields: &Fields) -> Result<String, Error> {
    let attribute = cx.read(|connection| Ok(reachable(cx, connection, actor, id)?.attribute))?;
    let attribute = cx.vocabulary.attribute(&attribute).ok_or(Error::NotFound)?;
    let field = first_field(attribute);
    let value = typed_value(cx, attribute, fields)?;
    let fingerprint = repeat::fingerprint(&[id, &serde_json::to_string(&value).map_err(Error::caused_by)?]);
    let answer = Answer { use_case: "disputes.correct", field: &field, fingerprint: &fingerprint };
    act(cx, actor, id, fields, &answer, |tx, dispute| {
        let offers_before = offers::record::of_resident(tx, &dispute.resident())?;
        let before = corrections::deliver(cx, tx, dispute, attribute, &value)?;
        matching::decide_again(cx, tx, &dispute.resident())?;
        corrected::judge_again(cx, tx, &dispute.resident(), &attribute.id, &actor.account)?;
        let change = Change { before, after: value.clone() };
        let by = Some(&actor.account);
        record::apply(cx, tx, dispute, &Step { change: Some(&change), ..Step::of(DisputeEvent::Corrected, by) })?;
        outcome::keep(tx, dispute, &offers_before)?;
        notify(cx, tx, &dispute.resident(), NoticeKind::DisputeCorrected, "dispute", id)
    })
}

/// The input that errors link to.
fn first_field(attribute: &Attribute) -> String {
    match attribute.value_type {
        ValueType::Date => format!("value-{}", DATE_PARTS[0]),
        ValueType::Bool
        | ValueType::Int
        | ValueType::Money
        | ValueType::Code
        | ValueType::Text
        | ValueType::Codes
        | ValueType::Members => "value".to_owned(),
    }
}

fn typed_value(cx: &Context, attribute: &Attribute, fields: &Fields) -> Result<Value, Error> {
    // What a department knows may lie ahead: how long something is valid.
    let asked = Asked {
        id: "value",
        last_day: None,
        choose: "error-dispute-value-choose",
        fill: "error-dispute-value-missing",
    };
    let value = attribute_value::read(attribute, asked, fields).map_err(|error| Error::Invalid(vec![error]))?;
    let value = value.filter(|value| cx.vocabulary.accepts(attribute, value));
    value.ok_or_else(|| Error::Invalid(vec![FieldError::new("value", "error-dispute-value-elsewhere")]))
}

/// The fact is right, and the department says why. Gives the address to go to.
///
/// # Errors
/// As [`correct`].
pub fn uphold(cx: &Context, actor: &Actor, id: &str, fields: &Fields) -> Result<String, Error> {
    let reason: &str = &typed::seen(fields.first("reason"));
    typed::words("reason", reason, LONGEST, "error-dispute-reason-missing")?;
    let fingerprint = repeat::fingerprint(&[id, reason]);
    let answer = Answer { use_case: "disputes.uphold", field: "reason", fingerprint: &fingerprint };
    act(cx, actor, id, fields, &answer, |tx, dispute| {
        let step = Step { words: Some(reason), ..Step::of(DisputeEvent::Upheld, Some(&actor.account)) };
        record::apply(cx, tx, dispute, &step)?;
        notify(cx, tx, &dispute.resident(), NoticeKind::DisputeUpheld, "dispute", id)
    })
}

/// The fact is another department's, which gets the dispute with its day. Gives the address to go to.
///
/// # Errors
/// As [`correct`].
pub fn pass_on(cx: &Context, actor: &Actor, id: &str, fields: &Fields) -> Result<String, Error> {
    let to = fields.first("department");
    let fingerprint = repeat::fingerprint(&[id, to]);
    let answer = Answer { use_case: "disputes.pass-on", field: "department", fingerprint: &fingerprint };
    let is_known = cx.vocabulary.department(to).is_some();
    act(cx, actor, id, fields, &answer, |tx, dispute| {
        if !is_known || to == dispute.department {
            return Err(Error::Invalid(vec![FieldError::new("department", "error-dispute-department-missing")]));
        }
        let passed_on = Some((to, clock::due_when_passed_on(cx, dispute.due())));
        let step = Step { passed_on, ..Step::of(DisputeEvent::PassedOn, Some(&actor.account)) };
        record::apply(cx, tx, dispute, &step)?;
        notify(cx, tx, &dispute.resident(), NoticeKind::DisputePassedOn, "dispute", id)
    })
}

/// Which answer, and where its errors stand.
struct Answer<'a> {
    use_case: &'static str,
    field: &'a str,
    fingerprint: &'a str,
}

/// What the answers share: reach, oneself, idempotency, the revision.
fn act(
    cx: &Context,
    actor: &Actor,
    id: &str,
    fields: &Fields,
    answer: &Answer<'_>,
    body: impl Fn(&mut Connection, &DisputeRecord) -> Result<(), Error>,
) -> Result<String, Error> {
    let Answer { use_case, field, fingerprint } = *answer;
    let here = format!("/disputes/{id}");
    cx.write(Priority::Person, |tx| {
        let dispute = reachable(cx, tx, actor, id)?;
        if is_about(actor, &dispute.resident_id) {
            return Err(Error::Forbidden);
        }
        let done = repeat::once(cx, tx, actor, use_case, fields.first("key"), fingerprint, |tx| {
            let refused = |code| Err(Error::Invalid(vec![FieldError::new(field, code)]));
            if !may_answer(cx, actor, &dispute) {
                return refused(over(&dispute));
            }
            if fields.first("revision") != dispute.revision.to_string() {
                return refused("error-dispute-changed");
            }
            body(tx, &dispute)?;
            Ok(here.clone())
        })?;
        // The form was sent before with something else in it.
        done.or_else(|_| Err(Error::Invalid(vec![FieldError::new(field, over(&dispute))])))
    })
}

/// Fluent key of what was done already.
fn over(dispute: &DisputeRecord) -> &'static str {
    match dispute.state() {
        DisputeState::Open => "error-dispute-passed-on",
        DisputeState::Corrected | DisputeState::Upheld => "error-dispute-done",
        DisputeState::TakenBack => "error-dispute-withdrawn",
    }
}
