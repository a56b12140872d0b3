//! Facts: one row per resident and department, an encrypted document whose keys and codes the vocabulary knows.

use crate::{
    context::Context,
    db::{
        connection::Connection,
        pools::Priority,
        schema::{corrected_facts, deliveries, facts, residents},
    },
    error::Error,
    journal::{self, Act},
};
use contract::{
    ids::ResidentId,
    residents::{FactView, ShownValue},
};
use diesel::prelude::*;
use jiff::civil::Date;
use policy::{
    text::Text,
    value::{Fact, Facts, Value},
    vocabulary::Vocabulary,
};
use serde_json::json;
use std::collections::BTreeMap;

/// What one department says about one resident: attribute id and value.
pub type Document = BTreeMap<String, Value>;

#[derive(Queryable)]
struct Row {
    resident: String,
    department: String,
    as_of: String,
    delivery: String,
    sealed: Vec<u8>,
}

#[derive(Queryable)]
struct Corrected {
    resident: String,
    attribute: String,
    department: String,
    as_of: String,
    delivery: String,
}

/// Everything known about one resident.
///
/// # Errors
/// The store is away, or a document cannot be opened (a fault, never "not known").
pub fn facts_of(cx: &Context, connection: &mut Connection, resident: &ResidentId) -> Result<Facts, Error> {
    let rows: Vec<Row> = facts::table
        .filter(facts::resident_id.eq(resident.as_str()))
        .select((facts::resident_id, facts::department, facts::as_of, facts::delivery_id, facts::document_sealed))
        .load(connection)?;
    let mut all = Facts::new();
    for row in rows {
        add(cx, &mut all, row)?;
    }
    let corrected: Vec<Corrected> =
        corrected_facts::table.filter(corrected_facts::resident_id.eq(resident.as_str())).load(connection)?;
    corrected.iter().try_for_each(|one| name_correction(&mut all, one))?;
    Ok(all)
}

/// How many deliveries have arrived so far. Whoever decides outside the writer decides again when one arrived meanwhile.
///
/// # Errors
/// The store is away.
pub fn deliveries_so_far(connection: &mut Connection) -> Result<i64, Error> {
    Ok(deliveries::table.count().get_result(connection)?)
}

/// Everything known about the resident with a number, for whoever runs the city's program; the journal says that it
/// was looked at, and for which policy. `None`: there is no such resident.
///
/// # Errors
/// As [`facts_of`].
pub fn facts_by_number(cx: &Context, number: i64, policy: &str) -> Result<Option<Facts>, Error> {
    cx.write(Priority::Person, |tx| {
        let id: Option<String> =
            residents::table.filter(residents::number.eq(number)).select(residents::id).first(tx).optional()?;
        let Some(id) = id else { return Ok(None) };
        let act = Act::done("policies.explain", "resident", Some(&id)).with(json!({ "policy": policy }));
        journal::record(tx, cx.now(), &act)?;
        facts_of(cx, tx, &ResidentId(id)).map(Some)
    })
}

/// A slice of the city in the order of the residents' numbers: number, id and facts.
///
/// # Errors
/// As [`facts_of`].
pub fn facts_of_slice(
    cx: &Context,
    connection: &mut Connection,
    from_number: i64,
    most: i64,
) -> Result<Vec<(i64, ResidentId, Facts)>, Error> {
    let people = residents::table
        .filter(residents::number.ge(from_number))
        .order(residents::number)
        .limit(most)
        .select((residents::number, residents::id))
        .load(connection)?;
    facts_of_people(cx, connection, people)
}

/// Likewise, but only those for whom the calendar may have changed something by today, or at whom nobody looked yet.
///
/// # Errors
/// As [`facts_of`].
pub fn facts_of_due(
    cx: &Context,
    connection: &mut Connection,
    from_number: i64,
    most: i64,
) -> Result<Vec<(i64, ResidentId, Facts)>, Error> {
    let is_due =
        residents::look_again_on.is_null().or(residents::look_again_on.le(cx.today().to_string()).assume_not_null());
    let people = residents::table
        .filter(residents::number.ge(from_number))
        .filter(is_due)
        .order(residents::number)
        .limit(most)
        .select((residents::number, residents::id))
        .load(connection)?;
    facts_of_people(cx, connection, people)
}

/// Those for whom the time has come to look ahead.
///
/// # Errors
/// As [`facts_of`].
pub fn facts_of_coming(
    cx: &Context,
    connection: &mut Connection,
    most: i64,
) -> Result<Vec<(i64, ResidentId, Facts)>, Error> {
    let people = residents::table
        .filter(residents::look_ahead_on.le(cx.today().to_string()))
        .order((residents::look_ahead_on, residents::number))
        .limit(most)
        .select((residents::number, residents::id))
        .load(connection)?;
    facts_of_people(cx, connection, people)
}

fn facts_of_people(
    cx: &Context,
    connection: &mut Connection,
    people: Vec<(i64, String)>,
) -> Result<Vec<(i64, ResidentId, Facts)>, Error> {
    let ids: Vec<&str> = people.iter().map(|(_, id)| id.as_str()).collect();
    let rows: Vec<Row> = facts::table
        .filter(facts::resident_id.eq_any(&ids))
        .select((facts::resident_id, facts::department, facts::as_of, facts::delivery_id, facts::document_sealed))
        .load(connection)?;
    let mut by_resident: BTreeMap<String, Facts> = BTreeMap::new();
    for row in rows {
        let resident = row.resident.clone();
        add(cx, by_resident.entry(resident).or_default(), row)?;
    }
    let corrected: Vec<Corrected> =
        corrected_facts::table.filter(corrected_facts::resident_id.eq_any(&ids)).load(connection)?;
    for one in &corrected {
        if let Some(facts) = by_resident.get_mut(&one.resident) {
            name_correction(facts, one)?;
        }
    }
    Ok(people
        .into_iter()
        .map(|(number, id)| {
            let facts = by_resident.remove(&id).unwrap_or_default();
            (number, ResidentId(id), facts)
        })
        .collect())
}

fn add(cx: &Context, all: &mut Facts, row: Row) -> Result<(), Error> {
    let plain = cx.keys.open("facts", &row_key(&row.resident, &row.department), "document_sealed", &row.sealed)?;
    let document: Document = serde_json::from_slice(&plain).map_err(Error::caused_by)?;
    let as_of: Date = row.as_of.parse().map_err(Error::caused_by)?;
    for (attribute, value) in document {
        let fact =
            Fact { value, department: row.department.as_str().into(), as_of, delivery: row.delivery.as_str().into() };
        all.insert(&attribute, fact);
    }
    Ok(())
}

/// Says of a corrected fact where it comes from. A whole delivery of a later day has taken its place.
fn name_correction(all: &mut Facts, corrected: &Corrected) -> Result<(), Error> {
    let as_of: Date = corrected.as_of.parse().map_err(Error::caused_by)?;
    let found = all.get(&corrected.attribute).filter(|fact| fact.as_of <= as_of).map(|fact| fact.value.clone());
    if let Some(value) = found {
        let (department, delivery) = (corrected.department.as_str().into(), corrected.delivery.as_str().into());
        all.insert(&corrected.attribute, Fact { value, department, as_of, delivery });
    }
    Ok(())
}

/// The row's name in the additional data of its seal.
pub fn row_key(resident: &str, department: &str) -> String {
    format!("{resident}/{department}")
}

/// A fact as people see it; an attribute that is not known comes without a value.
pub fn fact_view(vocabulary: &Vocabulary, attribute: &str, fact: Option<&Fact>) -> FactView {
    let known = vocabulary.attribute(attribute);
    let department = fact.map(|fact| &*fact.department).or(known.map(|known| known.department.as_str()));
    FactView {
        attribute: attribute.to_owned(),
        name: known.map_or_else(|| Text::same(attribute), |known| known.name.clone()),
        value: fact.map(|fact| ShownValue::of(vocabulary.attribute(attribute), &fact.value)),
        department: department
            .and_then(|id| vocabulary.department(id))
            .map_or_else(|| Text::same(department.unwrap_or_default()), |department| department.name.clone()),
        as_of: fact.map(|fact| fact.as_of),
        delivery: fact.map(|fact| fact.delivery.to_string()),
    }
}
