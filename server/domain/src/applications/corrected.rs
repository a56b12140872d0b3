//! A department corrects a fact while an application is open: the application is judged by it from then on, as of the day on
//! which it was sent, and its timeline says what was corrected, to the resident and to whoever decides.

use super::{
    events::{self, Correction, Event},
    judged, record,
};
use crate::{
    context::Context,
    db::connection::Connection,
    error::Error,
    journal::{self, Act},
    residents::facts::facts_of,
};
use contract::{
    applications::{ActorKind, EventKind},
    ids::{AccountId, ResidentId},
};
use serde_json::json;

/// Judges every open application of a resident by a fact that was corrected just now.
///
/// # Errors
/// Somebody else moved one meanwhile (retried by the caller's transaction); the store is away.
pub fn judge_again(
    cx: &Context,
    tx: &mut Connection,
    resident: &ResidentId,
    attribute: &str,
    by: &AccountId,
) -> Result<(), Error> {
    let today = facts_of(cx, tx, resident)?;
    let Some(fact) = today.get(attribute) else { return Ok(()) };
    for application in record::open_of(tx, resident)? {
        let mut facts = application.facts(cx)?;
        let before = facts.get(attribute).map(|fact| fact.value.clone());
        if before.as_ref() == Some(&fact.value) {
            continue;
        }
        facts.insert(attribute, fact.clone());
        let verdicts = judged::again(cx, tx, &application, &facts)?;
        record::freeze_anew(cx, tx, &application, &facts, verdicts)?;
        let correction = Correction {
            attribute: attribute.to_owned(),
            department: fact.department.to_string(),
            before,
            after: fact.value.clone(),
        };
        let detail = serde_json::to_string(&correction).map_err(Error::caused_by)?;
        let (kind, actor) = (EventKind::FactCorrected, ActorKind::Portal);
        events::add(cx, tx, &application.id, Event { kind, actor, account: Some(by), detail: Some(&detail) })?;
        let act = Act::done("applications.fact-corrected", "application", Some(&application.id)).by(by.as_str());
        journal::record(tx, cx.now(), &act.with(json!({ "attribute": attribute })))?;
    }
    Ok(())
}
