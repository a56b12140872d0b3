//! Words for which nothing was found, counted so that authors see what is missing. Nobody is counted with them: no account,
//! no address, no time but the first and the last. They are gathered in memory and written now and then, so that whoever
//! searches writes nothing.

use crate::{
    context::Context,
    db::{pools::Priority, schema::missed_searches, types::Instant},
    error::Result,
    identity::roles,
};
use contract::{
    identity::{Actor, Role},
    services::{MissedSearch, MissedSearchesPage},
};
use diesel::prelude::*;
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

/// Most different words that are gathered between two writes, and that the store keeps: strangers cannot fill it.
const MOST_GATHERED: usize = 500;
const MOST_KEPT: i64 = 5_000;
/// Words are shown once they were asked so often: one person's words are nobody else's business.
const SHOWN_FROM: i64 = 3;
/// How many are shown, most often asked first.
const SHOWN: i64 = 100;
/// Longest words that are counted, in characters; longer ones are sentences about oneself.
const LONGEST: usize = 24;
/// So many digits in a row may be somebody's number.
const DIGITS: usize = 5;

/// What was gathered since the last write.
#[derive(Debug, Default)]
pub struct MissedSearches(Mutex<Gathered>);

#[derive(Debug, Default)]
struct Gathered {
    words: HashMap<String, i64>,
    since: Option<Instant>,
}

impl MissedSearches {
    /// Counts words for which nothing was found.
    pub fn count(&self, query: &str, now: Instant) {
        let Some(words) = countable(query) else { return };
        let mut gathered = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if gathered.words.len() < MOST_GATHERED || gathered.words.contains_key(&words) {
            *gathered.words.entry(words).or_insert(0) += 1;
            gathered.since.get_or_insert(now);
        }
    }

    /// Since when something waits to be written; nothing while nothing does.
    pub fn waits_since(&self) -> Option<Instant> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).since
    }

    fn take(&self) -> HashMap<String, i64> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner)).words
    }
}

/// Words as they are counted: folded, short, and no number of a person.
fn countable(query: &str) -> Option<String> {
    let words = search::folded(query);
    let length = words.chars().count();
    let mut digits = 0;
    let is_number = words.chars().any(|part| {
        digits = if part.is_ascii_digit() { digits + 1 } else { 0 };
        digits >= DIGITS
    });
    ((2..=LONGEST).contains(&length) && !is_number).then_some(words)
}

/// Writes what was gathered. Answers how many words. What cannot be written is lost: it is a hint, not a record.
///
/// # Errors
/// The store is away.
pub fn write(cx: &Context) -> Result<i64> {
    let gathered = cx.search.missed.take();
    let now = cx.now();
    cx.write(Priority::Job, |tx| {
        let mut kept: i64 = missed_searches::table.count().get_result(tx)?;
        for (words, times) in &gathered {
            let known = diesel::update(missed_searches::table.find(words))
                .set((missed_searches::times.eq(missed_searches::times + *times), missed_searches::last_at.eq(now)))
                .execute(tx)?;
            if known > 0 || kept >= MOST_KEPT {
                continue;
            }
            diesel::insert_into(missed_searches::table)
                .values((
                    missed_searches::words.eq(words),
                    missed_searches::times.eq(*times),
                    missed_searches::first_at.eq(now),
                    missed_searches::last_at.eq(now),
                ))
                .execute(tx)?;
            kept += 1;
        }
        Ok(())
    })?;
    Ok(i64::try_from(gathered.len()).unwrap_or(i64::MAX))
}

/// `/operations/searches`.
///
/// # Errors
/// `Forbidden` for whoever writes nothing here; the store is away.
pub fn page(cx: &Context, actor: &Actor) -> Result<MissedSearchesPage> {
    roles::must_have(actor, &[Role::Administrator, Role::Author, Role::Publisher])?;
    let rows: Vec<(String, i64, i64)> = cx.read(|connection| {
        let often = missed_searches::table.filter(missed_searches::times.ge(SHOWN_FROM));
        let often = often.order((missed_searches::times.desc(), missed_searches::words)).limit(SHOWN);
        Ok(often.select((missed_searches::words, missed_searches::times, missed_searches::last_at)).load(connection)?)
    })?;
    let shown = |(words, times, last): (String, i64, i64)| MissedSearch { words, times, last: cx.clock.day_of(last) };
    Ok(MissedSearchesPage { searches: rows.into_iter().map(shown).collect(), shown_from: SHOWN_FROM })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_and_no_persons_number() {
        assert_eq!(countable(" 撒哈拉 沙漠！").as_deref(), Some("撒哈拉沙漠"));
        assert_eq!(countable("65岁"), Some("65岁".to_owned()));
        for not in [
            "310101195001011234",
            "我的电话是13800000000",
            "a",
            "",
            "我叫某某某住在某某路某某弄某某号某某室请帮我查一查",
        ] {
            assert_eq!(countable(not), None, "{not}");
        }
        let missed = MissedSearches::default();
        (0..510).for_each(|number| missed.count(&format!("词{number}"), Instant(number)));
        missed.count("词1", Instant(7_000));
        assert_eq!(missed.waits_since(), Some(Instant(0)));
        let gathered = missed.take();
        assert_eq!((gathered.len(), gathered.get("词1")), (MOST_GATHERED, Some(&2)));
        assert_eq!(missed.waits_since(), None);
    }
}
