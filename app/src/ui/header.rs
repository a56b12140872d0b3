//! The head of every page in two rows: the portal's name and the telephone; the main sections, at most five. Everything of
//! one's own is behind one of them, and what a person sets once (language, size, colours) behind 显示.

use super::{
    display_form::{Place, language_form, way_back},
    icon,
};
use crate::{
    i18n::Words,
    markup::{IntoMarkup, Markup},
};
use contract::{
    display::Mode,
    identity::{Actor, Role},
};
use leptos::prelude::*;

/// Where one's own pages are listed.
pub const OWN: &str = "/mine";

/// So many links to their work stand in the head of staff; the rest is listed with what is their own.
const WORK_IN_THE_HEAD: usize = 3;

/// Which way in or out stands at the end of the sections.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    /// Signing in, or what is one's own with the way out.
    Session,
    /// None: whoever practises leaves by the banner.
    None,
}

/// The head. `path` is the page's own address: display forms lead back to it, and its section is marked. `unread` counts the
/// notices that are new to the person.
pub fn header(words: &Words, path: &str, actor: Option<&Actor>, door: Door, unread: u32) -> Markup {
    let elder = words.display.mode == Mode::Elder;
    let mut entries: Vec<Markup> =
        sections(words, actor).into_iter().map(|(address, key)| entry(words, path, address, key)).collect();
    match (door, actor) {
        (Door::Session, None) => entries.push(entry(words, path, "/sign-in", "shell-sign-in")),
        (Door::Session | Door::None, Some(actor)) => entries.push(own(words, path, actor, unread)),
        (Door::None, None) => {}
    }
    let display = display_link(words, path);
    let (beside, last) = match elder {
        true => (None, Some(view! { <li>{display}</li><li>{way_back(words, path, Place::Head)}</li> })),
        false => (Some(view! { <div class="beside">{language_form(words, path, Place::Head)}{display}</div> }), None),
    };
    view! {
        <header class="header">
            <div class="bar">
                <a class="brand" href="/">{icon::mark()}{words.say("shell-name")}</a>
                <a class="call" href="tel:12345">{icon::phone()}<span class="hidden">{words.say("shell-call-before")}</span>{words.say("shell-call-number")}</a>
                {beside}
            </div>
            <nav class="nav" aria-label=words.say("shell-navigation")><ul>{entries}{last}</ul></nav>
        </header>
    }
    .into_markup()
}

/// The pages of their work that somebody of staff has, by address and Fluent key; none for residents.
pub fn work(actor: &Actor) -> Vec<(&'static str, &'static str)> {
    let is = |role| actor.is(role);
    let mut links = Vec::new();
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
    links
}

/// The same ones in the same order on every page. In elder mode the rows of the home page are the way to everything.
fn sections(words: &Words, actor: Option<&Actor>) -> Vec<(&'static str, &'static str)> {
    let home = std::iter::once(("/", "nav-home"));
    let staff = actor.filter(|actor| !actor.is(Role::Resident));
    match (words.display.mode, staff) {
        (Mode::Elder, _) => home.collect(),
        (Mode::Standard | Mode::Large, Some(actor)) => {
            home.chain(work(actor).into_iter().take(WORK_IN_THE_HEAD)).collect()
        }
        (Mode::Standard | Mode::Large, None) => {
            home.chain([("/items", "nav-items"), ("/policies", "nav-policies"), ("/search", "nav-search")]).collect()
        }
    }
}

fn entry(words: &Words, path: &str, address: &'static str, key: &str) -> Markup {
    view! { <li><a href=address aria-current=current(path, address)>{words.say(key)}</a></li> }.into_markup()
}

/// What is one's own, with the number of what is new there.
fn own(words: &Words, path: &str, actor: &Actor, unread: u32) -> Markup {
    let new = (unread > 0).then(|| {
        let count = words.number(i64::from(unread));
        let spoken = words.with("nav-mine-new", &[("count", &count)]);
        view! { <span class="new" aria-hidden="true">{count}</span><span class="hidden">{spoken}</span> }
    });
    let below = OWN_PAGES.iter().any(|address| current(path, address).is_some())
        || work(actor).iter().skip(WORK_IN_THE_HEAD).any(|(address, _)| current(path, address).is_some());
    let current = if below { Some("true") } else { current(path, OWN) };
    view! { <li><a href=OWN aria-current=current>{words.say("nav-mine")}{new}</a></li> }.into_markup()
}

/// What stands behind one's own entry, so that it is marked on these pages too.
const OWN_PAGES: [&str; 8] =
    ["/inbox", "/applications", "/drafts", "/offers", "/put-aside", "/data", "/account", "/offline-card"];

/// Language, size, colours and sentences in one place; the page knows where to lead back to.
fn display_link(words: &Words, path: &str) -> Markup {
    let address = if path == DISPLAY { DISPLAY.to_owned() } else { format!("{DISPLAY}?back={path}") };
    view! { <a href=address aria-current=current(path, DISPLAY)>{words.say("display-title")}</a> }.into_markup()
}

/// Where all of that stands.
const DISPLAY: &str = "/display";

/// The page itself, or a page below it.
fn current(path: &str, address: &str) -> Option<&'static str> {
    match path.strip_prefix(address) {
        Some("") => Some("page"),
        Some(below) if address != "/" && below.starts_with('/') => Some("true"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::{display::Display, ids::AccountId};

    #[test]
    fn a_page_below_belongs_to_its_link() {
        assert_eq!(current("/policies", "/policies"), Some("page"));
        assert_eq!(current("/policies/x", "/policies"), Some("true"));
        assert_eq!(current("/policies-x", "/policies"), None);
        assert_eq!(current("/", "/"), Some("page"));
        assert_eq!(current("/items", "/"), None);
    }

    fn head(mode: Mode, actor: Option<&Actor>, unread: u32) -> String {
        header(&Words::new(Display { mode, ..Display::default() }), "/", actor, Door::Session, unread).to_string()
    }

    fn somebody(roles: &[Role]) -> Actor {
        Actor {
            account: AccountId("1".to_owned()),
            name: "陈阿婆".to_owned(),
            roles: roles.to_vec(),
            district: None,
            department: None,
            resident: None,
        }
    }

    #[test]
    fn the_telephone_stands_in_the_first_row_and_at_most_five_sections_in_the_second() {
        let everything = somebody(&[Role::Supervisor, Role::Author, Role::Auditor, Role::Administrator]);
        for actor in [None, Some(&somebody(&[Role::Resident])), Some(&everything)] {
            for mode in Mode::ALL {
                let html = head(mode, actor, 0);
                assert_eq!(html.matches("tel:12345").count(), 1, "{html}");
                assert!(html.matches("<li>").count() <= 5, "{html}");
            }
        }
    }

    #[test]
    fn what_is_new_is_a_number_at_what_is_ones_own() {
        let resident = somebody(&[Role::Resident]);
        let html = head(Mode::Standard, Some(&resident), 3);
        assert!(html.contains(r#"<span aria-hidden="true" class="new">3</span>"#), "{html}");
        assert!(!head(Mode::Standard, Some(&resident), 0).contains("class=\"new\""), "nothing new, no number");
    }

    #[test]
    fn elder_mode_has_three_links_and_the_way_out() {
        let html = head(Mode::Elder, Some(&somebody(&[Role::Resident])), 0);
        assert!(html.contains(r#"value="standard""#), "{html}");
        assert_eq!(html.matches("<li><a").count(), 3, "{html}");
    }
}
