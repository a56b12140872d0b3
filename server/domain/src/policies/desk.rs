//! The policy desk: writing a document, seeing every problem with its place and remedy, handing it over.

use super::{checking, rehearse};
use crate::{
    context::Context,
    db::pools::Priority,
    db::{
        connection::Connection,
        schema::{accounts, policy_results, policy_versions},
    },
    error::Error,
    journal::{self, Act},
    operations::{jobs, repeat},
};
use contract::{
    error::FieldError,
    fields::Fields,
    identity::{Actor, Role},
    ids::PolicyVersionId,
    policies::{DeskPage, DocumentPage, VersionRow, VersionState},
};
use diesel::prelude::*;
use policy::{check::Checked, problem::Problem, text::Text};
use std::time::Duration;

/// Longest document, in bytes; the checker has the same limit.
pub const LONGEST_DOCUMENT: usize = 256 * 1024;
/// How long a request helps a rehearsal along.
const HELP: Duration = Duration::from_millis(1_500);

/// One version as stored.
#[derive(Clone, Queryable)]
pub struct VersionStored {
    /// Version id.
    pub id: String,
    /// Policy id.
    pub policy: String,
    /// Version text.
    pub version: String,
    state: String,
    /// The document.
    pub content: String,
    title_zh: String,
    title_en: String,
    author: Option<String>,
    changed_by: Option<String>,
    handed_over_by: Option<String>,
    /// Revision of the row.
    pub revision: i32,
}

impl VersionStored {
    /// How far it has got.
    pub fn state(&self) -> VersionState {
        VersionState::from_text(&self.state).unwrap_or(VersionState::Draft)
    }

    /// Whether this person wrote it, last changed its text, or handed it over. Two pairs of eyes: who did any of these is
    /// not the second pair.
    pub fn is_work_of(&self, actor: &Actor) -> bool {
        [&self.author, &self.changed_by, &self.handed_over_by]
            .into_iter()
            .any(|account| account.as_deref() == Some(actor.account.as_str()))
    }
}

/// One version.
///
/// # Errors
/// `NotFound`; the store is away.
pub fn row(connection: &mut Connection, version: &str) -> Result<VersionStored, Error> {
    policy_versions::table
        .find(version)
        .select((
            policy_versions::id,
            policy_versions::policy_id,
            policy_versions::version,
            policy_versions::state,
            policy_versions::content,
            policy_versions::title_zh,
            policy_versions::title_en,
            policy_versions::author_account_id,
            policy_versions::changed_by_account_id,
            policy_versions::handed_over_by_account_id,
            policy_versions::revision,
        ))
        .first(connection)
        .optional()?
        .ok_or(Error::NotFound)
}

/// `/desk`.
///
/// # Errors
/// The store is away.
pub fn desk_page(cx: &Context, actor: &Actor) -> Result<DeskPage, Error> {
    type Listed = (String, String, String, String, String, String, Option<Vec<u8>>, Option<String>, Option<i64>);
    let rows: Vec<Listed> = cx.read(|connection| {
        Ok(policy_versions::table
            .left_join(accounts::table.on(accounts::id.nullable().eq(policy_versions::author_account_id)))
            .left_join(policy_results::table.on(policy_results::policy_version_id.eq(policy_versions::id)))
            .order(policy_versions::created_at.desc())
            .limit(200)
            .select((
                policy_versions::id,
                policy_versions::policy_id,
                policy_versions::version,
                policy_versions::title_zh,
                policy_versions::title_en,
                policy_versions::state,
                accounts::display_name_sealed.nullable(),
                accounts::id.nullable(),
                policy_results::eligible_count.nullable(),
            ))
            .load(connection)?)
    })?;
    let mut versions = Vec::with_capacity(rows.len());
    for (id, policy, version, zh, en, state, name, account, reached) in rows {
        let author = match (name, account) {
            (Some(sealed), Some(account)) => {
                Some(cx.keys.open_text("accounts", &account, "display_name_sealed", &sealed)?.to_string())
            }
            _ => None,
        };
        let state = VersionState::from_text(&state).unwrap_or(VersionState::Draft);
        versions.push(VersionRow {
            id: PolicyVersionId(id),
            policy,
            version,
            title: Text::new(zh, en),
            state,
            author,
            reached: reached.filter(|_| state == VersionState::Published),
        });
    }
    versions.sort_by_key(|row| match row.state {
        VersionState::Draft | VersionState::Approved => 0,
        VersionState::Published => 1,
        VersionState::Superseded | VersionState::Withdrawn => 2,
    });
    Ok(DeskPage { versions, typed: String::new(), errors: Vec::new(), may_write: actor.is(Role::Author) })
}

/// `/desk/<version>`.
///
/// # Errors
/// `NotFound`; the store is away.
pub fn document_page(cx: &Context, actor: &Actor, version: &str) -> Result<DocumentPage, Error> {
    let (row, rehearsal) =
        cx.read(|connection| Ok((row(connection, version)?, rehearse::newest(cx, connection, version)?)))?;
    let checked = checking::checked(cx, actor, &row.content)?;
    let (conditions, cases) = checked.policy.as_ref().map_or_else(Default::default, |policy| {
        (
            policy.criteria.iter().map(|criterion| criterion.label.clone()).collect(),
            policy.run_cases().into_iter().map(|outcome| (outcome.name, outcome.passed)).collect(),
        )
    });
    let own = row.is_work_of(actor);
    let state = row.state();
    Ok(DocumentPage {
        id: PolicyVersionId(row.id),
        policy: row.policy,
        version: row.version,
        title: Text::new(row.title_zh, row.title_en),
        state,
        text: row.content,
        revision: row.revision,
        key: repeat::new_key(),
        problems: checked.problems,
        conditions,
        cases,
        rehearsal,
        newer: None,
        errors: Vec::new(),
        may_write: actor.is(Role::Author) && matches!(state, VersionState::Draft | VersionState::Published),
        may_publish: actor.is(Role::Publisher) && !own && state == VersionState::Approved,
    })
}

/// Takes a new document, right or wrong: it is kept, and its page shows what is wrong. Gives its address.
///
/// # Errors
/// `Invalid` when there is nothing, or too much; the store is away.
pub fn create(cx: &Context, actor: &Actor, fields: &Fields) -> Result<String, Error> {
    let uploaded = fields.first("file");
    let text = if uploaded.trim().is_empty() { fields.first("text") } else { uploaded };
    let errors = document_errors(text);
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    let head = Head::of(cx, checking::checked(cx, actor, text)?);
    cx.write(Priority::Person, |tx| {
        let id = insert_draft(cx, tx, actor, text, &head)?;
        Ok(format!("/desk/{id}"))
    })
}

/// A new draft from a version that is in force. Gives its address.
///
/// # Errors
/// `NotFound`; the store is away.
pub fn new_version(cx: &Context, actor: &Actor, version: &str, fields: &Fields) -> Result<String, Error> {
    let before = cx.read(|connection| row(connection, version))?;
    let head = Head::of(cx, checking::checked(cx, actor, &before.content)?);
    cx.write(Priority::Person, |tx| {
        unchanged(&before, &row(tx, version)?)?;
        let fingerprint = repeat::fingerprint(&[version]);
        let repeat = repeat::once(cx, tx, actor, "policies.new-version", fields.first("key"), &fingerprint, |tx| {
            Ok(format!("/desk/{}", insert_draft(cx, tx, actor, &before.content, &head)?))
        })?;
        Ok(repeat.into_outcome())
    })
}

/// Saves a draft, right or wrong. A newer revision by somebody else is never overwritten.
///
/// # Errors
/// `Invalid` when too long, not a draft, or changed meanwhile; `NotFound`; the store is away.
pub fn save(cx: &Context, actor: &Actor, version: &str, fields: &Fields) -> Result<String, Error> {
    let text = fields.first("text");
    let mut errors = document_errors(text);
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    let head = Head::of(cx, checking::checked(cx, actor, text)?);
    cx.write(Priority::Person, |tx| {
        let row = row(tx, version)?;
        match (row.state(), fields.first("revision") == row.revision.to_string()) {
            (VersionState::Draft, true) => {}
            (VersionState::Draft, false) => errors.push(FieldError::new("text", "error-desk-changed")),
            _ => errors.push(FieldError::new("text", "error-desk-not-a-draft")),
        }
        if !errors.is_empty() {
            return Err(Error::Invalid(errors.clone()));
        }
        diesel::update(policy_versions::table.find(version))
            .set((
                policy_versions::content.eq(text),
                policy_versions::content_hash.eq(content_hash(text)),
                policy_versions::title_zh.eq(&head.title.zh),
                policy_versions::title_en.eq(&head.title.en),
                policy_versions::field.eq(&head.field),
                policy_versions::valid_from.eq(&head.valid_from),
                policy_versions::valid_to.eq(&head.valid_to),
                policy_versions::changed_by_account_id.eq(actor.account.as_str()),
                policy_versions::revision.eq(row.revision + 1),
            ))
            .execute(tx)?;
        journal::record(
            tx,
            cx.now(),
            &Act::done("policies.save", "policy-version", Some(version)).by(actor.account.as_str()),
        )?;
        Ok(format!("/desk/{version}"))
    })
}

/// Checks a text as saving would, and stores nothing.
///
/// # Errors
/// `Forbidden` for anybody but authors; `Busy` when two of theirs are on their way.
pub fn check_text(cx: &Context, actor: &Actor, text: &str) -> Result<Vec<Problem>, Error> {
    match actor.is(Role::Author) {
        true => Ok(checking::checked(cx, actor, text)?.problems),
        false => Err(Error::Forbidden),
    }
}

/// Counts whom a document would reach. Gives the address to go to.
///
/// # Errors
/// `Invalid` when the document has problems; `NotFound`; the store is away.
pub fn rehearse(cx: &Context, actor: &Actor, version: &str) -> Result<String, Error> {
    let before = cx.read(|connection| row(connection, version))?;
    if checking::checked(cx, actor, &before.content)?.policy.is_none() {
        return Err(Error::Invalid(vec![FieldError::new("rehearse", "error-desk-has-problems")]));
    }
    let job = cx.write(Priority::Person, |tx| {
        if before.content != row(tx, version)?.content {
            return Err(Error::Invalid(vec![FieldError::new("rehearse", "error-desk-changed")]));
        }
        journal::record(
            tx,
            cx.now(),
            &Act::done("policies.rehearse", "policy-version", Some(version)).by(actor.account.as_str()),
        )?;
        rehearse::enqueue(cx, tx, version)
    })?;
    jobs::run_for(cx, &job, HELP)?;
    Ok(format!("/desk/{version}"))
}

/// Hands a draft without problems to a second person.
///
/// # Errors
/// `Invalid` when it has problems or was changed meanwhile; `NotFound`; the store is away.
pub fn hand_over(cx: &Context, actor: &Actor, version: &str, fields: &Fields) -> Result<String, Error> {
    let before = cx.read(|connection| row(connection, version))?;
    let has_problems =
        before.state() == VersionState::Draft && checking::checked(cx, actor, &before.content)?.policy.is_none();
    cx.write(Priority::Person, |tx| {
        let row = row(tx, version)?;
        // What was checked is what is handed over.
        let is_as_checked = before.state() == VersionState::Draft && row.content == before.content;
        let is_as_seen = is_as_checked && fields.first("revision") == row.revision.to_string();
        let code = match row.state() {
            VersionState::Approved => return Ok(()),
            VersionState::Draft if !is_as_seen => Some("error-desk-changed"),
            VersionState::Draft if has_problems => Some("error-desk-has-problems"),
            VersionState::Draft => None,
            _ => Some("error-desk-not-a-draft"),
        };
        if let Some(code) = code {
            return Err(Error::Invalid(vec![FieldError::new("hand-over", code)]));
        }
        diesel::update(policy_versions::table.find(version))
            .set((
                policy_versions::state.eq(VersionState::Approved.as_str()),
                policy_versions::handed_over_by_account_id.eq(actor.account.as_str()),
                policy_versions::revision.eq(row.revision + 1),
            ))
            .execute(tx)?;
        journal::record(
            tx,
            cx.now(),
            &Act::done("policies.hand-over", "policy-version", Some(version)).by(actor.account.as_str()),
        )
        .map(drop)
    })?;
    Ok(format!("/desk/{version}"))
}

fn document_errors(text: &str) -> Vec<FieldError> {
    match text.len() {
        0 => vec![FieldError::new("text", "error-desk-empty")],
        1..=LONGEST_DOCUMENT => Vec::new(),
        _ => vec![FieldError::new("text", "error-desk-too-long")],
    }
}

/// Refuses what became another text while it was checked.
fn unchanged(before: &VersionStored, now: &VersionStored) -> Result<(), Error> {
    match before.content == now.content {
        true => Ok(()),
        false => Err(Error::busy("a document was changed while it was checked")),
    }
}

fn insert_draft(cx: &Context, tx: &mut Connection, actor: &Actor, text: &str, head: &Head) -> Result<String, Error> {
    let id = cx.new_id();
    let drafts: i64 =
        policy_versions::table.filter(policy_versions::policy_id.eq(&head.policy)).count().get_result(tx)?;
    diesel::insert_into(policy_versions::table)
        .values((
            policy_versions::id.eq(&id),
            policy_versions::policy_id.eq(&head.policy),
            policy_versions::version.eq((drafts + 1).to_string()),
            policy_versions::state.eq(VersionState::Draft.as_str()),
            policy_versions::content.eq(text),
            policy_versions::content_hash.eq(content_hash(text)),
            policy_versions::title_zh.eq(&head.title.zh),
            policy_versions::title_en.eq(&head.title.en),
            policy_versions::field.eq(&head.field),
            policy_versions::author_account_id.eq(actor.account.as_str()),
            policy_versions::created_at.eq(cx.now()),
            policy_versions::valid_from.eq(&head.valid_from),
            policy_versions::valid_to.eq(&head.valid_to),
            policy_versions::revision.eq(1),
            policy_versions::seed.eq(false),
        ))
        .execute(tx)?;
    journal::record(
        tx,
        cx.now(),
        &Act::done("policies.create", "policy-version", Some(&id)).by(actor.account.as_str()),
    )?;
    Ok(id)
}

/// A document's hash: with it a seed that was imported once is recognised.
pub fn content_hash(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex().to_string()
}

/// What the lists show of a document, as far as it can be read.
pub struct Head {
    /// Policy id.
    pub policy: String,
    /// Title.
    pub title: Text,
    /// Field.
    pub field: String,
    /// First day.
    pub valid_from: String,
    /// Last day.
    pub valid_to: Option<String>,
}

impl Head {
    /// Of what was checked; a document with problems has a head all the same, so that it can be found again.
    pub fn of(cx: &Context, checked: Checked) -> Self {
        match checked.policy {
            Some(policy) => Self {
                policy: policy.id,
                title: policy.title,
                field: policy.field.as_str().to_owned(),
                valid_from: policy.valid_from.to_string(),
                valid_to: policy.valid_to.map(|day| day.to_string()),
            },
            None => Self {
                policy: "unreadable".to_owned(),
                title: Text::new("（还读不出标题）", "(title cannot be read yet)"),
                field: "social-security".to_owned(),
                valid_from: cx.today().to_string(),
                valid_to: None,
            },
        }
    }
}
