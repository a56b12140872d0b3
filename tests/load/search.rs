//! The search: what it costs by itself, and how long its page takes whoever does not wait behind others.

use super::{
    Outcome,
    figures::{Gate, line},
    hammer::{self, Run},
    process,
    visitor::Visitor,
};
use domain::{
    policies::{self, published},
    services::{items, search, seeds},
};
use server::start::job_kinds;
use std::{
    hint::black_box,
    time::{Duration, Instant},
};
use tests::{database::TestDatabase, portal::escaped, queries::queries};

/// Every query is asked so often.
const ROUNDS: usize = 20;
/// Searches that fall due in a second, and the seed of the pauses between them.
const PER_SECOND: f64 = 50.0;
const SEED: u64 = 1;

/// The address of a search.
pub fn found(words: &str) -> String {
    format!("/search?q={}", escaped(words))
}

/// The index alone, in this process, over the documents of the repository: no page, no store, no network.
pub fn alone() -> Outcome<()> {
    let database = TestDatabase::sqlite();
    let (cx, _clock) = database.context(job_kinds());
    seeds::import(&cx)?;
    policies::seeds::import(&cx)?;
    // The documents are read before: other pages need them as well.
    cx.read(|connection| Ok((published::in_force(&cx, connection)?, items::all_current(&cx, connection)?)))?;
    let queries = queries();
    let before = process::resident_kilobytes(std::process::id())?;
    let began = Instant::now();
    let findables = search::findables(&cx, app::services::pages::pages)?;
    let made = began.elapsed();
    for query in &queries {
        black_box(findables.find(&query.words).count());
    }
    let grown = process::resident_kilobytes(std::process::id())?.saturating_sub(before);
    let began = Instant::now();
    let mut times = Vec::with_capacity(ROUNDS * queries.len());
    for query in std::iter::repeat_n(&queries, ROUNDS).flatten() {
        let asked = Instant::now();
        black_box(findables.find(&query.words).count());
        times.push(asked.elapsed());
    }
    let run = Run::new(times, began.elapsed());
    println!("the search in this process, {} queries, each {ROUNDS} times", queries.len());
    line("index made, ms", made.as_secs_f64() * 1e3, Gate::None);
    line("memory grown by it, kB", grown as f64, Gate::Most(10_240.0));
    line("a query, p50 ms", run.percentile(50.0), Gate::None);
    line("    p99 ms", run.percentile(99.0), Gate::None);
    Ok(())
}

/// The page of a running portal, asked for at a fixed rate, whether it keeps up or not.
pub async fn page(visitor: &Visitor, seconds: u64) -> Outcome<()> {
    println!("search pages, {PER_SECOND} due a second for {seconds} s, exponential pauses, seed {SEED}");
    let requests = queries().iter().map(|query| visitor.request(&found(&query.words))).collect();
    let run = hammer::due(&visitor.address, requests, PER_SECOND, SEED, Duration::from_secs(seconds)).await?;
    line("answered", run.count() as f64, Gate::None);
    line("    p50 ms from when it was due", run.percentile(50.0), Gate::None);
    line("    p99 ms", run.percentile(99.0), Gate::Most(20.0));
    Ok(())
}
