//! The head that is kept outside the database: old copies, cut tails, remade chains, a deleted file are each named, nothing
//! destroys the evidence, and one command with a reason ends the alarm.

use diesel::{connection::SimpleConnection, prelude::*};
use domain::{
    context::{Context, StandingClock},
    db::{
        connection::AnyConnection,
        pools::{PoolSizes, Priority},
        schema::{city_settings, journal},
    },
    journal::{
        Act, Anchor, Head, Problem, accept_head, begin, record, seal_unsealed, verify, verify_copy, verify_from,
    },
    operations::jobs::JobKinds,
};
use std::{fs, path::PathBuf, sync::Arc};
use tests::{
    HANGS,
    database::{MORNING, TestDatabase, context_on},
    on_both_databases,
    portal::TestPortal,
};

fn act(cx: &Context, times: usize) {
    for _ in 0..times {
        cx.write(Priority::Person, |tx| record(tx, cx.now(), &Act::done("tested", "test", None))).unwrap();
    }
}

/// Acts that were sealed.
fn sealed(database: &TestDatabase, times: usize) -> Context {
    let (cx, _) = database.context(JobKinds::default());
    act(&cx, times);
    assert_eq!(seal_unsealed(&cx).unwrap(), times);
    cx
}

fn file(database: &TestDatabase) -> PathBuf {
    database.folder().join("journal-head.txt")
}

fn in_file(database: &TestDatabase) -> Head {
    Head::from_text(&fs::read_to_string(file(database)).unwrap()).unwrap()
}

/// What somebody does who has the database in their hands, without the keys.
fn tamper(database: &TestDatabase, sql: &str) {
    let mut connection = database.connect();
    let silence = match connection {
        AnyConnection::Sqlite(_) => {
            "DROP TRIGGER IF EXISTS journal_rows_stay; DROP TRIGGER IF EXISTS journal_rows_are_not_edited;"
        }
        AnyConnection::Postgres(_) => "DROP TRIGGER IF EXISTS journal_rows_stay ON journal;",
    };
    connection.batch_execute(silence).unwrap();
    connection.batch_execute(sql).unwrap();
}

fn setting(database: &TestDatabase, name: &str) -> Option<String> {
    city_settings::table.find(name).select(city_settings::value).first(&mut database.connect()).optional().unwrap()
}

fn head_at(database: &TestDatabase, sequence: i64) -> Head {
    let hash: Option<String> = journal::table
        .filter(journal::sequence.eq(sequence))
        .select(journal::chain_hash)
        .first(&mut database.connect())
        .unwrap();
    Head { sequence, hash: hash.unwrap() }
}

/// An old copy of the database: every row after this place is gone, and the database knows nothing of it.
fn restore(database: &TestDatabase, place: i64) {
    let head = head_at(database, place).to_text();
    tamper(
        database,
        &format!(
            "DELETE FROM journal WHERE sequence IS NULL OR sequence > {place}; \
             UPDATE city_settings SET value = '{head}' WHERE name = 'journal-head'"
        ),
    );
}

/// Chains everything as a release without keys does, and as anybody can.
fn seal_without_key(database: &TestDatabase) -> Head {
    let rows: Vec<(String, String)> = journal::table
        .order(journal::id)
        .select((journal::id, journal::content_hash))
        .load(&mut database.connect())
        .unwrap();
    let (mut head, mut sql) = (Head::empty(), "UPDATE journal SET sequence = NULL;".to_owned());
    for (id, content) in rows {
        let mut hasher = blake3::Hasher::new();
        let sequence = head.sequence + 1;
        for field in [&head.hash, &sequence.to_string(), &content] {
            hasher.update(&[1]).update(&(field.len() as u64).to_be_bytes()).update(field.as_bytes());
        }
        let hash = hasher.finalize().to_hex().to_string();
        sql.push_str(&format!(
            "UPDATE journal SET sequence = {sequence}, previous_hash = '{}', chain_hash = '{hash}' WHERE id = '{id}';",
            head.hash
        ));
        head = Head { sequence, hash };
    }
    sql.push_str(&format!(
        "DELETE FROM city_settings WHERE name = 'journal-head'; \
         INSERT INTO city_settings (name, value) VALUES ('journal-head', '{}')",
        head.to_text()
    ));
    tamper(database, &sql);
    fs::write(file(database), head.to_text()).unwrap();
    head
}

fn problem(cx: &Context) -> Option<(Option<i64>, Problem)> {
    verify(cx).unwrap().first_bad.map(|bad| (bad.sequence, bad.problem))
}

fn alarms(cx: &Context) -> Vec<(Problem, Option<i64>)> {
    verify(cx).unwrap().alarms.iter().map(|alarm| (alarm.problem, alarm.kept)).collect()
}

on_both_databases! {
    fn a_walk_from_a_head_on_sees_what_came_after_it(database) {
        let cx = sealed(database, 3);
        let head = verify(&cx).unwrap().head;
        assert_eq!(verify_from(&cx, &head).unwrap().first_bad, None, "nothing came after it");
        act(&cx, 2);
        assert_eq!(verify_from(&cx, &head).unwrap().unsealed, 2);
        seal_unsealed(&cx).unwrap();
        let found = verify_from(&cx, &head).unwrap();
        assert_eq!((found.first_bad, found.rows, found.head), (None, 5, head_at(database, 5)));
        let first_bad = |head: &Head| {
            let found = verify_from(&cx, head).unwrap();
            found.first_bad.map(|bad| (bad.sequence, bad.problem))
        };
        // Before the head: the whole walk's business.
        tamper(database, "UPDATE journal SET act = 'other' WHERE sequence = 2");
        assert_eq!((first_bad(&head), first_bad(&Head::empty())), (None, Some((Some(2), Problem::Edited))));
        tamper(database, "UPDATE journal SET act = 'other' WHERE sequence = 4");
        assert_eq!(first_bad(&head), Some((Some(4), Problem::Edited)));
        // The head itself must still be there.
        let other = Head { hash: Head::empty().hash, ..head.clone() };
        assert_eq!(first_bad(&other), Some((Some(3), Problem::Replaced)));
        tamper(database, "DELETE FROM journal WHERE sequence = 3");
        assert_eq!(first_bad(&head), Some((Some(3), Problem::Missing)));
        assert_eq!(first_bad(&Head { sequence: 9, ..head }), Some((Some(9), Problem::Missing)));
    }

    fn an_old_copy_on_which_the_program_ran_on_is_named_and_the_file_stays(database) {
        let cx = sealed(database, 10);
        let kept = in_file(database);
        restore(database, 4);
        assert_eq!(problem(&cx), Some((Some(5), Problem::Truncated)));
        let open = begin(&cx).unwrap();
        assert_eq!(open.iter().map(|alarm| (alarm.problem, alarm.kept, alarm.found)).collect::<Vec<_>>(),
            [(Problem::Truncated, Some(10), 4)]);
        // It runs on, past the old head too.
        for _ in 0..10 {
            act(&cx, 1);
            seal_unsealed(&cx).unwrap();
        }
        assert_eq!(in_file(database), kept);
        assert_eq!(problem(&cx), Some((Some(10), Problem::Replaced)));
        assert_eq!(begin(&cx).unwrap().len(), 2, "once as cut, once as replaced, and not at every start");
        assert_eq!(begin(&cx).unwrap().len(), 2);

        let accepted = accept_head(&cx, "the disk broke, the copy of last night was restored").unwrap().unwrap();
        assert_eq!(accepted.lost.as_ref(), Some(&kept));
        assert_eq!(in_file(database), accepted.head);
        seal_unsealed(&cx).unwrap();
        let found = verify(&cx).unwrap();
        assert!(found.is_right(), "{found:?}");
        assert_eq!(in_file(database), found.head);
        let detail: String = journal::table.filter(journal::act.eq("journal.accept-head")).select(journal::detail)
            .first(&mut database.connect()).unwrap();
        assert!(detail.contains(&kept.hash) && detail.contains("the disk broke"), "{detail}");
        assert_eq!(accept_head(&cx, "again").unwrap(), None, "there is nothing more to accept");
    }

    fn an_old_copy_with_an_unsealed_row_is_named(database) {
        let cx = sealed(database, 10);
        let kept = in_file(database);
        restore(database, 4);
        act(&cx, 1);
        assert_eq!(problem(&cx), Some((Some(5), Problem::Truncated)));
        assert_eq!(verify(&cx).unwrap().unsealed, 1, "the verifier seals nothing");
        assert_eq!(seal_unsealed(&cx).unwrap(), 1);
        // The alarm was raised by the sealing itself.
        assert_eq!(alarms(&cx), [(Problem::Truncated, Some(10))]);
        assert_eq!(in_file(database), kept);
    }

    fn a_row_that_waits_for_the_sealer_is_checked(database) {
        let cx = sealed(database, 3);
        act(&cx, 1);
        tamper(database, "UPDATE journal SET act = 'other' WHERE sequence IS NULL");
        assert_eq!(problem(&cx), Some((None, Problem::Edited)));
    }

    fn rows_that_were_unsealed_and_changed_are_named_once_they_are_sealed_again(database) {
        let cx = sealed(database, 10);
        let (kept, head) = (in_file(database), head_at(database, 7).to_text());
        tamper(database, &format!("UPDATE journal SET sequence = NULL, previous_hash = NULL, chain_hash = NULL WHERE sequence > 7; \
            DELETE FROM journal WHERE id = (SELECT min(id) FROM journal WHERE sequence IS NULL); \
            UPDATE city_settings SET value = '{head}' WHERE name = 'journal-head'"));
        act(&cx, 3);
        seal_unsealed(&cx).unwrap();
        assert_eq!(problem(&cx), Some((Some(10), Problem::Replaced)));
        assert_eq!(in_file(database), kept);
    }

    fn a_deleted_file_is_an_alarm_and_is_not_made_anew(database) {
        let cx = sealed(database, 10);
        fs::remove_file(file(database)).unwrap();
        assert_eq!(problem(&cx), Some((None, Problem::HeadMissing)));
        assert_eq!(begin(&cx).unwrap().len(), 1);
        act(&cx, 1);
        seal_unsealed(&cx).unwrap();
        assert!(!file(database).exists());
        assert_eq!(alarms(&cx), [(Problem::HeadMissing, None)]);
        assert_eq!(accept_head(&cx, "the folder is new").unwrap().unwrap().lost, None);
        seal_unsealed(&cx).unwrap();
        assert!(verify(&cx).unwrap().is_right());
    }

    fn a_file_that_holds_something_else_is_an_alarm(database) {
        let cx = sealed(database, 10);
        fs::write(file(database), "10 nothing\n").unwrap();
        assert_eq!(problem(&cx), Some((None, Problem::HeadBroken)));
        assert_eq!(begin(&cx).unwrap().len(), 1);
        assert_eq!(fs::read_to_string(file(database)).unwrap(), "10 nothing\n");
    }

    fn the_end_cut_off_and_the_file_deleted_is_an_alarm(database) {
        let cx = sealed(database, 10);
        restore(database, 7);
        fs::remove_file(file(database)).unwrap();
        assert_eq!(problem(&cx), Some((None, Problem::HeadMissing)));
    }

    fn a_chain_made_anew_without_the_key_is_named_whatever_is_forged_with_it(database) {
        let cx = sealed(database, 10);
        let mark = setting(database, "journal-keyed").unwrap();
        seal_without_key(database);
        assert_eq!(problem(&cx), Some((Some(1), Problem::OutOfOrder)));
        let open = || begin(&cx).unwrap().iter().map(|alarm| alarm.problem).collect::<Vec<_>>();
        assert_eq!(open(), [Problem::OutOfOrder], "a start looks at the last link");
        // As if every row were from before the keys.
        tamper(database, &format!("UPDATE city_settings SET value = '11{}' WHERE name = 'journal-keyed'", &mark[1..]));
        assert_eq!(problem(&cx), Some((Some(11), Problem::NotKeyed)));
        assert!(open().contains(&Problem::NotKeyed));
        tamper(database, "DELETE FROM city_settings WHERE name = 'journal-keyed'");
        assert_eq!(problem(&cx), Some((Some(11), Problem::NotKeyed)));
    }

    fn a_mark_that_was_taken_away_is_not_made_up(database) {
        let cx = sealed(database, 10);
        tamper(database, "DELETE FROM city_settings WHERE name = 'journal-keyed'");
        assert_eq!(problem(&cx), Some((Some(1), Problem::OutOfOrder)));
        assert!(!begin(&cx).unwrap().is_empty());
        act(&cx, 1);
        seal_unsealed(&cx).unwrap();
        assert_eq!(setting(database, "journal-keyed"), None);
        assert_eq!(problem(&cx), Some((Some(1), Problem::OutOfOrder)));
    }

    fn a_chain_of_an_earlier_release_is_keyed_from_the_first_start_on(database) {
        let cx = sealed(database, 10);
        let old = seal_without_key(database);
        tamper(database, "DELETE FROM city_settings WHERE name = 'journal-keyed'");
        assert_eq!(begin(&cx).unwrap(), []);
        act(&cx, 2);
        seal_unsealed(&cx).unwrap();
        let found = verify(&cx).unwrap();
        assert!(found.is_right(), "{found:?}");
        assert_eq!((found.rows, found.keyed_from), (13, Some(11)));
        let detail: String = journal::table.filter(journal::act.eq("journal.keyed")).select(journal::detail)
            .first(&mut database.connect()).unwrap();
        assert!(detail.contains(&old.hash), "{detail}");
        assert_eq!(begin(&cx).unwrap(), [], "once");
        // The older rows are still held: by their own hashes, and by the first link with a key.
        tamper(database, "UPDATE journal SET act = 'other' WHERE sequence = 4");
        assert_eq!(problem(&cx), Some((Some(4), Problem::Edited)));
        // With hashes that fit, remade up to the keyed part.
        tamper(database, "DELETE FROM journal WHERE sequence = 4");
        assert_eq!(problem(&cx), Some((Some(4), Problem::Missing)));
        let mark = setting(database, "journal-keyed").unwrap();
        tamper(database, &format!("UPDATE city_settings SET value = '14{}' WHERE name = 'journal-keyed'", &mark[2..]));
        seal_without_key(database);
        assert_eq!(problem(&cx), Some((Some(13), Problem::NotKeyed)), "the mark proves one place and no other");
    }

    fn an_older_chain_that_is_wrong_already_is_not_vouched_for(database) {
        let cx = sealed(database, 10);
        seal_without_key(database);
        tamper(database, "DELETE FROM city_settings WHERE name = 'journal-keyed'; UPDATE journal SET act = 'other' WHERE sequence = 4");
        assert_eq!(begin(&cx).unwrap().iter().map(|alarm| (alarm.problem, alarm.kept)).collect::<Vec<_>>(),
            [(Problem::Edited, Some(4))]);
        assert_eq!(problem(&cx), Some((Some(4), Problem::Edited)));
    }

    fn a_head_from_elsewhere_names_what_the_store_and_its_folder_deny(database) {
        let cx = sealed(database, 10);
        let elsewhere = in_file(database);
        let look = |heads: &[Head]| {
            let found = verify_copy(&mut database.connect(), &cx.keys, heads).unwrap();
            found.first_bad.map(|bad| (bad.sequence, bad.problem))
        };
        assert_eq!(look(std::slice::from_ref(&elsewhere)), None);
        restore(database, 7);
        fs::write(file(database), head_at(database, 7).to_text()).unwrap();
        assert_eq!(problem(&cx), None, "an old copy of everything denies it");
        assert_eq!(look(std::slice::from_ref(&elsewhere)), Some((Some(8), Problem::Truncated)));
        act(&cx, 5);
        seal_unsealed(&cx).unwrap();
        assert_eq!(look(&[elsewhere]), Some((Some(10), Problem::Replaced)));
        assert_eq!(look(&[]), None);
    }

    fn another_citys_keys_do_not_verify(database) {
        let _cx = sealed(database, 10);
        let others = domain::crypto::keys::KeyRing::fresh().unwrap();
        let found = verify_copy(&mut database.connect(), &others, &[]).unwrap();
        assert_eq!(found.first_bad.map(|bad| bad.problem), Some(Problem::NotKeyed));
    }

    fn pages_of_rows_are_all_walked(database) {
        let (cx, _) = database.context(JobKinds::default());
        cx.write(Priority::Person, |tx| {
            for _ in 0..4_500 {
                record(tx, cx.now(), &Act::done("tested", "test", None))?;
            }
            Ok(())
        }).unwrap();
        assert_eq!(verify(&cx).unwrap().unsealed, 4_500);
        seal_unsealed(&cx).unwrap();
        assert_eq!(verify(&cx).unwrap().rows, 4_500);
        tamper(database, "UPDATE journal SET act = 'other' WHERE sequence = 4400");
        assert_eq!(problem(&cx), Some((Some(4_400), Problem::Edited)));
    }

    fn auditors_and_administrators_see_an_alarm(database) {
        let portal = TestPortal::new(database);
        seal_unsealed(&portal.cx).unwrap();
        let (auditor, administrator) = (portal.sign_in("auditor"), portal.sign_in("administrator"));
        let title = "日志和另外留存的链头对不上";
        let of = |page: &str| if page == "/journal" { auditor.open(page).text() } else { administrator.open(page).text() };
        for page in ["/journal", "/operations"] {
            assert!(!of(page).contains(title), "{page}");
        }
        fs::remove_file(file(database)).unwrap();
        begin(&portal.cx).unwrap();
        for page in ["/journal", "/operations"] {
            let text = of(page);
            assert!(text.contains(title) && text.contains("留存的链头不见了"), "{page}: {text}");
        }
        accept_head(&portal.cx, "a reason").unwrap();
        for page in ["/journal", "/operations"] {
            assert!(!of(page).contains(title), "{page}");
        }
    }
}

/// Each process keeps the head in its own folder, and each file follows the whole chain, whoever seals.
#[test]
fn processes_with_folders_of_their_own_each_keep_the_head() {
    let database = TestDatabase::postgres();
    let first = sealed(&database, 10);
    let folder = tempfile::tempdir().unwrap();
    fs::copy(database.folder().join("keys.txt"), folder.path().join("keys.txt")).unwrap();
    let sizes = PoolSizes { connections: 4, patience: HANGS };
    let clock = Arc::new(StandingClock::at(MORNING));
    let second = context_on(database.address(), folder.path(), clock, &sizes, JobKinds::default());
    // A folder that is new cannot say what was there before: a person says that it is.
    assert_eq!(alarms(&second), [(Problem::HeadMissing, None)]);
    accept_head(&second, "a second machine").unwrap();
    act(&second, 5);
    seal_unsealed(&second).unwrap();
    assert!(verify(&second).unwrap().is_right());
    // The first one's file lags behind what the second sealed, and its next look brings it up.
    assert_eq!(in_file(&database).sequence, 10);
    assert!(verify(&first).unwrap().is_right());
    assert_eq!(begin(&first).unwrap(), []);
    assert_eq!(Anchor::of(database.folder()).unwrap(), Anchor::of(folder.path()).unwrap());
    // A cut is seen from both.
    restore(&database, 8);
    for cx in [&first, &second] {
        assert_eq!(problem(cx), Some((Some(9), Problem::Truncated)));
    }
}
