//! `/check`: "What could I be entitled to?" The beginning says what happens to answers; then one question a page; then
//! how every policy stands, and why. With scripts the visitor's own device does all of it, from the same pieces.

mod parts;

use crate::{
    i18n::Words,
    markup::{IntoMarkup, Markup},
    page::Page,
    ui::{
        button,
        error_summary::error_summary,
        field::hidden,
        notification_banner::{News, announcement, notification_banner},
        question_field::{QuestionField, QuestionPlace, format_hint, question_field},
    },
};
use contract::{
    applications::{OptionView, QuestionKind},
    entitlement::{AnswersEnded, EntitlementPage, EntitlementStep, results_html},
    error::FieldError,
};
use leptos::prelude::*;
use parts::result_parts;

pub use parts::device_parts;

/// Where the answers are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answers {
    /// Sent, and kept for this browser.
    Sent,
    /// On the visitor's own device alone.
    OnDevice,
}

/// The page. Everything that changes stands in one block, in which a device puts its own.
pub fn entitlement_page(words: &Words, view: &EntitlementPage) -> Page {
    let block = |body: Markup| view! { <div id="check">{body}</div> }.into_markup();
    match &view.step {
        EntitlementStep::Beginning => {
            let ended = view.ended.map(|ended| match ended {
                AnswersEnded::Erased => words.say("entitlement-erased"),
                AnswersEnded::Expired => words.say("entitlement-expired"),
            });
            let body = beginning(words, &view.policies.to_string(), ended, Answers::Sent);
            Page::new(words.say("entitlement-title"), block(body)).back("/").with_check()
        }
        EntitlementStep::Question(question) => {
            let heading = words.of(&question.title).to_owned();
            let counts = [view.answers.len(), view.decided, view.policies].map(|count| count.to_string());
            let title = format!("{heading} – {}", words.say("entitlement-title"));
            let asked = Asked {
                attribute: &question.attribute,
                kind: question.kind,
                unit: question.unit.as_deref(),
                heading,
                options: &question.options,
                values: &question.values,
                errors: &view.errors,
                progress: progress(words, &counts),
            };
            let more = (!view.answers.is_empty()).then(|| view! { {so_far(words)}{erase(words, Answers::Sent)} });
            let body = view! { {asked.view(words, Answers::Sent)}{more} };
            let back = if view.answers.is_empty() { "/check" } else { "/check?show=results" };
            Page::new(title, block(body.into_markup())).back(back).with_meanings().with_errors(!view.errors.is_empty())
        }
        EntitlementStep::Results(standings) => {
            let html = results_html(&result_parts(words, Answers::Sent), view, standings);
            let body = view! { <div id="check" inner_html=html></div> };
            Page::new(words.say("entitlement-results-title"), body.into_markup()).back("/").with_meanings()
        }
    }
}

fn beginning(words: &Words, policies: &str, ended: Option<String>, answers: Answers) -> Markup {
    let ended = ended.map(|ended| announcement(News::Good, ended));
    let promise = view! { <p id="answers-go">{promise(words, answers)}</p> }.into_markup();
    view! {
        <h1>{words.say("entitlement-title")}</h1>
        {ended}
        <p class="lead">{words.with("entitlement-lead", &[("policies", policies)])}</p>
        <p>{words.say("entitlement-unknown-is-fine")}</p>
        <p>{button::link(words.say("entitlement-begin"), "/check?question=next".to_owned())}</p>
        {notification_banner(News::Plain, "answers", words.say("entitlement-answers-title"), promise)}
        <p class="muted">{words.say("entitlement-no-decision")}</p>
    }
    .into_markup()
}

/// What happens to the answers.
fn promise(words: &Words, answers: Answers) -> String {
    match answers {
        Answers::Sent => words.say("entitlement-answers-sent"),
        Answers::OnDevice => words.say("entitlement-answers-stay"),
    }
}

fn progress(words: &Words, [answers, decided, policies]: &[String; 3]) -> String {
    words.with("entitlement-progress", &[("answers", answers), ("decided", decided), ("policies", policies)])
}

/// One question.
struct Asked<'a> {
    attribute: &'a str,
    kind: QuestionKind,
    unit: Option<&'a str>,
    heading: String,
    options: &'a [OptionView],
    values: &'a [(String, String)],
    errors: &'a [FieldError],
    progress: String,
}

impl Asked<'_> {
    fn view(self, words: &Words, answers: Answers) -> Markup {
        let field = QuestionField {
            id: self.attribute,
            kind: self.kind,
            heading: self.heading,
            place: QuestionPlace::Heading,
            hint: format_hint(words, self.kind),
            options: self.options,
            values: self.values,
            autocomplete: None,
            unit: self.unit,
            most: None,
            errors: self.errors,
        };
        let (method, action) = form_of(answers, "/check");
        view! {
            {error_summary(words, self.errors)}
            <p class="step">{self.progress}</p>
            <form method=method aria-label=words.say("question-continue") action=action novalidate>
                {hidden("question", self.attribute)}
                {question_field(words, field)}
                <div class="actions">
                    {button::primary_with(words.say("question-continue"), "go", "next")}
                    {button::secondary(words.say("entitlement-unknown"), "go", "unknown")}
                </div>
            </form>
        }
        .into_markup()
    }
}

/// A form on the device is of the one kind that no browser ever sends.
fn form_of(answers: Answers, action: &'static str) -> (&'static str, Option<&'static str>) {
    match answers {
        Answers::Sent => ("post", Some(action)),
        Answers::OnDevice => ("dialog", None),
    }
}

fn so_far(words: &Words) -> Markup {
    view! { <p><a class="link" href="/check?show=results">{words.say("entitlement-so-far")}</a></p> }.into_markup()
}

/// Where the answers are, and the button that ends it now.
fn erase(words: &Words, answers: Answers) -> Markup {
    let (method, action) = form_of(answers, "/check/erase");
    let kept = match answers {
        Answers::Sent => words.say("entitlement-answers-kept"),
        Answers::OnDevice => words.say("entitlement-answers-here"),
    };
    view! {
        <form method=method aria-label=words.say("entitlement-erase") action=action class="erase">
            <p class="muted">{kept}</p>
            <button class="link" type="submit">{words.say("entitlement-erase")}</button>
        </form>
    }
    .into_markup()
}
