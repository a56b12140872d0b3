//! Clauses. `NULL` is unknown: SQL's logic is Kleene's.

use super::{Dialect, Writer, known, quoted};
use crate::{
    decision::Truth,
    expression::{syntax::Relation, typed::Quantifier},
    lowered::{Clause, Kind, Span, Unsupported, day},
};

/// The days that every engine can hold: 0001-01-01 to 9999-12-31.
const FIRST_DAY: i64 = -719_162;

impl Writer<'_> {
    pub(super) fn clause(&self, clause: &Clause) -> Result<String, Unsupported> {
        Ok(match clause {
            Clause::Known(truth) => known(*truth).to_owned(),
            Clause::Is(slot, wanted) => {
                format!("({} = {})", self.column(*slot)?, if *wanted { "TRUE" } else { "FALSE" })
            }
            Clause::Within { attribute, kind, span, inside } => {
                self.within(&self.column(*attribute)?, *kind, *span, *inside)?
            }
            Clause::OneOf { attribute, symbols, inside } => {
                let column = self.column(*attribute)?;
                let symbols: Result<Vec<String>, Unsupported> =
                    symbols.iter().map(|symbol| quoted(symbol, self.dialect)).collect();
                format!("({column} {} ({}))", if *inside { "IN" } else { "NOT IN" }, symbols?.join(", "))
            }
            Clause::SameSymbol(left, right, wanted) => {
                format!("({} {} {})", self.column(*left)?, if *wanted { "=" } else { "<>" }, self.column(*right)?)
            }
            Clause::Compare(sides) => {
                let (left, relation, right) = &**sides;
                let kind = left.kind().or(right.kind()).unwrap_or(Kind::Number);
                format!("({} {} {})", self.formula(left, kind)?, operator(*relation), self.formula(right, kind)?)
            }
            Clause::Contains { attribute, mask, quantifier, wanted } => {
                let column = self.column(*attribute)?;
                let (found, needed) = match quantifier {
                    Quantifier::Any => (if *wanted { "<>" } else { "=" }, 0),
                    Quantifier::All => (if *wanted { "=" } else { "<>" }, *mask),
                };
                format!("(({column} & {mask}) {found} {needed})")
            }
            Clause::Members(members, quantifier) => self.quantified(members, *quantifier)?,
            Clause::Granted(policy, wanted) => match self.others.get(*policy) {
                Some(Some((granted, _))) => format!("({granted} = {})", u8::from(*wanted)),
                _ => known(Truth::Unknown).to_owned(),
            },
            Clause::All(members) => self.joined(members, " AND ", Truth::Yes)?,
            Clause::Any(members) => self.joined(members, " OR ", Truth::No)?,
            Clause::Same(sides, wanted) => {
                let (left, right) = (self.clause(&sides.0)?, self.clause(&sides.1)?);
                format!("({left} {} {right})", if *wanted { "=" } else { "<>" })
            }
        })
    }

    fn joined(&self, members: &[Clause], word: &str, idle: Truth) -> Result<String, Unsupported> {
        if members.is_empty() {
            return Ok(known(idle).to_owned());
        }
        let members: Result<Vec<String>, Unsupported> = members.iter().map(|member| self.clause(member)).collect();
        Ok(format!("({})", members?.join(word)))
    }

    fn within(&self, column: &str, kind: Kind, span: Span, inside: bool) -> Result<String, Unsupported> {
        let (first, last) = match kind {
            Kind::Number => (i64::MIN, i64::MAX),
            Kind::Day => (FIRST_DAY, day::LAST),
        };
        let (lowest, highest) = (span.lowest.max(first), span.highest.min(last));
        let constant = |number: i64| match kind {
            Kind::Number => Ok(super::formula::integer(number)),
            Kind::Day => self.date(number),
        };
        let nobody = span.is_empty() || lowest > last || highest < first;
        // A missing fact stays unknown even where every fact, or none, lies inside.
        let (all, none) = (format!("({column} = {column})"), format!("({column} <> {column})"));
        Ok(match (nobody, lowest == first, highest == last) {
            (true, ..) => {
                if inside {
                    none
                } else {
                    all
                }
            }
            (false, true, true) => {
                if inside {
                    all
                } else {
                    none
                }
            }
            (false, true, false) => format!("({column} {} {})", if inside { "<=" } else { ">" }, constant(highest)?),
            (false, false, true) => format!("({column} {} {})", if inside { ">=" } else { "<" }, constant(lowest)?),
            (false, false, false) if lowest == highest => {
                format!("({column} {} {})", if inside { "=" } else { "<>" }, constant(lowest)?)
            }
            (false, false, false) => {
                let word = if inside { "BETWEEN" } else { "NOT BETWEEN" };
                format!("({column} {word} {} AND {})", constant(lowest)?, constant(highest)?)
            }
        })
    }

    /// A date as a constant.
    pub(super) fn date(&self, number: i64) -> Result<String, Unsupported> {
        let date = day::date(number).filter(|_| number >= FIRST_DAY);
        let date = date.ok_or_else(|| Unsupported::new("a date outside of the years 1 to 9999"))?;
        Ok(match self.dialect {
            Dialect::Sqlite => format!("'{date}'"),
            Dialect::Postgres | Dialect::Duckdb | Dialect::Spark => format!("DATE '{date}'"),
        })
    }
}

fn operator(relation: Relation) -> &'static str {
    match relation {
        Relation::Equal => "=",
        Relation::NotEqual => "<>",
        Relation::Less => "<",
        Relation::LessOrEqual => "<=",
        Relation::Greater => ">",
        Relation::GreaterOrEqual => ">=",
    }
}
