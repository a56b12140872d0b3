//! Where a Chinese heading may end a line: between words, never within one. A browser knows no words: the finished page
//! carries `<wbr>` between those that are known (`words.txt`), and its style forbids every other place.

use std::{collections::BTreeSet, sync::LazyLock};

/// Known words of two characters and more.
static WORDS: LazyLock<BTreeSet<&'static str>> =
    LazyLock::new(|| include_str!("phrases/words.txt").lines().filter(|line| !line.starts_with('#')).collect());

/// Characters of the longest known word.
const LONGEST: usize = 4;

/// A run of so few characters stays whole.
const SHORT: usize = 4;

/// Single characters that lean on the word before them; any other leads to the word after it.
const LEANING: &str = "的了吗过们们着里上下起人";

/// The text with `<wbr>` where a line may end. Whatever is not Chinese is not touched.
pub fn with_breaks(text: &str) -> String {
    let mut marked = String::with_capacity(text.len() + text.len() / 2);
    let mut run = Vec::new();
    for character in text.chars() {
        if is_han(character) {
            run.push(character);
            continue;
        }
        finish_run(&mut marked, &mut run);
        marked.push(character);
    }
    finish_run(&mut marked, &mut run);
    marked
}

fn is_han(character: char) -> bool {
    matches!(character, '\u{4e00}'..='\u{9fff}')
}

fn finish_run(marked: &mut String, run: &mut Vec<char>) {
    let phrases = if run.len() <= SHORT { vec![run.iter().collect()] } else { phrases(run) };
    marked.push_str(&phrases.join("<wbr>"));
    run.clear();
}

/// A run cut between words: the longest known one first.
fn phrases(run: &[char]) -> Vec<String> {
    let mut phrases: Vec<String> = Vec::new();
    // What leads to the next word, or is not known.
    let mut leading = String::new();
    let mut rest = run;
    while let Some((first, after)) = rest.split_first() {
        if let Some(length) = known(rest) {
            let (word, after) = rest.split_at(length);
            leading.extend(word);
            phrases.push(std::mem::take(&mut leading));
            rest = after;
            continue;
        }
        match phrases.last_mut().filter(|_| leading.is_empty() && LEANING.contains(*first)) {
            Some(word) => word.push(*first),
            None => leading.push(*first),
        }
        rest = after;
    }
    match phrases.last_mut() {
        Some(word) => word.push_str(&leading),
        None => phrases.push(leading),
    }
    phrases
}

/// How many characters the longest known word at the beginning of a run has.
fn known(run: &[char]) -> Option<usize> {
    (2..=LONGEST.min(run.len())).rev().find(|length| {
        let word: String = run.iter().take(*length).collect();
        WORDS.contains(word.as_str())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_ends_between_words() {
        for (text, broken) in [
            ("困难残疾人生活补贴", "困难<wbr>残疾人<wbr>生活<wbr>补贴"),
            ("在家附近的长者食堂吃饭，有优惠", "在家附近的<wbr>长者<wbr>食堂<wbr>吃饭，有优惠"),
            ("免费打一针 23 价肺炎疫苗", "免费<wbr>打一针 23 价肺炎<wbr>疫苗"),
            ("申请照护需求评估", "申请<wbr>照护<wbr>需求<wbr>评估"),
            ("老年综合津贴（敬老卡）", "老年<wbr>综合<wbr>津贴（敬老卡）"),
            ("社保", "社保"),
            ("Pneumonia vaccine", "Pneumonia vaccine"),
        ] {
            assert_eq!(with_breaks(text), broken);
        }
    }

    #[test]
    fn what_is_not_known_stays_whole() {
        assert_eq!(with_breaks("魑魅魍魉饕餮"), "魑魅魍魉饕餮");
    }

    #[test]
    fn known_words_have_two_to_four_characters() {
        assert!(WORDS.iter().all(|word| (2..=LONGEST).contains(&word.chars().count())), "{:?}", *WORDS);
    }
}
