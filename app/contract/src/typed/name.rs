//! A person's name.

use super::signs::{plain, seen};

/// A name as the register writes it: without signs that nobody sees, Latin letters narrow, one kind of dot between the
/// parts of a name, and no spaces between Chinese characters (王　芳 is 王芳). None where nobody sees a name, or where a
/// figure stands in it.
pub fn name(typed: &str) -> Option<String> {
    let dotted = seen(typed).replace(['•', '・', '‧', '･', '∙', '⋅', '᛫', '●'], "·");
    // Of all that shapes a character, a selector of a rare form belongs to a name; narrowing must not drop it.
    let parts: Vec<String> =
        dotted.split_whitespace().map(|part| part.chars().map(narrow).collect::<String>()).collect();
    let mut name = String::new();
    for part in parts {
        let is_latin = |character: Option<char>| character.is_some_and(|character| character.is_ascii_alphanumeric());
        let joint = if is_latin(name.chars().next_back()) && is_latin(part.chars().next()) { " " } else { "" };
        name = format!("{name}{joint}{part}");
    }
    let is_name = name.chars().any(char::is_alphabetic) && !name.chars().any(|character| character.is_ascii_digit());
    is_name.then_some(name)
}

fn narrow(character: char) -> char {
    plain(&character.to_string()).chars().next().unwrap_or(character)
}
