//! Sign-ins of nobody in particular, so many a second, each from an address and with a name of its own, while somebody
//! reads pages. The portal has to name this machine as a proxy: `--trusted-proxies 127.0.0.1`.

use super::{
    Outcome,
    figures::{Gate, line},
    hammer, process,
    visitor::Visitor,
};
use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};
use tokio::{task::JoinSet, time::interval};

/// Sign-ins a second.
const PER_SECOND: u32 = 50;
/// How often memory is looked at.
const LOOK: Duration = Duration::from_millis(250);

/// Sends them for a while and prints what became of them.
pub async fn measure(url: &str, pid: Option<u32>, seconds: u64) -> Outcome<()> {
    println!("{PER_SECOND} sign-ins a second for {seconds} s, each from its own address and with its own name");
    let before = pid.map(process::resident_kilobytes).transpose()?;
    let reader = Visitor::connect(url).await?;
    let time = Duration::from_secs(seconds);
    let (flood, pages, most) = tokio::try_join!(
        flood(url, PER_SECOND * u32::try_from(seconds)?),
        hammer::spaced(&reader.address, reader.request("/policies"), time),
        most_kilobytes(pid, time),
    )?;
    for (status, times) in &flood {
        let run = hammer::Run::new(times.clone(), time);
        line(&format!("answered {status}"), run.count() as f64, Gate::None);
        line("    p99 ms", run.percentile(99.0), Gate::None);
    }
    line("pages meanwhile, p99 ms", pages.percentile(99.0), Gate::Most(50.0));
    if let (Some(before), Some(most)) = (before, most) {
        line("resident MB before", before as f64 / 1024.0, Gate::None);
        line("resident MB at most", most as f64 / 1024.0, Gate::Most(200.0));
    }
    Ok(())
}

/// Times of the answers, by status.
async fn flood(url: &str, many: u32) -> Outcome<BTreeMap<u16, Vec<Duration>>> {
    let (mut beat, mut tries) = (interval(Duration::from_secs(1) / PER_SECOND), JoinSet::new());
    for number in 0..many {
        beat.tick().await;
        let url = url.to_owned();
        tries.spawn(async move { one(&url, number).await.map_err(|error| error.to_string()) });
    }
    let mut answers: BTreeMap<u16, Vec<Duration>> = BTreeMap::new();
    while let Some(done) = tries.join_next().await {
        let (status, time) = done??;
        answers.entry(status).or_default().push(time);
    }
    Ok(answers)
}

async fn one(url: &str, number: u32) -> Outcome<(u16, Duration)> {
    let began = Instant::now();
    let [_, high, middle, low] = number.to_be_bytes();
    let mut visitor = Visitor::connect(url).await?;
    visitor.forwarded_for = Some(format!("10.{high}.{middle}.{low}"));
    let answer =
        visitor.post("/sign-in", &[("identifier", &format!("nobody {number}")), ("password", "wrong")]).await?;
    Ok((answer.status, began.elapsed()))
}

async fn most_kilobytes(pid: Option<u32>, time: Duration) -> Outcome<Option<u64>> {
    let Some(pid) = pid else { return Ok(None) };
    let (mut beat, end, mut most) = (interval(LOOK), Instant::now() + time, 0);
    while Instant::now() < end {
        beat.tick().await;
        most = most.max(process::resident_kilobytes(pid)?);
    }
    Ok(Some(most))
}
