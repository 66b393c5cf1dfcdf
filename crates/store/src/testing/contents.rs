//! Everything a database holds.

use std::collections::{BTreeMap, BTreeSet};

use sqlx::{AssertSqlSafe, PgConnection, SqliteConnection};

use crate::StoreError;

/// Our tables, on SQLite.
const SQLITE_TABLES: &str = "SELECT name FROM main.sqlite_schema
    WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE '\\_sqlx%' ESCAPE '\\'";
/// Our tables, on PostgreSQL.
pub(super) const POSTGRES_TABLES: &str = "SELECT tablename::TEXT FROM pg_tables
    WHERE schemaname = current_schema() AND tablename NOT LIKE '\\_sqlx%'";

/// Every row of every table, as text, sorted: two databases are equal when these are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contents(BTreeMap<String, Vec<String>>);

impl Contents {
    /// How many rows each table has.
    #[must_use]
    pub fn sizes(&self) -> BTreeMap<&str, usize> {
        self.0.iter().map(|(table, rows)| (table.as_str(), rows.len())).collect()
    }

    /// Tables that differ between the two, each with the rows that only one of them has.
    #[must_use]
    pub fn difference(&self, other: &Self) -> String {
        let mut text = String::new();
        for table in self.changed(other) {
            let (mine, theirs) = (self.rows(table), other.rows(table));
            for (sign, row) in
                mine.difference(&theirs).map(|row| ('-', row)).chain(theirs.difference(&mine).map(|row| ('+', row)))
            {
                text.push_str(&format!("{sign} {table} {}\n", row.chars().take(300).collect::<String>()));
            }
        }
        text
    }

    /// Tables whose rows are not the same in the other.
    #[must_use]
    pub fn changed<'a>(&'a self, other: &'a Self) -> Vec<&'a str> {
        let tables: BTreeSet<&String> = self.0.keys().chain(other.0.keys()).collect();
        let changed = tables.into_iter().filter(|table| self.0.get(*table) != other.0.get(*table));
        changed.map(String::as_str).collect()
    }

    fn rows(&self, table: &str) -> BTreeSet<&String> {
        self.0.get(table).into_iter().flatten().collect()
    }

    pub(super) async fn of_sqlite(connection: &mut SqliteConnection) -> Result<Self, StoreError> {
        let columns = format!(
            "SELECT t.name, (SELECT group_concat('quote(\"' || name || '\")', ' || '','' || ') FROM pragma_table_info(t.name))
             FROM ({SQLITE_TABLES}) t"
        );
        let tables: Vec<(String, String)> = sqlx::query_as(AssertSqlSafe(columns)).fetch_all(&mut *connection).await?;
        let parts: Vec<String> =
            tables.iter().map(|(table, row)| format!("SELECT '{table}', {row} FROM {table}")).collect();
        let rows = parts.join(" UNION ALL ");
        Ok(Self::of_rows(sqlx::query_as(AssertSqlSafe(rows)).fetch_all(&mut *connection).await?))
    }

    pub(super) async fn of_postgres(connection: &mut PgConnection) -> Result<Self, StoreError> {
        let tables: Vec<String> = sqlx::query_scalar(POSTGRES_TABLES).fetch_all(&mut *connection).await?;
        let parts: Vec<String> =
            tables.iter().map(|table| format!("SELECT '{table}', CAST(row AS TEXT) FROM {table} AS row")).collect();
        let rows = parts.join(" UNION ALL ");
        Ok(Self::of_rows(sqlx::query_as(AssertSqlSafe(rows)).fetch_all(&mut *connection).await?))
    }

    fn of_rows(rows: Vec<(String, String)>) -> Self {
        let mut all: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (table, row) in rows {
            all.entry(table).or_default().push(row);
        }
        all.values_mut().for_each(|rows| rows.sort_unstable());
        Self(all)
    }
}
