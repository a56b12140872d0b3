//! What every reader does first: signs that nobody sees are dropped, and full-width signs are read as what they mean.

/// As it looks on one line: without signs that nobody sees, full-width letters, figures and marks narrow, every dash a
/// hyphen, every white space one space, none around it. A dash stays: it must not turn a minus into a plus.
pub fn plain(typed: &str) -> String {
    let shown = typed.chars().filter_map(|character| match character {
        _ if character.is_whitespace() => Some(' '),
        _ if is_unseen(character) => None,
        '！'..='～' => Some(char::from_u32(u32::from(character) - 0xFEE0).unwrap_or(character)),
        '‐'..='―' | '−' | '⁃' | '﹣' => Some('-'),
        '￥' => Some('¥'),
        other => Some(other),
    });
    let mut plain = String::with_capacity(typed.len());
    for character in shown {
        if character != ' ' || !(plain.is_empty() || plain.ends_with(' ')) {
            plain.push(match character {
                '－' => '-',
                other => other,
            });
        }
    }
    plain.truncate(plain.trim_end().len());
    plain
}

/// [`plain`], with spaces only where they stand between two figures: there they may mean something.
pub(super) fn closed_up(typed: &str) -> String {
    let plain: Vec<char> = plain(typed).chars().collect();
    let is_figure = |at: Option<&char>| at.is_some_and(char::is_ascii_digit);
    let kept = plain.iter().enumerate().filter(|(at, character)| {
        **character != ' ' || (is_figure(plain.get(at.wrapping_sub(1))) && is_figure(plain.get(at + 1)))
    });
    kept.map(|(_, character)| *character).collect()
}

/// Text as its writer sees it: without signs that nobody sees, and without spaces around it. Line breaks stay, and so does
/// what shapes the sign before it (a rare form of a character in a name, an emoji of several).
pub fn seen(written: &str) -> String {
    let shapes = |character| {
        matches!(character, '\u{200C}' | '\u{200D}' | '\u{FE00}'..='\u{FE0F}' | '\u{180B}'..='\u{180D}')
            || matches!(character, '\u{E0020}'..='\u{E007F}' | '\u{E0100}'..='\u{E01EF}')
    };
    let shown = |character: &char| character.is_whitespace() || shapes(*character) || !is_unseen(*character);
    let seen: String = written.chars().filter(shown).collect();
    seen.trim_matches(|character: char| character.is_whitespace() || (is_unseen(character) && !shapes(character)))
        .trim_start_matches(is_unseen)
        .to_owned()
}

/// Whether nobody sees anything written.
pub fn is_blank(written: &str) -> bool {
    written.chars().all(|character| character.is_whitespace() || is_unseen(character))
}

/// Characters without a glyph: controls, and what Unicode lists as `Default_Ignorable_Code_Point`, and the empty Braille cell.
fn is_unseen(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}')
        || matches!(character, '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}')
        || matches!(character, '\u{2060}'..='\u{206F}' | '\u{2800}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}')
        || matches!(character, '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFF8}' | '\u{E0000}'..='\u{E0FFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_sees_is_dropped_and_what_shapes_a_sign_stays() {
        assert_eq!(plain("\u{FEFF} １\u{200B}2\u{3000}\tＡ－—b "), "12 A--b");
        assert_eq!(closed_up("1 200 . 50 元"), "1 200.50元");
        assert_eq!(seen(" \u{202D}甲\u{200B}乙\n丙\u{202C} \u{2060}"), "甲乙\n丙");
        assert_eq!(seen("邉\u{E0100}"), "邉\u{E0100}");
        assert_eq!(seen("\u{200D}\u{FE0F} "), "");
        assert!(is_blank("\u{200B}\u{3000}\n\u{2800}") && !is_blank("。"));
    }
}
