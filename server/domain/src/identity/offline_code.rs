//! The code that a resident keeps on their device or on paper, so that a counter finds them without a network on their
//! side. It holds the portal's own number of the resident, a day, and a seal; never an identity number. Valid for 180
//! days, as the printed codes of the city's own service for people of 60 and over.

use crate::{
    applications::page::applications_page,
    casework::queue::resident_name,
    context::Context,
    db::{connection::Connection, pools::Priority, schema::residents},
    error::Error,
    journal::{self, Act},
};
use contract::{
    identity::Actor,
    ids::ResidentId,
    offline::{CounterCheck, OfflineCard},
};
use diesel::prelude::*;
use jiff::{ToSpan as _, civil::Date};

/// Days for which a code is valid.
pub const VALID_DAYS: i64 = 180;
/// Applications on the card, the newest first.
const RECEIPTS: usize = 3;
/// Hexadecimal digits of the seal: 128 bits.
const SEAL_LENGTH: usize = 32;

/// `/offline-card`.
///
/// # Errors
/// Not a resident; the store is away.
pub fn offline_card(cx: &Context, actor: &Actor) -> Result<OfflineCard, Error> {
    let resident = actor.resident.as_ref().ok_or(Error::Forbidden)?;
    let mut receipts = applications_page(cx, actor)?.applications;
    receipts.truncate(RECEIPTS);
    let until = cx.today().checked_add(VALID_DAYS.days()).map_err(Error::caused_by)?;
    let address = format!("{}/counter/{}", cx.configuration.public_url, code(cx, resident, until));
    // As the register has it: a counter compares it with the identity card.
    let name = cx.read(|connection| resident_name(cx, connection, resident.as_str()))?;
    let mut owner = cx.keys.fingerprint("offline-card-owner", resident.as_str());
    owner.truncate(SEAL_LENGTH);
    Ok(OfflineCard { name, owner, address, until, receipts })
}

/// `/counter/<code>`: whose code it is. Every look is an act in the journal.
///
/// # Errors
/// The store is away.
pub fn counter_check(cx: &Context, staff: &Actor, typed: &str) -> Result<CounterCheck, Error> {
    cx.write(Priority::Person, |tx| {
        let by = staff.account.as_str();
        let known = match read(cx, typed) {
            Some((resident, until)) if is_resident(tx, &resident)? => Some((resident, until)),
            _ => None,
        };
        let Some((resident, until)) = known else {
            let act = Act { result: "refused", ..Act::done("identity.offline-code", "resident", None) };
            journal::record(tx, cx.now(), &act.by(by))?;
            return Ok(CounterCheck::Forged);
        };
        let act = Act::done("identity.offline-code", "resident", Some(resident.as_str()));
        if until < cx.today() {
            journal::record(tx, cx.now(), &Act { result: "refused", ..act }.by(by))?;
            return Ok(CounterCheck::Expired(until));
        }
        journal::record(tx, cx.now(), &act.by(by))?;
        Ok(CounterCheck::Valid { name: resident_name(cx, tx, resident.as_str())?, until })
    })
}

fn is_resident(tx: &mut Connection, id: &ResidentId) -> Result<bool, Error> {
    let known: i64 = residents::table.filter(residents::id.eq(id.as_str())).count().get_result(tx)?;
    Ok(known > 0)
}

/// Number of the resident, last day, seal.
fn code(cx: &Context, resident: &ResidentId, until: Date) -> String {
    let plain = format!("{}.{}", resident.as_str(), until.strftime("%Y%m%d"));
    let seal = seal(cx, &plain);
    format!("{plain}.{seal}")
}

fn seal(cx: &Context, plain: &str) -> String {
    cx.keys.fingerprint("offline-code", plain).chars().take(SEAL_LENGTH).collect()
}

/// Who a code is about, and until when; none where the seal does not fit.
fn read(cx: &Context, typed: &str) -> Option<(ResidentId, Date)> {
    let (plain, shown) = typed.rsplit_once('.')?;
    let same = blake3::hash(seal(cx, plain).as_bytes()) == blake3::hash(shown.as_bytes());
    let (resident, until) = plain.split_once('.').filter(|_| same)?;
    Some((ResidentId(resident.to_owned()), Date::strptime("%Y%m%d", until).ok()?))
}
