//! What only some roles may do is refused by the use case itself, whoever calls it: the tables of pages and forms are not the
//! only door.

use super::{
    office::{actor, fields, id_of},
    steps::{POLICY, hand_over},
};
use contract::identity::Actor;
use diesel::prelude::*;
use domain::{
    context::Context,
    db::schema::{journal, policy_versions},
    error::{Error, Result},
    journal::page::journal_page,
    operations::{calendar, status},
    policies::{desk, publish, rehearse, withdrawal},
    services::search::missed,
};
use tests::{
    on_both_databases,
    portal::{GRANNY, TestPortal},
};

type UseCase = fn(&Context, &Actor, &str) -> Result<()>;

/// What the desk, the auditors and the administrators do, each with the names of the accounts that may.
const USE_CASES: &[(&str, &[&str], UseCase)] = &[
    ("create", &["author"], |cx, who, _| {
        desk::create(cx, who, &fields([("text", POLICY), ("key", "roles-create")])).map(drop)
    }),
    ("check", &["author"], |cx, who, _| desk::check_text(cx, who, POLICY).map(drop)),
    ("save", &["author"], |cx, who, id| {
        desk::save(cx, who, id, &fields([("text", POLICY), ("revision", "2")])).map(drop)
    }),
    ("new version", &["author"], |cx, who, id| {
        desk::new_version(cx, who, id, &fields([("key", "roles-new")])).map(drop)
    }),
    ("hand over", &["author"], |cx, who, id| desk::hand_over(cx, who, id, &fields([("revision", "2")])).map(drop)),
    ("take back", &["author"], |cx, who, id| desk::take_back(cx, who, id, &fields([("revision", "2")])).map(drop)),
    ("throw away", &["author"], |cx, who, id| desk::throw_away(cx, who, id, &fields([("revision", "2")])).map(drop)),
    ("rehearse", &["author", "publisher"], |cx, who, id| rehearse::rehearse(cx, who, id).map(drop)),
    ("send back", &["publisher"], |cx, who, id| {
        desk::send_back(cx, who, id, &fields([("revision", "2"), ("remark", "请再看一下。")])).map(drop)
    }),
    ("publish", &["publisher"], |cx, who, id| {
        publish::publish(cx, who, id, &fields([("revision", "2"), ("key", "roles-publish")])).map(drop)
    }),
    ("propose withdrawal", &["publisher", "author"], |cx, who, id| {
        withdrawal::propose(cx, who, id, &fields([("reason", "写错了。"), ("revision", "2")])).map(drop)
    }),
    ("settle withdrawal", &["publisher"], |cx, who, id| {
        withdrawal::settle(cx, who, id, &fields([("decision", "withdraw"), ("revision", "2")])).map(drop)
    }),
    ("journal", &["auditor"], |cx, who, _| journal_page(cx, who, "").map(drop)),
    ("operations", &["administrator"], |cx, who, _| status::operations_page(cx, who).map(drop)),
    ("run a task", &["administrator"], |cx, who, _| status::ask_for_task(cx, who, "sealing").map(drop)),
    ("let days pass", &["administrator"], |cx, who, _| calendar::let_pass(cx, who, "2026-12-24").map(drop)),
    ("searches", &["administrator", "author", "publisher"], |cx, who, _| missed::page(cx, who).map(drop)),
];

/// What a refused act must leave as it is.
fn stands(cx: &Context) -> (Vec<(String, String, i32)>, i64) {
    cx.read(|connection| {
        let versions = policy_versions::table.order(policy_versions::id);
        let versions = versions.select((policy_versions::id, policy_versions::state, policy_versions::revision));
        let acts = journal::table.filter(journal::act.like("policies.%").or(journal::act.like("operations.%")));
        Ok((versions.load(connection)?, acts.count().get_result(connection)?))
    })
    .unwrap()
}

on_both_databases! {
    fn what_a_role_alone_may_do_is_refused_to_all_others(database) {
        let portal = TestPortal::new(database);
        let version = hand_over(&portal, POLICY);
        portal.finish_jobs();
        let id = id_of(&version);
        let people: Vec<(&str, Actor)> = [GRANNY, "hongkou", "supervisor", "author", "publisher", "auditor", "administrator"]
            .map(|who| (who, actor(&portal, &portal.sign_in(who))))
            .into();
        let before = stands(&portal.cx);
        for (name, may, use_case) in USE_CASES {
            let elsewhere = people.iter().filter(|(who, _)| !may.contains(who));
            for (who, person) in elsewhere {
                let came = use_case(&portal.cx, person, id);
                assert!(matches!(came, Err(Error::Forbidden)), "{name} by {who}: {came:?}");
            }
            assert_eq!(stands(&portal.cx), before, "{name}");
        }
        // Whoever may, is asked for other things only.
        for (name, may, use_case) in USE_CASES {
            for (who, person) in people.iter().filter(|(who, _)| may.contains(who)) {
                let came = use_case(&portal.cx, person, id);
                assert!(!matches!(came, Err(Error::Forbidden)), "{name} by {who}: {came:?}");
            }
        }
        portal.finish_jobs();
    }
}
