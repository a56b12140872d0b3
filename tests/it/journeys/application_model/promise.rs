//! A promised day as the model knows it: moved by what pauses it, and told once when it has passed.

use domain::working_days::WorkingDays;
use jiff::civil::Date;

/// The day by which somebody answers.
#[derive(Debug)]
pub struct Promise {
    pub due: Date,
    /// How often it was told that the day has passed.
    pub told: usize,
    /// Since when the resident is waited for.
    paused: Option<Date>,
    told_for: Option<Date>,
}

impl Promise {
    pub fn of(due: Date) -> Self {
        Self { due, told: 0, paused: None, told_for: None }
    }

    /// The resident is asked; whoever is asked once more has been waited for since the first question.
    pub fn pauses(&mut self, today: Date) {
        self.paused.get_or_insert(today);
    }

    /// The working days that were left are left again.
    pub fn goes_on(&mut self, days: &WorkingDays, today: Date) {
        if let Some(since) = self.paused.take() {
            self.due = days.add(today, days.between(since, self.due));
        }
    }

    /// A day has come on which the city still has to answer.
    pub fn day_comes(&mut self, today: Date) {
        if self.due < today && self.told_for != Some(self.due) {
            self.told_for = Some(self.due);
            self.told += 1;
        }
    }
}
