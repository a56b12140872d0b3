//! Single facts that a department delivers between two whole deliveries, because somebody said that they were wrong. The value
//! stands in the department's document; where it comes from stands beside it, so that the other facts of the document keep
//! their own day and delivery.

use super::facts::{Document, row_key};
use crate::{
    context::Context,
    db::{
        connection::Connection,
        dialect,
        schema::{corrected_facts, deliveries, facts},
    },
    disputes::record::DisputeRecord,
    error::Error,
};
use diesel::prelude::*;
use policy::{value::Value, vocabulary::Attribute};

/// Delivers the value that a dispute asked for, from the department at which it is. Gives the value that stood there before.
///
/// # Errors
/// The store is away; a document cannot be opened.
pub fn deliver(
    cx: &Context,
    tx: &mut Connection,
    dispute: &DisputeRecord,
    attribute: &Attribute,
    value: &Value,
) -> Result<Option<Value>, Error> {
    let delivery = announce(cx, tx, dispute)?;
    let (department, mut document) = document_with(cx, tx, &dispute.resident_id, attribute)?;
    let before = document.insert(attribute.id.clone(), value.clone());
    let plain = serde_json::to_vec(&document).map_err(Error::caused_by)?;
    let row = row_key(&dispute.resident_id, &department);
    let row = (
        facts::resident_id.eq(&dispute.resident_id),
        facts::department.eq(&department),
        facts::as_of.eq(cx.today().to_string()),
        facts::delivery_id.eq(&delivery),
        facts::document_sealed.eq(cx.keys.seal("facts", &row, "document_sealed", &plain)?),
    );
    // A document that is there already keeps its day and its delivery.
    let insert = diesel::insert_into(facts::table).values(row);
    dialect::upsert(tx, insert, &["resident_id", "department"], &["document_sealed"])?;
    let row = (
        corrected_facts::resident_id.eq(&dispute.resident_id),
        corrected_facts::attribute.eq(&attribute.id),
        corrected_facts::department.eq(&dispute.department),
        corrected_facts::as_of.eq(cx.today().to_string()),
        corrected_facts::delivery_id.eq(&delivery),
    );
    let insert = diesel::insert_into(corrected_facts::table).values(row);
    dialect::upsert(tx, insert, &["resident_id", "attribute"], &["department", "as_of", "delivery_id"])?;
    Ok(before)
}

fn announce(cx: &Context, tx: &mut Connection, dispute: &DisputeRecord) -> Result<String, Error> {
    let id = cx.new_id();
    diesel::insert_into(deliveries::table)
        .values((
            deliveries::id.eq(&id),
            deliveries::department.eq(&dispute.department),
            deliveries::received_at.eq(cx.now()),
            deliveries::note.eq(format!("dispute {}", dispute.id)),
        ))
        .execute(tx)?;
    Ok(id)
}

/// The document in which the fact stands; where it is not known yet, that of the department which would deliver it.
fn document_with(
    cx: &Context,
    tx: &mut Connection,
    resident: &str,
    attribute: &Attribute,
) -> Result<(String, Document), Error> {
    let rows: Vec<(String, Vec<u8>)> = facts::table
        .filter(facts::resident_id.eq(resident))
        .select((facts::department, facts::document_sealed))
        .load(tx)?;
    let mut own = Document::new();
    for (department, sealed) in rows {
        let plain = cx.keys.open("facts", &row_key(resident, &department), "document_sealed", &sealed)?;
        let document: Document = serde_json::from_slice(&plain).map_err(Error::caused_by)?;
        if document.contains_key(&attribute.id) {
            return Ok((department, document));
        }
        if department == attribute.department {
            own = document;
        }
    }
    Ok((attribute.department.clone(), own))
}
