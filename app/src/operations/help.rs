//! `/help`.

use crate::{
    i18n::Words,
    markup::IntoMarkup,
    page::Page,
    ui::{icon, link},
};
use leptos::prelude::*;

/// How to get help, what is kept, and how this portal was tested; in a demonstration also what it is made of.
pub fn help_page(words: &Words, demonstration: bool) -> Page {
    let title = words.say("help-title");
    let section = |id: &'static str, heading: &str, text: &str| {
        view! { <section id=id><h2>{words.say(heading)}</h2><p>{words.say(text)}</p></section> }
    };
    let body = view! {
        <h1>{title.clone()}</h1>
        <p class="lead">{words.say("help-lead")}</p>
        <p><a class="call" href="tel:12345">{icon::phone()}{words.say("shell-hotline")}</a></p>
        {section("counter", "help-counter", "help-counter-text")}
        <section id="screen">
            <h2>{words.say("help-screen")}</h2>
            <p>{words.say("help-screen-text")}</p>
            {link::onward(words.say("help-display"), "/display?back=/help")}
        </section>
        {section("cookies", "help-cookies", "help-cookies-text")}
        {section("data", "help-data", "help-data-text")}
        {section("tested", "help-tested", "help-tested-text")}
        {link::onward(words.say("glossary-title"), "/glossary")}
        {demonstration.then(|| link::onward(words.say("design-title"), "/design"))}
    };
    Page::new(title, body.into_markup()).back("/")
}
