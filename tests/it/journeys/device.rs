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

/// What somebody answers to a question: its fields.
type Told = (&'static str, &'static [(&'static str, &'static str)]);

/// Answers every question; whatever is not told, the person does not know.
fn answer_everything(visit: &mut Visit, told: &[Told]) -> (Vec<String>, Shown) {
    let (mut order, mut shown) = (Vec::new(), visit.open(&Wanted::Next));
    while let Some(attribute) = asked(&shown) {
        let known = told.iter().find(|(id, _)| *id == attribute);
        let mut pairs = vec![("question", attribute.as_str())];
        pairs.extend(known.map_or(&[("go", "unknown")][..], |(_, fields)| *fields));
        shown = visit.answer(&fields(&pairs));
        order.push(attribute);
    }
    (order, shown)
}

/// People who know all that a person knows of themselves.
const PENSIONER: [Told; 17] = [
    ("dob", &[("dob-year", "1948"), ("dob-month", "3"), ("dob-day", "1")]),
    ("sex", &[("sex", "2")]),
    ("hukou_city", &[("hukou_city", "310000")]),
    ("living_alone", &[("living_alone", "yes")]),
    ("income_per_head", &[("income_per_head", "3000")]),
    ("assistance_class", &[("assistance_class", "none")]),
    ("disability_cert", &[("disability_cert", "no")]),
    ("employment_status", &[("employment_status", "retired")]),
    ("insurance_type", &[("insurance_type", "employee")]),
    ("insurance_retired", &[("insurance_retired", "yes")]),
    ("family_doctor_signed", &[("family_doctor_signed", "yes")]),
    ("chronic_disease", &[("chronic_disease", "yes")]),
    ("big_disease_diagnosed", &[("big_disease_diagnosed", "no")]),
    ("ppv23_doses", &[("ppv23_doses", "1")]),
    ("ppv23_contraindication", &[("ppv23_contraindication", "no")]),
    (
        "residence_registered_since",
        &[
            ("residence_registered_since-year", "1970"),
            ("residence_registered_since-month", "1"),
            ("residence_registered_since-day", "1"),
        ],
    ),
    ("sh_care_level", &[("sh_care_level", "0")]),
];
const UNEMPLOYED_FATHER: [Told; 20] = [
    ("dob", &[("dob-year", "1988"), ("dob-month", "3"), ("dob-day", "1")]),
    ("sex", &[("sex", "1")]),
    ("hukou_city", &[("hukou_city", "310000")]),
    ("living_alone", &[("living_alone", "no")]),
    ("household_size", &[("household_size", "3")]),
    ("children_under_3", &[("children_under_3", "1")]),
    (
        "youngest_child_dob",
        &[("youngest_child_dob-year", "2025"), ("youngest_child_dob-month", "3"), ("youngest_child_dob-day", "1")],
    ),
    ("youngest_child_hukou", &[("youngest_child_hukou", "310000")]),
    ("income_per_head", &[("income_per_head", "1200")]),
    ("assistance_class", &[("assistance_class", "none")]),
    ("disability_cert", &[("disability_cert", "no")]),
    ("employment_status", &[("employment_status", "unemployed")]),
    ("registered_unemployed", &[("registered_unemployed", "yes")]),
    ("exit_reason", &[("exit_reason", "involuntary")]),
    ("hardship_employment", &[("hardship_employment", "yes")]),
    ("insurance_type", &[("insurance_type", "employee")]),
    ("insurance_retired", &[("insurance_retired", "no")]),
    ("insurance_flexible", &[("insurance_flexible", "no")]),
    ("family_doctor_signed", &[("family_doctor_signed", "no")]),
    ("chronic_disease", &[("chronic_disease", "no")]),
];

/// An answer that cannot be beside another one, and one that can.
const IMPOSSIBLE: [(Told, Told, Told); 13] = [
    (PENSIONER[3], ("household_size", &[("household_size", "5")]), ("household_size", &[("household_size", "1")])),
    (
        ("ui_months_entitled", &[("ui_months_entitled", "3")]),
        ("ui_benefit_month_no", &[("ui_benefit_month_no", "24")]),
        ("ui_benefit_month_no", &[("ui_benefit_month_no", "3")]),
    ),
    (
        ("registered_unemployed", &[("registered_unemployed", "yes")]),
        ("employment_status", &[("employment_status", "employed")]),
        ("employment_status", &[("employment_status", "none")]),
    ),
    (PENSIONER[0], ("employment_status", &[("employment_status", "child")]), PENSIONER[7]),
    (BORN_2015, PENSIONER[7], ("employment_status", &[("employment_status", "student")])),
    (BORN_2015, ("children_under_3", &[("children_under_3", "2")]), ("children_under_3", &[("children_under_3", "0")])),
    (
        ("children_under_3", &[("children_under_3", "2")]),
        (
            "youngest_child_dob",
            &[("youngest_child_dob-year", "1990"), ("youngest_child_dob-month", "3"), ("youngest_child_dob-day", "1")],
        ),
        UNEMPLOYED_FATHER[6],
    ),
    (
        PENSIONER[0],
        (
            "youngest_child_dob",
            &[("youngest_child_dob-year", "1955"), ("youngest_child_dob-month", "3"), ("youngest_child_dob-day", "1")],
        ),
        (
            "youngest_child_dob",
            &[("youngest_child_dob-year", "1985"), ("youngest_child_dob-month", "3"), ("youngest_child_dob-day", "1")],
        ),
    ),
    (
        (
            "youngest_child_dob",
            &[("youngest_child_dob-year", "2025"), ("youngest_child_dob-month", "3"), ("youngest_child_dob-day", "1")],
        ),
        ("dob", &[("dob-year", "1930"), ("dob-month", "3"), ("dob-day", "1")]),
        UNEMPLOYED_FATHER[0],
    ),
    (
        PENSIONER[0],
        (
            "residence_registered_since",
            &[
                ("residence_registered_since-year", "1940"),
                ("residence_registered_since-month", "1"),
                ("residence_registered_since-day", "1"),
            ],
        ),
        PENSIONER[15],
    ),
    (
        PENSIONER[0],
        ("months_to_retirement", &[("months_to_retirement", "600")]),
        ("months_to_retirement", &[("months_to_retirement", "0")]),
    ),
    (
        UNEMPLOYED_FATHER[0],
        ("months_to_retirement", &[("months_to_retirement", "5")]),
        ("months_to_retirement", &[("months_to_retirement", "300")]),
    ),
    (
        ("insurance_type", &[("insurance_type", "resident")]),
        ("insurance_retired", &[("insurance_retired", "yes")]),
        ("insurance_retired", &[("insurance_retired", "no")]),
    ),
];
const BORN_2015: Told = ("dob", &[("dob-year", "2015"), ("dob-month", "3"), ("dob-day", "1")]);

fn tell(visit: &mut Visit, told: Told) -> Shown {
    visit.answer(&fields(&[&[("question", told.0)], told.1].concat()))
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
            let (on_device, shown) = answer_everything(&mut arrive(&client), &ANSWERS);
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

    fn the_results_say_to_each_what_is_true_of_them(database) {
        let portal = tests::portal::TestPortal::new(database);
        for language in [Language::Chinese, Language::English] {
            for told in [&PENSIONER[..], &UNEMPLOYED_FATHER, &ANSWERS] {
                let client = portal.visitor();
                client.set_cookie(Display::COOKIE, &Display { language, ..Display::default() }.to_cookie());
                let text = Html::parse(&answer_everything(&mut arrive(&client), told).1.html).visible();
                // What somebody has is nothing to give up, and a list of codes is said as people say it.
                for left in ["为“否”，就符合", "其中一种", "其中任何一种", ": no, you qualify", "is one of:", "is none of:"] {
                    assert!(!text.contains(left), "{left}: {text}");
                }
            }
        }
        let shown = answer_everything(&mut arrive(&portal.visitor()), &PENSIONER).1;
        let text = Html::parse(&shown.html).visible();
        let (before, not) = text.split_once("看来没有您的").unwrap();
        for title in ["生育津贴", "就业困难人员认定", "大龄领金人员养老保险代缴", "到法定退休年龄", "幼儿园大班免保教费"] {
            assert!(!before.contains(title), "{title} may be hers: {before}");
            assert!(not.split("没有核对的").next().unwrap().contains(title), "{title} is not for her: {not}");
        }
    }

    fn what_nobody_can_mean_is_asked_again_in_either_order(database) {
        let portal = tests::portal::TestPortal::new(database);
        let client = portal.visitor();
        let woman: Told = ("sex", &[("sex", "2")]);
        for (one, other, right) in IMPOSSIBLE {
            for (first, second) in [(one, other), (other, one)] {
                let mut visit = arrive(&client);
                assert!(!tell(&mut visit, woman).wrong);
                assert!(!tell(&mut visit, first).wrong, "{first:?} by itself");
                let shown = tell(&mut visit, second);
                assert!(shown.wrong && asked(&shown).as_deref() == Some(second.0), "{first:?} and {second:?}");
                assert!(Html::parse(&shown.html).visible().contains("请看看") || shown.html.contains("这里只问"), "{}", shown.html);
            }
            let mut visit = arrive(&client);
            assert!(!tell(&mut visit, one).wrong && !tell(&mut visit, right).wrong, "{one:?} and {right:?}");
        }
        for alone in [
            ("dob", &[("dob-year", "1850"), ("dob-month", "1"), ("dob-day", "1")][..]),
            ("income_per_head", &[("income_per_head", "900,000,000")]),
        ] {
            assert!(tell(&mut arrive(&client), alone).wrong, "{alone:?}");
        }
        // By forms it is the same.
        let ask = |id: &str| client.open(&format!("/check?question={id}")).html().form("/check").unwrap();
        client.submit(&ask("living_alone"), &[("living_alone", "yes")]);
        let sent = client.submit(&ask("household_size"), &[("household_size", "5")]);
        let page = client.open(sent.location());
        assert!(page.text().contains("一个人住，家里就只有一口人") && page.body.contains("value=\"5\""), "{}", page.text());
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
