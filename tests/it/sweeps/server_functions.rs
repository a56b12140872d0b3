//! Every server function has a rule, and the rule is what happens.

use actix_web::http::{StatusCode, header};
use server::http::server_functions::{RULES, known};
use tests::portal::{Answer, Browser, TestPortal, form};

fn call(portal: &TestPortal, browser: &mut Browser, endpoint: &str, fields: &[(&str, &str)]) -> Answer {
    let request = form(&format!("/api/server/{endpoint}"), fields)
        .insert_header(("sec-fetch-site", "same-origin"))
        .insert_header((header::ACCEPT, "application/json"));
    portal.send(browser, request)
}

#[test]
fn every_server_function_has_a_rule() {
    let ruled: Vec<String> = RULES.iter().map(|(endpoint, _)| format!("/api/server/{endpoint}")).collect();
    assert_eq!(known(), ruled);
}

tests::on_both_databases! {
    fn a_server_function_answers_only_whom_it_declares(database) {
        let portal = TestPortal::on(database);
        for who in [None, Some("19900000000"), Some("supervisor"), Some("publisher"), Some("author")] {
            let mut browser = who.map_or_else(Browser::default, |who| portal.signed_in(who));
            let answer = call(&portal, &mut browser, "check-policy-text", &[("text", "id = 1")]);
            match who {
                Some("author") => {
                    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
                    assert!(answer.body.contains("\"missing-key\""), "{}", answer.body);
                    assert_eq!(answer.header("cache-control"), "no-store");
                    let empty = call(&portal, &mut browser, "check-policy-text", &[]);
                    assert_eq!(empty.status, StatusCode::OK, "a missing field reads as empty: {}", empty.body);
                }
                _ => assert_eq!(answer.status, StatusCode::FORBIDDEN, "{who:?}"),
            }
        }
        let unknown = call(&portal, &mut portal.signed_in("author"), "nobodys", &[]);
        assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    }
}
