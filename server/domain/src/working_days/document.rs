//! The document of public holidays and make-up days, `working-days.toml`.

use super::WorkingDays;
use crate::error::{Error, Result};
use jiff::civil::{Date, Weekday};
use serde::Deserialize;

/// The city's document.
pub const WORKING_DAYS: &str = include_str!("../../../policies/working-days.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    every_year: EveryYear,
    year: Vec<Year>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EveryYear {
    #[serde(rename = "source")]
    _source: String,
    /// `MM-DD`.
    holidays: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Year {
    year: i16,
    announced: bool,
    #[serde(rename = "source")]
    _source: String,
    holidays: Vec<Holiday>,
    make_up_days: Vec<Date>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Holiday {
    #[serde(rename = "name")]
    _name: String,
    from: Date,
    to: Date,
}

impl WorkingDays {
    /// Reads a document.
    ///
    /// # Errors
    /// It is no such document; a year stands twice; a day lies outside its year; a make-up day is no day of a weekend or
    /// a holiday too.
    pub fn parse(text: &str) -> Result<Self> {
        let document: Document = toml::from_str(text).map_err(Error::caused_by)?;
        let mut read = Self {
            every_year: document.every_year.holidays.iter().map(|day| month_and_day(day)).collect::<Result<_>>()?,
            holidays: Default::default(),
            make_up_days: Default::default(),
            announced: Default::default(),
        };
        let mut years = std::collections::BTreeSet::new();
        for year in document.year {
            if !years.insert(year.year) {
                return Err(Error::fault(format!("working days: {} stands twice", year.year)));
            }
            read.add_year(&year)?;
        }
        Ok(read)
    }

    fn add_year(&mut self, year: &Year) -> Result<()> {
        let wrong = |day: Date, what: &str| Err(Error::fault(format!("working days: {day} {what}")));
        if year.announced {
            self.announced.insert(year.year);
        }
        for Holiday { from, to, .. } in &year.holidays {
            if from > to || from.year() != year.year || to.year() != year.year {
                return wrong(*from, "begins no holiday of its year");
            }
            self.holidays.extend(from.series(jiff::Span::new().days(1)).take_while(|day| day <= to));
        }
        for day in &year.make_up_days {
            if day.year() != year.year || !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) {
                return wrong(*day, "is no day of a weekend of its year");
            }
            if self.holidays.contains(day) {
                return wrong(*day, "is a holiday and a make-up day");
            }
            self.make_up_days.insert(*day);
        }
        Ok(())
    }
}

fn month_and_day(text: &str) -> Result<(i8, i8)> {
    // A year with a 29 February.
    let day: Date = format!("2024-{text}").parse().map_err(Error::caused_by)?;
    Ok((day.month(), day.day()))
}
