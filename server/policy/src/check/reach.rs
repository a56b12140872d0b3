//! Bands that nobody comes to: the criteria, the bands before it and its own condition never hold together.

use super::constant::{as_written, never_together};
use crate::{
    document::{Band, Criterion},
    expression::{
        checker::Checker,
        syntax::Relation,
        typed::{Compare, Condition, Number, Test},
    },
    problem::ProblemCode,
    reader::Reader,
    vocabulary::ValueType,
};
use std::ops::Range;

/// Most bands that are held against each other.
const MOST_BANDS: usize = 64;

pub(super) fn hold(
    reader: &mut Reader<'_>,
    criteria: &[Criterion],
    by: Option<&Number>,
    bands: &[Band],
    places: &[(Range<usize>, String)],
    checker: &Checker<'_>,
) {
    if bands.len() > MOST_BANDS {
        return;
    }
    let expression = by.map(|by| checker.plain_number(by)).unwrap_or_default();
    let mut before: Vec<Condition> = criteria.iter().map(|criterion| criterion.condition.clone()).collect();
    for (band, (span, path)) in bands.iter().zip(places) {
        let own = condition(band, by, &expression);
        before.push(own);
        let never = never_together(&before, checker.tables(), checker.vocabulary(), reader.budget());
        if !reader.may_go_on(span.clone(), path) {
            return;
        }
        if never {
            reader.problem(ProblemCode::BandUnreachable, span.clone(), path, "", super::bands::written(band));
            return;
        }
        if let Some(own) = before.pop() {
            before.push(own.opposite(as_written));
        }
    }
}

/// Whom a band is for.
fn condition(band: &Band, by: Option<&Number>, expression: &str) -> Condition {
    let bound = |by: &Number, relation, bound| {
        Condition::Numbers(Box::new(Compare {
            left: by.clone(),
            test: Test::Against(relation, Number::Literal(bound)),
            value_type: ValueType::Int,
            expression: expression.into(),
        }))
    };
    let mut parts = Vec::new();
    if let Some(by) = by {
        parts.extend(band.from.map(|from| bound(by, Relation::GreaterOrEqual, from)));
        parts.extend(band.to.map(|to| bound(by, Relation::Less, to)));
    }
    parts.extend(band.when.clone());
    Condition::All(parts)
}
