//! A promised day in a year whose holidays are not announced yet may move: the resident and the department read so alike.

use super::{
    arrangement::{day, say_yes},
    dispute::say_wrong,
};
use tests::{
    facts::Person,
    on_both_databases,
    portal::{GRANNY, TestPortal},
};

const MAY_MOVE: &str = "2027 年的放假安排还没有公布";
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// The address of a dispute for staff.
fn case(dispute: &str) -> String {
    format!("/disputes/{}", dispute.rsplit('/').next().unwrap())
}

/// Whether each of two pages says that the day may move, of its resident and of its department.
fn said(portal: &TestPortal, own: &str, department: &str, case: &str) -> [bool; 2] {
    [portal.sign_in(GRANNY).open(own), portal.sign_in(department).open(case)].map(|page| page.text().contains(MAY_MOVE))
}

on_both_databases! {
    fn both_sides_read_that_a_day_of_an_unannounced_year_may_move(database) {
        let portal = TestPortal::new(database);
        let granny = portal.sign_in(GRANNY);
        let offer = Person::behind(&portal, &granny).offer("pneumonia-vaccine");
        let this_year = say_wrong(&granny, "/data/dispute/dob", "dob", "生日错了。");
        assert_eq!(said(&portal, &this_year, "publicsecurity", &case(&this_year)), [false, false]);
        // Ten working days from Monday 21 December end on 5 January.
        portal.clock.advance_ms(28 * DAY_MS);
        portal.new_day();
        let granny = portal.sign_in(GRANNY);
        let next_year = say_wrong(&granny, "/data/dispute/sex", "", "不对。");
        assert_eq!(said(&portal, &next_year, "publicsecurity", &case(&next_year)), [true, true]);
        // A day that has passed moves no more.
        assert_eq!(said(&portal, &this_year, "publicsecurity", &case(&this_year)), [false, false]);
        let arrangement = say_yes(&portal, &granny, &offer);
        assert_eq!(said(&portal, &offer, "health", &arrangement), [true, true]);
        // Neither does one that the two agreed on.
        let agreed = day("day", jiff::civil::date(2027, 1, 6));
        let agreed: Vec<(&str, &str)> = agreed.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        portal.sign_in("health").fill(&arrangement, "/appoint", &agreed);
        assert_eq!(said(&portal, &offer, "health", &arrangement), [false, false]);
        // What was taken back is promised no more.
        portal.sign_in(GRANNY).fill(&next_year, "/take-back", &[]);
        assert_eq!(said(&portal, &next_year, "publicsecurity", &case(&next_year)), [false, false]);
    }
}
