//! Applications: drafts that lose nothing, one question a page, a frozen copy when sent, a clock and a timeline.

pub mod advice;
pub mod corrected;
pub mod decision;
pub mod drafts;
pub mod events;
pub mod judged;
pub mod late;
pub mod on_its_way;
pub mod page;
pub mod questions;
pub mod record;
pub mod reply;
pub mod start;
pub mod submit;
pub mod task;
pub mod transitions;
pub mod waiting;
