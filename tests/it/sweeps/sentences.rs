//! Nobody has to hold a long sentence in their head: at most 40 Chinese characters or 25 English words, which the
//! accessibility statement takes as a proxy for a reading level of lower secondary school (WCAG 2.2, 3.1.5). The average
//! of the portal's own words is at most 25 characters. Titles of laws and sources are as they are.

use super::{files::sources, locales::SHORT};

const MOST_CHARACTERS: usize = 40;
const AVERAGE_CHARACTERS: usize = 25;
const MOST_WORDS: usize = 25;
/// In the messages of whoever asked for short sentences.
const MOST_CHARACTERS_IN_SHORT: usize = 20;
const MOST_WORDS_IN_SHORT: usize = 14;
/// So short already that a word of everyday speech may be added.
const SHORT_ALREADY: usize = 8;

/// Sentences of a text; an argument counts as a short name.
fn sentences(text: &str) -> Vec<String> {
    let mut plain = String::new();
    let mut depth = 0_u32;
    for letter in text.chars() {
        match letter {
            '{' => depth += 1,
            '}' => {
                depth = depth.saturating_sub(1);
                plain.push_str("名称");
            }
            letter if depth == 0 => plain.push(letter),
            _ => {}
        }
    }
    let mut found = vec![String::new()];
    let mut letters = plain.chars().peekable();
    while let Some(letter) = letters.next() {
        let narrow_end = matches!(letter, '.' | '!' | '?') && letters.peek().is_none_or(|next| next.is_whitespace());
        match letter {
            '。' | '！' | '？' | '；' | ';' | '：' | ':' => found.push(String::new()),
            _ if narrow_end => found.push(String::new()),
            letter => found.last_mut().unwrap().push(letter),
        }
    }
    found.retain(|sentence| !sentence.trim().is_empty());
    found
}

fn characters(sentence: &str) -> usize {
    sentence.chars().filter(|letter| !letter.is_whitespace()).count()
}

fn words(sentence: &str) -> usize {
    sentence.split_whitespace().count()
}

/// The messages of one language, joined over their lines.
pub fn messages(language: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for (_, text) in sources(&[&format!("locales/{language}")], "ftl") {
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            match line.split_once(" = ").filter(|_| line.starts_with(|first: char| first.is_ascii_lowercase())) {
                Some((key, message)) => found.push((key.to_owned(), message.to_owned())),
                // A branch of a choice says one thing of its own.
                None => found
                    .extend(line.split_once("] ").map(|(key, message)| (key.trim().to_owned(), message.to_owned()))),
            }
        }
    }
    found
}

/// What documents say in one language, without the titles of laws and sources.
pub fn documents(language: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let start = format!(" {language} = \"");
    for (file, text) in sources(&["server/policies", "server/items"], "toml") {
        let mut section = "";
        for line in text.lines() {
            if line.starts_with('[') {
                section = line;
            }
            if matches!(section, "[[basis]]" | "[[source]]") {
                continue;
            }
            let texts = line.split(&start).skip(1).filter_map(|rest| rest.split('"').next());
            found.extend(texts.map(|text| (file.clone(), text.to_owned())));
        }
    }
    found
}

#[test]
fn no_sentence_is_too_long_to_follow() {
    let mut long = Vec::new();
    // Words by which the search finds a page are a list, which nobody reads.
    let read = |language| {
        messages(language).into_iter().filter(|(key, _)| !(key.starts_with("page-") && key.ends_with("-words")))
    };
    for (place, text) in read("zh-CN").chain(documents("zh")) {
        let too_long = sentences(&text).into_iter().filter(|sentence| characters(sentence) > MOST_CHARACTERS);
        long.extend(too_long.map(|sentence| format!("{place}: {} characters: {sentence}", characters(&sentence))));
    }
    for (place, text) in read("en").chain(documents("en")) {
        let too_long = sentences(&text).into_iter().filter(|sentence| words(sentence) > MOST_WORDS);
        long.extend(too_long.map(|sentence| format!("{place}: {} words: {sentence}", words(&sentence))));
    }
    assert!(long.is_empty(), "{long:#?}");
}

#[test]
fn short_sentences_are_short_and_shorter_than_the_usual_ones() {
    let mut wrong = Vec::new();
    for (language, most, length) in
        [("zh-CN", MOST_CHARACTERS_IN_SHORT, characters as fn(&str) -> usize), ("en", MOST_WORDS_IN_SHORT, words)]
    {
        let all = messages(language);
        let longest = |text: &str| sentences(text).iter().map(|sentence| length(sentence)).max().unwrap_or_default();
        for (key, text) in &all {
            let Some(usual) = key.strip_prefix(SHORT) else { continue };
            let usual = &all.iter().find(|(key, _)| key == usual).unwrap().1;
            if longest(text) > most || longest(text) > longest(usual).max(SHORT_ALREADY) || text == usual {
                wrong.push(format!("{language} {key}: {} of {most}: {text} / {usual}", longest(text)));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What residents are told about offers, reasons, errors and receipts.
const MATTERS: [&str; 9] =
    ["offer-", "reason-", "fact-", "prospect-", "check-", "receipt-", "clock-", "application-", "error-"];
/// What only staff are told, and what says nothing by itself.
const STAFF: [&str; 9] = [
    "error-arrangement-",
    "error-desk-",
    "error-case-",
    "error-decision-",
    "error-question-",
    "error-reason-",
    "check-see-",
    "offer-delivery-differs",
    "offer-card-",
];

#[test]
fn what_matters_most_has_a_short_form_where_it_is_long() {
    let mut missing = Vec::new();
    for (language, most, length) in
        [("zh-CN", MOST_CHARACTERS_IN_SHORT, characters as fn(&str) -> usize), ("en", MOST_WORDS_IN_SHORT, words)]
    {
        let all = messages(language);
        for (key, text) in &all {
            let starts = |list: &[&str]| list.iter().any(|start| key.starts_with(start));
            let long = sentences(text).iter().any(|sentence| length(sentence) > most);
            let short = all.iter().any(|(other, _)| other.strip_prefix(SHORT) == Some(key));
            if long && starts(&MATTERS) && !starts(&STAFF) && !short {
                missing.push(format!("{language} {key}: {text}"));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn the_portals_sentences_are_short_on_average() {
    let lengths: Vec<usize> =
        messages("zh-CN").iter().flat_map(|(_, text)| sentences(text)).map(|sentence| characters(&sentence)).collect();
    let average = lengths.iter().sum::<usize>() / lengths.len();
    assert!(
        lengths.len() > 500 && average <= AVERAGE_CHARACTERS,
        "{average} characters in {} sentences",
        lengths.len()
    );
}

#[test]
fn a_long_sentence_is_found() {
    let long = "请您在收到这封信以后的三十个工作日里面带上身份证户口簿和银行卡到您户籍所在地的社区事务受理服务中心办理";
    assert!(sentences(long).iter().any(|sentence| characters(sentence) > MOST_CHARACTERS));
    assert!(sentences("带身份证。去社区中心。").iter().all(|sentence| characters(sentence) < 10));
    assert_eq!(sentences("Bring your card. It costs 3.50 yuan { $amount }.").len(), 2);
}
