//! Long lists, page by page.

use serde::{Deserialize, Serialize};

/// Which page of a list is wanted, and how much one holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// From 1.
    pub page: u32,
    /// Rows on a page; at least 1.
    pub per_page: u32,
}

impl Wanted {
    /// The page that an address names; the first where it names none.
    pub fn from_query(text: &str, per_page: u32) -> Self {
        Self { page: text.parse().unwrap_or(1).max(1), per_page: per_page.max(1) }
    }

    /// Where it stands among so many rows. A page beyond the end is the last.
    pub fn among(self, rows: i64) -> PageNumber {
        let pages = (rows.max(0) + i64::from(self.per_page) - 1) / i64::from(self.per_page);
        let of = u32::try_from(pages.max(1)).unwrap_or(u32::MAX);
        PageNumber { page: self.page.min(of), of }
    }

    /// Rows before the page, among so many.
    pub fn offset(self, rows: i64) -> i64 {
        i64::from(self.among(rows).page - 1) * i64::from(self.per_page)
    }
}

/// Where a page stands in its list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageNumber {
    /// This page, from 1.
    pub page: u32,
    /// How many there are; at least 1.
    pub of: u32,
}

impl PageNumber {
    /// One page holds everything.
    pub const ONLY: Self = Self { page: 1, of: 1 };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_beyond_either_end_is_the_one_at_that_end() {
        let at = |text: &str, rows| {
            let wanted = Wanted::from_query(text, 7);
            (wanted.among(rows), wanted.offset(rows))
        };
        assert_eq!(at("", 15), (PageNumber { page: 1, of: 3 }, 0));
        assert_eq!(at("3", 15), (PageNumber { page: 3, of: 3 }, 14));
        assert_eq!(at("99", 15), (PageNumber { page: 3, of: 3 }, 14));
        assert_eq!(at("0", 15), (PageNumber { page: 1, of: 3 }, 0));
        assert_eq!(at("-3", 0), (PageNumber::ONLY, 0));
        assert_eq!(at("2", 14), (PageNumber { page: 2, of: 2 }, 7));
    }
}
