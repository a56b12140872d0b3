//! Rows of the demonstration city: sealed, and written in bulk.

use super::generator::SyntheticResident;
use crate::{
    bulk_row,
    context::Context,
    db::schema::{facts, residents},
    error::{Error, Result},
};
use diesel::prelude::*;
use policy::value::Value;
use std::collections::BTreeMap;

/// Delivery id of each department.
pub(super) type Deliveries = BTreeMap<String, String>;

#[derive(Insertable)]
#[diesel(table_name = residents, treat_none_as_default_value = false)]
struct ResidentRow {
    id: String,
    number: i64,
    name_sealed: Vec<u8>,
    id_number_sealed: Vec<u8>,
    id_number_fingerprint: String,
    phone_sealed: Option<Vec<u8>>,
    phone_fingerprint: Option<String>,
}

bulk_row!(ResidentRow => residents);

#[derive(Insertable)]
#[diesel(table_name = facts, treat_none_as_default_value = false)]
struct FactsRow {
    resident_id: String,
    department: &'static str,
    as_of: String,
    delivery_id: String,
    document_sealed: Vec<u8>,
}

bulk_row!(FactsRow => facts);

/// Some residents with their facts, ready to be written.
#[derive(Default)]
pub(super) struct Batch {
    residents: Vec<ResidentRow>,
    facts: Vec<FactsRow>,
    members: blake3::Hasher,
}

impl Batch {
    /// Seals one resident.
    pub(super) fn add(&mut self, cx: &Context, deliveries: &Deliveries, resident: &SyntheticResident) -> Result<()> {
        let id = cx.new_id();
        let seal = |column, text: &str| cx.keys.seal_text("residents", &id, column, text);
        let identity_number = resident.identity_number.expose();
        let phone = resident.phone.as_ref().map(|phone| phone.expose());
        self.members.update(id.as_bytes());
        self.residents.push(ResidentRow {
            number: i64::try_from(resident.number).map_err(Error::caused_by)?,
            name_sealed: seal("name_sealed", resident.name.expose())?,
            id_number_sealed: seal("id_number_sealed", identity_number)?,
            id_number_fingerprint: cx.keys.fingerprint("identity-number", identity_number),
            phone_sealed: phone.map(|phone| seal("phone_sealed", phone)).transpose()?,
            phone_fingerprint: phone.map(|phone| cx.keys.fingerprint("phone", phone)),
            id: id.clone(),
        });
        for delivered in &resident.facts {
            let document: BTreeMap<&str, &Value> = delivered.values.iter().map(|(id, value)| (*id, value)).collect();
            let plain = serde_json::to_vec(&document).map_err(Error::caused_by)?;
            let row = format!("{id}/{}", delivered.department);
            let delivery_id = deliveries
                .get(delivered.department)
                .ok_or_else(|| Error::fault(format!("no delivery of {}", delivered.department)))?;
            self.facts.push(FactsRow {
                resident_id: id.clone(),
                department: delivered.department,
                as_of: delivered.as_of.to_string(),
                delivery_id: delivery_id.clone(),
                document_sealed: cx.keys.seal("facts", &row, "document_sealed", &plain)?,
            });
        }
        Ok(())
    }

    /// How many residents.
    pub(super) fn len(&self) -> usize {
        self.residents.len()
    }

    /// The digest of its members, for the journal.
    pub(super) fn digest(&self) -> String {
        self.members.finalize().to_hex().to_string()
    }

    /// Writes everything.
    pub(super) fn write(&self, tx: &mut crate::db::connection::Connection) -> Result<()> {
        crate::db::dialect::bulk_insert(tx, &self.residents)?;
        crate::db::dialect::bulk_insert(tx, &self.facts)?;
        Ok(())
    }
}
