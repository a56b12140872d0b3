//! The second time, the second tab, the late word: what is done twice or late is led to what was done, said, or taken; it is
//! never lost.

use super::{
    decision::apply_with,
    steps::{ANOTHER_ITEM, ITEM, answer_all, apply, names, receipt_number},
};
use diesel::prelude::*;
use domain::{
    db::{
        pools::Priority,
        schema::{applications, journal},
    },
    operations::repeat::new_key,
};
use std::collections::BTreeSet;
use tests::{
    deciding::decide,
    on_both_databases,
    portal::{Answer, Client, GRANNY, TestPortal},
};

/// The resident of the demonstration who has a certificate of disability.
const DISABLED: &str = "19900000003";
const MINUTE_MS: i64 = 60 * 1000;

/// What stands in a field of a page.
fn typed(page: &Answer, form: &str, field: &str) -> String {
    let form = page.html().form(form).unwrap_or_else(|| panic!("no form {form} in {}", page.text()));
    form.fields.iter().find(|one| one.name == field).map(|field| field.value.clone()).unwrap_or_default()
}

fn case_of(application: &str) -> String {
    application.replace("/applications/", "/casework/")
}

/// Begins another item and answers everything. Gives the page before sending.
fn fill_another(client: &Client<'_>, second: &[(&str, &str)]) -> String {
    let started = client.post(&format!("/items/{ANOTHER_ITEM}/start"), second);
    answer_all(client, started.location())
}

on_both_databases! {
    fn one_at_a_time_leads_to_the_one_that_is_on_its_way(database) {
        let portal = TestPortal::new(database);
        let granny = portal.sign_in(GRANNY);
        let (application, receipt) = apply(&granny);

        let item = granny.open(&format!("/items/{ITEM}"));
        assert!(item.text().contains(&receipt) && item.html().links().contains(&application), "{}", item.text());
        assert!(item.html().form("/start").is_none(), "there is no second one");
        assert_eq!(granny.post(&format!("/items/{ITEM}/start"), &[]).location(), application);
        assert_eq!(granny.post(&format!("/items/{ITEM}/start"), &[("second", "yes")]).location(), application);
        let leads = |path: &str| {
            let page = granny.open(path);
            let (text, links) = (page.text(), page.html().links());
            assert!(names(&page, &receipt) && links.contains(&application), "{path}: {text}");
        };
        leads("/");
        granny.post("/display", &[("mode", "elder"), ("back", "/")]);
        leads("/");
        granny.post("/display", &[("mode", "standard"), ("back", "/")]);

        // Taken back, there is room for another, and the first one cannot be taken up again beside it.
        granny.fill(&application, "/withdraw", &[]);
        let back = granny.open(&application).html().form("/take-up-again").unwrap();
        let (second, _) = apply(&granny);
        assert_ne!(application, second);
        assert_eq!(granny.submit(&back, &[]).location(), second);
        // The store holds it, whatever the program does.
        let first = application.rsplit('/').next().unwrap();
        let open = portal.cx.write(Priority::Person, |tx| {
            Ok(diesel::update(applications::table.find(first)).set(applications::state.eq("submitted")).execute(tx)?)
        });
        assert!(open.is_err(), "{open:?}");
    }

    fn every_offer_that_an_application_is_for_leads_to_it(database) {
        let portal = TestPortal::new(database);
        let resident = portal.sign_in(DISABLED);
        let offers = resident.open("/offers").html().links();
        let offers: BTreeSet<&String> = offers.iter().filter(|link| link.starts_with("/offers/") && link.matches('/').count() == 2 && !link.contains('#')).collect();
        let application = apply_with(&resident, "disability-allowances", "allowances", &["living", "care"]);
        let receipt = receipt_number(&resident.open(&application));
        let leads = |offer: &&&String| {
            let page = resident.open(offer);
            let leads = page.html().links().contains(&application);
            assert_eq!(leads, names(&page, &receipt), "{}", page.text());
            leads
        };
        let leading: Vec<&&String> = offers.iter().filter(leads).collect();
        assert_eq!(leading.len(), 2, "{offers:?}");
        for offer in leading {
            let again = resident.post(&format!("{offer}/answer"), &[("answer", "apply"), ("key", &new_key())]);
            // Where there may be two, the page of the item asks for a yes and leads to the first.
            assert_eq!(again.location(), "/items/disability-allowances");
            assert!(resident.open(again.location()).html().links().contains(&application));
        }
    }

    fn a_second_one_beside_the_first_needs_a_yes_and_is_shown_to_the_caseworker(database) {
        let portal = TestPortal::new(database);
        let (granny, staff) = (portal.sign_in(GRANNY), portal.sign_in("hongkou"));
        let (first, page) = granny.fill(&fill_another(&granny, &[]), "/submit", &[]);
        let (first, receipt) = (first.split('?').next().unwrap().to_owned(), receipt_number(&page));

        let address = format!("/items/{ANOTHER_ITEM}");
        let asked = granny.post(&format!("{address}/start"), &[]);
        let page = granny.open(asked.location());
        assert_eq!(asked.location(), address);
        assert!(page.text().contains(&receipt) && page.html().links().contains(&"#second".to_owned()), "{}", page.text());

        let check = fill_another(&granny, &[("second", "yes")]);
        assert!(granny.open(&check).text().contains(&receipt), "the page before sending names the first");
        let (again, page) = granny.fill(&check, "/submit", &[]);
        assert_eq!(again, check, "no second one without a yes");
        assert!(page.html().links().contains(&"#second".to_owned()));
        let (second, _) = granny.fill(&check, "/submit", &[("second", "yes")]);
        let second = second.split('?').next().unwrap().to_owned();
        assert!(second.starts_with("/applications/") && second != first);

        let case = staff.open(&case_of(&second));
        assert!(case.text().contains(&receipt) && case.html().links().contains(&case_of(&first)), "{}", case.text());
    }

    fn what_was_sent_changes_no_more(database) {
        let portal = TestPortal::new(database);
        let granny = portal.sign_in(GRANNY);
        let check = answer_all(&granny, granny.post(&format!("/items/{ITEM}/start"), &[]).location());
        let phone = check.replace("/check", "/phone");
        let form = granny.open(&phone).html().form("/phone").unwrap();
        let send = granny.open(&check).html().form("/submit").unwrap();
        let (application, page) = granny.fill(&check, "/submit", &[]);
        let receipt = receipt_number(&page);

        let late = granny.submit(&form, &[("phone", "13911112222"), ("go", "next")]);
        let page = granny.open(late.location());
        assert_eq!((late.location(), typed(&page, "/phone", "phone").as_str()), (phone.as_str(), "13911112222"));
        assert!(page.text().contains(&receipt) && page.html().links().contains(&"#phone".to_owned()), "{}", page.text());
        // Not even when it is said that this answer is the right one.
        let anyway = granny.submit(&form, &[("phone", "13911112222"), ("anyway", "yes"), ("go", "next")]);
        assert_eq!(anyway.location(), phone);
        assert!(!granny.open(application.split('?').next().unwrap()).text().contains("13911112222"));
        assert!(!granny.open("/drafts").html().links().contains(&check), "it is not half filled in");
        // Sent once more from the page that was left open: the same receipt.
        assert_eq!(granny.submit(&send, &[]).location(), application);
        let before_sending = granny.open(&check);
        assert!(before_sending.text().contains(&receipt) && before_sending.html().form("/submit").is_none());
    }

    fn words_that_come_late_or_twice_come_back(database) {
        let portal = TestPortal::new(database);
        let (granny, staff) = (portal.sign_in(GRANNY), portal.sign_in("hongkou"));
        let (application, _) = apply(&granny);
        let case = case_of(&application);

        // The same form, sent twice with other words: the second question is not asked, and not lost.
        let asking = staff.open(&case).html().form("/ask").unwrap();
        staff.submit(&asking, &[("question", "您住几楼？")]);
        let twice = staff.open(staff.submit(&asking, &[("question", "家里有电梯吗？")]).location());
        assert_eq!(typed(&twice, "/ask", "question"), "家里有电梯吗？");
        assert!(twice.html().links().contains(&"#question".to_owned()), "{}", twice.text());
        assert!(!granny.open(&application).text().contains("家里有电梯吗？"));

        // Two tabs of the resident: both arrive.
        let (one, other) = (granny.open(&application), granny.open(&application));
        let answers = ["三楼。", "没有电梯。"];
        for (tab, answer) in [one, other].iter().zip(answers) {
            granny.submit(&tab.html().form("/reply").unwrap(), &[("reply", answer)]);
        }
        // And from one tab, after going back.
        let back = granny.post(&format!("{application}/reply"), &[("key", "tab"), ("reply", "早上在家。")]);
        assert_eq!(back.location(), application);
        granny.post(&format!("{application}/reply"), &[("key", "tab"), ("reply", "晚上也在家。")]);
        let read = staff.open(&case).text();
        for answer in ["三楼。", "没有电梯。", "早上在家。", "晚上也在家。"] {
            assert_eq!(read.matches(answer).count(), 1, "{answer}");
        }

        // Decided while she writes.
        staff.fill(&case, "/ask", &[("question", "还有别人照顾您吗？")]);
        let form = granny.open(&application).html().form("/reply").unwrap();
        decide(&staff, &case, "refuse", "材料已经够了。");
        let late = granny.open(granny.submit(&form, &[("reply", "儿子每天来。")]).location());
        assert_eq!(typed(&late, "/reply", "reply"), "儿子每天来。");
        assert!(late.text().contains("这份申请已经有结果了") && late.html().links().contains(&"#reply".to_owned()), "{}", late.text());
        assert!(!staff.open(&case).text().contains("儿子每天来。"));
    }

    fn a_withdrawal_can_be_taken_back(database) {
        let portal = TestPortal::new(database);
        let (granny, staff) = (portal.sign_in(GRANNY), portal.sign_in("hongkou"));
        let (application, receipt) = apply(&granny);
        let due = granny.open(&application).text();
        granny.fill(&application, "/withdraw", &[]);
        let taken_back = granny.open(&application);
        assert!(taken_back.text().contains("撤错了"), "{}", taken_back.text());
        let aside = granny.open("/put-aside");
        assert!(names(&aside, &receipt) && aside.html().links().contains(&application), "{}", aside.text());
        granny.submit(&taken_back.html().form("/take-up-again").unwrap(), &[]);
        let again = granny.open(&application);
        assert!(again.text().contains(&receipt) && again.html().form("/withdraw").is_some());
        let promise = |text: &str| text.find("月").map(|at| text[at..].chars().take(6).collect::<String>());
        assert_eq!(promise(&due), promise(&again.text()));
        assert!(staff.open(&case_of(&application)).html().form("/decide").is_some(), "it is worked on again");
        assert!(staff.open("/casework").text().contains(&receipt));

        // Again and again, but not after ten minutes.
        granny.fill(&application, "/withdraw", &[]);
        portal.clock.advance_ms(9 * MINUTE_MS);
        granny.fill(&application, "/take-up-again", &[]);
        granny.fill(&application, "/withdraw", &[]);
        let form = granny.open(&application).html().form("/take-up-again").unwrap();
        portal.clock.advance_ms(10 * MINUTE_MS);
        assert!(granny.open(&application).html().form("/take-up-again").is_none());
        assert!(!granny.open("/put-aside").html().links().contains(&application));
        granny.submit(&form, &[]);
        assert!(granny.open(&application).text().contains("已撤回"));
        assert!(granny.open(&format!("/items/{ITEM}")).html().form("/start").is_some(), "another one can be begun");
    }

    fn an_application_from_the_catalogue_takes_the_offer_along(database) {
        let portal = TestPortal::new(database);
        let granny = portal.sign_in(GRANNY);
        let offer = granny
            .open("/offers")
            .html()
            .links()
            .into_iter()
            .filter(|link| link.starts_with("/offers/") && !link.contains('#'))
            .find(|link| granny.open(link).html().links().contains(&"/policies/elder-allowance".to_owned()))
            .unwrap();
        let started = granny.post("/items/elder-allowance/start", &[]);
        let text = granny.open(&offer).text();
        assert!(text.contains("填了一半") && !text.contains("在办"), "nobody works on it yet: {text}");
        // Thrown away, the offer waits as before.
        let draft = started.location().rsplit_once('/').unwrap().0.to_owned();
        granny.post(&format!("{draft}/discard"), &[]);
        assert!(!granny.open(&offer).text().contains("填了一半"));

        let check = answer_all(&granny, granny.post("/items/elder-allowance/start", &[]).location());
        let (application, page) = granny.fill(&check, "/submit", &[]);
        let receipt = receipt_number(&page);
        assert!(granny.open(&offer).html().links().contains(&application.split('?').next().unwrap().to_owned()));
        let caseworker = portal.sign_in("hongkou");
        let case = case_of(application.split('?').next().unwrap());
        decide(&caseworker, &case, "grant", "符合条件。");
        assert!(granny.open(&offer).text().contains("已给您"), "{receipt}");
    }

    fn what_was_put_aside_is_listed_and_comes_back(database) {
        let portal = TestPortal::new(database);
        let granny = portal.sign_in(GRANNY);
        let offers = |path: &str| -> Vec<String> {
            let links = granny.open(path).html().links();
            links.into_iter().filter(|link| link.starts_with("/offers/") && !link.contains('#')).collect()
        };
        let found = offers("/offers");
        let waits = |offer: &&String| {
            granny.open(offer).html().form("/answer").is_some_and(|form| form.fields.iter().any(|field| field.value == "never"))
        };
        let [later, never] = *found.iter().filter(waits).take(2).collect::<Vec<_>>() else { panic!("{found:?}") };
        for (offer, answer) in [(later, "later"), (never, "never")] {
            let (address, page) = granny.fill(offer, "/answer", &[("answer", answer)]);
            assert_eq!(&address, offer);
            assert!(page.html().links().contains(&"/put-aside".to_owned()), "it says where it went: {}", page.text());
            assert!(!offers("/offers").contains(offer) && offers("/put-aside").contains(offer));
        }
        assert!(granny.open("/offers").html().links().contains(&"/put-aside".to_owned()));
        for offer in [later, never] {
            let (address, page) = granny.fill(offer, "/answer", &[("answer", "again")]);
            assert_eq!(&address, offer);
            assert!(!page.html().links().contains(&"/put-aside".to_owned()));
            assert!(offers("/offers").contains(offer) && !offers("/put-aside").contains(offer));
        }
        // From a page that was left open: back and forth, as often as the mind changes.
        let form = granny.open(later).html().form("/answer").unwrap();
        for (answer, aside) in [("later", true), ("again", false), ("never", true)] {
            granny.submit(&form, &[("answer", answer)]);
            assert_eq!(offers("/put-aside").contains(later), aside, "{answer}");
        }
    }

    fn a_case_without_a_district_is_seen_and_reading_the_list_is_written_down(database) {
        let portal = TestPortal::new(database);
        let granny = portal.sign_in(GRANNY);
        let (application, receipt) = apply(&granny);
        let id = application.rsplit('/').next().unwrap();
        let elsewhere = portal.sign_in("pudong");
        assert!(!elsewhere.open("/casework").text().contains(&receipt));
        portal
            .cx
            .write(Priority::Person, |tx| {
                Ok(diesel::update(applications::table.find(id)).set(applications::district.eq(None::<String>)).execute(tx)?)
            })
            .unwrap();
        let lists = || -> i64 {
            let rows = journal::table.filter(journal::act.eq("casework.list")).count();
            portal.cx.read(|connection| Ok(rows.get_result(connection)?)).unwrap()
        };
        let before = lists();
        assert!(elsewhere.open("/casework").text().contains(&receipt));
        assert_eq!(lists(), before + 1);
        assert_eq!(elsewhere.get(&case_of(&application)).status, 200);
    }
}
