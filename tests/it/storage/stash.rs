//! Typed values of forms without a draft: readable with the browser's cookie alone, by the same account, for a day.

use diesel::prelude::*;
use domain::{
    db::{pools::Priority, schema::stash},
    operations::{
        cleaning::clean,
        jobs::JobKinds,
        stash::{FORM_MINUTES, Keeper, StashCookie, clear, get, put},
    },
};
use tests::on_both_databases;

on_both_databases! {
    fn a_stash_is_shown_to_whom_it_belongs_for_a_day(database) {
        let (cx, clock) = database.context(JobKinds::default());
        let cookie = StashCookie::fresh().unwrap();
        let cookie = StashCookie::from_text(&cookie.to_text()).unwrap();
        let fields = vec![("statement".to_owned(), "我的户籍在上海 <b>".to_owned()), ("statement".to_owned(), String::new())];
        let keep = |account: Option<&str>| cx.write(Priority::Person, |tx| put(tx, cx.now(), &cookie, Keeper { account, visitor: "v" }, "dispute", &fields, FORM_MINUTES)).unwrap();
        let shown = |cookie: &StashCookie, account: Option<&str>, form: &str| cx.read(|conn| get(conn, cx.now(), cookie, account, form)).unwrap();

        keep(None);
        assert_eq!(shown(&cookie, None, "dispute"), Some(fields.clone()));
        assert_eq!(shown(&cookie, Some("a"), "dispute"), Some(fields.clone()));
        assert_eq!(shown(&cookie, None, "sign-in"), None);
        assert_eq!(shown(&StashCookie::fresh().unwrap(), None, "dispute"), None);

        keep(Some("a"));
        assert_eq!(shown(&cookie, Some("a"), "dispute"), Some(fields.clone()));
        assert_eq!(shown(&cookie, Some("b"), "dispute"), None);
        assert_eq!(shown(&cookie, None, "dispute"), None);

        let bodies: Vec<Vec<u8>> = cx.read(|conn| Ok(stash::table.select(stash::body_sealed).load(conn)?)).unwrap();
        assert_eq!(bodies.len(), 1);
        assert!(!String::from_utf8_lossy(&bodies[0]).contains("statement"));

        clock.advance_ms(24 * 3_600_000);
        assert_eq!(shown(&cookie, Some("a"), "dispute"), None);
        assert_eq!(clean(&cx).unwrap(), 1);
        assert_eq!(clean(&cx).unwrap(), 0);
        // Who keeps them may say less than a day, and never more.
        for (minutes, kept) in [(30, 30), (i64::MAX, FORM_MINUTES)] {
            cx.write(Priority::Person, |tx| put(tx, cx.now(), &cookie, Keeper { account: None, visitor: "v" }, "dispute", &fields, minutes)).unwrap();
            clock.advance_ms(kept * 60_000 - 1);
            assert_eq!(shown(&cookie, None, "dispute"), Some(fields.clone()));
            clock.advance_ms(1);
            assert_eq!(shown(&cookie, None, "dispute"), None);
        }
        keep(None);
        cx.write(Priority::Person, |tx| clear(tx, &cookie)).unwrap();
        assert_eq!(shown(&cookie, None, "dispute"), None);
    }

    fn a_clock_that_is_set_back_keeps_nothing_longer(database) {
        let (cx, clock) = database.context(JobKinds::default());
        let cookie = StashCookie::fresh().unwrap();
        let fields = vec![("answer".to_owned(), "yes".to_owned())];
        cx.write(Priority::Person, |tx| put(tx, cx.now(), &cookie, Keeper { account: None, visitor: "v" }, "/check", &fields, 30)).unwrap();
        let shown = || cx.read(|conn| get(conn, cx.now(), &cookie, None, "/check")).unwrap();
        clock.advance_ms(-5 * 60_000);
        assert_eq!((shown(), clean(&cx).unwrap()), (Some(fields.clone()), 0));
        clock.advance_ms(-1);
        assert_eq!((shown(), clean(&cx).unwrap()), (None, 1));
    }

    fn what_is_kept_is_bounded_and_the_oldest_goes(database) {
        let (cx, clock) = database.context(JobKinds::default());
        let fields = vec![("statement".to_owned(), "x".repeat(60_000))];
        let keep = |keeper: Keeper<'_>| {
            let cookie = StashCookie::fresh().unwrap();
            clock.advance_ms(1);
            cx.write(Priority::Person, |tx| put(tx, cx.now(), &cookie, keeper, "dispute", &fields, FORM_MINUTES)).unwrap();
            cookie
        };
        let there = |cookie: &StashCookie, account: Option<&str>| cx.read(|conn| get(conn, cx.now(), cookie, account, "dispute")).unwrap().is_some();
        let megabytes = || -> i64 {
            let sizes: Vec<i32> = cx.read(|conn| Ok(stash::table.select(stash::size).load(conn)?)).unwrap();
            sizes.into_iter().map(i64::from).sum::<i64>() / 1024 / 1024
        };
        let of_account = keep(Keeper { account: Some("a"), visitor: "flood" });
        let of_another = keep(Keeper { account: None, visitor: "honest" });
        let first = keep(Keeper { account: None, visitor: "flood" });
        let last = (0..60).fold(first.clone(), |_, _| keep(Keeper { account: None, visitor: "flood" }));
        assert!(!there(&first, None) && there(&last, None));
        assert!(there(&of_another, None) && there(&of_account, Some("a")), "others keep theirs");
        assert!(megabytes() < 3, "{}", megabytes());
        for visitor in 0..25 {
            let visitor = format!("flood {visitor}");
            for _ in 0..30 {
                keep(Keeper { account: None, visitor: &visitor });
            }
        }
        assert!(megabytes() <= 32, "{}", megabytes());
        assert!(there(&of_account, Some("a")));
        // More than one visitor may keep is not kept.
        let long = vec![("statement".to_owned(), "x".repeat(3 * 1024 * 1024))];
        let cookie = StashCookie::fresh().unwrap();
        let refused = cx.write(Priority::Person, |tx| put(tx, cx.now(), &cookie, Keeper { account: None, visitor: "v" }, "dispute", &long, 1));
        assert!(matches!(refused, Err(domain::error::Error::TooLarge)));
    }
}
