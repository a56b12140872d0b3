//! The head of every page: the portal's name, the telephone in elder mode, language and mode, and the main sections.

use super::{display_form::display_form, icon};
use crate::i18n::Words;
use contract::{
    display::Mode,
    identity::{Actor, Role},
};
use leptos::prelude::*;

/// Which way in or out stands at the end of the sections.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    /// Signing in, or out.
    Session,
    /// None: whoever practises leaves by the banner.
    None,
}

/// The head. `path` is the page's own address: display forms lead back to it, and its section is marked.
pub fn header(words: &Words, path: &str, actor: Option<&Actor>, door: Door) -> AnyView {
    let links = links(words, actor)
        .into_iter()
        .map(|(address, key)| {
            view! { <li><a href=address aria-current=current(path, address)>{words.say(key)}</a></li> }
        })
        .collect_view();
    let session = match (door, actor) {
        (Door::None, _) => None,
        (Door::Session, Some(_)) => Some(view! {
            <li><form method="post" action="/sign-out"><button class="link" type="submit">{words.say("shell-sign-out")}</button></form></li>
        }
        .into_any()),
        (Door::Session, None) => Some(view! {
            <li><a href="/sign-in" aria-current=current(path, "/sign-in")>{words.say("shell-sign-in")}</a></li>
        }
        .into_any()),
    };
    // Old people ring first: the telephone stands before everything else.
    let telephone = (words.display.mode == Mode::Elder).then(|| {
        view! { <a class="call" href="tel:12345">{icon::phone()}{words.say("shell-call")}</a> }
    });
    view! {
        <header class="header">
            <div class="bar">
                <a class="brand" href="/">{icon::mark()}{words.say("shell-name")}</a>
                {telephone}
                {display_form(words, path)}
            </div>
            <nav class="nav" aria-label=words.say("shell-navigation")><ul>{links}{session}</ul></nav>
        </header>
    }
    .into_any()
}

/// The page itself, or a page below it.
fn current(path: &str, address: &str) -> Option<&'static str> {
    match path.strip_prefix(address) {
        Some("") => Some("page"),
        Some(below) if address != "/" && below.starts_with('/') => Some("true"),
        _ => None,
    }
}

/// Links by role; every page has the same ones in the same order. In elder mode the rows of a resident's home page are
/// the way to everything, so few stand here.
fn links(words: &Words, actor: Option<&Actor>) -> Vec<(&'static str, &'static str)> {
    let mut links = vec![("/", "nav-home")];
    let is = |role| actor.is_some_and(|actor| actor.is(role));
    let staff = actor.is_some() && !is(Role::Resident);
    if words.display.mode == Mode::Elder && !staff {
        links.push(("/search", "nav-search"));
        return links;
    }
    if is(Role::Caseworker) || is(Role::Supervisor) {
        links.push(("/casework", "nav-casework"));
    }
    if is(Role::Department) || is(Role::Supervisor) {
        links.extend([("/arrangements", "nav-arrangements"), ("/disputes", "nav-disputes")]);
    }
    if is(Role::Author) || is(Role::Publisher) {
        links.push(("/desk", "nav-desk"));
    }
    if is(Role::Auditor) {
        links.push(("/journal", "nav-journal"));
    }
    if is(Role::Administrator) {
        links.push(("/operations", "nav-operations"));
    }
    links.extend([("/items", "nav-items"), ("/policies", "nav-policies"), ("/search", "nav-search")]);
    if is(Role::Resident) {
        links.extend([("/inbox", "nav-inbox"), ("/applications", "nav-applications"), ("/data", "nav-data")]);
    }
    if actor.is_some() {
        links.push(("/account", "nav-account"));
    }
    links
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::display::Display;

    #[test]
    fn a_page_below_belongs_to_its_link() {
        assert_eq!(current("/policies", "/policies"), Some("page"));
        assert_eq!(current("/policies/x", "/policies"), Some("true"));
        assert_eq!(current("/policies-x", "/policies"), None);
        assert_eq!(current("/", "/"), Some("page"));
        assert_eq!(current("/items", "/"), None);
    }

    #[test]
    fn elder_mode_begins_with_the_telephone_and_has_few_links() {
        let html =
            |mode| header(&Words::new(Display { mode, ..Display::default() }), "/", None, Door::Session).to_html();
        assert!(!html(Mode::Standard).contains("tel:12345"), "{}", html(Mode::Standard));
        let elder = html(Mode::Elder);
        assert!(elder.contains("tel:12345"), "{elder}");
        assert!(elder.matches("<li>").count() < html(Mode::Standard).matches("<li>").count(), "{elder}");
    }
}
