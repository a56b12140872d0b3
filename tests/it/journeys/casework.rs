//! A caseworker asks, the resident answers, the caseworker decides, and the resident sees it at once.

use super::steps::{ANOTHER_ITEM, answer_all, apply};
use diesel::prelude::*;
use domain::db::{pools::Priority, schema::applications};
use tests::{
    deciding::decide,
    on_both_databases,
    portal::{GRANNY, SON, TestPortal},
};

const MINUTE_MS: i64 = 60 * 1000;

on_both_databases! {
    fn a_case_is_asked_about_and_decided(database) {
        let portal = TestPortal::new(database);
        let granny = portal.sign_in(GRANNY);
        let (application, receipt) = apply(&granny);

        let staff = portal.sign_in("hongkou");
        let queue = staff.open("/casework");
        assert!(queue.text().contains(&receipt), "{}", queue.text());
        let case = format!("/casework/{}", application.rsplit('/').next().unwrap());
        assert!(queue.html().links().contains(&case));
        let before = staff.open(&case).html().form("/decide").unwrap();
        staff.fill(&case, "/ask", &[("question", "哪个时候最需要帮忙？")]);

        let (_, page) = granny.fill(&application, "/reply", &[("reply", "早上起床的时候。")]);
        assert!(page.text().contains("早上起床的时候。"));
        assert!(staff.open(&case).text().contains("早上起床的时候。"));

        // A case that changed meanwhile is read again first, and what was typed stays.
        let stale = staff.submit(&before, &[("decision", "grant"), ("reason", "一看就符合")]);
        assert_eq!(stale.location(), case);
        assert!(staff.open(&case).text().contains("一看就符合"));
        assert!(!granny.open(&application).text().contains("一看就符合"));

        let (_, missing) = staff.fill(&case, "/decide", &[("reason", "")]);
        assert!(missing.html().links().iter().any(|link| link == "#reason"), "{}", missing.text());
        decide(&staff, &case, "grant", "符合条件。");
        assert!(granny.open(&application).text().contains("符合条件。"));
        let notices = granny.open("/inbox").html().links();
        assert!(notices.iter().filter(|link| link.starts_with(&application)).count() >= 3, "{notices:?}");
        // A page from before does not decide a second time.
        assert!(staff.open(&case).html().form("/decide").is_none());
        domain::journal::seal_unsealed(&portal.cx).unwrap();
        assert_eq!(domain::journal::verify(&portal.cx).unwrap().first_bad, None);
    }

    fn in_elder_mode_what_waits_stands_first_and_is_counted_where_it_is(database) {
        let portal = TestPortal::new(database);
        let granny = portal.sign_in(GRANNY);
        granny.post("/display", &[("mode", "elder"), ("back", "/")]);
        let rows = || {
            let page = granny.open("/");
            let (main, links) = (page.text(), page.html().links());
            (main, links)
        };
        let begun = granny.post(&format!("/items/{ANOTHER_ITEM}/start"), &[]);
        let draft = begun.location().rsplit_once('/').unwrap().0.to_owned();
        let (said, links) = rows();
        assert!(links.iter().any(|link| link.starts_with(&draft)), "{links:?}");
        assert!(!said.contains("办到哪一步了1"), "a draft is not on its way: {said}");
        let (application, _) = apply(&granny);
        let case = format!("/casework/{}", application.rsplit('/').next().unwrap());
        portal.sign_in("hongkou").fill(&case, "/ask", &[("question", "您住几楼？")]);
        let (said, links) = rows();
        let place = |wanted: &str| links.iter().position(|link| link.starts_with(wanted)).unwrap_or(usize::MAX);
        assert!(place(&application) < place(&draft) && place(&draft) < place("/offers"), "{links:?}");
        assert!(said.contains("街道问您"), "{said}");
        // Two drafts lead to their list.
        granny.post("/items/elder-allowance/start", &[]);
        assert!(rows().1.contains(&"/drafts".to_owned()));
    }

    fn a_clock_into_a_year_whose_holidays_are_not_announced_says_so_on_both_sides(database) {
        let portal = TestPortal::new(database);
        let said = || {
            let (granny, staff) = (portal.sign_in(GRANNY), portal.sign_in("hongkou"));
            let (application, _) = apply(&granny);
            let case = format!("/casework/{}", application.rsplit('/').next().unwrap());
            let said = [granny.open(&application), staff.open(&case)]
                .map(|page| page.text().contains("2027 年的放假安排还没有公布"));
            granny.fill(&application, "/withdraw", &[]);
            said
        };
        assert_eq!(said(), [false, false], "it ends in this year");
        portal.clock.advance_ms(35 * 24 * 60 * MINUTE_MS);
        assert_eq!(said(), [true, true]);
    }

    fn for_ten_minutes_a_decided_application_can_be_taken_back(database) {
        let portal = TestPortal::new(database);
        let (granny, staff) = (portal.sign_in(GRANNY), portal.sign_in("hongkou"));
        let decided = || {
            let (application, _) = apply(&granny);
            let case = format!("/casework/{}", application.rsplit('/').next().unwrap());
            decide(&staff, &case, "grant", "符合条件。");
            (application, case)
        };

        let (application, case) = decided();
        portal.clock.advance_ms(9 * MINUTE_MS);
        let (_, page) = granny.fill(&application, "/withdraw", &[]);
        assert!(page.text().contains("您已经撤回这份申请"), "{}", page.text());
        assert!(page.html().form("/withdraw").is_none());
        assert!(staff.open(&case).text().contains("撤回"));

        let (application, _) = decided();
        let form = granny.open(&application).html().form("/withdraw").unwrap();
        portal.clock.advance_ms(10 * MINUTE_MS);
        assert!(granny.open(&application).html().form("/withdraw").is_none());
        granny.submit(&form, &[]);
        assert!(granny.open(&application).text().contains("符合条件。"), "too late: the decision stands");
    }

    fn the_offer_of_an_application_taken_back_waits_again(database) {
        let portal = TestPortal::new(database);
        let (granny, staff) = (portal.sign_in(GRANNY), portal.sign_in("hongkou"));
        let waits = |offer: &str| {
            let form = granny.open(offer).html().form("/answer");
            form.filter(|form| form.fields.iter().any(|field| field.value == "apply"))
        };
        let home = granny.open("/").html().links();
        let offer = home.iter().find(|link| link.starts_with("/offers/") && waits(link).is_some()).unwrap();
        let asked = granny.open(offer).text();

        for decision in [None, Some("grant"), Some("refuse")] {
            let started = granny.submit(&waits(offer).unwrap(), &[("answer", "apply")]);
            let check = answer_all(&granny, started.location());
            let (application, _) = granny.fill(&check, "/submit", &[]);
            let application = application.split('?').next().unwrap();
            assert!(waits(offer).is_none(), "{}", granny.open(offer).text());
            if let Some(decision) = decision {
                let case = format!("/casework/{}", application.rsplit('/').next().unwrap());
                decide(&staff, &case, decision, "看过了材料。");
                let outcome = if decision == "grant" { "已给您" } else { "没有批准" };
                assert!(granny.open(offer).text().contains(outcome), "{}", granny.open(offer).text());
            }
            granny.fill(application, "/withdraw", &[]);
            // The notices of these steps are counted above it.
            let below = |text: &str| text.split_once("返回").map(|(_, below)| below.to_owned());
            assert_eq!(below(&granny.open(offer).text()), below(&asked));
        }
    }

    fn an_offer_is_applied_for_once_and_granted_once(database) {
        let portal = TestPortal::new(database);
        let (granny, staff) = (portal.sign_in(GRANNY), portal.sign_in("hongkou"));
        let form = |offer: &str| granny.open(offer).html().form("/answer");
        let home = granny.open("/").html().links();
        let applies = |offer: &str| form(offer).is_some_and(|form| form.fields.iter().any(|field| field.value == "apply"));
        let offer = home.iter().find(|link| link.starts_with("/offers/") && applies(link)).unwrap();
        let again = form(offer).unwrap();
        let apply = |started: &str| {
            let (application, _) = granny.fill(&answer_all(&granny, started), "/submit", &[]);
            application.split('?').next().unwrap().to_owned()
        };
        let started = granny.submit(&again, &[("answer", "apply")]);
        let draft = started.location().split('/').nth(2).unwrap();
        let same = granny.submit(&again, &[("answer", "apply"), ("key", "another-key-1")]);
        assert_eq!(same.location().split('/').nth(2), Some(draft), "the draft goes on");
        let first = apply(started.location());

        // What is on its way is shown.
        for key in ["another-key-2", "another-key-3"] {
            let led = granny.submit(&again, &[("answer", "apply"), ("key", key)]);
            assert_eq!(led.location(), first);
        }
        assert!(!granny.open("/drafts").html().links().iter().any(|link| link.starts_with("/drafts/")));

        // A second one for the same offer, as an earlier release took it.
        let id = first.rsplit('/').next().unwrap();
        let stored = applications::table.find(id);
        let item: String = portal.cx.read(|connection| Ok(stored.select(applications::item_id).first(connection)?)).unwrap();
        let stands_as = |state: &str| {
            let row = || (applications::state.eq(state.to_owned()), applications::single.eq(false));
            let written = portal.cx.write(Priority::Person, |tx| Ok(diesel::update(stored).set(row()).execute(tx)?));
            assert_eq!(written.unwrap(), 1);
        };
        stands_as("withdrawn");
        let second = apply(granny.post(&format!("/items/{item}/start"), &[]).location());
        stands_as("submitted");
        assert_ne!(first, second);
        let offer_id: Option<String> =
            portal.cx.read(|connection| Ok(stored.select(applications::offer_id).first(connection)?)).unwrap();
        portal
            .cx
            .write(Priority::Person, |tx| {
                let id = second.rsplit('/').next().unwrap();
                diesel::update(applications::table.find(id)).set(applications::offer_id.eq(&offer_id)).execute(tx)?;
                Ok(())
            })
            .unwrap();
        let case = |application: &str| format!("/casework/{}", application.rsplit('/').next().unwrap());
        decide(&staff, &case(&first), "grant", "符合条件。");
        let (_, page) = staff.fill(&case(&second), "/decide", &[("decision", "grant"), ("reason", "也符合条件。")]);
        assert!(page.text().contains("不能批准两次"), "{}", page.text());
        let typed = page.html().form("/decide").unwrap();
        assert!(typed.fields.iter().any(|field| field.name == "reason" && field.value == "也符合条件。"));
        assert!(granny.open(&second).html().form("/withdraw").is_some(), "it is open still");
        decide(&staff, &case(&second), "refuse", "已经批准过一份。");
        assert!(granny.open(&second).text().contains("已经批准过一份。"));
    }

    fn somebody_elses_things_are_not_there(database) {
        let portal = TestPortal::new(database);
        let (granny, son) = (portal.sign_in(GRANNY), portal.sign_in(SON));
        let draft = granny.post("/items/elder-allowance/start", &[]).location().to_owned();
        let (application, _) = apply(&granny);
        let home = granny.open("/").html().links();
        let offer = home.iter().find(|link| link.starts_with("/offers/")).unwrap();
        let case = format!("/casework/{}", application.rsplit('/').next().unwrap());
        let (draft_root, _) = draft.rsplit_once('/').unwrap();

        for path in [&draft, &format!("{draft_root}/check"), &application, offer] {
            assert_eq!(son.get(path).status, 404, "{path}");
        }
        for (form, fields) in [
            (draft.clone(), vec![("go", "next")]),
            (format!("{draft_root}/submit"), vec![]),
            (format!("{draft_root}/discard"), vec![]),
            (format!("{application}/reply"), vec![("reply", "x")]),
            (format!("{application}/withdraw"), vec![]),
            (format!("{offer}/answer"), vec![("answer", "accept")]),
            (format!("{offer}/dispute"), vec![("attribute", "dob"), ("statement", "x")]),
        ] {
            assert_eq!(son.post(&form, &fields).status, 404, "{form}");
        }
        // The caseworker of another district.
        let elsewhere = portal.sign_in("pudong");
        assert_eq!(elsewhere.get(&case).status, 404);
        assert_eq!(elsewhere.post(&format!("{case}/ask"), &[("question", "x")]).status, 404);
        let decided = elsewhere.post(&format!("{case}/decide"), &[("decision", "grant"), ("reason", "x")]);
        assert_eq!(decided.status, 404);
        assert_eq!(portal.sign_in("supervisor").get(&case).status, 200);
    }
}
