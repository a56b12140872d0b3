//! One arrangement as its department sees it. Reading about a person is journalled before the bytes leave.

use super::{
    clock, own,
    queue::{self, may_answer, reachable},
    record::{self, ArrangementRecord},
};
use crate::{
    context::Context,
    db::{connection::Connection, pools::Priority, schema::residents},
    error::Error,
    journal::{self, Act},
    operations::repeat,
    policies::{offers, published},
    residents::{districts, facts::facts_of},
};
use contract::{arrangements::ArrangementPage, identity::Actor};
use diesel::prelude::*;
use policy::{text::Text, value::Value};

/// `/arrangements/<id>`.
///
/// # Errors
/// `NotFound` when it is outside this person's reach; the store is away.
pub fn arrangement_page(cx: &Context, actor: &Actor, id: &str) -> Result<ArrangementPage, Error> {
    cx.write(Priority::Person, |tx| {
        let record = reachable(cx, tx, actor, id)?;
        let act = Act::done("arrangements.read", "arrangement", Some(id)).by(actor.account.as_str());
        journal::record(tx, cx.now(), &act)?;
        let policy = published::compiled(cx, tx, &record.version)?.policy;
        let offer = offers::record::own(tx, &record.resident(), &record.offer)?;
        let telephone = telephone(cx, tx, &record)?;
        Ok(ArrangementPage {
            row: queue::row(cx, tx, &record)?,
            headline: policy.headline.clone(),
            amount: offers::stored_amount(&offer, &policy, cx.today()),
            // Where there is no number, somebody has to go there.
            district: if telephone.is_none() { district(cx, tx, &record)? } else { None },
            telephone,
            policy: own::policy_today(&offer),
            overdue: record.is_overdue(cx.today()),
            unannounced_year: clock::unannounced_year(cx, &record),
            steps: record::steps(cx, tx, id)?,
            typed: Vec::new(),
            errors: Vec::new(),
            revision: record.revision,
            key: repeat::new_key(),
            may_answer: may_answer(cx, actor, &record),
        })
    })
}

fn telephone(cx: &Context, connection: &mut Connection, record: &ArrangementRecord) -> Result<Option<String>, Error> {
    let sealed: Option<Vec<u8>> =
        residents::table.find(&record.resident_id).select(residents::phone_sealed).first(connection)?;
    let open = |sealed: Vec<u8>| cx.keys.open_text("residents", &record.resident_id, "phone_sealed", &sealed);
    Ok(sealed.map(open).transpose()?.map(|number| number.to_string()))
}

fn district(cx: &Context, connection: &mut Connection, record: &ArrangementRecord) -> Result<Option<Text>, Error> {
    let facts = facts_of(cx, connection, &record.resident())?;
    Ok(match facts.get("residence_district").map(|fact| &fact.value) {
        Some(Value::Code(code)) => districts::district(code),
        _ => None,
    })
}
