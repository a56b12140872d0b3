//! A new day for a whole city: how long its work takes, what it writes, and how the pages of others answer meanwhile.
//!
//!     target/release/load new-day --data DATA --residents 1000000 --day 2027-01-01
//!
//! It fills the city as it is on the day before, lets the program stop, and starts it again after midnight. Started anew
//! it goes on where it was stopped; a day that is done is only looked at.

use super::{
    Outcome,
    figures::{Gate, line},
    hammer, process,
    visitor::Visitor,
};
use clap::Args;
use diesel::prelude::*;
use domain::{
    context::{Clock, SystemClock},
    db::{
        connection::{Connection, DatabaseAddress, Use, open},
        schema::{
            application_events, city_settings, foretold, jobs, journal, notices, offer_events, offers, residents,
        },
    },
    operations::jobs::unfinished,
    policies::new_day,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::{
    collections::BTreeMap,
    env,
    io::ErrorKind,
    net::TcpListener,
    path::PathBuf,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

/// Pages are asked for so long, then the store is asked whether the day is done.
const LOOK: Duration = Duration::from_secs(5);
/// The most that a public page may take meanwhile, of 99 in 100, in milliseconds.
const GATE_MS: f64 = 200.0;

/// Which city and which day.
#[derive(Args)]
pub struct NewDay {
    /// Its data folder.
    #[arg(long)]
    data: PathBuf,
    /// Its store; SQLite in the data folder without it.
    #[arg(long, default_value = "sqlite:tongban.sqlite")]
    database_url: String,
    /// How many residents it has, where it is not filled yet.
    #[arg(long)]
    residents: u64,
    /// The day. The city is filled as it is on the day before.
    #[arg(long)]
    day: Date,
}

/// Lets the day come and prints its figures.
pub async fn measure(asked: &NewDay) -> Outcome<()> {
    let address = DatabaseAddress::parse(&asked.database_url, &asked.data)?;
    std::fs::create_dir_all(&asked.data)?;
    let eve = asked.day.yesterday()?;
    fill(asked, eve)?;
    let mut store = open(&address, Use::Reading)?;
    let before = match kept_rows(asked)? {
        Some(before) => Some(before),
        None => evening(asked, &mut store, eve).await?,
    };
    let program = Program::start(asked, asked.day)?;
    let readings = read_pages_until(&program, &mut store, asked.day).await?;
    let most = process::resident_kilobytes(program.child.id())?;
    println!("{}, for {} residents", asked.day, asked.residents);
    for job in work_of(&mut store, asked.day)? {
        println!("  {}", job.0);
        line("    seconds", job.1, Gate::None);
        line("    people opened", job.2 as f64, Gate::None);
    }
    match before {
        Some(before) => print_written(&mut store, asked.day, &before)?,
        None => println!("  the day was done before anybody counted rows: what it wrote is not known"),
    }
    for (page, run) in readings {
        line(&format!("{page}, {} times, p50 ms", run.count()), run.percentile(50.0), Gate::None);
        line("    p99 ms", run.percentile(99.0), Gate::Most(GATE_MS));
    }
    line("resident MB at the end", most as f64 / 1024.0, Gate::None);
    Ok(())
}

/// Fills the city as it is at noon, in a process of its own; one that is filled stays as it is.
fn fill(asked: &NewDay, on: Date) -> Outcome<()> {
    let residents = asked.residents.to_string();
    let output =
        command(asked, on, "12:00")?.args(["demo", "--residents", &residents]).stdout(Stdio::null()).output()?;
    let said = String::from_utf8_lossy(&output.stderr);
    if output.status.success() || said.contains("already holds residents") {
        return Ok(());
    }
    Err(format!("the city was not filled: {said}").into())
}

fn command(asked: &NewDay, on: Date, at: &str) -> Outcome<Command> {
    let mut command = Command::new(env::current_exe()?.with_file_name("tongban-at"));
    command
        .env("TONGBAN_TESTS_NOW", format!("{on}T{at}"))
        .env("TONGBAN_DATA", &asked.data)
        .env("DATABASE_URL", &asked.database_url)
        .env("TONGBAN_LOG", "warn");
    Ok(command)
}

/// The program, serving. Ended when dropped.
struct Program {
    child: Child,
    url: String,
}

impl Program {
    /// A minute after the midnight with which a day begins.
    fn start(asked: &NewDay, on: Date) -> Outcome<Self> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let mut command = command(asked, on, "00:01")?;
        let child = command.args(["serve", "--addr", &format!("127.0.0.1:{port}")]).stdout(Stdio::null()).spawn()?;
        Ok(Self { child, url: format!("http://localhost:{port}") })
    }

    /// Somebody who is not signed in, as soon as the program answers.
    async fn visitor(&self) -> Outcome<Visitor> {
        let began = Instant::now();
        loop {
            match Visitor::connect(&self.url).await {
                Ok(visitor) => return Ok(visitor),
                Err(error) if began.elapsed() > Duration::from_secs(120) => return Err(error),
                Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
            }
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended already.
        let _ended = Command::new("kill").arg(self.child.id().to_string()).status();
        let _ended = self.child.wait();
    }
}

/// Reads public pages until the work of a day is done and no job is left.
async fn read_pages_until(
    program: &Program,
    store: &mut Connection,
    day: Date,
) -> Outcome<Vec<(&'static str, hammer::Run)>> {
    let visitor = program.visitor().await?;
    let mut readings = Vec::new();
    for page in ["/", "/policies", "/policies/elder-allowance", "/healthz"] {
        readings.push((page, hammer::Run::new(Vec::new(), Duration::ZERO)));
    }
    loop {
        let (home, catalogue, policy, health) = tokio::try_join!(
            hammer::spaced(&visitor.address, visitor.request(readings[0].0), LOOK),
            hammer::spaced(&visitor.address, visitor.request(readings[1].0), LOOK),
            hammer::spaced(&visitor.address, visitor.request(readings[2].0), LOOK),
            hammer::spaced(&visitor.address, visitor.request(readings[3].0), LOOK),
        )?;
        for ((_, all), run) in readings.iter_mut().zip([home, catalogue, policy, health]) {
            all.add(run);
        }
        if new_day::last_done(store)? == Some(day) && unfinished(store)?.is_none() {
            return Ok(readings);
        }
    }
}

/// The finished jobs that a day asked for: kind, seconds from the first slice to the last, people.
fn work_of(store: &mut Connection, day: Date) -> Outcome<Vec<(String, f64, i64)>> {
    let rows: Vec<(String, String, i64, Option<i64>, i64)> = jobs::table
        .order(jobs::created_at)
        .select((jobs::kind, jobs::payload, jobs::created_at, jobs::finished_at, jobs::progress_done))
        .load(store)?;
    let of_day = rows.into_iter().filter(|(_, payload, ..)| payload.contains(&day.to_string()));
    Ok(of_day.map(|(kind, _, from, to, people)| (kind, (to.unwrap_or(from) - from) as f64 / 1e3, people)).collect())
}

/// The store before the day.
#[derive(Serialize, Deserialize)]
struct Before {
    /// Rows of each table.
    counts: BTreeMap<String, i64>,
    /// Residents whom the day opens, and those who are looked at for what is to be said ahead.
    due: [i64; 2],
    /// When the day begins, in milliseconds since 1970.
    at: i64,
}

/// Where the rows are kept that stood there before the day.
fn file_of_rows(asked: &NewDay) -> PathBuf {
    asked.data.join(format!("rows-before-{}.json", asked.day))
}

/// The store as it was before the day, from the first run of this measurement: whoever goes on in the middle of the day
/// counts what was written before the stop too. Nothing before that run.
fn kept_rows(asked: &NewDay) -> Outcome<Option<Before>> {
    match std::fs::read(file_of_rows(asked)) {
        Ok(kept) => Ok(Some(serde_json::from_slice(&kept)?)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Lets the day before come to its end, and counts the rows. Nothing where the day itself is done already.
async fn evening(asked: &NewDay, store: &mut Connection, eve: Date) -> Outcome<Option<Before>> {
    if new_day::last_done(store)? >= Some(asked.day) {
        return Ok(None);
    }
    let began = Instant::now();
    let program = Program::start(asked, eve)?;
    read_pages_until(&program, store, eve).await?;
    println!(
        "{} residents, the day before, {:.0} s until nothing was left to do",
        asked.residents,
        began.elapsed().as_secs_f64()
    );
    drop(program);
    let counts = rows(store)?.into_iter().map(|(table, count)| (table.to_owned(), count)).collect();
    let at = SystemClock.beginning_of(asked.day);
    let before = Before { counts, due: due(store, asked.day)?, at };
    std::fs::write(file_of_rows(asked), serde_json::to_vec(&before)?)?;
    Ok(Some(before))
}

/// Prints what the day added and what it changed.
fn print_written(store: &mut Connection, day: Date, before: &Before) -> Outcome<()> {
    for (table, after) in rows(store)? {
        let added = after - before.counts.get(table).copied().unwrap_or_default();
        line(&format!("rows added: {table}"), added as f64, Gate::None);
    }
    for (what, count) in updated(store, day, before)? {
        line(&format!("rows updated: {what}"), count as f64, Gate::None);
    }
    Ok(())
}

/// Residents whom a day opens, and those who are looked at for what is to be said ahead.
fn due(store: &mut Connection, day: Date) -> Outcome<[i64; 2]> {
    let day = day.to_string();
    let again = residents::look_again_on.le(&day).assume_not_null().or(residents::look_again_on.is_null());
    let ahead = residents::look_ahead_on.le(&day);
    Ok([
        residents::table.filter(again).count().get_result(store)?,
        residents::table.filter(ahead).count().get_result(store)?,
    ])
}

/// Rows that stood there before the day and that it changed: by what it wrote into them.
fn updated(store: &mut Connection, day: Date, before: &Before) -> Outcome<[(&'static str, i64); 4]> {
    let stood = || offers::table.filter(offers::created_at.lt(before.at));
    let text = day.to_string();
    let left = due(store, day)?;
    Ok([
        ("offers, decided anew", stood().filter(offers::decided_on.eq(&text)).count().get_result(store)?),
        ("offers, told", stood().filter(offers::told_on.eq(&text)).count().get_result(store)?),
        ("residents, next day to be opened", before.due[0] - left[0]),
        ("residents, next day to be told ahead", before.due[1] - left[1]),
    ])
}

/// How many rows stand in the tables to which days write.
fn rows(store: &mut Connection) -> Outcome<[(&'static str, i64); 7]> {
    Ok([
        ("offers", offers::table.count().get_result(store)?),
        ("offer_events", offer_events::table.count().get_result(store)?),
        ("foretold", foretold::table.count().get_result(store)?),
        ("notices", notices::table.count().get_result(store)?),
        ("application_events", application_events::table.count().get_result(store)?),
        ("journal", journal::table.count().get_result(store)?),
        ("city_settings", city_settings::table.count().get_result(store)?),
    ])
}
