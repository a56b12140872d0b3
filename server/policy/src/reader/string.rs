//! From a place in the content of a TOML string to the place in its text.

/// The byte of a string as written (with quotes and escapes) where byte `offset` of its content stands.
pub(super) fn raw_offset(raw: &str, offset: usize) -> usize {
    let multiline = raw.starts_with("\"\"\"") || raw.starts_with("'''");
    let mut at = if multiline { 3 } else { 1 };
    if multiline {
        let rest = raw.get(at..).unwrap_or_default();
        at += if rest.starts_with("\r\n") { 2 } else { usize::from(rest.starts_with('\n')) };
    }
    let escapes = raw.starts_with('"');
    let mut content = 0;
    let mut characters = raw.get(at..).unwrap_or_default().char_indices().peekable();
    while let Some((index, character)) = characters.next() {
        if content >= offset {
            return at + index;
        }
        if character != '\\' || !escapes {
            content += character.len_utf8();
            continue;
        }
        let digits = match characters.next() {
            Some((_, 'x')) => 2,
            Some((_, 'u')) => 4,
            Some((_, 'U')) => 8,
            Some((_, next)) if next.is_whitespace() => {
                // A line that goes on: nothing up to the next visible character.
                while characters.peek().is_some_and(|(_, next)| next.is_whitespace()) {
                    characters.next();
                }
                continue;
            }
            _ => {
                content += 1;
                continue;
            }
        };
        let code: String = characters.by_ref().take(digits).map(|(_, digit)| digit).collect();
        content += u32::from_str_radix(&code, 16).ok().and_then(char::from_u32).map_or(1, char::len_utf8);
    }
    raw.len().saturating_sub(if multiline { 3 } else { 1 })
}

#[cfg(test)]
mod tests {
    use super::raw_offset;

    #[test]
    fn places_behind_quotes_and_escapes_are_found() {
        for (raw, offset, expected) in [
            (r#""abc""#, 1, 2),
            (r"'abc'", 0, 1),
            (r#""a \"b\" c""#, 7, 10),
            ("\"\"\"\nabc\"\"\"", 1, 5),
            (r#""\u6237x""#, 3, 7),
            (r#""abc""#, 3, 4),
        ] {
            assert_eq!(raw_offset(raw, offset), expected, "{raw}");
        }
    }
}
