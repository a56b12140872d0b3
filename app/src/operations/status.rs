//! `/operations`.

use crate::{
    i18n::Words,
    journal::alarms,
    markup::{IntoMarkup, Markup},
    page::Page,
    ui::{
        button,
        error_summary::error_summary,
        field::hidden,
        link,
        notification_banner::{News, notification_banner},
        summary_list::{Row, summary_list},
        table::{Column, Table, table},
        tag::{Tone, tag},
    },
};
use contract::operations::{CatchingUp, JobRow, NextRun, OperationsPage, TaskRow, WaitingDays, WaitingReason};
use leptos::prelude::*;

/// Counts, what the city does by itself, and the newest jobs.
pub fn operations_page(words: &Words, view: &OperationsPage) -> Page {
    let title = words.say("operations-title");
    let database = match view.database.as_str() {
        "sqlite" => "SQLite".to_owned(),
        "postgresql" => "PostgreSQL".to_owned(),
        other => other.to_owned(),
    };
    let facts = vec![
        Row::text(words.say("operations-residents"), words.number(view.residents)),
        Row::text(words.say("operations-offers"), words.number(view.offers)),
        Row::text(words.say("operations-applications"), words.number(view.applications)),
        Row::text(words.say("operations-database"), database),
    ];
    let rows = view
        .jobs
        .iter()
        .map(|job| {
            let progress = format!("{} / {}", words.number(job.done), words.number(job.total));
            let kind = match job_key(&job.kind) {
                Some(key) => words.say(key).into_markup(),
                None => view! { <code>{job.kind.clone()}</code> }.into_markup(),
            };
            vec![kind, job_stands(words, job), progress.into_markup()]
        })
        .collect();
    let columns = vec![
        Column::words(words.say("operations-column-kind")),
        Column::words(words.say("operations-column-state")),
        Column::figures(words.say("operations-column-progress")),
    ];
    let caption = words.say("operations-jobs");
    let none = view.jobs.is_empty().then(|| view! { <p>{words.say("operations-no-jobs")}</p> });
    let jobs = Table { caption: caption.clone(), quiet: true, columns, header: 0, rows, stacks: true };
    let jobs = (!view.jobs.is_empty()).then(|| table(words, jobs));
    let body = view! {
        {error_summary(words, &view.errors)}
        <h1>{title.clone()}</h1>
        {alarms(words, &view.alarms)}
        {view.waiting_days.as_ref().map(|days| waiting_days(words, days))}
        {summary_list(facts)}
        {tasks_section(words, &view.tasks)}
        <section><h2>{caption}</h2>{none}{jobs}</section>
        {link::onward(words.say("missed-title"), "/operations/searches")}
    };
    Page::new(title, body.into_markup()).staff().back("/").with_errors(!view.errors.is_empty())
}

/// Days that the calendar does not let pass by itself: what is known, and the yes.
fn waiting_days(words: &Words, days: &WaitingDays) -> Markup {
    let (done, today) = (words.date(days.done), words.date(days.today));
    let between = i64::from(days.done.until(days.today).map_or(0, |span| span.get_days()));
    let why = match days.reason {
        WaitingReason::Many => "operations-days-many",
        WaitingReason::Sooner => "operations-days-sooner",
    };
    let why = words.with(why, &[("done", &done), ("today", &today), ("days", &words.number(between))]);
    let day = hidden("day", &days.today.to_string());
    let contents = view! {
        <p>{why}</p>
        <p>{words.say("operations-days-look")}</p>
        <form method="post" aria-label=words.say("operations-days-wait") action="/operations/days">
            {day}{button::primary(words.with("operations-days-yes", &[("today", &today)]))}
        </form>
    };
    notification_banner(News::Waiting, "days-wait", words.say("operations-days-wait"), contents.into_markup())
}

fn tasks_section(words: &Words, tasks: &[TaskRow]) -> Markup {
    let caption = words.say("operations-tasks");
    let rows = tasks
        .iter()
        .map(|task| {
            let name = words.say(task_key(&task.name));
            let last = task.last_run.map_or_else(|| words.say("city-task-never"), |at| words.instant(at));
            vec![
                view! { {name.clone()}<br/><span class="muted">{words.say(catching_up_key(task.catching_up))}</span> }
                    .into_markup(),
                named(words.say("operations-column-last"), last),
                came(words, task),
                named(words.say("operations-column-next"), next(words, task)),
                run_button(words, task, &name),
            ]
        })
        .collect();
    let columns = vec![
        Column::words(words.say("operations-column-task")),
        Column::words(words.say("operations-column-last")),
        Column::words(words.say("operations-column-result")),
        Column::words(words.say("operations-column-next")),
        Column::words(words.say("operations-column-run")),
    ];
    let all = Table { caption: caption.clone(), quiet: true, columns, header: 0, rows, stacks: true };
    view! { <section><h2 id="tasks">{caption}</h2><p>{words.say("operations-tasks-lead")}</p>{table(words, all)}</section> }
        .into_markup()
}

/// A cell that says what it is where the headings are out of sight.
fn named(name: String, text: String) -> Markup {
    view! { <span class="in-stack">{name}" "</span>{text} }.into_markup()
}

fn came(words: &Words, task: &TaskRow) -> Markup {
    if let Some(error) = &task.error {
        return failed(words, task.failures, error);
    }
    if task.is_running {
        return tag(Tone::Waiting, words.say("job-running"));
    }
    if task.last_run.is_none() {
        return tag(Tone::Plain, words.say("city-task-not-yet"));
    }
    tag(Tone::Good, words.with("city-task-done", &[("done", &words.number(task.done))]))
}

/// How often something failed in a row, and why: a code and a place in the program.
fn failed(words: &Words, failures: i32, error: &str) -> Markup {
    // Overload is waited out, and counts for nothing.
    let often = (failures > 0).then(|| {
        let failures = words.number(i64::from(failures));
        tag(Tone::Bad, words.with("city-task-failed", &[("failures", &failures)]))
    });
    view! { {often}" "<code>{error.to_owned()}</code> }.into_markup()
}

/// A minute is no delay: everybody looks now and then.
const ON_TIME_MS: i64 = 60_000;

fn next(words: &Words, task: &TaskRow) -> String {
    match task.next {
        NextRun::Now { late_ms } => late(words, late_ms).unwrap_or_else(|| words.say("city-task-now")),
        NextRun::Again { at, late_ms } => match late(words, late_ms) {
            Some(late) => words.with("city-task-again-late", &[("at", &words.instant(at)), ("late", &late)]),
            None => words.with("city-task-again", &[("at", &words.instant(at))]),
        },
        NextRun::At(at) => words.instant(at),
        NextRun::WhenNeeded => words.say("city-task-when-needed"),
        NextRun::AfterNewDay if task.is_asked_for => words.say("city-task-asked-after-new-day"),
        NextRun::AfterYes if task.is_asked_for => words.say("city-task-asked-after-yes"),
        NextRun::AfterNewDay => words.say("city-task-after-new-day"),
        NextRun::AfterYes => words.say("city-task-after-yes"),
    }
}

/// By how much something is late; nothing for a minute.
fn late(words: &Words, late_ms: i64) -> Option<String> {
    if late_ms < ON_TIME_MS {
        return None;
    }
    let minutes = late_ms / 60_000;
    Some(match minutes {
        0..120 => words.with("city-task-late-minutes", &[("minutes", &words.number(minutes))]),
        120..2_880 => words.with("city-task-late-hours", &[("hours", &words.number(minutes / 60))]),
        _ => words.with("city-task-late-days", &[("days", &words.number(minutes / 1_440))]),
    })
}

fn run_button(words: &Words, task: &TaskRow, name: &str) -> Markup {
    let action = format!("/operations/tasks/{}/run", task.name);
    let label = words.say("city-task-run");
    let said = words.with("city-task-run-named", &[("task", name)]);
    let name = said.clone();
    view! {
        <form method="post" aria-label=name action=action>
            <button class="link" type="submit" name="act" value="run" aria-label=said>{label}</button>
        </form>
    }
    .into_markup()
}

/// Fluent key of what a task does after the city stood still.
fn catching_up_key(catching_up: CatchingUp) -> &'static str {
    match catching_up {
        CatchingUp::EveryDay => "city-task-every-day",
        CatchingUp::Once => "city-task-once",
        CatchingUp::NotAtAll => "city-task-not-at-all",
    }
}

/// Fluent key of what a task does.
fn task_key(name: &str) -> &'static str {
    match name {
        "new-day" => "city-task-new-day",
        "validity" => "city-task-validity",
        "sealing" => "city-task-sealing",
        "outbox" => "city-task-outbox",
        "pruning" => "city-task-pruning",
        "key-canary" => "city-task-key-canary",
        "missed-searches" => "city-task-missed-searches",
        "practice" => "city-task-practice",
        "facts-again" => "city-task-facts-again",
        "silence" => "city-task-silence",
        "warnings" => "city-task-warnings",
        "deadlines" => "city-task-deadlines",
        _ => "city-task-other",
    }
}

/// Fluent key of what a job does; none for a kind without words yet.
fn job_key(kind: &str) -> Option<&'static str> {
    match kind {
        "policies.match" => Some("job-policies-match"),
        "policies.rehearse" => Some("job-policies-rehearse"),
        "policies.new-day" => Some("job-policies-new-day"),
        "policies.end" => Some("job-policies-end"),
        _ => None,
    }
}

fn job_stands(words: &Words, job: &JobRow) -> Markup {
    let why = job.error.as_deref().map(|error| failed(words, job.failures, error));
    view! { {state_tag(words, &job.state)}" "{why} }.into_markup()
}

fn state_tag(words: &Words, state: &str) -> Markup {
    let (tone, key) = match state {
        "waiting" => (Tone::Plain, "job-waiting"),
        "running" => (Tone::Waiting, "job-running"),
        "done" => (Tone::Good, "job-done"),
        "failed" => (Tone::Bad, "job-failed"),
        other => return tag(Tone::Plain, other.to_owned()),
    };
    tag(tone, words.say(key))
}
