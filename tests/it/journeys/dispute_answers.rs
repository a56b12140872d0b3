//! What departments answer to "this is wrong", and what their supervisor sees when they do not.

use super::dispute::say_wrong;
use diesel::prelude::*;
use domain::db::schema::{dispute_events, disputes, journal};
use tests::{
    facts::Person,
    on_both_databases,
    portal::{Answer, Client, GRANNY, TestPortal},
};

/// Her offer that gives more the older she is.
const POLICY: &str = "elder-allowance";
const BORN_1934: [(&str, &str); 3] = [("value-year", "1934"), ("value-month", "5"), ("value-day", "2")];

/// The page of a department for the resident's dispute.
fn case(dispute: &str) -> String {
    format!("/disputes/{}", dispute.rsplit('/').next().unwrap())
}

fn events(portal: &TestPortal, dispute: &str, kind: &str) -> i64 {
    let id = dispute.rsplit('/').next().unwrap();
    let events = dispute_events::table.filter(dispute_events::dispute_id.eq(id).and(dispute_events::kind.eq(kind)));
    portal.cx.read(|conn| Ok(events.count().get_result(conn)?)).unwrap()
}

fn due(portal: &TestPortal, dispute: &str) -> jiff::civil::Date {
    let id = dispute.rsplit('/').next().unwrap();
    let due: String =
        portal.cx.read(|conn| Ok(disputes::table.find(id).select(disputes::due_on).first(conn)?)).unwrap();
    due.parse().unwrap()
}

/// Sends a form of a page that was opened before.
fn send(client: &Client<'_>, page: &Answer, form: &str, changes: &[(&str, &str)]) -> Answer {
    let form = page.html().form(form).unwrap_or_else(|| panic!("no form {form} in {}", page.text()));
    let sent = client.submit(&form, changes);
    assert_eq!(sent.status, 303, "{}", sent.text());
    client.open(sent.location())
}

on_both_databases! {
    fn a_corrected_fact_changes_the_amount_for_everybody_who_sees_it(database) {
        let portal = TestPortal::new(database);
        let granny = portal.sign_in(GRANNY);
        let offer = Person::behind(&portal, &granny).offer(POLICY);
        assert!(granny.open(&offer).text().contains("180 元"), "{}", granny.open(&offer).text());
        let dispute = say_wrong(&granny, &format!("{offer}/dispute"), "dob", "我 1934 年出生。");
        // The supervisor has nothing to do with it until its day has passed.
        assert_eq!(portal.sign_in("supervisor").get(&case(&dispute)).status, 404);
        portal.days_pass(20);
        let supervisor = portal.sign_in("supervisor");
        assert!(supervisor.open("/disputes").html().links().contains(&case(&dispute)));
        assert!(supervisor.open(&case(&dispute)).text().contains("我 1934 年出生。"));
        assert!(portal.sign_in(GRANNY).open(&dispute).text().contains("主管在催"));

        let police = portal.sign_in("publicsecurity");
        let list = police.open("/disputes");
        assert!(list.html().links().contains(&case(&dispute)) && list.text().contains("超了"), "{}", list.text());
        assert!(!list.text().contains("陈"), "the list names nobody: {}", list.text());
        let page = police.open(&case(&dispute));
        for part in ["我 1934 年出生。", "1944 年", "批次"] {
            assert!(page.text().contains(part), "{part} in {}", page.text());
        }
        // What cannot be read comes back at its field, with what was typed.
        let wrong = [("value-year", "1934"), ("value-month", "13"), ("value-day", "2")];
        let page = send(&police, &page, "/correct", &wrong);
        assert!(page.html().links().contains(&"#value-month".to_owned()), "{}", page.text());
        let form = page.html().form("/correct").unwrap();
        assert!(form.fields.iter().any(|field| field.name == "value-month" && field.value == "13"));
        let page = send(&police, &page, "/correct", &BORN_1934);
        let granny = portal.sign_in(GRANNY);
        let supervisor = portal.sign_in("supervisor");
        for page in [page, granny.open(&dispute), granny.open(&offer), supervisor.open(&case(&dispute))] {
            let text = page.text();
            assert!(text.contains("350 元") && text.contains("180 元") && text.contains("1934 年"), "{text}");
        }
        assert!(granny.open("/inbox").text().contains("您说不对的信息改好了：出生日期"));
        // The fact has a delivery and a day of its own, and the department's other facts keep theirs.
        let today = portal.cx.today();
        let facts = portal
            .cx
            .read(|conn| {
                let id = contract::ids::ResidentId(Person::behind(&portal, &granny).id);
                domain::residents::facts::facts_of(&portal.cx, conn, &id)
            })
            .unwrap();
        let (born, sex) = (facts.get("dob").unwrap(), facts.get("sex").unwrap());
        assert_eq!((born.as_of, &*born.department), (today, "public-security"));
        assert!(sex.as_of < today && sex.delivery != born.delivery);
        // Reading was written down.
        let read: i64 = portal
            .cx
            .read(|conn| Ok(journal::table.filter(journal::act.eq("disputes.read")).count().get_result(conn)?))
            .unwrap();
        assert!(read >= 4, "{read}");
    }

    fn what_is_upheld_is_read_with_its_reason_and_can_be_said_again(database) {
        let portal = TestPortal::new(database);
        let granny = portal.sign_in(GRANNY);
        let dispute = say_wrong(&granny, "/data/dispute/living_alone", "", "女儿和我一起住。");
        let civil = portal.sign_in("civilaffairs");
        let page = civil.open(&case(&dispute));
        let empty = send(&civil, &page, "/uphold", &[("reason", " ")]);
        assert!(empty.html().links().contains(&"#reason".to_owned()));
        send(&civil, &page, "/uphold", &[("reason", "居委会上门看过，只有您一人。")]);
        // The same form once more changes nothing.
        send(&civil, &page, "/uphold", &[("reason", "居委会上门看过，只有您一人。")]);
        assert_eq!(events(&portal, &dispute, "upheld"), 1);
        let page = granny.open(&dispute);
        assert!(page.text().contains("居委会上门看过") && page.text().contains("没有错"), "{}", page.text());
        assert!(granny.open("/inbox").text().contains("部门核对过，没有错"));
        assert_ne!(say_wrong(&granny, "/data/dispute/living_alone", "", "现在一起住了。"), dispute);
    }

    fn what_is_passed_on_keeps_its_day_and_leaves_the_department(database) {
        let portal = TestPortal::new(database);
        let granny = portal.sign_in(GRANNY);
        let dispute = say_wrong(&granny, "/data/dispute/hukou_city", "", "户口迁走了。");
        let promised = due(&portal, &dispute);
        let police = portal.sign_in("publicsecurity");
        let before = police.open(&case(&dispute));
        let own = send(&police, &before, "/pass-on", &[("department", "public-security")]);
        assert!(own.html().links().contains(&"#department".to_owned()), "{}", own.text());
        let page = send(&police, &before, "/pass-on", &[("department", "civil-affairs")]);
        assert!(page.text().contains("不由您答复") && page.html().form("/uphold").is_none(), "{}", page.text());
        assert_eq!(due(&portal, &dispute), promised);
        // Whoever typed an answer meanwhile gets it back.
        let late = send(&police, &before, "/uphold", &[("reason", "没有迁走。")]);
        assert!(late.text().contains("没有迁走。") && late.text().contains("已经转给别的部门"), "{}", late.text());
        assert!(!police.open("/disputes").html().links().contains(&case(&dispute)));
        assert!(granny.open(&dispute).text().contains("转给了上海市民政局"));
        assert!(granny.open("/inbox").text().contains("转给了管它的部门"));
        // So late that three working days are left of it at least.
        portal.days_pass(16);
        let civil = portal.sign_in("civilaffairs");
        let page = civil.open(&case(&dispute));
        send(&civil, &page, "/pass-on", &[("department", "public-security")]);
        assert_eq!(due(&portal, &dispute), portal.cx.working_days.add(portal.cx.today(), 3));
        assert_eq!(events(&portal, &dispute, "passed-on"), 2);
    }

    fn what_is_overdue_is_told_once_for_each_promised_day(database) {
        let portal = TestPortal::new(database);
        let granny = portal.sign_in(GRANNY);
        let dispute = say_wrong(&granny, "/data/dispute/dob", "", "生日错了。");
        let last = portal.cx.today().until(due(&portal, &dispute)).unwrap().get_days();
        portal.days_pass(i64::from(last));
        assert_eq!(events(&portal, &dispute, "late"), 0, "the promised day itself is in time");
        portal.days_pass(1);
        assert_eq!(events(&portal, &dispute, "late"), 1);
        portal.days_pass(3);
        assert_eq!(events(&portal, &dispute, "late"), 1);
        // The supervisor sends it where it belongs, with a new day, and sees it still.
        let supervisor = portal.sign_in("supervisor");
        let page = supervisor.open(&case(&dispute));
        let page = send(&supervisor, &page, "/pass-on", &[("department", "civil-affairs")]);
        assert!(page.text().contains("不由您答复"), "{}", page.text());
        portal.days_pass(8);
        assert_eq!(events(&portal, &dispute, "late"), 2);
        let supervisor = portal.sign_in("supervisor");
        let page = supervisor.open(&case(&dispute));
        send(&supervisor, &page, "/uphold", &[("reason", "出生证上就是这一天。")]);
        assert!(portal.sign_in(GRANNY).open(&dispute).text().contains("出生证上就是这一天。"));
        assert!(supervisor.open("/disputes?state=done").html().links().contains(&case(&dispute)));
    }

    fn other_departments_and_other_staff_are_refused(database) {
        let portal = TestPortal::new(database);
        let granny = portal.sign_in(GRANNY);
        let dispute = say_wrong(&granny, "/data/dispute/dob", "", "生日错了。");
        let all = [("value-year", "1934"), ("value-month", "5"), ("value-day", "2"), ("reason", "x"), ("department", "health"), ("revision", "1")];
        for (who, status) in [("health", 404), ("civilaffairs", 404), ("supervisor", 404), ("hongkou", 403), ("auditor", 403), (GRANNY, 403)] {
            let somebody = portal.sign_in(who);
            assert_eq!(somebody.get(&case(&dispute)).status, status, "{who}");
            for act in ["correct", "uphold", "pass-on"] {
                assert_eq!(somebody.post(&format!("{}/{act}", case(&dispute)), &all).status, status, "{who} {act}");
            }
            if who != "supervisor" && status == 404 {
                assert!(!somebody.open("/disputes").html().links().contains(&case(&dispute)), "{who}");
            }
        }
        assert_eq!(events(&portal, &dispute, "opened"), 1);
        assert!(granny.open(&dispute).text().contains("正在核对"));
    }

    fn who_comes_second_gets_back_what_they_typed(database) {
        let portal = TestPortal::new(database);
        let granny = portal.sign_in(GRANNY);
        let dispute = say_wrong(&granny, "/data/dispute/dob", "", "生日错了。");
        let (one, other) = (portal.sign_in("publicsecurity"), portal.sign_in("publicsecurity"));
        let seen_by_resident = granny.open(&dispute);
        let seen = other.open(&case(&dispute));
        // Something new since the page was opened is read first.
        send(&granny, &seen_by_resident, "/word", &[("word", "户口本上写着。")]);
        let page = send(&other, &seen, "/uphold", &[("reason", "没有错。")]);
        assert!(page.text().contains("有了新情况") && page.text().contains("户口本上写着。"), "{}", page.text());
        let kept = page.html().form("/uphold").unwrap();
        assert!(kept.fields.iter().any(|field| field.name == "reason" && field.value == "没有错。"));
        // A colleague is faster.
        let first = one.open(&case(&dispute));
        send(&one, &first, "/correct", &BORN_1934);
        let page = send(&other, &page, "/uphold", &[("reason", "真的没有错。")]);
        assert!(page.text().contains("真的没有错。") && page.text().contains("同事已经答复了"), "{}", page.text());
        assert!(page.html().links().contains(&"#reason".to_owned()));
        // So is the department, before the resident's last word.
        let page = send(&granny, &seen_by_resident, "/word", &[("word", "再看看。")]);
        assert!(page.text().contains("再看看。") && page.text().contains("部门已经答复了"), "{}", page.text());
        assert_eq!((events(&portal, &dispute, "corrected"), events(&portal, &dispute, "upheld")), (1, 0));
    }
}
