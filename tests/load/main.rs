//! How fast a running portal answers, and how much it sends. A measurement, not a test: it prints figures beside their
//! gates and asserts nothing about time.
//!
//!     taskset -c 0 target/release/tongban --data DATA serve &
//!     taskset -c 1 target/release/load --data DATA --pid $!
//!
//! The address must be the portal's public one, because writes carry it as their origin.

mod figures;
mod form;
mod hammer;
mod http;
mod new_day;
mod process;
mod search;
mod sign_ins;
mod submit;
mod visitor;
mod weight;

use clap::{Parser, Subcommand};
use figures::{Gate, line};
use search::found;
use std::{
    error::Error,
    path::PathBuf,
    time::{Duration, Instant},
};
use visitor::Visitor;

/// A failure of the measurement itself.
type Outcome<T> = Result<T, Box<dyn Error>>;

/// Measures a running portal; one core for the server and one for this program give figures that compare.
#[derive(Parser)]
struct Arguments {
    /// What else to measure.
    #[command(subcommand)]
    what: Option<What>,
    /// Address of the portal.
    #[arg(default_value = "http://localhost:8080")]
    url: String,
    /// Its data folder: the demonstration sign-ins stand there.
    #[arg(long, default_value = "data")]
    data: PathBuf,
    /// Its process, for memory and processor time.
    #[arg(long)]
    pid: Option<u32>,
    /// Seconds for each page.
    #[arg(long, default_value_t = 10)]
    seconds: u64,
    /// Applications to send.
    #[arg(long, default_value_t = 1000)]
    submits: usize,
    /// Connections, kept alive.
    #[arg(long, default_value_t = 16)]
    connections: usize,
    /// Only sign-ins, fifty a second, each from its own address: the portal names 127.0.0.1 as a trusted proxy.
    #[arg(long)]
    sign_ins: bool,
}

/// What is measured apart.
#[derive(Subcommand)]
enum What {
    /// A new day for a whole city.
    NewDay(new_day::NewDay),
}

fn main() -> Outcome<()> {
    let arguments = Arguments::parse();
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(measure(&arguments))
}

async fn measure(arguments: &Arguments) -> Outcome<()> {
    if let Some(What::NewDay(asked)) = &arguments.what {
        return new_day::measure(asked).await;
    }
    if arguments.sign_ins {
        return sign_ins::measure(&arguments.url, arguments.pid, arguments.seconds).await;
    }
    let idle = arguments.pid.map(process::resident_kilobytes).transpose()?;
    let residents = visitor::residents(&arguments.data)?;
    let mut signed_in = Vec::new();
    for (identifier, password) in &residents {
        let mut visitor = Visitor::connect(&arguments.url).await?;
        visitor.sign_in(identifier, password).await?;
        signed_in.push(visitor);
    }
    let (offers, host) = most_offers(&mut signed_in).await?;

    println!("first visit, home of a resident with {offers} offers, compressed bytes of the bodies");
    for mode in ["standard", "elder"] {
        weight::report(&mut signed_in[host], mode).await?;
    }
    signed_in[host].choose_mode("standard").await?;

    println!("pages, {} connections, {} s each", arguments.connections, arguments.seconds);
    let anonymous = Visitor::connect(&arguments.url).await?;
    let question = submit::first_question(&mut signed_in[host]).await?;
    let pages = [
        ("catalogue /policies", "/policies".to_owned(), &anonymous, Some(1_500.0)),
        ("a question page", question, &signed_in[host], Some(3_000.0)),
        ("signed-in home", "/".to_owned(), &signed_in[host], None),
        // Found by a word, by its sound, in pinyin with a slip, and not at all.
        ("search, a word", found("老人卡"), &anonymous, None),
        ("search, a sentence", found("我妈走不动了谁能上门照顾"), &signed_in[host], None),
        ("search, pinyin", found("changhuxiam"), &anonymous, None),
        ("search, nothing", found("骆驼驮着仙人掌"), &anonymous, None),
    ];
    if let Some(pid) = arguments.pid {
        let before = process::resident_kilobytes(pid)?;
        let began = Instant::now();
        let mut visitor = Visitor::connect(&arguments.url).await?;
        visitor.get(&found("老人卡")).await?;
        line("first search, with the index made, ms", began.elapsed().as_secs_f64() * 1e3, Gate::Most(30_000.0));
        let grown = process::resident_kilobytes(pid)?.saturating_sub(before);
        line("    memory grown by it, kB", grown as f64, Gate::Most(10_240.0));
    }
    for (name, path, visitor, gate) in pages {
        let requests = vec![visitor.request(&path); arguments.connections];
        let before = arguments.pid.map(process::processor_time).transpose()?;
        let run = hammer::run(&visitor.address, requests, Duration::from_secs(arguments.seconds)).await?;
        line(&format!("{name}, per second"), run.per_second(), Gate::from_minimum(gate));
        line("    p50 ms", run.percentile(50.0), Gate::None);
        line("    p99 ms", run.percentile(99.0), Gate::Most(20.0));
        if let (Some(pid), Some(before)) = (arguments.pid, before) {
            let spent = process::processor_time(pid)?.saturating_sub(before);
            line("    processor ms a page", spent.as_secs_f64() * 1e3 / run.count() as f64, Gate::None);
        }
    }

    search::page(&anonymous, arguments.seconds).await?;
    search::alone()?;

    println!("sending applications, {} connections", arguments.connections);
    let run = submit::run(&mut signed_in, arguments.submits, arguments.connections).await?;
    line("applications, per second", run.per_second(), Gate::Least(300.0));
    line("    p50 ms", run.percentile(50.0), Gate::None);
    line("    p99 ms", run.percentile(99.0), Gate::Most(50.0));

    if let (Some(pid), Some(idle)) = (arguments.pid, idle) {
        println!("memory");
        line("resident MB before the load", idle as f64 / 1024.0, Gate::Most(64.0));
        line("resident MB after the load", process::resident_kilobytes(pid)? as f64 / 1024.0, Gate::None);
    }
    Ok(())
}

/// The resident for whom the city found most: the gates speak of a home with five offers.
async fn most_offers(visitors: &mut [Visitor]) -> Outcome<(usize, usize)> {
    let mut best = (0, 0);
    for (place, visitor) in visitors.iter_mut().enumerate() {
        let offers = visitor.get("/").await?.text()?.matches("class=\"card offer").count();
        best = best.max((offers, place));
    }
    Ok(best)
}
