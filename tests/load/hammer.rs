//! The same requests again and again on connections that stay open.

use super::{Outcome, http::Connection};
use std::time::{Duration, Instant};

/// What was measured: how long each answer took, and how long all took.
pub struct Run {
    times: Vec<Duration>,
    whole: Duration,
}

impl Run {
    /// From times in any order.
    pub fn new(mut times: Vec<Duration>, whole: Duration) -> Self {
        times.sort_unstable();
        Self { times, whole }
    }

    /// Goes on with what was measured later.
    pub fn add(&mut self, later: Self) {
        self.times.extend(later.times);
        self.times.sort_unstable();
        self.whole += later.whole;
    }

    /// How many answers.
    pub fn count(&self) -> usize {
        self.times.len()
    }

    /// Answers a second.
    pub fn per_second(&self) -> f64 {
        self.times.len() as f64 / self.whole.as_secs_f64()
    }

    /// Milliseconds within which so many per cent were answered.
    pub fn percentile(&self, percent: f64) -> f64 {
        let place = (self.times.len() as f64 * percent / 100.0).ceil() as usize;
        let time = self.times.get(place.saturating_sub(1)).copied().unwrap_or_default();
        time.as_secs_f64() * 1e3
    }
}

/// One connection for each request, repeated for a while after a second of warming up.
pub async fn run(address: &str, requests: Vec<Vec<u8>>, time: Duration) -> Outcome<Run> {
    let start = Instant::now() + Duration::from_secs(1);
    let end = start + time;
    let mut tasks = tokio::task::JoinSet::new();
    for request in requests {
        let address = address.to_owned();
        tasks.spawn(async move { again(&address, &request, start, end).await.map_err(|error| error.to_string()) });
    }
    let mut times = Vec::new();
    while let Some(done) = tasks.join_next().await {
        times.extend(done??);
    }
    Ok(Run::new(times, time))
}

/// One reader on one connection, a request every twentieth of a second.
pub async fn spaced(address: &str, request: Vec<u8>, time: Duration) -> Outcome<Run> {
    let mut connection = Connection::open(address).await?;
    let (mut beat, end, mut times) =
        (tokio::time::interval(Duration::from_millis(50)), Instant::now() + time, Vec::new());
    while Instant::now() < end {
        beat.tick().await;
        let asked = Instant::now();
        let answer = connection.ask(&request).await?;
        if answer.status != 200 {
            let line = String::from_utf8_lossy(request.split(|byte| *byte == b'\r').next().unwrap_or_default());
            return Err(format!("status {} for {line}", answer.status).into());
        }
        times.push(asked.elapsed());
    }
    Ok(Run::new(times, time))
}

async fn again(address: &str, request: &[u8], start: Instant, end: Instant) -> Outcome<Vec<Duration>> {
    let mut connection = Connection::open(address).await?;
    let mut times = Vec::new();
    loop {
        let asked = Instant::now();
        let answer = connection.ask(request).await?;
        let now = Instant::now();
        if answer.status != 200 {
            return Err(format!("status {} under load", answer.status).into());
        }
        if now > end {
            return Ok(times);
        }
        if asked >= start {
            times.push(now - asked);
        }
    }
}
