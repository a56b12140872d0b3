//! A resident sees what the city found, applies, and gets one receipt however often the form is sent.

use super::steps::{TELEPHONE, answer_all, apply, receipt_number};
use tests::{
    on_both_databases,
    portal::{Client, GRANNY, SON, TestPortal},
};

on_both_databases! {
    fn an_offer_leads_to_one_receipt(database) {
        let portal = TestPortal::new(database);
        let granny = portal.sign_in(GRANNY);
        let home = granny.open("/").html();
        let mut offers: Vec<String> =
            home.links().into_iter().filter(|link| link.starts_with("/offers/") && !link.ends_with("/dispute")).collect();
        offers.dedup();
        assert!(offers.len() >= 3, "{offers:?}");

        // What asks something of her stands before what only tells her something.
        let asks: Vec<bool> = offers
            .iter()
            .map(|offer| granny.open(offer).html().form("/answer"))
            .map(|form| form.is_some_and(|form| form.fields.iter().any(|f| ["apply", "accept"].contains(&&*f.value))))
            .collect();
        assert!(asks[0] && asks.is_sorted_by(|first, second| first >= second), "{asks:?}");

        let applying = offers.iter().find_map(|offer| {
            let form = granny.open(offer).html().form("/answer")?;
            form.fields.iter().any(|field| field.value == "apply").then_some(form)
        });
        let started = granny.submit(&applying.unwrap(), &[("answer", "apply")]);
        assert!(started.location().starts_with("/drafts/"), "{}", started.location());

        // Left and come back to: the draft goes on where it stopped, on another device too.
        let again = portal.sign_in(GRANNY);
        assert!(again.open("/drafts").html().links().iter().any(|link| link.starts_with("/drafts/")));
        let check = answer_all(&again, started.location());
        let page = again.open(&check);
        let form = page.html().form("/submit").unwrap();
        let (first, second) = (again.submit(&form, &[]), again.submit(&form, &[]));
        assert_eq!((first.status, first.location()), (303, second.location()));
        let receipt = again.open(first.location());
        let number = receipt_number(&receipt);
        assert_eq!(receipt_number(&again.open(second.location())), number);
        assert!(again.open("/applications").text().contains(&number));
        assert!(again.open("/inbox").html().links().iter().any(|link| link.starts_with("/applications/")));

        // Sent once, changed and sent once more: it is asked about, nothing is lost.
        assert!(again.open(&check).text().contains(&number));
    }

    fn a_page_saved_from_the_previous_build_still_posts(database) {
        let before = TestPortal::new(database);
        let granny = before.sign_in(GRANNY);
        let check = answer_all(&granny, granny.post("/items/care-needs-assessment/start", &[]).location());
        let saved = granny.open(&check).html().form("/submit").unwrap();

        let after = before.started_again(database);
        let later = after.visitor_with(&granny);
        // A field that this build does not know any more does no harm.
        let sent = later.submit(&saved, &[("field-of-an-earlier-build", "x")]);
        assert_eq!(sent.status, 303, "{}", sent.text());
        assert!(receipt_number(&later.open(sent.location())).starts_with("SH2"));
    }

    fn what_was_typed_is_kept(database) {
        let portal = TestPortal::new(database);
        let visitor = portal.visitor();
        let answer = visitor.post("/sign-in", &[("identifier", "ming\"zi"), ("password", "")]);
        let page = visitor.open(answer.location());
        assert!(page.html().form("/sign-in").unwrap().with(&[]).contains(&("identifier".to_owned(), "ming\"zi".to_owned())));
        assert!(page.html().links().contains(&"#password".to_owned()));
        assert!(page.html().texts("title")[0].starts_with("错误："), "the title says that something needs mending");
        let granny = portal.sign_in(GRANNY);
        let started = granny.post("/items/care-needs-assessment/start", &[]);
        let draft = started.location().rsplit_once('/').unwrap().0.to_owned();
        let phone = format!("{draft}/phone");
        let form = granny.open(&phone).html().form("/phone").unwrap();

        let wrong = granny.submit(&form, &[("phone", "12 <b>34"), ("go", "next")]);
        let page = granny.open(wrong.location());
        let shown = page.html().form("/phone").unwrap();
        assert_eq!(shown.fields.iter().find(|field| field.name == "phone").unwrap().value, "12 <b>34");
        assert!(page.html().links().iter().any(|link| link == "#phone"), "the summary leads to the field");
        assert!(page.body.contains("aria-invalid=\"true\""));

        // The session ends while the page is open: after signing in again the value is there.
        let late = portal.visitor();
        late.set_cookie("session", &granny.cookie("session").unwrap());
        granny.post("/sign-out", &[]);
        let kept = late.submit(&form, &[("phone", TELEPHONE), ("go", "next")]);
        assert!(kept.location().starts_with("/sign-in?"), "{}", kept.location());
        late.open(kept.location());
        late.post("/sign-in", &[("identifier", GRANNY), ("password", portal.password(GRANNY))]);
        let shown = late.open(&phone).html().form("/phone").unwrap();
        assert_eq!(shown.fields.iter().find(|field| field.name == "phone").unwrap().value, TELEPHONE);
    }

    fn what_was_typed_in_two_tabs_is_kept_in_both_when_the_session_ends(database) {
        let portal = TestPortal::new(database);
        let granny = portal.sign_in(GRANNY);
        let started = granny.post("/items/care-needs-assessment/start", &[]);
        let draft = started.location().rsplit_once('/').unwrap().0.to_owned();
        let phone = format!("{draft}/phone");
        let wrong = "/data/dispute/dob";
        let in_first_tab = granny.open(&phone).html().form("/phone").unwrap();
        let in_second_tab = granny.open(wrong).html().form("/dispute/dob").unwrap();
        let value_at = |client: &Client<'_>, page: &str, end: &str, name: &str| {
            let fields = client.open(page).html().form(end).unwrap().fields;
            fields.into_iter().find(|field| field.name == name).unwrap().value
        };

        let late = portal.visitor();
        late.set_cookie("session", &granny.cookie("session").unwrap());
        granny.post("/sign-out", &[]);
        late.submit(&in_first_tab, &[("phone", TELEPHONE), ("go", "next")]);
        let kept = late.submit(&in_second_tab, &[("statement", "我是 1934 年出生的。")]);
        assert!(late.open(kept.location()).text().contains("您写的内容还在"));
        // A password that is mistyped takes nothing away.
        late.post("/sign-in", &[("identifier", GRANNY), ("password", "mistyped")]);
        late.post("/sign-in", &[("identifier", GRANNY), ("password", portal.password(GRANNY))]);
        let statement = || value_at(&late, wrong, "/dispute/dob", "statement");
        assert_eq!(value_at(&late, &phone, "/phone", "phone"), TELEPHONE);
        assert_eq!(statement(), "我是 1934 年出生的。");
        // One that is taken leaves the other.
        late.fill(&phone, "/phone", &[("go", "next")]);
        assert_eq!(statement(), "我是 1934 年出生的。");
        late.fill(wrong, "/dispute/dob", &[]);
        assert!(late.cookie("kept").is_none_or(|kept| kept.is_empty()), "nothing is kept any more");
        // Two tabs of one page: what was written last comes first, and what was written before it when that is taken.
        let granny = portal.sign_in(GRANNY);
        let tab = granny.open(&phone).html().form("/phone").unwrap();
        let late = portal.visitor();
        late.set_cookie("session", &granny.cookie("session").unwrap());
        granny.post("/sign-out", &[]);
        let (first, second) = ("13900001111", "13900002222");
        for number in [first, second, second] {
            late.submit(&tab, &[("phone", number), ("go", "next")]);
        }
        assert_eq!(late.cookie("kept").unwrap_or_default().split('.').count(), 2, "the same words are kept once");
        late.post("/sign-in", &[("identifier", GRANNY), ("password", portal.password(GRANNY))]);
        assert_eq!(value_at(&late, &phone, "/phone", "phone"), second);
        late.fill(&phone, "/phone", &[("go", "next")]);
        assert_eq!(value_at(&late, &phone, "/phone", "phone"), first);
        // No browser keeps without end.
        let visitor = portal.visitor();
        for page in 0..20 {
            let asked = visitor.post(&format!("/data/disputes/{page}/word"), &[("word", "x")]);
            assert_eq!(asked.status, 303, "{}", asked.text());
        }
        assert_eq!(visitor.cookie("kept").unwrap_or_default().split('.').count(), 6);
    }

    fn what_is_filled_in_for_somebody_is_told_wherever_it_counts(database) {
        let portal = TestPortal::new(database);
        let granny = portal.sign_in(GRANNY);
        let started = granny.post("/items/minimum-living-allowance/start", &[]);
        let (draft, first) = started.location().rsplit_once('/').unwrap();
        assert_eq!(first, "income", "the number of people is on record");
        let page = granny.open(started.location());
        assert!(page.text().contains("第 2 步，共 7 步") && page.text().contains("前面的已经替您填好了"), "{}", page.text());
        assert!(page.html().links().contains(&format!("{draft}/people")));
        // The steps of the list are those of the form, and nobody is said to have answered what was filled in.
        let list = granny.open("/drafts").text();
        assert!(list.contains("共 7 步，您填好 0 步") && list.contains("替您填好 2 步"), "{list}");
        let check = granny.open(&format!("{draft}/check")).text();
        assert_eq!(check.matches("的登记填好的").count(), 1, "{check}");
        assert_eq!(check.matches("您登录用的号码，替您填好的").count(), 1, "{check}");

        // What she changes is hers.
        granny.fill(&format!("{draft}/people"), "/people", &[("people", "7"), ("go", "leave")]);
        let list = granny.open("/drafts").text();
        assert!(list.contains("您填好 1 步") && list.contains("替您填好 1 步"), "{list}");
        assert!(!granny.open(&format!("{draft}/check")).text().contains("的登记填好的"));
        assert!(!granny.open(started.location()).text().contains("前面的已经替您填好了"));
    }

    fn nobody_reads_of_themselves_as_the_applicant(database) {
        let portal = TestPortal::new(database);
        let granny = portal.sign_in(GRANNY);
        let (application, _) = apply(&granny);
        let own = granny.open(&application).text();
        assert!(own.contains("· 您") && !own.contains("申请人"), "{own}");
        granny.fill("/data/dispute/dob", "/dispute/dob", &[("statement", "我是 1934 年出生的。")]);
        let disputes = granny.open("/data").html().links();
        let dispute = disputes.iter().find(|link| link.starts_with("/data/disputes/")).unwrap();
        let own = granny.open(dispute).text();
        assert!(own.contains("· 您") && !own.contains("本人"), "{own}");
    }

    fn advice_says_the_condition_and_what_is_known_of_the_reader(database) {
        let portal = TestPortal::new(database);
        let son = portal.sign_in(SON);
        let page = son.open("/items/elder-allowance").text();
        assert!(page.contains("您可能不符合") && page.contains("年满 65 岁") && page.contains("今年 55 岁"), "{page}");
        let started = son.post("/items/elder-allowance/start", &[]);
        let check = format!("{}/check", started.location().rsplit_once('/').unwrap().0);
        let check = son.open(&check).text();
        assert!(check.contains("今年 55 岁"), "{check}");
        assert!(!portal.sign_in(GRANNY).open("/items/elder-allowance").text().contains("您可能不符合"));
    }

    fn what_somebody_gets_by_the_record_stands_among_what_they_have(database) {
        let portal = TestPortal::new(database);
        let (granny, son) = (portal.sign_in(GRANNY), portal.sign_in(SON));
        for mode in ["standard", "elder"] {
            granny.post("/display", &[("mode", mode), ("back", "/offers")]);
            let page = granny.open("/offers").text();
            let has = page.split_once("已经有的").unwrap_or_else(|| panic!("{page}")).1;
            for name in ["低保", "居民养老金", "家庭医生"] {
                assert!(has.contains(&format!("{name}\n来自")), "{name}: {has}");
            }
        }
        let page = son.open("/offers").text();
        assert!(!page.contains("低保\n来自") && !page.contains("养老金\n来自"), "{page}");
    }
}
