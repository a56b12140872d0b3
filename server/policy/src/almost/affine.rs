//! A comparison in which a fact stands on both sides: `income * size - care < standard * size`.
//!
//! Where both sides are a multiple of the fact and something known, the difference is too, and the bound is the
//! quotient.

use super::{
    inverse::{Inverse, THOUGHT},
    ranges::Ranges,
    uses,
    values::Values,
};
use crate::{
    evaluate::record::Silent,
    expression::{syntax::Relation, typed::Number},
};

/// The values with which two sides compare as wanted. `None`: a side is no multiple, or does not fit 64 bits somewhere.
pub(super) fn affine<'a>(
    inverse: &Inverse<'a>,
    left: &'a Number,
    relation: Relation,
    right: &'a Number,
) -> Option<Values> {
    let (left, right) = match (terms(inverse, left)?, terms(inverse, right)?) {
        (Some(left), Some(right)) => (left, right),
        // Something else is not known: the comparison is not either, whatever this fact is.
        _ => return Values::none(inverse.attribute),
    };
    // factor * fact RELATION bound
    let (factor, bound) = (left.0 - right.0, right.1 - left.1);
    let holds = |value: i64| {
        let product = factor * i128::from(value);
        relation.holds(&product, &bound)
    };
    let (low, high) = THOUGHT;
    let edge = if factor == 0 { low.into() } else { bound.div_euclid(factor) };
    // What holds can change only around the quotient.
    let mut cuts = vec![i128::from(low)];
    cuts.extend((-1..=2).map(|near| edge + near).filter(|cut| i128::from(low) < *cut && *cut <= i128::from(high)));
    let ends = cuts.iter().skip(1).map(|next| next - 1).chain([i128::from(high)]);
    let parts = cuts.iter().zip(ends).filter(|(start, _)| i64::try_from(**start).is_ok_and(holds));
    let found = parts.fold(Ranges::none(), |found, (start, end)| found.union(&Ranges::between(*start, end)));
    let all = Values::all(inverse.attribute)?;
    Some(all.intersect(&Values::Numbers(found)))
}

/// Factor and rest.
type Term = (i128, i128);
/// `None`: something else is not known.
type Terms = Option<Term>;

fn terms<'a>(inverse: &Inverse<'a>, number: &'a Number) -> Option<Terms> {
    let mut used = 0;
    uses::of_number(number, &mut used);
    if used >> inverse.slot.0 & 1 == 0 {
        return Some(inverse.scope.number(number, &mut Silent).map(|known| (0, known.into())));
    }
    let both = |sides: &'a (Number, Number), combine: fn(Term, Term) -> Option<Term>| match (
        terms(inverse, &sides.0)?,
        terms(inverse, &sides.1)?,
    ) {
        (Some(left), Some(right)) => combine(left, right).filter(fits).map(Some),
        _ => Some(None),
    };
    match number {
        Number::Attribute(_) => Some(Some((1, 0))),
        Number::Negate(value) => Some(terms(inverse, value)?.map(|(factor, rest)| (-factor, -rest))),
        Number::Add(sides) => both(sides, |left, right| Some((left.0 + right.0, left.1 + right.1))),
        Number::Subtract(sides) => both(sides, |left, right| Some((left.0 - right.0, left.1 - right.1))),
        Number::Multiply(sides) => both(sides, |left, right| match (left.0, right.0) {
            (0, _) => Some((left.1 * right.0, left.1 * right.1)),
            (_, 0) => Some((left.0 * right.1, left.1 * right.1)),
            _ => None,
        }),
        _ => None,
    }
}

/// Whether the step fits 64 bits for every number that the fact is thought to become.
fn fits((factor, rest): &Term) -> bool {
    let (low, high) = THOUGHT;
    let fits = |value: i64| {
        factor
            .checked_mul(value.into())
            .and_then(|product| product.checked_add(*rest))
            .is_some_and(|sum| i64::try_from(sum).is_ok())
    };
    fits(low) && fits(high)
}
