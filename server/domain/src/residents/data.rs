//! "My data": everything the city knows about the person, by department (PIPL art. 45).

use super::facts::{fact_view, facts_of};
use crate::{context::Context, disputes, error::Error};
use contract::{
    identity::Actor,
    residents::{DataPage, DepartmentFacts},
};

/// The person's own facts.
///
/// # Errors
/// Not a resident; the store is away.
pub fn data_page(cx: &Context, actor: &Actor) -> Result<DataPage, Error> {
    let resident = actor.resident.as_ref().ok_or(Error::Forbidden)?;
    let (facts, disputes) = cx
        .read(|connection| Ok((facts_of(cx, connection, resident)?, disputes::own::rows(cx, connection, resident)?)))?;
    let vocabulary = &cx.vocabulary;
    let departments = vocabulary
        .departments()
        .iter()
        .map(|department| DepartmentFacts {
            department: department.name.clone(),
            facts: vocabulary
                .attributes()
                .iter()
                .filter_map(|attribute| facts.get(&attribute.id).map(|fact| (attribute, fact)))
                .filter(|(_, fact)| *fact.department == *department.id)
                .map(|(attribute, fact)| fact_view(vocabulary, &attribute.id, Some(fact)))
                .collect(),
        })
        .filter(|group: &DepartmentFacts| !group.facts.is_empty())
        .collect();
    Ok(DataPage { departments, disputes })
}
