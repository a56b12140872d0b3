//! Icons, always beside a word. Shapes from Lucide (ISC licence, © Lucide contributors).

use leptos::prelude::*;
use policy::document::Field;

/// The icon of a field.
pub fn field(field: Field) -> AnyView {
    match field {
        Field::Healthcare => icon(
            "M11 2v2M5 2v2M5 3H4a2 2 0 0 0-2 2v4a6 6 0 0 0 12 0V5a2 2 0 0 0-2-2h-1M8 15a6 6 0 0 0 12 0v-3M22 10a2 2 0 1 1-4 0 2 2 0 0 1 4 0",
        ),
        Field::ElderlyCare => icon(
            "M11 14h2a2 2 0 0 0 0-4h-3c-.6 0-1.100.2-1.400.6L3 16m11.450-2.610 2.560-2.390a2 2 0 0 1 2.980.240 2 2 0 0 1-.240 2.570l-4.680 4.550a4 4 0 0 1-2.820 1.160H8.500l-2.500 1.480M2 15l6 6",
        ),
        Field::SocialSecurity => icon(
            "M20 13c0 5-3.500 7.500-7.660 8.950a1 1 0 0 1-.670-.010C7.500 20.500 4 18 4 13V6a1 1 0 0 1 1-1c2 0 4.500-1.200 6.240-2.720a1.170 1.170 0 0 1 1.520 0C14.510 3.810 17 5 19 5a1 1 0 0 1 1 1zM9 12l2 2 4-4",
        ),
    }
}

/// A clock.
pub fn clock() -> AnyView {
    icon("M12 6v6l4 2M22 12a10 10 0 1 1-20 0 10 10 0 0 1 20 0")
}

/// A telephone.
pub fn phone() -> AnyView {
    icon(
        "M13.830 16.570a1 1 0 0 0 1.210-.300l.360-.470a2 2 0 0 1 1.600-.800h3a2 2 0 0 1 2 2v3a2 2 0 0 1-2 2A18 18 0 0 1 2 4a2 2 0 0 1 2-2h3a2 2 0 0 1 2 2v3a2 2 0 0 1-.800 1.600l-.470.350a1 1 0 0 0-.290 1.230 14 14 0 0 0 6.390 6.390",
    )
}

/// A tick.
pub fn tick() -> AnyView {
    icon("M20 6 9 17l-5-5")
}

/// A question mark.
pub fn question() -> AnyView {
    icon("M9.090 9a3 3 0 0 1 5.830 1c0 2-3 3-3 3M12 17h.010M22 12a10 10 0 1 1-20 0 10 10 0 0 1 20 0")
}

/// A cross.
pub fn cross() -> AnyView {
    icon("M18 6 6 18M6 6l12 12")
}

fn icon(path: &'static str) -> AnyView {
    view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d=path/></svg>
    }
    .into_any()
}
