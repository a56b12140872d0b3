//! The Chinese words of texts. Whoever writes Chinese leaves no space between them, so they are found by a list of words.

use crate::{fold::is_han, units::runs};
use jieba_rs::Jieba;

/// Words and how often they are used: a number stands before the words that it is said of. A larger list cuts hardly
/// better, and the one that jieba brings would stay in memory for ever.
const WORDS: &str = include_str!("words.txt");

/// The Chinese words of two and more characters in folded texts, one a line. The dictionary is gone when this returns; what
/// is kept of it stands in one piece of memory, so that all the rest can be given back.
pub(crate) fn chinese_words(texts: &[String]) -> String {
    let mut found = String::with_capacity(1 << 20);
    let dictionary = dictionary();
    let runs = texts.iter().flat_map(|text| runs(text)).filter(|run| run.chars().next().is_some_and(is_han));
    for token in runs.flat_map(|run| dictionary.cut(run, false)) {
        if token.word.chars().nth(1).is_some() {
            found.push_str(token.word);
            found.push('\n');
        }
    }
    found
}

fn dictionary() -> Jieba {
    let mut dictionary = Jieba::empty();
    let mut frequency = None;
    for part in WORDS.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace) {
        match part.parse() {
            Ok(number) => frequency = Some(number),
            Err(_) => {
                dictionary.add_word(part, frequency, None);
            }
        }
    }
    dictionary
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cut_into_their_words() {
        let texts = ["养老保险和服务", "hpv疫苗在哪打", "魑魉卡"].map(str::to_owned);
        assert_eq!(chinese_words(&texts), "养老保险\n服务\n疫苗\n");
    }

    #[test]
    fn every_word_of_the_list_has_a_frequency() {
        let words = || WORDS.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace);
        assert!(words().next().is_some_and(|first| first.parse::<u32>().is_ok()));
        assert!(words().all(|word| word.parse::<u32>().is_ok() || word.chars().all(is_han)));
    }
}
