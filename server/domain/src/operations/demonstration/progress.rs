//! How far the filling has come, kept in the city's settings, so that a filling that was interrupted can go on.

use super::rows::Deliveries;
use crate::{
    context::Context,
    db::{
        connection::Connection,
        dialect,
        pools::Pools,
        schema::{city_settings, deliveries, residents},
        types::{from_json, to_json},
    },
    error::{Error, Result},
};
use diesel::prelude::*;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

const SETTING: &str = "demonstration";

/// What the settings say about the demonstration.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Plan {
    pub(super) residents: u64,
    pub(super) seed: u64,
    /// The day for which the city is drawn: the same on every attempt.
    pub(super) today: Date,
    /// Delivery id of each department.
    pub(super) deliveries: Deliveries,
    pub(super) complete: bool,
}

/// Whether there is a city.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CityState {
    /// Nobody lives here.
    Empty,
    /// The filling was interrupted: filling again with the same numbers goes on where it stopped.
    Unfinished {
        /// How many residents it was to have.
        residents: u64,
        /// Its seed.
        seed: u64,
    },
    /// There are residents.
    Filled,
}

/// Whether the residents of this store are invented: the store says how it was filled, and nothing else decides it.
///
/// # Errors
/// The store is away.
pub fn is_demonstration(pools: &Pools) -> Result<bool> {
    pools.read(|connection| Ok(plan(connection)?.is_some()))
}

/// Whether there is a city.
///
/// # Errors
/// The store is away.
pub fn state(pools: &Pools) -> Result<CityState> {
    pools.read(|connection| {
        let plan = plan(connection)?;
        Ok(match (plan, written(connection)?) {
            (Some(plan), _) if !plan.complete => CityState::Unfinished { residents: plan.residents, seed: plan.seed },
            (None, 0) => CityState::Empty,
            _ => CityState::Filled,
        })
    })
}

/// Begins a city, or takes up one that was interrupted. Gives the plan and how many residents are written already.
pub(super) fn begin(cx: &Context, tx: &mut Connection, residents: u64, seed: u64) -> Result<(Plan, u64)> {
    let written = written(tx)?;
    match plan(tx)? {
        Some(plan) if !plan.complete && plan.residents == residents && plan.seed == seed => Ok((plan, written)),
        None if written == 0 => {
            let deliveries = announce_deliveries(cx, tx)?;
            let plan = Plan { residents, seed, today: cx.today(), deliveries, complete: false };
            keep(tx, &plan)?;
            Ok((plan, 0))
        }
        _ => Err(Error::fault("the store already holds residents")),
    }
}

/// Keeps the plan.
pub(super) fn keep(tx: &mut Connection, plan: &Plan) -> Result<()> {
    let row = (city_settings::name.eq(SETTING), city_settings::value.eq(to_json(plan)?));
    dialect::upsert(tx, diesel::insert_into(city_settings::table).values(row), &["name"], &["value"])?;
    Ok(())
}

fn plan(connection: &mut Connection) -> Result<Option<Plan>> {
    let stored: Option<String> = city_settings::table
        .filter(city_settings::name.eq(SETTING))
        .select(city_settings::value)
        .first(connection)
        .optional()?;
    stored.map(|text| from_json(&text)).transpose()
}

/// Numbers are given without gaps, and batches are written whole: the count is where to go on.
fn written(connection: &mut Connection) -> Result<u64> {
    let count: i64 = residents::table.count().get_result(connection)?;
    u64::try_from(count).map_err(Error::caused_by)
}

/// Says that every department delivered. Gives the id of each delivery.
pub(super) fn announce_deliveries(cx: &Context, tx: &mut Connection) -> Result<Deliveries> {
    let mut ids = Deliveries::new();
    for (department, ..) in super::documents::SOURCES {
        let id = cx.new_id();
        diesel::insert_into(deliveries::table)
            .values((
                deliveries::id.eq(&id),
                deliveries::department.eq(department),
                deliveries::received_at.eq(cx.now()),
                deliveries::note.eq("demonstration"),
            ))
            .execute(tx)?;
        ids.insert(department.to_owned(), id);
    }
    Ok(ids)
}
