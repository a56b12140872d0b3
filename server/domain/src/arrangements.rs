//! Arrangements: what follows a yes. Whoever carries it out calls by a day, agrees on a day, and says when it was done, or why
//! it could not be. What was promised is answered, whatever the policy says of the person meanwhile.

pub mod answer;
pub mod clock;
pub mod late;
pub mod own;
pub mod page;
pub mod queue;
pub mod record;
pub mod transitions;
