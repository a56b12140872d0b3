//! One form for what is written in several: width, case, traditional characters, signs that are not seen, spaces beside
//! Han, and ages in Chinese numerals.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// The folded text: words and runs of Han with one space between them, nothing else.
pub(crate) fn fold(text: &str) -> String {
    let simplified = fast2s::convert(&text.nfkc().collect::<String>());
    let mut folded = String::with_capacity(simplified.len());
    let mut space = false;
    for part in simplified.chars().flat_map(char::to_lowercase) {
        if is_unseen(part) {
            continue;
        }
        if !part.is_alphanumeric() && !is_combining_mark(part) {
            // A possessive belongs to its word.
            space |= !matches!(part, '\'' | '’');
            continue;
        }
        let beside_han = is_han(part) || folded.chars().next_back().is_some_and(is_han);
        if space && !folded.is_empty() && !beside_han {
            folded.push(' ');
        }
        space = false;
        folded.push(part);
    }
    ages(&folded)
}

/// Whether it is a Chinese character.
pub(crate) fn is_han(part: char) -> bool {
    matches!(part, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}' | '〇')
}

/// Signs that nobody sees and that come along when text is copied.
fn is_unseen(part: char) -> bool {
    matches!(part, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}')
        || part.is_control() && !part.is_whitespace()
}

/// 六十五岁 is 65岁.
fn ages(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(place) = rest.find('岁') {
        let (before, after) = rest.split_at(place);
        let start = before.char_indices().rev().take_while(|(_, part)| numeral(*part).is_some()).last();
        let (words, number) = before.split_at(start.map_or(before.len(), |(place, _)| place));
        written.push_str(words);
        match value(number) {
            Some(value) => written.push_str(&value.to_string()),
            None => written.push_str(number),
        }
        written.push('岁');
        rest = after.strip_prefix('岁').unwrap_or_default();
    }
    written.push_str(rest);
    written
}

fn numeral(part: char) -> Option<u32> {
    let place = "〇一二三四五六七八九十".chars().chain(['零', '两']).position(|known| known == part)?;
    match place {
        11 => Some(0),
        12 => Some(2),
        place => u32::try_from(place).ok(),
    }
}

/// The value of a numeral under a hundred that has a ten in it.
fn value(number: &str) -> Option<u32> {
    let (tens, ones) = number.split_once('十')?;
    let digit = |text: &str, otherwise: u32| match text.chars().next() {
        None => Some(otherwise),
        Some(part) if text.chars().count() == 1 => numeral(part).filter(|value| *value < 10),
        Some(_) => None,
    };
    Some(digit(tens, 1)? * 10 + digit(ones, 0)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_in_several_ways_is_one() {
        for (written, folded) in [
            ("長護險", "长护险"),
            ("ＨＰＶ　疫苗", "hpv疫苗"),
            ("65 岁 津贴", "65岁津贴"),
            ("六十五岁", "65岁"),
            ("满八十岁、九十五岁", "满80岁95岁"),
            ("一个人住", "一个人住"),
            ("  Change my   Password! ", "change my password"),
            ("老\u{200b}人\u{2060}卡", "老人卡"),
            ("“养老院”在哪？", "养老院在哪"),
            ("old people's card", "old peoples card"),
            ("⑥⑤", "65"),
            ("", ""),
            ("…", ""),
        ] {
            assert_eq!(fold(written), folded, "{written}");
            assert_eq!(fold(folded), folded, "{written}: folded twice");
        }
    }
}
