//! An address does what its methods say, and nothing for any other.

use super::people::City;
use app::routes::ROUTES;
use server::{config::PublicUrl, http::forms::FORMS};
use tests::{database::TestDatabase, on_both_databases, portal::TestPortal};

on_both_databases! {
    fn other_methods_are_told_which_are_right(database) {
        let city = City::new(database);
        let client = city.client("");
        let files = ["/healthz", "/readyz", "/check/device", "/manifest.webmanifest", "/service-worker.js", "/assets/x.css"];
        let pages = ROUTES.iter().map(|route| city.address(route.pattern));
        let forms = FORMS.iter().map(|form| city.address(form.action));
        for address in pages.chain(forms).chain(files.map(str::to_owned)).chain(["/api/server/x".to_owned()]) {
            for method in ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "FOO"] {
                let answer = client.request(method, &address);
                assert_eq!((answer.status, answer.body.as_str()), (405, ""), "{method} {address}");
                assert!(answer.header("allow").contains("GET, HEAD") || answer.header("allow").contains("POST"), "{address}");
                assert_eq!(answer.header("x-content-type-options"), "nosniff");
            }
        }
        assert_eq!(client.request("PUT", "/policies").header("allow"), "GET, HEAD");
        assert_eq!(client.request("PUT", "/sign-in").header("allow"), "GET, HEAD, POST");
        assert_eq!(client.request("FOO", "/nothing-here").status, 404);
        assert_eq!(client.request("HEAD", "/policies").status, 200);
    }
}

/// A neighbour of the host could plant a cookie of any other name.
#[test]
fn under_https_every_cookie_is_bound_to_the_host() {
    let database = TestDatabase::sqlite();
    let portal = TestPortal::at(&database, PublicUrl::parse("https://city.example").unwrap());
    let visitor = portal.visitor();
    let mut silent = portal.visitor();
    silent.headers = Vec::new();
    let answers = [
        (visitor.post("/display", &[("language", "en")]), "__Host-display"),
        (visitor.post("/sign-in", &[("identifier", "x")]), "__Host-kept"),
        (
            visitor.post("/check", &[("question", "dob"), ("dob-year", "1950"), ("dob-month", "1"), ("dob-day", "1")]),
            "__Host-answers",
        ),
        (visitor.post("/practice/start", &[]), "__Host-practice"),
        (silent.post("/display", &[("language", "en")]), "__Host-confirm"),
    ];
    for (answer, wanted) in answers {
        let cookies: Vec<&String> =
            answer.headers.iter().filter(|(name, _)| name == "set-cookie").map(|(_, cookie)| cookie).collect();
        assert!(cookies.iter().any(|cookie| cookie.starts_with(&format!("{wanted}="))), "{wanted}: {cookies:?}");
        for cookie in cookies {
            assert!(
                cookie.starts_with("__Host-") && cookie.contains("; Secure") && cookie.contains("; Path=/"),
                "{cookie}"
            );
        }
    }
    // What stands under the old name is read no more.
    let planted = portal.visitor();
    planted.set_cookie("display", "en.standard.device");
    assert!(planted.get("/policies").body.contains("lang=\"zh-CN\""));
}

/// It is in no table of forms, since the page's script asks for it.
#[test]
fn a_challenge_is_made_for_pages_of_the_portal_alone() {
    let database = TestDatabase::sqlite();
    let portal = TestPortal::at(&database, PublicUrl::parse("https://city.example").unwrap());
    let from = |headers: &[(&'static str, &str)]| {
        let mut client = portal.visitor();
        client.headers = headers.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        client.post("/passkeys/begin", &[("purpose", "sign-in")])
    };
    for elsewhere in [
        &[("sec-fetch-site", "cross-site")][..],
        &[("sec-fetch-site", "same-site")],
        &[("sec-fetch-site", "cross-site"), ("origin", "https://city.example")],
        &[("origin", "https://elsewhere.example")],
        &[("origin", "http://city.example")],
        &[("origin", "null")],
        &[],
    ] {
        let refused = from(elsewhere);
        assert_eq!((refused.status, refused.header("set-cookie")), (403, ""), "{elsewhere:?}");
    }
    let made = from(&[("origin", "https://city.example")]);
    let cookie = made.header("set-cookie");
    assert!(made.status == 200 && cookie.starts_with("__Host-passkey"), "{} {cookie}", made.status);
    for attribute in ["; Secure", "; HttpOnly", "; SameSite=Strict", "; Path=/"] {
        assert!(cookie.contains(attribute), "{attribute}: {cookie}");
    }
    assert!(!cookie.contains("Domain"), "{cookie}");
    assert!(made.header("cache-control").contains("no-store"), "{:?}", made.headers);
    let client = portal.visitor();
    assert_eq!(client.get("/passkeys/begin").status, 404);
    assert_eq!(client.post("/passkeys/begin", &[("purpose", "join"), ("code", "AAAAA")]).status, 404);
}
