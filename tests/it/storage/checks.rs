//! The sets of codes that the databases check are those of the program.

use contract::{
    applications::ApplicationState,
    arrangements::{ArrangementEvent, ArrangementState},
    disputes::{DisputeEvent, DisputeState},
    notices::NoticeKind,
    policies::{HandAct, OfferState},
};
use diesel::{RunQueryDsl, sql_types::Text};
use domain::{
    applications::{drafts::transitions::DraftState, task::TaskState},
    db::{
        connection::{AnyConnection, Connection},
        migrate,
    },
    identity::passkeys::ceremony::Purpose,
    policies::{
        offers::transitions::{OfferEvent, OfferProgress, OfferVerdict},
        versions::transitions::{VersionEvent, VersionStage},
    },
};
use policy::document::Delivery;
use std::collections::{BTreeMap, BTreeSet};
use tests::on_both_databases;

/// Table and column, and the codes that may stand there.
type Sets = BTreeMap<String, BTreeSet<String>>;

on_both_databases! {
    fn the_codes_that_the_database_takes_are_those_of_the_program(database) {
        let mut connection = database.connect();
        migrate::apply(&mut connection).unwrap();
        assert_eq!(checked(&mut connection), known());
    }
}

/// Whoever adds a set to a table adds it here.
fn known() -> Sets {
    let set = |column: &str, codes: &[&str]| (column.to_owned(), codes.iter().map(|code| (*code).to_owned()).collect());
    Sets::from([
        set("offers.progress", &OfferProgress::ALL.map(OfferProgress::as_str)),
        set("offers.verdict", &OfferVerdict::ALL.map(OfferVerdict::as_str)),
        set("offers.told_state", &OfferState::ALL.map(OfferState::as_str)),
        set("offers.delivery", &Delivery::ALL.iter().map(|delivery| delivery.as_str()).collect::<Vec<_>>()),
        set("offer_events.event", &OfferEvent::ALL.map(OfferEvent::as_str)),
        set("offer_events.progress", &OfferProgress::ALL.map(OfferProgress::as_str)),
        set("offer_events.verdict", &OfferVerdict::ALL.map(OfferVerdict::as_str)),
        set(
            "foretold.kind",
            &NoticeKind::ALL.map(NoticeKind::as_str).into_iter().filter(is_of_a_day).collect::<Vec<_>>(),
        ),
        set("policy_version_events.event", &VersionEvent::ALL.map(VersionEvent::as_str)),
        set("policy_version_events.state", &VersionStage::ALL.map(VersionStage::as_str)),
        set("policy_versions.state", &VersionStage::ALL.map(VersionStage::as_str)),
        set("policy_version_hands.act", &HandAct::ALL.map(HandAct::as_str)),
        set("applications.state", &ApplicationState::ALL.map(ApplicationState::as_str)),
        set("drafts.state", &DraftState::ALL.map(DraftState::as_str)),
        set("tasks.state", &TaskState::ALL.map(TaskState::as_str)),
        set("disputes.state", &DisputeState::ALL.map(DisputeState::as_str)),
        set("dispute_events.kind", &DisputeEvent::ALL.map(DisputeEvent::as_str)),
        set("arrangements.state", &ArrangementState::ALL.map(ArrangementState::as_str)),
        set("arrangement_events.kind", &ArrangementEvent::ALL.map(ArrangementEvent::as_str)),
        set("passkey_ceremonies.purpose", &Purpose::ALL.map(Purpose::as_str)),
        // Whether a session stays on its device.
        set("sessions.kind", &["rests", "stays"]),
    ])
}

/// Whether a kind of notice is about a day to come.
fn is_of_a_day(kind: &&str) -> bool {
    kind.starts_with("soon-")
}

/// Every set that the database checks.
fn checked(connection: &mut Connection) -> Sets {
    let query = match connection {
        AnyConnection::Sqlite(_) => "SELECT name || '=' || sql FROM sqlite_master WHERE type = 'table'",
        AnyConnection::Postgres(_) => {
            "SELECT (conrelid::regclass::text || '=' || pg_get_constraintdef(oid))::text FROM pg_constraint \
             WHERE contype = 'c' AND conrelid <> 0"
        }
    };
    let tables: Vec<String> = diesel::dsl::sql::<Text>(query).load(connection).unwrap();
    let mut sets = Sets::new();
    for (table, text) in tables.iter().map(|line| line.split_once('=').unwrap()) {
        for check in text.split("CHECK").skip(1) {
            let check = check.trim_start_matches(['(', ' ', '\n']);
            let list = check.split_once(" IN (").or_else(|| check.split_once(" = ANY (ARRAY["));
            let Some((column, list)) = list.filter(|(column, _)| is_name(column)) else { continue };
            let list = list.split([')', ']']).next().unwrap();
            let codes = list.split('\'').skip(1).step_by(2).map(str::to_owned).collect();
            let before = sets.insert(format!("{}.{column}", table.trim_matches('"')), codes);
            assert_eq!(before, None, "{table}.{column} is checked twice");
        }
    }
    sets
}

fn is_name(text: &str) -> bool {
    text.chars().all(|part| part.is_ascii_alphanumeric() || part == '_')
}
