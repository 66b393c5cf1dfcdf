//! A database of one test's own, that can be brought back to an earlier moment.

use std::path::{Path, PathBuf};
use std::str::FromStr as _;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, PgConnection, PgPool, SqliteConnection};

use super::Contents;
use super::contents::POSTGRES_TABLES;
use crate::StoreError;

/// Tells the databases of one process apart.
static NEXT: AtomicU32 = AtomicU32::new(0);

/// Where tests may make databases on PostgreSQL. Without `VOIX_TEST_POSTGRES_URL` they are left out, loudly, and in CI
/// they fail: `cargo xtask test` starts a cluster and sets it.
///
/// # Panics
/// In CI, when it is not set.
#[must_use]
pub fn postgres_address() -> Option<String> {
    let address = std::env::var("VOIX_TEST_POSTGRES_URL").ok();
    if address.is_none() {
        let ci = std::env::var("CI").is_ok_and(|value| value == "true" || value == "1");
        assert!(!ci, "VOIX_TEST_POSTGRES_URL is not set, and CI leaves nothing out");
        eprintln!("SKIPPED on PostgreSQL: VOIX_TEST_POSTGRES_URL is not set");
    }
    address
}

/// A database. One on PostgreSQL stays until [`Place::remove`]; one on SQLite goes with its folder.
#[derive(Clone, Debug)]
pub struct Place(Kind);

#[derive(Clone, Debug)]
enum Kind {
    Sqlite { file: PathBuf },
    Postgres { server: String, name: String, pool: PgPool },
}

impl Place {
    /// An empty database in a folder.
    #[must_use]
    pub fn sqlite(folder: &Path) -> Self {
        Self(Kind::Sqlite { file: folder.join(format!("{}.sqlite", NEXT.fetch_add(1, Ordering::Relaxed))) })
    }

    /// An empty database of a server, whose role may make databases and pass over triggers.
    ///
    /// # Errors
    /// [`StoreError::Driver`].
    pub async fn postgres(server: &str) -> Result<Self, StoreError> {
        let name = format!("voix_test_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let mut connection = PgConnection::connect(server).await?;
        for statement in [format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"), format!("CREATE DATABASE {name}")] {
            sqlx::query(AssertSqlSafe(statement)).execute(&mut connection).await?;
        }
        connection.close().await?;
        let pool = PgPoolOptions::new()
            .max_connections(1)
            .connect_lazy_with(PgConnectOptions::from_str(server)?.database(&name));
        Ok(Self(Kind::Postgres { server: server.to_owned(), name, pool }))
    }

    /// Where it is, for [`crate::Db::open`].
    ///
    /// # Errors
    /// [`StoreError::Driver`].
    pub fn url(&self) -> Result<String, StoreError> {
        match &self.0 {
            Kind::Sqlite { file } => Ok(format!("sqlite:{}", file.display())),
            Kind::Postgres { server, name, .. } => {
                Ok(PgConnectOptions::from_str(server)?.database(name).to_url_lossy().to_string())
            }
        }
    }

    /// Whether connections to it can be cut from outside.
    #[must_use]
    pub fn has_connections(&self) -> bool {
        matches!(self.0, Kind::Postgres { .. })
    }

    /// Everything in it, once nobody else is in the middle of something.
    ///
    /// # Errors
    /// [`StoreError::Driver`]; [`StoreError::Busy`] when somebody stays in the middle of something.
    pub async fn contents(&self) -> Result<Contents, StoreError> {
        match &self.0 {
            Kind::Sqlite { file } => {
                let mut connection = open(file).await?;
                // Waits for the writer before it.
                let mut tx = connection.begin_with("BEGIN IMMEDIATE").await?;
                let contents = Contents::of_sqlite(&mut tx).await?;
                tx.rollback().await?;
                Ok(contents)
            }
            Kind::Postgres { pool, .. } => {
                let mut connection = pool.acquire().await?;
                settle(&mut connection).await?;
                Contents::of_postgres(&mut connection).await
            }
        }
    }

    /// Keeps a copy of every row, for [`Place::restore`]; everything there is, as it is kept.
    ///
    /// # Errors
    /// As [`Place::contents`].
    pub async fn keep(&self) -> Result<Contents, StoreError> {
        let contents = self.contents().await?;
        match &self.0 {
            Kind::Sqlite { file } => {
                let statement = format!("VACUUM INTO '{}'", kept(file).display());
                sqlx::query(AssertSqlSafe(statement)).execute(&mut open(file).await?).await?;
            }
            Kind::Postgres { pool, .. } => {
                let tables: Vec<String> = sqlx::query_scalar(POSTGRES_TABLES).fetch_all(pool).await?;
                let copies = tables.iter().map(|table| format!("CREATE TABLE kept.{table} AS TABLE {table};"));
                let statements = format!("CREATE SCHEMA kept; {}", copies.collect::<String>());
                sqlx::raw_sql(AssertSqlSafe(statements)).execute(pool).await?;
            }
        }
        Ok(contents)
    }

    /// Brings every table that has other rows than were kept back to these, past the triggers that forbid it.
    ///
    /// # Errors
    /// As [`Place::contents`].
    pub async fn restore(&self, before: &Contents) -> Result<(), StoreError> {
        let now = self.contents().await?;
        let tables = before.changed(&now);
        if tables.is_empty() {
            return Ok(());
        }
        match &self.0 {
            Kind::Sqlite { file } => restore_sqlite(file, &tables).await,
            Kind::Postgres { pool, .. } => {
                let rows =
                    tables.iter().map(|table| format!("DELETE FROM {table}; INSERT INTO {table} TABLE kept.{table};"));
                let statements =
                    format!("BEGIN; SET LOCAL session_replication_role = replica; {} COMMIT", rows.collect::<String>());
                sqlx::raw_sql(AssertSqlSafe(statements)).execute(pool).await?;
                Ok(())
            }
        }
    }

    /// Chooses a setting for all connections to come, as an operator may.
    ///
    /// # Errors
    /// [`StoreError::Driver`].
    pub async fn prefer(&self, setting: &str, value: &str) -> Result<(), StoreError> {
        if let Kind::Postgres { name, pool, .. } = &self.0 {
            let statement = format!("ALTER DATABASE {name} SET {setting} = {value}");
            sqlx::query(AssertSqlSafe(statement)).execute(pool).await?;
        }
        Ok(())
    }

    /// Cuts every connection to it.
    ///
    /// # Errors
    /// [`StoreError::Driver`].
    pub async fn cut(&self) -> Result<(), StoreError> {
        const CUT: &str = "SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid()";
        if let Kind::Postgres { pool, .. } = &self.0 {
            sqlx::query_scalar::<_, i64>(CUT).fetch_one(pool).await?;
        }
        Ok(())
    }

    /// Removes it, whoever is still connected.
    ///
    /// # Errors
    /// [`StoreError::Driver`].
    pub async fn remove(self) -> Result<(), StoreError> {
        if let Kind::Postgres { server, name, pool } = self.0 {
            pool.close().await;
            let mut connection = PgConnection::connect(&server).await?;
            let statement = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
            sqlx::query(AssertSqlSafe(statement)).execute(&mut connection).await?;
            connection.close().await?;
        }
        Ok(())
    }
}

async fn open(file: &Path) -> Result<SqliteConnection, StoreError> {
    let options = SqliteConnectOptions::new().filename(file).busy_timeout(Duration::from_secs(20)).foreign_keys(false);
    Ok(SqliteConnection::connect_with(&options).await?)
}

fn kept(file: &Path) -> PathBuf {
    file.with_extension("kept")
}

async fn restore_sqlite(file: &Path, tables: &[&str]) -> Result<(), StoreError> {
    let mut connection = open(file).await?;
    let attach = format!("ATTACH '{}' AS kept", kept(file).display());
    sqlx::query(AssertSqlSafe(attach)).execute(&mut connection).await?;
    let mut tx = connection.begin_with("BEGIN IMMEDIATE").await?;
    let mut triggers: Vec<(String, String, String)> =
        sqlx::query_as("SELECT tbl_name, name, sql FROM main.sqlite_schema WHERE type = 'trigger'")
            .fetch_all(&mut *tx)
            .await?;
    triggers.retain(|(table, ..)| tables.contains(&table.as_str()));
    let drops = triggers.iter().map(|(_, name, _)| format!("DROP TRIGGER {name};"));
    let rows = tables
        .iter()
        .map(|table| format!("DELETE FROM main.{table}; INSERT INTO main.{table} SELECT * FROM kept.{table};"));
    let makes = triggers.iter().map(|(.., source)| format!("{source};"));
    let statements: String = drops.chain(rows).chain(makes).collect();
    sqlx::raw_sql(AssertSqlSafe(statements)).execute(&mut *tx).await?;
    Ok(tx.commit().await?)
}

/// Waits until every other connection to this database is at rest, as after a COMMIT whose answer nobody waited for.
async fn settle(connection: &mut PgConnection) -> Result<(), StoreError> {
    const BUSY: &str = "SELECT COUNT(*) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'";
    for _ in 0..1000 {
        if sqlx::query_scalar::<_, i64>(BUSY).fetch_one(&mut *connection).await? == 0 {
            return Ok(());
        }
        sqlx::query("SELECT pg_sleep(0.005)").execute(&mut *connection).await?;
    }
    Err(StoreError::Busy)
}
