//! What stands in the way: what happened, what to do, search and the hotline.

use crate::{i18n::Words, markup::IntoMarkup, page::Page, services::search::search_form, ui::link};
use contract::operations::Obstacle;
use leptos::prelude::*;

/// The page for an obstacle. `number` finds the cause in the log.
pub fn obstacle_page(words: &Words, obstacle: Obstacle, number: Option<&str>) -> Page {
    let (title, lead) = match obstacle {
        Obstacle::NotFound => ("obstacle-not-found", "obstacle-not-found-lead"),
        Obstacle::Forbidden => ("obstacle-forbidden", "obstacle-forbidden-lead"),
        Obstacle::Incomplete => ("obstacle-incomplete", "obstacle-incomplete-lead"),
        Obstacle::TooLarge => ("obstacle-too-large", "obstacle-too-large-lead"),
        Obstacle::TooManyTries { .. } => ("obstacle-too-many-tries", "obstacle-too-many-tries-lead"),
        Obstacle::Busy => ("obstacle-busy", "obstacle-busy-lead"),
        Obstacle::Fault => ("obstacle-fault", "obstacle-fault-lead"),
    };
    let title = words.say(title);
    let lead = match obstacle {
        // Whole minutes: nobody counts seconds, and nobody comes back too early.
        Obstacle::TooManyTries { seconds } if seconds > 60 => {
            words.with("obstacle-too-many-tries-minutes", &[("minutes", &seconds.div_ceil(60).to_string())])
        }
        _ => words.say(lead),
    };
    let search = (obstacle == Obstacle::NotFound).then(|| search_form(words, ""));
    let number = number.map(|number| view! { <p>{words.with("obstacle-number", &[("number", number)])}</p> });
    let body = view! {
        <h1>{title.clone()}</h1>
        <p class="lead">{lead}</p>
        {number}
        {search}
        {link::onward(words.say("obstacle-call"), "tel:12345")}
    };
    Page::new(title, body.into_markup()).back("/")
}
