//! Finding: the words of residents lead to the page that a helpful clerk would show.

use contract::services::{SearchHit, SearchPage};
use domain::{policies::published, services::items};
use pinyin::ToPinyin;
use policy::text::{Keywords, Text};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use tests::{
    on_both_databases,
    portal::{GRANNY, TestPortal, escaped},
};

/// Queries with the page that is to come first; anybody may add some.
const QUERIES: &str = include_str!("../fixtures/queries.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Queries {
    query: Vec<Query>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Query {
    words: String,
    first: String,
    #[serde(default)]
    or: Vec<String>,
    /// Written by somebody who saw only the titles, after everything was made.
    #[serde(default)]
    unseen: bool,
}

fn search(portal: &TestPortal, words: &str) -> SearchPage {
    domain::services::search::search_page(&portal.cx, None, words, app::services::pages::pages).unwrap()
}

/// Whether a hit stands for an address: its own, or that of a policy behind it.
fn is(hit: &SearchHit, address: &str) -> bool {
    hit.address == address || hit.behind.iter().any(|(behind, _)| behind == address)
}

/// Where the page stands that was meant, among the first.
fn place(portal: &TestPortal, words: &str, meant: &[&str]) -> Option<usize> {
    search(portal, words).hits.iter().position(|hit| meant.iter().any(|address| is(hit, address)))
}

on_both_databases! {
    fn the_words_of_residents_find_what_they_mean(database) {
        let portal = TestPortal::new(database);
        let queries: Queries = toml::from_str(QUERIES).unwrap();
        for unseen in [false, true] {
            let queries: Vec<&Query> = queries.query.iter().filter(|query| query.unseen == unseen).collect();
            let (mut first, mut among) = (0, 0);
            let mut others = String::new();
            for query in &queries {
                let meant: Vec<&str> = query.or.iter().chain([&query.first]).map(String::as_str).collect();
                let place = place(&portal, &query.words, &meant);
                first += usize::from(place == Some(0));
                among += usize::from(place.is_some_and(|place| place < 5));
                if place != Some(0) {
                    others += &format!("\n{} is at {place:?}, not first: {}", query.words, query.first);
                }
            }
            let all = queries.len();
            println!("{all} queries (unseen: {unseen}): {first} first, {among} among the first five{others}");
            let (least_first, least_among) = if unseen { (85, 95) } else { (95, 100) };
            assert!(first * 100 >= all * least_first && among * 100 >= all * least_among, "{first}, {among} of {all}{others}");
        }
    }

    fn everything_is_found_by_its_own_title(database) {
        let portal = TestPortal::new(database);
        let documents = documents(&portal);
        let others: Vec<(&String, &String)> =
            documents.iter().flat_map(|(address, title, words)| words.zh.iter().chain([&title.zh]).map(move |word| (address, word))).collect();
        let traditional = traditional();
        let mut lost = Vec::new();
        let mut asked = 0;
        for (address, title, _) in &documents {
            let (zh, en) = (&title.zh, &title.en);
            let mut ways = vec![zh.clone(), en.clone(), en.to_uppercase()];
            ways.push(zh.chars().map(|part| traditional.get(&part).copied().unwrap_or(part)).collect());
            let sounds: Vec<String> = zh.chars().map(|part| part.to_pinyin().map_or(part.to_string(), |sound| sound.plain().to_owned())).collect();
            ways.extend([sounds.concat(), sounds.join(" ")]);
            let parts: Vec<char> = zh.chars().collect();
            ways.extend((0..parts.len()).map(|missing| parts[..missing].iter().chain(&parts[missing + 1..]).collect()));
            for way in ways {
                asked += 1;
                // What is left of a title may be a part of another word: 育假 stands in 生育假.
                let is_anothers = others.iter().any(|(other, word)| *other != address && word.contains(&way));
                let place = place(&portal, &way, &[address]);
                if place != Some(0) && !(is_anothers && place.is_some_and(|place| place < 5)) {
                    lost.push(format!("{address}: {way}"));
                }
            }
        }
        assert!(lost.is_empty(), "{} of {asked}: {lost:#?}", lost.len());
    }

    fn a_result_says_what_can_be_done_here_and_now(database) {
        let portal = TestPortal::new(database);
        let visitor = portal.visitor();
        let found = |words: &str| visitor.open(&format!("/search?q={}", escaped(words)));
        let card = found("老人卡").text();
        assert!(card.contains("在这里申请") && card.contains("老年综合津贴"), "{card}");
        let doctor = found("挂号").text();
        assert!(doctor.contains("本站不办") && doctor.contains("12320"), "{doctor}");
        // Nothing found is not the end: what is near, the fields, and a telephone.
        let nothing = found("撒哈拉沙漠").text();
        assert!(nothing.contains("没有找到") && nothing.contains("12345") && nothing.contains("按类看看"), "{nothing}");
        // Whoever was found already is led to what was found for them.
        let granny = portal.sign_in(GRANNY);
        let own = granny.open(&format!("/search?q={}", escaped("长护险"))).text();
        assert!(own.contains("已经为您找到") || own.contains("正在办"), "{own}");
        // Many fit a word that says little: ten, and all others by field.
        let many = search(&portal, "老人");
        assert!(many.hits.len() == 10 && !many.others.is_empty(), "{many:?}");
    }

    fn words_of_documents_are_enough_and_their_own(database) {
        let portal = TestPortal::new(database);
        let documents: Vec<(String, Vec<String>)> = documents(&portal)
            .into_iter()
            .map(|(address, _, words)| {
                assert!(words.zh.len() >= Keywords::LEAST && words.en.len() >= Keywords::LEAST, "{address}: {words:?}");
                (address, words.all().map(str::to_lowercase).collect())
            })
            .collect();
        let mut shared: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (id, words) in &documents {
            for word in words {
                shared.entry(word).or_default().insert(id);
            }
        }
        shared.retain(|_, documents| documents.len() > 4);
        assert!(shared.is_empty(), "words that lead everywhere lead nowhere: {shared:#?}");
    }
}

/// Address, title and words of every policy in force and every item.
fn documents(portal: &TestPortal) -> Vec<(String, Text, Keywords)> {
    let read = portal.cx.read(|connection| {
        let policies = published::in_force(&portal.cx, connection)?;
        let policies = policies.iter().map(|found| &found.policy);
        let policies =
            policies.map(|policy| (format!("/policies/{}", policy.id), policy.title.clone(), policy.keywords.clone()));
        let items = items::all_current(&portal.cx, connection)?;
        let items = items.iter().map(|item| (format!("/items/{}", item.id), item.title.clone(), item.keywords.clone()));
        Ok(policies.chain(items).collect())
    });
    read.unwrap()
}

/// Characters by which a simplified one is written elsewhere.
fn traditional() -> BTreeMap<char, char> {
    let mut table = BTreeMap::new();
    for part in ('\u{4e00}'..='\u{9fff}').filter(|part| !"乾後裡隻瞭徵儘鬆".contains(*part)) {
        let mut simplified = fast2s::convert(&part.to_string());
        if let Some(plain) = simplified.pop().filter(|plain| *plain != part) {
            table.entry(plain).or_insert(part);
        }
    }
    table
}
