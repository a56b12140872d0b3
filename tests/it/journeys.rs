//! The whole path, in process: a policy finds a resident, the resident answers, a caseworker decides.

use actix_web::http::StatusCode;
use tests::portal::{Answer, Browser, TestPortal};

/// Answers every question of a draft with something that fits; gives the check page.
fn fill_in(portal: &TestPortal, browser: &mut Browser, first: &str) -> (String, Answer) {
    let mut address = first.to_owned();
    for _ in 0..12 {
        let page = portal.get(browser, &address);
        let question = address.split(['/', '?']).nth(3).unwrap().to_owned();
        if question == "check" {
            return (address, page);
        }
        let (revision, before) = (page.field("revision"), page.field("before"));
        let mut fields = vec![
            ("revision".to_owned(), revision),
            ("before".to_owned(), before),
            ("go".to_owned(), "next".to_owned()),
        ];
        if page.body.contains(&format!("{question}-year")) {
            fields.extend(
                [("year", "2025"), ("month", "3"), ("day", "4")]
                    .map(|(part, value)| (format!("{question}-{part}"), value.to_owned())),
            );
        } else if page.body.contains("type=\"radio\"") || page.body.contains("type=\"checkbox\"") {
            let options = page
                .body
                .split("<input")
                .filter(|tag| tag.contains("type=\"radio\"") || tag.contains("type=\"checkbox\""));
            let first =
                options.map(|tag| tag.split("value=\"").nth(1).unwrap().split('"').next().unwrap()).next().unwrap();
            fields.push((question.clone(), first.to_owned()));
        } else {
            let value = match question.as_str() {
                _ if page.body.contains("inputmode=\"tel\"") => "199 0000 0001",
                number if number.ends_with("_number") => "999999190001010015",
                _ => "3",
            };
            fields.push((question.clone(), value.to_owned()));
        }
        let pairs: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let answer = portal.post(browser, address.split('?').next().unwrap(), &pairs);
        assert!(!answer.location.contains("mend"), "{address}: {} was not taken", answer.location);
        address = answer.location;
    }
    panic!("the questions do not end");
}

tests::on_both_databases! {
    fn an_offer_becomes_an_application_and_a_decision(database) {
        let portal = TestPortal::on(database);
        let mut resident = portal.signed_in("19900000002");
        let offer = portal.get(&mut resident, "/offers").address("/offers/");
        let page = portal.get(&mut resident, &offer);
        let answer = portal.post(&mut resident, &format!("{offer}/answer"), &[("answer", "apply"), ("key", &page.field("key")), ("revision", "1")]);
        assert!(answer.location.starts_with("/drafts/"), "{}", answer.location);
        let left = portal.get(&mut resident, "/drafts");
        assert!(left.body.contains(answer.location.as_str()), "the draft waits");
        // A child's number that cannot be right is kept and named; then everything is filled in.
        let item = answer.location.split('/').nth(2).unwrap().to_owned();
        let number = format!("/drafts/{item}/child_number");
        let wrong = portal.post(&mut resident, &number, &[("child_number", "999999202505100000"), ("go", "next")]);
        assert!(wrong.location.ends_with("mend=yes"));
        let shown = portal.get(&mut resident, &wrong.location);
        assert!(shown.body.contains("999999202505100000") && shown.body.contains("href=\"#child_number\""));
        portal.post(&mut resident, &number, &[("child_number", "999999190001010015"), ("before", &shown.field("before")), ("go", "next")]);
        let (check, page) = fill_in(&portal, &mut resident, &answer.location);
        let submit = check.replace("/check", "/submit");
        let key = page.field("key");
        let first = portal.post(&mut resident, &submit, &[("key", &key)]);
        assert!(first.location.starts_with("/applications/"), "{}", first.location);
        let again = portal.post(&mut resident, &submit, &[("key", &key)]);
        assert_eq!(again.location, first.location, "the same form, the same receipt");
        let receipt = portal.get(&mut resident, &first.location);
        assert!(receipt.body.contains("SH2026"), "a receipt number");
        let application = first.location.split(['/', '?']).nth(2).unwrap().to_owned();
        let mut stranger = portal.signed_in("19900000003");
        assert_eq!(portal.get(&mut stranger, &format!("/applications/{application}")).status, StatusCode::NOT_FOUND);

        let mut caseworker = portal.signed_in("supervisor");
        assert!(portal.get(&mut caseworker, "/casework").body.contains(&application));
        let case_address = format!("/casework/{application}");
        let case = portal.get(&mut caseworker, &case_address);
        portal.post(&mut caseworker, &format!("{case_address}/ask"), &[("question", "哪家医院？"), ("key", "a"), ("revision", &case.field("revision"))]);
        let asked = portal.get(&mut resident, &format!("/applications/{application}"));
        assert!(asked.body.contains("哪家医院？"));
        portal.post(&mut resident, &format!("/applications/{application}/reply"), &[("reply", "第一妇婴"), ("key", &asked.field("key"))]);
        let stale = portal.post(&mut caseworker, &format!("{case_address}/decide"), &[("decision", "grant"), ("reason", "符合"), ("key", "b"), ("revision", "1")]);
        assert_eq!(stale.location, case_address, "a case that changed meanwhile is read again first");
        let case = portal.get(&mut caseworker, &case_address);
        assert!(case.body.contains("第一妇婴") && case.body.contains("符合"), "the answer, and what was typed");
        portal.post(&mut caseworker, &format!("{case_address}/decide"), &[("decision", "grant"), ("reason", "材料齐全"), ("key", "c"), ("revision", &case.field("revision"))]);
        assert!(portal.get(&mut resident, &format!("/applications/{application}")).body.contains("材料齐全"));
        assert!(portal.get(&mut resident, "/inbox").body.contains("同意了"));
        domain::journal::seal_unsealed(&portal.cx).unwrap();
        assert_eq!(domain::journal::verify(&portal.cx).unwrap().first_bad, None);
    }

    fn a_document_is_mended_and_published_by_a_second_person(database) {
        let portal = TestPortal::on(database);
        let right = domain::policies::seeds::POLICIES.iter().find(|(name, _)| name.ends_with("pneumonia-vaccine")).unwrap().1
            .replace("id = \"pneumonia-vaccine\"", "id = \"second-vaccine\"");
        let wrong = right.replace("户籍地 == 上海", "户籍地 == 310000");
        let mut author = portal.signed_in("author");
        let created = portal.post(&mut author, "/desk", &[("text", &wrong)]);
        let page = portal.get(&mut author, &created.location);
        assert!(page.body.contains("criterion[1].when") && page.body.contains("310000"), "the place and what stands there");
        assert!(!page.body.contains("/rehearse"), "nothing is counted before it is mended");
        let act = |author: &mut Browser, verb: &str, fields: &[(&str, &str)]| portal.post(author, &format!("{}/{verb}", created.location), fields);
        act(&mut author, "save", &[("text", &right), ("revision", &page.field("revision"))]);
        let page = portal.get(&mut author, &created.location);
        assert!(page.body.contains("/rehearse"), "{}", page.body);
        act(&mut author, "rehearse", &[("key", "r")]);
        let page = portal.get(&mut author, &created.location);
        assert!(page.body.contains("会覆盖多少人"));
        act(&mut author, "hand-over", &[("key", "h"), ("revision", &page.field("revision"))]);
        let mut publisher = portal.signed_in("publisher");
        let page = portal.get(&mut publisher, &created.location);
        assert_eq!(act(&mut author, "publish", &[("key", "p"), ("revision", &page.field("revision"))]).status, StatusCode::FORBIDDEN);
        act(&mut publisher, "publish", &[("key", "p"), ("revision", &page.field("revision"))]);
        let mut resident = portal.signed_in("19900000000");
        assert!(portal.get(&mut resident, "/offers").body.contains("/policies/second-vaccine"), "everyone eligible gets the offer");
        assert!(portal.get(&mut resident, "/inbox").body.contains("替您找到"));
    }
}
