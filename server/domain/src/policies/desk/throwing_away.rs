//! Throwing a draft away: asked first on a page of its own, done by its author. The row stays, with who did it in the
//! journal; the list of the desk has it no more.

use super::{
    super::versions::{
        hands, record,
        transitions::{VersionEvent, VersionStage},
    },
    writing::is_as_seen,
};
use crate::{
    context::Context,
    db::{connection::Connection, pools::Priority},
    error::Error,
    identity::roles,
    operations::repeat,
};
use contract::{
    error::FieldError,
    fields::Fields,
    identity::{Actor, Role},
    ids::PolicyVersionId,
    policies::ThrowingAwayPage,
};
use policy::text::Text;

/// `/desk/<version>/throw-away`: asks before it is done.
///
/// # Errors
/// `Forbidden` for anybody but its author; `NotFound` when it is no draft; the store is away.
pub fn throwing_away_page(cx: &Context, actor: &Actor, version: &str) -> Result<ThrowingAwayPage, Error> {
    cx.read(|connection| {
        let row = record::load(connection, version)?;
        if !actor.is(Role::Author) || !may_be_thrown_away_by(connection, version, actor)? {
            return Err(Error::Forbidden);
        }
        if row.stage() != VersionStage::Draft {
            return Err(Error::NotFound);
        }
        Ok(ThrowingAwayPage {
            id: PolicyVersionId(row.id),
            version: row.version,
            title: Text::new(row.title_zh, row.title_en),
            revision: row.revision,
            key: repeat::new_key(),
        })
    })
}

/// Throws a draft away. Gives the address to go to.
///
/// # Errors
/// `Forbidden` for anybody but its author; `Invalid` when it was changed, or is no draft any more; `NotFound`; the store is
/// away.
pub fn throw_away(cx: &Context, actor: &Actor, version: &str, fields: &Fields) -> Result<String, Error> {
    roles::must_have(actor, &[Role::Author])?;
    let invalid = |code| Error::Invalid(vec![FieldError::new("throw-away", code)]);
    cx.write(Priority::Person, |tx| {
        let row = record::load(tx, version)?;
        if !may_be_thrown_away_by(tx, version, actor)? {
            return Err(Error::Forbidden);
        }
        match row.stage() {
            VersionStage::ThrownAway => {}
            VersionStage::Draft if is_as_seen(&row, fields) => {
                record::apply(cx, tx, &row, VersionEvent::ThrownAway, ("policies.throw-away", Some(actor)))?;
            }
            VersionStage::Draft => return Err(invalid("error-desk-changed-before")),
            _ => return Err(invalid("error-desk-moved-on")),
        }
        Ok("/desk".to_owned())
    })
}

/// Whether a version is this person's to throw away: they wrote it, or nobody did, because it came with the program.
///
/// # Errors
/// The store is away.
pub fn may_be_thrown_away_by(connection: &mut Connection, version: &str, actor: &Actor) -> Result<bool, Error> {
    Ok(hands::author(connection, version)?.is_none_or(|author| author == actor.account.as_str()))
}
