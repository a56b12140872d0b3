//! Repeated forms: same key and body, same receipt; same key and another body, nothing is done and it is said.

use domain::{
    context::Context,
    db::pools::Priority,
    error::Result,
    operations::{
        cleaning::clean,
        idempotency::{Once, Repeat, once},
        jobs::JobKinds,
    },
};
use std::{
    sync::{
        Arc, Barrier,
        atomic::{AtomicI32, Ordering},
    },
    thread,
};
use tests::on_both_databases;

fn submit(cx: &Context, fingerprint: &str, receipt: &str) -> Result<Repeat> {
    let which = Once { account_id: "a", use_case: "submit", key: "k", fingerprint, now: cx.now() };
    cx.write(Priority::Person, |tx| once(tx, which, |_| Ok(receipt.to_owned())))
}

on_both_databases! {
    fn an_act_is_done_once_for_each_key(database) {
        let (cx, clock) = database.context(JobKinds::default());
        assert_eq!(submit(&cx, "body", "R1").unwrap(), Repeat::First("R1".to_owned()));
        assert_eq!(submit(&cx, "body", "R2").unwrap(), Repeat::Same("R1".to_owned()));
        assert_eq!(submit(&cx, "other", "R3").unwrap(), Repeat::Different("R1".to_owned()));
        clock.advance_ms(30 * 86_400_000);
        assert_eq!(clean(&cx).unwrap(), 1);
        assert_eq!(submit(&cx, "body", "R4").unwrap(), Repeat::First("R4".to_owned()));
    }

    fn of_many_at_one_moment_one_acts(database) {
        let (cx, _) = database.context(JobKinds::default());
        let (together, numbers) = (Arc::new(Barrier::new(4)), Arc::new(AtomicI32::new(0)));
        let forms: Vec<_> = (0..4).map(|_| {
            let (cx, together, numbers) = (cx.clone(), together.clone(), numbers.clone());
            thread::spawn(move || {
                together.wait();
                submit(&cx, "body", &format!("R{}", numbers.fetch_add(1, Ordering::SeqCst))).unwrap()
            })
        }).collect();
        let found: Vec<Repeat> = forms.into_iter().map(|form| form.join().unwrap()).collect();
        let receipts: std::collections::BTreeSet<&str> = found.iter().map(|repeat| match repeat {
            Repeat::First(receipt) | Repeat::Same(receipt) | Repeat::Different(receipt) => receipt.as_str(),
        }).collect();
        assert_eq!(receipts.len(), 1, "{found:?}");
        assert_eq!(found.iter().filter(|repeat| matches!(repeat, Repeat::First(_))).count(), 1, "{found:?}");
    }
}
