//! The portal's own pages as the search finds them: by their title, and by the words that people use for them, which stand
//! beside the titles in the texts of each language.

use crate::{glossary, i18n::Words};
use contract::{
    display::{Display, Language},
    services::{FindablePage, HitKind},
};
use policy::text::{Keywords, Text};

/// Address, message of the title, and the middle of the messages that say what one can do there and how people call it.
const PAGES: [(&str, &str, &str); 22] = [
    ("/sign-in", "sign-in-title", "sign-in"),
    ("/account", "account-title", "account"),
    ("/account/password", "password-title", "account-password"),
    ("/account/passkeys", "passkeys-title", "account-passkeys"),
    ("/account/sessions", "sessions-title", "account-sessions"),
    ("/applications", "applications-title", "applications"),
    ("/drafts", "drafts-title", "drafts"),
    ("/offers", "home-found", "offers"),
    ("/put-aside", "put-aside-title", "put-aside"),
    ("/inbox", "inbox-title", "inbox"),
    ("/data", "data-title", "data"),
    ("/check", "entitlement-title", "check"),
    ("/items", "items-title", "items"),
    ("/policies", "policies-title", "policies"),
    ("/elder", "elder-title", "elder"),
    ("/practice", "practice-title", "practice"),
    ("/offline-card", "offline-card-title", "offline-card"),
    ("/help", "help-title", "help"),
    ("/help#counter", "help-counter", "help-counter"),
    ("/display", "display-title", "display"),
    ("/help#data", "help-data", "help-data"),
    ("/glossary", "glossary-title", "glossary"),
];

/// Every page, and every word that is explained.
pub fn pages() -> Vec<FindablePage> {
    let [zh, en] =
        [Language::Chinese, Language::English].map(|language| Words::new(Display { language, ..Display::default() }));
    let text = |key: &str| Text::new(zh.say(key), en.say(key));
    let list = |text: &str, between: &str| -> Vec<String> {
        text.split(between).map(|word| word.trim().to_owned()).filter(|word| !word.is_empty()).collect()
    };
    let pages = PAGES.iter().map(|(address, title, page)| {
        let words = text(&format!("page-{page}-words"));
        FindablePage {
            address: (*address).to_owned(),
            title: text(title),
            about: text(&format!("page-{page}-about")),
            keywords: Keywords { zh: list(&words.zh, "、"), en: list(&words.en, ";") },
            kind: HitKind::Page,
        }
    });
    let terms = glossary::TERMS.iter().map(|term| FindablePage {
        address: format!("/glossary#{term}"),
        title: text(&format!("glossary-word-{term}")),
        about: text(&format!("glossary-word-{term}-meaning")),
        keywords: Keywords::default(),
        kind: HitKind::Word,
    });
    pages.chain(terms).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_has_words_beyond_its_title() {
        for page in pages() {
            assert!(!page.about.zh.is_empty() && !page.about.zh.starts_with("page-"), "{}", page.address);
            if page.kind == HitKind::Word {
                continue;
            }
            for (title, words) in [(&page.title.zh, &page.keywords.zh), (&page.title.en, &page.keywords.en)] {
                assert!(words.len() >= Keywords::LEAST, "{}: {words:?}", page.address);
                let title = title.to_lowercase();
                let said = words.iter().find(|word| title.contains(&word.to_lowercase()));
                assert_eq!(said, None, "{}: its title has it", page.address);
            }
        }
    }
}
