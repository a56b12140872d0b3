//! How a person wants to see the portal. Kept in one cookie, set by a form post, rendered by the server.

use serde::{Deserialize, Serialize};

/// The language of a page. Chinese is the source language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Language {
    /// 简体中文
    #[default]
    Chinese,
    /// English
    English,
}

impl Language {
    /// Every language, in the order of the switch.
    pub const ALL: [Self; 2] = [Self::Chinese, Self::English];

    /// The language tag of the page, for `lang` and for Fluent.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Chinese => "zh-CN",
            Self::English => "en",
        }
    }

    /// Reads a tag; anything else is none.
    pub fn from_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.tag() == tag)
    }

    /// The text of a document in this language.
    pub fn of(self, text: &policy::text::Text) -> &str {
        match self {
            Self::Chinese => &text.zh,
            Self::English => &text.en,
        }
    }
}

/// The mode: size and density. Same addresses, same services, same titles in every mode.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Mode {
    /// 18 px body text.
    #[default]
    Standard,
    /// 24 px body text, the same layout.
    Large,
    /// 长辈版: 24 px and larger, one column, main controls 64 px high.
    Elder,
}

impl Mode {
    /// Every mode, in the order of the switch.
    pub const ALL: [Self; 3] = [Self::Standard, Self::Large, Self::Elder];

    /// The value of `data-mode`, of the form field and of the cookie.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::Large => "large",
            Self::Elder => "elder",
        }
    }

    /// Reads a value; anything else is none.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.as_str() == text)
    }
}

/// Colours: as the device says, light, dark, or black, white and yellow only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Theme {
    /// As the device says.
    #[default]
    Device,
    /// Dark text on white.
    Light,
    /// Light text on near black.
    Dark,
    /// Black, white and yellow only.
    Contrast,
}

impl Theme {
    /// Every theme, in the order of the switch.
    pub const ALL: [Self; 4] = [Self::Device, Self::Light, Self::Dark, Self::Contrast];

    /// The value of `data-theme`, of the form field and of the cookie.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Device => "device",
            Self::Light => "light",
            Self::Dark => "dark",
            Self::Contrast => "contrast",
        }
    }

    /// Reads a value; anything else is none.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.as_str() == text)
    }
}

/// Size of the type in elder mode, whose main text can be read from further away: 24 px, or 30 px as the ministry's
/// circular 信管函〔2021〕67号 wants of main screens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum TextSize {
    /// 24 px, a little more on a wide screen.
    #[default]
    Usual,
    /// 30 px.
    Largest,
}

impl TextSize {
    /// Every size.
    pub const ALL: [Self; 2] = [Self::Usual, Self::Largest];

    /// The value of `data-size`, of the form field and of the cookie.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Usual => "usual",
            Self::Largest => "largest",
        }
    }

    /// Reads a value; anything else is none.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|size| size.as_str() == text)
    }
}

/// How much a sentence says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Phrasing {
    /// As the portal usually speaks.
    #[default]
    Usual,
    /// Shorter sentences for what matters most: offers, reasons, errors, receipts.
    Plain,
}

impl Phrasing {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Usual, Self::Plain];

    /// The value of the form field and of the cookie.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Usual => "usual",
            Self::Plain => "plain",
        }
    }

    /// Reads a value; anything else is none.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|phrasing| phrasing.as_str() == text)
    }
}

/// The whole choice. Cookie form: `zh-CN.standard.device.usual.usual`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Display {
    /// Language of the words.
    pub language: Language,
    /// Size and density.
    pub mode: Mode,
    /// Colours.
    pub theme: Theme,
    /// Size of the type in elder mode.
    pub size: TextSize,
    /// How much a sentence says.
    pub phrasing: Phrasing,
}

impl Display {
    /// Name of the cookie that keeps the choice for a year.
    pub const COOKIE: &'static str = "display";

    /// The cookie's value.
    pub fn to_cookie(self) -> String {
        [self.language.tag(), self.mode.as_str(), self.theme.as_str(), self.size.as_str(), self.phrasing.as_str()]
            .join(".")
    }

    /// Reads a cookie; parts that are missing or unknown fall back to the default.
    pub fn from_cookie(value: &str) -> Self {
        let mut parts = value.split('.');
        Self {
            language: parts.next().and_then(Language::from_tag).unwrap_or_default(),
            mode: parts.next().and_then(Mode::from_text).unwrap_or_default(),
            theme: parts.next().and_then(Theme::from_text).unwrap_or_default(),
            size: parts.next().and_then(TextSize::from_text).unwrap_or_default(),
            phrasing: parts.next().and_then(Phrasing::from_text).unwrap_or_default(),
        }
    }

    /// This choice with the fields of a posted form; unknown values change nothing.
    #[must_use]
    pub fn changed_by(self, fields: &crate::fields::Fields) -> Self {
        Self {
            language: Language::from_tag(fields.first("language")).unwrap_or(self.language),
            mode: Mode::from_text(fields.first("mode")).unwrap_or(self.mode),
            theme: Theme::from_text(fields.first("theme")).unwrap_or(self.theme),
            size: TextSize::from_text(fields.first("size")).unwrap_or(self.size),
            phrasing: Phrasing::from_text(fields.first("phrasing")).unwrap_or(self.phrasing),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cookie_round_trips_and_bad_ones_fall_back() {
        for language in Language::ALL {
            for mode in Mode::ALL {
                for theme in Theme::ALL {
                    for size in TextSize::ALL {
                        for phrasing in Phrasing::ALL {
                            let display = Display { language, mode, theme, size, phrasing };
                            assert_eq!(Display::from_cookie(&display.to_cookie()), display);
                        }
                    }
                }
            }
        }
        assert_eq!(Display::from_cookie("xx..<script>"), Display::default());
        let before_sizes = Display { mode: Mode::Elder, theme: Theme::Dark, ..Display::default() };
        assert_eq!(Display::from_cookie("zh-CN.elder.dark"), before_sizes, "a cookie of last year still counts");
    }
}
