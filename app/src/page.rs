//! A page before it is put into its frame.

use crate::{i18n::Words, markup::Markup};

/// Which style a page loads beside the core.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sheet {
    /// None.
    Core,
    /// That of staff: tables, queues, the policy desk.
    Staff,
    /// That of the design pages.
    Design,
}

/// One page: its title, which is also its heading, and what stands in `main`.
pub struct Page {
    /// The heading, and the first part of the document's title.
    pub title: String,
    /// Something needs mending: the title begins with "Error".
    pub error: bool,
    /// Contents of `main`, the heading included.
    pub body: Markup,
    /// The page holds an island, so the loader stands on it.
    pub islands: bool,
    /// The page holds the beginning of `/check`, which a device with scripts carries on by itself.
    pub check: bool,
    /// The style that the page needs beside the core.
    pub sheet: Sheet,
    /// Address of the page before, for the link above `main`.
    pub back: Option<String>,
    /// The pages above, from the top, by address and name; they stand above `main` in place of the link back.
    pub above: Vec<(String, String)>,
    /// Number by which the page is found again; then its address, the number, the day and a code stand under it on paper.
    pub paper: Option<String>,
    /// A visit leaves the offline page in the browser.
    pub keeps_offline_page: bool,
    /// The buttons that keep the offline card on the device stand on it.
    pub card_keeper: bool,
    /// The form of a passkey stands on it, with its script.
    pub passkeys: bool,
    /// The search form stands on it, with its script.
    pub suggests: bool,
    /// Its unusual words are explained under it: one reads it with care, or decides something on it.
    pub explains: bool,
    /// The frame shows nobody, whoever is signed in: the browser keeps the page.
    pub nobody: bool,
}

impl Page {
    /// A plain page.
    pub fn new(title: impl Into<String>, body: Markup) -> Self {
        let title = title.into();
        Self {
            title,
            error: false,
            body,
            islands: false,
            check: false,
            sheet: Sheet::Core,
            back: None,
            above: Vec::new(),
            paper: None,
            keeps_offline_page: false,
            card_keeper: false,
            passkeys: false,
            suggests: false,
            explains: false,
            nobody: false,
        }
    }

    /// With results under the search form while somebody types.
    #[must_use]
    pub fn with_suggestions(mut self) -> Self {
        self.suggests = true;
        self
    }

    /// With a link to the page before.
    #[must_use]
    pub fn back(mut self, address: impl Into<String>) -> Self {
        self.back = Some(address.into());
        self
    }

    /// Below a page of the portal's own sections, which is below home.
    #[must_use]
    pub fn below(mut self, words: &Words, address: &str, name: String) -> Self {
        self.above = vec![("/".to_owned(), words.say("nav-home")), (address.to_owned(), name)];
        self.back(address)
    }

    /// With a foot on paper that leads back to the page, and the number that people name on the telephone.
    #[must_use]
    pub fn on_paper(mut self, number: impl Into<String>) -> Self {
        self.paper = Some(number.into());
        self
    }

    /// Leaves the offline page in the browser.
    #[must_use]
    pub fn keeps_offline_page(mut self) -> Self {
        self.keeps_offline_page = true;
        self
    }

    /// For the browser to keep, so without the person in its frame.
    #[must_use]
    pub fn of_nobody(mut self) -> Self {
        self.nobody = true;
        self
    }

    /// With what its unusual words mean under it.
    #[must_use]
    pub fn with_meanings(mut self) -> Self {
        self.explains = true;
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
        self.sheet = Sheet::Staff;
        self
    }

    /// Of the design system.
    #[must_use]
    pub fn design(mut self) -> Self {
        self.sheet = Sheet::Design;
        self
    }

    /// With an island that has nothing to do with the mode.
    #[must_use]
    pub fn with_island(mut self) -> Self {
        self.islands = true;
        self
    }

    /// Marked when something needs mending.
    #[must_use]
    pub fn with_errors(mut self, any: bool) -> Self {
        self.error = any;
        self
    }
}
