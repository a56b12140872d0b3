//! How long an act can be taken back as if it had not been.

use crate::db::types::Instant;

/// Ten minutes (circular 信管函〔2021〕67号, annex 1, on undoing what has legal or financial consequences).
const UNDO_MS: i64 = 10 * 60 * 1000;

/// Whether what was done then can still be taken back now: an application that was sent, decided or not; its withdrawal; a yes
/// to an offer.
pub fn is_in_time(done: Instant, now: Instant) -> bool {
    now.0 - done.0 < UNDO_MS
}

/// What was done after this can still be taken back now.
pub fn begins(now: Instant) -> Instant {
    Instant(now.0 - UNDO_MS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_minutes_are_over_when_they_are_over() {
        let done = Instant(1_000);
        assert!(is_in_time(done, done));
        assert!(is_in_time(done, Instant(1_000 + UNDO_MS - 1)));
        assert!(!is_in_time(done, Instant(1_000 + UNDO_MS)));
    }
}
