//! A resident sees what the city found, applies, and gets one receipt however often the form is sent.

use super::steps::{TELEPHONE, answer_all, receipt_number};
use tests::{
    on_both_databases,
    portal::{Client, GRANNY, TestPortal},
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
}
