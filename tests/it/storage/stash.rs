//! Typed values of forms without a draft: readable with the browser's cookie alone, by the same account, for a day.

use diesel::prelude::*;
use domain::{
    db::{pools::Priority, schema::stash},
    operations::{
        cleaning::clean,
        jobs::JobKinds,
        stash::{FORM_MINUTES, StashCookie, clear, get, put},
    },
};
use tests::on_both_databases;

on_both_databases! {
    fn a_stash_is_shown_to_whom_it_belongs_for_a_day(database) {
        let (cx, clock) = database.context(JobKinds::default());
        let cookie = StashCookie::fresh().unwrap();
        let cookie = StashCookie::from_text(&cookie.to_text()).unwrap();
        let fields = vec![("statement".to_owned(), "我的户籍在上海 <b>".to_owned()), ("statement".to_owned(), String::new())];
        let keep = |account: Option<&str>| cx.write(Priority::Person, |tx| put(tx, cx.now(), &cookie, account, "dispute", &fields, FORM_MINUTES)).unwrap();
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
            cx.write(Priority::Person, |tx| put(tx, cx.now(), &cookie, None, "dispute", &fields, minutes)).unwrap();
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
        cx.write(Priority::Person, |tx| put(tx, cx.now(), &cookie, None, "/check", &fields, 30)).unwrap();
        let shown = || cx.read(|conn| get(conn, cx.now(), &cookie, None, "/check")).unwrap();
        clock.advance_ms(-5 * 60_000);
        assert_eq!((shown(), clean(&cx).unwrap()), (Some(fields.clone()), 0));
        clock.advance_ms(-1);
        assert_eq!((shown(), clean(&cx).unwrap()), (None, 1));
    }
}
