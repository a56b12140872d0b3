//! How much work one document may cause: counted in steps, so that the answer is the same on every machine.

use std::cell::Cell;

/// Steps of one check of a document. A comparison that is looked at is a step; every policy of the city takes far less.
pub const STEPS: u64 = 2_000_000;

/// Steps that are left, for the whole of one document.
#[derive(Debug)]
pub struct Budget {
    all: u64,
    /// None when it is used up.
    left: Cell<Option<u64>>,
}

impl Budget {
    /// So many steps.
    pub fn of(steps: u64) -> Self {
        Self { all: steps, left: Cell::new(Some(steps)) }
    }

    /// As many as it takes: for what was checked before, and for what the city itself wrote.
    pub fn unlimited() -> Self {
        Self::of(u64::MAX)
    }

    /// Takes steps before they are done. False: they are not to be done.
    pub fn spend(&self, steps: usize) -> bool {
        let steps = u64::try_from(steps).unwrap_or(u64::MAX);
        self.left.set(self.left.get().and_then(|left| left.checked_sub(steps)));
        !self.is_used_up()
    }

    /// Whether more was needed than there is.
    pub fn is_used_up(&self) -> bool {
        self.left.get().is_none()
    }

    /// How many steps there were at the beginning.
    pub fn all(&self) -> u64 {
        self.all
    }

    /// How many steps were taken.
    pub fn used(&self) -> u64 {
        self.all - self.left.get().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::Budget;

    #[test]
    fn what_is_used_up_stays_so() {
        let budget = Budget::of(10);
        assert!(budget.spend(10) && !budget.is_used_up());
        assert_eq!(budget.used(), 10);
        assert!(!budget.spend(1) && budget.is_used_up());
        assert!(!budget.spend(0), "nothing more is done");
        assert!(Budget::unlimited().spend(usize::MAX / 2));
    }
}
