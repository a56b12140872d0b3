//! The journal under load: two processes with eight writers each on PostgreSQL, without a sealer and with one in each
//! process; afterwards the whole chain is verified. `journal-load [seconds]`, 60 by default.
//! `journal-load acknowledge <address> <folder>` acts until it is killed.
#![expect(clippy::unwrap_used, reason = "a measurement fails loudly")]

use domain::{
    context::{Context, SystemClock},
    db::{
        connection::DatabaseAddress,
        pools::{PoolSizes, Priority},
    },
    journal::{Act, record, seal_unsealed, verify},
    operations::{
        jobs::JobKinds,
        outbox,
        tasks::{self, sealing},
    },
};
use std::{
    env,
    path::Path,
    process::{Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};
use tests::database::{TestDatabase, context_on};

const PROCESSES: u64 = 2;
const WRITERS: usize = 8;

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["process", folder, seconds, sealer] => {
            let url = env::var("JOURNAL_LOAD_URL").unwrap();
            let cx = context(&DatabaseAddress::Postgres(url), Path::new(folder));
            println!("{}", write(&cx, Duration::from_secs(seconds.parse().unwrap()), *sealer == "sealed"));
        }
        ["acknowledge", address, folder] => acknowledge(address, Path::new(folder)),
        [] => load(60),
        [seconds] => load(seconds.parse().unwrap()),
        _ => panic!("usage: journal-load [seconds]"),
    }
}

/// Acts without end, and says each act's identifier once it is acknowledged: for the tests that kill this process.
fn acknowledge(address: &str, folder: &Path) {
    let cx = context(&DatabaseAddress::parse(address, folder).unwrap(), folder);
    let never = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| tasks::run_until(&cx, &sealing::task(), &never));
        loop {
            let id = cx.write(Priority::Person, |tx| {
                outbox::post(tx, cx.now(), "load", "{}")?;
                record(tx, cx.now(), &Act::done("load", "load", None))
            });
            println!("{}", id.unwrap());
        }
    });
}

fn context(address: &DatabaseAddress, folder: &Path) -> Context {
    let sizes = PoolSizes { connections: 12, patience: Duration::from_secs(30) };
    context_on(address, folder, Arc::new(SystemClock), &sizes, JobKinds::default())
}

fn load(seconds: u64) {
    for sealer in ["unsealed", "sealed"] {
        let database = TestDatabase::durable_postgres();
        let cx = context(database.address(), database.folder());
        let (cluster, name) = database.cluster().unwrap();
        let processes: Vec<_> = (0..PROCESSES)
            .map(|_| {
                Command::new(env::current_exe().unwrap())
                    .args(["process", database.folder().to_str().unwrap(), &seconds.to_string(), sealer])
                    .env("JOURNAL_LOAD_URL", cluster.url(name))
                    .stdout(Stdio::piped())
                    .spawn()
                    .unwrap()
            })
            .collect();
        let acts: u64 = processes
            .into_iter()
            .map(|process| {
                let output = process.wait_with_output().unwrap();
                assert!(output.status.success());
                String::from_utf8_lossy(&output.stdout).trim().parse::<u64>().unwrap()
            })
            .sum();
        let left = verify(&cx).unwrap().unsealed;
        let began = Instant::now();
        seal_unsealed(&cx).unwrap();
        let sealing = began.elapsed();
        let began = Instant::now();
        let found = verify(&cx).unwrap();
        assert_eq!((found.rows, found.unsealed, found.first_bad), (i64::try_from(acts).unwrap(), 0, None));
        println!(
            "{sealer}: {acts} acts in {seconds} s by {PROCESSES} processes with {WRITERS} writers each = {} acts/s; \
             {left} left for the sealer, sealed in {sealing:.1?}; journal verified in {:.1?}",
            acts / seconds,
            began.elapsed(),
        );
    }
}

/// Eight writers, and a sealer if asked for. Answers how many acts were written.
fn write(cx: &Context, duration: Duration, with_sealer: bool) -> u64 {
    let stop = AtomicBool::new(false);
    let began = Instant::now();
    thread::scope(|scope| {
        if with_sealer {
            scope.spawn(|| tasks::run_until(cx, &sealing::task(), &stop));
        }
        let writers: Vec<_> = (0..WRITERS)
            .map(|_| {
                scope.spawn(|| {
                    let mut acts = 0;
                    while began.elapsed() < duration {
                        cx.write(Priority::Person, |tx| {
                            outbox::post(tx, cx.now(), "load", "{}")?;
                            record(tx, cx.now(), &Act::done("load", "load", None).by("somebody"))
                        })
                        .unwrap();
                        acts += 1;
                    }
                    acts
                })
            })
            .collect();
        let acts = writers.into_iter().map(|writer| writer.join().unwrap()).sum();
        stop.store(true, Ordering::Relaxed);
        acts
    })
}
