//! A decision: the verdict of what was applied for, what is granted, on what grounds otherwise, and as it is read on paper.

use super::steps::{ANOTHER_ITEM, answer_all, apply};
use tests::{
    deciding::{PROOF, decide},
    on_both_databases,
    portal::{Answer, Client, GRANNY, TestPortal},
};

/// The page of the case of an application.
fn case_of(application: &str) -> String {
    format!("/casework/{}", application.rsplit('/').next().unwrap())
}

/// Applies for an item with certain answers. Gives the page of the application.
pub fn apply_with(client: &Client<'_>, item: &str, question: &str, answers: &[&str]) -> String {
    let started = client.post(&format!("/items/{item}/start"), &[]);
    let draft = started.location().rsplit_once('/').unwrap().0.to_owned();
    answer_all(client, started.location());
    let changes: Vec<(&str, &str)> = answers.iter().map(|answer| (question, *answer)).collect();
    client.fill(&format!("{draft}/{question}"), &format!("/{question}"), &changes);
    let check = answer_all(client, &format!("{draft}/check"));
    let (application, _) = client.fill(&check, "/submit", &[]);
    application.split('?').next().unwrap().to_owned()
}

fn listed(supervisor: &Client<'_>) -> Answer {
    supervisor.open("/casework?state=against-verdict")
}

on_both_databases! {
    fn what_was_chosen_is_judged_and_some_of_it_may_be_granted(database) {
        let portal = TestPortal::new(database);
        let (granny, staff) = (portal.sign_in(GRANNY), portal.sign_in("hongkou"));
        for (chosen, judged, other) in [
            (&["living"][..], "残疾人生活补贴", Some("残疾人护理补贴，第")),
            (&["living", "care"], "残疾人生活补贴", None),
        ] {
            let application = apply_with(&granny, "disability-allowances", "allowances", chosen);
            let text = staff.open(&case_of(&application)).text();
            assert!(text.contains(judged), "{text}");
            assert!(other.is_none_or(|other| !text.contains(other)), "{text}");
            granny.fill(&application, "/withdraw", &[]);
        }
        let application = apply_with(&granny, "disability-allowances", "allowances", &["living", "care"]);
        let case = case_of(&application);
        let changes = [("decision", "grant"), ("reason", "护理补贴符合。"), ("granted", "disability-care-allowance"),
            ("amount-disability-care-allowance", "180")];
        let (_, page) = staff.fill(&case, "/decide", &changes);
        // She is not disabled: each condition that is not met is asked about, of what is granted only.
        let form = page.html().form("/decide").unwrap();
        let asked: Vec<&str> = form.fields.iter().map(|field| field.name.as_str()).filter(|name| name.starts_with("proof-")).collect();
        assert!(!asked.is_empty() || !page.text().contains("不符合条件"), "{}", page.text());
        assert!(asked.iter().all(|name| name.starts_with("proof-disability-care-allowance-")), "{asked:?}");
        let proofs: Vec<(&str, &str)> = changes.into_iter().chain(asked.iter().map(|name| (*name, PROOF))).collect();
        staff.fill(&case, "/decide", &proofs);
        let text = granny.open(&application).text();
        assert!(text.contains("残疾人护理补贴") && text.contains("每月 180 元"), "{text}");
        assert!(!text.contains("批准的是 残疾人生活补贴"), "{text}");
    }

    fn a_grant_says_what_how_much_from_when_where_to_and_what_next(database) {
        let portal = TestPortal::new(database);
        let (granny, staff) = (portal.sign_in(GRANNY), portal.sign_in("hongkou"));
        let check = answer_all(&granny, granny.post("/items/elder-allowance/start", &[]).location());
        let application = granny.fill(&check, "/submit", &[]).0.split('?').next().unwrap().to_owned();
        assert_eq!(granny.get(&format!("{application}/decision")).status, 404, "nothing is decided yet");
        let case = case_of(&application);
        let proposed = staff.open(&case).html().form("/decide").unwrap();
        let amount = proposed.fields.iter().find(|field| field.name == "amount-elder-allowance").unwrap();
        assert_eq!(amount.value, "180.00");
        staff.fill(&case, "/decide", &[("decision", "grant"), ("reason", "年满 65 岁。")]);
        let decision = format!("{application}/decision");
        for path in [&application, &decision] {
            let text = granny.open(path).text();
            for words in ["老年综合津贴", "每月 180 元", "2026 年 12 月 1 日", "社会保障卡", "以后每月自动打钱", "年满 65 岁。"] {
                assert!(text.contains(words), "{words} in {text}");
            }
        }
        let paper = granny.open(&decision).text();
        for words in ["批准。", "民政", "依据", "行政复议", "12345"] {
            assert!(paper.contains(words), "{words} in {paper}");
        }
        assert!(staff.open(&case).text().contains("每月 180 元"));
        assert!(!staff.open(&case).text().contains("这个决定和系统的判断不一样"));
        // Nobody else reads it, and one that was taken back is no decision.
        assert_eq!(portal.sign_in(tests::portal::SON).get(&decision).status, 404);
        granny.fill(&application, "/withdraw", &[]);
        assert_eq!(granny.get(&decision).status, 404);
    }

    fn whoever_decides_otherwise_than_the_verdict_says_why_and_the_supervisor_sees_it(database) {
        let portal = TestPortal::new(database);
        let (granny, staff, supervisor) = (portal.sign_in(GRANNY), portal.sign_in("hongkou"), portal.sign_in("supervisor"));
        let check = answer_all(&granny, granny.post("/items/elder-allowance/start", &[]).location());
        let application = granny.fill(&check, "/submit", &[]).0.split('?').next().unwrap().to_owned();
        let case = case_of(&application);
        assert!(listed(&supervisor).text().contains("没有决定和系统判断不一样的件"));
        assert!(!staff.open("/casework").html().links().iter().any(|link| link.contains("against-verdict")));

        // Refused, although the conditions are met.
        let (_, page) = staff.fill(&case, "/decide", &[("decision", "refuse"), ("reason", "不给。")]);
        assert!(page.text().contains("您的决定和系统的判断不一样"), "{}", page.text());
        let form = page.html().form("/decide").unwrap();
        let typed = |name: &str| form.fields.iter().find(|field| field.name == name).map(|field| field.value.clone());
        assert_eq!(typed("reason").as_deref(), Some("不给。"), "what was written stays");
        assert!(!granny.open(&application).text().contains("没有批准您的申请"), "nothing is decided");
        // Another amount than the one that was worked out.
        let other = [("decision", "grant"), ("reason", "补发。"), ("amount-elder-allowance", "360")];
        let (_, page) = staff.fill(&case, "/decide", &other);
        assert!(page.text().contains("系统算出的是每月 180 元"), "{}", page.text());
        let grounds = [("proof-elder-allowance-amount", "补十一月的。")];
        staff.fill(&case, "/decide", &[&other[..], &grounds].concat());
        assert!(granny.open(&application).text().contains("每月 360 元"));
        assert!(!granny.open(&application).text().contains("补十一月的。"), "the grounds are for the office");
        assert!(listed(&supervisor).html().links().contains(&case));
        assert!(supervisor.open(&case).text().contains("补十一月的。"));
        // The list is the supervisor's alone.
        assert!(!staff.open("/casework?state=against-verdict").text().contains("决定和系统的判断不一样的件"));
    }

    fn a_decision_for_which_no_policy_stands_says_so(database) {
        let portal = TestPortal::new(database);
        let (granny, staff) = (portal.sign_in(GRANNY), portal.sign_in("hongkou"));
        let (application, _) = apply(&granny);
        assert!(staff.open(&case_of(&application)).text().contains("老年照护需求评估，第"));
        let started = granny.post(&format!("/items/{ANOTHER_ITEM}/start"), &[]);
        let other = granny.fill(&answer_all(&granny, started.location()), "/submit", &[]).0;
        let other = other.split('?').next().unwrap();
        assert!(staff.open(&case_of(other)).text().contains("跨省异地就医备案，第"));
        decide(&staff, &case_of(other), "grant", "登记好了。");
        assert!(granny.open(&format!("{other}/decision")).text().contains("可以直接结算"));
    }
}
