//! The foot of every page: the hotline in the same place everywhere, help, and how pages are shown.

use super::{
    display_form::{Place, phrasing_form, size_form, theme_form, way_back},
    icon,
};
use crate::{
    i18n::Words,
    markup::{IntoMarkup, Markup},
};
use contract::display::Mode;
use leptos::prelude::*;

/// The foot. `path` is the page's own address.
pub fn footer(words: &Words, path: &str) -> Markup {
    let elder = words.display.mode == Mode::Elder;
    // In elder mode few things stand around a page: the home page has a row for practice, and help leads to the rest.
    let links: &[(&str, &str)] = match elder {
        true => &[("/help", "nav-help")],
        false => &[
            ("/help", "nav-help"),
            ("/help#data", "nav-privacy"),
            ("/help#tested", "nav-tested"),
            ("/practice", "practice-title"),
            ("/elder", "nav-elder"),
            ("/vocabulary", "nav-vocabulary"),
        ],
    };
    let links =
        links.iter().map(|(address, key)| view! { <li><a href=*address>{words.say(key)}</a></li> }).collect_view();
    let forms = match elder {
        true => way_back(words, path, Place::Foot),
        false => view! { {size_form(words, path, Place::Foot)}{theme_form(words, path, Place::Foot)}{phrasing_form(words, path, Place::Foot)} }.into_markup(),
    };
    view! {
        <footer class="footer">
            <p class="hotline"><a class="call" href="tel:12345">{icon::phone()}{words.say("shell-hotline")}</a>" "<span>{words.say("shell-hotline-hours")}</span></p>
            <ul>{links}</ul>
            {forms}
        </footer>
    }
    .into_markup()
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::display::Display;

    #[test]
    fn the_hotline_stands_at_the_foot_in_every_mode_and_the_way_back_in_elder_mode() {
        let html = |mode| footer(&Words::new(Display { mode, ..Display::default() }), "/help").to_string();
        for mode in Mode::ALL {
            assert!(html(mode).contains("tel:12345"), "{}", html(mode));
        }
        assert!(html(Mode::Elder).contains("退出长辈版") && !html(Mode::Standard).contains("退出长辈版"));
    }
}
