//! What is wrong with a document, in words: the place, what stands there, what should, and how to mend it.

use crate::{
    i18n::Words,
    markup::{IntoMarkup, Markup},
    ui::button,
};
use leptos::prelude::*;
use policy::{
    cases::CaseResult,
    decision::{AmountValue, Verdict},
    problem::{Problem, ProblemCode},
    text::Text,
};

/// Every problem, each with the line it is about; a kind word when there is none.
pub fn problems(words: &Words, text: &str, problems: &[Problem]) -> Markup {
    if problems.is_empty() {
        return view! { <p class="notice good" id="problems">{words.say("document-no-problems")}</p> }.into_markup();
    }
    let lines: Vec<&str> = text.lines().collect();
    let count = words.number(i64::try_from(problems.len()).unwrap_or(i64::MAX));
    let problems = problems
        .iter()
        .map(|problem| {
            let written = problem.line.checked_sub(1).and_then(|index| lines.get(index)).copied();
            view! { <li>{self::problem(words, problem, written)}</li> }
        })
        .collect_view();
    view! {
        <section class="problems" aria-labelledby="problems">
            <h2 id="problems">{words.with("document-problems", &[("count", &count)])}</h2>
            <ol>{problems}</ol>
        </section>
    }
    .into_markup()
}

/// The button of a document's form that replaces all marks of a Chinese keyboard at once, where there are some.
pub(in crate::policies) fn repair_marks(words: &Words, problems: &[Problem]) -> Option<Markup> {
    let is_needed = problems.iter().any(|problem| problem.code == ProblemCode::KeyboardMark);
    is_needed.then(|| button::secondary(words.say("document-repair-marks"), "act", "repair"))
}

fn problem(words: &Words, problem: &Problem, written: Option<&str>) -> Markup {
    let (line, column) = (problem.line.to_string(), problem.column.to_string());
    let place = words.with("document-place", &[("line", &line), ("column", &column)]);
    let remedy = problem.suggestion.as_ref().map(|suggestion| {
        view! { <p class="remedy">{words.with("document-suggestion", &[("suggestion", suggestion)])}</p> }
    });
    let excerpt =
        written.filter(|written| !contract::typed::is_blank(written)).map(|written| excerpt(problem, written));
    // What is missing altogether, or too much altogether, stands in no line.
    if matches!(problem.code, ProblemCode::NoCases | ProblemCode::TooLong) {
        return view! { <p><strong>{sentence(words, problem)}</strong></p>{remedy} }.into_markup();
    }
    view! {
        <p><strong>{sentence(words, problem)}</strong></p>
        {remedy}
        <p class="place"><a href=format!("#line-{line}")>{place}</a>" "<code class="id">{problem.path.clone()}</code></p>
        {excerpt}
    }
    .into_markup()
}

/// What is wrong, worded for an author who does not program.
pub fn sentence(words: &Words, problem: &Problem) -> String {
    let (expected, found) = match &problem.case {
        Some(case) => (case_result(words, &case.expected), case_result(words, &case.found)),
        None => (term(words, &problem.expected), term(words, &problem.found)),
    };
    let wrong =
        words.with(&format!("policy-problem-{}", problem.code.as_str()), &[("expected", &expected), ("found", &found)]);
    match lists_what_is_allowed(problem.code) && !problem.expected.is_empty() {
        true => format!("{wrong} {}", words.with("document-allowed", &[("expected", &expected)])),
        false => wrong,
    }
}

/// Kinds whose sentence stands alone when nothing is known to fit, and is followed by what fits otherwise.
fn lists_what_is_allowed(code: ProblemCode) -> bool {
    matches!(
        code,
        ProblemCode::UnknownKey
            | ProblemCode::UnknownWord
            | ProblemCode::UnknownName
            | ProblemCode::UnknownCode
            | ProblemCode::NumberForCode
            | ProblemCode::UnknownFunction
            | ProblemCode::NotAboutMember
    )
}

/// Kinds of value as the engine and the document's format name them, and the Fluent keys of their words.
const TERMS: &[(&str, &str)] = &[
    ("", "policy-term-nothing"),
    ("bool", "policy-term-bool"),
    ("boolean", "policy-term-bool"),
    ("int", "policy-term-int"),
    ("integer", "policy-term-number"),
    ("float", "policy-term-decimal"),
    ("money", "policy-term-money"),
    ("date", "policy-term-date"),
    ("datetime", "policy-term-date"),
    ("code", "policy-term-code"),
    ("codes", "policy-term-codes"),
    ("members", "policy-term-members"),
    ("text", "policy-term-text"),
    ("string", "policy-term-string"),
    ("array", "policy-term-list"),
    ("table", "policy-term-table"),
    ("inline table", "policy-term-table"),
    ("array of tables", "policy-term-table"),
    ("a name", "policy-term-name"),
];

/// Names of kinds of value stand in words; whatever an author wrote stands as it is written.
fn term(words: &Words, term: &str) -> String {
    let known = TERMS.iter().find(|(name, _)| *name == term);
    let (code, codes) = (term.strip_prefix("code of "), term.strip_prefix("codes of "));
    match (known, code, codes) {
        (Some((_, key)), ..) => words.say(key),
        (None, Some(attribute), _) => words.with("policy-term-code-of", &[("attribute", attribute)]),
        (None, None, Some(attribute)) => words.with("policy-term-codes-of", &[("attribute", attribute)]),
        (None, None, None) if term.starts_with("members of ") => words.say("policy-term-members"),
        (None, None, None) => term.to_owned(),
    }
}

/// A verdict with what belongs to it: `不符合，没有满足“年满 80 岁”`.
fn case_result(words: &Words, result: &CaseResult<Text>) -> String {
    let verdict = words.say(match result.verdict {
        Verdict::Eligible => "explain-eligible",
        Verdict::NotEligible => "explain-not-eligible",
        Verdict::Undetermined => "explain-undetermined",
    });
    let amount = result.amount.map(|amount| match amount {
        AmountValue::Money(money) => words.money(money.0),
        AmountValue::Hours(hours) => words.with("amount-hours", &[("hours", &words.number(hours))]),
    });
    let amount = amount.map(|amount| words.with("case-result-amount", &[("amount", &amount)]));
    let named = |key: &str, names: &[Text]| {
        let quoted = names.iter().map(|name| words.with("case-result-name", &[("name", words.of(name))]));
        let names = quoted.collect::<Vec<_>>().join(&words.say("entitlement-comma"));
        (!names.is_empty()).then(|| words.with(key, &[("names", &names)]))
    };
    let more = amount
        .into_iter()
        .chain(named("case-result-failing", &result.failing))
        .chain(named("case-result-missing", &result.missing))
        .chain(named("case-result-open", &result.open));
    more.fold(verdict, |first, second| words.with("case-result-and", &[("first", &first), ("second", &second)]))
}

/// The line as written, with the place marked; long lines are cut around it.
fn excerpt(problem: &Problem, written: &str) -> Markup {
    const BEFORE: usize = 40;
    const AFTER: usize = 60;
    let characters: Vec<char> = written.chars().collect();
    let at = problem.column.saturating_sub(1).min(characters.len());
    let found: Vec<char> = problem.found.chars().collect();
    let marked = match characters.get(at..at + found.len()) {
        Some(here) if here == found.as_slice() && !found.is_empty() => found.len(),
        _ => usize::from(at < characters.len()),
    };
    let from = at.saturating_sub(BEFORE);
    let to = (at + marked + AFTER).min(characters.len());
    let part = |range: std::ops::Range<usize>| characters.get(range).unwrap_or_default().iter().collect::<String>();
    let (left, right) = (if from > 0 { "…" } else { "" }, if to < characters.len() { "…" } else { "" });
    view! {
        <pre class="excerpt"><span class="line-number" aria-hidden="true">{problem.line.to_string()}</span><code>{format!("{left}{}", part(from..at))}<mark>{part(at..at + marked)}</mark>{format!("{}{right}", part(at + marked..to))}</code></pre>
    }
    .into_markup()
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::display::{Display, Language};

    fn all(language: Language) -> Vec<(ProblemCode, String)> {
        let words = Words::new(Display { language, ..Display::default() });
        ProblemCode::ALL
            .iter()
            .map(|code| {
                let problem = Problem {
                    code: *code,
                    line: 1,
                    column: 1,
                    path: "criterion[0].when".into(),
                    expected: "EXPECTED".into(),
                    found: "FOUND".into(),
                    suggestion: None,
                    case: None,
                };
                (*code, sentence(&words, &problem))
            })
            .collect()
    }

    #[test]
    fn every_problem_has_a_sentence_in_both_languages() {
        for language in Language::ALL {
            for (code, sentence) in all(language) {
                assert!(!sentence.starts_with("policy-problem-"), "{} has no words in {language:?}", code.as_str());
                assert!(!sentence.contains("{$"), "{sentence}");
            }
        }
    }

    #[test]
    fn the_place_is_marked_in_the_line() {
        let problem = Problem {
            code: ProblemCode::NumberForCode,
            line: 3,
            column: 14,
            path: "criterion[0].when".into(),
            expected: "310000".into(),
            found: "310000".into(),
            suggestion: Some("\"310000\"".into()),
            case: None,
        };
        let html = excerpt(&problem, "when = \"户籍地 == 310000\"").to_string();
        assert!(html.contains("<mark>") && !html.contains("<mark></mark>"), "{html}");
        let beyond = excerpt(&Problem { column: 400, ..problem }, "短").to_string();
        assert!(beyond.contains('短'), "{beyond}");
    }

    #[test]
    fn a_case_that_fails_is_told_in_words() {
        let result = |verdict, amount| CaseResult { verdict, amount, failing: vec![], missing: vec![], open: vec![] };
        let amount = Some(AmountValue::Money(policy::value::Money(8_800)));
        let case = policy::problem::CaseFailure {
            expected: CaseResult {
                failing: vec![Text::new("年满 80 岁", "80 or over")],
                missing: vec![Text::new("出生日期", "Date of birth")],
                ..result(Verdict::NotEligible, None)
            },
            found: result(Verdict::Eligible, amount),
        };
        let problem = Problem {
            code: ProblemCode::CaseFailed,
            line: 1,
            column: 1,
            path: "case[0]".into(),
            expected: "not-eligible, failing [age], missing [dob]".into(),
            found: "eligible, amount 88.00".into(),
            suggestion: None,
            case: Some(Box::new(case)),
        };
        for (language, parts) in [
            (Language::Chinese, ["写的是不符合，没有满足“年满 80 岁”，缺“出生日期”；", "算出来是符合，金额 88 元"]),
            (
                Language::English,
                [
                    "Written: Not eligible, not met: “80 or over”, missing: “Date of birth”.",
                    "Worked out: Eligible, amount ¥88",
                ],
            ),
        ] {
            let said = sentence(&Words::new(Display { language, ..Display::default() }), &problem);
            for part in parts {
                assert!(said.contains(part), "{part}: {said}");
            }
            for code in ["not-eligible", "[age]", "dob", "88.00"] {
                assert!(!said.contains(code), "{code}: {said}");
            }
        }
    }
}
