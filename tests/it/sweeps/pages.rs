//! Every page × mode × language: one heading, a title, no missing word, nothing inline, nothing from elsewhere.

use app::routes::ROUTES;
use contract::display::{Display, Language, Mode, Theme};
use tests::portal::{Answer, Browser, TestPortal};

fn sound(answer: &Answer, what: &str, display: Display) {
    let page = &answer.body;
    assert_eq!(page.matches("<h1").count(), 1, "{what}: one heading");
    let title = page.split("<title>").nth(1).and_then(|rest| rest.split('<').next()).unwrap_or_default();
    assert!(title.chars().count() > 4, "{what}: a title, not {title:?}");
    assert!(page.contains(&format!("<html lang=\"{}\"", display.language.tag())), "{what}: language");
    assert!(page.contains(&format!("data-mode=\"{}\"", display.mode.as_str())), "{what}: mode");
    for forbidden in
        ["style=\"", "onclick", "<template", "__RESOLVED", "http://", "javascript:", "placeholder=", "disabled="]
    {
        let hit = page.split(forbidden).next().map(|before| before.chars().rev().take(80).collect::<String>());
        assert!(!page.contains(forbidden), "{what}: {forbidden} after {hit:?}");
    }
    for script in page.split("<script").skip(1) {
        assert!(script.contains("nonce=\""), "{what}: a script without nonce");
    }
    if let Some(key) = missing_key(page) {
        panic!("{what}: the words for {key} are missing");
    }
    assert!(answer.header("content-security-policy").contains("default-src 'none'"), "{what}: policy");
    assert_eq!(answer.header("cache-control"), "no-store", "{what}");
    assert_eq!(answer.header("x-content-type-options"), "nosniff", "{what}");
}

/// Text that is nothing but a key: `home-title` between two tags. Names that stand as code are meant.
fn missing_key(page: &str) -> Option<String> {
    page.split('<')
        .filter(|part| !part.starts_with("code"))
        .filter_map(|part| part.split('>').nth(1))
        .map(str::trim)
        .find(|text| {
            let parts: Vec<&str> = text.split('-').collect();
            parts.len() >= 2
                && parts.iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase()))
                && app::i18n::Words::new(Display::default()).say(text) == **text
        })
        .map(str::to_owned)
}

fn every_display() -> Vec<Display> {
    let mut all = Vec::new();
    for language in Language::ALL {
        for mode in Mode::ALL {
            all.push(Display { language, mode, theme: Theme::Device });
        }
    }
    all
}

tests::on_both_databases! {
    fn every_page_is_sound_in_every_mode_and_language(database) {
        let portal = TestPortal::on(database);
        let mut people: Vec<Browser> = ["19900000000", "supervisor", "author", "auditor", "administrator"]
            .iter().map(|who| portal.signed_in(who)).collect();
        people.push(Browser::default());
        for display in every_display() {
            for (index, browser) in people.iter_mut().enumerate() {
                browser.set(Display::COOKIE, &display.to_cookie());
                let mut paths: Vec<String> =
                    ROUTES.iter().map(|route| route.pattern).filter(|path| !path.contains('{')).map(str::to_owned).collect();
                paths.extend(["/policies/elder-allowance", "/items/elder-allowance", "/search?q=x", "/nowhere"].map(str::to_owned));
                let offers = portal.get(browser, "/offers");
                if offers.body.contains("\"/offers/") {
                    paths.push(offers.address("/offers/"));
                }
                let desk = portal.get(browser, "/desk");
                if desk.body.contains("\"/desk/") {
                    paths.push(desk.address("/desk/"));
                }
                for path in paths {
                    let answer = portal.get(browser, &path);
                    if !answer.status.is_redirection() {
                        sound(&answer, &format!("{path} for {index} in {display:?}"), display);
                    }
                }
            }
        }
    }

    fn the_identity_number_stands_on_no_page(database) {
        let portal = TestPortal::on(database);
        let mut browser = portal.signed_in("19900000000");
        for route in ROUTES.iter().filter(|route| !route.pattern.contains('{')) {
            let page = portal.get(&mut browser, route.pattern).body;
            assert!(!page.contains("999999194"), "{} shows an identity number", route.pattern);
        }
    }
}
