//! Somebody was faster: another caseworker, the applicant, the clock, or a department that corrected a fact. What was typed
//! comes back with a sentence that says what was done, and nothing asks to be pressed again where nothing can be done.

use super::{
    dispute::say_wrong,
    steps::{answer_all, apply},
};
use tests::{
    deciding::decide,
    on_both_databases,
    portal::{Answer, Client, GRANNY, TestPortal},
};

const MINUTE_MS: i64 = 60 * 1000;

fn case_of(application: &str) -> String {
    application.replace("/applications/", "/casework/")
}

/// Sends a form of a page that was opened before, and follows it to the page that comes.
fn send(client: &Client<'_>, opened: &Answer, form: &str, changes: &[(&str, &str)]) -> Answer {
    let form = opened.html().form(form).unwrap_or_else(|| panic!("no form {form} in {}", opened.text()));
    client.open(client.submit(&form, changes).location())
}

/// The page says all of this, and its list of errors leads to the place where it stands.
fn comes_back(page: &Answer, field: &str, words: &[&str]) {
    let text = page.text();
    for words in words {
        assert!(text.contains(words), "{words} in {text}");
    }
    assert!(page.html().links().contains(&format!("#{field}")), "{text}");
    assert!(page.body.contains(&format!(r#"id="{field}""#)), "{field} is nowhere on the page: {text}");
}

on_both_databases! {
    fn whoever_decides_second_gets_their_words_back(database) {
        let portal = TestPortal::new(database);
        let (granny, staff, colleague) = (portal.sign_in(GRANNY), portal.sign_in("hongkou"), portal.sign_in("supervisor"));
        let (application, _) = apply(&granny);
        let case = case_of(&application);
        let opened = staff.open(&case);
        decide(&colleague, &case, "refuse", "材料不齐。");

        let deciding = [("decision", "grant"), ("reason", "家里没人照顾，同意。")];
        let page = send(&staff, &opened, "/decide", &deciding);
        comes_back(&page, "reason", &["批准", "家里没人照顾，同意。", "经办人已经决定了这一件"]);
        assert!(!page.text().contains("再点一次") && page.html().form("/decide").is_none(), "{}", page.text());
        let page = send(&staff, &opened, "/ask", &[("question", "您住几楼？")]);
        comes_back(&page, "question", &["您住几楼？", "经办人已经决定了这一件"]);
        // What is over is not to be mended.
        let page = send(&staff, &opened, "/decide", &[("reason", "同意。")]);
        comes_back(&page, "reason", &["同意。", "经办人已经决定了这一件"]);
        let page = send(&staff, &opened, "/ask", &[("question", " ")]);
        comes_back(&page, "question", &["经办人已经决定了这一件"]);
        let read = granny.open(&application).text();
        assert!(read.contains("材料不齐。") && !read.contains("同意。") && !read.contains("您住几楼？"), "{read}");
        assert!(!staff.open("/casework").text().contains("您住几楼？"));
    }

    fn what_staff_wrote_while_the_applicant_took_it_back_comes_back(database) {
        let portal = TestPortal::new(database);
        let (granny, staff) = (portal.sign_in(GRANNY), portal.sign_in("hongkou"));
        let (application, _) = apply(&granny);
        let opened = staff.open(&case_of(&application));
        granny.fill(&application, "/withdraw", &[]);
        let page = send(&staff, &opened, "/decide", &[("decision", "refuse"), ("reason", "不符合条件。")]);
        comes_back(&page, "reason", &["不批准", "不符合条件。", "申请人已经撤回了这一件"]);
        let page = send(&staff, &opened, "/ask", &[("question", "为什么撤回？")]);
        comes_back(&page, "question", &["为什么撤回？", "申请人已经撤回了这一件"]);
        assert!(!granny.open(&application).text().contains("为什么撤回？"));
    }

    fn what_was_done_with_an_open_case_is_said_in_kind(database) {
        let portal = TestPortal::new(database);
        let (granny, staff, colleague) = (portal.sign_in(GRANNY), portal.sign_in("hongkou"), portal.sign_in("supervisor"));
        let (application, _) = apply(&granny);
        let case = case_of(&application);
        let deciding = [("decision", "refuse"), ("reason", "先不批。")];
        let opened = staff.open(&case);
        colleague.fill(&case, "/ask", &[("question", "您住几楼？")]);
        let page = send(&staff, &opened, "/decide", &deciding);
        comes_back(&page, "reason", &["先不批。", "经办人刚问了申请人一个问题"]);
        granny.fill(&application, "/reply", &[("reply", "三楼。")]);
        let page = send(&staff, &page, "/decide", &deciding);
        comes_back(&page, "reason", &["先不批。", "申请人刚回复了"]);
    }

    fn a_withdrawal_or_its_end_that_comes_too_late_says_so(database) {
        let portal = TestPortal::new(database);
        let (granny, staff) = (portal.sign_in(GRANNY), portal.sign_in("hongkou"));
        let (application, _) = apply(&granny);
        let case = case_of(&application);
        let open = granny.open(&application);
        // Taken back, and taken up again in another tab: once more is no fault.
        granny.fill(&application, "/withdraw", &[]);
        let withdrawn = granny.open(&application);
        for _ in 0..2 {
            let page = send(&granny, &withdrawn, "/take-up-again", &[]);
            assert!(page.html().form("/withdraw").is_some() && !page.html().links().contains(&"#take-up-again".to_owned()));
        }
        decide(&staff, &case, "refuse", "不符合条件。");
        comes_back(&send(&granny, &withdrawn, "/take-up-again", &[]), "take-up-again", &["这份申请已经有过结果"]);
        portal.clock.advance_ms(10 * MINUTE_MS);
        let late = open.html().form("/withdraw").unwrap();
        let late = granny.open(granny.submit(&late, &[("key", "late")]).location());
        comes_back(&late, "withdraw", &["不能撤回了", "没有批准"]);

        let (another, _) = apply(&granny);
        granny.fill(&another, "/withdraw", &[]);
        let withdrawn = granny.open(&another);
        portal.clock.advance_ms(10 * MINUTE_MS);
        let late = send(&granny, &withdrawn, "/take-up-again", &[]);
        comes_back(&late, "take-up-again", &["撤回已经过了十分钟", "已撤回"]);
    }

    fn an_open_application_is_judged_by_a_corrected_fact(database) {
        let portal = TestPortal::new(database);
        let (granny, staff) = (portal.sign_in(GRANNY), portal.sign_in("hongkou"));
        let check = answer_all(&granny, granny.post("/items/elder-allowance/start", &[]).location());
        let application = granny.fill(&check, "/submit", &[]).0.split('?').next().unwrap().to_owned();
        let case = case_of(&application);
        let opened = staff.open(&case);
        assert!(opened.text().contains("180 元") && !opened.text().contains("信息更正过"), "{}", opened.text());

        let dispute = say_wrong(&granny, "/data/dispute/dob", "", "我 1934 年出生。");
        let police = portal.sign_in("publicsecurity");
        let page = police.open(&dispute.replace("/data", ""));
        send(&police, &page, "/correct", &[("value-year", "1934"), ("value-month", "5"), ("value-day", "2")]);

        let now = staff.open(&case);
        for words in ["提交以后，信息更正过", "1944 年", "改成了“1934 年 5 月 2 日”", "350 元", "上海市公安局"] {
            assert!(now.text().contains(words), "{words} in {}", now.text());
        }
        let amount = |page: &Answer| {
            let form = page.html().form("/decide").unwrap();
            form.fields.into_iter().find(|field| field.name == "amount-elder-allowance").unwrap().value
        };
        assert_eq!((amount(&opened), amount(&now)), ("180.00".to_owned(), "350.00".to_owned()));
        let read = granny.open(&application).text();
        assert!(read.contains("更正了一项信息") && read.contains("改成了“1934 年 5 月 2 日”"), "{read}");
        // Whoever had opened it before decides by what stands there now.
        let page = send(&staff, &opened, "/decide", &[("decision", "grant"), ("reason", "年满 65 岁。")]);
        comes_back(&page, "reason", &["年满 65 岁。", "部门刚更正了这个人的一项信息"]);
        let deciding = [("decision", "grant"), ("reason", "年满 90 岁。"), ("amount-elder-allowance", "350")];
        staff.fill(&case, "/decide", &deciding);
        let read = staff.open(&case).text();
        assert!(!read.contains("这个决定和系统的判断不一样"), "{read}");
        assert!(granny.open(&application).text().contains("每月 350 元"));
    }
}
