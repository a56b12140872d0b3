//! Reading TOML documents with places: every wrong key or value becomes a problem with line, column and path, and
//! reading goes on, so that all problems are reported at once.

mod place;
mod section;
mod string;

pub(crate) use section::{Section, Spanned, civil_date};

use crate::{
    budget::Budget,
    cases::CaseOutcome,
    expression::fault::Fault,
    keyboard,
    problem::{CaseFailure, Problem, ProblemCode, nearest},
};
use place::Places;
use std::ops::Range;
use toml_edit::{Document, Table, TomlError};

/// Most bytes in one document.
const MOST_BYTES: usize = 256 * 1024;
/// Most members in one list of a document.
pub(crate) const MOST_MEMBERS: usize = 1_000;
/// Most problems that are reported; more would help nobody.
const MOST_PROBLEMS: usize = 200;

/// Collects the problems of one document.
pub(crate) struct Reader<'t> {
    text: &'t str,
    places: Places,
    problems: Vec<Problem>,
    budget: &'t Budget,
    /// Whether it was said where the budget was used up.
    said_used_up: bool,
}

/// Steps that looking for the nearest of several names takes.
pub(crate) const STEPS_OF_SUGGESTION: usize = 400;

/// Parses a document and reads it with `read`, which answers something only when the document has all it needs.
pub(crate) fn read<T>(
    text: &str,
    read: impl FnOnce(&mut Reader<'_>, &Table) -> Option<T>,
) -> (Option<T>, Vec<Problem>) {
    read_within(text, &Budget::unlimited(), read)
}

/// The same, with no more work than the budget holds.
pub(crate) fn read_within<T>(
    text: &str,
    budget: &Budget,
    read: impl FnOnce(&mut Reader<'_>, &Table) -> Option<T>,
) -> (Option<T>, Vec<Problem>) {
    // Some programs put a mark before the text that nobody sees; it says nothing.
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let mut reader = Reader { text, places: Places::of(text), problems: Vec::new(), budget, said_used_up: false };
    if text.len() > MOST_BYTES {
        reader.problem(ProblemCode::TooLong, 0..0, "", format!("<= {MOST_BYTES}"), text.len().to_string());
        return (None, reader.problems);
    }
    hidden_characters(&mut reader);
    let value = match Document::parse(text) {
        Ok(document) => read(&mut reader, document.as_table()),
        Err(error) => {
            unreadable(&mut reader, &error);
            None
        }
    };
    let mut problems = reader.problems;
    problems.sort_by_key(|problem| (problem.line, problem.column));
    // That the check ended early is never left out.
    let ended = problems.iter().position(|problem| problem.code == ProblemCode::TooMuchWork);
    if let Some(ended) = ended.filter(|place| *place >= MOST_PROBLEMS) {
        problems.swap(ended, MOST_PROBLEMS - 1);
    }
    problems.truncate(MOST_PROBLEMS);
    (value.filter(|_| problems.is_empty()), problems)
}

/// Says why a text cannot be read: the marks that need replacing, or where its format is broken.
fn unreadable(reader: &mut Reader<'_>, error: &TomlError) {
    let text = reader.text;
    let marks = keyboard::marks(text);
    for mark in marks.iter().take(MOST_PROBLEMS) {
        let found = text.get(mark.span.clone()).unwrap_or_default();
        reader.problem(ProblemCode::KeyboardMark, mark.span.clone(), "", mark.meant, found);
    }
    if marks.is_empty() {
        let span = error.span().unwrap_or(0..0);
        let line = text.get(span.clone()).and_then(|found| found.lines().next()).unwrap_or_default();
        let found = line.chars().take(60).collect::<String>();
        let message = error.message().lines().collect::<Vec<_>>().join("; ");
        reader.problem(ProblemCode::Syntax, span, "", message, found);
    }
}

/// Refuses what turns the order of a text around or is not seen: what people read must be what the engine reads.
fn hidden_characters(reader: &mut Reader<'_>) {
    let text = reader.text;
    let hidden = text.char_indices().filter(|(_, character)| {
        matches!(character,
            '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{061C}' | '\u{FEFF}' | '\u{00AD}')
    });
    for (at, character) in hidden.take(MOST_PROBLEMS) {
        let found = format!("U+{:04X}", u32::from(character));
        reader.problem(ProblemCode::HiddenCharacter, at..at, "", "", found);
    }
}

impl<'t> Reader<'t> {
    /// What is left to do.
    pub(crate) fn budget(&self) -> &'t Budget {
        self.budget
    }

    /// Whether work may go on. When its budget is used up that is said once, at this place.
    pub(crate) fn may_go_on(&mut self, span: Range<usize>, path: &str) -> bool {
        if self.budget.is_used_up() && !self.said_used_up {
            self.said_used_up = true;
            let most = self.budget.all().to_string();
            self.problem(ProblemCode::TooMuchWork, span, path, most, "");
        }
        !self.said_used_up
    }

    /// The nearest of several names, as long as there is work left.
    pub(crate) fn nearest<'a>(&self, name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
        if self.budget.spend(STEPS_OF_SUGGESTION) { nearest(name, candidates) } else { None }
    }

    /// Adds a problem at a place (bytes of the document).
    pub(crate) fn problem(
        &mut self,
        code: ProblemCode,
        span: Range<usize>,
        path: &str,
        expected: impl Into<String>,
        found: impl Into<String>,
    ) {
        self.suggest(code, span, path, expected, found, None);
    }

    /// Adds a problem with the nearest right thing.
    pub(crate) fn suggest(
        &mut self,
        code: ProblemCode,
        span: Range<usize>,
        path: &str,
        expected: impl Into<String>,
        found: impl Into<String>,
        suggestion: Option<String>,
    ) {
        let (line, column) = self.places.at(self.text, span.start);
        self.problems.push(Problem {
            code,
            line,
            column,
            path: path.to_owned(),
            expected: expected.into(),
            found: found.into(),
            suggestion,
            case: None,
        });
    }

    /// Adds a case that does not come out as it says.
    pub(crate) fn failed_case(&mut self, span: Range<usize>, path: &str, outcome: &CaseOutcome, failure: CaseFailure) {
        self.problem(ProblemCode::CaseFailed, span, path, outcome.expected.to_string(), outcome.found.to_string());
        if let Some(problem) = self.problems.last_mut() {
            problem.case = Some(Box::new(failure));
        }
    }

    /// Adds the faults of an expression that stands in a string of the document.
    pub(crate) fn faults(&mut self, faults: Vec<Fault>, expression: &Spanned<String>) {
        for fault in faults {
            let start = self.inside(&expression.span, fault.span.start);
            let (path, span) = (expression.path.clone(), start..start);
            self.suggest(fault.code, span, &path, fault.expected, fault.found, fault.suggestion);
        }
    }

    /// Whether nothing is wrong so far.
    pub(crate) fn is_clean(&self) -> bool {
        self.problems.is_empty()
    }

    /// The place in the document of a byte of a string's content.
    fn inside(&self, span: &Range<usize>, offset: usize) -> usize {
        let raw = self.text.get(span.clone()).unwrap_or_default();
        span.start + string::raw_offset(raw, offset)
    }
}

#[cfg(test)]
mod tests;
