//! Whole quotients with their stated rounding, out of what every engine does alike: a quotient cut off at zero, and a
//! remainder with the sign of the dividend.

use super::{Dialect, Writer, formula::integer};
use crate::{expression::typed::Rounding, lowered::Formula};

impl Writer<'_> {
    /// The quotient of two numbers; `NULL` where the divisor is zero or the result does not fit.
    pub(super) fn quotient(&self, dividend: &str, divisor: &str, by: &Formula, rounding: Rounding) -> String {
        let cut = match self.dialect {
            Dialect::Sqlite | Dialect::Postgres => format!("{dividend} / {divisor}"),
            Dialect::Duckdb => format!("{dividend} // {divisor}"),
            Dialect::Spark => format!("{dividend} div {divisor}"),
        };
        let rest = format!("{dividend} % {divisor}");
        match by {
            Formula::Constant(by) if *by > 0 => by_constant(&cut, &rest, *by, rounding),
            _ => by_number(&cut, &rest, dividend, divisor, rounding),
        }
    }
}

fn by_constant(cut: &str, rest: &str, by: i64, rounding: Rounding) -> String {
    match rounding {
        Rounding::Down => format!("CASE WHEN {rest} < 0 THEN {cut} - 1 ELSE {cut} END"),
        Rounding::Up => format!("CASE WHEN {rest} > 0 THEN {cut} + 1 ELSE {cut} END"),
        Rounding::HalfUp => {
            let (upper, lower) = (by / 2 + by % 2, -(by / 2) - 1);
            format!("CASE WHEN {rest} >= {upper} THEN {cut} + 1 WHEN {rest} <= {lower} THEN {cut} - 1 ELSE {cut} END")
        }
    }
}

fn by_number(cut: &str, rest: &str, dividend: &str, divisor: &str, rounding: Rounding) -> String {
    let least = integer(i64::MIN);
    let impossible = format!("{divisor} = 0 OR {divisor} = -1 AND {dividend} = {least}");
    let same_sign = format!("({rest} < 0 AND {divisor} < 0 OR {rest} > 0 AND {divisor} > 0)");
    let other_sign = format!("({rest} < 0 AND {divisor} > 0 OR {rest} > 0 AND {divisor} < 0)");
    let rounded = match rounding {
        Rounding::Down => format!("WHEN {other_sign} THEN {cut} - 1"),
        Rounding::Up => format!("WHEN {same_sign} THEN {cut} + 1"),
        // What is left over is held against what is left to a whole: neither can leave 64 bits.
        Rounding::HalfUp => format!(
            "WHEN {rest} > 0 AND {divisor} > 0 AND {rest} >= {divisor} - {rest} \
             OR {rest} < 0 AND {divisor} < 0 AND {rest} <= {divisor} - {rest} THEN {cut} + 1 \
             WHEN {rest} < 0 AND {divisor} > 0 AND {divisor} + {rest} < -({rest}) \
             OR {rest} > 0 AND {divisor} < 0 AND {divisor} + {rest} > -({rest}) THEN {cut} - 1"
        ),
    };
    format!("CASE WHEN {impossible} THEN NULL {rounded} ELSE {cut} END")
}
