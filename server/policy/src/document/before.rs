//! From when one can apply for something whose conditions are met on a day to come.

use super::{ApplyBefore, Delivery, Policy};
use crate::calendar::months_later;
use jiff::civil::Date;

impl Policy {
    /// The first day on which one can apply for what holds from a day on, as of today; never after that day. Nothing where
    /// its text does not say, and where nothing is applied for here because people are asked, or get it by itself.
    pub fn apply_from(&self, holds_from: Date, today: Date) -> Option<Date> {
        if matches!(self.delivery_here, Delivery::Automatic | Delivery::Confirm) {
            return None;
        }
        let earliest = match self.apply_before? {
            ApplyBefore::No => holds_from,
            // A month that has no such day ends sooner: a month before 31 March is 28 February.
            ApplyBefore::WithinMonths => months_later(holds_from, -i64::from(self.apply_before_months?))?,
            ApplyBefore::AnyTime => today,
        };
        Some(earliest.min(holds_from))
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail loudly")]

    use crate::fixture::{criterion, document, parameters, unknown_case, vocabulary};
    use jiff::civil::date;

    #[test]
    fn one_can_apply_as_long_before_as_the_document_says() {
        let from = |said: &str, delivery: &str| {
            let text = document(&format!("{}{}", criterion("独居"), unknown_case()))
                .replace("delivery_in_source = \"inform\"", &format!("delivery_in_source = \"apply\"\n{said}"))
                .replace("delivery_here = \"inform\"", &format!("delivery_here = \"{delivery}\"\nitem = \"x\""));
            let checked = crate::check::check(&text, &vocabulary(), &parameters());
            checked.policy.unwrap().apply_from(date(2027, 3, 31), date(2027, 1, 4))
        };
        let month = "apply_before = \"within-months\"\napply_before_months = 1";
        assert_eq!(from("", "apply"), None);
        assert_eq!(from("apply_before = \"no\"", "apply"), Some(date(2027, 3, 31)));
        assert_eq!(from(month, "apply"), Some(date(2027, 2, 28)));
        assert_eq!(from("apply_before = \"any-time\"", "apply-then-automatic"), Some(date(2027, 1, 4)));
        // One applies elsewhere.
        assert_eq!(from(month, "inform"), Some(date(2027, 2, 28)));
        for delivery in ["automatic", "confirm"] {
            assert_eq!(from(month, delivery), None);
        }
    }
}
