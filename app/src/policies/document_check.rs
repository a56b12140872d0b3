//! Checks a policy document while it is written: a moment after typing stops, the problems stand below the text. An
//! island: the save button does the same without scripts.

#![expect(missing_docs, reason = "the island and server macros make public items without documentation")]

use contract::display::Language;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Most problems that are shown while typing; saving shows all.
const MOST: usize = 20;

/// One problem, as it crosses the wire.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundProblem {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What is wrong, as the page says it after saving.
    pub sentence: String,
    /// The nearest right thing.
    pub suggestion: Option<String>,
}

/// The island's words, with places such as `{line}` left open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckWords {
    /// Nothing is wrong.
    pub none: String,
    /// So many problems: `{count}`.
    pub some: String,
    /// The check could not be made; saving checks too.
    pub away: String,
    /// `{line}`, `{column}`.
    pub place: String,
    /// `{suggestion}`.
    pub suggestion: String,
    /// The language of the page.
    pub language: Language,
}

/// Checks a text as the save button would, and stores nothing. None when it could not be checked.
///
/// # Errors
/// Never by what a person can cause; the connection may fail.
#[server(prefix = "/api/server", endpoint = "check-policy-text")]
pub async fn check_policy_text(
    #[server(default)] text: String,
    #[server(default)] language: Language,
) -> Result<Option<Vec<FoundProblem>>, ServerFnError> {
    Ok(crate::server::check_policy_text(text, language).await)
}

/// What is known about the text as it stands in the field.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "only the browser learns outcomes"))]
enum Outcome {
    /// Nothing was typed yet.
    Quiet,
    /// The check could not be made.
    Away,
    /// It was made.
    Checked(Vec<FoundProblem>),
}

/// The problems of the text in `field`, kept current. Only their number is announced; the list can be read at will.
#[island]
pub fn DocumentCheck(
    /// Id of the text field.
    field: String,
    /// Sentences in the language of the page.
    words: CheckWords,
) -> impl IntoView {
    let outcome = RwSignal::new(Outcome::Quiet);
    watch(field, words.language, outcome);
    let (announced, listed) = (words.clone(), words);
    view! {
        <div class="live-check">
            <p role="status" aria-live="polite">{move || outcome.with(|outcome| announced.announcement(outcome))}</p>
            {move || outcome.with(|outcome| listed.list(outcome))}
        </div>
    }
}

impl CheckWords {
    fn announcement(&self, outcome: &Outcome) -> String {
        match outcome {
            Outcome::Quiet => String::new(),
            Outcome::Away => self.away.clone(),
            Outcome::Checked(problems) if problems.is_empty() => self.none.clone(),
            Outcome::Checked(problems) => self.some.replace("{count}", &problems.len().to_string()),
        }
    }

    /// The problems; no list where there are none.
    fn list(&self, outcome: &Outcome) -> Option<AnyView> {
        let Outcome::Checked(problems) = outcome else { return None };
        let lines = problems.iter().take(MOST).map(|problem| view! { <li>{self.line(problem)}</li> }).collect_view();
        (!problems.is_empty()).then(|| view! { <ol>{lines}</ol> }.into_any())
    }

    /// Place, sentence and remedy in one line of words.
    fn line(&self, problem: &FoundProblem) -> String {
        let place =
            self.place.replace("{line}", &problem.line.to_string()).replace("{column}", &problem.column.to_string());
        let suggestion = problem.suggestion.as_ref().map(|found| self.suggestion.replace("{suggestion}", found));
        let parts = [Some(place.as_str()), Some(problem.sentence.as_str()), suggestion.as_deref()];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }
}

/// Waits until typing has stopped for a moment, asks the server, and drops answers to texts that have changed since.
#[cfg(feature = "hydrate")]
fn watch(field: String, language: Language, outcome: RwSignal<Outcome>) {
    use leptos::{ev, leptos_dom::helpers::TimeoutHandle, task::spawn_local, web_sys};
    use std::time::Duration;

    const PAUSE: Duration = Duration::from_millis(800);
    let waiting = StoredValue::new(None::<TimeoutHandle>);
    let newest = StoredValue::new(0_u32);
    let listener = window_event_listener(ev::input, move |event| {
        if event_target::<web_sys::Element>(&event).id() != field {
            return;
        }
        let text = event_target_value(&event);
        if let Some(handle) = waiting.get_value() {
            handle.clear();
        }
        newest.update_value(|number| *number = number.wrapping_add(1));
        let asked = newest.get_value();
        let ask = move || {
            spawn_local(async move {
                let answer = match check_policy_text(text, language).await {
                    Ok(Some(problems)) => Outcome::Checked(problems),
                    Ok(None) | Err(_) => Outcome::Away,
                };
                if newest.get_value() == asked {
                    outcome.set(answer);
                }
            });
        };
        waiting.set_value(set_timeout_with_handle(ask, PAUSE).ok());
    });
    on_cleanup(move || listener.remove());
}

#[cfg(not(feature = "hydrate"))]
fn watch(_field: String, _language: Language, _outcome: RwSignal<Outcome>) {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_are_filled_and_written_braces_stay() {
        let words = CheckWords {
            none: String::new(),
            some: "{count} 处".into(),
            away: String::new(),
            place: "第 {line} 行第 {column} 个字：".into(),
            suggestion: "改成 {suggestion}".into(),
            language: Language::Chinese,
        };
        let problem = FoundProblem {
            line: 3,
            column: 9,
            sentence: "需要金额，写的是{line}。".into(),
            suggestion: Some("75元".into()),
        };
        assert_eq!(words.line(&problem), "第 3 行第 9 个字： 需要金额，写的是{line}。 改成 75元");
        assert_eq!(words.announcement(&Outcome::Checked(vec![problem])), "1 处");
    }
}
