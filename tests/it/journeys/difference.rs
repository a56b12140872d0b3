//! Before somebody publishes they see what a version changes, in sentences, and who gains and who loses by how much; and
//! what they saw is what then happens.

use super::{
    office::actor,
    steps::{POLICY, hand_over, publish},
};
use contract::display::{Display, Language};
use diesel::prelude::*;
use domain::{db::schema::offers, policies::seeds::POLICIES};
use tests::{
    on_both_databases,
    portal::{GRANNY, TestPortal},
};

/// How many get a policy, and how much together; of those who get an amount, where one is named.
fn given(portal: &TestPortal, policy: &str, fen: Option<i64>) -> (i64, i64) {
    let rows = offers::table.filter(offers::policy_id.eq(policy).and(offers::verdict.eq("eligible")));
    let amounts: Vec<Option<i64>> =
        portal.cx.read(|connection| Ok(rows.select(offers::amount_fen).load(connection)?)).unwrap();
    let amounts: Vec<i64> = amounts.into_iter().flatten().filter(|found| fen.is_none_or(|fen| fen == *found)).collect();
    (i64::try_from(amounts.len()).unwrap(), amounts.iter().sum())
}

fn money(fen: i64) -> String {
    Language::Chinese.money(fen)
}

fn allowance() -> &'static str {
    POLICIES.iter().find(|(name, _)| name.ends_with("/elder-allowance")).unwrap().1
}

on_both_databases! {
    fn a_band_that_gives_more_is_told_with_whom_it_reaches(database) {
        let portal = TestPortal::new(database);
        let (people, before) = given(&portal, "elder-allowance", Some(18_000));
        assert!(people > 0);
        let version = hand_over(&portal, &allowance().replace("180.00", "200.00"));
        let publisher = portal.sign_in("publisher");
        let page = publisher.open(&version);
        let text = page.text();
        for sentence in [
            "和第 1 版相比".to_owned(),
            "80 到 89 岁".to_owned(),
            "原来每月 180 元，改成每月 200 元，多 20 元。".to_owned(),
            format!("拿得比现在多：{people} 人。合计多给：每月 {}。", money(people * 2_000)),
            "人都看过了".to_owned(),
        ] {
            assert!(text.contains(&sentence), "{sentence}\n{text}");
        }
        for absent in ["新享受", "不再享受", "拿得比现在少", "新增", "取消"] {
            assert!(!text.contains(absent), "{absent}\n{text}");
        }
        assert!(portal.sign_in("author").open(&version).text().contains("多 20 元"), "the author sees it too");
        let english = Display { language: Language::English, ..Display::default() };
        publisher.set_cookie(Display::COOKIE, &english.to_cookie());
        let text = publisher.open(&version).text();
        assert!(text.contains("becomes ¥200 a month, ¥20 more.") && text.contains("Get more than now"), "{text}");
        assert!(!text.contains("difference-") && !text.contains("effects-") && !text.contains("hand-"), "{text}");

        publisher.set_cookie(Display::COOKIE, &Display::default().to_cookie());
        publisher.fill(&version, "/publish", &[]);
        portal.finish_jobs();
        assert_eq!(given(&portal, "elder-allowance", Some(20_000)), (people, before + people * 2_000));
        assert!(!publisher.open(&version).text().contains("这一版改了什么"), "what is published is no draft");
    }

    fn who_gets_it_no_longer_is_counted_with_what_they_lose(database) {
        let portal = TestPortal::new(database);
        publish(&portal, POLICY);
        let (all, sum) = given(&portal, "test-allowance", None);
        let older = POLICY
            .replace(">= 80", ">= 90")
            .replace("verdict = \"eligible\"\namount = \"88.00\"", "verdict = \"not-eligible\"")
            .replace("documents = []", "documents = [ { zh = \"户口簿\", en = \"Household register\" } ]")
            .replace("delivery_here = \"confirm\"", "delivery_here = \"inform\"");
        let version = hand_over(&portal, &older);
        let publisher = portal.sign_in("publisher");
        let text = publisher.open(&version).text();
        publisher.fill(&version, "/publish", &[]);
        portal.finish_jobs();
        let (left, rest) = given(&portal, "test-allowance", None);
        assert!(left < all, "{left} of {all}");
        for sentence in [
            format!("不再享受：{} 人。合计减少：每月 {}。", all - left, money(sum - rest)),
            "原来是年满 80 周岁，改成年满 90 周岁。".to_owned(),
            "怎么给，原来：点一下就好，有人来联系。改成：只告诉您一声，不在这里办。".to_owned(),
            "要多带一样：户口簿。".to_owned(),
        ] {
            assert!(text.contains(&sentence), "{sentence}\n{text}");
        }
        let name = actor(&portal, &portal.sign_in(GRANNY)).name;
        assert!(!name.is_empty() && !text.contains(&name), "of residents there are counts and sums only");
    }

    fn a_new_policy_says_that_nobody_had_it(database) {
        let portal = TestPortal::new(database);
        let version = hand_over(&portal, POLICY);
        let text = portal.sign_in("publisher").open(&version).text();
        portal.sign_in("publisher").fill(&version, "/publish", &[]);
        portal.finish_jobs();
        let (people, fen) = given(&portal, "test-allowance", None);
        let gain = format!("新享受：{people} 人。合计：每月 {}。", money(fen));
        assert!(text.contains("这是一项新政策") && text.contains(&gain), "{gain}\n{text}");
        // What was counted before is not told of another text.
        let author = portal.sign_in("author");
        let (next, _) = author.fill(&version, "/new-version", &[]);
        let (_, page) = author.fill(&next, "/rehearse", &[]);
        assert!(page.text().contains("没有人多得，也没有人少得"), "{}", page.text());
        let (_, page) = author.fill(&next, "/save", &[("text", &POLICY.replace("88.00", "90.00"))]);
        assert!(page.text().contains("还没有算过") && page.text().contains("每个人：原来每月 88 元，改成每月 90 元，多 2 元。"), "{}", page.text());
    }
}
