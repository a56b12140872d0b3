//! What a text is made of: Chinese words and pairs of characters, English stems.

use crate::fold::is_han;
use rust_stemmers::{Algorithm, Stemmer};
use std::collections::BTreeSet;

/// Words that say that somebody asks, not what for. Longest first where one stands in the other.
const ASKING: [&str; 44] = [
    "怎么申请",
    "怎么领取",
    "怎么办理",
    "怎么办",
    "怎么弄",
    "怎么查",
    "怎么领",
    "怎么",
    "如何",
    "哪里能",
    "在哪里",
    "哪里",
    "在哪儿",
    "在哪",
    "能不能",
    "可不可以",
    "是不是",
    "有没有",
    "可以",
    "我想要",
    "我想",
    "我要",
    "想要",
    "请问",
    "一下",
    "多少钱",
    "多少",
    "什么",
    "什么时候",
    "能领",
    "申请",
    "办理",
    "需要",
    "我的",
    "我",
    "您",
    "你",
    "吗",
    "呢",
    "的",
    "了",
    "啊",
    "吧",
    "能",
];

/// The same in English.
const ASKING_ENGLISH: [&str; 62] = [
    "a", "about", "am", "an", "and", "any", "apply", "are", "at", "be", "been", "by", "can", "could", "do", "does",
    "for", "from", "get", "has", "have", "he", "help", "her", "his", "how", "i", "if", "im", "in", "is", "it", "me",
    "much", "my", "need", "of", "on", "or", "our", "out", "she", "some", "that", "the", "their", "there", "they",
    "this", "to", "up", "want", "was", "we", "what", "when", "where", "who", "will", "with", "you", "your",
];

/// A folded text without the words that only ask; as it was where nothing else is left.
pub(crate) fn gist(folded: &str) -> String {
    let mut gist = folded.to_owned();
    for word in ASKING {
        if gist.contains(word) {
            let without = gist.replace(word, "");
            if without.chars().any(is_han) || !gist.chars().any(is_han) {
                gist = without;
            }
        }
    }
    let words: Vec<&str> = gist.split(' ').filter(|word| !ASKING_ENGLISH.contains(word)).collect();
    let gist = words.join(" ");
    // One sign that is left of several says nothing by itself.
    if gist.chars().count() > 1 || folded.chars().count() == 1 { gist } else { folded.to_owned() }
}

/// Whether a folded text only asks.
pub(crate) fn only_asks(folded: &str) -> bool {
    ASKING.contains(&folded) || ASKING_ENGLISH.contains(&folded)
}

/// Runs of a folded text: Han, or words of letters and digits.
pub(crate) fn runs(folded: &str) -> Vec<&str> {
    let mut runs = Vec::new();
    let mut start = 0;
    let mut kind = None;
    for (place, part) in folded.char_indices() {
        let now = (part != ' ').then(|| is_han(part));
        if now != kind {
            if kind.is_some() {
                runs.push(&folded[start..place]);
            }
            start = place;
            kind = now;
        }
    }
    if kind.is_some() {
        runs.push(&folded[start..]);
    }
    runs
}

/// Pairs of neighbouring characters of every run of Han; a single character stands for itself. Stems of everything else.
pub(crate) fn pieces(folded: &str) -> BTreeSet<String> {
    let stemmer = Stemmer::create(Algorithm::English);
    let mut pieces = BTreeSet::new();
    for run in runs(folded) {
        if !run.chars().next().is_some_and(is_han) {
            pieces.insert(stemmer.stem(run).into_owned());
            continue;
        }
        let parts: Vec<char> = run.chars().collect();
        if let [single] = parts[..] {
            pieces.insert(single.to_string());
        }
        pieces.extend(parts.windows(2).map(|pair| pair.iter().collect::<String>()));
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_falls_into_pieces() {
        let pieces = pieces("hpv疫苗 vaccinations");
        assert_eq!(pieces.into_iter().collect::<Vec<_>>(), ["hpv", "vaccin", "疫苗"]);
    }

    #[test]
    fn words_that_only_ask_are_left_out() {
        assert_eq!(gist("社保卡丢了怎么办"), "社保卡丢");
        assert_eq!(gist("how do i change my password"), "change password");
        assert_eq!(gist("怎么办"), "怎么办");
    }
}
