//! Two people at the desk at one moment: one legal order comes of it, nothing that was taken is lost, what was not taken comes
//! back with a reason, and nobody sees a fault. `TONGBAN_ROUNDS=200` meets more often.

use super::{
    at_once::at_once,
    office::{Came, actor, fields, id_of, rounds},
    policy::give_role,
    steps::POLICY,
};
use contract::identity::Actor;
use diesel::prelude::*;
use domain::{
    context::Context,
    db::schema::{journal, policy_version_hands, policy_versions},
    operations::repeat::new_key,
    policies::{desk, publish, versions::in_force},
};
use tests::{on_both_databases, portal::TestPortal};

/// Rounds of each meeting.
const ROUNDS: usize = 12;

/// Two authors and two publishers; the second author may publish too.
struct Desk<'a> {
    cx: &'a Context,
    authors: [Actor; 2],
    publishers: [Actor; 2],
}

/// Where a version stands: its state, revision and text.
type Stands = (String, i32, String);

impl<'a> Desk<'a> {
    fn of(portal: &'a TestPortal) -> Self {
        give_role(portal, "auditor", "author");
        give_role(portal, "administrator", "publisher");
        let people = |names: [&str; 2]| names.map(|name| actor(portal, &portal.sign_in(name)));
        Self {
            cx: &portal.cx,
            authors: people(["author", "auditor"]),
            publishers: people(["publisher", "administrator"]),
        }
    }

    fn draft(&self, round: usize) -> String {
        let text = POLICY.replace("test-allowance", &format!("race-{round}-{}", &new_key()[..8]));
        let form = fields([("text", &text), ("key", &new_key())]);
        id_of(&desk::create(self.cx, &self.authors[0], &form).unwrap()).to_owned()
    }

    fn handed_over(&self, round: usize) -> String {
        let id = self.draft(round);
        desk::hand_over(self.cx, &self.authors[0], &id, &fields([("revision", "1")])).unwrap();
        id
    }

    fn stands(&self, id: &str) -> Stands {
        let row = policy_versions::table.find(id);
        let row = row.select((policy_versions::state, policy_versions::revision, policy_versions::content));
        self.cx.read(|connection| Ok(row.first(connection)?)).unwrap()
    }

    fn acts(&self, id: &str, act: &str) -> i64 {
        let rows = journal::table.filter(journal::object_id.eq(id).and(journal::act.eq(act)));
        self.cx.read(|connection| Ok(rows.count().get_result(connection)?)).unwrap()
    }

    fn saves(&self, who: usize, id: &str, text: &str) -> Came {
        Came::of(desk::save(self.cx, &self.authors[who], id, &fields([("text", text), ("revision", "1")])))
    }

    fn publishes(&self, who: usize, id: &str) -> Came {
        let form = fields([("revision", "2"), ("key", &new_key())]);
        Came::of(publish::publish(self.cx, &self.publishers[who], id, &form))
    }
}

fn two_authors_save(desk: &Desk<'_>, round: usize) {
    let id = desk.draft(round);
    let texts = ["81.00", "82.00"].map(|amount| desk.stands(&id).2.replace("88.00", amount));
    let outcomes = at_once(|| desk.saves(0, &id, &texts[0]), || desk.saves(1, &id, &texts[1]));
    let (state, revision, text) = desk.stands(&id);
    let saved = match outcomes.each_ref().map(Came::was_taken) {
        [true, false] => 0,
        [false, true] => 1,
        both => panic!("one of them saves: {both:?} {outcomes:?}"),
    };
    assert_eq!((state.as_str(), revision, &text), ("draft", 2, &texts[saved]), "{outcomes:?}");
    assert_eq!(outcomes[1 - saved], Came::Back("error-desk-changed".to_owned()));
    assert_eq!(desk.acts(&id, "policies.save"), 1);
    let edited = policy_version_hands::table
        .filter(policy_version_hands::policy_version_id.eq(&id).and(policy_version_hands::act.eq("edited")))
        .select(policy_version_hands::account_id);
    let edited: Vec<String> = desk.cx.read(|connection| Ok(edited.load(connection)?)).unwrap();
    assert_eq!(edited, [desk.authors[saved].account.as_str()]);
}

fn two_publishers_publish(desk: &Desk<'_>, round: usize) {
    let id = desk.handed_over(round);
    let outcomes = at_once(|| desk.publishes(0, &id), || desk.publishes(1, &id));
    let published = match outcomes.each_ref().map(Came::was_taken) {
        [true, false] => 0,
        [false, true] => 1,
        both => panic!("one of them publishes: {both:?} {outcomes:?}"),
    };
    assert_eq!(outcomes[1 - published], Came::Back("error-desk-published-before".to_owned()));
    let by = policy_versions::table.find(&id).select(policy_versions::publisher_account_id);
    let by: Option<String> = desk.cx.read(|connection| Ok(by.first(connection)?)).unwrap();
    assert_eq!(by.as_deref(), Some(desk.publishers[published].account.as_str()));
    assert_eq!((desk.stands(&id).0.as_str(), desk.acts(&id, "policies.publish")), ("published", 1));
}

/// Two first versions of one policy with other days: whoever comes second ends where the other one begins, or ends it there.
fn two_versions_of_one_policy(desk: &Desk<'_>, round: usize) {
    let policy = format!("days-{round}-{}", &new_key()[..8]);
    let today = desk.cx.today();
    let later = today.checked_add(jiff::Span::new().days(30)).unwrap();
    let ids = [today, later].map(|from| {
        let text = POLICY
            .replace("test-allowance", &policy)
            .replace("valid_from = 2026-01-01", &format!("valid_from = {from}"))
            .replace("on = 2026-11-23", &format!("on = {from}"));
        let form = fields([("text", &text), ("key", &new_key())]);
        let id = id_of(&desk::create(desk.cx, &desk.authors[0], &form).unwrap()).to_owned();
        desk::hand_over(desk.cx, &desk.authors[0], &id, &fields([("revision", "1")])).unwrap();
        id
    });
    let outcomes = at_once(|| desk.publishes(0, &ids[0]), || desk.publishes(1, &ids[1]));
    assert!(outcomes.iter().all(Came::was_taken), "{outcomes:?}");
    for (day, expected) in [(today, &ids[0]), (later.yesterday().unwrap(), &ids[0]), (later, &ids[1])] {
        let in_force = desk.cx.read(|connection| in_force::on(connection, day)).unwrap();
        let of_policy = in_force.iter().filter(|found| found.policy == policy).map(|found| &found.version);
        assert_eq!(of_policy.collect::<Vec<_>>(), [expected], "{policy} on {day}");
    }
}

fn published_while_sent_back(desk: &Desk<'_>, round: usize) {
    let id = desk.handed_over(round);
    let form = fields([("revision", "2"), ("key", &new_key()), ("remark", "再看看。")]);
    let send_back = || Came::of(desk::send_back(desk.cx, &desk.publishers[1], &id, &form));
    let outcomes = at_once(|| desk.publishes(0, &id), send_back);
    let state = desk.stands(&id).0;
    match outcomes.each_ref().map(Came::was_taken) {
        [true, false] => assert_eq!(state, "published"),
        [false, true] => assert_eq!(state, "draft"),
        both => panic!("one of them decides: {both:?} {outcomes:?}"),
    }
}

fn published_while_taken_back(desk: &Desk<'_>, round: usize) {
    let id = desk.handed_over(round);
    let take_back = || Came::of(desk::take_back(desk.cx, &desk.authors[0], &id, &fields([("revision", "2")])));
    let outcomes = at_once(|| desk.publishes(0, &id), take_back);
    let state = desk.stands(&id).0;
    match outcomes.each_ref().map(Came::was_taken) {
        [true, false] => assert_eq!(state, "published"),
        [false, true] => assert_eq!(state, "draft"),
        both => panic!("one of them decides: {both:?} {outcomes:?}"),
    }
}

fn thrown_away_while_saved(desk: &Desk<'_>, round: usize) {
    let id = desk.draft(round);
    let text = desk.stands(&id).2.replace("88.00", "82.00");
    let throw_away = || Came::of(desk::throw_away(desk.cx, &desk.authors[0], &id, &fields([("revision", "1")])));
    let outcomes = at_once(throw_away, || desk.saves(1, &id, &text));
    let (state, _, stored) = desk.stands(&id);
    match outcomes.each_ref().map(Came::was_taken) {
        [true, false] => assert_eq!(state, "thrown-away"),
        [false, true] => assert_eq!((state.as_str(), &stored), ("draft", &text)),
        both => panic!("one of them comes first: {both:?} {outcomes:?}"),
    }
}

fn one_form_sent_twice(desk: &Desk<'_>, _: usize) {
    let form = fields([("text", POLICY), ("key", &new_key())]);
    let create = || Came::of(desk::create(desk.cx, &desk.authors[0], &form));
    let [one, other] = at_once(create, create);
    assert_eq!(one, other, "one draft");
}

on_both_databases! {
    fn two_at_the_desk_are_one_after_the_other(database) {
        let portal = TestPortal::new(database);
        let desk = Desk::of(&portal);
        for round in 0..rounds(ROUNDS) {
            for meet in [two_authors_save, two_publishers_publish, two_versions_of_one_policy, published_while_sent_back,
                published_while_taken_back, thrown_away_while_saved, one_form_sent_twice] {
                meet(&desk, round);
            }
        }
        portal.finish_jobs();
        domain::journal::seal_unsealed(&portal.cx).unwrap();
        assert_eq!(domain::journal::verify(&portal.cx).unwrap().first_bad, None);
    }
}
