//! Where a tab keeps its visit: the browser's storage of this tab alone, which ends with the tab. A browser that allows none
//! keeps nothing, and everything else works.

use crate::visit::MINUTES;
use js_sys::Date;
use std::cell::Cell;
use web_sys::{Storage, Window};

const NAME: &str = "check";

/// The storage, and when something was told last, in milliseconds.
pub struct Kept {
    storage: Option<Storage>,
    told_at: Cell<i64>,
}

impl Kept {
    /// That of the tab.
    pub fn of(window: &Window) -> Self {
        Self { storage: window.session_storage().ok().flatten(), told_at: Cell::new(now()) }
    }

    /// Something was told now.
    pub fn told(&self) {
        self.told_at.set(now());
    }

    /// Whether what was told last is too long ago. A clock that went back is no proof that it is not.
    pub fn is_over(&self) -> bool {
        !(0..MINUTES * 60_000).contains(&(now() - self.told_at.get()))
    }

    /// The visit and the height of the page, as long as their time is not over; afterwards they are thrown away.
    pub fn read(&self) -> Option<(String, i32)> {
        let text = self.storage.as_ref()?.get_item(NAME).ok()??;
        let mut lines = text.splitn(3, '\n');
        let told_at = lines.next()?.parse().ok()?;
        let height = lines.next()?.parse().ok()?;
        self.told_at.set(told_at);
        if self.is_over() {
            self.write(None, 0);
            return None;
        }
        Some((lines.next()?.to_owned(), height))
    }

    /// Keeps the visit, or throws away what was kept.
    pub fn write(&self, visit: Option<&str>, height: i32) {
        let Some(storage) = &self.storage else { return };
        _ = match visit {
            Some(visit) => storage.set_item(NAME, &format!("{}\n{height}\n{visit}", self.told_at.get())),
            None => storage.remove_item(NAME),
        };
    }
}

/// Whole milliseconds: printing and reading fractions takes room.
fn now() -> i64 {
    Date::now() as i64
}
