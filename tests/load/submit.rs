//! Sending applications: the drafts are filled in first, question by question, and only the sending is measured.

use super::{Outcome, form, hammer::Run, http::Connection, visitor::Visitor};
use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

/// More questions than any item asks.
const LONGEST: usize = 40;

/// The first question of the first item that asks one; its draft stays open.
pub async fn first_question(visitor: &mut Visitor) -> Outcome<String> {
    for item in items(visitor).await? {
        let address = begin(visitor, &item).await?;
        if address.starts_with("/drafts/") && !address.ends_with("/check") {
            return Ok(address);
        }
    }
    Err("no item asks a question".into())
}

/// Sends so many applications in rounds: everybody fills in every item, then all are sent at once.
pub async fn run(visitors: &mut [Visitor], wanted: usize, connections: usize) -> Outcome<Run> {
    let mut times = Vec::new();
    let mut whole = Duration::ZERO;
    let mut left_out = BTreeSet::new();
    while times.len() < wanted {
        let mut requests = Vec::new();
        for visitor in visitors.iter_mut() {
            for item in items(visitor).await? {
                match fill_in(visitor, &item).await? {
                    Some(request) => requests.push(request),
                    None => _ = left_out.insert(item),
                }
            }
        }
        if requests.is_empty() {
            return Err("no application can be sent".into());
        }
        let address = visitors[0].address.clone();
        let start = Instant::now();
        times.extend(send(&address, requests, connections).await?);
        whole += start.elapsed();
    }
    if !left_out.is_empty() {
        println!("  left out, because plain answers do not reach the end, or one is on its way: {left_out:?}");
    }
    Ok(Run::new(times, whole))
}

async fn items(visitor: &mut Visitor) -> Outcome<BTreeSet<String>> {
    let page = visitor.get("/items").await?;
    let ids = page.text()?.split("href=\"/items/").skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned);
    Ok(ids.collect())
}

async fn begin(visitor: &mut Visitor, item: &str) -> Outcome<String> {
    let answer = visitor.post(&format!("/items/{item}/start"), &[("second", "yes")]).await?;
    Ok(answer.header("location").ok_or("starting led nowhere")?.to_owned())
}

/// Answers every question of an item; gives the request that sends it. `None` when an answer is not taken.
async fn fill_in(visitor: &mut Visitor, item: &str) -> Outcome<Option<Vec<u8>>> {
    let mut address = begin(visitor, item).await?;
    // One is on its way, and there is only one at a time.
    if !address.starts_with("/drafts/") {
        return Ok(None);
    }
    for _ in 0..LONGEST {
        let page = visitor.get(&address).await?;
        if address.ends_with("/check") {
            let form = form::find(page.text()?, "/drafts/").ok_or("the check page cannot be sent")?;
            let mut fields = form.filled();
            fields.push(("second".to_owned(), "yes".to_owned()));
            return Ok(Some(visitor.form(&form.action, &borrowed(&fields))));
        }
        let form = form::find(page.text()?, &address).ok_or("a question without a form")?;
        let mut fields = form.filled();
        fields.push(("go".to_owned(), "next".to_owned()));
        let answer = visitor.post(&form.action, &borrowed(&fields)).await?;
        let next = answer.header("location").ok_or("a question led nowhere")?.to_owned();
        // Asked once more: a plain answer does not do for this question.
        if next == address || next.contains('?') {
            return Ok(None);
        }
        address = next;
    }
    Ok(None)
}

fn borrowed(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

async fn send(address: &str, requests: Vec<Vec<u8>>, connections: usize) -> Outcome<Vec<Duration>> {
    let waiting = Arc::new(Mutex::new(requests));
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..connections {
        let (address, waiting) = (address.to_owned(), waiting.clone());
        tasks.spawn(async move { send_some(&address, &waiting).await.map_err(|error| error.to_string()) });
    }
    let mut times = Vec::new();
    while let Some(done) = tasks.join_next().await {
        times.extend(done??);
    }
    Ok(times)
}

async fn send_some(address: &str, waiting: &Mutex<Vec<Vec<u8>>>) -> Outcome<Vec<Duration>> {
    let mut connection = Connection::open(address).await?;
    let mut times = Vec::new();
    loop {
        let next = waiting.lock().map_err(|_| "another connection failed")?.pop();
        let Some(request) = next else { return Ok(times) };
        let asked = Instant::now();
        let answer = connection.ask(&request).await?;
        times.push(asked.elapsed());
        match answer.header("location") {
            Some(location) if location.starts_with("/applications/") => {}
            other => return Err(format!("sending led to {other:?} ({})", answer.status).into()),
        }
    }
}
