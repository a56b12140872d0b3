//! The only place that asks which database it is. It offers exactly eight operations: [`read_tx`], [`write_tx`],
//! [`insert_if_absent`], [`upsert`], [`bulk_insert`], [`claim_jobs`], [`lock_key`] and [`common_clock`]. Everything else is
//! one Diesel code path.

use super::{
    connection::{Connection, MultiBackend},
    schema::jobs,
    types::Instant,
};
use crate::{
    error::{Error, Result},
    operations::jobs::may_be_taken,
};
use diesel::{
    QueryResult,
    connection::{AnsiTransactionManager, TransactionManager},
    prelude::*,
    query_builder::{AstPass, QueryFragment, QueryId},
};
use std::time::Duration;

/// How often a transaction runs again when PostgreSQL could not order it among the others.
const REPEATS: u32 = 3;

/// Runs `body` in one read-only transaction: everything it sees is of one moment.
pub fn read_tx<T>(connection: &mut Connection, body: impl FnOnce(&mut Connection) -> Result<T>) -> Result<T> {
    begin(connection, "BEGIN DEFERRED", "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")?;
    let transaction = Transaction { connection };
    body(&mut *transaction.connection)
    // Nothing was written: leaving by the way of a rollback is right, and cannot fail.
}

/// Runs `body` in one transaction that writes: `BEGIN IMMEDIATE` on SQLite; on PostgreSQL repeatable read, where a change
/// that somebody else made in between is a serialisation failure, after which `body` runs again (three times at most).
pub fn write_tx<T>(connection: &mut Connection, mut body: impl FnMut(&mut Connection) -> Result<T>) -> Result<T> {
    let mut repeats = 0;
    loop {
        begin(connection, "BEGIN IMMEDIATE", "BEGIN ISOLATION LEVEL REPEATABLE READ")?;
        let transaction = Transaction { connection: &mut *connection };
        let outcome = body(&mut *transaction.connection).and_then(|value| {
            transaction.commit()?;
            Ok(value)
        });
        match outcome {
            Err(Error::Repeat(_)) if repeats < REPEATS => {
                repeats += 1;
                // Unequal pauses, so that two that collided do not collide again; ids are random enough.
                let spread = u64::from(uuid::Uuid::new_v4().as_bytes()[0]) % 8;
                std::thread::sleep(Duration::from_millis(u64::from(repeats) * (2 + spread)));
            }
            Err(Error::Repeat(cause)) => return Err(Error::Busy(cause)),
            outcome => return outcome,
        }
    }
}

fn begin(connection: &mut Connection, sqlite: &str, postgres: &str) -> Result<()> {
    match connection {
        Connection::Sqlite(inner) => AnsiTransactionManager::begin_transaction_sql(inner, sqlite)?,
        Connection::Postgres(inner) => AnsiTransactionManager::begin_transaction_sql(inner, postgres)?,
    }
    Ok(())
}

/// An open transaction. Dropped without a commit, a panic included, it rolls back.
struct Transaction<'a> {
    connection: &'a mut Connection,
}

impl Transaction<'_> {
    /// Commits. A commit that fails leaves nothing to roll back or is rolled back by the drop.
    fn commit(self) -> QueryResult<()> {
        <Connection as TransactionManager<Connection>>::commit_transaction(&mut *self.connection)
    }
}

impl Drop for Transaction<'_> {
    fn drop(&mut self) {
        let status = <Connection as TransactionManager<Connection>>::transaction_manager_status_mut(self.connection);
        let open = !matches!(status.transaction_depth(), Ok(None));
        if open
            && let Err(error) = <Connection as TransactionManager<Connection>>::rollback_transaction(self.connection)
        {
            tracing::warn!(%error, "a transaction could not be rolled back; its connection is given up");
        }
    }
}

/// An insert with something after it. Both databases know the same words, which Diesel offers for neither through the enum.
struct Suffixed<S> {
    insert: S,
    suffix: String,
}

impl<S> QueryId for Suffixed<S> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<S: QueryFragment<MultiBackend>> QueryFragment<MultiBackend> for Suffixed<S> {
    fn walk_ast<'b>(&'b self, mut pass: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        self.insert.walk_ast(pass.reborrow())?;
        pass.push_sql(&self.suffix);
        Ok(())
    }
}

/// Runs an insert of one row unless a unique index already holds such a row. Answers whether the row was written.
///
/// `insert` is `diesel::insert_into(table).values(…)`.
pub fn insert_if_absent<S>(tx: &mut Connection, insert: S) -> QueryResult<bool>
where
    S: QueryFragment<MultiBackend>,
{
    let suffix = " ON CONFLICT DO NOTHING".to_owned();
    diesel::connection::Connection::execute_returning_count(tx, &Suffixed { insert, suffix }).map(|rows| rows > 0)
}

/// Runs an insert of one row; where the columns `key` (a unique index) already hold such a row, its columns `set` take
/// the new values. Column names are those of `schema.rs`.
pub fn upsert<S>(tx: &mut Connection, insert: S, key: &[&str], set: &[&str]) -> QueryResult<usize>
where
    S: QueryFragment<MultiBackend>,
{
    let quoted =
        |names: &[&str], each: fn(&str) -> String| names.iter().map(|n| each(n)).collect::<Vec<_>>().join(", ");
    let key = quoted(key, |name| format!("\"{name}\""));
    let set = quoted(set, |name| format!("\"{name}\" = excluded.\"{name}\""));
    let suffix = format!(" ON CONFLICT ({key}) DO UPDATE SET {set}");
    diesel::connection::Connection::execute_returning_count(tx, &Suffixed { insert, suffix })
}

/// A row that can be written in bulk; declared with [`bulk_row!`](crate::bulk_row).
pub trait BulkRow: Sized {
    /// Writes all rows in this transaction.
    fn insert_all(rows: &[Self], tx: &mut Connection) -> QueryResult<usize>;
}

/// Declares that a row type is written in bulk to a table: `bulk_row!(NewOffer => offers)`.
///
/// The type derives `Insertable` with `#[diesel(treat_none_as_default_value = false)]`, which both ways need.
#[macro_export]
macro_rules! bulk_row {
    ($row:ty => $table:ident) => {
        impl $crate::db::dialect::BulkRow for $row {
            fn insert_all(rows: &[Self], tx: &mut $crate::db::connection::Connection) -> diesel::QueryResult<usize> {
                use diesel::{ExecuteCopyFromDsl as _, RunQueryDsl as _};
                match tx {
                    // One prepared statement, bound again for each row: as quick as many rows in one statement.
                    $crate::db::connection::Connection::Sqlite(inner) => {
                        for row in rows {
                            diesel::insert_into($crate::db::schema::$table::table).values(row).execute(inner)?;
                        }
                        Ok(rows.len())
                    }
                    $crate::db::connection::Connection::Postgres(inner) => {
                        diesel::copy_from($crate::db::schema::$table::table).from_insertable(rows).execute(inner)
                    }
                }
            }
        }
    };
}

/// Writes many rows: prepared rows on SQLite, COPY on PostgreSQL. A row that breaks a unique index fails the whole.
pub fn bulk_insert<R: BulkRow>(tx: &mut Connection, rows: &[R]) -> QueryResult<usize> {
    if rows.is_empty() { Ok(0) } else { R::insert_all(rows, tx) }
}

/// Which jobs to claim.
#[derive(Clone, Copy, Debug)]
pub struct Claim<'a> {
    /// Only this job.
    pub only: Option<&'a str>,
    /// The time now.
    pub now: Instant,
    /// For how many milliseconds nobody else may take them.
    pub lease_ms: i64,
    /// How many at most.
    pub limit: i64,
}

/// Claims jobs whose time has come, or whose worker's lease ran out, for this worker. Two workers never get the same job;
/// on PostgreSQL rows that another worker is just claiming are skipped. Answers their ids, the most urgent first.
pub fn claim_jobs(tx: &mut Connection, claim: Claim<'_>) -> QueryResult<Vec<String>> {
    let only = claim.only.map(str::to_owned);
    let any = only.is_none();
    let wanted = jobs::id.eq(only.unwrap_or_default()).or(any.into_sql::<diesel::sql_types::Bool>());
    let query = jobs::table
        .filter(may_be_taken(claim.now, claim.lease_ms))
        .filter(wanted)
        .order((jobs::priority.desc(), jobs::run_at, jobs::id))
        .limit(claim.limit)
        .select(jobs::id);
    let ids: Vec<String> = match tx {
        Connection::Sqlite(inner) => query.load(inner)?,
        Connection::Postgres(inner) => query.for_update().skip_locked().load(inner)?,
    };
    diesel::update(jobs::table.filter(jobs::id.eq_any(ids.clone())))
        .set((
            jobs::state.eq("running"),
            jobs::attempts.eq(jobs::attempts + 1),
            jobs::locked_until.eq(Some(claim.now.plus_ms(claim.lease_ms))),
        ))
        .execute(tx)?;
    Ok(ids)
}

/// Waits until nobody else holds this key, and holds it to the end of the transaction. On SQLite the one writer holds every key.
///
/// On PostgreSQL the moment of the snapshot may lie before the wait. What the key protects is therefore written with an
/// update or upsert of a row that every holder writes: a stale holder then fails to serialise, and runs again.
pub fn lock_key(tx: &mut Connection, key: &str) -> QueryResult<()> {
    match tx {
        Connection::Sqlite(_) => Ok(()),
        Connection::Postgres(inner) => {
            let mut number = [0; 8];
            number.copy_from_slice(&blake3::hash(key.as_bytes()).as_bytes()[..8]);
            diesel::sql_query("SELECT pg_advisory_xact_lock($1)")
                .bind::<diesel::sql_types::BigInt, _>(i64::from_le_bytes(number))
                .execute(inner)
                .map(drop)
        }
    }
}

/// The clock that all processes of a city share, in milliseconds since 1970: PostgreSQL's own, at this moment. On SQLite
/// there is none, and all processes are of one machine.
pub fn common_clock(connection: &mut Connection) -> QueryResult<Option<i64>> {
    #[derive(diesel::QueryableByName)]
    struct Moment {
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        milliseconds: i64,
    }
    match connection {
        Connection::Sqlite(_) => Ok(None),
        Connection::Postgres(inner) => {
            let query = "SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS milliseconds";
            diesel::sql_query(query).get_result::<Moment>(inner).map(|moment| Some(moment.milliseconds))
        }
    }
}
