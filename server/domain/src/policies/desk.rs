//! The policy desk: writing a document, seeing every problem with its place and remedy, handing it over.

use super::{
    checking, rehearse,
    versions::{
        in_force,
        record::{self, VersionRecord},
        transitions::{VersionEvent, VersionStage},
    },
};
use crate::{
    context::Context,
    db::pools::Priority,
    db::{
        connection::Connection,
        schema::{accounts, policy_results, policy_versions},
        types::Stored,
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
use jiff::civil::Date;
use policy::{check::Checked, problem::Problem, text::Text};
use std::time::Duration;

/// Longest document, in bytes; the checker has the same limit.
pub const LONGEST_DOCUMENT: usize = 256 * 1024;
/// Policy id of a document that cannot be read yet.
pub const UNREADABLE: &str = "unreadable";
/// How long a request helps a rehearsal along.
const HELP: Duration = Duration::from_millis(1_500);

/// `/desk`, and what is in force on a day that somebody asks for.
///
/// # Errors
/// The store is away.
pub fn desk_page(cx: &Context, actor: &Actor, on: Option<Date>) -> Result<DeskPage, Error> {
    let (newest, on_day) = cx.read(|connection| {
        let newest = listed(connection, Wanted::Newest)?;
        let on_day = match on {
            None => None,
            Some(day) => {
                let ids = in_force::on(connection, day)?.into_iter().map(|found| found.version).collect();
                Some((day, listed(connection, Wanted::These(ids))?))
            }
        };
        Ok((newest, on_day))
    })?;
    let shown = |rows: Vec<Listed>| rows.into_iter().map(|row| version_row(cx, row)).collect::<Result<Vec<_>, _>>();
    let mut versions = shown(newest)?;
    versions.sort_by_key(|row| match row.state {
        VersionState::Draft | VersionState::Approved => 0,
        VersionState::Waiting | VersionState::Published | VersionState::WithdrawalProposed => 1,
        VersionState::Superseded | VersionState::Ended | VersionState::Withdrawn => 2,
    });
    Ok(DeskPage {
        versions,
        on_day: on_day.map(|(day, rows)| Ok::<_, Error>((day, shown(rows)?))).transpose()?,
        typed_day: Default::default(),
        typed: String::new(),
        errors: Vec::new(),
        may_write: actor.is(Role::Author),
    })
}

/// A version with the sealed name and the account of its author, and how many it reaches.
type Listed = (VersionRecord, Option<Vec<u8>>, Option<String>, Option<i64>);

/// Which versions to list.
enum Wanted {
    /// The newest, by the time of their making.
    Newest,
    /// These, by policy.
    These(Vec<String>),
}

fn listed(connection: &mut Connection, wanted: Wanted) -> Result<Vec<Listed>, Error> {
    let all = policy_versions::table
        .left_join(accounts::table.on(accounts::id.nullable().eq(policy_versions::author_account_id)))
        .left_join(policy_results::table.on(policy_results::policy_version_id.eq(policy_versions::id)))
        .select((
            VersionRecord::as_select(),
            accounts::display_name_sealed.nullable(),
            accounts::id.nullable(),
            policy_results::eligible_count.nullable(),
        ));
    Ok(match wanted {
        Wanted::Newest => all.order(policy_versions::created_at.desc()).limit(200).load(connection)?,
        Wanted::These(ids) => {
            all.filter(policy_versions::id.eq_any(ids)).order(policy_versions::policy_id).load(connection)?
        }
    })
}

fn version_row(cx: &Context, (record, name, account, reached): Listed) -> Result<VersionRow, Error> {
    let author = match (name, account) {
        (Some(sealed), Some(account)) => {
            Some(cx.keys.open_text("accounts", &account, "display_name_sealed", &sealed)?.to_string())
        }
        _ => None,
    };
    let state = record.shown(cx.today());
    Ok(VersionRow {
        id: PolicyVersionId(record.id),
        policy: record.policy,
        version: record.version,
        title: Text::new(record.title_zh, record.title_en),
        state,
        author,
        reached: reached.filter(|_| state.holds()),
    })
}

/// `/desk/<version>`.
///
/// # Errors
/// `NotFound`; the store is away.
pub fn document_page(cx: &Context, actor: &Actor, version: &str) -> Result<DocumentPage, Error> {
    let (row, rehearsal) =
        cx.read(|connection| Ok((record::load(connection, version)?, rehearse::newest(cx, connection, version)?)))?;
    let checked = checking::checked(cx, actor, &row.content)?;
    let (conditions, cases) = checked.policy.as_ref().map_or_else(Default::default, |policy| {
        (
            policy.criteria.iter().map(|criterion| criterion.label.clone()).collect(),
            policy.run_cases().into_iter().map(|outcome| (outcome.name, outcome.passed)).collect(),
        )
    });
    let own = row.is_work_of(actor);
    let state = row.shown(cx.today());
    let holds = row.holds_from().map(|first| (first, row.ends_on()));
    let may_propose = (actor.is(Role::Author) || actor.is(Role::Publisher)) && row.stage() == VersionStage::Published;
    let may_settle = actor.is(Role::Publisher) && !row.is_withdrawal_of(actor);
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
        holds,
        withdrawal_reason: row.withdrawal_reason,
        typed_reason: String::new(),
        may_write: actor.is(Role::Author) && (state == VersionState::Draft || state.holds()),
        may_take_back: actor.is(Role::Author) && state == VersionState::Approved,
        may_publish: actor.is(Role::Publisher) && !own && state == VersionState::Approved,
        may_propose_withdrawal: may_propose && state.holds(),
        may_settle_withdrawal: may_settle && state == VersionState::WithdrawalProposed,
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
    let before = cx.read(|connection| record::load(connection, version))?;
    let head = Head::of(cx, checking::checked(cx, actor, &before.content)?);
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
        let row = record::load(tx, version)?;
        match (row.stage(), fields.first("revision") == row.revision.to_string()) {
            (VersionStage::Draft, true) => {}
            (VersionStage::Draft, false) => errors.push(FieldError::new("text", "error-desk-changed")),
            _ => errors.push(FieldError::new("text", "error-desk-not-a-draft")),
        }
        if !errors.is_empty() {
            return Err(Error::Invalid(errors.clone()));
        }
        let saved = record::apply(cx, tx, &row, VersionEvent::Saved, ("policies.save", Some(actor)))?;
        record::name(tx, &saved, &head.policy)?;
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
            ))
            .execute(tx)?;
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
    let before = cx.read(|connection| record::load(connection, version))?;
    if checking::checked(cx, actor, &before.content)?.policy.is_none() {
        return Err(Error::Invalid(vec![FieldError::new("rehearse", "error-desk-has-problems")]));
    }
    let job = cx.write(Priority::Person, |tx| {
        if before.content != record::load(tx, version)?.content {
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
    let before = cx.read(|connection| record::load(connection, version))?;
    let has_problems =
        before.stage() == VersionStage::Draft && checking::checked(cx, actor, &before.content)?.policy.is_none();
    cx.write(Priority::Person, |tx| {
        let row = record::load(tx, version)?;
        // What was checked is what is handed over.
        let is_as_checked = before.stage() == VersionStage::Draft && row.content == before.content;
        let is_as_seen = is_as_checked && fields.first("revision") == row.revision.to_string();
        let code = match row.stage() {
            VersionStage::Approved => return Ok(()),
            VersionStage::Draft if !is_as_seen => Some("error-desk-changed"),
            VersionStage::Draft if has_problems => Some("error-desk-has-problems"),
            VersionStage::Draft => None,
            _ => Some("error-desk-not-a-draft"),
        };
        if let Some(code) = code {
            return Err(Error::Invalid(vec![FieldError::new("hand-over", code)]));
        }
        record::apply(cx, tx, &row, VersionEvent::HandedOver, ("policies.hand-over", Some(actor)))?;
        diesel::update(policy_versions::table.find(version))
            .set(policy_versions::handed_over_by_account_id.eq(actor.account.as_str()))
            .execute(tx)?;
        Ok(())
    })?;
    Ok(format!("/desk/{version}"))
}

/// Takes a version that was handed over back to mend it. Gives the address to go to.
///
/// # Errors
/// `Forbidden` for anybody but authors; `Invalid` when it was published meanwhile; `NotFound`; the store is away.
pub fn take_back(cx: &Context, actor: &Actor, version: &str) -> Result<String, Error> {
    if !actor.is(Role::Author) {
        return Err(Error::Forbidden);
    }
    cx.write(Priority::Person, |tx| {
        let row = record::load(tx, version)?;
        match row.stage() {
            VersionStage::Draft => {}
            VersionStage::Approved => {
                record::apply(cx, tx, &row, VersionEvent::TakenBack, ("policies.take-back", Some(actor)))?;
            }
            _ => return Err(Error::Invalid(vec![FieldError::new("take-back", "error-desk-not-a-draft")])),
        }
        Ok(format!("/desk/{version}"))
    })
}

fn document_errors(text: &str) -> Vec<FieldError> {
    match text.len() {
        0 => vec![FieldError::new("text", "error-desk-empty")],
        1..=LONGEST_DOCUMENT => Vec::new(),
        _ => vec![FieldError::new("text", "error-desk-too-long")],
    }
}

/// Refuses what became another text while it was checked.
fn unchanged(before: &VersionRecord, now: &VersionRecord) -> Result<(), Error> {
    match before.content == now.content {
        true => Ok(()),
        false => Err(Error::busy("a document was changed while it was checked")),
    }
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
                policy: UNREADABLE.to_owned(),
                title: Text::new("（还读不出标题）", "(title cannot be read yet)"),
                field: "social-security".to_owned(),
                valid_from: cx.today().to_string(),
                valid_to: None,
            },
        }
    }
}
