//! What follows a yes, in a sentence to whoever said it: who calls and by when, on which day it was done, or why it was not.

use super::{
    clock::may_move_line,
    notification_banner::{News, announcement, remark},
};
use crate::{
    i18n::Words,
    markup::{IntoMarkup, Markup},
};
use contract::arrangements::{Agreed, ArrangementState, OwnArrangement, PolicyToday, Reached};
use leptos::prelude::*;

/// As much as a card holds. What was taken back waits as before.
pub fn in_short(words: &Words, arrangement: &OwnArrangement) -> Markup {
    if arrangement.state == ArrangementState::TakenBack {
        return ().into_markup();
    }
    let (_, sentence) = sentence(words, arrangement);
    view! { <p>{sentence}</p> }.into_markup()
}

/// Everything, on the page of the offer.
pub fn in_full(words: &Words, arrangement: &OwnArrangement) -> Markup {
    let (news, sentence) = sentence(words, arrangement);
    let department = words.of(&arrangement.department);
    let changed = (arrangement.state == ArrangementState::Open && arrangement.policy == PolicyToday::NotNow)
        .then(|| remark(News::Plain, words.with("offer-arranged-policy-changed", &[("department", department)])));
    let reason = arrangement.reason.as_deref().map(|reason| {
        view! {
            <p>{words.say("application-reason")}</p>
            <p class="quote"><bdi>{words.marked(reason)}</bdi></p>
            <p>{words.say("offer-not-carried-out-next")}</p>
        }
    });
    let may_move = may_move_line(words, arrangement.unannounced_year);
    view! { {announcement(news, sentence)}{may_move}{changed}{reason} }.into_markup()
}

/// Until when, in a line of the home page; nothing where it has come to an end.
pub fn until(words: &Words, arrangement: &OwnArrangement) -> Option<String> {
    let key = match (arrangement.state, arrangement.overdue, arrangement.agreed) {
        (ArrangementState::Open, true, _) => "arranged-late",
        (ArrangementState::Open, false, Agreed::OnADay) => "arranged-on",
        (ArrangementState::Open, false, Agreed::NotYet) => "arranged-call-by",
        (ArrangementState::Done | ArrangementState::NotDone | ArrangementState::TakenBack, ..) => return None,
    };
    Some(words.with(key, &[("date", &words.date(arrangement.due))]))
}

fn sentence(words: &Words, arrangement: &OwnArrangement) -> (News, String) {
    let (news, key, date) = match arrangement.state {
        ArrangementState::Open => (News::Waiting, promise(arrangement), arrangement.due),
        ArrangementState::Done => (News::Good, "offer-carried-out", arrangement.done_on.unwrap_or(arrangement.due)),
        ArrangementState::NotDone => (News::Plain, "offer-not-carried-out", arrangement.due),
        ArrangementState::TakenBack => (News::Plain, "offer-yes-taken-back", arrangement.due),
    };
    let arguments = [("department", words.of(&arrangement.department)), ("date", &words.date(date))];
    (news, words.with(key, &arguments))
}

/// Fluent key of what was promised.
fn promise(arrangement: &OwnArrangement) -> &'static str {
    match (arrangement.overdue, arrangement.agreed, arrangement.reached) {
        (true, Agreed::NotYet, _) => "offer-arranged-late",
        (true, Agreed::OnADay, _) => "offer-arranged-day-passed",
        (false, Agreed::OnADay, _) => "offer-arranged-day",
        (false, Agreed::NotYet, Reached::ByTelephone) => "offer-arranged",
        (false, Agreed::NotYet, Reached::NotKnown) => "offer-arranged-no-telephone",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::{arrangements::TakingBack, display::Display};
    use jiff::civil::date;
    use policy::text::Text;

    fn open() -> OwnArrangement {
        OwnArrangement {
            state: ArrangementState::Open,
            department: Text::new("社区医院", "Health centre"),
            due: date(2026, 12, 11),
            agreed: Agreed::NotYet,
            overdue: false,
            unannounced_year: None,
            reached: Reached::ByTelephone,
            taking_back: TakingBack::Possible,
            policy: PolicyToday::StillYes,
            done_on: None,
            reason: None,
        }
    }

    #[test]
    fn who_calls_and_by_when_is_said_until_it_was_done() {
        let words = Words::new(Display::default());
        let said = |arrangement: OwnArrangement| in_full(&words, &arrangement).to_string();
        let promised = said(open());
        assert!(
            promised.contains("社区医院") && promised.contains("12 月 11 日") && promised.contains("打电话"),
            "{promised}"
        );
        let next_year = said(OwnArrangement { due: date(2027, 1, 8), unannounced_year: Some(2027), ..open() });
        assert!(next_year.contains("2027 年的放假安排还没有公布") && !promised.contains("还没有公布"), "{next_year}");
        let late = said(OwnArrangement { overdue: true, ..open() });
        assert!(late.contains("12345"), "{late}");
        let unknown = said(OwnArrangement { reached: Reached::NotKnown, ..open() });
        assert!(unknown.contains("没有您的电话"), "{unknown}");
        let agreed = said(OwnArrangement { agreed: Agreed::OnADay, ..open() });
        assert!(agreed.contains("约好") && !agreed.contains("打电话"), "{agreed}");
        let state = ArrangementState::NotDone;
        let not_done = said(OwnArrangement { state, reason: Some("医生说不能打。".to_owned()), ..open() });
        assert!(not_done.contains("医生说不能打。") && not_done.contains("12345"), "{not_done}");
    }
}
