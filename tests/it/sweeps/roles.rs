//! Every route and every form × everybody: the declared audience is what happens.

use actix_web::http::StatusCode;
use app::routes::ROUTES;
use server::http::forms::FORMS;
use tests::portal::{Browser, TestPortal, form};

/// One of each: a visitor, a resident, and every kind of staff.
const PEOPLE: [Option<&str>; 8] = [
    None,
    Some("19900000000"),
    Some("hongkou"),
    Some("supervisor"),
    Some("author"),
    Some("publisher"),
    Some("auditor"),
    Some("administrator"),
];

fn filled(pattern: &str) -> String {
    pattern.split('/').map(|part| if part.starts_with('{') { "nobodys" } else { part }).collect::<Vec<_>>().join("/")
}

tests::on_both_databases! {
    fn every_route_admits_whom_it_declares(database) {
        let portal = TestPortal::on(database);
        for who in PEOPLE {
            let mut browser = who.map_or_else(Browser::default, |who| portal.signed_in(who));
            let actor = browser_actor(&portal, who);
            for route in ROUTES {
                let answer = portal.get(&mut browser, &filled(route.pattern));
                let expected = match (route.audience.admits(actor.as_ref()), actor.is_some()) {
                    (true, _) if route.pattern.contains('{') => StatusCode::NOT_FOUND,
                    (true, _) => StatusCode::OK,
                    (false, false) => StatusCode::SEE_OTHER,
                    (false, true) => StatusCode::FORBIDDEN,
                };
                assert_eq!(answer.status, expected, "{who:?} opens {}", route.pattern);
            }
        }
    }

    fn every_form_admits_whom_it_declares_and_only_from_the_portal(database) {
        let portal = TestPortal::on(database);
        for who in [None, Some("19900000001"), Some("auditor")] {
            let actor = browser_actor(&portal, who);
            for posted in FORMS.iter().filter(|form| form.action != "/sign-out") {
                let mut browser = who.map_or_else(Browser::default, |who| portal.signed_in(who));
                let path = filled(posted.action);
                let elsewhere = form(&path, &[]).insert_header(("sec-fetch-site", "cross-site"));
                assert_eq!(portal.send(&mut browser, elsewhere).status, StatusCode::FORBIDDEN, "{path} from elsewhere");
                let unknown = portal.send(&mut browser, form(&path, &[]));
                assert!(unknown.status == StatusCode::OK && unknown.body.contains("confirmation"), "{path} asks to confirm");
                let answer = portal.post(&mut browser, &path, &[]);
                match (posted.audience.admits(actor.as_ref()), actor.is_some()) {
                    (true, _) => assert_ne!(answer.status, StatusCode::FORBIDDEN, "{who:?} posts {path}"),
                    (false, true) => assert_eq!(answer.status, StatusCode::FORBIDDEN, "{who:?} posts {path}"),
                    (false, false) => assert!(answer.location.starts_with("/sign-in"), "{path}: {}", answer.location),
                }
            }
        }
    }
}

fn browser_actor(portal: &TestPortal, who: Option<&str>) -> Option<contract::identity::Actor> {
    let token = portal.signed_in(who?).cookie("session");
    match domain::identity::session::find(&portal.cx, &token).unwrap() {
        domain::identity::session::SessionState::Live(actor) => Some(actor),
        _ => None,
    }
}
