//! A process that does what days ask for, as the program does, until the city is up to date: for the tests that kill it.
//! It has a clock that is so many days ahead, and a lease of its own.
#![expect(clippy::expect_used, reason = "a program of the tests fails loudly")]

use domain::{
    context::{Configuration, Context},
    db::{connection::DatabaseAddress, pools::PoolSizes},
    operations::{
        calendar::{self, Standing},
        jobs,
        practice::PracticeRoom,
        tasks,
    },
};
use server::start::job_kinds;
use std::{
    env,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};
use tests::{
    clock::SetClock,
    database::{configuration_on, context_with},
};

/// Tasks that must have run since the last day began.
const DAILY: [&str; 4] = ["silence", "warnings", "deadlines", "facts-again"];

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [address, folder, now, lease] = arguments.as_slice() else {
        panic!("usage: pass-days DATABASE FOLDER NOW_MS LEASE_MS");
    };
    let folder = Path::new(folder);
    let clock = SetClock::at(now.parse().expect("an instant"));
    let lease_ms = lease.parse().expect("milliseconds");
    let configuration = Configuration { lease_ms, ..configuration_on(folder) };
    let address = DatabaseAddress::parse(address, folder).expect("an address");
    let sizes = PoolSizes { connections: 6, patience: Duration::from_secs(60) };
    let cx = context_with(&address, configuration, Arc::new(clock), &sizes, job_kinds());
    cx.tasks.register(tasks::table::tasks(&Arc::new(PracticeRoom::beside(&cx))));
    let stop = Arc::new(AtomicBool::new(false));
    let mut threads = tasks::start(&cx, &stop);
    threads.push(thread::spawn({
        let (cx, stop) = (cx.clone(), Arc::clone(&stop));
        move || jobs::run_worker(&cx, &stop)
    }));
    println!("running");
    while !is_up_to_date(&cx) {
        thread::sleep(Duration::from_millis(100));
    }
    stop.store(true, Ordering::SeqCst);
    for thread in threads {
        thread.join().expect("a thread ends");
    }
    println!("up to date");
}

fn is_up_to_date(cx: &Context) -> bool {
    let looked = cx.read(|connection| {
        if calendar::standing(cx, connection)? != Standing::UpToDate(cx.today())
            || jobs::unfinished(connection)?.is_some()
        {
            return Ok(false);
        }
        for name in DAILY {
            let record = tasks::record::find(connection, name)?;
            if record.is_running() || record.succeeded_at.is_none_or(|at| cx.day_of(at) != cx.today()) {
                return Ok(false);
            }
        }
        Ok(true)
    });
    // A store that is too busy to look at is looked at again.
    looked.unwrap_or(false)
}
