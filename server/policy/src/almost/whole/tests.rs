//! A policy that is written out against the same among the others.

use crate::{
    fixture::{TODAY, random},
    value::Facts,
};
use jiff::{ToSpan, civil::date};
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(160))]
    #[test]
    fn what_is_written_out_comes_out_as_among_the_others(
        set in random::set(),
        people in prop::collection::vec(random::known(), 12),
        later in 0_i32..900,
    ) {
        let Some(set) = set else { return Ok(()) };
        let days = [TODAY, date(2026, 12, 31), date(2027, 1, 1), TODAY.saturating_add(later.days())];
        let nobody = Facts::new();
        for policy in set.policies() {
            let written = set.written_out(&policy.id);
            // What rests on three others with four bands each may be too long.
            prop_assert!(written.is_some() || policy.id == "second", "{}", policy.id);
            for (written, day) in written.iter().flat_map(|written| days.map(|day| (written, day))) {
                prop_assert_eq!(written.refers_to().count(), 0);
                for facts in people.iter().chain([&nobody]) {
                    let alone = written.in_force(day).then(|| written.decide(facts, day));
                    prop_assert_eq!(alone, set.decide(&policy.id, facts, day), "{}", policy.id);
                }
            }
        }
    }
}
