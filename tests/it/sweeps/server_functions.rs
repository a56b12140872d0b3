//! Every server function has a rule, and the rule is what happens.

use super::people::PEOPLE;
use contract::identity::Audience;
use server::http::server_functions::{RULES, known};
use tests::{on_both_databases, portal::TestPortal};

#[test]
fn every_server_function_has_a_rule() {
    let ruled: Vec<String> = RULES.iter().map(|(endpoint, _)| format!("/api/server/{endpoint}")).collect();
    assert_eq!(known(), ruled);
}

on_both_databases! {
    fn every_server_function_answers_only_whom_it_declares(database) {
        let portal = TestPortal::new(database);
        for (endpoint, audience) in RULES {
            for (name, roles) in PEOPLE {
                let mut client = match name {
                    "" => portal.visitor(),
                    name => portal.sign_in(name),
                };
                client.headers.push(("accept", "application/json".to_owned()));
                let admitted = match audience {
                    Audience::Everyone => true,
                    Audience::SignedIn => !roles.is_empty(),
                    Audience::Roles(wanted) => wanted.iter().any(|role| roles.contains(role)),
                };
                let answer = client.post(&format!("/api/server/{endpoint}"), &[]);
                assert_eq!(answer.status == 403, !admitted, "{endpoint} by {name:?}: {}", answer.status);
            }
        }
        // A browser that sends one as a page is led home.
        let mut author = portal.sign_in("author");
        author.headers.push(("accept", "text/html".to_owned()));
        assert_eq!(author.post("/api/server/nobodys", &[]).location(), "/");
        author.headers.pop();
        author.headers.push(("accept", "application/json".to_owned()));
        assert_eq!(author.post("/api/server/nobodys", &[]).status, 404);
    }

    fn a_document_is_checked_while_it_is_written(database) {
        let portal = TestPortal::new(database);
        let mut author = portal.sign_in("author");
        author.headers.push(("accept", "application/json".to_owned()));
        let answer = author.post("/api/server/check-policy-text", &[("text", "id = 1")]);
        assert_eq!(answer.status, 200, "{}", answer.body);
        assert!(answer.body.contains("少了一项"), "{}", answer.body);
        let english = author.post("/api/server/check-policy-text", &[("text", "id = 1"), ("language", "English")]);
        assert!(english.status == 200 && !english.body.contains("少了一项"), "{}", english.body);
        assert_eq!(answer.header("cache-control"), "no-store");
        let empty = author.post("/api/server/check-policy-text", &[]);
        assert_eq!(empty.status, 200, "a missing field reads as empty: {}", empty.body);
        // What cannot be read is a mistake of the caller's, told in plain words.
        let unreadable = author.post_body("/api/server/check-policy-text", "text=1&text=2".to_owned());
        let unknown = author.post("/api/server/nobodys", &[]);
        for (answer, status) in [(unreadable, 400), (unknown, 404)] {
            assert_eq!((answer.status, answer.header("x-content-type-options")), (status, "nosniff"), "{}", answer.body);
            assert!(answer.body.chars().any(|sign| sign > '一'), "our own words: {}", answer.body);
        }
        // The largest document that the desk takes, and one that is too large.
        let largest = "（".repeat(256 * 1024 / 3);
        let answer = author.post("/api/server/check-policy-text", &[("text", &largest)]);
        assert_eq!(answer.status, 200, "{}", answer.body);
        let answer = author.post("/api/server/check-policy-text", &[("text", &largest.repeat(4))]);
        assert_eq!(answer.status, 413, "{}", answer.body);
    }
}
