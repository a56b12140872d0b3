//! Search over titles and summaries of policies and items, and over the words people use for the display modes and for
//! practice.

use super::items;
use crate::{context::Context, error::Error, policies::published};
use contract::{
    services::{SearchHit, SearchPage},
    typed,
};
use policy::text::Text;

/// Longest query that is looked at, in characters.
const LONGEST_QUERY: usize = 100;
/// Words by which people look for the elder mode (MIIT 2021-67 Annex 2).
const ELDER_WORDS: [&str; 8] = ["长辈版", "大字", "关怀", "关爱", "亲情", "老年版", "elder", "large text"];

/// Words by which people look for practice.
const PRACTICE_WORDS: [&str; 8] = ["练习", "练一练", "学着用", "试一试", "practise", "practice", "try it", "learn"];

/// `/search?q=`. Every word of the query must occur; both languages are searched.
///
/// # Errors
/// The store is away.
pub fn search_page(cx: &Context, query: &str) -> Result<SearchPage, Error> {
    let query: String = typed::plain(query).chars().take(LONGEST_QUERY).collect();
    let words: Vec<String> = query.split_whitespace().map(str::to_lowercase).collect();
    let mut hits = Vec::new();
    if words.is_empty() {
        return Ok(SearchPage { query, hits });
    }
    hits.extend(own_pages(&query.to_lowercase()));
    let (policies, items) =
        cx.read(|connection| Ok((published::in_force(cx, connection)?, items::all_current(cx, connection)?)))?;
    let matches = |texts: &[&Text]| {
        let all: String =
            texts.iter().map(|text| format!("{} {} ", text.zh, text.en)).collect::<String>().to_lowercase();
        words.iter().all(|word| all.contains(word.as_str()))
    };
    for item in items.iter().filter(|item| matches(&[&item.title, &item.summary, &item.who])) {
        hits.push(SearchHit {
            address: format!("/items/{}", item.id),
            title: item.title.clone(),
            summary: item.summary.clone(),
            field: Some(item.field),
        });
    }
    for policy in policies.iter().map(|published| &published.policy) {
        if matches(&[&policy.title, &policy.summary, &policy.how]) {
            hits.push(SearchHit {
                address: format!("/policies/{}", policy.id),
                title: policy.title.clone(),
                summary: policy.summary.clone(),
                field: Some(policy.field),
            });
        }
    }
    Ok(SearchPage { query, hits })
}

/// Pages of the portal itself, by the words that people say for them.
fn own_pages(query: &str) -> Vec<SearchHit> {
    let asks_for = |words: &[&str]| words.iter().any(|known| query.contains(known));
    let page = |address: &str, title, summary| SearchHit { address: address.to_owned(), title, summary, field: None };
    let mut hits = Vec::new();
    if asks_for(&ELDER_WORDS) {
        hits.push(page(
            "/elder",
            Text::new("长辈版", "Elder mode"),
            Text::new("字大、一栏、常用的事放在最前面。", "Large type, one column, the most used tasks first."),
        ));
    }
    if asks_for(&PRACTICE_WORDS) {
        hits.push(page(
            "/practice",
            Text::new("练一练", "Practise"),
            Text::new("替编出来的人把事情办一遍，不会办成真的。", "Do things as an invented person. Nothing is real."),
        ));
    }
    hits
}
