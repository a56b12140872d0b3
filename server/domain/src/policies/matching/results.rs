//! What a version was last matched to: two disjoint bitmaps of residents' numbers, and the sum.

use super::{
    super::{
        offers::record::{Amounts, OfferRecord},
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
use std::collections::HashSet;

/// What a version says of the city.
#[derive(Clone, Debug, Default, PartialEq)]
struct Reached {
    eligible: RoaringTreemap,
    undetermined: RoaringTreemap,
    /// In fen.
    sum: i64,
}

impl Reached {
    fn stored(tx: &mut Connection, version: &str) -> Result<Option<Self>, Error> {
        let stored: Option<(Vec<u8>, Vec<u8>, i64)> = policy_results::table
            .find(version)
            .select((policy_results::eligible, policy_results::undetermined, policy_results::amount_fen))
            .first(tx)
            .optional()?;
        let Some((eligible, undetermined, sum)) = stored else { return Ok(None) };
        Ok(Some(Self { eligible: read_bitmap(&eligible)?, undetermined: read_bitmap(&undetermined)?, sum }))
    }

    fn add(&mut self, decided: &Decided) -> Result<(), Error> {
        let number = u64::try_from(decided.number).map_err(Error::caused_by)?;
        match decided.verdict {
            Verdict::Eligible => {
                self.eligible.insert(number);
                self.pay(Amounts::of(decided.amount).fen().unwrap_or(0))?;
            }
            Verdict::Undetermined => {
                self.undetermined.insert(number);
            }
            Verdict::NotEligible => {}
        }
        Ok(())
    }

    /// Takes somebody out. Answers whether they were eligible.
    fn take_out(&mut self, decided: &Decided) -> Result<bool, Error> {
        let number = u64::try_from(decided.number).map_err(Error::caused_by)?;
        self.undetermined.remove(number);
        Ok(self.eligible.remove(number))
    }

    fn pay(&mut self, fen: i64) -> Result<(), Error> {
        let sum = self.sum.checked_add(fen);
        self.sum = sum.ok_or_else(|| Error::fault("a sum of fen is beyond 64 bits"))?;
        Ok(())
    }

    fn write(&self, cx: &Context, tx: &mut Connection, version: &str) -> Result<(), Error> {
        let row = (
            policy_results::policy_version_id.eq(version),
            policy_results::evaluated_on.eq(cx.today().to_string()),
            policy_results::eligible.eq(bitmap_bytes(&self.eligible)?),
            policy_results::undetermined.eq(bitmap_bytes(&self.undetermined)?),
            policy_results::eligible_count.eq(count(&self.eligible)),
            policy_results::undetermined_count.eq(count(&self.undetermined)),
            policy_results::amount_fen.eq(self.sum),
            policy_results::state.eq("current"),
        );
        let set =
            ["evaluated_on", "eligible", "undetermined", "eligible_count", "undetermined_count", "amount_fen", "state"];
        dialect::upsert(tx, diesel::insert_into(policy_results::table).values(row), &["policy_version_id"], &set)?;
        Ok(())
    }
}

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
    let stored = if first { None } else { Reached::stored(tx, version)? };
    let mut reached = stored.unwrap_or_default();
    decided.iter().try_for_each(|decided| reached.add(decided))?;
    reached.write(cx, tx, version)
}

/// Puts some residents anew into the stored result of a version, before their offers, as they exist, are moved on: the sum
/// gives back what those gave.
///
/// # Errors
/// The store is away; the stored bitmaps cannot be read.
pub(crate) fn renew_result(
    cx: &Context,
    tx: &mut Connection,
    published: &Published,
    decided: &[Decided],
    existing: &[OfferRecord],
) -> Result<(), Error> {
    let version = published.id.as_str();
    // A version that was never matched is matched as a whole.
    let Some(before) = Reached::stored(tx, version)? else { return Ok(()) };
    let mut reached = before.clone();
    let mut were_eligible = HashSet::new();
    for decided in decided {
        if reached.take_out(decided)? {
            were_eligible.insert(decided.resident.as_str());
        }
        reached.add(decided)?;
    }
    for record in existing.iter().filter(|record| were_eligible.contains(record.resident_id.as_str())) {
        reached.pay(-record.amount_fen.unwrap_or(0))?;
    }
    if reached == before { Ok(()) } else { reached.write(cx, tx, version) }
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
