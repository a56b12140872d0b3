//! Every page in every mode and language, and what stands in the way: whole, plain, from this portal alone.

use super::people::{City, takes};
use app::routes::ROUTES;
use contract::display::{Display, Language, Mode};
use server::http::forms::FORMS;
use std::{collections::BTreeSet, sync::LazyLock};
use tests::{
    database::TestDatabase,
    html::{Html, Piece, value},
    on_both_databases,
    portal::{Answer, GRANNY, TestPortal},
};

on_both_databases! {
    fn every_page_is_whole_in_every_mode_and_language(database) {
        let city = City::new(database);
        // What is not there, or not for this person, looks the same from every page.
        let mut refused = BTreeSet::new();
        for route in ROUTES {
            let who = city.admitted(route.pattern, route.audience);
            let client = city.client(who);
            let address = city.address(route.pattern);
            for language in Language::ALL {
                for mode in Mode::ALL {
                    let display = Display { language, mode, ..Display::default() };
                    // How a page looks is not the store's business: on PostgreSQL each is opened once.
                    if database.cluster().is_some() && display != Display::default() {
                        continue;
                    }
                    client.set_cookie(Display::COOKIE, &display.to_cookie());
                    let place = format!("{address} {}", display.to_cookie());
                    let answer = client.open(&address);
                    document(&place, &answer, display);
                    if !refused.insert((who, display.to_cookie())) {
                        continue;
                    }
                    for (elsewhere, status) in [("/nothing-here", 404), ("/operations", 403)] {
                        let answer = client.get(elsewhere);
                        if answer.status == status {
                            document(&format!("{elsewhere} {}", display.to_cookie()), &answer, display);
                        }
                    }
                }
            }
        }
    }
}

#[test]
fn every_step_of_the_check_is_whole_in_every_mode_and_language() {
    let database = tests::database::TestDatabase::sqlite();
    let portal = TestPortal::new(&database);
    for language in Language::ALL {
        for mode in Mode::ALL {
            let client = portal.visitor();
            let display = Display { language, mode, ..Display::default() };
            client.set_cookie(Display::COOKIE, &display.to_cookie());
            let open = |address: &str| {
                let answer = client.open(address);
                document(&format!("{address} {}", display.to_cookie()), &answer, display);
                answer
            };
            open("/check?show=results");
            // Every question of the vocabulary, answered or not.
            for attribute in portal.cx.vocabulary.attributes().iter().filter(|attribute| attribute.is_asked()) {
                let address = format!("/check?question={}", attribute.id);
                let form = open(&address).html().form("/check").unwrap();
                if attribute.id == "dob" {
                    assert_eq!(client.submit(&form, &[("dob-year", "1944")]).location(), "/check");
                    assert_eq!(open("/check").html().elements("h1").len(), 1);
                    client.submit(&form, &[("dob-year", "1944"), ("dob-month", "5"), ("dob-day", "2")]);
                } else if mode != Mode::Large {
                    client.submit(&form, &[("go", "unknown")]);
                }
            }
            let results = open("/check?show=results");
            let lists = results.body.split("<ul").skip(1).filter_map(|rest| rest.split("</ul>").next());
            for list in lists {
                assert!(list.matches("<h3").count() <= 12, "a list of more than twelve: {list}");
            }
            open("/check?erased=yes");
        }
    }
}

#[test]
fn cookies_are_kept_from_scripts_and_other_sites() {
    let database = tests::database::TestDatabase::sqlite();
    let secure = server::config::PublicUrl::parse("https://city.example").unwrap();
    let portal = TestPortal::at(&database, secure);
    let visitor = portal.visitor();
    let signed_in = visitor.post("/sign-in", &[("identifier", GRANNY), ("password", portal.password(GRANNY))]);
    let wrong = portal.visitor().post("/sign-in", &[("identifier", ""), ("password", "")]);
    let display = visitor.post("/display", &[("mode", "elder"), ("back", "//evil.example/")]);
    assert_eq!(display.location(), "/");
    for (answer, start) in [(&signed_in, "__Host-session="), (&wrong, "__Host-kept="), (&display, "__Host-display=")] {
        let cookie = answer.header("set-cookie");
        assert!(cookie.starts_with(start), "{cookie}");
        for flag in ["HttpOnly", "SameSite=Lax", "Secure", "Path=/"] {
            assert!(cookie.contains(flag), "{cookie} has no {flag}");
        }
        assert!(!cookie.contains("Domain"), "{cookie}");
    }
    assert_eq!(signed_in.header("strict-transport-security"), "max-age=31536000; includeSubDomains");
}

/// Holds one page against the rules of all pages.
fn document(place: &str, answer: &Answer, display: Display) {
    let html = answer.html();
    let headings = html.texts("h1");
    assert_eq!(headings.len(), 1, "{place}: {headings:?}");
    let (heading, title) = (headings[0].trim(), html.texts("title").concat());
    // A page with something to mend says so first.
    let plain_title = title.strip_prefix("错误：").or(title.strip_prefix("Error: ")).unwrap_or(&title);
    assert!(!heading.is_empty() && plain_title.starts_with(heading), "{place}: title {title:?}, heading {heading:?}");
    let root = html.elements("html")[0];
    assert_eq!(value(root, "lang").as_deref(), Some(display.language.tag()), "{place}");
    assert_eq!(value(root, "data-mode").as_deref(), Some(display.mode.as_str()), "{place}");
    assert!(answer.body.ends_with("</html>"), "{place} is whole");
    for word in ["<template", "__RESOLVED_RESOURCES", "__INCOMPLETE_CHUNKS", "__leptos", "javascript:"] {
        assert!(!answer.body.contains(word), "{place} holds {word}");
    }
    headers(place, answer);
    scripts(place, answer, &html);
    origins(place, &html);
    keys(place, &html);
    leads(place, &html);
}

fn headers(place: &str, answer: &Answer) {
    for (name, wanted) in [
        ("content-type", "text/html; charset=utf-8"),
        ("cache-control", "no-store"),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        assert_eq!(answer.header(name), wanted, "{place}: {name}");
    }
    let policy = answer.header("content-security-policy");
    for part in
        ["default-src 'none'", "style-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"]
    {
        assert!(policy.contains(part), "{place}: {policy}");
    }
    for word in ["unsafe-inline", "'unsafe-eval'", "http:", "https:", "data:", "*"] {
        assert!(!policy.contains(word), "{place}: {policy}");
    }
}

/// No inline style, no handler, and no script but the island loader with this response's nonce.
fn scripts(place: &str, answer: &Answer, html: &Html) {
    let policy = answer.header("content-security-policy");
    for attributes in html.elements("script") {
        let nonce = value(attributes, "nonce").unwrap_or_default();
        assert!(!nonce.is_empty() && policy.contains(&format!("'nonce-{nonce}'")), "{place}: a script");
    }
    assert!(html.elements("style").is_empty(), "{place}: an inline style");
    for piece in html.pieces() {
        if let Piece::Open(element, attributes) = piece {
            // A placeholder is gone when one types, and a button that does nothing does not say why.
            let never = ["style", "placeholder", "disabled"];
            let bad = attributes.iter().find(|(name, _)| never.contains(&name.as_str()) || name.starts_with("on"));
            assert!(bad.is_none(), "{place}: {element} {bad:?}");
        }
    }
}

/// Nothing is loaded from elsewhere; links of the text may lead there.
fn origins(place: &str, html: &Html) {
    for piece in html.pieces() {
        let Piece::Open(element, attributes) = piece else { continue };
        for name in ["src", "href", "action", "srcset", "formaction", "poster", "data"] {
            let Some(address) = value(attributes, name).filter(|_| element != "a") else { continue };
            assert!(address.starts_with('/') && !address.starts_with("//"), "{place}: {element} {name}={address}");
        }
    }
}

/// No word that looks like the key of a message. What stands as code is a name, and meant.
fn keys(place: &str, html: &Html) {
    // Read once: thousands of pages are held against them.
    static STARTS: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
        super::locales::keys().into_iter().map(|key| key.split('-').next().unwrap().to_owned()).collect()
    });
    let is_key = |text: &str| {
        let text = text.trim();
        let plain = text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        let start = text.split('-').next().unwrap_or_default();
        plain && text.contains('-') && STARTS.contains(start)
    };
    let mut code = false;
    for piece in html.pieces() {
        match piece {
            Piece::Text(text) => assert!(code || !is_key(text), "{place}: {text}"),
            Piece::Open(element, _) | Piece::Close(element) if element == "code" => {
                code = matches!(piece, Piece::Open(..));
            }
            Piece::Open(element, attributes) => {
                for name in ["aria-label", "title", "placeholder", "alt"] {
                    let text = value(attributes, name).unwrap_or_default();
                    assert!(!is_key(&text), "{place}: {element} {name}={text}");
                }
            }
            Piece::Close(_) => {}
        }
    }
}

/// Every link leads to a page, every form to a form: a page saved from an earlier build still works, because no address
/// holds anything of a build.
fn leads(place: &str, html: &Html) {
    let links = html.links();
    for link in links.iter().filter(|link| link.starts_with('/')) {
        assert!(ROUTES.iter().any(|route| takes(route.pattern, link)), "{place}: no page at {link}");
    }
    for anchor in links.iter().filter_map(|link| link.strip_prefix('#')) {
        let there = html.pieces().iter().any(
            |piece| matches!(piece, Piece::Open(_, attributes) if value(attributes, "id").as_deref() == Some(anchor)),
        );
        assert!(there, "{place}: nothing has the id {anchor}");
    }
    for form in html.forms() {
        let known = match form.method.as_str() {
            "post" => FORMS.iter().any(|known| takes(known.action, &form.action)),
            _ => ROUTES.iter().any(|route| takes(route.pattern, &form.action)),
        };
        assert!(known, "{place}: nothing takes the form {}", form.action);
    }
}

#[test]
fn no_nonce_comes_twice() {
    let database = TestDatabase::sqlite();
    let portal = TestPortal::new(&database);
    let client = portal.visitor();
    let mut nonces = BTreeSet::new();
    for _ in 0..20 {
        let page = client.open("/sign-in");
        let policy = page.header("content-security-policy").to_owned();
        let nonce =
            policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).unwrap_or_default().to_owned();
        // 128 bits in hexadecimal digits, at least.
        assert!(nonce.len() >= 32 && page.header("cache-control").contains("no-store"), "{policy}");
        assert!(nonces.insert(nonce), "{policy}");
    }
}
