//! Marks of a Chinese keyboard where a document needs those of its format: “ ” for quotation marks, ＝ for the equals sign.
//! They are named, each with its place, and replaced when somebody asks for that; what stands between quotation marks stays
//! as it was written.

use std::ops::Range;
use toml_edit::Document;

/// A mark that stands where the format needs another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Its place, in bytes of the document.
    pub span: Range<usize>,
    /// What the format needs there.
    pub meant: char,
}

/// The marks of a document that cannot be read, in order.
pub fn marks(text: &str) -> Vec<Mark> {
    let is_wide = |edit: &Edit| text.get(edit.span.clone()).is_some_and(|written| !written.is_ascii());
    let edits = Scanner { text, at: 0, edits: Vec::new() }.scan();
    edits.into_iter().filter(is_wide).map(|edit| Mark { span: edit.span, meant: edit.meant }).collect()
}

/// The document with the marks that its format needs. A right document stays as it is.
pub fn repaired(text: &str) -> String {
    if Document::parse(text).is_ok() {
        return text.to_owned();
    }
    let mut repaired = String::with_capacity(text.len());
    let mut from = 0;
    for edit in (Scanner { text, at: 0, edits: Vec::new() }).scan() {
        repaired += text.get(from..edit.span.start).unwrap_or_default();
        repaired.extend(edit.escaped.then_some('\\'));
        repaired.push(edit.meant);
        from = edit.span.end;
    }
    repaired + text.get(from..).unwrap_or_default()
}

/// One sign in place of another.
struct Edit {
    span: Range<usize>,
    meant: char,
    /// A quotation mark that now stands between quotation marks.
    escaped: bool,
}

/// Walks through a document as its format does: remarks, texts between quotation marks, and what is around them.
struct Scanner<'t> {
    text: &'t str,
    at: usize,
    edits: Vec<Edit>,
}

impl Scanner<'_> {
    fn scan(mut self) -> Vec<Edit> {
        while let Some(character) = self.rest().chars().next() {
            if let Some(quotes) = ["\"\"\"", "'''"].into_iter().find(|quotes| self.rest().starts_with(quotes)) {
                self.at += 3;
                self.at += self.rest().find(quotes).map_or(self.rest().len(), |end| end + 3);
                continue;
            }
            match character {
                '#' => self.skip_line(),
                '＃' => {
                    self.replace('#');
                    self.skip_line();
                }
                '"' | '\'' => {
                    self.at += 1;
                    self.string(character, character == '"');
                }
                '“' | '”' | '＂' => {
                    self.replace('"');
                    self.string('"', false);
                }
                '‘' | '’' | '＇' => {
                    self.replace('\'');
                    self.string('\'', false);
                }
                other => match narrow(other) {
                    Some(meant) => self.replace(meant),
                    None => self.at += other.len_utf8(),
                },
            }
        }
        self.edits
    }

    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn skip_line(&mut self) {
        self.at += self.rest().find('\n').unwrap_or(self.rest().len());
    }

    fn replace(&mut self, meant: char) {
        let end = self.at + self.rest().chars().next().map_or(0, char::len_utf8);
        self.edits.push(Edit { span: self.at..end, meant, escaped: false });
        self.at = end;
    }

    /// What stands between quotation marks on one line, behind the first. `is_right` where that one is as it must be: then
    /// only the same one ends it, or a mark of a Chinese keyboard that no other inside belongs to.
    fn string(&mut self, quote: char, is_right: bool) {
        let mut inside = 0;
        loop {
            let mut rest = self.rest().chars();
            let Some(character) = rest.next().filter(|next| *next != '\n') else { return };
            let ends_here = is_end(rest.as_str());
            match character {
                '\\' if quote == '"' => {
                    self.at += 1 + rest.next().filter(|next| *next != '\n').map_or(0, char::len_utf8)
                }
                _ if character == quote && (is_right || ends_here || quote == '\'') => {
                    self.at += 1;
                    return;
                }
                '"' if quote == '"' => {
                    self.edits.push(Edit { span: self.at..self.at + 1, meant: '"', escaped: true });
                    self.at += 1;
                }
                '“' | '‘' if is_of(character, quote) && !(inside == 0 && ends_here) => {
                    inside += 1;
                    self.at += character.len_utf8();
                }
                '”' | '’' if is_of(character, quote) && inside > 0 => {
                    inside -= 1;
                    self.at += character.len_utf8();
                }
                _ if is_of(character, quote) && (ends_here || (!is_right && matches!(character, '”' | '’'))) => {
                    self.replace(quote);
                    return;
                }
                other => self.at += other.len_utf8(),
            }
        }
    }
}

/// Whether a mark of a Chinese keyboard is one of those that a format's quotation mark stands for.
fn is_of(character: char, quote: char) -> bool {
    match quote {
        '"' => matches!(character, '“' | '”' | '＂'),
        _ => matches!(character, '‘' | '’' | '＇'),
    }
}

/// Whether a text may end here: nothing follows on the line but what may stand behind a text.
fn is_end(rest: &str) -> bool {
    let rest = rest.trim_start_matches([' ', '\t', '\u{3000}']);
    rest.chars().next().is_none_or(|next| {
        matches!(next, '\n' | '\r' | ',' | '，' | ']' | '］' | '】' | '}' | '｝' | '#' | '＃' | '=' | '＝')
    })
}

/// The sign that a wide one stands for.
fn narrow(character: char) -> Option<char> {
    match character {
        '！'..='～' => char::from_u32(u32::from(character) - 0xFEE0),
        '【' => Some('['),
        '】' => Some(']'),
        '、' => Some(','),
        '。' => Some('.'),
        '\u{3000}' => Some(' '),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::document;
    use proptest::prelude::*;

    #[test]
    fn marks_of_a_chinese_keyboard_become_those_of_the_format() {
        for (written, meant) in [
            ("id ＝ “senior”", "id = \"senior\""),
            ("id = ”senior“", "id = \"senior\""),
            ("id = “senior“ # “说明”", "id = \"senior\" # “说明”"),
            ("id = “senior\"", "id = \"senior\""),
            ("id = \"senior”", "id = \"senior\""),
            ("id = ＂senior＂", "id = \"senior\""),
            ("id = ‘senior’", "id = 'senior'"),
            ("title = ｛ zh ＝ “标题”， en ＝ “Title” ｝", "title = { zh = \"标题\", en = \"Title\" }"),
            ("title = { zh = \"标题”, en = \"Title\" }", "title = { zh = \"标题\", en = \"Title\" }"),
            ("【criterion】", "[criterion]"),
            ("［［criterion］］", "[[criterion]]"),
            ("valid_from ＝ ２０２６－０１－０１", "valid_from = 2026-01-01"),
            ("when = “户籍地 == “上海””", "when = \"户籍地 == “上海”\""),
            ("when = “户籍地 == \"上海\"”", "when = \"户籍地 == \\\"上海\\\"\""),
            ("＃ 说明：“这里”不改，＝也不改", "# 说明：“这里”不改，＝也不改"),
            ("documents = [“一”， “二”、“三”]", "documents = [\"一\", \"二\",\"三\"]"),
        ] {
            assert_eq!(repaired(written), meant, "{written}");
            assert!(!marks(written).is_empty());
        }
    }

    #[test]
    fn what_is_right_and_what_stands_between_quotation_marks_stays() {
        for right in [
            "zh = \"请说“是”，谢谢＝好\"",
            "zh = '“是”'",
            "zh = \"\"\"\n“是”\n＝\"\"\"\nid = \"a\"",
            "zh = \"他说\\\"是\\\"，“好”\" # ＝",
            "zh = \"右边的是”，左边的是“\"",
            "en = \"Don’t\"",
            "en = 'Say “yes”'",
        ] {
            assert_eq!(repaired(right), right);
        }
        let right = document("");
        assert_eq!(repaired(&right), right);
    }

    proptest! {
        #[test]
        fn every_mark_that_is_named_is_replaced(text in "([a-z ]{0,3}[“”‘’＂＇＝，｛｝\"'\\\\#\n=是]){0,12}") {
            let once = repaired(&text);
            let marks = marks(&text);
            prop_assert!(marks.iter().all(|mark| text.get(mark.span.clone()).is_some_and(|mark| !mark.is_ascii())));
            prop_assert!(marks.is_empty() || once != text || Document::parse(&text).is_ok());
        }
    }
}
