//! Members of a list: one grouped subquery for each list, with a column for each question.

use super::{Dialect, Writer, name, table};
use crate::{
    expression::typed::Quantifier,
    lowered::{Formula, Members, Unsupported},
};
use std::{cell::RefCell, collections::BTreeMap, fmt::Write};

/// What is asked of lists within one level of a query: for each list its questions, with their numbers.
#[derive(Debug, Default)]
pub(super) struct Joins {
    lists: BTreeMap<String, Vec<(usize, String)>>,
    asked: usize,
}

impl Joins {
    /// Nothing asked, after as many questions in other levels.
    pub(super) fn after(asked: usize) -> Self {
        Self { lists: BTreeMap::new(), asked }
    }

    /// How many were asked in all levels.
    pub(super) fn asked(&self) -> usize {
        self.asked + self.lists.len()
    }

    /// The column of an aggregate over the members of a list.
    fn ask(&mut self, list: &str, aggregate: String, dialect: Dialect) -> String {
        let questions = self.lists.entry(list.to_owned()).or_default();
        let number = match questions.iter().find(|(_, known)| *known == aggregate) {
            Some((number, _)) => *number,
            None => {
                self.asked += 1;
                questions.push((self.asked, aggregate));
                self.asked
            }
        };
        name(&format!("of list {number}"), dialect)
    }

    /// The subqueries, to stand behind the table of residents. Nobody in a list has no row.
    pub(super) fn text(&self, dialect: Dialect) -> String {
        let mut text = String::new();
        let resident = name("resident", dialect);
        for (place, (list, questions)) in self.lists.iter().enumerate() {
            let number = self.asked + 1 + place;
            let (alias, key) = (name(&format!("list {number}"), dialect), name(&format!("whose {number}"), dialect));
            let mut columns = format!("{resident} AS {key}");
            for (number, aggregate) in questions {
                let _ = write!(columns, ", {aggregate} AS {}", name(&format!("of list {number}"), dialect));
            }
            let members = name(&table::table_of(list), dialect);
            let _ = write!(
                text,
                "\n    LEFT JOIN (SELECT {columns} FROM {members} GROUP BY {resident}) AS {alias} ON {key} = {resident}"
            );
        }
        text
    }
}

impl Writer<'_> {
    /// One of them, or all of them.
    pub(super) fn quantified(&self, members: &Members, quantifier: Quantifier) -> Result<String, Unsupported> {
        let list = self.column(members.list)?;
        let clause = self.of_member().clause(&members.clause)?;
        let (settling, settled, otherwise) = match quantifier {
            Quantifier::Any => (clause.clone(), 1, 0),
            Quantifier::All => (format!("NOT {clause}"), 0, 1),
        };
        let settling = self.many(members, &settling)?;
        let open = self.many(members, &format!("({clause}) IS NULL"))?;
        Ok(format!(
            "(CASE WHEN {list} IS NULL THEN NULL WHEN {settling} > 0 THEN {settled} WHEN {open} > 0 THEN NULL ELSE {otherwise} \
             END = 1)"
        ))
    }

    /// How many of them.
    pub(super) fn count(&self, members: &Members) -> Result<String, Unsupported> {
        let list = self.column(members.list)?;
        let clause = self.of_member().clause(&members.clause)?;
        let (met, open) = (self.many(members, &clause)?, self.many(members, &format!("({clause}) IS NULL"))?);
        Ok(format!("(CASE WHEN {list} IS NOT NULL AND {open} = 0 THEN {met} END)"))
    }

    /// The sum of a number over them, or `NULL` where it does not fit.
    pub(super) fn sum(&self, members: &Members, value: &Formula) -> Result<String, Unsupported> {
        let list = self.column(members.list)?;
        let of_member = self.of_member();
        let (clause, value) = (of_member.clause(&members.clause)?, of_member.amount(value)?);
        let open = self.many(members, &format!("({clause}) IS NULL OR {clause} AND ({value}) IS NULL"))?;
        let ask = |aggregated: String| {
            let column = self.ask(members, format!("SUM(CASE WHEN {clause} THEN {aggregated} END)"))?;
            Ok::<_, Unsupported>(format!("COALESCE({column}, 0)"))
        };
        let (fits, sum) = match self.dialect {
            // A sum that does not fit is an error, so both halves are summed by themselves.
            Dialect::Sqlite => {
                let (high, low) = (ask(format!("{value} >> 32"))?, ask(format!("{value} & 4294967295"))?);
                let high = format!("({high} + ({low} >> 32))");
                let fits = format!("{high} BETWEEN -2147483648 AND 2147483647");
                (fits, format!("{high} * 4294967296 + ({low} & 4294967295)"))
            }
            Dialect::Postgres | Dialect::Duckdb | Dialect::Spark => {
                let value =
                    if self.dialect == Dialect::Spark { format!("CAST({value} AS DECIMAL(20, 0))") } else { value };
                let sum = ask(value)?;
                let fits = format!("{sum} BETWEEN -9223372036854775808 AND 9223372036854775807");
                (fits, format!("CAST({sum} AS BIGINT)"))
            }
        };
        Ok(format!("(CASE WHEN {list} IS NOT NULL AND {open} = 0 AND {fits} THEN {sum} END)"))
    }

    /// How many members meet a condition that is no or unknown of the others.
    fn many(&self, members: &Members, condition: &str) -> Result<String, Unsupported> {
        let column = self.ask(members, format!("COUNT(CASE WHEN {condition} THEN 1 END)"))?;
        Ok(format!("COALESCE({column}, 0)"))
    }

    fn ask(&self, members: &Members, aggregate: String) -> Result<String, Unsupported> {
        let list = self.attributes.get(members.list).ok_or_else(|| Unsupported::new("a list without a name"))?;
        Ok(self.joins.borrow_mut().ask(list, aggregate, self.dialect))
    }

    /// The same, but of a member.
    fn of_member(&self) -> Writer<'_> {
        Writer {
            dialect: self.dialect,
            attributes: self.member_attributes,
            member_attributes: &[],
            others: Vec::new(),
            joins: RefCell::default(),
        }
    }
}
