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

    /// To one resident, about a day to come from which something holds that one can apply for from another day on.
    pub fn to_apply(cx: &Context, resident: &str, subject: (&str, &str), day: Date, apply_from: Date) -> Self {
        let notice = Self::of_day(cx, resident, NoticeKind::SoonToApply, subject, day);
        Self { arguments: json!({ "day": day, "apply_from": apply_from }).to_string(), ..notice }
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

/// How many lines of somebody's inbox have not been read; none of staff.
///
/// # Errors
/// The store is away.
pub fn unread_of(cx: &Context, actor: &Actor) -> Result<u32, Error> {
    match &actor.resident {
        Some(resident) => cx.read(|connection| unread(connection, resident)),
        None => Ok(0),
    }
}

/// The same of a resident: only what has not been read is looked at.
///
/// # Errors
/// The store is away.
pub fn unread(connection: &mut Connection, resident: &ResidentId) -> Result<u32, Error> {
    let rows: Vec<Row> = notices::table
        .filter(notices::resident_id.eq(resident.as_str()))
        .filter(notices::read_at.is_null())
        .order((notices::created_at.desc(), notices::id.desc()))
        .select(Row::as_select())
        .load(connection)?;
    Ok(u32::try_from(lines(rows).len()).unwrap_or(u32::MAX))
}

/// `/inbox`.
///
/// # Errors
/// Not a resident; the store is away.
pub fn inbox_page(cx: &Context, actor: &Actor, wanted: Wanted) -> Result<InboxPage, Error> {
    let resident = actor.resident.as_ref().ok_or(Error::Forbidden)?;
    cx.read(|connection| {
        let lines = lines(all(connection, resident)?);
        let count = i64::try_from(lines.len()).unwrap_or(i64::MAX);
        let before = usize::try_from(wanted.offset(count)).unwrap_or(usize::MAX);
        let mut list = Vec::new();
        for line in lines.iter().skip(before).take(usize::try_from(wanted.per_page).unwrap_or(usize::MAX)) {
            let Some(row) = line.first() else { continue };
            let Some(kind) = NoticeKind::from_text(&row.kind) else { continue };
            let found_together = (line.len() > 1).then_some(line.len());
            let (title, address) = match row.subject_kind.as_str() {
                _ if found_together.is_some() => (Text::default(), "/offers".to_owned()),
                "application" => {
                    (application_title(connection, &row.subject_id)?, format!("/applications/{}", row.subject_id))
                }
                "dispute" => {
                    (fact_name(cx, connection, &row.subject_id)?, format!("/data/disputes/{}", row.subject_id))
                }
                "policy" => (policy_title(cx, connection, &row.subject_id)?, format!("/policies/{}", row.subject_id)),
                "account" => (Text::default(), "/account".to_owned()),
                _ => (offer_title(connection, &row.subject_id)?, format!("/offers/{}", row.subject_id)),
            };
            let arguments: Arguments = serde_json::from_str(&row.arguments).map_err(Error::caused_by)?;
            list.push(NoticeView {
                id: NoticeId(row.id.clone()),
                kind,
                title,
                found_together,
                day: arguments.day,
                apply_from: arguments.apply_from,
                at: row.created_at,
                unread: line.iter().any(|row| row.read_at.is_none()),
                address,
            });
        }
        Ok(InboxPage { notices: list, number: wanted.among(count) })
    })
}

/// Fewest things found in one go that are told in one line.
const TOGETHER: usize = 3;
/// What is found in one go is written at most so many milliseconds after another.
const ONE_GO_MS: i64 = 10_000;

/// A resident's notices, newest first.
fn all(connection: &mut Connection, resident: &ResidentId) -> Result<Vec<Row>, Error> {
    let rows = notices::table
        .filter(notices::resident_id.eq(resident.as_str()))
        .order((notices::created_at.desc(), notices::id.desc()))
        .select(Row::as_select())
        .load(connection)?;
    Ok(rows)
}

/// Notices as they are read: one a line, but what was found in one go stands in one: everything that the city has for
/// somebody on the first day.
fn lines(rows: Vec<Row>) -> Vec<Vec<Row>> {
    let mut lines: Vec<Vec<Row>> = Vec::new();
    // The line of the go that is being read.
    let mut go: Option<usize> = None;
    for row in rows {
        if row.kind != NoticeKind::OfferFound.as_str() {
            lines.push(vec![row]);
            continue;
        }
        let is_of_go =
            |line: &&mut Vec<Row>| line.last().is_some_and(|last| last.created_at - row.created_at <= ONE_GO_MS);
        match go.and_then(|line| lines.get_mut(line)).filter(is_of_go) {
            Some(line) => line.push(row),
            None => {
                go = Some(lines.len());
                lines.push(vec![row]);
            }
        }
    }
    let apart = |line: Vec<Row>| match line.len() < TOGETHER {
        true => line.into_iter().map(|row| vec![row]).collect(),
        false => vec![line],
    };
    lines.into_iter().flat_map(apart).collect()
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

#[derive(Queryable, Selectable)]
#[diesel(table_name = notices)]
struct Row {
    id: String,
    kind: String,
    subject_kind: String,
    subject_id: String,
    arguments: String,
    created_at: i64,
    read_at: Option<i64>,
}

/// What a notice says beside its kind and subject.
#[derive(Deserialize)]
struct Arguments {
    #[serde(default)]
    day: Option<Date>,
    #[serde(default)]
    apply_from: Option<Date>,
}

/// The title of a policy as of today; where it is over, of its last version, and where it has not begun, of its first.
fn policy_title(cx: &Context, connection: &mut Connection, policy: &str) -> Result<Text, Error> {
    let today = cx.today().to_string();
    let of_policy = || {
        let columns = (policy_versions::title_zh, policy_versions::title_en);
        policy_versions::table.filter(policy_versions::policy_id.eq(policy)).select(columns)
    };
    let begun = of_policy().filter(policy_versions::holds_from.le(&today)).order(policy_versions::holds_from.desc());
    let mut title: Option<(String, String)> = begun.first(connection).optional()?;
    if title.is_none() {
        let waiting = of_policy().filter(policy_versions::holds_from.gt(&today)).order(policy_versions::holds_from);
        title = waiting.first(connection).optional()?;
    }
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
