//! Words, money, dates and numbers in the language of the page. Values are formatted here and enter Fluent as text.

mod format;
mod marked;

use contract::{
    display::{Display, Language, Phrasing},
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
        let say = |key: &str| LOCALES.try_lookup(self.identifier(), key);
        self.in_short(key).and_then(|short| say(&short)).or_else(|| say(key)).unwrap_or_else(|| key.to_owned())
    }

    /// A message with arguments that are already words.
    pub fn with(&self, key: &str, arguments: &[(&str, &str)]) -> String {
        let arguments: HashMap<Cow<'static, str>, FluentValue<'_>> = arguments
            .iter()
            .map(|(name, value)| (Cow::Owned((*name).to_owned()), FluentValue::String(Cow::Borrowed(*value))))
            .collect();
        let say = |key: &str| LOCALES.try_lookup_with_args(self.identifier(), key, &arguments);
        self.in_short(key).and_then(|short| say(&short)).or_else(|| say(key)).unwrap_or_else(|| key.to_owned())
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

    /// The message that says the same in shorter sentences; not every message has one.
    fn in_short(&self, key: &str) -> Option<String> {
        match self.display.phrasing {
            Phrasing::Usual => None,
            Phrasing::Plain => Some(format!("plain-{key}")),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_sentences_come_first_and_the_usual_ones_fill_in() {
        let usual = Words::new(Display::default());
        let short = Words::new(Display { phrasing: Phrasing::Plain, ..Display::default() });
        assert_eq!(usual.say("receipt-title"), "已经提交");
        assert_eq!(short.say("receipt-title"), "交好了");
        assert_eq!(short.with("error-number-range", &[("min", "1"), ("max", "9")]), "写 1 到 9");
        assert_eq!(short.say("nav-home"), usual.say("nav-home"));
        assert_eq!(short.say("nothing-of-the-kind"), "nothing-of-the-kind");
    }
}
