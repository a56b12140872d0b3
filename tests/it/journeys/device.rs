//! The check on the visitor's own device asks the same questions and finds the same as the check by forms.

use super::entitlement::{ANSWERS, answer_all};
use contract::{
    display::{Display, Language, Mode},
    entitlement::{DeviceCheck, Wanted},
    fields::Fields,
};
use entitlement::visit::{Shown, Visit};
use tests::{html::Html, on_both_databases, portal::Client};

/// A visit with what a browser of this language and mode is given.
fn arrive(client: &Client<'_>) -> Visit {
    let answer = client.open("/check/device");
    assert_eq!(answer.header("content-type"), "application/octet-stream");
    Visit::new(DeviceCheck::from_bytes(&answer.bytes).unwrap())
}

fn fields(pairs: &[(&str, &str)]) -> Fields {
    Fields::new(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
}

/// The question that is asked, by its hidden field.
fn asked(shown: &Shown) -> Option<String> {
    let form = Html::parse(&shown.html).forms().into_iter().next()?;
    Some(form.fields.iter().find(|field| field.name == "question")?.value.clone())
}

/// Answers every question as in the check by forms.
fn answer_everything(visit: &mut Visit) -> (Vec<String>, Shown) {
    let (mut order, mut shown) = (Vec::new(), visit.open(&Wanted::Next));
    while let Some(attribute) = asked(&shown) {
        let known = ANSWERS.iter().find(|(id, _)| *id == attribute);
        let mut pairs = vec![("question", attribute.as_str())];
        pairs.extend(known.map_or(&[("go", "unknown")][..], |(_, fields)| *fields));
        shown = visit.answer(&fields(&pairs));
        order.push(attribute);
    }
    (order, shown)
}

/// What stands in the block of a page, without the words about where the answers are.
fn seen(html: &str) -> String {
    let visible = Html::parse(html).visible();
    let end = visible.find("回答已经发到我们这里").or_else(|| visible.find("回答只在这台设备的"));
    let end = end.or_else(|| visible.find("Your answers were sent")).or_else(|| visible.find("Your answers are in"));
    visible[..end.unwrap()].trim().to_owned()
}

on_both_databases! {
    fn a_device_finds_what_the_forms_find(database) {
        let portal = tests::portal::TestPortal::new(database);
        for (language, mode) in [(Language::Chinese, Mode::Standard), (Language::English, Mode::Elder)] {
            let client = portal.visitor();
            client.set_cookie(Display::COOKIE, &Display { language, mode, ..Display::default() }.to_cookie());
            let (by_forms, results) = answer_all(&client);
            let (on_device, shown) = answer_everything(&mut arrive(&client));
            assert_eq!(on_device, by_forms);
            let page = results.body.clone();
            let block = page.split_once("id=\"check\"").unwrap().1.split_once('>').unwrap().1;
            assert_eq!(seen(&shown.html), seen(block));
            assert!(shown.html.contains("/policies/elder-allowance") && !shown.html.contains("[["), "{}", shown.html);
            for left in ["{", "sentence-", "prospect-", "phrase-", "turn-", "entitlement-"] {
                assert!(!shown.html.contains(left), "{left}");
            }
            // One condition for a no, and no logic of the engine.
            for said in ["光等下去", "这些加在一起", "还没有回答", "所有人", "Waiting alone", "All of these together", "not answered yet", "everybody"] {
                assert!(!shown.html.contains(said), "{said}");
            }
            assert_eq!(results.html().texts("title").concat(), shown.title);
        }
    }

    fn a_device_shows_what_needs_mending_and_forgets_when_told(database) {
        let portal = tests::portal::TestPortal::new(database);
        let mut visit = arrive(&portal.visitor());
        let wrong = [("question", "dob"), ("dob-year", "1944"), ("dob-month", "<13>"), ("dob-day", "2"), ("go", "next")];
        let shown = visit.answer(&fields(&wrong));
        let page = Html::parse(&shown.html);
        assert!(shown.wrong && shown.title.starts_with("错误"), "{}", shown.title);
        assert!(page.visible().contains("这里看不明白") && page.links().contains(&"#dob-month".to_owned()), "{}", shown.html);
        let form = page.forms().remove(0);
        assert!(form.fields.iter().any(|field| field.name == "dob-month" && field.value == "<13>"), "{}", shown.html);
        // No browser sends such a form, whatever fails.
        assert!(shown.html.contains(r#"<form method="dialog""#) && !shown.html.contains("action="), "{}", shown.html);

        let shown = visit.answer(&fields(&[("question", "dob"), ("dob-year", "1944"), ("dob-month", "5"), ("dob-day", "2")]));
        assert!(!shown.wrong && asked(&shown).is_some_and(|next| next != "dob"), "{}", shown.html);
        let again = visit.open(&Wanted::Question("dob".to_owned()));
        assert!(again.html.contains("value=\"1944\""), "{}", again.html);
        assert!(visit.open(&Wanted::Results).html.contains("1944 年 5 月 2 日"));
        let erased = visit.erase();
        assert!(erased.html.contains("已经删掉了") && !visit.open(&Wanted::Results).html.contains("1944"));
        assert!(visit.again(erased.place).html.contains("已经删掉了"));
    }

    fn a_tab_that_comes_back_finds_its_answers_and_its_place(database) {
        let portal = tests::portal::TestPortal::new(database);
        let client = portal.visitor();
        let mut visit = arrive(&client);
        assert_eq!(visit.kept(), None, "nothing was answered");
        let born = [("question", "dob"), ("dob-year", "1944"), ("dob-month", "5"), ("dob-day", "2")];
        let question = visit.answer(&fields(&born));
        let results = visit.open(&Wanted::Results);
        let kept = visit.kept().unwrap();

        let mut back = arrive(&client);
        assert_eq!(back.resume(&kept, Some(results.place)).map(|shown| shown.html), Some(results.html.clone()));
        assert_eq!(back.again(question.place).html, question.html, "the way back is there too");
        let mut by_address = arrive(&client);
        let next = by_address.resume(&kept, None).unwrap();
        assert_eq!(asked(&next), asked(&question), "whoever comes by the address goes on with the next question");

        let later = back.expire();
        assert!(later.html.contains("过了 30 分钟") && !back.has_answers(), "{}", later.html);
        assert_eq!(back.kept(), None);
        for broken in ["", "=", "=\nunknown=1", "=\ndob=yesterday", "=\n\n"] {
            assert_eq!(arrive(&client).resume(broken, Some(0)), None, "{broken:?}");
        }
    }
}
