//! Facts that have grown old: a policy that reaches somebody says after how many months it wants its facts anew, and their
//! department is asked, once in that time.

use crate::{
    context::Context,
    db::{
        connection::Connection,
        dialect,
        pools::Priority,
        schema::{fact_requests, facts, offers},
    },
    error::Error,
    journal::{self, Act},
    operations::outbox,
    policies::{
        offers::transitions::{OfferProgress, OfferVerdict},
        published,
    },
};
use diesel::prelude::*;
use jiff::{Span, civil::Date};
use policy::set::PolicySet;
use serde_json::json;
use std::collections::BTreeSet;

/// Facts asked for in one slice.
const PER_SLICE: i64 = 500;

/// What a policy wants to know anew.
struct Wanted {
    policy: String,
    departments: BTreeSet<String>,
    /// What is of this day or earlier is old.
    old: Date,
}

/// Asks the departments for the next facts that have grown old. Answers for how many; none when none is left.
///
/// # Errors
/// The store is away.
pub fn ask(cx: &Context) -> Result<i64, Error> {
    let wanted = cx.read(|connection| wanted(cx, connection))?;
    let mut asked = 0;
    for one in &wanted {
        asked += cx.write(Priority::Job, |tx| {
            let old = old_facts(tx, one)?;
            for (resident, department) in &old {
                let row = (
                    fact_requests::resident_id.eq(resident),
                    fact_requests::department.eq(department),
                    fact_requests::asked_on.eq(cx.today().to_string()),
                );
                let insert = diesel::insert_into(fact_requests::table).values(row);
                dialect::upsert(tx, insert, &["resident_id", "department"], &["asked_on"])?;
                let payload = json!({ "resident": resident, "department": department });
                outbox::post(tx, cx.now(), "facts.ask-again", &payload.to_string())?;
            }
            if !old.is_empty() {
                let details = json!({ "policy": one.policy, "facts": old.len() });
                journal::record(tx, cx.now(), &Act::done("residents.ask-again", "facts", None).with(details))?;
            }
            Ok(i64::try_from(old.len()).unwrap_or(i64::MAX))
        })?;
    }
    Ok(asked)
}

/// The policies for which some fact is old: most days there is none, and nobody waits for the writer to find that out.
fn wanted(cx: &Context, connection: &mut Connection) -> Result<Vec<Wanted>, Error> {
    let in_force = published::in_force(cx, connection)?;
    let set = published::together(cx, connection)?;
    let mut wanted = Vec::new();
    for one in &in_force {
        let Some(months) = one.policy.recheck_months else { continue };
        let old = cx.today().saturating_sub(Span::new().months(i64::from(months)));
        let one = Wanted { policy: one.policy.id.clone(), departments: departments(cx, &set, &one.policy.id), old };
        if !old_facts(connection, &one)?.is_empty() {
            wanted.push(one);
        }
    }
    Ok(wanted)
}

/// The departments whose facts the outcome of a policy rests on.
fn departments(cx: &Context, set: &PolicySet, policy: &str) -> BTreeSet<String> {
    let attributes = set.attributes(policy);
    attributes.iter().filter_map(|id| Some(cx.vocabulary.attribute(id)?.department.clone())).collect()
}

/// The next facts behind offers that people have or may take, and that nobody asked for since they grew old.
fn old_facts(connection: &mut Connection, wanted: &Wanted) -> Result<Vec<(String, String)>, Error> {
    let old = wanted.old.to_string();
    let kept = [OfferVerdict::Eligible, OfferVerdict::Undetermined].map(OfferVerdict::as_str);
    let over = [OfferProgress::Never, OfferProgress::Refused, OfferProgress::NotCarriedOut, OfferProgress::Lapsed]
        .map(OfferProgress::as_str);
    let asked = fact_requests::table
        .filter(fact_requests::resident_id.eq(facts::resident_id))
        .filter(fact_requests::department.eq(facts::department))
        .filter(fact_requests::asked_on.gt(&old));
    Ok(offers::table
        .inner_join(facts::table.on(facts::resident_id.eq(offers::resident_id)))
        .filter(offers::policy_id.eq(&wanted.policy))
        .filter(offers::verdict.eq_any(kept).and(offers::progress.ne_all(over)))
        .filter(facts::department.eq_any(&wanted.departments).and(facts::as_of.le(&old)))
        .filter(diesel::dsl::not(diesel::dsl::exists(asked)))
        .order((facts::resident_id, facts::department))
        .limit(PER_SLICE)
        .select((facts::resident_id, facts::department))
        .load(connection)?)
}
