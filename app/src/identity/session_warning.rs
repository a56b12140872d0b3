//! Whoever is signed in is told two minutes before a session that rests is over, and goes on with one button (WCAG 2.2.1).
//! Nothing that was typed is lost when it ends; without scripts the sign-in page says so afterwards.

use crate::i18n::Words;
use contract::identity::{Actor, Role, Stays};
use leptos::prelude::*;

/// How long a page may rest before people are told, in milliseconds: two minutes less than a session.
const RESIDENTS_MS: u32 = 118 * 60 * 1000;
const STAFF_MS: u32 = 13 * 60 * 1000;

/// After how many milliseconds of rest somebody is told; never where they stay signed in for weeks.
pub fn told_after(actor: &Actor, stays: Stays) -> Option<u32> {
    match (actor.roles.iter().any(|role| *role != Role::Resident), stays) {
        (true, _) => Some(STAFF_MS),
        (false, Stays::No) => Some(RESIDENTS_MS),
        (false, Stays::Yes) => None,
    }
}

/// The words and the button, hidden until it is time. What appears in a status is read out.
pub fn session_warning(words: &Words, told_after: u32) -> AnyView {
    view! {
        <div role="status">
            <form method="post" aria-label=words.say("session-warning-stay") action="/account/stay" class="session-warning" data-after=told_after hidden>
                <p>{words.say("session-warning")}</p>
                <button class="button" type="submit" name="act" value="stay">{words.say("session-warning-stay")}</button>
            </form>
        </div>
    }
    .into_any()
}

/// The script: it waits, shows the words, and asks the portal to go on without leaving the page. Where the session is over
/// all the same, the button leads to the sign-in page.
pub fn script() -> &'static str {
    "const box=document.querySelector('.session-warning');let timer;\
     const rest=()=>{box.hidden=true;clearTimeout(timer);timer=setTimeout(()=>box.hidden=false,box.dataset.after)};\
     box.addEventListener('submit',async e=>{e.preventDefault();const r=await fetch(box.action,{method:'POST'}).catch(()=>null);\
     if(r?.ok&&new URL(r.url).pathname!=='/sign-in')rest();else box.submit()});rest()"
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::display::Display;

    #[test]
    fn it_is_hidden_until_it_is_time_and_works_without_leaving_the_page() {
        let html = session_warning(&Words::new(Display::default()), STAFF_MS).to_html();
        assert!(html.contains(" hidden") && html.contains(r#"data-after="780000""#), "{html}");
        assert!(script().len() < 500 && !script().contains("</"), "{}", script());
    }
}
