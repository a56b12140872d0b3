//! A line drawing for what happens in people's lives, beside its words: drawn for this portal, on the grid and with the
//! strokes of the other icons.

use super::icon::icon;
use crate::markup::Markup;
use policy::document::LifeEvent;

/// The drawing of a life event; three dots for what belongs to none.
pub fn life_event_icon(event: Option<LifeEvent>) -> Markup {
    icon(match event {
        // Somebody with a stick.
        Some(LifeEvent::Ageing) => {
            "M11 4.5a2 2 0 1 1-4 0 2 2 0 0 1 4 0M9 8v6l-2.5 7M9 14l3 3v4M9 9.5l5 2.5M14 21v-8.5a2 2 0 0 1 4 0"
        }
        // A heart on a hand.
        Some(LifeEvent::Care) => {
            "M12 13.5C9.5 11.5 6.5 10 6.5 7.2a2.7 2.7 0 0 1 5.5-.7 2.7 2.7 0 0 1 5.5.7c0 2.8-3 4.3-5.5 6.3M3 16.5c4 0 5 1.5 8 1.5h3a1.5 1.5 0 0 0 0-3M14 18l5-2.5c1.8-.8 2.8 1 1.5 2L15 21H3"
        }
        // A capsule.
        Some(LifeEvent::Illness) => "m10.5 20.5 10-10a4.95 4.95 0 1 0-7-7l-10 10a4.95 4.95 0 1 0 7 7M8.5 8.5l7 7",
        // A small face with a curl.
        Some(LifeEvent::Children) => {
            "M20 13a8 8 0 1 1-16 0 8 8 0 0 1 16 0M12 5c0-2 1.5-3 3-2.5M9 12h.01M15 12h.01M9.5 16c1.5 1.2 3.5 1.2 5 0"
        }
        // A briefcase.
        Some(LifeEvent::Work) => {
            "M3 8h18v11a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1zM8 8V5a1 1 0 0 1 1-1h6a1 1 0 0 1 1 1v3M3 13h7M14 13h7M10 11.5h4v3h-4z"
        }
        // A briefcase that is struck out.
        Some(LifeEvent::LosingWork) => {
            "M8 8V5a1 1 0 0 1 1-1h6a1 1 0 0 1 1 1v3M7 8H4a1 1 0 0 0-1 1v10a1 1 0 0 0 1 1h15M11 8h9a1 1 0 0 1 1 1v9M3 3l18 18"
        }
        // A helmet.
        Some(LifeEvent::WorkInjury) => "M4 15a8 8 0 0 1 16 0M2 15h20v3.5H2zM9.5 11V7.5M14.5 11V7.5",
        // An armchair.
        Some(LifeEvent::Retirement) => {
            "M6 10V7a3 3 0 0 1 3-3h6a3 3 0 0 1 3 3v3M3 12a2 2 0 0 1 4 0v3h10v-3a2 2 0 0 1 4 0v6H3zM6 18v2.5M18 18v2.5"
        }
        // A wheelchair.
        Some(LifeEvent::Disability) => {
            "M11 4a2 2 0 1 1-4 0 2 2 0 0 1 4 0M9 8.5v5h6l2.5 6 2-.8M9 10.5h5M15 17.5a5.5 5.5 0 1 1-7-7"
        }
        // A bowl of rice that steams.
        Some(LifeEvent::Hardship) => {
            "M3 11h18c0 4-2.5 7-6 8.5V21H9v-1.5C5.5 18 3 15 3 11M8.5 8c0-2 1.5-2 1.5-4M13.5 8c0-2 1.5-2 1.5-4"
        }
        // A flower.
        Some(LifeEvent::Bereavement) => {
            "M12 21v-9M12 12C8.5 12 7 9.5 7 4.5c2 0 3.5 1 5 3 1.5-2 3-3 5-3 0 5-1.5 7.5-5 7.5M12 19c-3 0-5-1-6-3.5M12 19c3 0 5-1 6-3.5"
        }
        // An office house.
        Some(LifeEvent::Employers) => {
            "M5 21V4a1 1 0 0 1 1-1h8a1 1 0 0 1 1 1v17M15 9h4a1 1 0 0 1 1 1v11M3 21h18M8.5 7h3M8.5 11h3M8.5 15h3"
        }
        None => "M5 12h.01M12 12h.01M19 12h.01",
    })
}
