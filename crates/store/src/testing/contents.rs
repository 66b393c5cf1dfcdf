//! Everything a database holds.

use std::collections::{BTreeMap, BTreeSet};

use sqlx::{AssertSqlSafe, PgConnection, SqliteConnection};

use crate::StoreError;

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
        let tables: BTreeSet<&String> = self.0.keys().chain(other.0.keys()).collect();
        let mut text = String::new();
        for table in tables {
            let (mine, theirs) = (self.rows(table), other.rows(table));
            for (sign, row) in
                mine.difference(&theirs).map(|row| ('-', row)).chain(theirs.difference(&mine).map(|row| ('+', row)))
            {
                text.push_str(&format!("{sign} {table} {}\n", row.chars().take(300).collect::<String>()));
            }
        }
        text
    }

    fn rows(&self, table: &str) -> BTreeSet<&String> {
        self.0.get(table).into_iter().flatten().collect()
    }

    pub(super) async fn of_sqlite(connection: &mut SqliteConnection) -> Result<Self, StoreError> {
        let tables = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '_sqlx_%'";
        let tables: Vec<String> = sqlx::query_scalar(tables).fetch_all(&mut *connection).await?;
        let mut all = BTreeMap::new();
        for table in tables {
            let columns: Vec<String> = sqlx::query_scalar("SELECT name FROM pragma_table_info($1)")
                .bind(&table)
                .fetch_all(&mut *connection)
                .await?;
            let quoted: Vec<String> = columns.iter().map(|column| format!("quote(\"{column}\")")).collect();
            let rows = format!("SELECT {} AS row FROM {table} ORDER BY row", quoted.join(" || ',' || "));
            let rows = sqlx::query_scalar(AssertSqlSafe(rows)).fetch_all(&mut *connection).await?;
            all.insert(table, rows);
        }
        Ok(Self(all))
    }

    pub(super) async fn of_postgres(connection: &mut PgConnection) -> Result<Self, StoreError> {
        let tables = "SELECT tablename::TEXT FROM pg_tables WHERE schemaname = current_schema() AND tablename NOT LIKE '\\_sqlx%'";
        let tables: Vec<String> = sqlx::query_scalar(tables).fetch_all(&mut *connection).await?;
        let mut all = BTreeMap::new();
        for table in tables {
            let rows = format!("SELECT CAST(row AS TEXT) FROM {table} AS row ORDER BY 1");
            let rows = sqlx::query_scalar(AssertSqlSafe(rows)).fetch_all(&mut *connection).await?;
            all.insert(table, rows);
        }
        Ok(Self(all))
    }
}
