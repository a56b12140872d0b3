//! The operations do the same on both databases.

use diesel::prelude::*;
use domain::{
    bulk_row,
    db::{
        dialect::{Claim, bulk_insert, claim_jobs, insert_if_absent, lock_key, upsert},
        migrate,
        pools::Priority,
        schema::{city_settings, deliveries, residents, sign_in_failures},
        types::Instant,
        update_each::update_each,
    },
    error::Error,
    operations::jobs::{JobKinds, NewJob, start},
};
use std::{
    sync::{Arc, Barrier},
    thread,
    time::Duration,
};
use tests::{database::TestDatabase, on_both_databases};

#[derive(Insertable, Clone)]
#[diesel(table_name = residents, treat_none_as_default_value = false)]
struct NewResident {
    id: String,
    number: i64,
    name_sealed: Vec<u8>,
    id_number_sealed: Vec<u8>,
    id_number_fingerprint: String,
    phone_sealed: Option<Vec<u8>>,
    phone_fingerprint: Option<String>,
}

bulk_row!(NewResident => residents);

fn resident(number: i64) -> NewResident {
    NewResident {
        id: format!("r{number}"),
        number,
        name_sealed: vec![0, 1, 255],
        id_number_sealed: vec![],
        id_number_fingerprint: format!("f{number}"),
        phone_sealed: (number % 2 == 0).then(|| vec![7]),
        phone_fingerprint: None,
    }
}

on_both_databases! {
    fn an_insert_happens_unless_the_row_is_there(database) {
        let (cx, _) = database.context(JobKinds::default());
        let insert = |note: &str| cx.write(Priority::Person, |tx| {
            let row = (
                deliveries::id.eq("d1"),
                deliveries::department.eq("self"),
                deliveries::received_at.eq(Instant(1)),
                deliveries::note.eq(note),
            );
            Ok(insert_if_absent(tx, diesel::insert_into(deliveries::table).values(row))?)
        });
        assert!(insert("first").unwrap());
        assert!(!insert("second").unwrap());
        let notes: Vec<String> = cx.read(|conn| Ok(deliveries::table.select(deliveries::note).load(conn)?)).unwrap();
        assert_eq!(notes, ["first"]);
    }

    fn an_upsert_writes_or_overwrites(database) {
        let (cx, _) = database.context(JobKinds::default());
        for (window, count) in [(1, 1), (2, 5)] {
            cx.write(Priority::Person, |tx| {
                let row = (
                    sign_in_failures::key.eq("k"),
                    sign_in_failures::window_started_at.eq(Instant(window)),
                    sign_in_failures::count.eq(count),
                );
                let insert = diesel::insert_into(sign_in_failures::table).values(row);
                Ok(upsert(tx, insert, &["key"], &["count"])?)
            }).unwrap();
        }
        let rows: Vec<(String, i64, i32)> = cx.read(|conn| Ok(sign_in_failures::table.load(conn)?)).unwrap();
        assert_eq!(rows, [("k".to_owned(), 1, 5)]);
    }

    fn many_rows_are_written_whole_or_not_at_all(database) {
        let (cx, _) = database.context(JobKinds::default());
        let rows: Vec<_> = (0..5_000).map(resident).collect();
        assert_eq!(cx.write(Priority::Job, |tx| Ok(bulk_insert(tx, &rows)?)).unwrap(), 5_000);
        let again = vec![resident(5_000), resident(0)];
        assert!(cx.write(Priority::Job, |tx| Ok(bulk_insert(tx, &again)?)).is_err());
        assert_eq!(cx.write(Priority::Job, |tx| Ok(bulk_insert::<NewResident>(tx, &[])?)).unwrap(), 0);
        let (count, phones): (i64, i64) = cx.read(|conn| Ok((
            residents::table.count().get_result(conn)?,
            residents::table.filter(residents::phone_sealed.is_null()).count().get_result(conn)?,
        ))).unwrap();
        assert_eq!((count, phones), (5_000, 2_500));
        let name: Vec<u8> = cx.read(|conn| Ok(residents::table.find("r9").select(residents::name_sealed).first(conn)?)).unwrap();
        assert_eq!(name, [0, 1, 255]);
    }

    fn many_rows_take_values_of_their_own(database) {
        const ROWS: i64 = 15_020;
        let (cx, _) = database.context(JobKinds::default());
        let residents: Vec<NewResident> = (0..ROWS).map(resident).collect();
        let statement = "UPDATE residents SET look_again_on = new.day FROM new WHERE residents.id = new.id";
        let day = |number: i64| format!("2026-12-{:02}", number % 31 + 1);
        let last: Option<String> = cx
            .write(Priority::Job, |tx| {
                bulk_insert(tx, &residents)?;
                // More than one statement takes; the first is of nobody, the last stays as it was.
                let new: Vec<[String; 2]> = (-1..ROWS - 1).map(|number| [format!("r{number}"), day(number)]).collect();
                assert_eq!(update_each(tx, statement, ["id", "day"], &new)?, usize::try_from(ROWS - 1).unwrap());
                assert_eq!(update_each(tx, statement, ["id", "day"], &[])?, 0);
                let days = residents::table.filter(residents::number.lt(ROWS - 1)).order(residents::number).select(residents::look_again_on);
                let written: Vec<Option<String>> = days.load(tx)?;
                assert!(written.into_iter().eq((0..ROWS - 1).map(|number| Some(day(number)))));
                Ok(residents::table.filter(residents::number.eq(ROWS - 1)).select(residents::look_again_on).first(tx)?)
            })
            .unwrap();
        assert_eq!(last, None);
    }

    fn a_transaction_is_all_or_nothing(database) {
        let (cx, _) = database.context(JobKinds::default());
        let refused = cx.write(Priority::Person, |tx| {
            diesel::insert_into(city_settings::table).values((city_settings::name.eq("a"), city_settings::value.eq("1"))).execute(tx)?;
            Err::<(), _>(Error::Forbidden)
        });
        assert!(matches!(refused, Err(Error::Forbidden)));
        let panicked = thread::spawn({
            let cx = cx.clone();
            move || cx.write(Priority::Person, |tx| -> domain::error::Result<()> {
                diesel::insert_into(city_settings::table).values((city_settings::name.eq("b"), city_settings::value.eq("1"))).execute(tx)?;
                panic!("one bad request");
            })
        }).join();
        assert!(panicked.is_err());
        // The city goes on, and nothing of either was kept.
        cx.write(Priority::Person, |tx| {
            diesel::insert_into(city_settings::table).values((city_settings::name.eq("c"), city_settings::value.eq("1"))).execute(tx)?;
            Ok(())
        }).unwrap();
        let names: Vec<String> = cx.read(|conn| Ok(city_settings::table.filter(city_settings::name.eq_any(["a", "b", "c"])).select(city_settings::name).load(conn)?)).unwrap();
        assert_eq!(names, ["c"]);
    }

    fn a_reader_cannot_write(database) {
        let (cx, _) = database.context(JobKinds::default());
        let refused = cx.read(|conn| {
            diesel::insert_into(city_settings::table).values((city_settings::name.eq("a"), city_settings::value.eq("1"))).execute(conn)?;
            Ok(())
        });
        // A store that takes no writes says the same words, so this is "later" and not a fault.
        assert!(matches!(refused, Err(Error::Busy(_))), "{refused:?}");
    }

    fn nothing_is_lost_when_two_change_the_same_row(database) {
        let (cx, _) = database.context(JobKinds::default());
        cx.write(Priority::Person, |tx| {
            diesel::insert_into(city_settings::table).values((city_settings::name.eq("n"), city_settings::value.eq("0"))).execute(tx)?;
            Ok(())
        }).unwrap();
        let together = Arc::new(Barrier::new(2));
        let writers: Vec<_> = (0..2).map(|_| {
            let (cx, together) = (cx.clone(), together.clone());
            thread::spawn(move || {
                together.wait();
                let mut done = 0;
                while done < 25 {
                    let added = cx.write(Priority::Person, |tx| {
                        let value: String = city_settings::table.find("n").select(city_settings::value).first(tx)?;
                        let next = value.parse::<i32>().unwrap() + 1;
                        diesel::update(city_settings::table.find("n")).set(city_settings::value.eq(next.to_string())).execute(tx)?;
                        Ok(())
                    });
                    match added {
                        Ok(()) => done += 1,
                        Err(Error::Busy(_)) => {}
                        Err(error) => panic!("{error}"),
                    }
                }
            })
        }).collect();
        for writer in writers {
            writer.join().unwrap();
        }
        let value: String = cx.read(|conn| Ok(city_settings::table.find("n").select(city_settings::value).first(conn)?)).unwrap();
        assert_eq!(value, "50");
    }

    fn a_key_is_held_by_one_at_a_time(database) {
        let (cx, _) = database.context(JobKinds::default());
        let inside = Arc::new(std::sync::atomic::AtomicI32::new(0));
        let holders: Vec<_> = (0..4).map(|_| {
            let (cx, inside) = (cx.clone(), inside.clone());
            thread::spawn(move || cx.write(Priority::Person, |tx| {
                use std::sync::atomic::Ordering::SeqCst;
                lock_key(tx, "the key")?;
                assert_eq!(inside.fetch_add(1, SeqCst), 0);
                thread::sleep(Duration::from_millis(20));
                inside.fetch_sub(1, SeqCst);
                Ok(())
            }))
        }).collect();
        for holder in holders {
            holder.join().unwrap().unwrap();
        }
    }

    fn jobs_are_claimed_once_in_order_and_again_when_the_lease_runs_out(database) {
        let (cx, _) = database.context(JobKinds::default());
        let now = cx.now();
        let new = |priority, run_at| cx.write(Priority::Person, |tx| {
            start(tx, now, NewJob { kind: "k", payload: "", total: 0, priority, run_at })
        }).unwrap();
        let (low, high) = (new(0, now), new(5, now));
        new(9, now.plus_ms(60_000));
        let claim = |at: Instant, only| cx.write(Priority::Job, |tx| {
            Ok(claim_jobs(tx, Claim { only, now: at, lease_ms: 1_000, limit: 10 })?)
        }).unwrap();
        assert_eq!(claim(now, Some("none such")), Vec::<String>::new());
        assert_eq!(claim(now, None), [high.clone(), low.clone()]);
        assert_eq!(claim(now, None), Vec::<String>::new());
        assert_eq!(claim(now.plus_ms(1_001), Some(&low)), std::slice::from_ref(&low));
        assert_eq!(claim(now.plus_ms(1_002), None), [high]);
    }

    fn two_workers_never_get_the_same_job(database) {
        let (cx, _) = database.context(JobKinds::default());
        let now = cx.now();
        for _ in 0..40 {
            cx.write(Priority::Person, |tx| start(tx, now, NewJob { kind: "k", payload: "", total: 0, priority: 0, run_at: now })).unwrap();
        }
        let workers: Vec<_> = (0..4).map(|_| {
            let cx = cx.clone();
            thread::spawn(move || {
                let mut mine = Vec::new();
                loop {
                    let claim = Claim { only: None, now, lease_ms: 60_000, limit: 3 };
                    match cx.write(Priority::Job, |tx| Ok(claim_jobs(tx, claim)?)) {
                        Ok(ids) if ids.is_empty() => return mine,
                        Ok(ids) => mine.extend(ids),
                        Err(Error::Busy(_)) => {}
                        Err(error) => panic!("{error}"),
                    }
                }
            })
        }).collect();
        let mut all: Vec<String> = workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect();
        all.sort();
        all.dedup();
        assert_eq!(all.len(), 40);
    }
}

/// What SQLite promises: nothing acknowledged is lost, and only the owner reads the file.
#[test]
fn the_sqlite_file_is_private_and_durable() {
    use std::os::unix::fs::PermissionsExt;
    let database = TestDatabase::sqlite();
    migrate::apply(&mut database.connect()).unwrap();
    let mode = std::fs::metadata(database.folder().join("city.sqlite")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let value = |name: &str| -> i32 {
        diesel::dsl::sql::<diesel::sql_types::Integer>(&format!("SELECT v.{name} FROM pragma_{name} AS v"))
            .get_result(&mut database.connect())
            .unwrap()
    };
    assert_eq!((value("synchronous"), value("foreign_keys")), (2, 1));
}
