//! Writing at the desk: a new document, a new version of one that holds, and saving a draft.

use super::{
    super::{
        checking,
        versions::{
            hands,
            record::{self, VersionRecord},
            transitions::{VersionEvent, VersionStage},
        },
    },
    head::{Head, content_hash},
};
use crate::{
    context::Context,
    db::{connection::Connection, pools::Priority, schema::policy_versions, types::Stored},
    error::Error,
    identity::roles,
    journal::{self, Act},
    operations::repeat,
};
use contract::{
    error::FieldError,
    fields::Fields,
    identity::{Actor, Role},
    policies::HandAct,
    typed::is_blank,
};
use diesel::prelude::*;
use policy::{keyboard, problem::Problem};
use std::borrow::Cow;

/// Longest document, in bytes; the checker has the same limit.
pub const LONGEST_DOCUMENT: usize = 256 * 1024;

/// Takes a new document. One with problems is no draft yet: it comes back with them, text and all, and becomes one only when
/// its author asks for that (`act` = `keep`). Gives its address.
///
/// # Errors
/// `Forbidden` for anybody but authors; `Invalid` when there is nothing, too much, or something wrong with it; when this form was sent before with another text;
/// the store is away.
pub fn create(cx: &Context, actor: &Actor, fields: &Fields) -> Result<String, Error> {
    roles::must_have(actor, &[Role::Author])?;
    let text = &*typed(fields);
    length(text)?;
    let checked = checking::checked(cx, actor, text)?;
    let head = match (&checked.policy, fields.first("act")) {
        (Some(policy), _) => Head::of(policy),
        (None, "keep") => Head::as_far_as_it_goes(text, cx.today()).ok_or_else(|| invalid("error-desk-nameless"))?,
        (None, _) => return Err(invalid("error-desk-not-taken")),
    };
    cx.write(Priority::Person, |tx| {
        let fingerprint = repeat::fingerprint(&[text]);
        let repeat = repeat::once(cx, tx, actor, "policies.create", fields.first("key"), &fingerprint, |tx| {
            Ok(format!("/desk/{}", insert_draft(cx, tx, actor, text, &head)?))
        })?;
        repeat.or_ask_again("text")
    })
}

/// What was uploaded, or else what was pasted, without a byte order mark; with the marks of its format where the author asked
/// for that (`act` = `repair`).
pub fn typed(fields: &Fields) -> Cow<'_, str> {
    let uploaded = fields.first("file");
    let text = if is_blank(uploaded) { fields.first("text") } else { uploaded };
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    match fields.first("act") {
        "repair" => Cow::Owned(keyboard::repaired(text)),
        _ => Cow::Borrowed(text),
    }
}

/// A new draft from a version that is in force. Gives its address.
///
/// # Errors
/// `Forbidden` for anybody but authors; `NotFound`; the store is away.
pub fn new_version(cx: &Context, actor: &Actor, version: &str, fields: &Fields) -> Result<String, Error> {
    roles::must_have(actor, &[Role::Author])?;
    let before = cx.read(|connection| record::load(connection, version))?;
    let checked = checking::checked(cx, actor, &before.content)?;
    let head = checked.policy.as_ref().map_or_else(|| Head::as_before(&before), Head::of);
    cx.write(Priority::Person, |tx| {
        unchanged(&before, &record::load(tx, version)?)?;
        let fingerprint = repeat::fingerprint(&[version]);
        let repeat = repeat::once(cx, tx, actor, "policies.new-version", fields.first("key"), &fingerprint, |tx| {
            Ok(format!("/desk/{}", insert_draft(cx, tx, actor, &before.content, &head)?))
        })?;
        // The version is all that the form says.
        repeat.or_else(Ok)
    })
}

/// Saves a draft, right or wrong, or with its marks put right (`act` = `repair`). What was saved since the page was opened,
/// by somebody else or in another window, is never overwritten: the text of now comes back beside it.
///
/// # Errors
/// `Forbidden` for anybody but authors; `Invalid` when too long, not a draft any more, or saved meanwhile; `NotFound`; the store is away.
pub fn save(cx: &Context, actor: &Actor, version: &str, fields: &Fields) -> Result<String, Error> {
    roles::must_have(actor, &[Role::Author])?;
    let text = &*typed(fields);
    length(text)?;
    let checked = checking::checked(cx, actor, text)?;
    let here = format!("/desk/{version}");
    cx.write(Priority::Person, |tx| {
        let row = record::load(tx, version)?;
        match (row.stage(), is_as_seen(&row, fields)) {
            (VersionStage::Draft, true) => {}
            // The same text once more: it is there.
            (VersionStage::Draft, false) if row.content == text => return Ok(here.clone()),
            (VersionStage::Draft, false) => return Err(invalid(saved_meanwhile(tx, version, actor)?)),
            _ => return Err(invalid("error-desk-not-a-draft")),
        }
        let head = match &checked.policy {
            Some(policy) => Head::of(policy),
            None => Head::as_far_as_it_goes(text, cx.today()).unwrap_or_else(|| Head::as_before(&row)),
        };
        write(cx, tx, actor, &row, text, &head)?;
        Ok(here.clone())
    })
}

/// What is said to somebody whose page is older than the draft: who saved it since.
fn saved_meanwhile(tx: &mut Connection, version: &str, actor: &Actor) -> Result<&'static str, Error> {
    Ok(match hands::was_last_changed_by(tx, version, actor)? {
        true => "error-desk-saved-by-you",
        false => "error-desk-changed",
    })
}

/// Checks a text as saving would, and stores nothing.
///
/// # Errors
/// `Forbidden` for anybody but authors; `Busy` when two of theirs are on their way.
pub fn check_text(cx: &Context, actor: &Actor, text: &str) -> Result<Vec<Problem>, Error> {
    roles::must_have(actor, &[Role::Author])?;
    Ok(checking::checked(cx, actor, text)?.problems)
}

/// Whether a form is about a version as it stands now.
pub(super) fn is_as_seen(row: &VersionRecord, fields: &Fields) -> bool {
    fields.first("revision") == row.revision.to_string()
}

fn length(text: &str) -> Result<(), Error> {
    match text.len() {
        _ if is_blank(text) => Err(invalid("error-desk-empty")),
        ..=LONGEST_DOCUMENT => Ok(()),
        _ => Err(invalid("error-desk-too-long")),
    }
}

/// Something about the text.
fn invalid(code: &str) -> Error {
    Error::Invalid(vec![FieldError::new("text", code)])
}

/// Refuses what became another text while it was checked.
fn unchanged(before: &VersionRecord, now: &VersionRecord) -> Result<(), Error> {
    match before.content == now.content {
        true => Ok(()),
        false => Err(Error::busy("a document was changed while it was checked")),
    }
}

fn write(
    cx: &Context,
    tx: &mut Connection,
    actor: &Actor,
    row: &VersionRecord,
    text: &str,
    head: &Head,
) -> Result<(), Error> {
    let saved = record::apply(cx, tx, row, VersionEvent::Saved, ("policies.save", Some(actor)))?;
    record::name(tx, &saved, &head.policy)?;
    diesel::update(policy_versions::table.find(&row.id))
        .set((
            policy_versions::content.eq(text),
            policy_versions::content_hash.eq(content_hash(text)),
            policy_versions::title_zh.eq(&head.title.zh),
            policy_versions::title_en.eq(&head.title.en),
            policy_versions::field.eq(&head.field),
            policy_versions::valid_from.eq(&head.valid_from),
            policy_versions::valid_to.eq(&head.valid_to),
        ))
        .execute(tx)?;
    hands::leave(cx, tx, &row.id, actor, HandAct::Edited)
}

fn insert_draft(cx: &Context, tx: &mut Connection, actor: &Actor, text: &str, head: &Head) -> Result<String, Error> {
    let id = cx.new_id();
    let number = record::free_version(tx, &head.policy)?;
    diesel::insert_into(policy_versions::table)
        .values((
            policy_versions::id.eq(&id),
            policy_versions::policy_id.eq(&head.policy),
            policy_versions::version.eq(number),
            policy_versions::state.eq(Stored(VersionStage::Draft)),
            policy_versions::content.eq(text),
            policy_versions::content_hash.eq(content_hash(text)),
            policy_versions::title_zh.eq(&head.title.zh),
            policy_versions::title_en.eq(&head.title.en),
            policy_versions::field.eq(&head.field),
            policy_versions::created_at.eq(cx.now()),
            policy_versions::valid_from.eq(&head.valid_from),
            policy_versions::valid_to.eq(&head.valid_to),
            policy_versions::revision.eq(1),
            policy_versions::seed.eq(false),
        ))
        .execute(tx)?;
    hands::leave(cx, tx, &id, actor, HandAct::Created)?;
    let act = Act::done("policies.create", "policy-version", Some(&id)).by(actor.account.as_str());
    journal::record(tx, cx.now(), &act)?;
    Ok(id)
}
