//! How typed values stand in the database: identifiers and codes as text, instants as milliseconds, dates as ISO text,
//! JSON as text. Nothing else implements Diesel's traits.

use super::connection::MultiBackend;
use crate::error::{Error, Result};
use diesel::{
    backend::Backend,
    deserialize::{self, FromSql, FromSqlRow},
    expression::AsExpression,
    pg::Pg,
    serialize::{self, IsNull, Output, ToSql},
    sql_types::{BigInt, Text},
    sqlite::Sqlite,
};
use jiff::civil::Date;
use std::{fmt, io::Write};

/// A value that is kept as text under a stable name.
pub trait AsText: Sized + fmt::Debug + 'static {
    /// The stored text.
    fn to_stored(&self) -> String;
    /// Reads a stored text; nothing when it is none of ours.
    fn from_stored(text: &str) -> Option<Self>;
}

/// A value that is kept as text: an identifier, a state, a date. `Stored(id)` goes into queries, `.0` comes out of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub struct Stored<T: AsText>(pub T);

impl<T: AsText> ToSql<Text, Sqlite> for Stored<T> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.0.to_stored());
        Ok(IsNull::No)
    }
}

impl<T: AsText> ToSql<Text, Pg> for Stored<T> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        out.write_all(self.0.to_stored().as_bytes())?;
        Ok(IsNull::No)
    }
}

impl<T: AsText + Send + Sync> ToSql<Text, MultiBackend> for Stored<T> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, MultiBackend>) -> serialize::Result {
        out.set_value((Text, self));
        Ok(IsNull::No)
    }
}

impl<DB: Backend, T: AsText> FromSql<Text, DB> for Stored<T>
where
    String: FromSql<Text, DB>,
{
    fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
        let text = String::from_sql(bytes)?;
        T::from_stored(&text).map(Stored).ok_or_else(|| format!("unknown code in the database: {text:?}").into())
    }
}

impl AsText for Date {
    fn to_stored(&self) -> String {
        self.to_string()
    }

    fn from_stored(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}

/// A civil date of the city (Asia/Shanghai), kept as `2026-11-23`: texts sort as dates do.
pub type StoredDate = Stored<Date>;

/// An instant: milliseconds since 1970 in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, AsExpression, FromSqlRow)]
#[diesel(sql_type = BigInt)]
pub struct Instant(pub i64);

impl Instant {
    /// This instant and so many milliseconds.
    #[must_use]
    pub fn plus_ms(self, milliseconds: i64) -> Self {
        Self(self.0.saturating_add(milliseconds))
    }

    /// This instant and so many minutes.
    #[must_use]
    pub fn plus_minutes(self, minutes: i64) -> Self {
        self.plus_ms(minutes.saturating_mul(60_000))
    }
}

impl<DB: Backend> ToSql<BigInt, DB> for Instant
where
    i64: ToSql<BigInt, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        self.0.to_sql(out)
    }
}

impl<DB: Backend> FromSql<BigInt, DB> for Instant
where
    i64: FromSql<BigInt, DB>,
{
    fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
        i64::from_sql(bytes).map(Self)
    }
}

/// Implements [`AsText`] for types with `as_str` and `from_text`.
macro_rules! codes {
    ($($code:ty),+ $(,)?) => {$(
        impl $crate::db::types::AsText for $code {
            fn to_stored(&self) -> String {
                self.as_str().to_owned()
            }

            fn from_stored(text: &str) -> Option<Self> {
                Self::from_text(text)
            }
        }
    )+};
}

pub(crate) use codes;

/// Implements [`AsText`] for identifiers.
macro_rules! identifiers {
    ($($id:ident),+ $(,)?) => {$(
        impl AsText for contract::ids::$id {
            fn to_stored(&self) -> String {
                self.0.clone()
            }

            fn from_stored(text: &str) -> Option<Self> {
                Some(Self(text.to_owned()))
            }
        }
    )+};
}

identifiers!(
    AccountId,
    ResidentId,
    PolicyVersionId,
    OfferId,
    DraftId,
    ApplicationId,
    NoticeId,
    JobId,
    JournalId,
    DisputeId,
    ArrangementId,
);

codes!(contract::applications::ApplicationState);

/// A fresh identifier: UUIDv7, so that identifiers sort by the time they were made.
pub fn new_id(now: Instant) -> String {
    let milliseconds = u64::try_from(now.0).unwrap_or(0);
    let nanoseconds = u32::try_from(milliseconds % 1_000).unwrap_or(0) * 1_000_000;
    let moment = uuid::Timestamp::from_unix(uuid::NoContext, milliseconds / 1_000, nanoseconds);
    uuid::Uuid::new_v7(moment).to_string()
}

/// Writes a value as the JSON text of a column.
pub fn to_json(value: &impl serde::Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(Error::caused_by)
}

/// Reads the JSON text of a column.
pub fn from_json<T: serde::de::DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(Error::caused_by)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_sort_by_time() {
        let ids = [1, 2, 3, 1_800_000_000_000].map(|ms| new_id(Instant(ms)));
        assert!(ids.is_sorted(), "{ids:?}");
    }
}
