//! What a policy leaves open reaches whoever it concerns: an amount is never said as if it were the whole of it, nothing is
//! granted over an open question, and a verdict that nobody can give is not given.

use super::{
    arrangement::{carry_out, say_yes},
    steps::{POLICY, publish},
};
use tests::{
    facts::Person,
    on_both_databases,
    portal::{Client, GRANNY, TestPortal},
};

/// An allowance for people of 80 and over.
const ALLOWANCE: &str = "test-allowance";
/// What is not settled about it.
const QUESTION: &str = "住在一起的算不算，来源没有写明。";

/// The allowance, reaching people in some way, with a question that has an effect.
fn open_allowance(way: &str, effect: &str) -> String {
    let question = format!(
        "open_questions = [{{ id = \"together\", {effect}, zh = \"{QUESTION}\", en = \"Not stated.\" }}]\ntitle = "
    );
    POLICY
        .replace("delivery_here = \"confirm\"", &format!("delivery_here = \"{way}\""))
        .replacen("title = ", &question, 1)
}

fn in_language(client: &Client<'_>, language: &str) {
    assert_eq!(client.post("/display", &[("language", language), ("back", "/")]).status, 303);
}

on_both_databases! {
    fn nothing_is_granted_by_itself_while_its_amount_is_open(database) {
        let portal = TestPortal::new(database);
        let at_least = "effect = \"at-least\", when = \"周岁(出生日期, 今天) < 100\"";
        publish(&portal, &open_allowance("automatic", at_least));
        let granny = portal.sign_in(GRANNY);
        let offer = Person::behind(&portal, &granny).offer(ALLOWANCE);
        let page = granny.open(&offer).text();
        assert!(page.contains("至少 88 元") && page.contains(QUESTION), "{page}");
        assert!(!page.contains("已给您") && !page.contains("不用您做什么"), "{page}");
        assert!(!granny.open("/inbox").text().contains("已经给您"), "{}", granny.open("/inbox").text());
        for page in ["/offers", "/policies/test-allowance"] {
            let page = granny.open(page).text();
            assert!(page.contains("至少 88 元"), "{page}");
        }
        in_language(&granny, "en");
        assert!(granny.open(&offer).text().contains("at least ¥88"));
        in_language(&granny, "zh-CN");
        // One tap, and the department settles it.
        let arrangement = say_yes(&portal, &granny, &offer);
        assert!(portal.sign_in("civilaffairs").open(&arrangement).text().contains("至少 88 元"));
        carry_out(&portal, "civilaffairs", &arrangement);
        assert!(granny.open(&offer).text().contains("已给您"));
    }

    fn what_is_settled_is_granted_by_itself(database) {
        let portal = TestPortal::new(database);
        publish(&portal, &open_allowance("automatic", "effect = \"at-least\""));
        let granny = portal.sign_in(GRANNY);
        let offer = Person::behind(&portal, &granny).offer(ALLOWANCE);
        assert!(!granny.open(&offer).text().contains("已给您"));
        publish(&portal, &POLICY.replace("\"confirm\"", "\"automatic\""));
        let page = granny.open(&offer).text();
        assert!(page.contains("已给您") && !page.contains("至少"), "{page}");
        // For whom it is not open, it was granted at once.
        publish(&portal, &open_allowance("automatic", "effect = \"at-least\", when = \"周岁(出生日期, 今天) < 80\""));
        assert!(granny.open(&offer).text().contains("已给您"));
    }

    fn a_verdict_that_is_open_is_not_given_and_names_the_question(database) {
        let portal = TestPortal::new(database);
        publish(&portal, POLICY);
        let granny = portal.sign_in(GRANNY);
        let offer = Person::behind(&portal, &granny).offer(ALLOWANCE);
        let either_way = "effect = \"either-way\", touches = [\"further\"], when = \"周岁(出生日期, 今天) > 81\"";
        let pinned = "verdict = \"eligible\"\namount = \"88.00\"";
        let open = "verdict = \"undetermined\"\nopen = [\"together\"]";
        publish(&portal, &open_allowance("confirm", either_way).replace(pinned, open));
        let page = granny.open(&offer).text();
        assert!(page.contains("正在核对") && page.contains(QUESTION), "{page}");
        assert!(granny.open(&offer).html().form("/answer").is_none(), "there is nothing to say yes to");
        let page = granny.open("/policies/test-allowance").text();
        assert!(page.contains("还说不准") && page.matches(QUESTION).count() == 2, "{page}");
    }
}
