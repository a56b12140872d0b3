//! How Chinese sounds: pinyin without tones, its first letters, and the sounds that many do not tell apart.

use crate::fold::is_han;
use pinyin::ToPinyin;
use unicode_normalization::UnicodeNormalization;

/// A sound in letters, beside it a bit for every pair of neighbouring letters: most sounds lack a bit of another one, and then
/// nobody need look for it in them.
#[derive(Debug)]
pub(crate) struct Sound {
    pub(crate) letters: Box<str>,
    pairs: u64,
}

impl Sound {
    pub(crate) fn new(letters: impl Into<Box<str>>) -> Self {
        let letters = letters.into();
        let pairs = letters.as_bytes().windows(2).fold(0, |pairs, pair| pairs | 1 << bit(pair));
        Self { letters, pairs }
    }

    /// Whether this sound has another in it.
    pub(crate) fn contains(&self, other: &Self) -> bool {
        self.may_contain(other) && self.letters.contains(&*other.letters)
    }

    /// Whether it has every pair of the other's letters, so far as the bits tell.
    pub(crate) fn may_contain(&self, other: &Self) -> bool {
        other.letters.len() <= self.letters.len() && other.pairs & !self.pairs == 0
    }
}

/// One of 64 for a pair of letters: the upper bits of a product scatter what lies close together.
fn bit(pair: &[u8]) -> u32 {
    let number = pair.iter().fold(0_u32, |number, letter| number << 8 | u32::from(*letter));
    number.wrapping_mul(0x9e37_79b1) >> 26
}

/// The sound of a folded text: its syllables; what is not Chinese stands as it is written.
pub(crate) fn syllables(folded: &str) -> Vec<String> {
    let mut syllables: Vec<String> = Vec::new();
    let mut in_word = false;
    for part in folded.chars() {
        match (part.to_pinyin(), in_word) {
            (Some(sound), _) => {
                syllables.push(sound.plain().replace('ü', "v"));
                in_word = false;
            }
            (None, true) if part != ' ' => {
                if let Some(word) = syllables.last_mut() {
                    word.push(part);
                }
            }
            (None, _) if part == ' ' => in_word = false,
            (None, _) => {
                syllables.push(part.to_string());
                in_word = true;
            }
        }
    }
    syllables
}

/// The first letters of syllables.
pub(crate) fn initials(syllables: &[String]) -> String {
    syllables.iter().filter_map(|syllable| syllable.chars().next()).collect()
}

/// A sound as many say it: flat for curled tongue, front for back nasal, l for n.
pub(crate) fn loose(syllable: &str) -> String {
    let (onset, rest) = match syllable {
        s if s.starts_with("zh") => ("z", &s[2..]),
        s if s.starts_with("ch") => ("c", &s[2..]),
        s if s.starts_with("sh") => ("s", &s[2..]),
        s if s.starts_with('n') && s.len() > 1 => ("l", &s[1..]),
        s => ("", s),
    };
    let rest = match rest {
        s if s.ends_with("eng") || s.ends_with("ing") || s.ends_with("ang") => &s[..s.len() - 1],
        s => s,
    };
    format!("{onset}{rest}")
}

/// Latin letters as pinyin, if nothing else stands in the text: tone marks and tone numbers taken off.
pub(crate) fn typed(text: &str) -> Option<String> {
    if text.chars().any(is_han) {
        return None;
    }
    // ü is v on keyboards; taken apart it is a u with two dots, whatever its tone.
    let plain: String = text
        .to_lowercase()
        .nfd()
        .collect::<String>()
        .replace("u\u{308}", "v")
        .replace("u:", "v")
        .chars()
        .filter(|part| part.is_alphanumeric())
        .collect();
    if plain.is_empty() || !plain.chars().all(|part| part.is_ascii_alphanumeric()) {
        return None;
    }
    // A digit after letters is a tone; before them it is a number.
    let mut letters = String::with_capacity(plain.len());
    let mut before = None;
    for (place, part) in plain.char_indices() {
        let is_tone = matches!(part, '1'..='5')
            && before.is_some_and(|part: char| part.is_ascii_alphabetic())
            && plain[place + 1..].chars().next().is_none_or(|next| next.is_ascii_alphabetic());
        if !is_tone {
            letters.push(part);
        }
        before = Some(part);
    }
    Some(letters)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pinyin_is_read_with_and_without_tones() {
        for text in ["lao ren ka", "laorenka", "lǎo rén kǎ", "lao3ren2ka3", "LaoRenKa", "lao'ren'ka"] {
            assert_eq!(typed(text).as_deref(), Some("laorenka"), "{text}");
        }
        assert_eq!(typed("nǚ").as_deref(), Some("nv"));
        assert_eq!(typed("老人ka"), None);
        assert_eq!(typed("65sui").as_deref(), Some("65sui"));
    }

    #[test]
    fn sounds_are_taken_from_characters() {
        assert_eq!(syllables("hpv疫苗"), ["hpv", "yi", "miao"]);
        assert_eq!(initials(&syllables("养老保险")), "ylbx");
        assert_eq!(loose("zheng"), loose("zen"));
        assert_eq!(loose("niang"), "lian");
        assert_eq!(loose("en"), "en");
    }
}
