//! One dispute as a department sees it. Reading about a person is journalled before the bytes leave.

use super::{
    queue::{may_answer, reachable},
    view,
};
use crate::{
    casework::queue::resident_name,
    context::Context,
    db::pools::Priority,
    error::Error,
    journal::{self, Act},
    operations::repeat,
};
use contract::{applications::OptionView, attribute_value::input_kind, disputes::DisputePage, identity::Actor};

/// `/disputes/<id>`.
///
/// # Errors
/// `NotFound` when it is outside this person's reach; the store is away.
pub fn dispute_page(cx: &Context, actor: &Actor, id: &str) -> Result<DisputePage, Error> {
    cx.write(Priority::Person, |tx| {
        let record = reachable(cx, tx, actor, id)?;
        journal::record(tx, cx.now(), &Act::done("disputes.read", "dispute", Some(id)).by(actor.account.as_str()))?;
        let known = cx.vocabulary.attribute(&record.attribute);
        let options = known.map(|known| known.codes.as_slice()).unwrap_or_default();
        let others = cx.vocabulary.departments().iter().filter(|department| department.id != record.department);
        Ok(DisputePage {
            dispute: view::view(cx, tx, &record)?,
            resident: resident_name(cx, tx, &record.resident_id)?,
            input: known.and_then(input_kind),
            options: options
                .iter()
                .map(|code| OptionView { id: code.id.clone(), label: code.name.clone(), hint: None })
                .collect(),
            departments: others
                .map(|department| OptionView { id: department.id.clone(), label: department.name.clone(), hint: None })
                .collect(),
            typed: Vec::new(),
            errors: Vec::new(),
            revision: record.revision,
            key: repeat::new_key(),
            may_answer: may_answer(cx, actor, &record),
        })
    })
}
