//! Icons, always beside a word, hidden from screen readers. Shapes from Lucide (ISC licence, © Lucide contributors).

use crate::markup::{IntoMarkup, Markup};
use leptos::prelude::*;
use policy::document::Field;

/// The icon of a field.
pub fn field(field: Field) -> Markup {
    match field {
        Field::Healthcare => icon(
            "M11 2v2M5 2v2M5 3H4a2 2 0 0 0-2 2v4a6 6 0 0 0 12 0V5a2 2 0 0 0-2-2h-1M8 15a6 6 0 0 0 12 0v-3M22 10a2 2 0 1 1-4 0 2 2 0 0 1 4 0",
        ),
        Field::ElderlyCare => icon(
            "M11 12h2a2 2 0 1 0 0-4h-3c-.6 0-1.1.2-1.4.6L3 14M7 18l1.6-1.4c.3-.4.8-.6 1.4-.6h4c1.1 0 2.1-.4 2.8-1.2l4.6-4.4a2 2 0 0 0-2.75-2.91l-4.2 3.9M2 13l6 6",
        ),
        Field::SocialSecurity => icon(
            "M20 13c0 5-3.5 7.5-7.66 8.95a1 1 0 0 1-.67-.01C7.5 20.5 4 18 4 13V6a1 1 0 0 1 1-1c2 0 4.5-1.2 6.24-2.72a1.17 1.17 0 0 1 1.52 0C14.51 3.81 17 5 19 5a1 1 0 0 1 1 1zM9 12l2 2 4-4",
        ),
    }
}

/// The mark of the portal: an open gate with a lamp in it. `通` is to come through.
pub fn mark() -> Markup {
    view! {
        <svg class="icon mark" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <rect width="24" height="24" rx="5.5"></rect>
            <path d="M5.5 19.5V11.5a6.5 6.5 0 0 1 13 0v8"></path>
            <circle cx="12" cy="12.5" r="2.2"></circle>
        </svg>
    }
    .into_markup()
}

/// A clock.
pub fn clock() -> Markup {
    icon("M12 6v6l4 2M22 12a10 10 0 1 1-20 0 10 10 0 0 1 20 0")
}

/// A telephone.
pub fn phone() -> Markup {
    icon(
        "M13.83 16.57a1 1 0 0 0 1.21-.3l.36-.47a2 2 0 0 1 1.6-.8h3a2 2 0 0 1 2 2v3a2 2 0 0 1-2 2A18 18 0 0 1 2 4a2 2 0 0 1 2-2h3a2 2 0 0 1 2 2v3a2 2 0 0 1-.8 1.6l-.47.35a1 1 0 0 0-.29 1.23 14 14 0 0 0 6.39 6.39",
    )
}

/// A tick.
pub fn tick() -> Markup {
    icon("M20 6 9 17l-5-5")
}

/// A question mark.
pub fn question() -> Markup {
    icon("M9.09 9a3 3 0 0 1 5.83 1c0 2-3 3-3 3M12 17h.01M22 12a10 10 0 1 1-20 0 10 10 0 0 1 20 0")
}

/// A cross.
pub fn cross() -> Markup {
    icon("M18 6 6 18M6 6l12 12")
}

/// An arrow to where one came from.
pub fn back() -> Markup {
    icon("m12 19-7-7 7-7M19 12H5")
}

/// A wallet.
pub fn wallet() -> Markup {
    icon(
        "M19 7V4a1 1 0 0 0-1-1H5a2 2 0 0 0 0 4h15a1 1 0 0 1 1 1v4h-3a2 2 0 0 0 0 4h3a1 1 0 0 0 1-1v-2a1 1 0 0 0-1-1M3 5v14a2 2 0 0 0 2 2h15a1 1 0 0 0 1-1v-4",
    )
}

/// A pencil.
pub fn pencil() -> Markup {
    icon(
        "M21.17 6.81a1 1 0 0 0-3.98-3.98L3.84 16.17a2 2 0 0 0-.5.83l-1.32 4.35a.5.5 0 0 0 .62.63l4.36-1.32a2 2 0 0 0 .83-.5zM15 5l4 4",
    )
}

/// Lines with ticks.
pub fn progress() -> Markup {
    icon("M13 5h8M13 12h8M13 19h8M3 17l2 2 4-4M3 7l2 2 4-4")
}

/// A bell.
pub fn bell() -> Markup {
    icon(
        "M10.27 21a2 2 0 0 0 3.46 0M3.26 15.33A1 1 0 0 0 4 17h16a1 1 0 0 0 .74-1.67C19.41 13.96 18 12.5 18 8A6 6 0 0 0 6 8c0 4.5-1.41 5.96-2.74 7.33",
    )
}

/// A person.
pub fn person() -> Markup {
    icon("M19 21v-2a4 4 0 0 0-4-4H9a4 4 0 0 0-4 4v2M16 7a4 4 0 1 1-8 0 4 4 0 0 1 8 0")
}

/// An open book.
pub fn book() -> Markup {
    icon(
        "M12 7v14M3 18a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1h5a4 4 0 0 1 4 4 4 4 0 0 1 4-4h5a1 1 0 0 1 1 1v13a1 1 0 0 1-1 1h-6a3 3 0 0 0-3 3 3 3 0 0 0-3-3z",
    )
}

/// A door to come in by.
pub fn enter() -> Markup {
    icon("m10 17 5-5-5-5M15 12H3M15 3h4a2 2 0 0 1 2 2v14a2 2 0 0 1-2 2h-4")
}

/// A mortar board.
pub fn practice() -> Markup {
    icon(
        "M21.42 10.92a1 1 0 0 0-.02-1.84L12.83 5.18a2 2 0 0 0-1.66 0l-8.57 3.9a1 1 0 0 0 0 1.83l8.57 3.91a2 2 0 0 0 1.66 0zM22 10v6M6 12.5V16c3.6 2.7 8.4 2.7 12 0v-3.5",
    )
}

/// A magnifying glass.
pub fn search() -> Markup {
    icon("M19 11a8 8 0 1 1-16 0 8 8 0 0 1 16 0M21 21l-4.34-4.34")
}

/// An exclamation mark in a triangle.
pub fn warning() -> Markup {
    icon("m21.73 18-8-14a2 2 0 0 0-3.48 0l-8 14A2 2 0 0 0 4 21h16a2 2 0 0 0 1.73-3M12 9v4M12 17h.01")
}

/// An icon by its path, on a grid of 24.
pub(super) fn icon(path: &'static str) -> Markup {
    view! { <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d=path/></svg> }
        .into_markup()
}
