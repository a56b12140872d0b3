//! Calculations within 64 bits. What leaves them is `NULL`, in every engine by its own exact means.

use super::{Dialect, Writer};
use crate::lowered::{Formula, Function, Kind, Unsupported};

impl Writer<'_> {
    pub(super) fn formula(&self, formula: &Formula) -> Result<String, Unsupported> {
        match formula {
            Formula::Constant(value) => Ok(integer(*value)),
            Formula::Failed => Ok("NULL".to_owned()),
            Formula::Fact(slot, Kind::Number | Kind::Day) => self.column(*slot),
            Formula::Of(function, sides) => self.calculated(*function, &sides.0, &sides.1),
        }
    }

    fn calculated(&self, function: Function, left: &Formula, right: &Formula) -> Result<String, Unsupported> {
        let sides = || Ok::<_, Unsupported>((self.formula(left)?, self.formula(right)?));
        match function {
            Function::Add => sides().map(|(left, right)| self.held(&left, "+", &right)),
            Function::Subtract => sides().map(|(left, right)| self.held(&left, "-", &right)),
            Function::Multiply => sides().map(|(left, right)| self.held(&left, "*", &right)),
            // Engines disagree about the least of a number and NULL; a CASE without a matching branch is NULL.
            Function::Min => sides().map(|(left, right)| {
                format!("CASE WHEN {left} <= {right} THEN {left} WHEN {left} > {right} THEN {right} END")
            }),
            Function::Max => sides().map(|(left, right)| {
                format!("CASE WHEN {left} >= {right} THEN {left} WHEN {left} < {right} THEN {right} END")
            }),
            Function::Divide(_) => Err(Unsupported::new("a division by or of facts in SQL")),
            Function::Age(..) => Err(Unsupported::new("an age as a number, or between two facts, in SQL")),
            Function::MonthsBetween => Err(Unsupported::new("months as a number, or between two facts, in SQL")),
        }
        .map(|text| format!("({text})"))
    }

    /// A calculation, or `NULL` where its result does not fit.
    fn held(&self, left: &str, sign: &str, right: &str) -> String {
        match self.dialect {
            // A result that does not fit becomes a REAL, which is never an INTEGER again.
            Dialect::Sqlite => {
                format!("CASE WHEN typeof({left} {sign} {right}) = 'integer' THEN {left} {sign} {right} END")
            }
            // A factor of 1.0 makes the calculation exact without bounds; then it is known to fit.
            Dialect::Postgres => {
                format!(
                    "CASE WHEN 1.0 * {left} {sign} 1.0 * {right} BETWEEN -9223372036854775808.0 AND \
                     9223372036854775807.0 THEN {left} {sign} {right} END"
                )
            }
            Dialect::Duckdb => format!("TRY({left} {sign} {right})"),
            Dialect::Spark => {
                let function = match sign {
                    "+" => "try_add",
                    "-" => "try_subtract",
                    _ => "try_multiply",
                };
                format!("{function}({left}, {right})")
            }
        }
    }
}

/// A whole number. The least one cannot be written as a literal in any engine.
pub(super) fn integer(number: i64) -> String {
    match number {
        i64::MIN => "(-9223372036854775807 - 1)".to_owned(),
        number if number < 0 => format!("({number})"),
        number => number.to_string(),
    }
}
