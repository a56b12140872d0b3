//! Many rows of a table, each with values of its own, in one statement: on PostgreSQL every statement is a way there and back.

use super::connection::{Connection, MultiBackend};
use diesel::{
    QueryResult,
    query_builder::{AstPass, QueryFragment, QueryId},
    sql_types::Text,
};

/// Values in one statement: SQLite takes 32,766, PostgreSQL twice as many.
const MOST_VALUES: usize = 30_000;

/// Runs an `UPDATE` that takes its values from `new`, a table of texts with these columns. Answers how many rows it wrote.
/// Statement and columns are of the program: values come in as rows, and never as text of a statement.
pub fn update_each<const N: usize>(
    tx: &mut Connection,
    statement: &'static str,
    columns: [&'static str; N],
    rows: &[[String; N]],
) -> QueryResult<usize> {
    let mut written: usize = 0;
    for rows in rows.chunks(MOST_VALUES / N.max(1)) {
        let update = Update { statement, columns, rows };
        let count = diesel::connection::Connection::execute_returning_count(tx, &update)?;
        written = written.saturating_add(count);
    }
    Ok(written)
}

struct Update<'a, const N: usize> {
    statement: &'static str,
    columns: [&'static str; N],
    rows: &'a [[String; N]],
}

impl<const N: usize> QueryId for Update<'_, N> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<const N: usize> QueryFragment<MultiBackend> for Update<'_, N> {
    fn walk_ast<'b>(&'b self, mut pass: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        // Its text differs with the number of its rows.
        pass.unsafe_to_cache_prepared();
        pass.push_sql(&format!("WITH new({}) AS (VALUES ", self.columns.join(", ")));
        for (place, row) in self.rows.iter().enumerate() {
            pass.push_sql(if place == 0 { "(" } else { "), (" });
            for (place, value) in row.iter().enumerate() {
                if place > 0 {
                    pass.push_sql(", ");
                }
                pass.push_bind_param::<Text, String>(value)?;
            }
        }
        pass.push_sql(")) ");
        pass.push_sql(self.statement);
        Ok(())
    }
}
