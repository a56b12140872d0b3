//! Notices: the inbox. A notice names its kind and its subject; words and titles are put in when it is read.

use crate::{
    context::Context,
    db::pools::Priority,
    db::{
        connection::Connection,
        schema::{applications, disputes, notices, offers, policy_versions, service_items},
        types::Instant,
    },
    error::Error,
};
use contract::{
    identity::Actor,
    ids::{NoticeId, ResidentId},
    notices::{InboxPage, NoticeKind, NoticeView},
    paging::Wanted,
};
use diesel::prelude::*;
use jiff::civil::Date;
use policy::text::Text;
use serde::Deserialize;
use serde_json::json;

/// Leaves a notice inside the act that is its reason.
///
/// # Errors
/// The store is away.
pub fn notify(
    cx: &Context,
    tx: &mut Connection,
    resident: &ResidentId,
    kind: NoticeKind,
    subject_kind: &str,
    subject: &str,
) -> Result<(), Error> {
    diesel::insert_into(notices::table)
        .values((
            notices::id.eq(cx.new_id()),
            notices::resident_id.eq(resident.as_str()),
            notices::kind.eq(kind.as_str()),
            notices::subject_kind.eq(subject_kind),
            notices::subject_id.eq(subject),
            notices::arguments.eq("{}"),
            notices::created_at.eq(cx.now()),
        ))
        .execute(tx)?;
    Ok(())
}

/// A notice about an offer as it is written, many at once.
#[derive(Insertable)]
#[diesel(table_name = notices, treat_none_as_default_value = false)]
pub struct NewNotice {
    id: String,
    resident_id: String,
    kind: String,
    subject_kind: String,
    subject_id: String,
    arguments: String,
    created_at: Instant,
}

crate::bulk_row!(NewNotice => notices);

impl NewNotice {
    /// To one resident, about a day to come.
    pub fn of_day(
        cx: &Context,
        resident: &str,
        kind: NoticeKind,
        (subject_kind, subject): (&str, &str),
        day: Date,
    ) -> Self {
        Self {
            id: cx.new_id(),
            resident_id: resident.to_owned(),
            kind: kind.as_str().to_owned(),
            subject_kind: subject_kind.to_owned(),
            subject_id: subject.to_owned(),
            arguments: json!({ "day": day }).to_string(),
            created_at: cx.now(),
        }
    }

    /// To one resident.
    pub fn about_offer(cx: &Context, resident: &ResidentId, kind: NoticeKind, offer: &str) -> Self {
        Self {
            id: cx.new_id(),
            resident_id: resident.as_str().to_owned(),
            kind: kind.as_str().to_owned(),
            subject_kind: "offer".to_owned(),
            subject_id: offer.to_owned(),
            arguments: "{}".to_owned(),
            created_at: cx.now(),
        }
    }
}

/// Unread notices of a resident.
///
/// # Errors
/// The store is away.
pub fn unread(connection: &mut Connection, resident: &ResidentId) -> Result<u32, Error> {
    let count: i64 = notices::table
        .filter(notices::resident_id.eq(resident.as_str()).and(notices::read_at.is_null()))
        .count()
        .get_result(connection)?;
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}

/// `/inbox`.
///
/// # Errors
/// Not a resident; the store is away.
pub fn inbox_page(cx: &Context, actor: &Actor, wanted: Wanted) -> Result<InboxPage, Error> {
    let resident = actor.resident.as_ref().ok_or(Error::Forbidden)?;
    cx.read(|connection| {
        let count = notices::table.filter(notices::resident_id.eq(resident.as_str())).count().get_result(connection)?;
        let rows: Vec<Row> = notices::table
            .filter(notices::resident_id.eq(resident.as_str()))
            .order((notices::created_at.desc(), notices::id.desc()))
            .limit(i64::from(wanted.per_page))
            .offset(wanted.offset(count))
            .select((
                notices::id,
                notices::kind,
                notices::subject_kind,
                notices::subject_id,
                notices::arguments,
                notices::created_at,
                notices::read_at,
            ))
            .load(connection)?;
        let mut list = Vec::new();
        for (id, kind, subject_kind, subject, arguments, at, read_at) in rows {
            let Some(kind) = NoticeKind::from_text(&kind) else { continue };
            let (title, address) = match subject_kind.as_str() {
                "application" => (application_title(connection, &subject)?, format!("/applications/{subject}")),
                "dispute" => (fact_name(cx, connection, &subject)?, format!("/data/disputes/{subject}")),
                "policy" => (policy_title(cx, connection, &subject)?, format!("/policies/{subject}")),
                _ => (offer_title(connection, &subject)?, format!("/offers/{subject}")),
            };
            let arguments: Arguments = serde_json::from_str(&arguments).map_err(Error::caused_by)?;
            list.push(NoticeView {
                id: NoticeId(id),
                kind,
                title,
                day: arguments.day,
                at,
                unread: read_at.is_none(),
                address,
            });
        }
        Ok(InboxPage { notices: list, number: wanted.among(count) })
    })
}

/// Marks everything as read. Gives the address to go to.
///
/// # Errors
/// Not a resident; the store is away.
pub fn mark_read(cx: &Context, actor: &Actor) -> Result<String, Error> {
    let resident = actor.resident.as_ref().ok_or(Error::Forbidden)?;
    cx.write(Priority::Person, |tx| {
        diesel::update(
            notices::table.filter(notices::resident_id.eq(resident.as_str()).and(notices::read_at.is_null())),
        )
        .set(notices::read_at.eq(cx.now()))
        .execute(tx)?;
        Ok(())
    })?;
    Ok("/inbox".to_owned())
}

type Row = (String, String, String, String, String, i64, Option<i64>);

/// What a notice says beside its kind and subject.
#[derive(Deserialize)]
struct Arguments {
    #[serde(default)]
    day: Option<Date>,
}

/// The title of a policy as of today; where it is over, of its last version.
fn policy_title(cx: &Context, connection: &mut Connection, policy: &str) -> Result<Text, Error> {
    let title: Option<(String, String)> = policy_versions::table
        .filter(policy_versions::policy_id.eq(policy))
        .filter(policy_versions::holds_from.le(cx.today().to_string()))
        .order(policy_versions::holds_from.desc())
        .select((policy_versions::title_zh, policy_versions::title_en))
        .first(connection)
        .optional()?;
    Ok(title.map_or_else(Text::default, |(zh, en)| Text::new(zh, en)))
}

/// The name of the fact that a dispute is about.
fn fact_name(cx: &Context, connection: &mut Connection, dispute: &str) -> Result<Text, Error> {
    let attribute: Option<String> =
        disputes::table.find(dispute).select(disputes::attribute).first(connection).optional()?;
    let known = attribute.and_then(|attribute| cx.vocabulary.attribute(&attribute));
    Ok(known.map(|known| known.name.clone()).unwrap_or_default())
}

fn offer_title(connection: &mut Connection, offer: &str) -> Result<Text, Error> {
    let title: Option<(String, String)> = offers::table
        .inner_join(policy_versions::table.on(policy_versions::id.eq(offers::policy_version_id)))
        .filter(offers::id.eq(offer))
        .select((policy_versions::title_zh, policy_versions::title_en))
        .first(connection)
        .optional()?;
    Ok(title.map_or_else(Text::default, |(zh, en)| Text::new(zh, en)))
}

fn application_title(connection: &mut Connection, application: &str) -> Result<Text, Error> {
    let title: Option<(String, String)> =
        applications::table
            .inner_join(service_items::table.on(
                service_items::id.eq(applications::item_id).and(service_items::version.eq(applications::item_version)),
            ))
            .filter(applications::id.eq(application))
            .select((service_items::title_zh, service_items::title_en))
            .first(connection)
            .optional()?;
    Ok(title.map_or_else(Text::default, |(zh, en)| Text::new(zh, en)))
}
