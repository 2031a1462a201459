//! Columns of contract types. Works with any release of rusqlite.

use std::error::Error;

use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};

/// A text column: `Sql<Name>`, or `Option<Sql<Email>>` for a column that may be `NULL`.
///
/// A stored text that breaks the contract is an error of the query.
pub struct Sql<T>(pub T);

impl<T: AsRef<str>> ToSql for Sql<&T> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.0.as_ref().into())
    }
}

impl<T: TryFrom<String, Error: Error + Send + Sync + 'static>> FromSql for Sql<T> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        T::try_from(String::column_result(value)?).map(Self).map_err(|error| FromSqlError::Other(Box::new(error)))
    }
}

/// An integer column.
pub struct SqlId<T>(pub T);

impl<T: TryFrom<i64, Error: Error + Send + Sync + 'static>> FromSql for SqlId<T> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        T::try_from(i64::column_result(value)?).map(Self).map_err(|error| FromSqlError::Other(Box::new(error)))
    }
}

/// A JSON column.
pub struct SqlJson<T>(pub T);

impl<T: serde::de::DeserializeOwned> FromSql for SqlJson<T> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        serde_json::from_str(value.as_str()?).map(Self).map_err(|error| FromSqlError::Other(Box::new(error)))
    }
}
