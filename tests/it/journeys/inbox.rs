//! A long list is read page by page: nothing is left out, and nothing stands twice.

use std::collections::BTreeSet;
use tests::{
    on_both_databases,
    portal::{GRANNY, TestPortal},
};

on_both_databases! {
    fn every_notice_stands_on_one_page_of_the_inbox(database) {
        let portal = TestPortal::new(database);
        let granny = portal.sign_in(GRANNY);
        granny.post("/display", &[("mode", "elder"), ("back", "/inbox")]);
        let mut seen = BTreeSet::new();
        let mut page = "/inbox".to_owned();
        let mut pages = 0;
        loop {
            pages += 1;
            let links = granny.open(&page).html().links();
            let notices: Vec<&String> = links.iter().filter(|link| link.starts_with("/offers/")).collect();
            assert!((1..=7).contains(&notices.len()), "{page}: {notices:?}");
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
