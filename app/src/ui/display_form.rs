//! Language, size and colours: plain forms that the server answers with the same page.

use super::field::hidden;
use crate::{
    i18n::Words,
    markup::{IntoMarkup, Markup},
};
use contract::display::{Language, Mode, Phrasing, TextSize, Theme};
use leptos::prelude::*;

/// Where a form stands: several of one kind are told apart by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In the head of a page.
    Head,
    /// On the page about all of them.
    Page,
    /// At the foot of a page.
    Foot,
}

/// The other languages, each in its own words.
pub fn language_form(words: &Words, path: &str, place: Place) -> Markup {
    let languages = Language::ALL
        .into_iter()
        .filter(|language| *language != words.display.language)
        .map(|language| {
            let name = match language {
                Language::Chinese => "中文",
                Language::English => "English",
            };
            view! { <button class="link" type="submit" name="language" value=language.tag() lang=language.tag()>{name}</button> }
        })
        .collect_view();
    form(words, path, ("display-language", place), languages.into_markup())
}

/// How large one reads: every mode is a button. In elder mode, which is large already, a second step stands beside the way back.
pub fn size_form(words: &Words, path: &str, place: Place) -> Markup {
    let display = words.display;
    let buttons = match display.mode {
        Mode::Elder => view! { {size_button(words)}{way_back_button(words)} }.into_markup(),
        Mode::Standard | Mode::Large => {
            let of = |mode: Mode| choice("mode", mode.as_str(), words.say(mode_key(mode)), mode == display.mode);
            Mode::ALL.into_iter().map(of).collect_view().into_markup()
        }
    };
    form(words, path, ("display-size", place), buttons)
}

/// Colours.
pub fn theme_form(words: &Words, path: &str, place: Place) -> Markup {
    let themes = Theme::ALL
        .into_iter()
        .map(|theme| choice("theme", theme.as_str(), words.say(theme_key(theme)), theme == words.display.theme))
        .collect_view();
    form(words, path, ("display-colours", place), themes.into_markup())
}

/// Shorter sentences, or the usual ones again.
pub fn phrasing_form(words: &Words, path: &str, place: Place) -> Markup {
    let (phrasing, key) = match words.display.phrasing {
        Phrasing::Usual => (Phrasing::Plain, "phrasing-plain"),
        Phrasing::Plain => (Phrasing::Usual, "phrasing-usual"),
    };
    let label = words.say(key);
    let button = view! { <button class="link" type="submit" name="phrasing" value=phrasing.as_str()>{label}</button> };
    form(words, path, ("display-sentences", place), button.into_markup())
}

/// The way back to standard, on every elder page.
pub fn way_back(words: &Words, path: &str, place: Place) -> Markup {
    form(words, path, ("display-mode", place), way_back_button(words))
}

/// A form whose name tells it apart from the others of the page.
fn form(words: &Words, path: &str, (name, place): (&str, Place), buttons: Markup) -> Markup {
    let name = words.say(name);
    let name = match place {
        Place::Head => words.with("display-at-head", &[("name", &name)]),
        Place::Page => name,
        Place::Foot => words.with("display-at-foot", &[("name", &name)]),
    };
    view! {
        <form class="display" method="post" action="/display" aria-label=name>
            {hidden("back", path)}{buttons}
        </form>
    }
    .into_markup()
}

fn way_back_button(words: &Words) -> Markup {
    let label = words.say("mode-back-to-standard");
    view! { <button class="link way-back" type="submit" name="mode" value="standard">{label}</button> }.into_markup()
}

/// Elder mode is large already: its second step is larger, and back again.
fn size_button(words: &Words) -> Markup {
    let (size, key) = match words.display.size {
        TextSize::Usual => (TextSize::Largest, "size-larger"),
        TextSize::Largest => (TextSize::Usual, "size-smaller"),
    };
    view! { <button class="link" type="submit" name="size" value=size.as_str()>{words.say(key)}</button> }.into_markup()
}

fn choice(name: &'static str, value: &'static str, label: String, chosen: bool) -> Markup {
    let pressed = if chosen { "true" } else { "false" };
    view! { <button class="link" type="submit" name=name value=value aria-pressed=pressed>{label}</button> }
        .into_markup()
}

fn mode_key(mode: Mode) -> &'static str {
    match mode {
        Mode::Standard => "mode-standard",
        Mode::Large => "mode-large",
        Mode::Elder => "mode-elder",
    }
}

fn theme_key(theme: Theme) -> &'static str {
    match theme {
        Theme::Device => "theme-device",
        Theme::Light => "theme-light",
        Theme::Dark => "theme-dark",
        Theme::Contrast => "theme-contrast",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::display::Display;

    #[test]
    fn every_mode_is_a_button_and_the_chosen_one_says_so() {
        let html = size_form(&Words::new(Display::default()), "/help", Place::Page).to_string();
        assert!(html.contains(r#"action="/display""#) && html.contains(r#"value="/help""#), "{html}");
        assert!(html.contains(r#"value="standard" aria-pressed="true""#), "{html}");
        assert!(html.contains(r#"value="elder" aria-pressed="false""#), "{html}");
        let languages = language_form(&Words::new(Display::default()), "/", Place::Page).to_string();
        assert!(
            languages.contains(r#"value="en" lang="en""#) && !languages.contains(r#"value="zh-CN""#),
            "{languages}"
        );
        assert!(
            theme_form(&Words::new(Display::default()), "/", Place::Page).to_string().contains(r#"value="contrast""#)
        );
    }

    #[test]
    fn elder_mode_has_a_second_step_and_the_way_back() {
        let words = Words::new(Display { mode: Mode::Elder, ..Display::default() });
        let html = size_form(&words, "/", Place::Page).to_string();
        assert!(html.contains(r#"name="size" value="largest""#) && html.contains(r#"value="standard""#), "{html}");
    }
}
