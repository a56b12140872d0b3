//! Calculations within 64 bits. What leaves them is `NULL`, in every engine by its own exact means.

use super::{Dialect, Writer};
use crate::lowered::{Formula, Function, Kind, Unsupported};

impl Writer<'_> {
    /// A number.
    pub(super) fn amount(&self, formula: &Formula) -> Result<String, Unsupported> {
        self.formula(formula, Kind::Number)
    }

    /// A number or a day: constants do not say which.
    pub(super) fn formula(&self, formula: &Formula, kind: Kind) -> Result<String, Unsupported> {
        match (formula, kind) {
            (Formula::Constant(value), Kind::Number) => Ok(integer(*value)),
            (Formula::Constant(value), Kind::Day) => self.date(*value),
            (Formula::Failed, _) => Ok(self.nothing()),
            (Formula::Fact(slot, _), _) => self.column(*slot),
            (Formula::Of(function, sides), _) => self.calculated(*function, &sides.0, &sides.1, kind),
            (Formula::Choose(parts), _) => {
                let (clause, met, otherwise) = &**parts;
                let clause = self.clause(clause)?;
                let (met, otherwise) = (self.wide(met, kind)?, self.wide(otherwise, kind)?);
                Ok(format!("(CASE WHEN {clause} THEN {met} WHEN NOT {clause} THEN {otherwise} END)"))
            }
            (Formula::Count(members), _) => self.count(members),
            (Formula::Sum(sum), _) => self.sum(&sum.0, &sum.1),
            (Formula::PolicyAmount(policy), _) => Ok(match self.others.get(*policy) {
                Some(Some((_, paid))) => paid.clone(),
                _ => self.nothing(),
            }),
        }
    }

    fn calculated(
        &self,
        function: Function,
        left: &Formula,
        right: &Formula,
        kind: Kind,
    ) -> Result<String, Unsupported> {
        let sides = |kind| Ok::<_, Unsupported>((self.formula(left, kind)?, self.formula(right, kind)?));
        match function {
            Function::Add => sides(kind).map(|(left, right)| self.held(&left, "+", &right)),
            Function::Subtract => sides(kind).map(|(left, right)| self.held(&left, "-", &right)),
            Function::Multiply => sides(kind).map(|(left, right)| self.held(&left, "*", &right)),
            Function::Divide(rounding) => {
                let (dividend, divisor) = (self.wide(left, kind)?, self.wide(right, kind)?);
                Ok(self.quotient(&dividend, &divisor, right, rounding))
            }
            // Engines disagree about the least of a number and NULL; a CASE without a matching branch is NULL.
            Function::Min => sides(kind).map(|(left, right)| {
                format!("CASE WHEN {left} <= {right} THEN {left} WHEN {left} > {right} THEN {right} END")
            }),
            Function::Max => sides(kind).map(|(left, right)| {
                format!("CASE WHEN {left} >= {right} THEN {left} WHEN {left} < {right} THEN {right} END")
            }),
            Function::DaysBetween => sides(Kind::Day).map(|(from, to)| match self.dialect {
                // Both are halves of days, so their difference is exact.
                Dialect::Sqlite => format!("CAST(julianday({to}) - julianday({from}) AS INTEGER)"),
                Dialect::Postgres => format!("BIGINT '0' + ({to} - {from})"),
                Dialect::Duckdb => format!("{to} - {from}"),
                Dialect::Spark => format!("0L + datediff({to}, {from})"),
            }),
            Function::Age(..) => Err(Unsupported::new("an age as a number, or between two facts, in SQL")),
            Function::MonthsBetween => Err(Unsupported::new("months as a number, or between two facts, in SQL")),
            Function::DaysInMonth => Err(Unsupported::new("the days of a month of a fact, in SQL")),
            Function::Edge(_) => Err(Unsupported::new("the edge of a month or year of a fact, in SQL")),
        }
        .map(|text| format!("({text})"))
    }

    /// A formula whose constants have 64 bits, where nothing beside it says so.
    fn wide(&self, formula: &Formula, kind: Kind) -> Result<String, Unsupported> {
        match (formula, kind) {
            (Formula::Constant(value), Kind::Number) => Ok(self.wide_integer(*value)),
            _ => self.formula(formula, kind),
        }
    }

    fn wide_integer(&self, number: i64) -> String {
        match self.dialect {
            Dialect::Sqlite => integer(number),
            Dialect::Postgres | Dialect::Duckdb => format!("BIGINT '{number}'"),
            // The least one cannot be written as a literal.
            Dialect::Spark if number == i64::MIN => "(-9223372036854775807L - 1L)".to_owned(),
            Dialect::Spark if number < 0 => format!("({number}L)"),
            Dialect::Spark => format!("{number}L"),
        }
    }

    /// An unknown number: a bare `NULL` would have no type.
    fn nothing(&self) -> String {
        format!("(CASE WHEN 1 = 0 THEN {} END)", self.wide_integer(0))
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
