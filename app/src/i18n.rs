//! Words, money, dates and numbers in the language of the page. Values are formatted here and enter Fluent as text.

mod format;
mod marked;

use contract::{
    display::{Display, Language},
    format::Wording,
};
use fluent_templates::{LanguageIdentifier, Loader, fluent_bundle::FluentValue, langid};
use policy::text::Text;
use std::{borrow::Cow, collections::HashMap};

fluent_templates::static_loader! {
    static LOCALES = {
        locales: "../locales",
        fallback_language: "zh-CN",
        // Isolation marks are put around names and free text only, where they are needed.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

static CHINESE: LanguageIdentifier = langid!("zh-CN");
static ENGLISH: LanguageIdentifier = langid!("en");

/// The words of one request.
#[derive(Clone, Copy, Debug)]
pub struct Words {
    /// Language and mode.
    pub display: Display,
}

impl Words {
    /// Words for a display choice.
    pub fn new(display: Display) -> Self {
        Self { display }
    }

    /// The language of the page.
    pub fn language(&self) -> Language {
        self.display.language
    }

    /// A message without arguments.
    pub fn say(&self, key: &str) -> String {
        LOCALES.try_lookup(self.identifier(), key).unwrap_or_else(|| key.to_owned())
    }

    /// A message with arguments that are already words.
    pub fn with(&self, key: &str, arguments: &[(&str, &str)]) -> String {
        let arguments: HashMap<Cow<'static, str>, FluentValue<'_>> = arguments
            .iter()
            .map(|(name, value)| (Cow::Owned((*name).to_owned()), FluentValue::String(Cow::Borrowed(*value))))
            .collect();
        LOCALES.try_lookup_with_args(self.identifier(), key, &arguments).unwrap_or_else(|| key.to_owned())
    }

    /// A document's text.
    pub fn of<'a>(&self, text: &'a Text) -> &'a str {
        self.language().of(text)
    }

    /// What an error says.
    pub fn error(&self, error: &contract::error::FieldError) -> String {
        match &error.text {
            Some(text) => self.of(text).to_owned(),
            None => {
                let arguments: Vec<(&str, &str)> =
                    error.arguments.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
                self.with(&error.code, &arguments)
            }
        }
    }

    fn identifier(&self) -> &'static LanguageIdentifier {
        match self.language() {
            Language::Chinese => &CHINESE,
            Language::English => &ENGLISH,
        }
    }
}

impl Wording for Words {
    fn language(&self) -> Language {
        Words::language(self)
    }

    fn with(&self, key: &str, arguments: &[(&str, &str)]) -> String {
        Words::with(self, key, arguments)
    }
}
