//! Queries: what is asked of everybody, level by level for policies that refer to others.

use super::{Dialect, TABLE, Writer, members::Joins, name};
use crate::{
    document::AmountBound,
    lowered::{Formula, Lowered, LoweredSet, Unsupported},
};
use std::{cell::RefCell, collections::BTreeMap, fmt::Write};

/// An amount that nobody can get, for those whose amount cannot be worked out: a bare `NULL` would have no type.
const NOT_PAID: &str = "(-1)";

/// The longest query: nested calculations are repeated where they are held within their bounds.
const LONGEST: usize = 400_000;

/// The query of one policy on one day, on the tables of [`table`](super::table()). It answers `resident`, `verdict`
/// (`eligible` or `undetermined`; whoever is not answered is not eligible) and `amount` (fen or hours, of the eligible;
/// `NULL` when the policy has no benefit); where open questions of the policy reach into the amount, `bound` as well
/// (`exact`, `at-least`, `at-most` or `about` what is paid). Other policies that it refers to are undetermined: [`query_in`] asks them.
///
/// # Errors
/// Something in it cannot be said exactly.
pub fn query(lowered: &Lowered, dialect: Dialect) -> Result<String, Unsupported> {
    Levels::new(dialect).answer(lowered)
}

/// The query of a policy among others on one day: those that it refers to are asked first, and of those of which only the
/// better is kept, the better is found. It answers as [`query`] does.
///
/// # Errors
/// There is no such policy in force on the day, or something in it or in one that it needs cannot be said exactly.
pub fn query_in(set: &LoweredSet, id: &str, dialect: Dialect) -> Result<String, Unsupported> {
    let place = set.place(id).filter(|place| set.policies.get(*place).is_some_and(|policy| policy.lowered.is_some()));
    let place = place.ok_or_else(|| Unsupported::new("a policy that is not in force on the day"))?;
    let alone = set.group(place).len() == 1;
    let mut levels = Levels::new(dialect);
    let mut needed = set.needed(&[place]);
    if alone {
        needed.remove(&place);
    }
    while let Some(next) = needed.pop_first() {
        let group = set.group(next);
        let mut members = Vec::new();
        for policy in set.policies.get(group.clone()).unwrap_or_default() {
            match &policy.lowered {
                Some(lowered) => members.push((policy.id.as_str(), levels.level(lowered)?)),
                None => _ = levels.others.insert(policy.id.clone(), None),
            }
        }
        levels.keep_the_better(members);
        needed.retain(|place| !group.contains(place));
    }
    match set.policies.get(place).and_then(|policy| policy.lowered.as_ref()) {
        Some(lowered) if alone => levels.answer(lowered),
        _ => levels.answer_of(id),
    }
}

/// What one policy asks of everybody.
struct Asked {
    /// Whether the criteria are met.
    met: String,
    /// The amount, where there is a benefit.
    amount: Option<String>,
    /// How near the amount is to what is paid, where that is open for anybody.
    bound: Option<String>,
    /// From where all of it is asked.
    from: String,
}

/// The numbers of the columns of one policy: `granted` (1, 0, or `NULL` for undetermined) and `paid` (0 for not granted).
struct Standing(usize);

/// Everybody, with more and more columns.
struct Levels {
    dialect: Dialect,
    from: String,
    /// What was asked so far, so that every column has a name of its own.
    asked: usize,
    /// Where each policy stands; none when nobody gets it.
    others: BTreeMap<String, Option<Standing>>,
}

impl Levels {
    fn new(dialect: Dialect) -> Self {
        let from = match dialect {
            // An index on a column that half the city shares makes the walk over everybody many times slower.
            Dialect::Sqlite => format!("{} NOT INDEXED", name(TABLE, dialect)),
            Dialect::Postgres | Dialect::Duckdb | Dialect::Spark => name(TABLE, dialect),
        };
        Self { dialect, from, asked: 0, others: BTreeMap::new() }
    }

    /// What one policy asks of everybody.
    fn asked(&mut self, lowered: &Lowered) -> Result<Asked, Unsupported> {
        let writer = Writer {
            dialect: self.dialect,
            attributes: &lowered.attributes,
            member_attributes: &lowered.member_attributes,
            others: lowered.policies.iter().map(|id| self.columns(id)).collect(),
            joins: RefCell::new(Joins::after(self.asked)),
        };
        let met = writer.clause(&lowered.met)?;
        let amount = match &lowered.bands {
            None => None,
            Some(bands) => {
                let mut steps = String::new();
                for step in bands {
                    let when = writer.clause(&step.when)?;
                    let amount = match step.amount {
                        Formula::Failed => NOT_PAID.to_owned(),
                        _ => writer.amount(&step.amount)?,
                    };
                    let _ = write!(steps, " WHEN {when} THEN {amount} WHEN ({when}) IS NULL THEN NULL");
                }
                Some(if steps.is_empty() { NOT_PAID.to_owned() } else { format!("CASE{steps} END") })
            }
        };
        let bound = bound(&writer, lowered)?;
        let joins = writer.joins.into_inner();
        self.asked = joins.asked();
        Ok(Asked { met, amount, bound, from: format!("{}{}", self.from, joins.text(self.dialect)) })
    }

    /// Where the verdict and the amount of another policy stand.
    fn columns(&self, id: &str) -> Option<(String, String)> {
        Some(match self.others.get(id)? {
            None => ("0".to_owned(), "0".to_owned()),
            Some(standing) => (self.column("granted", standing), self.column("paid", standing)),
        })
    }

    fn column(&self, what: &str, standing: &Standing) -> String {
        name(&format!("{what} {}", standing.0), self.dialect)
    }

    /// Adds what one policy gives, taken alone, as columns.
    fn level(&mut self, lowered: &Lowered) -> Result<Standing, Unsupported> {
        // No other policy reckons with an amount that is only one bound of what is paid.
        let Asked { met: asked, amount, from, .. } = self.asked(lowered)?;
        self.asked += 1;
        let standing = Standing(self.asked);
        let [met, worth, inner, outer] = ["met", "amount", "asked", "decided"].map(|what| self.column(what, &standing));
        let (granted, paid) = (self.column("granted", &standing), self.column("paid", &standing));
        let (eligible, gives, column) = match amount {
            None => (met.clone(), "0".to_owned(), String::new()),
            Some(amount) => (format!("{met} AND {worth} >= 0"), worth.clone(), format!(", {amount} AS {worth}")),
        };
        let outcome =
            |yes: &str| format!("CASE WHEN {eligible} THEN {yes} WHEN {met} OR {met} IS NULL THEN NULL ELSE 0 END");
        let apart = self.apart();
        self.from = format!(
            "(\nSELECT *, {} AS {granted}, {} AS {paid} FROM (\nSELECT *, {asked} AS {met}{column} FROM {from}{apart}\n) \
             AS {inner}{apart}\n) AS {outer}",
            outcome("1"),
            outcome(&gives),
        );
        Ok(standing)
    }

    /// Of those that are granted only the one with the greatest amount stays; of two that are the same, the earlier by id.
    /// As long as one is undetermined, nobody knows which.
    fn keep_the_better(&mut self, members: Vec<(&str, Standing)>) {
        if members.len() < 2 {
            self.others.extend(members.into_iter().map(|(id, standing)| (id.to_owned(), Some(standing))));
            return;
        }
        let columns: Vec<(&str, String, String)> = members
            .iter()
            .map(|(id, standing)| (*id, self.column("granted", standing), self.column("paid", standing)))
            .collect();
        let open: Vec<String> = columns.iter().map(|(_, granted, _)| format!("{granted} IS NULL")).collect();
        let mut kept = String::new();
        for (id, granted, paid) in &columns {
            let mut better = String::new();
            for (other, other_granted, other_paid) in columns.iter().filter(|(other, ..)| other != id) {
                let more = if other < id { ">=" } else { ">" };
                let _ = write!(better, " WHEN {other_granted} = 1 AND {other_paid} {more} {paid} THEN 0");
            }
            self.asked += 1;
            let standing = Standing(self.asked);
            for (what, own) in [("granted", granted), ("paid", paid)] {
                let _ = write!(
                    kept,
                    ", CASE WHEN {granted} = 0 THEN 0 WHEN {} THEN NULL{better} ELSE {own} END AS {}",
                    open.join(" OR "),
                    self.column(what, &standing),
                );
            }
            self.others.insert((*id).to_owned(), Some(standing));
        }
        let (from, alias) = (&self.from, self.column("kept", &Standing(self.asked)));
        self.from = format!("(\nSELECT *{kept} FROM {from}{}\n) AS {alias}", self.apart());
    }

    /// The answer of one policy after all levels.
    fn answer(&mut self, lowered: &Lowered) -> Result<String, Unsupported> {
        let Asked { met, amount, bound, from } = self.asked(lowered)?;
        let resident = name("resident", self.dialect);
        let mut columns = format!("{resident}, {met} AS met");
        let (eligible, paid) = match amount {
            None => ("met", "NULL"),
            Some(amount) => {
                let _ = write!(columns, ", {amount} AS amount");
                ("met AND amount >= 0", "CASE WHEN met AND amount >= 0 THEN amount END")
            }
        };
        let (bounded, known, shown) = match bound {
            None => (String::new(), String::new(), ""),
            Some(bound) => {
                (format!(", {bound} AS bound"), format!(", CASE WHEN {eligible} THEN bound END AS bound"), ", bound")
            }
        };
        columns.push_str(&bounded);
        short(format!(
            "SELECT {resident}, verdict, amount{shown} FROM (\n  SELECT {resident}, CASE WHEN {eligible} THEN 'eligible' \
             WHEN met OR met IS NULL THEN 'undetermined' END AS verdict, {paid} AS amount{known} FROM (\n    SELECT {columns}\n    \
             FROM {from}{}\n  ) AS asked\n) AS decided WHERE verdict IS NOT NULL;\n",
            self.apart(),
        ))
    }

    /// What keeps a level by itself: PostgreSQL and SQLite otherwise write each expression into every place that names it,
    /// level after level; the one until the plan is larger than the memory, the other until preparing a query takes longer
    /// than asking it.
    fn apart(&self) -> &'static str {
        match self.dialect {
            Dialect::Postgres => " OFFSET 0",
            Dialect::Sqlite => " LIMIT -1",
            Dialect::Duckdb | Dialect::Spark => "",
        }
    }

    /// The answer of one policy that stands among the levels.
    fn answer_of(&self, id: &str) -> Result<String, Unsupported> {
        let (granted, paid) = self.columns(id).ok_or_else(|| Unsupported::new("a policy that is not there"))?;
        let (resident, from) = (name("resident", self.dialect), &self.from);
        short(format!(
            "SELECT {resident}, CASE WHEN {granted} = 1 THEN 'eligible' ELSE 'undetermined' END AS verdict, CASE WHEN \
             {granted} = 1 THEN {paid} END AS amount FROM {from} WHERE {granted} = 1 OR {granted} IS NULL;\n"
        ))
    }
}

/// How near an amount is to what is paid. Whoever is not known not to be concerned is concerned.
fn bound(writer: &Writer<'_>, lowered: &Lowered) -> Result<Option<String>, Unsupported> {
    let concerned = |wanted: AmountBound| {
        let clauses = lowered.bounds.iter().filter(|(_, bound)| *bound == wanted).map(|(clause, _)| clause);
        let clauses: Result<Vec<String>, Unsupported> =
            clauses.map(|clause| Ok(format!("CASE WHEN NOT ({}) THEN 0 ELSE 1 END", writer.clause(clause)?))).collect();
        Ok(Some(clauses?.join(" + ")).filter(|sum| !sum.is_empty()))
    };
    let (more, less) = (concerned(AmountBound::AtLeast)?, concerned(AmountBound::AtMost)?);
    let [exact, at_least, at_most, about] =
        [AmountBound::Exact, AmountBound::AtLeast, AmountBound::AtMost, AmountBound::About].map(AmountBound::as_str);
    Ok(match (more, less) {
        (None, None) => None,
        (Some(more), None) => Some(format!("CASE WHEN {more} > 0 THEN '{at_least}' ELSE '{exact}' END")),
        (None, Some(less)) => Some(format!("CASE WHEN {less} > 0 THEN '{at_most}' ELSE '{exact}' END")),
        (Some(more), Some(less)) => Some(format!(
            "CASE WHEN {more} > 0 AND {less} > 0 THEN '{about}' WHEN {more} > 0 THEN '{at_least}' WHEN {less} > 0 THEN \
             '{at_most}' ELSE '{exact}' END"
        )),
    })
}

fn short(text: String) -> Result<String, Unsupported> {
    if text.len() > LONGEST { Err(Unsupported::new("a calculation nested so deep in SQL")) } else { Ok(text) }
}
