//! Whom a document would reach: numbers first, then by age, district and sex, each as a table with bars.

use crate::{
    i18n::Words,
    markup::{IntoMarkup, Markup},
    ui::{
        chart::{Chart, chart},
        notification_banner::{News, announcement},
        summary_list::{Row, summary_list},
    },
};
use contract::policies::{Rehearsal, RehearsalGroup};
use leptos::prelude::*;

/// The outcome so far.
pub fn rehearsal(words: &Words, rehearsal: &Rehearsal) -> Markup {
    let number = |value: i64| words.number(value);
    let running = (rehearsal.evaluated < rehearsal.wanted).then(|| {
        let (done, all) = (number(rehearsal.evaluated), number(rehearsal.wanted));
        announcement(News::Plain, words.with("rehearsal-running", &[("done", &done), ("all", &all)]))
    });
    let sample = (rehearsal.wanted < rehearsal.residents).then(|| {
        let (count, all) = (number(rehearsal.wanted), number(rehearsal.residents));
        view! { <p>{words.with("rehearsal-sample", &[("count", &count), ("all", &all)])}</p> }
    });
    let of_all = (rehearsal.evaluated > 0).then(|| {
        let share = percent(rehearsal.eligible, rehearsal.evaluated);
        words.with("rehearsal-share", &[("share", &share), ("all", &number(rehearsal.evaluated))])
    });
    let mut rows = vec![Row::text(words.say("rehearsal-undetermined"), people(words, rehearsal.undetermined))];
    if let Some(amount) = &rehearsal.monthly {
        rows.push(Row::text(words.say("rehearsal-monthly"), words.amount(amount)));
    }
    let groups = rehearsal.groups.iter().filter(|group| !group.rows.is_empty()).map(|g| group(words, g)).collect_view();
    view! {
        <section class="rehearsal" aria-labelledby="rehearsal">
            <h2 id="rehearsal">{words.say("rehearsal-title")}</h2>
            <p class="muted">{words.say("rehearsal-lead")}</p>
            {sample}
            {running}
            <p class="figure"><span>{words.say("rehearsal-eligible")}</span>" "<strong>{people(words, rehearsal.eligible)}</strong>" "<span class="muted">{of_all}</span></p>
            {summary_list(rows)}
            <div class="groups">{groups}</div>
        </section>
    }
    .into_markup()
}

fn people(words: &Words, count: i64) -> String {
    words.with("rehearsal-people", &[("count", &words.number(count))])
}

/// One decimal, rounded half up; `< 0.1` rather than nothing.
fn percent(part: i64, whole: i64) -> String {
    let tenths = i128::from(part) * 1_000;
    let tenths = (tenths + i128::from(whole) / 2) / i128::from(whole.max(1));
    match (tenths, part) {
        (0, 1..) => "< 0.1%".to_owned(),
        _ => format!("{}.{}%", tenths / 10, tenths % 10),
    }
}

fn group(words: &Words, group: &RehearsalGroup) -> Markup {
    let (caption, column) = match group.attribute.as_str() {
        "age" => ("rehearsal-by-age", "rehearsal-column-age"),
        "sex" => ("rehearsal-by-sex", "rehearsal-column-sex"),
        _ => ("rehearsal-by-district", "rehearsal-column-district"),
    };
    let rows = group.rows.iter().map(|(label, count)| (words.of(label).to_owned(), vec![*count])).collect();
    let caption = words.say(caption);
    let contents = Chart {
        caption: caption.clone(),
        quiet: true,
        rows_are: words.say(column),
        series: vec![words.say("rehearsal-column-people")],
        rows,
    };
    view! { <div class="group"><h3>{caption}</h3>{chart(words, contents)}</div> }.into_markup()
}

#[cfg(test)]
mod tests {
    use super::percent;

    #[test]
    fn shares_are_rounded_and_never_hide_people() {
        assert_eq!(percent(1, 3), "33.3%");
        assert_eq!(percent(2, 3), "66.7%");
        assert_eq!(percent(1, 1_000_000), "< 0.1%");
        assert_eq!(percent(0, 5), "0.0%");
        assert_eq!(percent(5, 5), "100.0%");
    }
}
