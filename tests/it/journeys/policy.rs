//! An author writes a policy, a second person publishes it, and everybody it is meant for hears of it.

use diesel::prelude::*;
use domain::db::{
    pools::Priority,
    schema::{account_roles, accounts, journal},
};
use tests::{
    on_both_databases,
    portal::{GRANNY, SON, TestPortal},
};

const RIGHT: &str = include_str!("../fixtures/policy.toml");

on_both_databases! {
    fn a_document_is_mended_rehearsed_and_published(database) {
        let portal = TestPortal::new(database);
        let author = portal.sign_in("author");
        let wrong = RIGHT.replace("户籍地 ==", "户籍所在 ==").replace("confidence = \"high\"", "confidence = \"higher\"");
        let (place, page) = author.fill("/desk", "/desk", &[("text", &wrong)]);
        assert_eq!(place, "/desk", "a document with mistakes is no draft by itself");
        let text = page.text();
        for (found, instead) in [("户籍所在", "可以改成：户籍"), ("higher", "可以改成：high")] {
            let line = wrong.lines().position(|line| line.contains(found)).unwrap() + 1;
            let shown = text.contains(&format!("第 {line} 行")) && text.contains(found) && text.contains(instead);
            assert!(shown, "{found} in line {line}:\n{text}");
        }
        let (document, page) = author.fill("/desk", "/desk", &[("text", &wrong), ("act", "keep")]);
        assert!(page.html().form("/hand-over").is_none() && page.html().form("/rehearse").is_none());
        // The buttons are not there; the addresses refuse too.
        for verb in ["rehearse", "hand-over"] {
            author.post(&format!("{document}/{verb}"), &[("revision", "1")]);
        }

        let (_, page) = author.fill(&document, "/save", &[("text", RIGHT)]);
        assert!(page.html().form("/hand-over").is_some(), "{}", page.text());
        let (_, page) = author.fill(&document, "/rehearse", &[]);
        assert!(page.html().texts("h2").len() > page.html().texts("h1").len(), "{}", page.text());
        let (_, page) = author.fill(&document, "/hand-over", &[]);
        assert!(page.html().form("/publish").is_none(), "an author cannot publish");
        assert_eq!(author.post(&format!("{document}/publish"), &[("revision", "2")]).status, 403);

        let publisher = portal.sign_in("publisher");
        // A minute after the others: the newest offer stands first.
        portal.clock.advance_ms(60_000);
        publisher.fill(&document, "/publish", &[]);
        portal.finish_jobs();
        let granny = portal.sign_in(GRANNY);
        let home = granny.open("/");
        assert!(home.text().contains("高龄问候金") && home.text().contains("88"), "{}", home.text());
        assert!(granny.open("/inbox").text().contains("高龄问候金"));
        assert!(!portal.sign_in(SON).open("/").text().contains("高龄问候金"), "he is too young");
    }

    fn a_document_that_takes_too_much_work_says_where(database) {
        let portal = TestPortal::new(database);
        let mut author = portal.sign_in("author");
        let groups = (0..40).map(|group| format!("子女数>{group} 且 胎儿数<99")).collect::<Vec<_>>().join(" or ");
        let bands: String = (0..63)
            .map(|size| format!("[[benefit.band]]\nwhen = \"{groups} or household_size == {size}\"\namount = \"1.00\"\n"))
            .collect();
        let text = RIGHT.replacen("[[benefit.band]]\namount = \"88.00\"\n", &bands, 1);
        let (document, page) = author.fill("/desk", "/desk", &[("text", &text), ("act", "keep")]);
        assert!(page.text().contains("步已经用完") && page.text().contains("benefit.band["), "{}", page.text());
        assert!(page.html().form("/hand-over").is_none());
        let (_, page) = author.fill(&document, "/save", &[("text", &text)]);
        assert!(page.text().contains("步已经用完"));
        for verb in ["rehearse", "hand-over"] {
            author.post(&format!("{document}/{verb}"), &[("revision", "2")]);
        }
        author.headers.push(("accept", "application/json".to_owned()));
        let checked = author.post("/api/server/check-policy-text", &[("text", &text)]);
        assert!(checked.status == 200 && checked.body.contains("步已经用完"), "{}", checked.body);
    }

    fn what_is_wrong_is_told_without_codes(database) {
        let portal = TestPortal::new(database);
        let mut author = portal.sign_in("author");
        author.headers.push(("accept", "application/json".to_owned()));
        let case = "verdict = \"eligible\"\namount = \"88.00\"";
        let failing = "verdict = \"not-eligible\"\nfailing = [\"age\"]\nmissing = [\"dob\"]";
        let told = "写的是不符合，没有满足“年满 80 岁”，缺“出生日期”；算出来是符合，金额 88 元。";
        for (from, to, said, codes) in [
            (case, failing, told, &["not-eligible, ", "failing [", "missing [", "amount 88"][..]),
            ("age(出生日期, 今天) >= 80", "年龄 >= 80", "周岁(出生日期, 今天)", &[]),
            ("age(出生日期, 今天) >= 80", "周岁(年龄, 今天) >= 80", "出生日期", &[]),
        ] {
            let text = RIGHT.replacen(from, to, 1);
            assert_ne!(text, RIGHT);
            let (_, page) = author.fill("/desk", "/desk", &[("text", &text), ("act", "keep")]);
            let html = page.html();
            let problems: String = ["strong", "p"].map(|what| html.texts(what).concat()).concat();
            let live = author.post("/api/server/check-policy-text", &[("text", &text)]);
            for told in [&problems, &live.body] {
                assert!(told.contains(said), "{said}: {told}");
                for code in codes {
                    assert!(!told.contains(code), "{code}: {told}");
                }
            }
        }
    }

    fn where_the_words_come_from_stands_in_the_note_alone(database) {
        let portal = TestPortal::new(database);
        let page = portal.visitor().open("/policies/care-consumption-voucher").text();
        let (_, after) = page.split_once("还没有确定的").unwrap();
        let (open, after) = after.split_once("不同意怎么办").unwrap();
        let (_, note) = after.split_once("资料来源和这个演示").unwrap();
        assert!(open.contains("上海是不是参加") && note.contains("文件号只有一个"), "{page}");
        assert!(!open.contains("来源") && !open.contains("网上申请"), "{open}");
        // The page says that it is applied for elsewhere; the note does not say it another way.
        assert!(!note.contains("在这个演示里"), "{note}");
        assert!(page.contains("至多 800 元"), "{page}");
        // Where all is said in one sentence, it is said once, and not of itself.
        let leave = portal.visitor().open("/policies/birth-leave").text();
        assert_eq!(leave.matches("跟单位请假").count(), 1, "{leave}");
        // In the list each says how.
        let list = portal.visitor().open("/policies").text();
        assert!(list.contains("跟单位请假") && list.contains("要申请。这里还不能网上办。在民政通上申请"), "{list}");
    }

    fn nobody_publishes_what_they_wrote(database) {
        let portal = TestPortal::new(database);
        give_role(&portal, "author", "publisher");
        let both = portal.sign_in("author");
        let (document, _) = both.fill("/desk", "/desk", &[("text", RIGHT)]);
        let (_, page) = both.fill(&document, "/hand-over", &[]);
        assert!(page.html().form("/publish").is_none());
        assert_eq!(both.post(&format!("{document}/publish"), &[("revision", "2"), ("key", "k")]).status, 403);
        assert!(portal.sign_in("publisher").open(&document).html().form("/publish").is_some());
    }

    fn nobody_publishes_what_they_changed_or_handed_over(database) {
        let portal = TestPortal::new(database);
        give_role(&portal, "publisher", "author");
        let (author, both) = (portal.sign_in("author"), portal.sign_in("publisher"));
        let changed = RIGHT.replace("88.00", "99.00");
        for (changes, hands_over) in [(true, true), (true, false), (false, true), (false, false)] {
            let (document, _) = author.fill("/desk", "/desk", &[("text", RIGHT)]);
            if changes {
                both.fill(&document, "/save", &[("text", &changed)]);
            }
            let hand = if hands_over { &both } else { &author };
            hand.fill(&document, "/hand-over", &[]);
            let form = both.open(&document).html().form("/publish");
            assert_eq!(form.is_some(), !changes && !hands_over, "{changes} {hands_over}");
            let revision = if changes { "3" } else { "2" };
            let fields = [("revision", revision), ("key", document.as_str())];
            let status = both.post(&format!("{document}/publish"), &fields).status;
            assert_eq!(status, if changes || hands_over { 403 } else { 303 }, "{changes} {hands_over}");
        }
        // The journal shows who did what.
        let acts: Vec<String> = portal.cx.read(|connection| {
            Ok(journal::table.filter(journal::object_kind.eq("policy-version").and(journal::actor_account_id.is_not_null()))
                .select(journal::act).load(connection)?)
        }).unwrap();
        let of = |name: &str| acts.iter().filter(|act| *act == name).count();
        assert_eq!(["policies.create", "policies.save", "policies.hand-over", "policies.publish"].map(of), [4, 2, 4, 1]);
    }

    fn a_policy_that_refers_to_another_follows_it(database) {
        let portal = TestPortal::new(database);
        let (author, publisher) = (portal.sign_in("author"), portal.sign_in("publisher"));
        let publish = |text: &str| {
            let (document, _) = author.fill("/desk", "/desk", &[("text", text)]);
            author.fill(&document, "/hand-over", &[]);
            portal.clock.advance_ms(60_000);
            let (_, page) = publisher.fill(&document, "/publish", &[]);
            portal.finish_jobs();
            page.text()
        };
        let more = RIGHT
            .replace("id = \"test-allowance\"", "id = \"test-extra\"")
            .replace("高龄问候金", "高龄加发")
            .replace("when = \"age(出生日期, 今天) >= 80\"", "when = '享受(\"test-allowance\")'")
            .replace("amount = \"88.00\"", "amount = '百分(金额(\"test-allowance\", 月), 50, 舍去)'")
            .replace("verdict = \"eligible\"\namount = '百分(金额(\"test-allowance\", 月), 50, 舍去)'",
                "others = { test-allowance = \"88.00\" }\nverdict = \"eligible\"\namount = \"44.00\"");
        let refused = publish(&more);
        assert!(refused.contains("和别的政策对不上") && refused.contains("test-allowance"), "{refused}");

        publish(RIGHT);
        publish(&more);
        let granny = portal.sign_in(GRANNY);
        let offers = granny.open("/offers").text();
        assert!(offers.contains("88 元高龄问候金") && offers.contains("44 元高龄加发"), "{offers}");
        // Somebody who is too young for the one gets the other when they get the one.
        let son = portal.sign_in(SON).open("/policies/test-extra").text();
        assert!(son.contains("您现在还不符合") && son.contains("就符合") && son.contains("那天起有“高龄问候金”"), "{son}");
        // What rests on another policy is decided again with it.
        publish(&RIGHT.replace("version = \"1\"", "version = \"2\"").replace("amount = \"88.00\"", "amount = \"60.00\""));
        let offers = granny.open("/offers").text();
        assert!(offers.contains("60 元高龄问候金") && offers.contains("30 元高龄加发"), "{offers}");
        let older = RIGHT.replace("version = \"1\"", "version = \"3\"").replace(">= 80", ">= 100");
        publish(&older.replace("verdict = \"eligible\"\namount = \"88.00\"", "verdict = \"not-eligible\""));
        let offers = granny.open("/offers").text();
        assert!(!offers.contains("高龄问候金") && !offers.contains("高龄加发"), "{offers}");
    }

    fn an_amount_that_overflows_is_no_refusal_and_is_written_down(database) {
        let portal = TestPortal::new(database);
        let (author, publisher) = (portal.sign_in("author"), portal.sign_in("publisher"));
        let text = RIGHT
            .replace("amount = \"88.00\"", "amount = '周岁(出生日期, 今天) * 92233720368547758.00元'")
            .replace("verdict = \"eligible\"\namount = '周岁(出生日期, 今天) * 92233720368547758.00元'", "verdict = \"undetermined\"");
        let (document, page) = author.fill("/desk", "/desk", &[("text", &text)]);
        assert!(page.html().form("/hand-over").is_some(), "{}", page.text());
        author.fill(&document, "/hand-over", &[]);
        publisher.fill(&document, "/publish", &[]);
        portal.finish_jobs();
        let page = portal.sign_in(GRANNY).open("/policies/test-allowance").text();
        assert!(page.contains("您的信息都有") && !page.contains("还不符合"), "{page}");
        let details: Vec<String> = portal
            .cx
            .read(|connection| {
                Ok(journal::table.filter(journal::act.eq("policies.no-result")).select(journal::detail).load(connection)?)
            })
            .unwrap();
        let [detail] = details.as_slice() else { panic!("{details:?}") };
        assert!(detail.contains("test-allowance") && !detail.contains("1944"), "{detail}");
    }
}

pub fn give_role(portal: &TestPortal, sign_in: &str, role: &str) {
    let give = portal.cx.write(Priority::Person, |tx| {
        let name = portal.cx.keys.fingerprint("sign-in-name", sign_in);
        let account: String =
            accounts::table.filter(accounts::sign_in_name_fingerprint.eq(name)).select(accounts::id).first(tx)?;
        diesel::insert_into(account_roles::table)
            .values((account_roles::account_id.eq(account), account_roles::role.eq(role)))
            .execute(tx)?;
        Ok(())
    });
    give.unwrap();
}
