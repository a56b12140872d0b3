//! The policy desk: its list of versions. Each thing that is done there has a file of its own.

pub mod difference;
pub mod document;
pub mod handing;
pub mod head;
pub mod throwing_away;
pub mod writing;

pub use document::document_page;
pub use handing::{hand_over, send_back, take_back};
pub use throwing_away::{throw_away, throwing_away_page};
pub use writing::{LONGEST_DOCUMENT, check_text, create, new_version, save, typed};

use super::versions::{in_force, record::VersionRecord, transitions::VersionStage};
use crate::{
    context::Context,
    db::{
        connection::Connection,
        schema::{accounts, policy_results, policy_version_hands as hands, policy_versions},
    },
    error::Error,
    operations::repeat,
};
use contract::{
    identity::{Actor, Role},
    ids::PolicyVersionId,
    policies::{DeskPage, HandAct, VersionRow, VersionState},
};
use diesel::prelude::*;
use jiff::civil::Date;
use policy::text::Text;

/// Versions that are listed at most.
const MOST_LISTED: i64 = 200;

/// `/desk`, and what is in force on a day that somebody asks for. What was thrown away is not there.
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
        VersionState::Superseded | VersionState::Ended | VersionState::Withdrawn | VersionState::ThrownAway => 2,
    });
    Ok(DeskPage {
        versions,
        query: String::new(),
        on_day: on_day.map(|(day, rows)| Ok::<_, Error>((day, shown(rows)?))).transpose()?,
        typed_day: Default::default(),
        typed: String::new(),
        problems: Vec::new(),
        key: repeat::new_key(),
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
    let written = hands::policy_version_id.eq(policy_versions::id).and(hands::act.eq(HandAct::Created.as_str()));
    let all = policy_versions::table
        .left_join(hands::table.on(written))
        .left_join(accounts::table.on(accounts::id.eq(hands::account_id)))
        .left_join(policy_results::table.on(policy_results::policy_version_id.eq(policy_versions::id)))
        .filter(policy_versions::state.ne(VersionStage::ThrownAway.as_str()))
        .select((
            VersionRecord::as_select(),
            accounts::display_name_sealed.nullable(),
            accounts::id.nullable(),
            policy_results::eligible_count.nullable(),
        ));
    Ok(match wanted {
        Wanted::Newest => all.order(policy_versions::created_at.desc()).limit(MOST_LISTED).load(connection)?,
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
