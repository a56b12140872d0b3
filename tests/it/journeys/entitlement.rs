//! Somebody who says nobody's name asks what they could be entitled to: by forms alone, forgotten after half an hour.

use diesel::prelude::*;
use domain::db::schema::stash;
use tests::{
    html::Form,
    on_both_databases,
    portal::{Answer, Client, TestPortal},
};

/// Granny's answers; whatever else is asked, she does not know.
pub const ANSWERS: [(&str, &[(&str, &str)]); 6] = [
    ("dob", &[("dob-year", "1944"), ("dob-month", "5"), ("dob-day", "2")]),
    ("hukou_city", &[("hukou_city", "310000")]),
    ("assistance_class", &[("assistance_class", "none")]),
    ("disability_cert", &[("disability_cert", "no")]),
    ("insurance_type", &[("insurance_type", "employee")]),
    ("employment_status", &[("employment_status", "retired")]),
];

fn question(page: &Answer) -> Option<(Form, String)> {
    let form = page.html().form("/check")?;
    let asked = form.fields.iter().find(|field| field.name == "question")?.value.clone();
    Some((form, asked))
}

/// Answers every question; gives those that were asked, and the results.
pub fn answer_all(client: &Client<'_>) -> (Vec<String>, Answer) {
    let mut page = client.open("/check?question=next");
    let mut asked = Vec::new();
    while let Some((form, attribute)) = question(&page) {
        assert!(!asked.contains(&attribute), "{attribute} is asked twice");
        let known = ANSWERS.iter().find(|(id, _)| *id == attribute);
        let unknown: &[(&str, &str)] = &[("go", "unknown")];
        let posted = client.submit(&form, known.map_or(unknown, |(_, fields)| fields));
        assert_eq!((posted.status, posted.location()), (303, "/check"), "{attribute}");
        asked.push(attribute);
        page = client.open("/check");
    }
    (asked, page)
}

fn rows(portal: &TestPortal) -> Vec<Vec<u8>> {
    portal.cx.read(|connection| Ok(stash::table.select(stash::body_sealed).load(connection)?)).unwrap()
}

on_both_databases! {
    fn a_visitor_learns_what_they_could_get(database) {
        let portal = TestPortal::new(database);
        let visitor = portal.visitor();
        let start = visitor.open("/check");
        assert!(start.text().contains("30 分钟") && question(&start).is_none(), "{}", start.text());
        let (asked, results) = answer_all(&visitor);
        assert!(["dob", "hukou_city"].iter().all(|id| asked[..4].contains(&(*id).to_owned())), "{asked:?}");
        // What no policy needs for her is not asked.
        let askable = portal.cx.vocabulary.attributes().iter().filter(|attribute| attribute.is_asked()).count();
        assert!(asked.len() < askable, "{} of {askable}: {asked:?}", asked.len());
        // Nor the grade in a certificate that she does not have.
        assert!(!asked.contains(&"disability_grade".to_owned()), "{asked:?}");
        let text = results.text();
        let (entitled, rest) = text.split_once("可能有您的").unwrap();
        assert!(entitled.contains("老年综合津贴"), "{text}");
        let (maybe, rest) = rest.split_once("看来没有您的").unwrap();
        assert!(maybe.contains("还要知道"), "{maybe}");
        let (not, unchecked) = rest.split_once("没有核对的").unwrap();
        assert!(not.contains("残疾") && unchecked.contains("因为还不知道"), "{rest}");
        assert!(results.html().links().contains(&"/policies/elder-allowance".to_owned()));

        // Changed: the question shows the answer that was given, and the result follows.
        let (form, _) = question(&visitor.open("/check?question=hukou_city")).unwrap();
        visitor.submit(&form, &[("hukou_city", "other")]);
        let changed = visitor.open("/check?show=results").text();
        assert!(!changed.split_once("可能有您的").unwrap_or((&changed, "")).0.contains("老年综合津贴"), "{changed}");
    }

    fn answers_belong_to_the_browser_and_end(database) {
        let portal = TestPortal::new(database);
        let visitor = portal.visitor();
        let (form, attribute) = question(&visitor.open("/check?question=dob")).unwrap();
        assert_eq!(attribute, "dob");
        let wrong = visitor.submit(&form, &[("dob-year", "1944"), ("dob-month", "13"), ("dob-day", "2")]);
        let again = visitor.open(wrong.location());
        assert!(again.html().texts("title").concat().starts_with("错误"), "{}", again.text());
        let (form, _) = question(&again).unwrap();
        assert!(form.fields.iter().any(|field| field.name == "dob-month" && field.value == "13"));
        visitor.submit(&form, &[("dob-month", "5")]);
        let told = |client: &Client<'_>| client.open("/check?show=results").text().contains("1944");
        assert!(told(&visitor));
        // One row, which says nothing without the cookie; another browser and another form change nothing.
        let kept = rows(&portal);
        assert!(kept.len() == 1 && !String::from_utf8_lossy(&kept[0]).contains("1944"));
        visitor.post("/display", &[("language", "zh"), ("back", "/check")]);
        assert!(told(&visitor) && !told(&portal.visitor()));

        portal.clock.advance_ms(30 * 60_000 - 1);
        assert!(told(&visitor));
        portal.clock.advance_ms(1);
        assert!(!told(&visitor));
        assert!(visitor.open("/check").text().contains("自动删掉"));
        assert_eq!(domain::operations::cleaning::clean(&portal.cx).unwrap(), 1);
        assert!(rows(&portal).is_empty());

        let (form, _) = question(&visitor.open("/check?question=dob")).unwrap();
        visitor.submit(&form, &[("dob-year", "1944"), ("dob-month", "5"), ("dob-day", "2")]);
        assert!(told(&visitor));
        let erase = visitor.open("/check?show=results").html().form("/check/erase").unwrap();
        let erased = visitor.submit(&erase, &[]);
        assert!(visitor.open(erased.location()).text().contains("已经删掉了"));
        assert!(rows(&portal).is_empty() && !told(&visitor));
    }
}
