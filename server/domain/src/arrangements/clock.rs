//! How long a department has.

use super::record::ArrangementRecord;
use crate::context::Context;
use contract::arrangements::{Agreed, ArrangementState};
use jiff::{Span, civil::Date};

/// Working days within which the department calls. This is what this portal promises; the sources name no period.
const DAYS_TO_CALL: u32 = 10;
/// So far ahead a day can be agreed on, in days: the course of a vaccination takes half a year at most, and a year that was
/// mistyped is found.
const DAYS_AHEAD: i64 = 183;

/// The day by which the department calls after a yes of today.
pub fn due(cx: &Context) -> Date {
    cx.working_days.add(cx.today(), DAYS_TO_CALL)
}

/// The last day that can be agreed on today.
pub fn last_day_to_agree_on(cx: &Context) -> Date {
    cx.today().saturating_add(Span::new().days(DAYS_AHEAD))
}

/// The first year on the way to the call whose public holidays are not announced yet: the day may still move. None when nothing
/// is on its way, the day has passed, or the two have agreed on it.
pub fn unannounced_year(cx: &Context, record: &ArrangementRecord) -> Option<i16> {
    let is_on_its_way = record.state() == ArrangementState::Open && !record.is_overdue(cx.today());
    let is_counted = is_on_its_way && record.agreed() == Agreed::NotYet;
    is_counted.then(|| cx.working_days.unannounced_year(cx.today(), record.due())).flatten()
}
