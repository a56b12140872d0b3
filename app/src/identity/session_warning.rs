//! Whoever is signed in is told two minutes before a session is over: one that rests goes on with one button (WCAG 2.2.1),
//! one that has lasted as long as it may is followed by another, begun in a new tab. The page stays, and with it what was
//! typed; without scripts the sign-in page says so afterwards.

use crate::{
    i18n::Words,
    markup::{IntoMarkup, Markup},
};
use contract::identity::{Actor, Role, Stays};
use leptos::prelude::*;

/// How long a session may rest before people are told, in milliseconds: two minutes less than it may.
const RESIDENTS_MS: i64 = 118 * 60 * 1000;
const STAFF_MS: i64 = 13 * 60 * 1000;
/// No page stands open for longer than this, in milliseconds: of a later end nobody is told.
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// How a session goes on from now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lasting {
    /// Whether it stays on the person's own device.
    pub stays: Stays,
    /// How long it lasts at most, in milliseconds.
    pub longest_ms: i64,
}

/// When a page says that its session is about to be over, in milliseconds from now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ends {
    /// After so much rest people are told; never where they stay signed in for weeks.
    rest: Option<i64>,
    /// So much later it is over, whatever they do.
    longest: i64,
}

/// When people are told; nothing where it is not today.
pub fn ends(actor: &Actor, session: Lasting) -> Option<Ends> {
    let is_of_staff = actor.roles.iter().any(|role| *role != Role::Resident);
    let rest = match (is_of_staff, session.stays) {
        (true, _) => Some(STAFF_MS),
        (false, Stays::No) => Some(RESIDENTS_MS),
        (false, Stays::Yes) => None,
    };
    (rest.is_some() || session.longest_ms <= DAY_MS).then_some(Ends { rest, longest: session.longest_ms })
}

/// The words and the button, hidden until it is time. What appears in a status is read out.
pub fn session_warning(words: &Words, ends: Ends) -> Markup {
    // Which of them stands there is the script's business.
    view! {
        <div role="status">
            <form method="post" aria-label=words.say("session-warning-stay") action="/account/stay" class="session-warning"
                data-rest=ends.rest data-longest=ends.longest hidden>
                <p data-when="rest">{words.say("session-warning")}</p>
                <p data-when="end">{words.say("session-warning-end")}</p>
                <p data-when="over">{words.say("session-warning-over")}</p>
                <p data-away hidden>{words.say("session-warning-away")}</p>
                <button class="button" type="submit" name="act" value="stay" data-when="rest">{words.say("session-warning-stay")}</button>
                <a class="button" href="/sign-in?next=/account" target="_blank" data-when="end over">{words.say("session-warning-sign-in")}</a>
            </form>
        </div>
    }
    .into_markup()
}

/// The script: it looks at the clock, which goes on while a computer sleeps, shows the words, and asks the portal to go on
/// without leaving the page. Whoever has signed in in another tab and comes back finds the words gone; how long that session
/// lasts stands on the page that the portal then sends.
pub fn script() -> &'static str {
    "const box=document.querySelector('.session-warning'),away=box.querySelector('[data-away]');let shown='',seen,rest,end;\
     function begin(r,l){seen=Date.now();rest=+r||1/0;end=seen+ +l;look()}\
     function show(state){if(state===shown)return;shown=state;away.hidden=true;\
     for(const part of box.querySelectorAll('[data-when]'))part.hidden=!part.dataset.when.includes(state);box.hidden=!state}\
     function look(){const now=Date.now(),idle=now-seen;\
     show(now>=end||idle>=rest+120000?'over':now>=end-120000?'end':idle>=rest?'rest':'')}\
     async function ask(to,how){const r=await fetch(to,how).catch(()=>0);away.hidden=r.ok;if(!r.ok)return;\
     const m=/(?: data-rest=\"(\\d+)\")? data-longest=\"(\\d+)\" hidden class=\"session-warning\"/.exec(await r.text());\
     if(m)begin(m[1],m[2]);else{end=0;look()}}\
     box.addEventListener('submit',e=>{e.preventDefault();ask(box.action,{method:'POST'})});\
     addEventListener('focus',()=>{if(shown&&shown!=='rest')ask('/account')});\
     setInterval(look,5000);begin(box.dataset.rest,box.dataset.longest)"
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::{display::Display, ids::AccountId};

    fn somebody(role: Role) -> Actor {
        Actor {
            account: AccountId("a".into()),
            resident: None,
            roles: vec![role],
            name: "林静安".into(),
            district: None,
            department: None,
        }
    }

    #[test]
    fn it_is_hidden_until_it_is_time_and_works_without_leaving_the_page() {
        let lasting = Lasting { stays: Stays::No, longest_ms: 1_000 };
        let words = Words::new(Display::default());
        let ends = ends(&somebody(Role::Author), lasting);
        let html = ends.map(|ends| session_warning(&words, ends).to_string()).unwrap_or_default();
        // The script reads it so from the page that the portal sends.
        assert!(html.contains(r#" data-rest="780000" data-longest="1000" hidden class="session-warning""#), "{html}");
        assert!(script().len() < 1_500 && !script().contains("</"), "{}", script());
        assert!(!script().contains("submit()"), "nobody is led away from what they typed");
    }

    #[test]
    fn whoever_stays_for_weeks_is_told_on_the_last_day() {
        let told = |longest_ms| ends(&somebody(Role::Resident), Lasting { stays: Stays::Yes, longest_ms });
        assert_eq!(told(DAY_MS + 1), None);
        assert_eq!(told(DAY_MS), Some(Ends { rest: None, longest: DAY_MS }));
    }
}
