//! "This is wrong", as its resident lives it: from an offer and from their data, once at a time for a fact, with another word,
//! and taken back.

use diesel::prelude::*;
use domain::db::schema::{disputes, notices, offers};
use tests::{
    facts::Person,
    on_both_databases,
    portal::{Client, GRANNY, SON, TestPortal},
};

/// Her offer that rests on her date of birth.
const POLICY: &str = "elder-allowance";

/// Granny, signed in, and the address of her offer.
fn granny(portal: &TestPortal) -> (Client<'_>, String) {
    let granny = portal.sign_in(GRANNY);
    let offer = Person::behind(portal, &granny).offer(POLICY);
    (granny, offer)
}

fn progress(portal: &TestPortal, offer: &str) -> String {
    let id = offer.rsplit('/').next().unwrap();
    portal.cx.read(|conn| Ok(offers::table.find(id).select(offers::progress).first(conn)?)).unwrap()
}

/// Disputes, and notices about them.
fn counts(portal: &TestPortal) -> (i64, i64) {
    portal
        .cx
        .read(|conn| {
            let told = notices::table.filter(notices::kind.eq("dispute-opened")).count().get_result(conn)?;
            Ok((disputes::table.count().get_result(conn)?, told))
        })
        .unwrap()
}

/// Says that a fact is wrong; gives the address to which it leads.
pub fn say_wrong(client: &Client<'_>, form: &str, attribute: &str, statement: &str) -> String {
    let key = format!("{form} {attribute} {statement}");
    let key: String = key.chars().take(30).collect();
    let answer = client.post(form, &[("attribute", attribute), ("statement", statement), ("key", &key)]);
    assert_eq!(answer.status, 303, "{}", answer.text());
    answer.location().to_owned()
}

on_both_databases! {
    fn a_fact_is_disputed_once_at_a_time(database) {
        let portal = TestPortal::new(database);
        let (granny, offer) = granny(&portal);
        let page = granny.open(&offer);
        assert!(page.html().links().contains(&format!("{offer}/dispute")) && page.html().form("/dispute").is_none());
        let (dispute, page) =
            granny.fill(&format!("{offer}/dispute"), "/dispute", &[("attribute", "dob"), ("statement", "生日错了。")]);
        assert!(dispute.starts_with("/data/disputes/"), "{dispute}");
        assert!(page.text().contains("上海市公安局正在核对") && page.text().contains("生日错了。"), "{}", page.text());
        for form in [format!("{offer}/dispute"), "/data/dispute".to_owned(), "/data/dispute/dob".to_owned()] {
            assert_eq!(say_wrong(&granny, &form, "dob", "生日错了。"), dispute, "{form}");
        }
        assert_eq!(counts(&portal), (1, 1));
        assert_eq!(granny.open(&dispute).text().matches("生日错了。").count(), 1);
        // Other words about the same fact are added, whatever page they come from.
        assert_eq!(say_wrong(&granny, "/data/dispute", "dob", "是 1934 年。"), dispute);
        assert!(granny.open(&dispute).text().contains("是 1934 年。"));
        assert_eq!(counts(&portal), (1, 1));
        // The offer stays as it is, shows what is checked, and can be answered meanwhile.
        assert_eq!(progress(&portal, &offer), "open");
        let page = granny.open(&offer);
        assert!(page.html().form("/answer").is_some() && page.text().contains("正在核对"), "{}", page.text());
        // Another fact is another dispute.
        assert_ne!(say_wrong(&granny, "/data/dispute/sex", "", "不对。"), dispute);
        assert_eq!(counts(&portal), (2, 2));
        assert!(granny.open("/inbox").text().contains("性别"));
    }

    fn only_a_fact_of_their_own_that_was_read_is_disputed(database) {
        let portal = TestPortal::new(database);
        let (granny, offer) = granny(&portal);
        for (form, attribute) in [
            (format!("{offer}/dispute"), "hpv_doses"),
            (format!("{offer}/dispute"), "no-such-fact"),
            ("/data/dispute".to_owned(), "no-such-fact"),
            ("/data/dispute".to_owned(), ""),
        ] {
            assert_eq!(say_wrong(&granny, &form, attribute, "写好的话"), form);
            let page = granny.open(&form);
            assert!(page.html().links().iter().any(|link| link == "#attribute"), "{attribute}: {}", page.text());
            assert!(page.text().contains("写好的话"), "{attribute}: what was typed is kept");
        }
        assert_eq!(granny.post("/data/dispute/no-such-fact", &[("statement", "x")]).status, 404);
        assert_eq!((counts(&portal), progress(&portal, &offer)), ((0, 0), "open".to_owned()));
        // Somebody else's offer and dispute are not there.
        let dispute = say_wrong(&granny, "/data/dispute/dob", "", "不对。");
        let son = portal.sign_in(SON);
        for page in [&dispute, &format!("{offer}/dispute")] {
            assert_eq!(son.get(page).status, 404, "{page}");
        }
        for (form, field) in [(format!("{dispute}/word"), "word"), (format!("{dispute}/take-back"), "act")] {
            assert_eq!(son.post(&form, &[(field, "x")]).status, 404, "{form}");
        }
    }

    fn what_went_on_is_not_taken_back_by_a_dispute(database) {
        let portal = TestPortal::new(database);
        let (granny, offer) = granny(&portal);
        let id = offer.rsplit('/').next().unwrap();
        let standings = [
            ("granted", "eligible"), ("applied", "eligible"), ("refused", "eligible"), ("never", "eligible"),
            ("open", "not-eligible"), ("open", "policy-over"), ("later", "eligible"), ("open", "undetermined"),
        ];
        for (done, verdict) in standings {
            let stands = (offers::progress.eq(done), offers::verdict.eq(verdict), offers::revision.eq(offers::revision + 1));
            diesel::update(offers::table.find(id)).set(stands).execute(&mut database.connect()).unwrap();
            // What was typed into a page that is older than that is not dropped: it is about a fact.
            let dispute = say_wrong(&granny, &format!("{offer}/dispute"), "dob", &format!("{done} {verdict}"));
            assert!(granny.open(&dispute).text().contains(&format!("{done} {verdict}")));
            assert_eq!(progress(&portal, &offer), done);
            granny.fill(&dispute, "/take-back", &[]);
        }
        assert_eq!(counts(&portal).0, standings.len() as i64);
    }

    fn a_word_is_added_and_all_of_it_taken_back(database) {
        let portal = TestPortal::new(database);
        let (granny, _) = granny(&portal);
        let dispute = say_wrong(&granny, "/data/dispute/dob", "", "生日错了。");
        let page = granny.open(&dispute);
        let form = page.html().form("/word").unwrap();
        let back = page.html().form("/take-back").unwrap();
        assert!(granny.open(granny.submit(&form, &[("word", " ")]).location()).html().links().contains(&"#word".to_owned()));
        for word in ["户口本上写着。", "户口本上写着。", "出生证也在。"] {
            assert_eq!(granny.submit(&form, &[("word", word)]).location(), dispute);
        }
        let text = granny.open(&dispute).text();
        assert_eq!((text.matches("户口本上写着。").count(), text.matches("出生证也在。").count()), (1, 1), "{text}");
        assert_eq!(granny.submit(&back, &[]).location(), dispute);
        let page = granny.open(&dispute);
        assert!(page.text().contains("您撤回了") && page.html().form("/word").is_none(), "{}", page.text());
        // A word from a page that is older than that comes back, and it can all be said again.
        granny.submit(&form, &[("word", "等一等。")]);
        let page = granny.open(&dispute);
        assert!(page.text().contains("等一等。") && page.text().contains("您已经撤回了"), "{}", page.text());
        assert!(page.html().links().contains(&"/data/dispute/dob".to_owned()));
        assert_ne!(say_wrong(&granny, "/data/dispute/dob", "", "生日还是错的。"), dispute);
        // Nobody fills a store with words.
        let dispute = say_wrong(&granny, "/data/dispute/sex", "", "第一句");
        let form = granny.open(&dispute).html().form("/word").unwrap();
        for number in 0..30 {
            granny.submit(&form, &[("word", &format!("第 {number} 句"))]);
        }
        let text = granny.open(&dispute).text();
        assert!(text.contains("第 18 句") && !text.contains("第 19 句") && text.contains("已经写了很多"), "{text}");
    }

    fn every_fact_has_its_way_and_elder_pages_have_one(database) {
        let portal = TestPortal::new(database);
        let granny = portal.sign_in(GRANNY);
        let ways = |client: &Client<'_>| {
            let links = client.open("/data").html().links();
            links.iter().filter(|link| link.starts_with("/data/dispute")).count()
        };
        assert!(ways(&granny) > 20, "{}", ways(&granny));
        let dispute = say_wrong(&granny, "/data/dispute/dob", "", "生日错了。");
        assert_eq!(granny.open("/data").html().links().iter().filter(|link| **link == dispute).count(), 2);
        granny.post("/display", &[("mode", "elder")]);
        assert_eq!(ways(&granny), 2, "to all facts, and to the one that is checked");
    }
}
