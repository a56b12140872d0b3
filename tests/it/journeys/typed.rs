//! What people type, on the pages where they type it: however it is written it is understood, or asked again with a sentence.

use super::steps::{POLICY, TELEPHONE};
use domain::residents::personal::IdentityNumber;
use jiff::civil::date;
use tests::{
    on_both_databases,
    portal::{Client, GRANNY, TestPortal},
};

/// A telephone number as people and their programs write it.
fn ways(number: &str) -> Vec<String> {
    let (first, middle, last) = (&number[..3], &number[3..7], &number[7..]);
    let wide = number.chars().filter_map(|figure| char::from_u32(u32::from(figure) + 0xFEE0)).collect();
    let mut ways: Vec<String> =
        ["-", "–", ".", " ", "\u{200B}"].map(|sign| format!("{first}{sign}{middle}{sign}{last}")).to_vec();
    ways.extend([format!("+86 {number}"), format!("(+86){first} {middle}{last}"), format!("\u{202D}{number}\u{202C}")]);
    ways.extend([format!("\u{FEFF}{number}"), wide]);
    ways
}

/// What is said of an answer to a question of a draft, or nothing where it was taken.
fn said(client: &Client<'_>, page: &str, field: &str, typed: &str) -> Option<String> {
    let form = client.open(page).html().form(&format!("/{field}")).unwrap();
    let sent = client.submit(&form, &[(field, typed), ("go", "next"), ("anyway", "yes")]);
    let is_wrong = sent.location().contains("mend=yes");
    is_wrong.then(|| client.open(sent.location()).text())
}

on_both_databases! {
    fn somebody_signs_in_however_they_write_who_they_are(database) {
        let portal = TestPortal::new(database);
        let signs_in = |typed: &str, who: &str| {
            let visitor = portal.visitor();
            let sent = visitor.post("/sign-in", &[("identifier", typed), ("password", portal.password(who))]);
            assert_eq!((sent.status, sent.location()), (303, "/sign-in/entered?next=/"), "{typed:?}: {}", visitor.open("/sign-in").text());
        };
        for way in ways(GRANNY) {
            signs_in(&way, GRANNY);
        }
        for way in ["Author", "ＡＵＴＨＯＲ", " author\u{200B}"] {
            signs_in(way, "author");
        }
        // All ways to write a number that nobody has are one, and are counted together.
        let visitor = portal.visitor();
        for way in ways("19800000000").iter().take(5) {
            assert_eq!(visitor.post("/sign-in", &[("identifier", way), ("password", "no")]).status, 303);
        }
        let later = visitor.post("/sign-in", &[("identifier", "198 0000 0000"), ("password", "no")]);
        assert_eq!(later.status, 429, "{}", later.text());
    }

    fn the_same_child_twice_and_a_child_of_1944_are_asked_again(database) {
        let portal = TestPortal::new(database);
        let granny = portal.sign_in(GRANNY);
        let started = granny.post("/items/childcare-subsidy/start", &[]);
        let draft = started.location().rsplit_once('/').unwrap().0.to_owned();
        let page = |question: &str| format!("{draft}/{question}");
        let child = |order: u16| IdentityNumber::synthetic(date(2025, 5, 1), order).expose().to_owned();
        let (one, other) = (child(1), child(2));

        let old = IdentityNumber::synthetic(date(1944, 5, 2), 2);
        let text = said(&granny, &page("child_number"), "child_number", old.expose()).unwrap();
        assert!(text.contains("这是 18 岁以上的人的号码"), "{text}");
        let ancient = IdentityNumber::synthetic(date(1, 5, 2), 2);
        let text = said(&granny, &page("child_number"), "child_number", ancient.expose()).unwrap();
        assert!(text.contains("出生日期（第 7 到 14 位）不对"), "{text}");
        let text = said(&granny, &page("child_number"), "child_number", &one[..17]).unwrap();
        assert!(text.contains("这里写了 17 位"), "{text}");
        let exchanged = format!("{}{}", &one[..17], if one.ends_with('1') { '2' } else { '1' });
        let text = said(&granny, &page("child_number"), "child_number", &exchanged).unwrap();
        assert!(text.contains("位数对，但是有一位写错了"), "{text}");
        assert_eq!(said(&granny, &page("child_number"), "child_number", &one), None);

        assert_eq!(said(&granny, &page("relation"), "relation", "guardian"), None);
        assert_eq!(said(&granny, &page("another"), "another", "yes"), None);
        // The same number, written otherwise.
        let again = format!("{} {} {}", &one[..6], &one[6..14], &one[14..]);
        let text = said(&granny, &page("another_number"), "another_number", &again).unwrap();
        assert!(text.contains("这里和前面填的一样"), "{text}");
        assert_eq!(said(&granny, &page("another_number"), "another_number", &other), None);
        assert_eq!(said(&granny, &page("card"), "card", "bank"), None);
        assert_eq!(said(&granny, &page("phone"), "phone", "5555 0000"), None);
        let check = granny.open(&page("check"));
        assert!(check.text().contains("02155550000"), "{}", check.text());

        // Changed afterwards in another tab: sending asks again, and nothing was sent.
        assert_eq!(said(&granny, &page("child_number"), "child_number", &other), None);
        let sent = granny.submit(&check.html().form("/submit").unwrap(), &[]);
        let page = granny.open(sent.location());
        assert!(page.text().contains("这里和前面填的一样"), "{}", page.text());
        assert!(page.html().links().iter().any(|link| link == "#answer-another_number"));
    }

    fn a_telephone_number_is_taken_however_it_is_written(database) {
        let portal = TestPortal::new(database);
        let granny = portal.sign_in(GRANNY);
        let started = granny.post("/items/care-needs-assessment/start", &[]);
        let phone = format!("{}/phone", started.location().rsplit_once('/').unwrap().0);
        for way in ways(TELEPHONE) {
            assert_eq!(said(&granny, &phone, "phone", &way), None, "{way:?}");
        }
        let text = said(&granny, &phone, "phone", &TELEPHONE[..10]).unwrap();
        assert!(text.contains("手机号是 11 位，这里写了 10 位"), "{text}");
        let text = said(&granny, &phone, "phone", "\u{200B}").unwrap();
        assert!(text.contains("填一个能找到您的电话"), "nothing that is seen is nothing: {text}");
    }

    fn marks_of_a_chinese_keyboard_are_named_and_put_right_at_the_desk(database) {
        let portal = TestPortal::new(database);
        let author = portal.sign_in("author");
        let start = POLICY.find("id = \"").unwrap();
        let wrong = format!("\u{FEFF}{}{}", &POLICY[..start], POLICY[start..].replacen("id = \"", "id ＝ “", 1).replacen('"', "”", 1));
        let (place, page) = author.fill("/desk", "/desk", &[("text", &wrong)]);
        assert_eq!(place, "/desk");
        for named in ["这里的 ＝ 是中文键盘的符号，文件里要写 = 。", "这里的 “ 是", "这里的 ” 是", "把中文键盘的符号都改好"] {
            assert!(page.text().contains(named), "{named}: {}", page.text());
        }
        let (version, page) = author.fill("/desk", "/desk", &[("act", "repair")]);
        assert!(version.starts_with("/desk/") && page.html().form("/hand-over").is_some(), "{}", page.text());
        let text = |page: &tests::portal::Answer| {
            let form = page.html().form("/save").unwrap();
            form.fields.into_iter().find(|field| field.name == "text").unwrap().value.trim().to_owned()
        };
        assert_eq!(text(&page), POLICY.trim());
        // In a draft that was saved with them too.
        let (_, page) = author.fill(&version, "/save", &[("text", &wrong)]);
        assert!(page.text().contains("把中文键盘的符号都改好"), "{}", page.text());
        let (_, page) = author.fill(&version, "/save", &[("act", "repair")]);
        assert_eq!(text(&page), POLICY.trim());
        assert!(!page.text().contains("把中文键盘的符号都改好"), "{}", page.text());
    }

    fn what_nobody_sees_changes_no_search(database) {
        let portal = TestPortal::new(database);
        let found = |words: &str| {
            let page = portal.visitor().open(&format!("/search?q={}", tests::portal::escaped(words)));
            page.html().texts("h2")
        };
        let plain = found("低保");
        assert!(!plain.is_empty());
        for typed in ["低\u{200B}保", "\u{FEFF}低保", "\u{202D}低保\u{202C}", "\u{3000}低保 "] {
            assert_eq!(found(typed), plain, "{typed:?}");
        }
    }
}
