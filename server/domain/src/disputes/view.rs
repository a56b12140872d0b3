//! A dispute as everybody reads it who may.

use super::{clock, outcome, record::DisputeRecord, steps};
use crate::{
    context::Context,
    db::connection::Connection,
    error::Error,
    policies::catalogue::department_name,
    residents::facts::{fact_view, facts_of},
};
use contract::{
    disputes::{DisputeRow, DisputeView},
    ids::DisputeId,
};
use policy::text::Text;

/// The dispute with its fact as it is known today, its steps and what came of it.
///
/// # Errors
/// The store is away.
pub fn view(cx: &Context, connection: &mut Connection, record: &DisputeRecord) -> Result<DisputeView, Error> {
    let facts = facts_of(cx, connection, &record.resident())?;
    Ok(DisputeView {
        id: DisputeId(record.id.clone()),
        state: record.state(),
        fact: fact_view(&cx.vocabulary, &record.attribute, facts.get(&record.attribute)),
        department: department_name(cx, &record.department),
        due: record.due(),
        overdue: record.is_overdue(cx.today()),
        unannounced_year: clock::unannounced_year(cx, record),
        steps: steps::steps(cx, connection, record)?,
        outcomes: outcome::outcomes(cx, connection, &record.id)?,
    })
}

/// One line of a list.
pub fn row(cx: &Context, record: &DisputeRecord) -> DisputeRow {
    let known = cx.vocabulary.attribute(&record.attribute);
    DisputeRow {
        id: DisputeId(record.id.clone()),
        attribute: record.attribute.clone(),
        fact: known.map_or_else(|| Text::same(record.attribute.as_str()), |known| known.name.clone()),
        department: department_name(cx, &record.department),
        state: record.state(),
        opened_on: record.opened_on(cx),
        due: record.due(),
    }
}
