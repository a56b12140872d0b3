//! The words and the pieces of HTML that `/check` is put together from, in one language and mode. `app` makes them; the
//! server and the visitor's own device fill them in by the same rules.

use crate::{
    display::{Language, Mode},
    format::Wording,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Words and pieces by name. `{name}` stands for a text, which is escaped in HTML; `[[name]]` for more HTML.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parts {
    /// Language of the words.
    pub language: Language,
    /// Mode of the page.
    pub mode: Mode,
    /// Messages with their arguments in braces, by their Fluent key.
    pub words: BTreeMap<String, String>,
    /// Pieces of HTML.
    pub html: BTreeMap<String, String>,
}

impl Parts {
    /// A piece filled in. One that is not there is nothing.
    pub fn piece(&self, name: &str, texts: &[(&str, &str)], pieces: &[(&str, &str)]) -> String {
        let template = self.html.get(name).map(String::as_str).unwrap_or_default();
        filled(template, |mark, name| match mark {
            Mark::Text => find(texts, name).map(escaped),
            Mark::Piece => find(pieces, name).map(str::to_owned),
        })
    }
}

impl Wording for Parts {
    fn language(&self) -> Language {
        self.language
    }

    fn with(&self, key: &str, arguments: &[(&str, &str)]) -> String {
        let message = self.words.get(key).map_or(key, String::as_str);
        filled(message, |mark, name| match mark {
            Mark::Text => find(arguments, name).map(str::to_owned),
            Mark::Piece => None,
        })
    }
}

#[derive(Clone, Copy)]
enum Mark {
    Text,
    Piece,
}

impl Mark {
    fn ends(self) -> (&'static str, &'static str) {
        match self {
            Self::Text => ("{", "}"),
            Self::Piece => ("[[", "]]"),
        }
    }
}

fn find<'a>(pairs: &[(&str, &'a str)], name: &str) -> Option<&'a str> {
    pairs.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
}

/// Fills in the names that are known, in one pass: what was filled in is not looked at again.
fn filled(template: &str, value: impl Fn(Mark, &str) -> Option<String>) -> String {
    let mut out = String::with_capacity(template.len() + 64);
    let mut rest = template;
    while let Some(place) = rest.find(['{', '[']) {
        let (before, here) = rest.split_at(place);
        out.push_str(before);
        let mark = if here.starts_with('{') { Mark::Text } else { Mark::Piece };
        let (open, close) = mark.ends();
        let named = here.strip_prefix(open).and_then(|inside| inside.split_once(close));
        match named.and_then(|(name, after)| Some((value(mark, name)?, after))) {
            Some((text, after)) => {
                out.push_str(&text);
                rest = after;
            }
            None => {
                // Both are one byte long.
                let (sign, after) = here.split_at(1);
                out.push_str(sign);
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

/// A text in HTML, in contents and in attributes between double quotes.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_escaped_and_nothing_is_filled_in_twice() {
        let html = [("line", "<li title=\"{title}\">{title}[[more]]{other} [x]</li>")];
        let parts = Parts {
            language: Language::Chinese,
            mode: Mode::Standard,
            words: BTreeMap::from([("said".to_owned(), "{count} 项 {name}".to_owned())]),
            html: html.map(|(name, piece)| (name.to_owned(), piece.to_owned())).into(),
        };
        let filled = parts.piece("line", &[("title", "<b>\"{more}\" [[more]]")], &[("more", "<i>{title}</i>")]);
        let title = "&lt;b&gt;&quot;{more}&quot; [[more]]";
        assert_eq!(filled, format!("<li title=\"{title}\">{title}<i>{{title}}</i>{{other}} [x]</li>"));
        assert_eq!(parts.with("said", &[("count", "3")]), "3 项 {name}");
        assert_eq!((parts.say("unknown"), parts.piece("unknown", &[], &[])), ("unknown".to_owned(), String::new()));
    }
}
