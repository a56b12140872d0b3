//! The journal: sealed behind the acts, and the verifier names the first bad row after every kind of tampering.

use diesel::{RunQueryDsl, connection::SimpleConnection};
use domain::{
    context::Context,
    db::{connection::AnyConnection, pools::Priority},
    journal::{Act, Problem, Verified, record, seal_unsealed, verify},
    operations::jobs::JobKinds,
};
use serde_json::json;
use std::thread;
use tests::{database::TestDatabase, on_both_databases};

/// Ten sealed acts.
fn ten_acts(database: &TestDatabase) -> Context {
    let (cx, clock) = database.context(JobKinds::default());
    for number in 1..=10 {
        clock.advance_ms(1);
        cx.write(Priority::Person, |tx| {
            record(tx, cx.now(), &Act::done("tested", "test", None).by("a1").with(json!({ "number": number })))
        })
        .unwrap();
    }
    assert_eq!(seal_unsealed(&cx).unwrap(), 10);
    cx
}

/// What somebody does who has the database in their hands: first they silence the triggers.
fn tamper(database: &TestDatabase, sql: &str) {
    let mut connection = database.connect();
    let silence = match connection {
        AnyConnection::Sqlite(_) => "DROP TRIGGER journal_rows_stay; DROP TRIGGER journal_rows_are_not_edited;",
        AnyConnection::Postgres(_) => "DROP TRIGGER journal_rows_stay ON journal;",
    };
    connection.batch_execute(silence).unwrap();
    connection.batch_execute(sql).unwrap();
}

fn first_bad(cx: &Context) -> Option<(Option<i64>, Problem)> {
    verify(cx).unwrap().first_bad.map(|bad| (bad.sequence, bad.problem))
}

on_both_databases! {
    fn acts_are_sealed_behind_them_and_verify(database) {
        let cx = ten_acts(database);
        let Verified { rows, unsealed, head, first_bad, .. } = verify(&cx).unwrap();
        assert_eq!((rows, unsealed, head.sequence, first_bad), (10, 0, 10, None));
        cx.write(Priority::Person, |tx| record(tx, cx.now(), &Act::done("tested", "test", None))).unwrap();
        let found = verify(&cx).unwrap();
        assert_eq!((found.rows, found.unsealed, found.first_bad), (10, 1, None));
        assert_eq!(seal_unsealed(&cx).unwrap(), 1);
        assert_eq!(seal_unsealed(&cx).unwrap(), 0);
        assert_eq!(verify(&cx).unwrap().rows, 11);
    }

    fn many_sealers_make_one_chain(database) {
        let (cx, _) = database.context(JobKinds::default());
        let writers: Vec<_> = (0..4).map(|_| {
            let cx = cx.clone();
            thread::spawn(move || {
                for _ in 0..25 {
                    cx.write(Priority::Person, |tx| record(tx, cx.now(), &Act::done("tested", "test", None))).unwrap();
                    // A sealer that was overtaken may be told to come again.
                    let _ = seal_unsealed(&cx);
                }
            })
        }).collect();
        for writer in writers {
            writer.join().unwrap();
        }
        seal_unsealed(&cx).unwrap();
        let found = verify(&cx).unwrap();
        assert_eq!((found.rows, found.unsealed, found.first_bad), (100, 0, None));
    }

    fn rows_are_neither_edited_nor_deleted_by_accident(database) {
        let _cx = ten_acts(database);
        for sql in ["DELETE FROM journal WHERE sequence = 4", "UPDATE journal SET act = 'x' WHERE sequence = 4"] {
            let refused = diesel::sql_query(sql).execute(&mut database.connect());
            assert!(refused.unwrap_err().to_string().contains("journal rows are never"));
        }
    }

    fn an_edited_row_is_found(database) {
        let cx = ten_acts(database);
        tamper(database, "UPDATE journal SET detail = '{\"number\":40}' WHERE sequence = 4");
        assert_eq!(first_bad(&cx), Some((Some(4), Problem::Edited)));
    }

    fn an_edited_row_with_a_new_hash_is_found(database) {
        let cx = ten_acts(database);
        tamper(database, "UPDATE journal SET act = (SELECT o.act FROM journal AS o WHERE o.sequence = 5), \
            content_hash = (SELECT o.content_hash FROM journal AS o WHERE o.sequence = 5) WHERE sequence = 4");
        assert_eq!(first_bad(&cx), Some((Some(4), Problem::Edited)));
    }

    fn a_deleted_row_is_found(database) {
        let cx = ten_acts(database);
        tamper(database, "DELETE FROM journal WHERE sequence = 4");
        assert_eq!(first_bad(&cx), Some((Some(4), Problem::Missing)));
    }

    fn a_deleted_row_with_the_rest_moved_up_is_found(database) {
        let cx = ten_acts(database);
        tamper(database, "DELETE FROM journal WHERE sequence = 4; \
            UPDATE journal SET sequence = -(sequence - 1) WHERE sequence > 4; UPDATE journal SET sequence = -sequence WHERE sequence < 0");
        assert_eq!(first_bad(&cx), Some((Some(4), Problem::OutOfOrder)));
    }

    fn exchanged_rows_are_found(database) {
        let cx = ten_acts(database);
        tamper(database, "UPDATE journal SET sequence = 99 WHERE sequence = 4; UPDATE journal SET sequence = 4 WHERE sequence = 5; \
            UPDATE journal SET sequence = 5 WHERE sequence = 99");
        assert_eq!(first_bad(&cx), Some((Some(4), Problem::OutOfOrder)));
    }

    fn a_cut_off_end_is_found(database) {
        let cx = ten_acts(database);
        tamper(database, "DELETE FROM journal WHERE sequence > 7");
        assert_eq!(first_bad(&cx), Some((Some(8), Problem::Truncated)));
    }

    fn a_cut_off_end_is_found_by_the_file_when_the_database_denies_it(database) {
        let cx = ten_acts(database);
        tamper(database, "DELETE FROM journal WHERE sequence > 7; DELETE FROM city_settings WHERE name = 'journal-head'");
        assert_eq!(first_bad(&cx), Some((Some(8), Problem::Truncated)));
    }

    fn a_chain_made_anew_is_found(database) {
        let cx = ten_acts(database);
        // Everything unsealed and one row edited with a right hash: the sealer chains it all again.
        let other = "x";
        tamper(database, &format!("DELETE FROM journal WHERE sequence = 4; DELETE FROM city_settings WHERE name = 'journal-head'; \
            UPDATE journal SET sequence = NULL, previous_hash = NULL, chain_hash = NULL WHERE act <> '{other}'"));
        let file = database.folder().join("journal-head.txt");
        let kept = std::fs::read_to_string(&file).unwrap();
        for _ in 0..3 {
            cx.write(Priority::Person, |tx| record(tx, cx.now(), &Act::done("tested", "test", None))).unwrap();
        }
        seal_unsealed(&cx).unwrap();
        // The file is the copy that was carried away before.
        std::fs::write(&file, kept).unwrap();
        assert_eq!(first_bad(&cx), Some((Some(10), Problem::Replaced)));
    }
}
