//! The machine's clock, set to another time.

use domain::context::{Clock, SystemClock};

/// Goes on from the instant to which it was set. Other processes of the machine do not notice.
pub struct SetClock {
    ahead_ms: i64,
}

impl SetClock {
    /// Set to this instant (milliseconds since 1970, UTC).
    pub fn at(now_ms: i64) -> Self {
        Self { ahead_ms: now_ms - SystemClock.now_ms() }
    }
}

impl Clock for SetClock {
    fn now_ms(&self) -> i64 {
        SystemClock.now_ms() + self.ahead_ms
    }

    fn monotonic_ms(&self) -> i64 {
        SystemClock.monotonic_ms()
    }
}
