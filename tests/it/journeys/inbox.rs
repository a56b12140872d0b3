//! A long list is read page by page: nothing is left out, and nothing stands twice.

use contract::{ids::ResidentId, notices::NoticeKind};
use domain::{db::pools::Priority, notices::notify};
use std::collections::BTreeSet;
use tests::{
    facts::Person,
    on_both_databases,
    portal::{GRANNY, TestPortal},
};

on_both_databases! {
    fn what_was_found_in_one_go_is_told_in_one_line(database) {
        let portal = TestPortal::new(database);
        let granny = portal.sign_in(GRANNY);
        let inbox = granny.open("/inbox");
        let text = inbox.text();
        assert_eq!(text.matches("项您可能可以享受的，一起看看").count(), 1, "{text}");
        assert!(!text.contains("有一项您可能可以享受"), "{text}");
        assert!(inbox.html().links().contains(&"/offers".to_owned()));
        granny.fill("/inbox", "/inbox/read", &[]);
        assert!(!granny.open("/inbox").body.contains(r#"class="unread""#), "one reading reads them all");
    }

    fn every_notice_stands_on_one_page_of_the_inbox(database) {
        let portal = TestPortal::new(database);
        let granny = portal.sign_in(GRANNY);
        let person = ResidentId(Person::behind(&portal, &granny).id);
        portal.cx.write(Priority::Person, |tx| {
            (0..9).try_for_each(|index| notify(&portal.cx, tx, &person, NoticeKind::OfferEnded, "offer", &format!("gone-{index}")))
        }).unwrap();
        granny.post("/display", &[("mode", "elder"), ("back", "/inbox")]);
        let mut seen = BTreeSet::new();
        let mut page = "/inbox".to_owned();
        let mut pages = 0;
        loop {
            pages += 1;
            let links = granny.open(&page).html().links();
            let notices: Vec<&String> = links.iter().filter(|link| link.starts_with("/offers/")).collect();
            assert!(notices.len() <= 7, "{page}: {notices:?}");
            for notice in notices {
                assert!(seen.insert(notice.clone()), "{notice} stands twice");
            }
            let next = format!("/inbox?page={}", pages + 1);
            if !links.contains(&next) {
                break;
            }
            page = next;
        }
        assert!(pages > 1 && seen.len() > 7, "{pages} pages, {} notices", seen.len());
        let last = granny.open(&page).text();
        assert!(last.contains(&format!("第 {pages} 页，共 {pages} 页")), "{last}");
        // An address from before, or one made up, shows the page at that end.
        assert_eq!(granny.open("/inbox?page=9999").text(), last);
    }
}
