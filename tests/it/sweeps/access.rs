//! Every page and every form for everybody: the declared rule holds, and somebody else's thing is not there.

use super::people::{City, PEOPLE, expected};
use app::routes::ROUTES;
use contract::identity::Audience;
use domain::identity::confirm::StepUp;
use server::http::forms::{FORMS, FieldNames};
use tests::on_both_databases;

on_both_databases! {
    fn every_page_keeps_its_rule(database) {
        let city = City::new(database);
        for (name, roles) in PEOPLE {
            let client = city.client(name);
            for route in ROUTES {
                let address = city.address(route.pattern);
                let answer = client.get(&address);
                let wanted = expected(route.pattern, route.audience, name, roles);
                assert_eq!(answer.status, wanted, "{address} for {name:?}: {}", answer.text());
                if wanted == 303 {
                    assert!(answer.location().starts_with("/sign-in"), "{address}: {}", answer.location());
                }
                if let (Some(nowhere), 200) = (city.nowhere(route.pattern), wanted) {
                    assert_eq!(client.get(&nowhere).status, 404, "{nowhere} for {name:?}");
                }
            }
            assert_eq!(client.get("/nothing/of/the/kind").status, 404);
        }
    }

    fn every_form_keeps_its_rule(database) {
        let city = City::new(database);
        for (name, roles) in PEOPLE {
            for form in FORMS {
                let address = city.address(form.action);
                let wanted = expected(form.action, form.audience, name, roles);
                // Who may post is the business of the other sweep of forms.
                if wanted == 200 {
                    continue;
                }
                let answer = city.client(name).post(&address, &[("go", "next"), ("answer", "accept"), ("attribute", "dob"),
                    ("statement", "x"), ("word", "x"), ("reply", "x"), ("question", "x"), ("decision", "grant"), ("reason", "x")]);
                assert_eq!(answer.status, wanted, "{address} for {name:?}: {}", answer.text());
                if wanted == 303 {
                    assert!(answer.location().starts_with("/sign-in"), "{address}: {}", answer.location());
                }
            }
        }
    }

    fn a_write_says_where_it_comes_from(database) {
        let city = City::new(database);
        for form in FORMS {
            let address = city.address(form.action);
            let mut client = city.client(city.admitted(form.action, form.audience));
            for site in ["cross-site", "same-site"] {
                client.headers = vec![("sec-fetch-site", site.to_owned())];
                assert_eq!(client.post(&address, &[("text", "x")]).status, 403, "{address} from {site}");
            }
            client.headers = vec![("origin", "https://elsewhere.example".to_owned())];
            assert_eq!(client.post(&address, &[]).status, 403, "{address} from elsewhere");
            client.headers = Vec::new();
            let field = match form.fields {
                FieldNames::Named(names) | FieldNames::Prefixed { named: names, .. } => names.iter().copied().find(|name| !form.secrets().contains(name)),
                FieldNames::OfTheQuestionInTheAddress(_) => Some("phone"),
                FieldNames::OfTheQuestionPosted(_) => Some("question"),
            };
            let typed = [(field.unwrap_or("planted"), "kept"), ("planted", "by nobody"), ("confirmation", "guessed")];
            let asked = client.post(&address, &typed);
            assert_eq!((asked.status, asked.html().texts("h1").len()), (200, 1), "{address}");
            // The frame of every page holds two forms of its own.
            let forms = asked.html().forms().into_iter().filter(|form| form.action == address);
            let sent: Vec<_> = forms.flat_map(|form| form.with(&[])).collect();
            if let Some(field) = field {
                assert!(sent.contains(&(field.to_owned(), "kept".to_owned())), "{address} keeps what was typed");
            }
            assert!(!asked.body.contains("by nobody"), "{address} keeps the fields that it has");
        }
        // The confirmation of one browser is of no use to another, nor for another address.
        let mut granny = city.client(tests::portal::GRANNY);
        granny.headers = Vec::new();
        let page = granny.post("/inbox/read", &[]);
        let confirm = page.html().form("/inbox/read").unwrap();
        let sent = granny.submit(&confirm, &[]);
        assert_eq!((sent.status, sent.location()), (303, "/inbox"));
        let pairs = confirm.with(&[]);
        let token = pairs.iter().find(|(name, _)| name == "confirmation").unwrap().1.as_str();
        assert_eq!(granny.post("/display", &[("confirmation", token)]).status, 200);
        let mut son = city.client(tests::portal::SON);
        son.headers = Vec::new();
        assert_eq!(son.submit(&confirm, &[]).status, 200);
        // Nobody is signed in by a page that somebody else fetched, and what is secret is typed once more.
        let password = city.portal.password(tests::portal::GRANNY);
        let (mut attacker, mut victim) = (city.client(""), city.client(""));
        (attacker.headers, victim.headers) = (Vec::new(), Vec::new());
        let typed = [("identifier", tests::portal::GRANNY), ("password", password)];
        let page = attacker.post("/sign-in", &typed);
        assert!(!page.body.contains(password), "no secret is written into a page");
        let confirm = page.html().form("/sign-in").unwrap();
        assert_eq!(victim.submit(&confirm, &[("password", password)]).status, 200);
        assert_eq!(victim.post("/sign-in", &typed).status, 200);
        assert_eq!(victim.submit(&confirm, &[("password", password)]).status, 200);
        assert!(victim.cookie("session").is_none());
        assert_eq!(attacker.submit(&confirm, &[("password", password)]).location(), "/");
        assert!(attacker.cookie("session").is_some(), "the browser that was asked may");
        // However long it is, little of it is written back.
        let mut author = city.client("author");
        author.headers = Vec::new();
        let long = "&".repeat(300 * 1024);
        let page = author.post("/desk", &[("text", &long)]);
        assert!(page.status == 413 && page.body.len() < 64 * 1024, "{} with {} bytes", page.status, page.body.len());
    }
}

/// Rules stand beside pages and forms, so one without a rule does not compile. What could still be wrong: a form for
/// everybody that is not one of those that must be.
#[test]
fn only_nine_forms_are_for_everybody() {
    let open: Vec<&str> =
        FORMS.iter().filter(|form| form.audience == Audience::Everyone).map(|form| form.action).collect();
    assert_eq!(
        open,
        [
            "/sign-in",
            "/sign-in/passkey",
            "/sign-in/staff",
            "/sign-out",
            "/practice/start",
            "/practice/end",
            "/display",
            "/check",
            "/check/erase"
        ]
    );
}

/// What asks for a proof of the last minutes, and what of whoever stays signed in for weeks: everything that is decided in
/// the name of the city or changes a way in, and everything that counts for a resident. A form that is in neither list is
/// one that asks for nothing.
#[test]
fn what_counts_asks_for_a_proof() {
    let with = |step_up: StepUp| -> Vec<&str> {
        FORMS.iter().filter(|form| form.step_up == step_up).map(|form| form.action).collect()
    };
    assert_eq!(
        with(StepUp::Lately),
        [
            "/account/passkeys/add",
            "/account/passkeys/{id}/rename",
            "/account/passkeys/{id}/remove",
            "/account/sessions/{id}/end",
            "/account/sessions/end-others",
            "/account/password",
            "/casework/{id}/decide",
            "/disputes/{id}/correct",
            "/disputes/{id}/uphold",
            "/desk/{id}/publish",
            "/desk/{id}/settle-withdrawal",
        ]
    );
    assert_eq!(
        with(StepUp::WhereOneStays),
        [
            "/offers/{id}/answer",
            "/offers/{id}/dispute",
            "/data/dispute",
            "/data/dispute/{attribute}",
            "/data/disputes/{id}/word",
            "/data/disputes/{id}/take-back",
            "/drafts/{id}/submit",
            "/applications/{id}/reply",
            "/applications/{id}/withdraw",
            "/applications/{id}/take-up-again",
        ]
    );
    // All others about one thing, so that whoever adds a form thinks about it.
    assert_eq!(
        with(StepUp::No).into_iter().filter(|action| action.contains('{')).collect::<Vec<_>>(),
        [
            "/items/{id}/start",
            "/drafts/{id}/discard",
            "/drafts/{id}/{question}",
            "/casework/{id}/ask",
            "/arrangements/{id}/appoint",
            "/arrangements/{id}/done",
            "/arrangements/{id}/not-done",
            "/disputes/{id}/pass-on",
            "/desk/{id}/save",
            "/desk/{id}/rehearse",
            "/desk/{id}/hand-over",
            "/desk/{id}/new-version",
            "/desk/{id}/take-back",
            "/desk/{id}/send-back",
            "/desk/{id}/throw-away",
            "/desk/{id}/propose-withdrawal",
            "/operations/tasks/{name}/run",
        ]
    );
}

/// Every server function that the front end declares has a rule.
#[test]
fn every_server_function_has_a_rule() {
    for (file, text) in super::files::sources(&["app/src", "server/src", "server/domain/src"], "rs") {
        // An argument that may be missing declares no function.
        let declares = |line: &str| line.trim_start().starts_with("#[server") && !line.contains("#[server(default)]");
        for (number, line) in text.lines().enumerate().filter(|(_, line)| declares(line)) {
            let ruled = server::http::server_functions::RULES.iter().any(|(endpoint, _)| line.contains(endpoint));
            assert!(ruled, "{file}:{}: name the endpoint here and give it a rule in RULES", number + 1);
        }
    }
}
