//! Bounds on a day out of bounds on a function that only rises or only falls with it.

use super::{Span, day};

/// The days on which a function that never falls has a value in a span.
pub(super) fn rising(span: Span, function: impl Fn(i64) -> Option<i64>) -> Span {
    if span.is_empty() {
        return Span::EMPTY;
    }
    let lowest = first(span.lowest, &function);
    let highest = span.highest.checked_add(1).map_or(i64::MAX, |above| first(above, &function).saturating_sub(1));
    Span { lowest: if span.lowest == i64::MIN { i64::MIN } else { lowest }, highest }
}

/// The days on which a function that never rises has a value in a span.
pub(super) fn falling(span: Span, function: impl Fn(i64) -> Option<i64>) -> Span {
    let mirrored = rising(span, |number| function(-number));
    let turned = |number: i64| match number {
        i64::MIN => i64::MAX,
        i64::MAX => i64::MIN,
        number => -number,
    };
    Span { lowest: turned(mirrored.highest), highest: turned(mirrored.lowest) }
}

/// The first number at which the function is at least `wanted`; one past the last when it never is.
fn first(wanted: i64, function: &impl Fn(i64) -> Option<i64>) -> i64 {
    // Both ends may be mirrored. Outside of the calendar the function has no value: before it too little, after it enough.
    let ends = day::FIRST.abs().max(day::LAST);
    let (mut below, mut reached) = (-ends - 1, ends + 1);
    while reached - below > 1 {
        let middle = (below + reached) / 2;
        let enough = function(middle).map_or(middle > 0, |value| value >= wanted);
        *(if enough { &mut reached } else { &mut below }) = middle;
    }
    reached
}
