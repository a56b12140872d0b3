//! `/arrangements/<id>`: whom to call about what on one side, what came of it on the other.

use super::queue::state_tag;
use crate::{
    i18n::Words,
    markup::{IntoMarkup, Markup},
    page::Page,
    ui::{
        button,
        clock::may_move_line,
        date_field::{DateField, date_field},
        error_summary::error_summary,
        field::{FieldLabel, hidden},
        notification_banner::{News, remark},
        offer_card::headline_of,
        summary_list::{Row, summary_list},
        tag::{Tone, tag},
        text_area::{TextArea, text_area},
        unsent::unsent,
    },
};
use contract::{
    arrangements::{Agreed, ArrangementEvent, ArrangementPage, ArrangementState, ArrangementStep, PolicyToday},
    typed::{DATE_PARTS, is_blank},
};
use leptos::prelude::*;

/// One arrangement, for whoever may answer it or could.
pub fn arrangement_page(words: &Words, view: &ArrangementPage) -> Page {
    let row = &view.row;
    let title = words.with("arrangement-title", &[("title", words.of(&row.title))]);
    let is_open = row.state == ArrangementState::Open;
    let late = view.overdue.then(|| tag(Tone::Bad, words.say("dispute-case-late")));
    let changed = (is_open && view.policy == PolicyToday::NotNow)
        .then(|| remark(News::Waiting, words.say("arrangement-policy-changed")));
    let answers = match view.may_answer {
        true => view! { {appoint(words, view)}{done(words, view)}{not_done(words, view)} }.into_markup(),
        false => {
            let why = is_open.then(|| remark(News::Plain, words.say("arrangement-not-yours")));
            view! { {why}{unsent(words, &view.errors, &typed(view))} }.into_markup()
        }
    };
    let steps = view.steps.iter().map(|step| step_line(words, view, step)).collect_view();
    let body = view! {
        {error_summary(words, &view.errors)}
        <h1>{title.clone()}</h1>
        <p class="state"><strong><bdi>{words.marked(&row.resident)}</bdi></strong>" "{state_tag(words, row.state)}" "{late}</p>
        {changed}
        <div class="columns">
            <div>
                {about(words, view)}
                <section><h2>{words.say("dispute-steps")}</h2><ol class="timeline">{steps}</ol></section>
            </div>
            <div>{answers}</div>
        </div>
    };
    Page::new(title, body.into_markup()).staff().back("/arrangements").with_errors(!view.errors.is_empty())
}

/// Whom to reach how, about what, by when.
fn about(words: &Words, view: &ArrangementPage) -> Markup {
    let row = &view.row;
    let reach = match (&view.telephone, &view.district) {
        (Some(number), _) => view! { <a href=format!("tel:{number}")>{number.clone()}</a> }.into_markup(),
        (None, Some(district)) => {
            words.with("arrangement-no-telephone-district", &[("district", words.of(district))]).into_markup()
        }
        (None, None) => words.say("arrangement-no-telephone").into_markup(),
    };
    let by = match row.agreed {
        Agreed::NotYet => words.say("arrangement-call-by"),
        Agreed::OnADay => words.say("arrangement-agreed-on"),
    };
    let by_when = view! { <p>{words.date(row.due)}</p>{may_move_line(words, view.unannounced_year)} };
    summary_list(vec![
        Row { id: None, name: words.say("arrangement-telephone"), value: reach, change: None },
        Row::text(words.say("arrangements-column-what"), headline_of(words, &view.headline, view.amount.as_ref())),
        Row::text(words.say("disputes-column-department"), words.of(&row.department)),
        Row::text(words.say("arrangements-column-accepted"), words.date(row.accepted_on)),
        Row { id: None, name: by, value: by_when.into_markup(), change: None },
    ])
}

fn step_line(words: &Words, view: &ArrangementPage, step: &ArrangementStep) -> Markup {
    let day = step.day.map(|day| words.date(day)).unwrap_or_default();
    let what = match step.event {
        ArrangementEvent::Opened => words.say("arrangement-step-opened"),
        ArrangementEvent::Appointed => words.with("arrangement-step-appointed", &[("date", &day)]),
        ArrangementEvent::Late => words.say("arrangement-step-late"),
        ArrangementEvent::Done => words.with("arrangement-step-done", &[("date", &day)]),
        ArrangementEvent::NotDone => words.say("arrangement-step-not-done"),
        ArrangementEvent::TakenBack => words.say("arrangement-step-taken-back"),
    };
    let who = match step.event {
        ArrangementEvent::Opened | ArrangementEvent::TakenBack => words.say("dispute-by-resident"),
        ArrangementEvent::Appointed | ArrangementEvent::Done | ArrangementEvent::NotDone => {
            words.of(&view.row.department).to_owned()
        }
        ArrangementEvent::Late => words.say("timeline-portal"),
    };
    let spoken = step.words.as_deref().map(|said| view! { <p class="quote"><bdi>{words.marked(said)}</bdi></p> });
    view! { <li><h3>{what}</h3><p class="muted">{words.instant(step.at)}" · "{who}</p>{spoken}</li> }.into_markup()
}

fn appoint(words: &Words, view: &ArrangementPage) -> Markup {
    let label = FieldLabel::new("day", words.say("arrangement-day")).hint(words.say("arrangement-day-hint"));
    let field = DateField { label, values: kept_day(view, "day"), birthday: None };
    view! {
        <section aria-labelledby="appoint">
            <h2 id="appoint">{words.say("arrangement-appoint-title")}</h2>
            <form method="post" aria-label=words.say("arrangement-appoint") action=format!("/arrangements/{}/appoint", view.row.id) novalidate>
                {head(view, "a")}
                {date_field(words, &view.errors, field)}
                {button::secondary(words.say("arrangement-appoint"), "act", "appoint")}
            </form>
        </section>
    }
    .into_markup()
}

fn done(words: &Words, view: &ArrangementPage) -> Markup {
    let label = FieldLabel::new("on", words.say("arrangement-on")).hint(words.say("arrangement-on-hint"));
    let field = DateField { label, values: kept_day(view, "on"), birthday: None };
    view! {
        <section aria-labelledby="done">
            <h2 id="done">{words.say("arrangement-done-title")}</h2>
            <form method="post" aria-label=words.say("arrangement-done") action=format!("/arrangements/{}/done", view.row.id) novalidate>
                {head(view, "d")}
                {date_field(words, &view.errors, field)}
                {button::primary(words.say("arrangement-done"))}
            </form>
        </section>
    }
    .into_markup()
}

fn not_done(words: &Words, view: &ArrangementPage) -> Markup {
    let label = FieldLabel::new("reason", words.say("arrangement-reason")).hint(words.say("arrangement-reason-hint"));
    let reason = TextArea { label, value: kept(view, "reason"), rows: 4, most: None };
    view! {
        <section aria-labelledby="not-done">
            <h2 id="not-done">{words.say("arrangement-not-done-title")}</h2>
            <form method="post" aria-label=words.say("arrangement-not-done") action=format!("/arrangements/{}/not-done", view.row.id) novalidate>
                {head(view, "n")}
                {text_area(words, &view.errors, reason)}
                {button::secondary(words.say("arrangement-not-done"), "act", "not-done")}
            </form>
        </section>
    }
    .into_markup()
}

fn head(view: &ArrangementPage, suffix: &str) -> Markup {
    view! { {hidden("key", &format!("{}-{suffix}", view.key))}{hidden("revision", &view.revision.to_string())} }
        .into_markup()
}

fn kept(view: &ArrangementPage, field: &str) -> String {
    view.typed.iter().find(|(name, _)| name == field).map(|(_, value)| value.clone()).unwrap_or_default()
}

fn kept_day(view: &ArrangementPage, field: &str) -> [String; 3] {
    DATE_PARTS.map(|part| kept(view, &format!("{field}-{part}")))
}

/// What was typed into any of the three forms, as people read it.
fn typed(view: &ArrangementPage) -> String {
    let days = ["day", "on"].map(|field| kept_day(view, field).join("-"));
    let days = days.into_iter().filter(|day| day.len() > 2);
    days.chain([kept(view, "reason")]).filter(|text| !is_blank(text)).collect::<Vec<_>>().join(" ")
}
