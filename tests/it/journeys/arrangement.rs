//! What follows a yes: who calls and by when, the day that was agreed on, and that nothing is given before it was done.

use super::steps::{POLICY, publish};
use contract::{
    display::{Display, Mode},
    identity::{Actor, Role},
    ids::{AccountId, ResidentId},
};
use diesel::prelude::*;
use domain::{
    arrangements::answer,
    db::schema::{account_roles, accounts, arrangement_events, arrangements, journal, notices, offers},
    error::Error,
};
use jiff::civil::Date;
use policy::value::Value;
use tests::{
    facts::Person,
    on_both_databases,
    portal::{Answer, Client, GRANNY, TestPortal},
};

/// Granny's offer of a vaccination.
const VACCINE: &str = "pneumonia-vaccine";
const MINUTE_MS: i64 = 60 * 1000;

/// The resident says yes. Gives the address of the arrangement, as its department opens it.
pub fn say_yes(portal: &TestPortal, resident: &Client<'_>, offer: &str) -> String {
    resident.fill(offer, "/answer", &[("answer", "accept")]);
    format!("/arrangements/{}", open_one(portal, offer).unwrap())
}

/// The department writes down that it was done today.
pub fn carry_out(portal: &TestPortal, department: &str, arrangement: &str) -> Answer {
    let today = portal.cx.today();
    let staff = portal.sign_in(department);
    let page = staff.open(arrangement);
    send(&staff, &page, "/done", &day("on", today))
}

/// The three fields of a day.
pub fn day(id: &str, date: Date) -> [(String, String); 3] {
    let parts =
        [("year", date.year().to_string()), ("month", date.month().to_string()), ("day", date.day().to_string())];
    parts.map(|(part, value)| (format!("{id}-{part}"), value))
}

/// Sends a form of a page that was opened before.
fn send(client: &Client<'_>, page: &Answer, form: &str, changes: &[(String, String)]) -> Answer {
    let form = page.html().form(form).unwrap_or_else(|| panic!("no form {form} in {}", page.text()));
    let changes: Vec<(&str, &str)> = changes.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let sent = client.submit(&form, &changes);
    assert_eq!(sent.status, 303, "{}", sent.text());
    client.open(sent.location())
}

fn reason(words: &str) -> [(String, String); 1] {
    [("reason".to_owned(), words.to_owned())]
}

fn open_one(portal: &TestPortal, offer: &str) -> Option<String> {
    let id = offer.rsplit('/').next().unwrap();
    let open = arrangements::table.filter(arrangements::offer_id.eq(id).and(arrangements::state.eq("open")));
    portal.cx.read(|conn| Ok(open.select(arrangements::id).first(conn).optional()?)).unwrap()
}

fn progress(portal: &TestPortal, offer: &str) -> (String, String) {
    let id = offer.rsplit('/').next().unwrap();
    let row = offers::table.find(id).select((offers::progress, offers::verdict));
    portal.cx.read(|conn| Ok(row.first(conn)?)).unwrap()
}

fn stands(portal: &TestPortal, arrangement: &str) -> (String, Date) {
    let id = arrangement.rsplit('/').next().unwrap();
    let row = arrangements::table.find(id).select((arrangements::state, arrangements::due_on));
    let (state, due): (String, String) = portal.cx.read(|conn| Ok(row.first(conn)?)).unwrap();
    (state, due.parse().unwrap())
}

fn events(portal: &TestPortal, arrangement: &str, kind: &str) -> i64 {
    let id = arrangement.rsplit('/').next().unwrap();
    let of = arrangement_events::arrangement_id.eq(id).and(arrangement_events::kind.eq(kind));
    portal.cx.read(|conn| Ok(arrangement_events::table.filter(of).count().get_result(conn)?)).unwrap()
}

fn acts(portal: &TestPortal, act: &str) -> i64 {
    portal.cx.read(|conn| Ok(journal::table.filter(journal::act.eq(act)).count().get_result(conn)?)).unwrap()
}

fn told(portal: &TestPortal, kind: &str) -> i64 {
    portal.cx.read(|conn| Ok(notices::table.filter(notices::kind.eq(kind)).count().get_result(conn)?)).unwrap()
}

/// The text that a page shows in elder mode.
fn elder(client: &Client<'_>, path: &str) -> String {
    let (cookie, before) = (Display::COOKIE, client.cookie(Display::COOKIE).unwrap_or_default());
    client.set_cookie(cookie, &Display { mode: Mode::Elder, ..Display::default() }.to_cookie());
    let text = client.open(path).text();
    client.set_cookie(cookie, &before);
    text
}

/// Granny, signed in, and the address of her offer.
fn granny(portal: &TestPortal) -> (Client<'_>, String) {
    let granny = portal.sign_in(GRANNY);
    let offer = Person::behind(portal, &granny).offer(VACCINE);
    (granny, offer)
}

on_both_databases! {
    fn a_yes_is_arranged_until_it_was_done(database) {
        let portal = TestPortal::new(database);
        let (granny, offer) = granny(&portal);
        let arrangement = say_yes(&portal, &granny, &offer);
        assert_eq!(progress(&portal, &offer).0, "accepted");
        let due = portal.cx.working_days.add(portal.cx.today(), 10);
        let by = format!("{} 年 {} 月 {} 日前打电话给您", due.year(), due.month(), due.day());
        let page = granny.open(&offer).text();
        for part in ["正在安排", "卫生健康委", by.as_str(), "十分钟内可以撤回"] {
            assert!(page.contains(part), "{part} in {page}");
        }
        for (place, text) in [("/", granny.open("/").text()), ("/offers", granny.open("/offers").text()), ("elder", elder(&granny, "/"))] {
            assert!(text.contains("正在安排") && text.contains(&by), "{place}: {text}");
            assert!(!text.contains("23 价肺炎疫苗 已给您"), "{place}: {text}");
        }
        // The department sees whom to call, and that it looked is written down, once a page.
        let health = portal.sign_in("health");
        let (listed, read) = (acts(&portal, "arrangements.list"), acts(&portal, "arrangements.read"));
        let list = health.open("/arrangements");
        assert!(list.html().links().contains(&arrangement) && list.text().contains("老年人免费肺炎疫苗"), "{}", list.text());
        let page = health.open(&arrangement);
        assert!(page.html().links().contains(&format!("tel:{GRANNY}")) && page.text().contains("陈"), "{}", page.text());
        assert_eq!((acts(&portal, "arrangements.list"), acts(&portal, "arrangements.read")), (listed + 1, read + 1));

        // A day that cannot be, and then one.
        let tomorrow = portal.cx.today().tomorrow().unwrap();
        let wrong = send(&health, &page, "/appoint", &day("day", portal.cx.today().yesterday().unwrap()));
        assert!(wrong.html().links().contains(&"#day-year".to_owned()) && wrong.text().contains("半年以内"), "{}", wrong.text());
        let page = send(&health, &wrong, "/appoint", &day("day", tomorrow));
        assert_eq!(stands(&portal, &arrangement), ("open".to_owned(), tomorrow));
        assert!(granny.open(&offer).text().contains("和您约好了"), "{}", granny.open(&offer).text());
        assert!(granny.open("/inbox").text().contains("约好了"));
        assert!(elder(&granny, "/").contains("约在"));

        // Not before the yes, not on a day to come; what was typed comes back.
        for (wrong, says) in [(portal.cx.today().yesterday().unwrap(), "不能早于"), (tomorrow, "还没有到")] {
            let again = send(&health, &page, "/done", &day("on", wrong));
            let form = again.html().form("/done").unwrap();
            assert!(again.html().links().contains(&"#on-year".to_owned()) && again.text().contains(says), "{says}: {}", again.text());
            assert!(form.fields.iter().any(|field| field.name == "on-day" && field.value == wrong.day().to_string()));
        }
        send(&health, &page, "/done", &day("on", portal.cx.today()));
        // The same form once more changes nothing.
        send(&health, &page, "/done", &day("on", portal.cx.today()));
        assert_eq!((events(&portal, &arrangement, "done"), told(&portal, "arrangement-done")), (1, 1));
        assert_eq!(progress(&portal, &offer).0, "granted");
        let page = granny.open(&offer).text();
        let on = portal.cx.today();
        assert!(page.contains("已给您") && page.contains(&format!("{} 月 {} 日办好了", on.month(), on.day())), "{page}");
        assert!(granny.open("/inbox").text().contains("办好了：老年人免费肺炎疫苗"));
        assert!(!elder(&granny, "/").contains("正在安排"));
        assert!(health.open("/arrangements?state=done").html().links().contains(&arrangement));
        assert!(!health.open("/arrangements").html().links().contains(&arrangement));
    }

    fn a_yes_is_taken_back_within_ten_minutes(database) {
        let portal = TestPortal::new(database);
        let (granny, offer) = granny(&portal);
        let before = granny.open(&offer);
        let first = say_yes(&portal, &granny, &offer);
        let accepted = granny.open(&offer);
        portal.clock.advance_ms(9 * MINUTE_MS);
        let answer = |words: &str| [("answer".to_owned(), words.to_owned())];
        let page = send(&granny, &accepted, "/answer", &answer("take-back"));
        assert!(page.text().contains("您撤回了") && page.html().form("/answer").is_some(), "{}", page.text());
        assert_eq!((progress(&portal, &offer).0, stands(&portal, &first).0), ("open".to_owned(), "taken-back".to_owned()));
        assert!(!portal.sign_in("health").open("/arrangements").html().links().contains(&first));
        // Twice is once; a yes from a page of before is asked for again, because it is to what stood there then.
        send(&granny, &accepted, "/answer", &answer("take-back"));
        assert_eq!(events(&portal, &first, "taken-back"), 1);
        let asked = send(&granny, &before, "/answer", &answer("accept"));
        assert!(asked.html().links().contains(&"#answer".to_owned()), "{}", asked.text());
        assert_eq!(progress(&portal, &offer).0, "open");

        let second = say_yes(&portal, &granny, &offer);
        assert_ne!(first, second);
        let accepted = granny.open(&offer);
        portal.clock.advance_ms(10 * MINUTE_MS);
        assert!(granny.open(&offer).html().form("/answer").is_none(), "{}", granny.open(&offer).text());
        let late = send(&granny, &accepted, "/answer", &answer("take-back"));
        assert!(late.text().contains("过了十分钟"), "{}", late.text());
        assert_eq!((progress(&portal, &offer).0, stands(&portal, &second).0), ("accepted".to_owned(), "open".to_owned()));
        // The department was faster: nothing is undone, and the page says what came of it.
        carry_out(&portal, "health", &second);
        let page = send(&granny, &accepted, "/answer", &answer("take-back"));
        assert!(page.text().contains("已给您"), "{}", page.text());
        assert_eq!(progress(&portal, &offer).0, "granted");
    }

    fn what_could_not_be_done_is_read_with_its_reason_and_can_be_had_again(database) {
        let portal = TestPortal::new(database);
        let (granny, offer) = granny(&portal);
        let arrangement = say_yes(&portal, &granny, &offer);
        let health = portal.sign_in("health");
        let page = health.open(&arrangement);
        let empty = send(&health, &page, "/not-done", &reason(" "));
        assert!(empty.html().links().contains(&"#reason".to_owned()), "{}", empty.text());
        send(&health, &page, "/not-done", &reason("您说今年不想打了。"));
        assert_eq!((progress(&portal, &offer).0, told(&portal, "arrangement-not-done")), ("not-carried-out".to_owned(), 1));
        let page = granny.open(&offer);
        for part in ["没有办成", "您说今年不想打了。", "12345"] {
            assert!(page.text().contains(part), "{part} in {}", page.text());
        }
        assert!(granny.open("/inbox").text().contains("没有办成，看看为什么"));
        let (_, page) = granny.fill(&offer, "/answer", &[("answer", "again")]);
        assert!(page.html().form("/answer").is_some() && !page.text().contains("没有办成"), "{}", page.text());
        assert_ne!(say_yes(&portal, &granny, &offer), arrangement);
    }

    fn what_was_promised_outlives_the_policy_and_the_facts(database) {
        let portal = TestPortal::new(database);
        let last = portal.cx.today().tomorrow().unwrap();
        publish(&portal, &POLICY.replace("valid_from = 2026-01-01\n", &format!("valid_from = 2026-01-01\nvalid_to = {last}\n")));
        let granny = portal.sign_in(GRANNY);
        let person = Person::behind(&portal, &granny);
        let offer = person.offer("test-allowance");
        let arrangement = say_yes(&portal, &granny, &offer);
        let ended = || told(&portal, "offer-ended");
        let before = ended();
        person.learn("hukou_city", Some(Value::Code("other".into())));
        assert_eq!(progress(&portal, &offer), ("accepted".to_owned(), "not-eligible".to_owned()));
        assert!(granny.open(&offer).text().contains("照样给您答复"), "{}", granny.open(&offer).text());
        let civil = portal.sign_in("civilaffairs");
        assert!(civil.open(&arrangement).text().contains("答应过的照样答复"), "{}", civil.open(&arrangement).text());
        person.learn("hukou_city", Some(Value::Code("310000".into())));
        assert!(!granny.open(&offer).text().contains("照样给您答复"));
        portal.days_pass(2);
        assert_eq!(progress(&portal, &offer), ("accepted".to_owned(), "policy-over".to_owned()));
        let of_offer = portal.cx.read(|conn| {
            let about = notices::subject_id.eq(offer.rsplit('/').next().unwrap()).and(notices::kind.eq("offer-ended"));
            Ok(notices::table.filter(about).count().get_result::<i64>(conn)?)
        });
        assert_eq!(of_offer.unwrap(), 0, "nobody is told that it ended: {} before, {} now", before, ended());
        carry_out(&portal, "civilaffairs", &arrangement);
        assert_eq!(progress(&portal, &offer), ("granted".to_owned(), "policy-over".to_owned()));
        let granny = portal.sign_in(GRANNY);
        assert!(granny.open(&offer).text().contains("已给您"));
        portal.days_pass(2);
        assert_eq!(progress(&portal, &offer).0, "granted", "granted stays granted");
    }

    fn a_promised_day_that_passes_is_told_once_and_goes_to_the_supervisor(database) {
        let portal = TestPortal::new(database);
        let (granny, offer) = granny(&portal);
        let arrangement = say_yes(&portal, &granny, &offer);
        let (_, due) = stands(&portal, &arrangement);
        assert_eq!(portal.sign_in("supervisor").get(&arrangement).status, 404);
        let days = i64::from(portal.cx.today().until(due).unwrap().get_days());
        portal.days_pass(days);
        assert_eq!(told(&portal, "arrangement-late"), 0, "the promised day itself is in time");
        portal.days_pass(1);
        portal.days_pass(2);
        assert_eq!((told(&portal, "arrangement-late"), events(&portal, &arrangement, "late")), (1, 1));
        let granny = portal.sign_in(GRANNY);
        let page = granny.open(&offer).text();
        assert!(page.contains("日子过了，还没有办好") && page.contains("12345"), "{page}");
        assert!(granny.open("/").text().contains("还没有办好") && granny.open("/inbox").text().contains("请打 12345"));
        assert!(portal.sign_in("health").open("/arrangements").text().contains("超了"));
        let supervisor = portal.sign_in("supervisor");
        assert!(supervisor.open("/arrangements").html().links().contains(&arrangement));
        // Whoever follows it up agrees on a day; when that one passes too, it is told anew.
        let page = supervisor.open(&arrangement);
        send(&supervisor, &page, "/appoint", &day("day", portal.cx.today().tomorrow().unwrap()));
        assert!(portal.sign_in(GRANNY).open(&offer).text().contains("和您约好了"));
        portal.days_pass(2);
        assert_eq!((told(&portal, "arrangement-late"), events(&portal, &arrangement, "late")), (2, 2));
        assert!(portal.sign_in(GRANNY).open(&offer).text().contains("还没有写明办好没有"));
        carry_out(&portal, "supervisor", &arrangement);
        assert!(portal.sign_in("supervisor").open("/arrangements?state=done").html().links().contains(&arrangement));
    }

    fn other_departments_other_staff_and_oneself_are_refused(database) {
        let portal = TestPortal::new(database);
        let (granny, offer) = granny(&portal);
        let arrangement = say_yes(&portal, &granny, &offer);
        let all = [("day-year", "2026"), ("day-month", "12"), ("day-day", "1"), ("on-year", "2026"), ("on-month", "11"), ("on-day", "23"), ("reason", "x"), ("revision", "1")];
        for (who, status) in [("publicsecurity", 404), ("civilaffairs", 404), ("supervisor", 404), ("hongkou", 403), ("auditor", 403), (GRANNY, 403)] {
            let somebody = portal.sign_in(who);
            assert_eq!(somebody.get(&arrangement).status, status, "{who}");
            for act in ["appoint", "done", "not-done"] {
                assert_eq!(somebody.post(&format!("{arrangement}/{act}"), &all).status, status, "{who} {act}");
            }
            if who != "supervisor" && status == 404 {
                assert!(!somebody.open("/arrangements").html().links().contains(&arrangement), "{who}");
            }
        }
        // She works there herself.
        let cx = &portal.cx;
        let works = accounts::table
            .inner_join(account_roles::table.on(account_roles::account_id.eq(accounts::id)))
            .filter(account_roles::role.eq(Role::Department.as_str()).and(accounts::department.eq("health")));
        let account: String = cx.read(|conn| Ok(works.select(accounts::id).first(conn)?)).unwrap();
        let herself = Actor {
            account: AccountId(account),
            resident: Some(ResidentId(Person::behind(&portal, &granny).id)),
            roles: vec![Role::Department],
            name: String::new(),
            district: None,
            department: Some("health".to_owned()),
        };
        let fields = contract::fields::Fields::new(vec![("reason".to_owned(), "不想要了。".to_owned()), ("revision".to_owned(), "1".to_owned())]);
        let id = arrangement.rsplit('/').next().unwrap();
        let refused = answer::not_done(cx, &herself, id, &fields);
        assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
        assert_eq!(progress(&portal, &offer).0, "accepted");
        assert!(!domain::arrangements::page::arrangement_page(cx, &herself, id).unwrap().may_answer);
    }

    fn who_comes_second_gets_back_what_they_typed(database) {
        let portal = TestPortal::new(database);
        let (granny, offer) = granny(&portal);
        let arrangement = say_yes(&portal, &granny, &offer);
        let (one, other) = (portal.sign_in("health"), portal.sign_in("health"));
        let seen = other.open(&arrangement);
        let page = one.open(&arrangement);
        send(&one, &page, "/appoint", &day("day", portal.cx.today().tomorrow().unwrap()));
        // A colleague agreed on a day meanwhile: that is read first, and the form stands there as it was filled in.
        let page = send(&other, &seen, "/not-done", &reason("打不通。"));
        assert!(page.text().contains("同事记了新情况"), "{}", page.text());
        let form = page.html().form("/not-done").unwrap();
        assert!(form.fields.iter().any(|field| field.name == "reason" && field.value == "打不通。"));
        // Then the colleague is done.
        let ready = one.open(&arrangement);
        send(&one, &ready, "/done", &day("on", portal.cx.today()));
        let page = send(&other, &page, "/not-done", &reason("真的打不通。"));
        assert!(page.text().contains("真的打不通。") && page.text().contains("同事已经答复了"), "{}", page.text());
        assert!(page.html().links().contains(&"#reason".to_owned()));
        // The same form with another day.
        let page = send(&one, &ready, "/done", &day("on", portal.cx.today().yesterday().unwrap()));
        assert!(page.text().contains("同事已经答复了"), "{}", page.text());
        assert_eq!((events(&portal, &arrangement, "done"), events(&portal, &arrangement, "not-done")), (1, 0));
    }
}
