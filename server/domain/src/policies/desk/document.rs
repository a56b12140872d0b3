//! One version at the desk: its text, its problems, what it changes, through whose hands it went, and who may do what.

use super::{super::checking, difference};
use crate::{
    context::Context,
    db::connection::Connection,
    error::Error,
    operations::repeat,
    policies::{
        catalogue, rehearse,
        versions::{
            hands,
            record::{self, VersionRecord},
            transitions::VersionStage,
        },
    },
};
use contract::{
    identity::{Actor, Role},
    ids::PolicyVersionId,
    policies::{DocumentPage, RemarkView, VersionState},
};
use jiff::civil::Date;
use policy::text::Text;

/// `/desk/<version>`. No person but the staff who wrote, changed, handed over, sent back and published it is named: of
/// residents there are counts and sums. Its amounts are those of the day that is asked for; without one, of today, or of its
/// first day where that is to come.
///
/// # Errors
/// `NotFound`; `Busy` when two documents of this person are being checked; the store is away.
pub fn document_page(cx: &Context, actor: &Actor, version: &str, on: Option<Date>) -> Result<DocumentPage, Error> {
    let row = cx.read(|connection| record::load(connection, version))?;
    let checked = checking::checked(cx, actor, &row.content)?;
    let policy = checked.policy.as_ref();
    let state = row.shown(cx.today());
    let is_to_come = matches!(state, VersionState::Draft | VersionState::Approved);
    let (people, difference, rehearsal) = cx.read(|connection| {
        let before = policy.map(|policy| difference::before(connection, policy, cx.today())).transpose()?.flatten();
        let difference = match policy.filter(|_| is_to_come) {
            Some(policy) => Some(difference::difference(cx, connection, policy, before.as_deref())?),
            None => None,
        };
        let rehearsal = rehearse::newest(cx, connection, &row, before.as_deref().filter(|_| is_to_come))?;
        Ok((people(cx, connection, actor, &row)?, difference, rehearsal))
    })?;
    let begins = row.holds_from().or_else(|| policy.map(|policy| policy.valid_from));
    let amounts_on = on.unwrap_or_else(|| begins.map_or(cx.today(), |begins| begins.max(cx.today())));
    let (conditions, cases, bands) = policy.map_or_else(Default::default, |policy| {
        (
            policy.criteria.iter().map(|criterion| criterion.label.clone()).collect(),
            policy.run_cases().into_iter().map(|outcome| (outcome.name, outcome.passed)).collect(),
            catalogue::bands(&cx.vocabulary, policy, amounts_on),
        )
    });
    let holds = row.holds_from().map(|first| (first, row.ends_on()));
    let (is_author, is_publisher) = (actor.is(Role::Author), actor.is(Role::Publisher));
    let may_settle = is_publisher && !row.is_withdrawal_of(actor);
    Ok(DocumentPage {
        id: PolicyVersionId(row.id.clone()),
        state,
        may_propose_withdrawal: (is_author || is_publisher) && row.stage() == VersionStage::Published && state.holds(),
        may_settle_withdrawal: may_settle && state == VersionState::WithdrawalProposed,
        may_write: is_author && (state == VersionState::Draft || state.holds()),
        may_take_back: is_author && people.is_own && state == VersionState::Approved,
        may_throw_away: is_author && people.is_author && state == VersionState::Draft,
        may_publish: is_publisher && !people.is_own && state == VersionState::Approved,
        hands: people.hands,
        publisher: people.publisher,
        remark: people.remark.filter(|_| is_to_come),
        policy: row.policy,
        version: row.version,
        title: Text::new(row.title_zh, row.title_en),
        text: row.content,
        revision: row.revision,
        key: repeat::new_key(),
        problems: checked.problems,
        conditions,
        bands,
        amounts_on: Some(amounts_on).filter(|day| *day != cx.today()),
        cases,
        difference,
        rehearsal,
        newer: None,
        unsaved: None,
        errors: Vec::new(),
        holds,
        withdrawal_reason: row.withdrawal_reason,
        typed_reason: String::new(),
        typed_remark: String::new(),
    })
}

/// Who had to do with a version, and what of it this person did.
struct People {
    hands: Vec<contract::policies::HandRow>,
    publisher: Option<(Option<String>, i64)>,
    remark: Option<RemarkView>,
    /// Whether this person wrote it, changed it or handed it over.
    is_own: bool,
    /// Whether it is this person's to throw away.
    is_author: bool,
}

fn people(cx: &Context, connection: &mut Connection, actor: &Actor, row: &VersionRecord) -> Result<People, Error> {
    let accounts = [&row.publisher_account_id, &row.remark_account_id];
    let accounts: Vec<&str> = accounts.into_iter().filter_map(Option::as_deref).collect();
    let names = hands::staff_names(cx, connection, &accounts)?;
    let name = |account: &Option<String>| account.as_ref().and_then(|account| names.get(account).cloned());
    let remark = row.remark.as_ref().zip(row.remark_at).map(|(words, at)| RemarkView {
        words: words.clone(),
        by: name(&row.remark_account_id),
        at: at.0,
    });
    Ok(People {
        hands: hands::of_version(cx, connection, &row.id)?,
        publisher: row
            .published_at
            .filter(|_| row.publisher_account_id.is_some())
            .map(|at| (name(&row.publisher_account_id), at.0)),
        remark,
        is_own: hands::are_of(connection, &row.id, actor)?,
        is_author: super::throwing_away::may_be_thrown_away_by(connection, &row.id, actor)?,
    })
}
