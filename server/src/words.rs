//! What the command line says, in the language of the locale. Log lines are English: machines read them.

use app::i18n::Words;
use contract::display::{Display as Choice, Language};
use std::{env, ffi::OsString, fmt::Display, sync::OnceLock};

/// The variables that decide the language of messages, the first that is set and not empty (POSIX.1-2024, 8.2).
const VARIABLES: [&str; 3] = ["LC_ALL", "LC_MESSAGES", "LANG"];

/// A process has one locale. Until it is read, as where the program is part of another one, English is spoken.
static LANGUAGE: OnceLock<Language> = OnceLock::new();

/// From here on the language of the locale is spoken.
pub fn speak_as_the_locale_says() {
    let _read_before = LANGUAGE.set(language_of(|name| env::var_os(name)));
}

/// The words of this process.
pub fn words() -> Words {
    words_in(LANGUAGE.get().copied().unwrap_or(Language::English))
}

/// Words in a language.
pub fn words_in(language: Language) -> Words {
    Words::new(Choice { language, ..Choice::default() })
}

/// A message without arguments.
pub fn say(key: &str) -> String {
    words().say(key)
}

/// A message with arguments.
pub fn with(key: &str, arguments: &[(&str, &dyn Display)]) -> String {
    let texts: Vec<(&str, String)> = arguments.iter().map(|(name, value)| (*name, value.to_string())).collect();
    let texts: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (*name, text.as_str())).collect();
    words().with(key, &texts)
}

/// Chinese for every locale of that language, English for all others, for `C` and `POSIX`, and where nothing is set.
fn language_of(variable: impl Fn(&str) -> Option<OsString>) -> Language {
    let set = VARIABLES.iter().filter_map(|name| variable(name)).find(|value| !value.is_empty());
    let name = set.map(|value| value.to_string_lossy().to_lowercase()).unwrap_or_default();
    match name.split(['_', '.', '@', '-']).next() {
        Some("zh") => Language::Chinese,
        _ => Language::English,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_variable_that_is_set_decides() {
        let language = |set: &[(&str, &str)]| {
            language_of(|name| set.iter().find(|(known, _)| *known == name).map(|(_, value)| OsString::from(value)))
        };
        for (set, expected) in [
            (&[][..], Language::English),
            (&[("LANG", "zh_CN.UTF-8")], Language::Chinese),
            (&[("LANG", "zh")], Language::Chinese),
            (&[("LANG", "zh_TW.Big5@stroke")], Language::Chinese),
            (&[("LANG", "zhx_CN")], Language::English),
            (&[("LANG", "zh_CN.UTF-8"), ("LC_MESSAGES", "en_GB.UTF-8")], Language::English),
            (&[("LANG", "de_DE.UTF-8"), ("LC_MESSAGES", "zh_CN.UTF-8")], Language::Chinese),
            (&[("LC_ALL", "C"), ("LC_MESSAGES", "zh_CN.UTF-8"), ("LANG", "zh_CN.UTF-8")], Language::English),
            (&[("LC_ALL", ""), ("LC_MESSAGES", ""), ("LANG", "zh_CN.UTF-8")], Language::Chinese),
            (&[("LC_ALL", "POSIX")], Language::English),
            (&[("LC_ALL", "C.UTF-8")], Language::English),
        ] {
            assert_eq!(language(set), expected, "{set:?}");
        }
    }
}
