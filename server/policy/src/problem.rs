//! What is wrong with a document: a code, a place, and a remedy. The portal words the code.

use crate::{cases::CaseResult, text::Text};
use serde::{Deserialize, Serialize};

macro_rules! problem_codes {
    ($($(#[$doc:meta])* $name:ident = $code:literal),+ $(,)?) => {
        /// Kinds of problem. Each has a sentence in Fluent, `policy-problem-<code>`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum ProblemCode { $($(#[$doc])* #[serde(rename = $code)] $name),+ }

        impl ProblemCode {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The stable name.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }
        }
    };
}

problem_codes! {
    /// The document is longer than the limit.
    TooLong = "too-long",
    /// Checking it takes more work than one document may cause; the place is where that was used up.
    TooMuchWork = "too-much-work",
    /// More of something than the limit.
    TooMany = "too-many",
    /// The text is not TOML.
    Syntax = "syntax",
    /// A mark of a Chinese keyboard where the format needs another.
    KeyboardMark = "keyboard-mark",
    /// A key that means nothing here.
    UnknownKey = "unknown-key",
    /// A key that must be there.
    MissingKey = "missing-key",
    /// A value of another kind than needed.
    WrongType = "wrong-type",
    /// A text that says nothing.
    EmptyText = "empty-text",
    /// A word that is not one of the allowed ones.
    UnknownWord = "unknown-word",
    /// A value that cannot be one: an amount, an id, a number out of its range.
    WrongValue = "wrong-value",
    /// Two things have the same id.
    Duplicate = "duplicate",
    /// An expression cannot be read.
    ExpressionSyntax = "expression-syntax",
    /// An expression is longer than the limit.
    ExpressionTooLong = "expression-too-long",
    /// An expression nests deeper than the limit.
    ExpressionTooDeep = "expression-too-deep",
    /// A function that does not exist.
    UnknownFunction = "unknown-function",
    /// A function with the wrong number of arguments.
    WrongArguments = "wrong-arguments",
    /// A division that does not say how it is rounded.
    DivisionWithoutRounding = "division-without-rounding",
    /// A name that stands for two things.
    AmbiguousName = "ambiguous-name",
    /// Values that have no order, compared as if they had.
    NotOrdered = "not-ordered",
    /// A name that is neither an attribute nor a parameter.
    UnknownName = "unknown-name",
    /// Something that is not known of the members of a list, where an expression is about one of them.
    NotAboutMember = "not-about-member",
    /// A code that is not in the attribute's list.
    UnknownCode = "unknown-code",
    /// A number where a code is needed.
    NumberForCode = "number-for-code",
    /// Two kinds of value that cannot be compared or combined.
    TypeMismatch = "type-mismatch",
    /// An amount of another policy that is per something else than was asked for.
    PeriodMismatch = "period-mismatch",
    /// An amount that another policy reckons with or is compared with, though an open question leaves it at least or at
    /// most so much.
    AmountOpen = "amount-open",
    /// A criterion that is not yes or no.
    NotYesOrNo = "not-yes-or-no",
    /// A benefit's amount that is neither money nor a whole number.
    NotAnAmount = "not-an-amount",
    /// A parameter has no value on some day of the validity.
    ParameterWithoutValue = "parameter-without-value",
    /// Two values of a parameter hold on the same day.
    ParameterOverlap = "parameter-overlap",
    /// A band whose range is empty.
    BandEmpty = "band-empty",
    /// Two bands leave a gap.
    BandGap = "band-gap",
    /// Two bands overlap.
    BandOverlap = "band-overlap",
    /// Somebody meets every criterion, and no band is for them.
    NoBand = "no-band",
    /// A band that can never be reached.
    BandUnreachable = "band-unreachable",
    /// Delivery without application needs high confidence and settled dates.
    AutomaticNotAllowed = "automatic-not-allowed",
    /// A policy that is applied for names no item.
    ItemNeeded = "item-needed",
    /// The last day is before the first.
    DatesReversed = "dates-reversed",
    /// `{amount}` stands where there is no amount, or only in one language.
    AmountPlaceholder = "amount-placeholder",
    /// A criterion that nobody can ever meet.
    NeverTrue = "never-true",
    /// A criterion that everybody meets.
    AlwaysTrue = "always-true",
    /// A policy that refers to one that is not there.
    UnknownPolicy = "unknown-policy",
    /// Policies that refer to each other in a circle.
    PolicyCycle = "policy-cycle",
    /// A character that is not seen, or that turns the order of the text around.
    HiddenCharacter = "hidden-character",
    /// A name with letters of several scripts that look alike.
    LookalikeName = "lookalike-name",
    /// A policy without cases.
    NoCases = "no-cases",
    /// A case does not come out as it says.
    CaseFailed = "case-failed",
}

/// One problem with its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// What kind.
    pub code: ProblemCode,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// Where in the document: `criterion[2].when`.
    pub path: String,
    /// What was expected.
    pub expected: String,
    /// What stands there.
    pub found: String,
    /// The nearest right thing.
    pub suggestion: Option<String>,
    /// Of a case that does not come out as it says: both, for people.
    #[serde(default)]
    pub case: Option<Box<CaseFailure>>,
}

/// A case that does not come out as it says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseFailure {
    /// What the case says.
    pub expected: CaseResult<Text>,
    /// What came out.
    pub found: CaseResult<Text>,
}

/// The nearest of several names by edit distance, when it is near enough to be meant.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let limit = (name.chars().count() / 2).max(1);
    candidates
        .into_iter()
        .map(|candidate| (distance(name, candidate), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, candidate)| candidate.to_owned())
}

fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().take(60).collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (index, from) in left.chars().take(60).enumerate() {
        let mut diagonal = row[0];
        row[0] = index + 1;
        for (column, to) in right.iter().enumerate() {
            let cost = diagonal + usize::from(from != *to);
            diagonal = row[column + 1];
            row[column + 1] = cost.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[right.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_finds_the_right_name_and_nonsense_none() {
        assert_eq!(nearest("hukou_cty", ["hukou_city", "dob"]).as_deref(), Some("hukou_city"));
        assert_eq!(nearest("户籍他", ["户籍地", "年龄"]).as_deref(), Some("户籍地"));
        assert_eq!(nearest("zzz", ["hukou_city"]), None);
    }
}
