//! What happened, newest first.

use crate::i18n::Words;
use contract::applications::{ActorKind, EventKind, TimelineEvent};
use leptos::prelude::*;

/// The timeline of an application. Free text keeps its line breaks.
pub fn timeline(words: &Words, events: &[TimelineEvent]) -> AnyView {
    let events = events
        .iter()
        .map(|event| {
            let actor = words.say(match event.actor {
                ActorKind::Resident => "timeline-resident",
                ActorKind::Caseworker => "timeline-caseworker",
                ActorKind::Portal => "timeline-portal",
            });
            let detail = event.detail.as_deref().map(|detail| {
                view! { <p class="quote"><bdi>{words.marked(detail)}</bdi></p> }
            });
            view! {
                <li>
                    <h3>{words.say(event_key(event.kind))}</h3>
                    <p class="muted">{words.instant(event.at)}" · "{actor}</p>
                    {detail}
                </li>
            }
        })
        .collect_view();
    view! { <ol class="timeline">{events}</ol> }.into_any()
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
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::display::Display;

    #[test]
    fn free_text_is_escaped_and_isolated() {
        let detail = Some("<script>第一行\n第二行".to_owned());
        let event = TimelineEvent { at: 0, kind: EventKind::Asked, actor: ActorKind::Caseworker, detail };
        let html = timeline(&Words::new(Display::default()), &[event]).to_html();
        assert!(html.contains("1970 年 1 月 1 日 08:00") && html.contains("<bdi>&lt;script&gt;"), "{html}");
    }
}
