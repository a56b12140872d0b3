//! The same requests again and again on connections that stay open.

use super::{Outcome, http::Connection};
use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};
use tokio::task::JoinSet;

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
    let mut tasks = JoinSet::new();
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

/// Requests in turn, so many a second on average, with pauses as between people who know nothing of each other. Each counts
/// from the moment it was due: one that waits behind others has waited. Whoever finds no free connection opens one.
pub async fn due(address: &str, requests: Vec<Vec<u8>>, per_second: f64, seed: u64, time: Duration) -> Outcome<Run> {
    let free: Arc<Mutex<Vec<Connection>>> = Arc::default();
    let (mut pauses, mut tasks) = (Pauses { state: seed }, JoinSet::new());
    let began = Instant::now();
    let mut due = began + pauses.next(per_second);
    for request in requests.into_iter().cycle() {
        if due >= began + time {
            break;
        }
        until(due).await;
        let (address, free) = (address.to_owned(), Arc::clone(&free));
        tasks.spawn(async move {
            let answer = on_a_free_connection(&address, &free, &request).await.map_err(|error| error.to_string());
            (answer, due.elapsed())
        });
        due += pauses.next(per_second);
    }
    let mut times = Vec::new();
    while let Some(done) = tasks.join_next().await {
        let (answer, time) = done?;
        answer?;
        times.push(time);
    }
    Ok(Run::new(times, time))
}

/// Timers are exact to a millisecond or two; what is left of the pause is waited for busily.
async fn until(due: Instant) {
    if let Some(pause) = due.saturating_duration_since(Instant::now()).checked_sub(Duration::from_millis(2)) {
        tokio::time::sleep(pause).await;
    }
    while Instant::now() < due {
        tokio::task::yield_now().await;
    }
}

async fn on_a_free_connection(address: &str, free: &Mutex<Vec<Connection>>, request: &[u8]) -> Outcome<()> {
    let taken = free.lock().unwrap_or_else(PoisonError::into_inner).pop();
    let mut connection = match taken {
        Some(connection) => connection,
        None => Connection::open(address).await?,
    };
    let answer = connection.ask(request).await?;
    if answer.status != 200 {
        return Err(format!("status {}", answer.status).into());
    }
    free.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
    Ok(())
}

/// Pauses of exponential length (SplitMix64): the same seed gives the same.
struct Pauses {
    state: u64,
}

impl Pauses {
    fn next(&mut self, per_second: f64) -> Duration {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.state ^ (self.state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        // Above 0 and at most 1, so that the logarithm is finite.
        let share = (((mixed ^ (mixed >> 31)) >> 11) + 1) as f64 / (1_u64 << 53) as f64;
        Duration::from_secs_f64(-share.ln() / per_second)
    }
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
