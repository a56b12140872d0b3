//! Every form × every kind of bad body: never a raw error, never a fault, never `__err` in an address.

use actix_web::http::StatusCode;
use server::http::forms::FORMS;
use tests::portal::{Answer, TestPortal};

/// Names that forms use; each is left out, doubled and filled with nonsense in turn.
const NAMES: [&str; 16] = [
    "identifier",
    "password",
    "next",
    "answer",
    "key",
    "revision",
    "attribute",
    "statement",
    "reply",
    "question",
    "decision",
    "reason",
    "text",
    "go",
    "back",
    "mode",
];

/// Somebody who may post the form, and the address with things of theirs.
fn poster(action: &str) -> &'static str {
    match action.split('/').nth(1) {
        Some("casework") => "supervisor",
        Some("desk") if action.ends_with("publish") => "publisher",
        Some("desk") => "author",
        _ => "19900000003",
    }
}

fn decent(answer: &Answer, what: &str) {
    let page = answer.status.is_success() || answer.status.is_client_error();
    assert!(answer.status == StatusCode::SEE_OTHER || page, "{what}: {}", answer.status);
    assert!(!answer.location.contains("__err") && !answer.location.starts_with("http"), "{what}: {}", answer.location);
    if answer.status != StatusCode::SEE_OTHER {
        assert_eq!(answer.body.matches("<h1").count(), 1, "{what} is a page: {}", answer.body);
    }
}

tests::on_both_databases! {
    fn every_form_bears_every_body(database) {
        let portal = TestPortal::on(database);
        let long = "长".repeat(350_000);
        for form in FORMS.iter().filter(|form| form.action != "/sign-out") {
            let mut browser = portal.signed_in(poster(form.action));
            let home = portal.get(&mut browser, "/");
            let offer = if home.body.contains("/offers/") { home.address("/offers/").replace("/offers/", "") } else { "x".to_owned() };
            let path = form.action.replace("{question}", "card").replace("{id}", &offer);
            decent(&portal.post(&mut browser, &path, &[]), &format!("{path} empty"));
            let all: Vec<(&str, &str)> = NAMES.iter().map(|name| (*name, "<script>'\"&")).collect();
            for left_out in NAMES {
                let fields: Vec<_> = all.iter().copied().filter(|(name, _)| *name != left_out).collect();
                decent(&portal.post(&mut browser, &path, &fields), &format!("{path} without {left_out}"));
            }
            let doubled: Vec<_> = all.iter().chain(&all).copied().collect();
            decent(&portal.post(&mut browser, &path, &doubled), &format!("{path} doubled"));
            decent(&portal.post(&mut browser, &path, &[("text", &long), ("reason", &long), ("identifier", &long)]), &format!("{path} long"));
        }
    }

    fn typed_values_come_back_with_what_needs_mending(database) {
        let portal = TestPortal::on(database);
        let mut browser = tests::portal::Browser::default();
        let answer = portal.post(&mut browser, "/sign-in", &[("identifier", "ming\"zi"), ("password", "")]);
        assert_eq!((answer.status, answer.location.as_str()), (StatusCode::SEE_OTHER, "/sign-in"));
        let page = portal.get(&mut browser, "/sign-in");
        assert!(page.body.contains("ming&quot;zi") && page.body.contains("href=\"#password\""), "{}", page.body);
        assert!(page.body.contains("<title>错误："), "the title says that something needs mending");
    }
}
