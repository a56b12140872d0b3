//! One table of a document: its keys are asked for one by one, and what was never asked for is unknown.

use super::{MOST_MEMBERS, Reader};
use crate::{
    problem::ProblemCode,
    text::{Keywords, Text},
};
use jiff::civil::Date;
use std::ops::Range;
use toml_edit::{Item, TableLike, Value};

/// A list as it is written.
const LIST: &str = "[ \"…\" ]";

/// A value with its place and path.
#[derive(Clone, Debug)]
pub(crate) struct Spanned<T> {
    pub(crate) value: T,
    pub(crate) span: Range<usize>,
    pub(crate) path: String,
}

/// One table.
pub(crate) struct Section<'t> {
    table: &'t dyn TableLike,
    path: String,
    span: Range<usize>,
    asked: Vec<&'static str>,
}

impl<'t> Section<'t> {
    /// The document itself.
    pub(crate) fn root(table: &'t dyn TableLike) -> Self {
        Self { table, path: String::new(), span: 0..0, asked: Vec::new() }
    }

    /// Where the table begins.
    pub(crate) fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// The path of a key.
    pub(crate) fn path_of(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    /// Where the table stands: `criterion[2]`.
    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    /// The place of a key, or of the table when the key is absent.
    pub(crate) fn key_span(&self, key: &str) -> Range<usize> {
        let found = self.table.get_key_value(key);
        found.and_then(|(key, _)| key.span()).unwrap_or_else(|| self.span.clone())
    }

    /// Whether a key is there.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    fn item(&mut self, key: &'static str) -> Option<&'t Item> {
        self.asked.push(key);
        self.table.get(key)
    }

    fn wrong<T>(&self, reader: &mut Reader<'_>, key: &str, item: &Item, expected: &str) -> Option<T> {
        let span = item.span().unwrap_or_else(|| self.key_span(key));
        reader.problem(ProblemCode::WrongType, span, &self.path_of(key), expected, item.type_name());
        None
    }

    fn value<T>(
        &mut self,
        reader: &mut Reader<'_>,
        key: &'static str,
        expected: &str,
        read: impl FnOnce(&'t Item) -> Option<T>,
    ) -> Option<Spanned<T>> {
        let item = self.item(key)?;
        let span = item.span().unwrap_or_else(|| self.key_span(key));
        match read(item) {
            Some(value) => Some(Spanned { value, span, path: self.path_of(key) }),
            None => self.wrong(reader, key, item, expected),
        }
    }

    /// Reports a key that must be there.
    pub(crate) fn needed(&self, reader: &mut Reader<'_>, key: &str, expected: &str) {
        let (span, path) = (self.span.clone(), self.path_of(key));
        reader.problem(ProblemCode::MissingKey, span, &path, format!("{key} = {expected}"), "");
    }

    fn present<T>(&mut self, reader: &mut Reader<'_>, key: &'static str, expected: &str) -> Option<T> {
        if !self.has(key) {
            self.needed(reader, key, expected);
        }
        None
    }

    /// A string that is not empty, if it is there.
    pub(crate) fn string(&mut self, reader: &mut Reader<'_>, key: &'static str) -> Option<Spanned<String>> {
        let string = self.value(reader, key, "\"…\"", |item| item.as_str().map(str::to_owned))?;
        if string.value.trim().is_empty() {
            reader.problem(ProblemCode::EmptyText, string.span.clone(), &string.path, "\"…\"", "\"\"");
            return None;
        }
        Some(string)
    }

    /// A string that must be there.
    pub(crate) fn needed_string(&mut self, reader: &mut Reader<'_>, key: &'static str) -> Option<Spanned<String>> {
        self.string(reader, key).or_else(|| self.present(reader, key, "\"…\""))
    }

    /// An id (small letters, digits, `-` and `_`) that must be there.
    pub(crate) fn needed_id(&mut self, reader: &mut Reader<'_>, key: &'static str) -> Option<Spanned<String>> {
        let id = self.needed_string(reader, key)?;
        let fits = id.value.len() <= 64
            && id.value.starts_with(|first: char| first.is_ascii_lowercase())
            && id.value.chars().all(|part| part.is_ascii_lowercase() || part.is_ascii_digit() || "-_".contains(part));
        if !fits {
            reader.problem(ProblemCode::WrongValue, id.span, &id.path, "a-z 0-9 - _", id.value);
            return None;
        }
        Some(id)
    }

    /// One of a few words, if it is there.
    pub(crate) fn word<W: Copy>(
        &mut self,
        reader: &mut Reader<'_>,
        key: &'static str,
        all: &[W],
        as_str: fn(W) -> &'static str,
    ) -> Option<W> {
        let written = self.string(reader, key)?;
        one_of(reader, written, all, as_str)
    }

    /// Some of a few words; none when the list is absent.
    pub(crate) fn words<W: Copy>(
        &mut self,
        reader: &mut Reader<'_>,
        key: &'static str,
        all: &[W],
        as_str: fn(W) -> &'static str,
    ) -> Vec<W> {
        let written = self.strings(reader, key).unwrap_or_default();
        written.into_iter().filter_map(|word| one_of(reader, word, all, as_str)).collect()
    }

    /// One of a few words that must be there.
    pub(crate) fn needed_word<W: Copy>(
        &mut self,
        reader: &mut Reader<'_>,
        key: &'static str,
        all: &[W],
        as_str: fn(W) -> &'static str,
    ) -> Option<W> {
        let words: Vec<&str> = all.iter().map(|word| as_str(*word)).collect();
        self.word(reader, key, all, as_str).or_else(|| self.present(reader, key, &words.join(" | ")))
    }

    /// `true` or `false`, if it is there.
    pub(crate) fn bool(&mut self, reader: &mut Reader<'_>, key: &'static str) -> Option<bool> {
        self.value(reader, key, "true | false", Item::as_bool).map(|found| found.value)
    }

    /// `true` or `false` that must be there.
    pub(crate) fn needed_bool(&mut self, reader: &mut Reader<'_>, key: &'static str) -> Option<bool> {
        self.bool(reader, key).or_else(|| self.present(reader, key, "true | false"))
    }

    /// A whole number, if it is there.
    pub(crate) fn int(&mut self, reader: &mut Reader<'_>, key: &'static str) -> Option<Spanned<i64>> {
        self.value(reader, key, "12", Item::as_integer)
    }

    /// A count from 1 to 10,000, if it is there.
    pub(crate) fn count(&mut self, reader: &mut Reader<'_>, key: &'static str) -> Option<u32> {
        let found = self.int(reader, key)?;
        let count = u32::try_from(found.value).ok().filter(|count| (1..=10_000).contains(count));
        if count.is_none() {
            let written = found.value.to_string();
            reader.problem(ProblemCode::WrongValue, found.span, &found.path, "1 – 10000", written);
        }
        count
    }

    /// A civil date, if it is there.
    pub(crate) fn date(&mut self, reader: &mut Reader<'_>, key: &'static str) -> Option<Spanned<Date>> {
        self.value(reader, key, "2026-01-31", |item| item.as_value().and_then(civil_date))
    }

    /// A civil date that must be there.
    pub(crate) fn needed_date(&mut self, reader: &mut Reader<'_>, key: &'static str) -> Option<Spanned<Date>> {
        self.date(reader, key).or_else(|| self.present(reader, key, "2026-01-31"))
    }

    /// A text in every language, if it is there.
    pub(crate) fn text(&mut self, reader: &mut Reader<'_>, key: &'static str) -> Option<Text> {
        let mut section = self.table(reader, key)?;
        section.read_text(reader)
    }

    /// A text in every language that must be there.
    pub(crate) fn needed_text(&mut self, reader: &mut Reader<'_>, key: &'static str) -> Option<Text> {
        self.text(reader, key).or_else(|| self.present(reader, key, "{ zh = \"…\", en = \"…\" }"))
    }

    /// The table itself as a text in every language. What else stands in it has been asked for before.
    pub(crate) fn read_text(&mut self, reader: &mut Reader<'_>) -> Option<Text> {
        let (zh, en) = (self.needed_string(reader, "zh"), self.needed_string(reader, "en"));
        self.finish(reader);
        Some(Text { zh: zh?.value, en: en?.value })
    }

    /// A table, if it is there.
    pub(crate) fn table(&mut self, reader: &mut Reader<'_>, key: &'static str) -> Option<Section<'t>> {
        let found = self.value(reader, key, "{ … }", Item::as_table_like)?;
        Some(Section { table: found.value, path: found.path, span: found.span, asked: Vec::new() })
    }

    /// A list of tables; empty when it is absent.
    pub(crate) fn tables(&mut self, reader: &mut Reader<'_>, key: &'static str) -> Vec<Section<'t>> {
        let path = self.path_of(key);
        let Some(item) = self.item(key) else { return Vec::new() };
        let span = item.span().unwrap_or_else(|| self.key_span(key));
        let mut found: Vec<(&'t dyn TableLike, Range<usize>)> = Vec::new();
        if let Some(tables) = item.as_array_of_tables() {
            found.extend(tables.iter().map(|table| (table as &dyn TableLike, table.span().unwrap_or(span.clone()))));
        } else if let Some(array) = item.as_array() {
            for (index, value) in array.iter().enumerate() {
                match value.as_inline_table() {
                    Some(table) => found.push((table, value.span().unwrap_or(span.clone()))),
                    None => {
                        let (span, path) = (value.span().unwrap_or(span.clone()), format!("{path}[{}]", index + 1));
                        reader.problem(ProblemCode::WrongType, span, &path, "{ … }", value.type_name());
                    }
                }
            }
        } else {
            let expected = if key == "codes" { "[ { … } ]".to_owned() } else { format!("[[{path}]]") };
            self.wrong::<()>(reader, key, item, &expected);
        }
        limited(reader, found.len(), &span, &path);
        let sections = found.into_iter().take(MOST_MEMBERS).enumerate();
        sections
            .map(|(index, (table, span))| Section {
                table,
                path: format!("{path}[{}]", index + 1),
                span,
                asked: Vec::new(),
            })
            .collect()
    }

    /// A list of texts; empty when it is absent.
    pub(crate) fn texts(&mut self, reader: &mut Reader<'_>, key: &'static str) -> Vec<Text> {
        self.tables(reader, key).into_iter().filter_map(|mut section| section.read_text(reader)).collect()
    }

    /// Keywords in every language, if they are there: enough of them, none twice, and none that the title has anyway.
    pub(crate) fn keywords(&mut self, reader: &mut Reader<'_>, key: &'static str, title: Option<&Text>) -> Keywords {
        let Some(mut section) = self.table(reader, key) else { return Keywords::default() };
        let title = title.map_or(("", ""), |title| (title.zh.as_str(), title.en.as_str()));
        let zh = section.keywords_of(reader, "zh", title.0);
        let en = section.keywords_of(reader, "en", title.1);
        section.finish(reader);
        Keywords { zh, en }
    }

    fn keywords_of(&mut self, reader: &mut Reader<'_>, key: &'static str, title: &str) -> Vec<String> {
        let Some(written) = self.strings(reader, key) else {
            return self.present(reader, key, LIST).unwrap_or_default();
        };
        if written.len() < Keywords::LEAST {
            let (span, path) = (self.key_span(key), self.path_of(key));
            let (least, found) = (format!(">= {}", Keywords::LEAST), written.len().to_string());
            reader.problem(ProblemCode::WrongValue, span, &path, least, found);
        }
        let title = title.to_lowercase();
        let mut words: Vec<String> = Vec::new();
        for word in written {
            let plain = word.value.trim().to_lowercase();
            if plain.is_empty() {
                reader.problem(ProblemCode::EmptyText, word.span, &word.path, "\"…\"", word.value);
            } else if words.contains(&word.value) || title.contains(&plain) {
                reader.problem(ProblemCode::Duplicate, word.span, &word.path, "", word.value);
            } else {
                words.push(word.value);
            }
        }
        words
    }

    /// A list of strings, if it is there.
    pub(crate) fn strings(&mut self, reader: &mut Reader<'_>, key: &'static str) -> Option<Vec<Spanned<String>>> {
        let array = self.value(reader, key, LIST, Item::as_array)?;
        limited(reader, array.value.len(), &array.span, &array.path);
        let mut strings = Vec::new();
        for (index, value) in array.value.iter().enumerate().take(MOST_MEMBERS) {
            let span = value.span().unwrap_or_else(|| array.span.clone());
            let path = format!("{}[{}]", array.path, index + 1);
            match value.as_str() {
                Some(text) => strings.push(Spanned { value: text.to_owned(), span, path }),
                None => reader.problem(ProblemCode::WrongType, span, &path, "\"…\"", value.type_name()),
            }
        }
        Some(strings)
    }

    /// Every key with its value: a table whose keys are data.
    pub(crate) fn entries(&self) -> Vec<(Spanned<String>, Option<&'t Value>, Range<usize>)> {
        let entries = self.table.iter().map(|(key, item)| {
            let key_span = self.key_span(key);
            let span = item.span().unwrap_or_else(|| key_span.clone());
            let spanned = Spanned { value: key.to_owned(), span: key_span, path: self.path_of(key) };
            (spanned, item.as_value(), span)
        });
        entries.collect()
    }

    /// Reports every key that was never asked for.
    pub(crate) fn finish(self: &mut Section<'t>, reader: &mut Reader<'_>) {
        for (key, _) in self.table.iter() {
            if self.asked.contains(&key) {
                continue;
            }
            let (span, path) = (self.key_span(key), self.path_of(key));
            if !reader.may_go_on(span.clone(), &path) {
                return;
            }
            let suggestion = reader.nearest(key, self.asked.iter().copied());
            // The whole list only where no one key was probably meant.
            let expected = if suggestion.is_some() { String::new() } else { self.asked.join(" | ") };
            reader.suggest(ProblemCode::UnknownKey, span, &path, expected, key, suggestion);
        }
    }
}

fn one_of<W: Copy>(
    reader: &mut Reader<'_>,
    written: Spanned<String>,
    all: &[W],
    as_str: fn(W) -> &'static str,
) -> Option<W> {
    let found = all.iter().copied().find(|word| as_str(*word) == written.value);
    if found.is_none() {
        let words: Vec<&str> = all.iter().map(|word| as_str(*word)).collect();
        let suggestion = reader.nearest(&written.value, words.iter().copied());
        let (code, expected) = (ProblemCode::UnknownWord, words.join(" | "));
        reader.suggest(code, written.span, &written.path, expected, written.value, suggestion);
    }
    found
}

fn limited(reader: &mut Reader<'_>, found: usize, span: &Range<usize>, path: &str) {
    if found > MOST_MEMBERS {
        reader.problem(ProblemCode::TooMany, span.clone(), path, format!("<= {MOST_MEMBERS}"), found.to_string());
    }
}

/// A TOML date without time as a civil date.
pub(crate) fn civil_date(value: &Value) -> Option<Date> {
    let datetime = value.as_datetime()?;
    let date = match (datetime.date, datetime.time, datetime.offset) {
        (Some(date), None, None) => date,
        _ => return None,
    };
    Date::new(i16::try_from(date.year).ok()?, i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?).ok()
}
