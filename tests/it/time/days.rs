//! Days pass: what the calendar changes is found on its day, and told once.

use crate::journeys::steps::{POLICY, publish};
use diesel::prelude::*;
use domain::{
    db::{
        pools::Priority,
        schema::{city_settings, jobs, notices, offers, policy_results, residents},
    },
    operations::calendar,
    policies::{new_day, published},
    residents::facts::facts_of_slice,
};
use jiff::civil::Date;
use policy::{
    decision::{AmountValue, Verdict},
    value::Value,
};
use std::collections::{BTreeMap, BTreeSet};
use tests::{
    facts::Person,
    on_both_databases,
    portal::{GRANNY, TestPortal},
};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// What a full decision of everybody on today's facts says: by resident and policy, the verdict and the amount.
fn oracle(portal: &TestPortal) -> BTreeMap<(String, String), (Verdict, Option<i64>)> {
    let cx = &portal.cx;
    let (in_force, set, people) = cx
        .read(|connection| {
            let in_force = published::in_force(cx, connection)?;
            Ok((in_force, published::together(cx, connection)?, facts_of_slice(cx, connection, 0, 100_000)?))
        })
        .unwrap();
    let mut said = BTreeMap::new();
    for (_, resident, facts) in &people {
        for published in &in_force {
            let (verdict, amount) = published::verdict(&set, &published.policy, facts, cx.today());
            let fen = match amount.map(|amount| amount.value) {
                Some(AmountValue::Money(money)) => Some(money.0),
                Some(AmountValue::Hours(_)) | None => None,
            };
            said.insert((resident.to_string(), published.policy.id.clone()), (verdict, fen));
        }
    }
    said
}

/// Offers by resident and policy: the verdict and the amount.
fn stored(portal: &TestPortal) -> BTreeMap<(String, String), (String, Option<i64>)> {
    type Row = (String, String, String, Option<i64>);
    let rows: Vec<Row> = portal
        .cx
        .read(|connection| {
            let columns = (offers::resident_id, offers::policy_id, offers::verdict, offers::amount_fen);
            Ok(offers::table.select(columns).load(connection)?)
        })
        .unwrap();
    rows.into_iter().map(|(resident, policy, verdict, fen)| ((resident, policy), (verdict, fen))).collect()
}

/// The store says of everybody what a full decision says.
fn agree(portal: &TestPortal) {
    let (said, mut stored) = (oracle(portal), stored(portal));
    let today = portal.cx.today();
    for (key, (verdict, fen)) in &said {
        let found = stored.remove(key);
        let found = found.as_ref().map(|(verdict, fen)| (verdict.as_str(), *fen));
        let agrees = match (verdict, found) {
            (Verdict::Eligible, Some(("eligible", amount))) => amount == *fen,
            (Verdict::NotEligible, None | Some(("not-eligible" | "policy-over", _))) => true,
            // A fact that is missing opens nothing, and ends nothing.
            (Verdict::Undetermined, None | Some(("undetermined" | "not-eligible" | "policy-over", _))) => true,
            _ => false,
        };
        assert!(agrees, "{today} {key:?}: {verdict:?} {fen:?}, but stored {found:?}");
    }
    results_agree(portal, &said);
    for (key, (verdict, _)) in stored {
        assert_eq!(verdict, "policy-over", "{today} {key:?}: of a policy that is not in force");
    }
}

/// So do the counts and sums that authors see.
fn results_agree(portal: &TestPortal, said: &BTreeMap<(String, String), (Verdict, Option<i64>)>) {
    let in_force = portal.cx.read(|connection| published::in_force(&portal.cx, connection)).unwrap();
    for published in in_force {
        let of_policy = said.iter().filter(|((_, policy), _)| *policy == published.policy.id);
        let eligible: Vec<i64> = of_policy
            .filter(|(_, (verdict, _))| *verdict == Verdict::Eligible)
            .map(|(_, (_, fen))| fen.unwrap_or(0))
            .collect();
        let stored: (i64, i64) = portal
            .cx
            .read(|connection| {
                let row = policy_results::table.find(published.id.as_str());
                Ok(row.select((policy_results::eligible_count, policy_results::amount_fen)).first(connection)?)
            })
            .unwrap();
        let expected = (i64::try_from(eligible.len()).unwrap(), eligible.iter().sum::<i64>());
        assert_eq!(stored, expected, "{} {}", portal.cx.today(), published.policy.id);
    }
}

fn notices_of(portal: &TestPortal, resident: &str, kind: &str) -> i64 {
    portal
        .cx
        .read(|connection| {
            let found = notices::table.filter(notices::resident_id.eq(resident).and(notices::kind.eq(kind)));
            Ok(found.count().get_result(connection)?)
        })
        .unwrap()
}

fn born(portal: &TestPortal, years: i16, days_after_today: i32) -> Option<Value> {
    let today = portal.cx.today();
    let birthday = today.checked_add(jiff::Span::new().days(days_after_today)).unwrap();
    Some(Value::Date(birthday.with().year(birthday.year() - years).build().unwrap()))
}

fn last_done(portal: &TestPortal) -> Option<Date> {
    portal.cx.read(new_day::last_done).unwrap()
}

on_both_databases! {
    fn a_birthday_is_found_on_its_day_and_told_once(database) {
        let portal = TestPortal::new(database);
        publish(&portal, POLICY);
        let granny = portal.sign_in(GRANNY);
        let person = Person::behind(&portal, &granny);
        person.learn("dob", born(&portal, 80, 3));
        let is_offered = || stored(&portal).get(&(person.id.clone(), "test-allowance".to_owned())).cloned();
        assert_eq!(is_offered().map(|(verdict, _)| verdict), Some("not-eligible".to_owned()));
        portal.new_day();
        let before = notices_of(&portal, &person.id, "offer-found");
        portal.days_pass(2);
        assert_eq!(is_offered().map(|(verdict, _)| verdict), Some("not-eligible".to_owned()));
        portal.days_pass(1);
        assert_eq!(is_offered(), Some(("eligible".to_owned(), Some(8_800))));
        assert!(notices_of(&portal, &person.id, "offer-found") > before);
        let told = notices_of(&portal, &person.id, "offer-found");
        portal.new_day();
        portal.days_pass(2);
        assert_eq!(notices_of(&portal, &person.id, "offer-found"), told);
        agree(&portal);
    }

    fn days_that_were_missed_are_caught_up_in_order_and_told_once(database) {
        let portal = TestPortal::new(database);
        let until = portal.cx.today().checked_add(jiff::Span::new().days(4)).unwrap();
        publish(&portal, &POLICY.replace("valid_from = 2026-01-01\n", &format!("valid_from = 2026-01-01\nvalid_to = {until}\n")));
        let granny = portal.sign_in(GRANNY);
        let person = Person::behind(&portal, &granny);
        portal.new_day();
        let (found, ended) = ("offer-found", "offer-ended");
        // She turns 80 while nobody looks, and the policy ends before anybody does.
        person.learn("dob", born(&portal, 80, 2));
        let before = (notices_of(&portal, &person.id, found), notices_of(&portal, &person.id, ended));
        let began = portal.cx.today();
        portal.clock.advance_ms(10 * DAY_MS);
        portal.new_day();
        assert_eq!(last_done(&portal), Some(portal.cx.today()));
        let days: i64 = portal
            .cx
            .read(|connection| Ok(jobs::table.filter(jobs::kind.eq(new_day::KIND)).count().get_result(connection)?))
            .unwrap();
        assert_eq!(days, 11, "from {began} on, each once");
        let policy = ("test-allowance".to_owned(), "policy-over".to_owned());
        assert_eq!(stored(&portal).get(&(person.id.clone(), policy.0)).map(|(verdict, _)| verdict.clone()), Some(policy.1));
        // It was ended to her knowledge before, and is now: what came and went meanwhile is no news.
        assert_eq!(notices_of(&portal, &person.id, ended), before.1);
        agree(&portal);
    }

    fn a_clock_that_goes_back_does_nothing_twice(database) {
        let portal = TestPortal::new(database);
        portal.days_pass(2);
        let done = last_done(&portal);
        portal.clock.advance_ms(-2 * DAY_MS);
        let count = |portal: &TestPortal| -> i64 {
            portal.cx.read(|connection| Ok(jobs::table.count().get_result(connection)?)).unwrap()
        };
        let before = count(&portal);
        portal.new_day();
        portal.clock.advance_ms(2 * DAY_MS);
        portal.new_day();
        assert_eq!((count(&portal), last_done(&portal)), (before, done));
        portal.days_pass(1);
        assert_eq!(count(&portal), before + 1);
    }

    fn two_processes_begin_a_day_once(database) {
        let portal = TestPortal::new(database);
        portal.new_day();
        for _ in 0..5 {
            portal.clock.advance_ms(DAY_MS);
            let start = std::sync::Barrier::new(4);
            let started: BTreeSet<String> = std::thread::scope(|scope| {
                let keeper = || {
                    let (cx, start) = (portal.cx.clone(), &start);
                    scope.spawn(move || {
                        start.wait();
                        cx.write(Priority::Job, |tx| calendar::go_on(&cx, tx)).unwrap()
                    })
                };
                let keepers = [keeper(), keeper(), keeper(), keeper()];
                keepers.into_iter().flat_map(|keeper| keeper.join().unwrap()).collect()
            });
            assert_eq!(started.len(), 1);
            portal.finish_jobs();
        }
    }

    fn policies_that_end_open_only_those_who_lose_something(database) {
        let portal = TestPortal::new(database);
        portal.new_day();
        let ending = |portal: &TestPortal, day: Date| {
            let in_force = portal.cx.read(|connection| published::in_force(&portal.cx, connection)).unwrap();
            in_force.iter().filter(|published| published.policy.valid_to == Some(day)).count()
        };
        let last = jiff::civil::date(portal.cx.today().year(), 12, 31);
        let until = i64::from(portal.cx.today().until(last).unwrap().get_days());
        assert!(ending(&portal, last) > 0, "policies of the city end with the year");
        portal.days_pass(until);
        let due: BTreeSet<String> = portal
            .cx
            .read(|connection| {
                let next = last.tomorrow().unwrap().to_string();
                let due = residents::table.filter(residents::look_again_on.le(next)).select(residents::id);
                Ok(due.load(connection)?.into_iter().collect())
            })
            .unwrap();
        let before = oracle(&portal);
        portal.days_pass(1);
        let after = oracle(&portal);
        // Whoever got nothing by a policy loses nothing when it ends.
        let nothing = (Verdict::NotEligible, None);
        let said = |of: &BTreeMap<(String, String), (Verdict, Option<i64>)>, key| of.get(key).copied().unwrap_or(nothing);
        let changed = before.keys().chain(after.keys()).filter(|key| said(&before, key) != said(&after, key));
        let changed: BTreeSet<String> = changed.map(|(resident, _)| resident.clone()).collect();
        println!("{} of {} residents are opened on the first of January", due.len(), tests::portal::RESIDENTS);
        assert_eq!(due, changed);
        agree(&portal);
    }

    fn a_policy_that_is_published_moves_only_days_that_are_known_and_later(database) {
        let portal = TestPortal::new(database);
        portal.new_day();
        let (early, late) = ("2026-01-01", "2099-01-01");
        let known = [(None, late), (Some(late), early), (Some(early), late)];
        let numbers: Vec<i64> =
            portal.cx.read(|connection| Ok(residents::table.select(residents::number).load(connection)?)).unwrap();
        for (rest, (again, ahead)) in (0_i64..).zip(known) {
            let third: Vec<i64> = numbers.iter().copied().filter(|number| number % 3 == rest).collect();
            diesel::update(residents::table.filter(residents::number.eq_any(third)))
                .set((residents::look_again_on.eq(again), residents::look_ahead_on.eq(ahead)))
                .execute(&mut database.connect())
                .unwrap();
        }
        publish(&portal, POLICY);
        let days: Vec<(i64, Option<String>, Option<String>)> = portal
            .cx
            .read(|connection| {
                let row = (residents::number, residents::look_again_on, residents::look_ahead_on);
                Ok(residents::table.select(row).load(connection)?)
            })
            .unwrap();
        for (number, again, ahead) in days {
            let (again, ahead) = (again.as_deref(), ahead.as_deref());
            let moved = |day: Option<&str>| day.is_some_and(|day| day > early && day < late);
            let is_right = match number % 3 {
                0 => again.is_none() && moved(ahead),
                1 => moved(again) && ahead == Some(early),
                _ => again == Some(early) && moved(ahead),
            };
            assert!(is_right, "{number}: {again:?}, {ahead:?}");
        }
    }

    fn a_new_day_opens_only_those_whom_it_touches(database) {
        let portal = TestPortal::new(database);
        portal.new_day();
        let due: i64 = portal
            .cx
            .read(|connection| {
                let today = portal.cx.today().to_string();
                Ok(residents::table.filter(residents::look_again_on.le(today)).count().get_result(connection)?)
            })
            .unwrap();
        assert_eq!(due, 0);
        // A store of an earlier release knows nobody's day: everybody is looked at once.
        diesel::update(residents::table).set(residents::look_again_on.eq(None::<String>)).execute(&mut database.connect()).unwrap();
        diesel::delete(city_settings::table.find("day")).execute(&mut database.connect()).unwrap();
        portal.new_day();
        portal.days_pass(30);
        type Row = (i64, i64);
        let opened: Vec<Row> = portal
            .cx
            .read(|connection| {
                let days = jobs::table.filter(jobs::kind.eq(new_day::KIND)).order(jobs::id);
                Ok(days.select((jobs::progress_done, jobs::progress_total)).load(connection)?)
            })
            .unwrap();
        let everybody = i64::try_from(tests::portal::RESIDENTS).unwrap();
        assert!(opened.contains(&(everybody, everybody)), "{opened:?}");
        let later = opened.iter().map(|(done, _)| done).sum::<i64>() - everybody;
        println!("{later} residents opened on {} days; {everybody} live here", opened.len() - 2);
        assert!(later < 30 * everybody / 2, "{opened:?}");
    }
}
