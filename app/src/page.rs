//! A page before it is put into its frame.

use leptos::prelude::AnyView;

/// One page: its title, which is also its heading, and what stands in `main`.
pub struct Page {
    /// The heading, and the first part of the document's title.
    pub title: String,
    /// Something needs mending: the title begins with "Error".
    pub error: bool,
    /// Contents of `main`, the heading included.
    pub body: AnyView,
    /// The page holds an island, so the loader stands on it.
    pub islands: bool,
    /// The page holds the beginning of `/check`, which a device with scripts carries on by itself.
    pub check: bool,
    /// Staff pages load the staff style.
    pub staff: bool,
    /// Address of the page before, for the link above `main`.
    pub back: Option<String>,
}

impl Page {
    /// A plain page.
    pub fn new(title: impl Into<String>, body: AnyView) -> Self {
        Self { title: title.into(), error: false, body, islands: false, check: false, staff: false, back: None }
    }

    /// With a link to the page before.
    #[must_use]
    pub fn back(mut self, address: impl Into<String>) -> Self {
        self.back = Some(address.into());
        self
    }

    /// With the module that carries `/check` on.
    #[must_use]
    pub fn with_check(mut self) -> Self {
        self.check = true;
        self
    }

    /// For staff.
    #[must_use]
    pub fn staff(mut self) -> Self {
        self.staff = true;
        self
    }

    /// Marked when something needs mending.
    #[must_use]
    pub fn with_errors(mut self, any: bool) -> Self {
        self.error = any;
        self
    }
}
