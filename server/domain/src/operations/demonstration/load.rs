//! Filling a database with the demonstration city.

use super::{
    accounts,
    generator::{MOST_RESIDENTS, city},
    known_people,
    progress::{self, Plan},
    rows::Batch,
    sign_ins::SignIns,
};
use crate::{
    context::Context,
    db::{connection::Connection, pools::Priority},
    error::{Error, Result},
    journal::{self, Act},
    operations::jobs::{self, NewJob},
    policies::matching,
};
use serde_json::json;
use std::{
    sync::mpsc::{Receiver, SyncSender, sync_channel},
    thread,
};

/// Residents in one transaction.
const BATCH: usize = 2_000;

/// Fills the database with so many residents and opens the accounts of the demonstration. `progress` hears how many
/// residents are written. The sign-ins are also kept in the data folder. When it is interrupted, filling again with the
/// same numbers goes on where it stopped.
///
/// # Errors
/// A fault when there are residents already, when too many are wanted, or when the store is away.
pub fn fill(cx: &Context, residents: u64, seed: u64, progress: &mut dyn FnMut(u64)) -> Result<SignIns> {
    if residents > MOST_RESIDENTS {
        return Err(Error::fault(format!("a demonstration city has at most {MOST_RESIDENTS} residents")));
    }
    let (plan, written) = cx.write(Priority::Job, |tx| progress::begin(cx, tx, residents, seed))?;
    write_residents(cx, &plan, written, progress)?;
    open_accounts(cx, &plan)
}

/// Sealing needs one processor and the database another: one thread draws and seals, this one writes.
fn write_residents(cx: &Context, plan: &Plan, written: u64, progress: &mut dyn FnMut(u64)) -> Result<()> {
    thread::scope(|scope| {
        let (sender, receiver) = sync_channel(2);
        let sealing = scope.spawn(move || seal_batches(cx, plan, written, &sender));
        let outcome = write_batches(cx, written, &receiver, progress);
        // Dropping the receiver ends the sealing when the writing failed.
        drop(receiver);
        let sealed = sealing.join().map_err(|_| Error::fault("the thread that seals the residents ended badly"))?;
        outcome.and(sealed)
    })
}

fn seal_batches(cx: &Context, plan: &Plan, written: u64, sender: &SyncSender<Batch>) -> Result<()> {
    let skipped = usize::try_from(written).map_err(Error::caused_by)?;
    let mut batch = Batch::default();
    for resident in city(plan.residents, plan.seed, plan.today).skip(skipped) {
        batch.add(cx, &plan.deliveries, &resident)?;
        if batch.len() == BATCH && sender.send(std::mem::take(&mut batch)).is_err() {
            return Ok(());
        }
    }
    if batch.len() > 0 && sender.send(batch).is_err() {
        return Ok(());
    }
    Ok(())
}

fn write_batches(cx: &Context, written: u64, receiver: &Receiver<Batch>, progress: &mut dyn FnMut(u64)) -> Result<()> {
    let mut written = written;
    for batch in receiver {
        cx.write(Priority::Job, |tx| {
            batch.write(tx)?;
            let detail = json!({ "from": written, "residents": batch.len(), "members": batch.digest() });
            journal::record(
                tx,
                cx.now(),
                &Act::done("operations.demonstration-slice", "residents", None).with(detail),
            )?;
            Ok(())
        })?;
        written += u64::try_from(batch.len()).map_err(Error::caused_by)?;
        progress(written);
    }
    Ok(())
}

/// Accounts, the end of the filling and the start of the matching are one transaction. The file with the sign-ins is
/// written before it: after a crash in between it is written again, and no account is left whose password nobody knows.
fn open_accounts(cx: &Context, plan: &Plan) -> Result<SignIns> {
    let phones: Vec<String> = city(plan.residents, plan.seed, plan.today)
        .take(known_people::WITH_ACCOUNT)
        .filter_map(|resident| resident.phone.map(|phone| phone.expose().to_owned()))
        .collect();
    let accounts = accounts::prepare(cx, &phones)?;
    let sign_ins = accounts::sign_ins(&accounts);
    sign_ins.write(&cx.configuration.data_folder)?;
    cx.write(Priority::Job, |tx| {
        accounts::open(cx, tx, &accounts)?;
        progress::keep(tx, &Plan { complete: true, ..plan.clone() })?;
        let detail = json!({ "residents": plan.residents, "seed": plan.seed, "accounts": accounts.len() });
        journal::record(tx, cx.now(), &Act::done("operations.demonstration", "city", None).with(detail))?;
        start_matching(cx, tx, plan)
    })?;
    Ok(sign_ins)
}

/// Starts holding every policy in force against the new residents, in the order of their import: one job over
/// everybody. What has ended, or is not in force yet, makes no offer.
fn start_matching(cx: &Context, tx: &mut Connection, plan: &Plan) -> Result<()> {
    let versions = matching::versions_in_force(cx, tx)?;
    if versions.is_empty() {
        return Ok(());
    }
    let payload = json!({ "versions": versions }).to_string();
    let total = i64::try_from(plan.residents).map_err(Error::caused_by)?;
    let job = NewJob { kind: matching::KIND, payload: &payload, total, priority: 0, run_at: cx.now() };
    jobs::start(tx, cx.now(), job)?;
    Ok(())
}
