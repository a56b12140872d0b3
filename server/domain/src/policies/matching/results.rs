//! What a version was last matched to: two disjoint bitmaps of residents' numbers, and the sum.

use super::{
    super::{
        offers::record::{self, Amounts},
        published::Published,
    },
    Decided,
};
use crate::{
    context::Context,
    db::{connection::Connection, dialect, schema::policy_results},
    error::Error,
};
use diesel::prelude::*;
use policy::decision::Verdict;
use roaring::RoaringTreemap;

/// Adds a slice to the stored result of a version.
///
/// # Errors
/// The store is away; the stored bitmaps cannot be read.
pub(super) fn extend(
    cx: &Context,
    tx: &mut Connection,
    version: &str,
    decided: &[Decided],
    first: bool,
) -> Result<(), Error> {
    let stored: Option<(Vec<u8>, Vec<u8>, i64)> = match first {
        true => None,
        false => policy_results::table
            .find(version)
            .select((policy_results::eligible, policy_results::undetermined, policy_results::amount_fen))
            .first(tx)
            .optional()?,
    };
    let (mut eligible, mut undetermined, mut sum) = match stored {
        None => (RoaringTreemap::new(), RoaringTreemap::new(), 0),
        Some((eligible, undetermined, sum)) => (read_bitmap(&eligible)?, read_bitmap(&undetermined)?, sum),
    };
    for decided in decided {
        let number = u64::try_from(decided.number).map_err(Error::caused_by)?;
        match decided.verdict {
            Verdict::Eligible => {
                eligible.insert(number);
                sum = plus(sum, Amounts::of(decided.amount).fen().unwrap_or(0))?;
            }
            Verdict::Undetermined => {
                undetermined.insert(number);
            }
            Verdict::NotEligible => {}
        }
    }
    write(cx, tx, version, &eligible, &undetermined, sum)
}

fn write(
    cx: &Context,
    tx: &mut Connection,
    version: &str,
    eligible: &RoaringTreemap,
    undetermined: &RoaringTreemap,
    sum: i64,
) -> Result<(), Error> {
    let row = (
        policy_results::policy_version_id.eq(version),
        policy_results::evaluated_on.eq(cx.today().to_string()),
        policy_results::eligible.eq(bitmap_bytes(eligible)?),
        policy_results::undetermined.eq(bitmap_bytes(undetermined)?),
        policy_results::eligible_count.eq(count(eligible)),
        policy_results::undetermined_count.eq(count(undetermined)),
        policy_results::amount_fen.eq(sum),
        policy_results::state.eq("current"),
    );
    let set =
        ["evaluated_on", "eligible", "undetermined", "eligible_count", "undetermined_count", "amount_fen", "state"];
    dialect::upsert(tx, diesel::insert_into(policy_results::table).values(row), &["policy_version_id"], &set)?;
    Ok(())
}

/// Puts some residents anew into the stored result of a version, before their offers are moved on: the sum gives back what
/// those offers gave.
///
/// # Errors
/// The store is away; the stored bitmaps cannot be read.
pub(crate) fn renew_result(
    cx: &Context,
    tx: &mut Connection,
    published: &Published,
    decided: &[Decided],
) -> Result<(), Error> {
    let version = published.id.as_str();
    let stored: Option<(Vec<u8>, Vec<u8>, i64)> = policy_results::table
        .find(version)
        .select((policy_results::eligible, policy_results::undetermined, policy_results::amount_fen))
        .first(tx)
        .optional()?;
    // A version that was never matched is matched as a whole.
    let Some((eligible, undetermined, sum)) = stored else { return Ok(()) };
    let (mut eligible, mut undetermined) = (read_bitmap(&eligible)?, read_bitmap(&undetermined)?);
    let before = (eligible.clone(), undetermined.clone(), sum);
    let mut sum = sum;
    let mut was_eligible = Vec::new();
    for decided in decided {
        let number = u64::try_from(decided.number).map_err(Error::caused_by)?;
        if eligible.remove(number) {
            was_eligible.push(decided.resident.as_str());
        }
        undetermined.remove(number);
        match decided.verdict {
            Verdict::Eligible => {
                eligible.insert(number);
                sum = plus(sum, Amounts::of(decided.amount).fen().unwrap_or(0))?;
            }
            Verdict::Undetermined => {
                undetermined.insert(number);
            }
            Verdict::NotEligible => {}
        }
    }
    for record in record::of_policy(tx, &published.policy.id, &was_eligible)? {
        sum = plus(sum, -record.amount_fen.unwrap_or(0))?;
    }
    if (&eligible, &undetermined, sum) == (&before.0, &before.1, before.2) {
        return Ok(());
    }
    write(cx, tx, version, &eligible, &undetermined, sum)
}

fn plus(sum: i64, fen: i64) -> Result<i64, Error> {
    sum.checked_add(fen).ok_or_else(|| Error::fault("a sum of fen is beyond 64 bits"))
}

/// The residents who get a version, as it was last matched.
///
/// # Errors
/// The store is away; the stored bitmap cannot be read.
pub fn eligible(connection: &mut Connection, version: &str) -> Result<RoaringTreemap, Error> {
    let stored: Option<Vec<u8>> =
        policy_results::table.find(version).select(policy_results::eligible).first(connection).optional()?;
    stored.map_or_else(|| Ok(RoaringTreemap::new()), |bytes| read_bitmap(&bytes))
}

fn read_bitmap(bytes: &[u8]) -> Result<RoaringTreemap, Error> {
    RoaringTreemap::deserialize_from(bytes).map_err(Error::caused_by)
}

fn bitmap_bytes(bitmap: &RoaringTreemap) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::with_capacity(bitmap.serialized_size());
    bitmap.serialize_into(&mut bytes).map_err(Error::caused_by)?;
    Ok(bytes)
}

fn count(bitmap: &RoaringTreemap) -> i64 {
    i64::try_from(bitmap.len()).unwrap_or(i64::MAX)
}
