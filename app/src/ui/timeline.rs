//! What happened, newest first.

use super::reader::Reader;
use crate::{
    i18n::Words,
    markup::{IntoMarkup, Markup},
};
use contract::applications::{ActorKind, CorrectedFact, EventKind, TimelineEvent};
use leptos::prelude::*;

/// The timeline of an application for one reader. Free text keeps its line breaks.
pub fn timeline(words: &Words, events: &[TimelineEvent], reader: Reader) -> Markup {
    let events = events
        .iter()
        .map(|event| {
            let actor = match (&event.correction, event.actor) {
                (Some(correction), _) => words.of(&correction.department).to_owned(),
                (None, ActorKind::Resident) => reader.resident(words, "timeline-resident"),
                (None, ActorKind::Caseworker) => words.say("timeline-caseworker"),
                (None, ActorKind::Portal) => words.say("timeline-portal"),
            };
            let corrected = event.correction.as_ref().map(|fact| {
                view! { <p>{words.marked(&correction(words, fact))}</p> }
            });
            let detail = event.detail.as_deref().map(|detail| {
                view! { <p class="quote"><bdi>{words.marked(detail)}</bdi></p> }
            });
            view! {
                <li>
                    <h3>{words.say(event_key(event.kind))}</h3>
                    <p class="muted">{words.instant(event.at)}" · "{actor}</p>
                    {corrected}
                    {detail}
                </li>
            }
        })
        .collect_view();
    view! { <ol class="timeline">{events}</ol> }.into_markup()
}

/// What was corrected: what stood there, and what stands there now.
pub fn correction(words: &Words, fact: &CorrectedFact) -> String {
    let (name, after) = (words.of(&fact.name), words.value(&fact.after));
    match &fact.before {
        Some(before) => {
            let arguments = [("fact", name), ("before", &words.value(before)), ("after", &after)];
            words.with("timeline-correction", &arguments)
        }
        None => words.with("timeline-correction-new", &[("fact", name), ("after", &after)]),
    }
}

fn event_key(kind: EventKind) -> &'static str {
    match kind {
        EventKind::Submitted => "timeline-submitted",
        EventKind::Opened => "timeline-opened",
        EventKind::Asked => "timeline-asked",
        EventKind::Answered => "timeline-answered",
        EventKind::Granted => "timeline-granted",
        EventKind::Refused => "timeline-refused",
        EventKind::Withdrawn => "timeline-withdrawn",
        EventKind::TakenUpAgain => "timeline-taken-up-again",
        EventKind::Late => "timeline-late",
        EventKind::FactCorrected => "timeline-fact-corrected",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::display::Display;

    #[test]
    fn free_text_is_escaped_and_isolated() {
        let detail = Some("<script>第一行\n第二行".to_owned());
        let event =
            TimelineEvent { at: 0, kind: EventKind::Asked, actor: ActorKind::Caseworker, detail, correction: None };
        let html = timeline(&Words::new(Display::default()), &[event], Reader::Resident).to_string();
        assert!(html.contains("1970 年 1 月 1 日 08:00") && html.contains("<bdi>&lt;script&gt;"), "{html}");
    }

    #[test]
    fn nobody_reads_of_themselves_as_of_somebody_else() {
        let event = TimelineEvent {
            at: 0,
            kind: EventKind::Submitted,
            actor: ActorKind::Resident,
            detail: None,
            correction: None,
        };
        let said = |reader| timeline(&Words::new(Display::default()), std::slice::from_ref(&event), reader).to_string();
        let (own, staff) = (said(Reader::Resident), said(Reader::Staff));
        assert!(own.contains('您') && !own.contains("申请人"), "{own}");
        assert!(staff.contains("申请人") && !staff.contains('您'), "{staff}");
    }
}
