//! How long a department has.

use super::record::DisputeRecord;
use crate::context::Context;
use contract::disputes::DisputeState;
use jiff::civil::Date;

/// Working days within which a department answers.
const DAYS_TO_ANSWER: u32 = 10;
/// Working days that a department has at least when a dispute is passed on to it.
const DAYS_AFTER_PASSING_ON: u32 = 3;

/// The day by which the answer comes to what is said today.
pub fn due(cx: &Context) -> Date {
    cx.working_days.add(cx.today(), DAYS_TO_ANSWER)
}

/// The day by which the answer comes when it is passed on today. The resident was promised a day, and whoever sent it to the
/// wrong department does not move it; but nobody gets a dispute so late that they cannot look into it.
pub fn due_when_passed_on(cx: &Context, promised: Date) -> Date {
    match cx.working_days.between(cx.today(), promised) < DAYS_AFTER_PASSING_ON {
        true => cx.working_days.add(cx.today(), DAYS_AFTER_PASSING_ON),
        false => promised,
    }
}

/// The first year on the way to an answer whose public holidays are not announced yet: the day may still move. None when
/// nothing is on its way, or the day has passed.
pub fn unannounced_year(cx: &Context, record: &DisputeRecord) -> Option<i16> {
    let is_on_its_way = record.state() == DisputeState::Open && !record.is_overdue(cx.today());
    is_on_its_way.then(|| cx.working_days.unannounced_year(cx.today(), record.due())).flatten()
}
