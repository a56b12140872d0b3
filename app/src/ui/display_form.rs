//! Language, size and colours: plain forms that the server answers with the same page.

use super::field::hidden;
use crate::i18n::Words;
use contract::display::{Language, Mode, Phrasing, TextSize, Theme};
use leptos::prelude::*;

/// Language and mode, in the same place on every page. In elder mode the way back to standard comes first.
pub fn display_form(words: &Words, path: &str) -> AnyView {
    let display = words.display;
    let elder = display.mode == Mode::Elder;
    let languages = Language::ALL
        .into_iter()
        .filter(|language| *language != display.language)
        .map(|language| {
            let name = match language {
                Language::Chinese => "中文",
                Language::English => "English",
            };
            view! { <button class="link" type="submit" name="language" value=language.tag() lang=language.tag()>{name}</button> }
        })
        .collect_view();
    let modes = Mode::ALL
        .into_iter()
        .filter(|mode| !elder || *mode != Mode::Elder)
        .map(|mode| match (mode, elder) {
            (Mode::Standard, true) => way_back_button(words),
            (Mode::Large, true) => size_button(words),
            (mode, _) => choice("mode", mode.as_str(), words.say(mode_key(mode)), mode == display.mode),
        })
        .collect_view();
    // An old person looks for the way back first, anybody else for their language.
    let (first, second) = match elder {
        true => (modes.into_any(), languages.into_any()),
        false => (languages.into_any(), modes.into_any()),
    };
    view! {
        <form class="display" method="post" action="/display" aria-label=words.say("shell-display")>
            {hidden("back", path)}{first}{second}
        </form>
    }
    .into_any()
}

/// Colours, under a label that no other form of the page has.
pub fn theme_form(words: &Words, path: &str, label: &str) -> AnyView {
    let themes = Theme::ALL
        .into_iter()
        .map(|theme| choice("theme", theme.as_str(), words.say(theme_key(theme)), theme == words.display.theme))
        .collect_view();
    view! {
        <form class="display" method="post" action="/display" aria-label=words.say(label)>
            {hidden("back", path)}{themes}
        </form>
    }
    .into_any()
}

/// Shorter sentences, or the usual ones again.
pub fn phrasing_form(words: &Words, path: &str) -> AnyView {
    let (phrasing, key) = match words.display.phrasing {
        Phrasing::Usual => (Phrasing::Plain, "phrasing-plain"),
        Phrasing::Plain => (Phrasing::Usual, "phrasing-usual"),
    };
    view! {
        <form class="display" method="post" action="/display">
            {hidden("back", path)}
            <button class="link" type="submit" name="phrasing" value=phrasing.as_str()>{words.say(key)}</button>
        </form>
    }
    .into_any()
}

/// The way back to standard, at the end of every elder page.
pub fn way_back(words: &Words, path: &str) -> AnyView {
    view! { <form class="display" method="post" action="/display">{hidden("back", path)}{way_back_button(words)}</form> }
        .into_any()
}

fn way_back_button(words: &Words) -> AnyView {
    let label = words.say("mode-back-to-standard");
    view! { <button class="link way-back" type="submit" name="mode" value="standard">{label}</button> }.into_any()
}

/// Elder mode is large already: its second step is larger, and back again.
fn size_button(words: &Words) -> AnyView {
    let (size, key) = match words.display.size {
        TextSize::Usual => (TextSize::Largest, "size-larger"),
        TextSize::Largest => (TextSize::Usual, "size-smaller"),
    };
    view! { <button class="link" type="submit" name="size" value=size.as_str()>{words.say(key)}</button> }.into_any()
}

fn choice(name: &'static str, value: &'static str, label: String, chosen: bool) -> AnyView {
    let pressed = if chosen { "true" } else { "false" };
    view! { <button class="link" type="submit" name=name value=value aria-pressed=pressed>{label}</button> }.into_any()
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
        let html = display_form(&Words::new(Display::default()), "/help").to_html();
        assert!(html.contains(r#"action="/display""#) && html.contains(r#"value="/help""#), "{html}");
        assert!(html.contains(r#"value="standard" aria-pressed="true""#), "{html}");
        assert!(html.contains(r#"value="elder" aria-pressed="false""#), "{html}");
        assert!(html.contains(r#"value="en" lang="en""#) && !html.contains(r#"value="zh-CN""#), "{html}");
        assert!(!html.contains("theme"), "{html}");
        assert!(
            theme_form(&Words::new(Display::default()), "/", "shell-colours").to_html().contains(r#"value="contrast""#)
        );
    }

    #[test]
    fn elder_pages_begin_with_the_way_back() {
        let words = Words::new(Display { mode: Mode::Elder, ..Display::default() });
        let html = display_form(&words, "/").to_html();
        let place = |text: &str| html.find(text).unwrap_or_else(|| panic!("{text} in {html}"));
        assert!(place(r#"value="standard""#) < place(r#"name="size" value="largest""#), "{html}");
        assert!(html.contains("退出长辈版，回到标准版"), "{html}");
    }
}
