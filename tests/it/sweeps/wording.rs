//! Words that everybody can follow: abbreviations are explained, characters are common ones, and nothing is pointed at by its
//! place or its colour alone (WCAG 2.2, 3.1.4, 3.1.6, 1.3.3, 1.4.1; GB/T 37668-2019, 3.2.2.1, 3.2.4.1, 3.4.1.2).

use super::sentences::{documents, messages};
use app::glossary::TERMS;
use std::collections::BTreeSet;

const LANGUAGES: [(&str, &str); 2] = [("zh-CN", "zh"), ("en", "en")];

/// Rows of GB 2312 that hold its first level: the 3,755 characters of everyday writing, in the order of their sound.
const COMMON: std::ops::RangeInclusive<u8> = 0xB0..=0xD7;
/// The first cell of a row; GBK, which the encoder speaks, puts rarer characters before it.
const FIRST_CELL: u8 = 0xA1;
/// Beyond the common ones, but read by everybody here: in the word for a browser, and in the name of a district.
const READ_BY_ALL: [char; 2] = ['浏', '闵'];

/// Everything that the portal, its policies and its items say in one language: where it stands, and the text.
fn texts((folder, language): (&str, &str)) -> Vec<(String, String)> {
    messages(folder).into_iter().chain(documents(language)).collect()
}

fn is_abbreviation(word: &str) -> bool {
    let mut letters = word.bytes();
    word.len() > 1
        && letters.next().is_some_and(|first| first.is_ascii_uppercase())
        && letters.all(|letter| letter.is_ascii_uppercase() || letter.is_ascii_digit())
}

fn abbreviations(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| is_abbreviation(word))
}

fn rare(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().filter(|letter| {
        let is_han = ('\u{4e00}'..='\u{9fff}').contains(letter);
        let character = letter.to_string();
        let bytes = encoding_rs::GBK.encode(&character).0.into_owned();
        is_han
            && !(bytes.len() == 2 && COMMON.contains(&bytes[0]) && bytes[1] >= FIRST_CELL)
            && !READ_BY_ALL.contains(letter)
    })
}

/// The first word of a text that points by place, shape or colour.
fn pointing(text: &str) -> Option<&'static str> {
    const POINTING: [&str; 20] = [
        "左边",
        "右边",
        "左侧",
        "右侧",
        "左上",
        "右上",
        "左下",
        "右下",
        "红色",
        "绿色",
        "蓝色",
        "橙色",
        "灰色",
        "on the left",
        "on the right",
        "left-hand",
        "right-hand",
        "green ",
        "in red",
        "red button",
    ];
    let text = text.to_lowercase();
    POINTING.into_iter().find(|word| text.contains(word))
}

#[test]
fn every_abbreviation_is_explained() {
    for language in LANGUAGES {
        let texts = texts(language);
        let explained: BTreeSet<&str> = texts
            .iter()
            .filter(|(key, _)| key.starts_with("glossary-word-") && !key.ends_with("-meaning"))
            .map(|(_, word)| word.as_str())
            .collect();
        let unexplained: BTreeSet<(&str, &str)> = texts
            .iter()
            // The glossary is a page, and whoever runs the program is on none.
            .filter(|(key, _)| !key.starts_with("cli-"))
            .flat_map(|(place, text)| abbreviations(text).map(move |word| (word, place.as_str())))
            .filter(|(word, _)| !explained.contains(word))
            .collect();
        assert!(unexplained.is_empty(), "{}: {unexplained:?}", language.0);
    }
    assert_eq!(abbreviations("打 HPV 疫苗，app 里 5 MB，A 楼").collect::<Vec<_>>(), ["HPV", "MB"]);
}

#[test]
fn every_word_of_the_glossary_is_listed() {
    let listed: BTreeSet<String> = TERMS.iter().map(|term| (*term).to_owned()).collect();
    let written: BTreeSet<String> = messages("zh-CN")
        .into_iter()
        .filter_map(|(key, _)| {
            key.strip_prefix("glossary-word-").map(|term| term.trim_end_matches("-meaning").to_owned())
        })
        .collect();
    assert_eq!(listed, written);
}

/// Words of the office, which readers do not use: said otherwise, or explained where they stand.
#[test]
fn words_of_the_office_are_said_otherwise_or_explained() {
    const SAID_OTHERWISE: [&str; 10] = [
        "落户",
        "失能等级",
        "医保退休待遇",
        "灵活就业参保",
        "接种禁忌",
        "剂次",
        "核定失业金",
        "小记号",
        "零件",
        "数据标准",
    ];
    const EXPLAINED: [&str; 4] = ["经办人", "脚本", "老人能力等级", "照护等级"];
    let texts = texts(LANGUAGES[0]);
    for (place, text) in &texts {
        // Whoever runs the program or writes policies has documents about these.
        if place.starts_with("cli-") || place.starts_with("policy-problem-") {
            continue;
        }
        let found = SAID_OTHERWISE.iter().find(|word| text.contains(**word));
        assert_eq!(found, None, "{place}: {text}");
    }
    for word in EXPLAINED {
        let entry = texts.iter().find(|(key, text)| key.starts_with("glossary-word-") && text == word);
        assert!(entry.is_some(), "{word} is not in the glossary");
    }
}

#[test]
fn every_word_of_the_glossary_is_said_somewhere() {
    for language in LANGUAGES {
        let said: Vec<String> = texts(language)
            .into_iter()
            .filter(|(key, _)| !key.starts_with("glossary-"))
            .map(|(_, text)| text.to_lowercase())
            .collect();
        let unused: Vec<(String, String)> = messages(language.0)
            .into_iter()
            .filter(|(key, _)| key.starts_with("glossary-word-") && !key.ends_with("-meaning"))
            .filter(|(_, word)| !said.iter().any(|text| text.contains(&word.to_lowercase())))
            .collect();
        assert!(unused.is_empty(), "{}: explained and never said: {unused:?}", language.0);
    }
}

#[test]
fn every_character_is_a_common_one() {
    for (place, text) in texts(LANGUAGES[0]) {
        let rare: String = rare(&text).collect();
        assert!(rare.is_empty(), "{place}: how is {rare} read?");
    }
    assert_eq!(rare("老人户籍在闵行，髋骨骨折，癅").collect::<String>(), "髋癅");
}

#[test]
fn nothing_is_pointed_at_by_its_place_or_colour_alone() {
    for language in LANGUAGES {
        for (place, text) in texts(language) {
            assert_eq!(pointing(&text), None, "{place}: {text}");
        }
    }
    assert_eq!(pointing("请按右边的绿色按钮"), Some("右边"));
}
