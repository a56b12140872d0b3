//! From hand to hand at the desk: who wrote, changed and handed over is never the one who publishes; a version is sent back,
//! taken back or thrown away; a text that comes late, twice or with a slip stays on its page.

use super::{
    policy::give_role,
    steps::{POLICY, hand_over, publish},
};
use diesel::prelude::*;
use domain::db::schema::{journal, policy_versions};
use tests::{
    html::Form,
    on_both_databases,
    portal::{Answer, Client, TestPortal},
};

fn acts(portal: &TestPortal, version: &str, act: &str) -> i64 {
    let id = version.rsplit('/').next().unwrap();
    let rows = journal::table.filter(journal::object_id.eq(id).and(journal::act.eq(act)));
    portal.cx.read(|connection| Ok(rows.count().get_result(connection)?)).unwrap()
}

fn state(portal: &TestPortal, version: &str) -> String {
    let row = policy_versions::table.find(version.rsplit('/').next().unwrap()).select(policy_versions::state);
    portal.cx.read(|connection| Ok(row.first(connection)?)).unwrap()
}

fn versions(portal: &TestPortal) -> i64 {
    portal.cx.read(|connection| Ok(policy_versions::table.count().get_result(connection)?)).unwrap()
}

fn form(client: &Client<'_>, page: &str, action: &str) -> Form {
    client.open(page).html().form(action).unwrap_or_else(|| panic!("no form {action} on {page}"))
}

/// What stands in a field of a page.
fn value(page: &Answer, action: &str, field: &str) -> String {
    let form = page.html().form(action).unwrap_or_else(|| panic!("no form {action}: {}", page.text()));
    form.fields.iter().find(|known| known.name == field).unwrap().value.trim().to_owned()
}

fn next(client: &Client<'_>, answer: &Answer) -> Answer {
    assert_eq!(answer.status, 303, "{}", answer.text());
    client.open(answer.location())
}

on_both_databases! {
    fn whoever_had_a_version_in_their_hands_once_does_not_publish_it(database) {
        let portal = TestPortal::new(database);
        give_role(&portal, "publisher", "author");
        give_role(&portal, "administrator", "publisher");
        let (author, both) = (portal.sign_in("author"), portal.sign_in("publisher"));
        let (version, _) = author.fill("/desk", "/desk", &[("text", POLICY)]);
        both.fill(&version, "/save", &[("text", &POLICY.replace("88.00", "99.00"))]);
        // Somebody else changes it last, and hands it over.
        author.fill(&version, "/save", &[("text", &POLICY.replace("88.00", "98.00"))]);
        author.fill(&version, "/hand-over", &[]);
        let page = both.open(&version);
        assert!(page.html().form("/publish").is_none() && page.html().form("/send-back").is_none());
        let revision = value(&page, "/take-back", "revision");
        for verb in ["publish", "send-back"] {
            let sent = both.post(&format!("{version}/{verb}"), &[("revision", &revision), ("key", verb), ("remark", "不对。")]);
            assert_eq!(sent.status, 403, "{verb}");
        }
        // Taken back and handed over again, it is still theirs.
        both.fill(&version, "/take-back", &[]);
        author.fill(&version, "/hand-over", &[]);
        assert_eq!(both.post(&format!("{version}/publish"), &[("revision", "6"), ("key", "p")]).status, 403);

        let third = portal.sign_in("administrator");
        let page = third.open(&version);
        for named in ["编写", "改过", "交出"] {
            assert!(page.html().texts("dt").iter().any(|name| name == named), "{named}: {}", page.text());
        }
        assert_eq!(page.html().texts("dt").iter().filter(|name| *name == "改过").count(), 2, "both who changed it");
        third.fill(&version, "/publish", &[]);
        portal.finish_jobs();
        assert_eq!(state(&portal, &version), "published");
        assert!(third.open(&version).html().texts("dt").iter().any(|name| name == "发布"));
    }

    fn a_version_is_sent_back_with_a_remark_that_its_author_reads(database) {
        let portal = TestPortal::new(database);
        let version = hand_over(&portal, POLICY);
        let (author, publisher) = (portal.sign_in("author"), portal.sign_in("publisher"));
        let (_, page) = publisher.fill(&version, "/send-back", &[("remark", "  ")]);
        assert!(page.html().links().contains(&"#remark".to_owned()), "{}", page.text());
        let long = "太长。".repeat(700);
        let (_, page) = publisher.fill(&version, "/send-back", &[("remark", &long)]);
        assert!(page.text().contains("2000") && value(&page, "/send-back", "remark") == long, "{}", page.text());
        assert_eq!(author.post(&format!("{version}/send-back"), &[("remark", "x")]).status, 403);

        let form = form(&publisher, &version, "/send-back");
        let page = next(&publisher, &publisher.submit(&form, &[("remark", "金额和文件不一样。")]));
        assert!(page.html().form("/publish").is_none(), "it is a draft again");
        assert_eq!((state(&portal, &version).as_str(), acts(&portal, &version, "policies.send-back")), ("draft", 1));
        let page = author.open(&version);
        assert!(page.text().contains("发布人退回了这一版") && page.text().contains("金额和文件不一样。"), "{}", page.text());
        // Twice is once; with other words it was not sent, and the words are not lost.
        next(&publisher, &publisher.submit(&form, &[("remark", "金额和文件不一样。")]));
        let page = next(&publisher, &publisher.submit(&form, &[("remark", "日期也不对。")]));
        assert!(page.text().contains("已经提交过一次") && page.text().contains("日期也不对。"), "{}", page.text());
        assert_eq!(acts(&portal, &version, "policies.send-back"), 1);

        author.fill(&version, "/save", &[("text", &POLICY.replace("88.00", "77.00"))]);
        author.fill(&version, "/hand-over", &[]);
        let page = publisher.open(&version);
        assert!(page.text().contains("上一次退回时写的话"), "{}", page.text());
        publisher.fill(&version, "/publish", &[]);
        portal.finish_jobs();
        assert_eq!(state(&portal, &version), "published");
        assert!(!publisher.open(&version).text().contains("金额和文件不一样。"));
    }

    fn the_author_takes_back_what_was_handed_over(database) {
        let portal = TestPortal::new(database);
        give_role(&portal, "publisher", "author");
        let version = hand_over(&portal, POLICY);
        let (author, publisher) = (portal.sign_in("author"), portal.sign_in("publisher"));
        // Another author has no hand in it.
        assert!(publisher.open(&version).html().form("/take-back").is_none());
        assert_eq!(publisher.post(&format!("{version}/take-back"), &[("revision", "2")]).status, 403);
        let (seen, publishing) = (form(&author, &version, "/take-back"), form(&publisher, &version, "/publish"));
        let page = next(&author, &author.submit(&seen, &[]));
        assert!(page.html().form("/save").is_some(), "{}", page.text());
        let page = next(&publisher, &publisher.submit(&publishing, &[]));
        assert!(page.text().contains("编写人还没有交出来"), "{}", page.text());
        // An old page takes nothing back that was handed over anew.
        author.fill(&version, "/hand-over", &[]);
        let page = next(&author, &author.submit(&seen, &[]));
        assert!(page.text().contains("这一版刚有了变化"), "{}", page.text());
        publisher.fill(&version, "/publish", &[]);
        portal.finish_jobs();
        let page = next(&author, &author.submit(&seen, &[]));
        assert!(page.text().contains("这一版已经不能改了"), "{}", page.text());
        let page = next(&publisher, &publisher.submit(&form(&publisher, &version, "/rehearse"), &[]));
        assert_eq!(page.status, 200);
        portal.finish_jobs();
        let late = [("revision", "4"), ("key", "late")];
        let page = next(&publisher, &publisher.post(&format!("{version}/publish"), &late));
        assert!(page.text().contains("已经发布过了"), "{}", page.text());
    }

    fn a_draft_is_thrown_away_by_its_author_after_a_question(database) {
        let portal = TestPortal::new(database);
        give_role(&portal, "publisher", "author");
        let (author, other) = (portal.sign_in("author"), portal.sign_in("publisher"));
        let (version, page) = author.fill("/desk", "/desk", &[("text", POLICY)]);
        let asks = format!("{version}/throw-away");
        assert!(page.html().links().contains(&asks), "{}", page.text());
        assert!(!other.open(&version).html().links().contains(&asks));
        assert_eq!(other.get(&asks).status, 403);
        assert_eq!(other.post(&asks, &[("revision", "1")]).status, 403);
        // Somebody changed it since the question was asked.
        let asked = form(&author, &asks, "/throw-away");
        other.fill(&version, "/save", &[("text", &POLICY.replace("88.00", "66.00"))]);
        let page = next(&author, &author.submit(&asked, &[]));
        assert!(page.text().contains("这份草稿刚被改过"), "{}", page.text());

        let asked = form(&author, &asks, "/throw-away");
        let desk = next(&author, &author.submit(&asked, &[]));
        assert!(!desk.html().links().contains(&version), "{}", desk.text());
        assert!(!other.open("/desk").html().links().contains(&version));
        assert_eq!((state(&portal, &version).as_str(), acts(&portal, &version, "policies.throw-away")), ("thrown-away", 1));
        // Twice is once, and nothing more can be done with it; its text can be read.
        next(&author, &author.submit(&asked, &[]));
        assert_eq!(acts(&portal, &version, "policies.throw-away"), 1);
        let page = author.open(&version);
        assert!(page.text().contains("已丢弃") && page.text().contains("test-allowance"), "{}", page.text());
        for action in ["/save", "/hand-over", "/rehearse", "/publish", "/new-version", "/throw-away"] {
            assert!(page.html().form(action).is_none(), "{action}");
        }
        for verb in ["save", "hand-over"] {
            let late = author.post(&format!("{version}/{verb}"), &[("revision", "3"), ("text", POLICY), ("key", verb)]);
            assert!(next(&author, &late).text().contains("这一版已经不能改了"), "{verb}");
        }
        assert_eq!(author.get(&asks).status, 404);
        // What was handed over is taken back first.
        let version = hand_over(&portal, POLICY);
        assert_eq!(author.get(&format!("{version}/throw-away")).status, 404);
        let page = next(&author, &author.post(&format!("{version}/throw-away"), &[("revision", "2")]));
        assert!(page.text().contains("这一版刚有了变化"), "{}", page.text());
        assert_eq!(state(&portal, &version), "approved");
    }

    fn a_slip_in_the_text_makes_no_draft(database) {
        let portal = TestPortal::new(database);
        let author = portal.sign_in("author");
        let before = versions(&portal);
        let unclosed = POLICY.replacen("[[criterion]]", "[[criterion]", 1);
        let misspelt = POLICY.replace("户籍地 ==", "户籍所在 ==");
        for wrong in [&unclosed, &misspelt, &unclosed] {
            let (place, page) = author.fill("/desk", "/desk", &[("text", wrong)]);
            assert_eq!(place, "/desk");
            assert_eq!(value(&page, "/desk", "text"), wrong.trim(), "the text stands there again");
            let line = wrong.lines().position(|line| line == "[[criterion]" || line.contains("户籍所在")).unwrap() + 1;
            assert!(page.text().contains(&format!("第 {line} 行")), "{}", page.text());
            assert!(page.html().links().contains(&"#text".to_owned()) && page.text().contains("没有存成草稿"));
        }
        // An uploaded file stands there too.
        let (_, page) = author.fill("/desk", "/desk", &[("text", "别的"), ("file", &misspelt)]);
        assert_eq!(value(&page, "/desk", "text"), misspelt.trim());
        // What has no name yet is no draft, even if its author wants it.
        let (place, page) = author.fill("/desk", "/desk", &[("text", &unclosed), ("act", "keep")]);
        assert!(place == "/desk" && page.text().contains("先写好 id 和标题"), "{}", page.text());
        assert_eq!(versions(&portal), before);

        // Half a document is kept where its author says so, under its own name; mended there, it is as any other.
        let (version, page) = author.fill("/desk", "/desk", &[("text", &misspelt), ("act", "keep")]);
        assert!(version.starts_with("/desk/") && page.html().texts("h1")[0].contains("高龄问候金"), "{}", page.text());
        let (_, page) = author.fill(&version, "/save", &[("text", &unclosed)]);
        assert!(page.html().texts("h1")[0].contains("高龄问候金"), "it keeps its name: {}", page.text());
        assert_eq!(value(&page, "/save", "text"), unclosed.trim());
        let (_, page) = author.fill(&version, "/save", &[("text", POLICY)]);
        assert!(page.html().form("/hand-over").is_some(), "{}", page.text());
        assert_eq!(versions(&portal), before + 1);
    }

    fn a_text_that_comes_twice_or_late_stays_on_its_page(database) {
        let portal = TestPortal::new(database);
        let author = portal.sign_in("author");
        let before = versions(&portal);
        let [first, other, late] = ["81.00", "82.00", "83.00"].map(|amount| POLICY.replace("88.00", amount));
        let new = form(&author, "/desk", "/desk");
        let version = author.submit(&new, &[("text", &first)]).location().to_owned();
        assert_eq!(author.submit(&new, &[("text", &first)]).location(), version, "the same draft");
        let page = next(&author, &author.submit(&new, &[("text", &other)]));
        assert!(page.text().contains("已经提交过一次") && value(&page, "/desk", "text") == other.trim(), "{}", page.text());
        assert_eq!(versions(&portal), before + 1);

        // Two windows with one draft.
        let window = form(&author, &version, "/save");
        let page = next(&author, &author.submit(&window, &[("text", &other)]));
        assert_eq!(value(&page, "/save", "text"), other.trim());
        assert_eq!(author.submit(&window, &[("text", &other)]).location(), version, "the same once more");
        assert_eq!(acts(&portal, &version, "policies.save"), 1);
        let page = next(&author, &author.submit(&window, &[("text", &late)]));
        assert!(page.text().contains("您在另一个窗口里已经保存过这份文件"), "{}", page.text());
        assert_eq!(value(&page, "/save", "text"), late.trim(), "the text of now");
        assert!(page.text().contains("后来保存的全文") && page.body.contains("82.00"), "beside what was saved");
        assert_eq!(acts(&portal, &version, "policies.save"), 1, "nothing was overwritten");
        // The page that came again saves it.
        let again = page.html().form("/save").unwrap();
        let page = next(&author, &author.submit(&again, &[]));
        assert_eq!(value(&page, "/save", "text"), late.trim());

        give_role(&portal, "publisher", "author");
        let somebody = portal.sign_in("publisher");
        let window = form(&somebody, &version, "/save");
        author.fill(&version, "/save", &[("text", &first)]);
        let page = next(&somebody, &somebody.submit(&window, &[("text", &other)]));
        assert!(page.text().contains("刚被别人改过") && value(&page, "/save", "text") == other.trim(), "{}", page.text());

        // Handed over in another window: it is no draft any more, and the text is there all the same.
        let window = form(&author, &version, "/save");
        author.fill(&version, "/hand-over", &[]);
        let page = next(&author, &author.submit(&window, &[("text", &late)]));
        assert!(page.text().contains("您写的没有保存") && page.body.contains("83.00"), "{}", page.text());
    }

    fn a_reason_that_comes_twice_with_other_words_stays_on_its_page(database) {
        let portal = TestPortal::new(database);
        let version = publish(&portal, POLICY);
        let author = portal.sign_in("author");
        let proposal = form(&author, &version, "/propose-withdrawal");
        author.submit(&proposal, &[("reason", "金额写错了。")]);
        let page = next(&author, &author.submit(&proposal, &[("reason", "依据已经废止。")]));
        let text = page.text();
        assert!(text.contains("已经提交过一次") && text.contains("金额写错了。") && text.contains("依据已经废止。"), "{text}");
        assert!(page.html().links().contains(&"#reason".to_owned()), "{text}");
    }
}
