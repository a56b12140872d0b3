//! Where the head of the chain is kept: in the database, and outside it, in a file of the data folder.

use super::chain::Head;
use crate::{
    db::{connection::Connection, dialect::upsert, schema::city_settings},
    error::{Error, Result},
};
use diesel::prelude::*;
use std::{fs, io, path::Path};

/// Name of the setting.
const SETTING: &str = "journal-head";
/// Name of the file.
const FILE: &str = "journal-head.txt";

/// The head as the database keeps it.
pub(super) fn kept(conn: &mut Connection) -> Result<Option<Head>> {
    let text: Option<String> =
        city_settings::table.find(SETTING).select(city_settings::value).first(conn).optional()?;
    text.map(|text| Head::from_text(&text).ok_or_else(|| Error::fault("the kept head of the journal is broken")))
        .transpose()
}

/// Keeps the head in the database. Every sealer writes this one row: two at a time cannot both succeed.
pub(super) fn keep(tx: &mut Connection, head: &Head) -> Result<()> {
    let row = diesel::insert_into(city_settings::table)
        .values((city_settings::name.eq(SETTING), city_settings::value.eq(head.to_text())));
    upsert(tx, row, &["name"], &["value"])?;
    Ok(())
}

/// The head as the file keeps it.
pub(super) fn anchored(data_folder: &Path) -> Result<Option<Head>> {
    match fs::read_to_string(data_folder.join(FILE)) {
        Ok(text) => Head::from_text(&text).map(Some).ok_or_else(|| Error::fault("the journal's anchor file is broken")),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Error::caused_by(error)),
    }
}

/// Keeps the head outside the database, after the commit: the file may lag behind, and is never ahead.
pub(super) fn anchor(data_folder: &Path, head: &Head) -> Result<()> {
    // Several processes may share the folder; each writes a file of its own and moves it into place.
    let draft = data_folder.join(format!(".{FILE}.{}", std::process::id()));
    fs::write(&draft, head.to_text() + "\n")
        .and_then(|()| fs::rename(&draft, data_folder.join(FILE)))
        .map_err(Error::caused_by)
}
