//! Sets of whole numbers as ranges: which values of a fact would make a condition true.

use crate::expression::syntax::Relation;

/// A set of whole numbers: inclusive ranges, ascending, with a gap between each two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Ranges(Vec<(i64, i64)>);

impl Ranges {
    pub(super) fn all() -> Self {
        Self(vec![(i64::MIN, i64::MAX)])
    }

    pub(super) fn none() -> Self {
        Self(Vec::new())
    }

    pub(super) fn point(value: i64) -> Self {
        Self(vec![(value, value)])
    }

    /// Between two numbers, both included; what does not fit into 64 bits is cut off.
    pub(super) fn between(low: i128, high: i128) -> Self {
        let (least, most) = (i128::from(i64::MIN), i128::from(i64::MAX));
        if low > high || low > most || high < least {
            return Self::none();
        }
        let cut = |value: i128| i64::try_from(value.clamp(least, most)).unwrap_or(i64::MAX);
        Self(vec![(cut(low), cut(high))])
    }

    /// Every number that stands in the relation to a bound.
    pub(super) fn related(relation: Relation, bound: i64) -> Self {
        let (bound, least, most) = (i128::from(bound), i128::from(i64::MIN), i128::from(i64::MAX));
        match relation {
            Relation::Equal => Self::between(bound, bound),
            Relation::NotEqual => Self::between(bound, bound).complement(),
            Relation::Less => Self::between(least, bound - 1),
            Relation::LessOrEqual => Self::between(least, bound),
            Relation::Greater => Self::between(bound + 1, most),
            Relation::GreaterOrEqual => Self::between(bound, most),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn contains(&self, value: i64) -> bool {
        self.0.iter().any(|(low, high)| (*low..=*high).contains(&value))
    }

    /// The ranges, ascending.
    pub(super) fn parts(&self) -> &[(i64, i64)] {
        &self.0
    }

    #[must_use]
    pub(super) fn complement(&self) -> Self {
        let mut gaps = Vec::new();
        let mut next = Some(i64::MIN);
        for (low, high) in &self.0 {
            if let (Some(start), Some(end)) = (next, low.checked_sub(1))
                && start <= end
            {
                gaps.push((start, end));
            }
            next = high.checked_add(1);
        }
        gaps.extend(next.map(|start| (start, i64::MAX)));
        Self(gaps)
    }

    #[must_use]
    pub(super) fn intersect(&self, other: &Self) -> Self {
        let mut both = Vec::new();
        for (low, high) in &self.0 {
            for (other_low, other_high) in &other.0 {
                let (low, high) = (*low.max(other_low), *high.min(other_high));
                if low <= high {
                    both.push((low, high));
                }
            }
        }
        Self(both)
    }

    #[must_use]
    pub(super) fn union(&self, other: &Self) -> Self {
        self.complement().intersect(&other.complement()).complement()
    }

    /// Every range mapped to the numbers it comes from, put together again.
    pub(super) fn each(&self, map: impl Fn(i128, i128) -> Self) -> Self {
        self.0.iter().fold(Self::none(), |all, (low, high)| all.union(&map(i128::from(*low), i128::from(*high))))
    }
}

#[cfg(test)]
mod tests {
    use super::Ranges;
    use crate::expression::syntax::Relation;
    use proptest::prelude::*;

    fn ranges() -> impl Strategy<Value = Ranges> {
        prop::collection::vec((-6_i128..6, 0_i128..4), 0..4).prop_map(|parts| {
            let parts = parts.into_iter().map(|(low, length)| Ranges::between(low, low + length));
            parts.fold(Ranges::none(), |all, part| all.union(&part))
        })
    }

    proptest! {
        #[test]
        fn sets_behave_as_sets(left in ranges(), right in ranges()) {
            for value in [i64::MIN, i64::MAX].into_iter().chain(-12..12) {
                let (in_left, in_right) = (left.contains(value), right.contains(value));
                prop_assert_eq!(left.union(&right).contains(value), in_left || in_right);
                prop_assert_eq!(left.intersect(&right).contains(value), in_left && in_right);
                prop_assert_eq!(left.complement().contains(value), !in_left);
            }
            for pair in left.parts().windows(2) {
                prop_assert!(pair[0].1 + 1 < pair[1].0);
            }
        }
    }

    #[test]
    fn the_ends_of_the_numbers_are_no_trouble() {
        assert!(Ranges::related(Relation::Greater, i64::MAX).is_empty());
        assert!(Ranges::related(Relation::Less, i64::MIN).is_empty());
        assert_eq!(Ranges::related(Relation::NotEqual, i64::MIN).parts(), [(i64::MIN + 1, i64::MAX)]);
        assert_eq!(Ranges::all().complement(), Ranges::none());
        assert_eq!(Ranges::between(5, 9).union(&Ranges::point(10)).parts(), [(5, 10)]);
    }
}
