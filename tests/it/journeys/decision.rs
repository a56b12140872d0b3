//! A decision: the verdict of what was applied for, what is granted, on what grounds otherwise, and as it is read on paper.

use super::steps::{ANOTHER_ITEM, answer_all, apply};
use diesel::prelude::*;
use domain::{
    db::{
        pools::Priority,
        schema::{policy_versions, service_items},
    },
    services::document,
};
use tests::{
    deciding::{PROOF, decide},
    facts::Person,
    on_both_databases,
    portal::{Answer, Client, GRANNY, TestPortal},
};

/// The resident of the demonstration who has a certificate of disability.
const DISABLED: &str = "19900000003";
const LIVING: &str = "disability-living-allowance";
const CARE: &str = "disability-care-allowance";

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

/// Fills in an application for the two allowances that was begun, and sends it. Gives the page of the application.
fn send_with(client: &Client<'_>, begun: &str, allowances: &[&str]) -> String {
    let draft = begun.rsplit_once('/').unwrap().0.to_owned();
    answer_all(client, begun);
    let changes: Vec<(&str, &str)> = allowances.iter().map(|answer| ("allowances", *answer)).collect();
    client.fill(&format!("{draft}/allowances"), "/allowances", &changes);
    let check = answer_all(client, &format!("{draft}/check"));
    let (application, page) = client.fill(&check, "/submit", &[("second", "yes")]);
    assert!(application.starts_with("/applications/"), "{}", page.text());
    application.split('?').next().unwrap().to_owned()
}

/// One application asks for both allowances and is granted some of them; another one was sent meanwhile, for the care
/// allowance alone. Gives the page once that is to be granted too.
fn granted_twice(portal: &TestPortal, first: &[&str]) -> Answer {
    let (resident, staff) = (portal.sign_in(DISABLED), portal.sign_in("supervisor"));
    let offer = |policy: &str| Person::behind(portal, &resident).offer(policy);
    // Begun from the offer of the one, and asks for both.
    let begun = resident.post(&format!("{}/answer", offer(LIVING)), &[("answer", "apply"), ("key", "begin")]);
    let both = send_with(&resident, begun.location(), &["living", "care"]);
    let begun = resident.post("/items/disability-allowances/start", &[("second", "yes")]);
    let other = send_with(&resident, begun.location(), &["care"]);
    assert_ne!(both, other);
    let grant = |application: &str, policies: &[&str]| {
        let mut changes = vec![("decision", "grant"), ("reason", "符合条件。")];
        changes.extend(policies.iter().map(|policy| ("granted", *policy)));
        if policies == [LIVING] {
            changes.push(("unmet-disability-care-allowance", "0"));
            changes.push(("proof-disability-care-allowance-unmet", PROOF));
        }
        staff.fill(&case_of(application), "/decide", &changes).1
    };
    let page = grant(&both, first);
    assert!(page.html().form("/decide").is_none(), "{}", page.text());
    let page = grant(&other, &[CARE]);
    assert!(resident.open(&offer(CARE)).text().contains("已给您"));
    page
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

    fn every_item_is_judged_by_its_own_policy(database) {
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

    fn what_has_no_verdict_is_named_with_the_reason(database) {
        let portal = TestPortal::new(database);
        let (granny, staff) = (portal.sign_in(GRANNY), portal.sign_in("hongkou"));
        // One of two that were chosen is not in force any more.
        let living: String = portal
            .cx
            .read(|connection| {
                let versions = policy_versions::table.filter(policy_versions::policy_id.eq("disability-living-allowance"));
                Ok(versions.select(policy_versions::id).first(connection)?)
            })
            .unwrap();
        let living = format!("/desk/{living}");
        portal.sign_in("author").fill(&living, "/propose-withdrawal", &[("reason", "依据已经废止。")]);
        portal.sign_in("publisher").fill(&living, "/settle-withdrawal", &[("decision", "withdraw")]);
        portal.finish_jobs();
        let application = apply_with(&granny, "disability-allowances", "allowances", &["living", "care"]);
        let case = staff.open(&case_of(&application)).text();
        assert!(case.contains("“困难残疾人生活补贴”已经不再有效") && case.contains("残疾人护理补贴，第"), "{case}");
        assert!(!case.contains("“重度残疾人护理补贴”"), "{case}");
        // Nor has an item that no policy decides.
        let (id, version, text): (String, String, String) = portal
            .cx
            .read(|connection| {
                let current = service_items::table.filter(service_items::id.eq(ANOTHER_ITEM).and(service_items::current.eq(true)));
                Ok(current.select((service_items::id, service_items::version, service_items::content)).first(connection)?)
            })
            .unwrap();
        let without: Vec<&str> = text.lines().filter(|line| !line.starts_with("policy = ")).collect();
        portal
            .cx
            .write(Priority::Person, |tx| {
                let row = service_items::table.find((&id, &version));
                Ok(diesel::update(row).set(service_items::content.eq(without.join("\n"))).execute(tx)?)
            })
            .unwrap();
        portal.cx.parsed_items.put(&format!("{id}/{version}"), std::sync::Arc::new(document::parse(&without.join("\n")).unwrap()));
        let started = granny.post(&format!("/items/{ANOTHER_ITEM}/start"), &[]);
        let application = granny.fill(&answer_all(&granny, started.location()), "/submit", &[]).0;
        let case = staff.open(&case_of(application.split('?').next().unwrap())).text();
        assert!(case.contains("没有判断的") && case.contains("这个事项没有对应的政策"), "{case}");
    }

    fn what_another_application_granted_through_its_answers_is_not_granted_again(database) {
        let portal = TestPortal::new(database);
        let text = granted_twice(&portal, &[LIVING, CARE]).text();
        assert!(text.contains("已经在另一件申请里批准"), "{text}");
    }

    fn what_another_application_left_out_is_granted(database) {
        let portal = TestPortal::new(database);
        let page = granted_twice(&portal, &[LIVING]);
        assert!(page.html().form("/decide").is_none(), "{}", page.text());
    }
}
