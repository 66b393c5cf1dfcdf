//! A database of one test's own, empty or a copy of another.

use std::path::{Path, PathBuf};
use std::str::FromStr as _;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use sqlx::postgres::PgConnectOptions;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, PgConnection, SqliteConnection};

use super::Contents;
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
    Sqlite { folder: PathBuf, file: PathBuf },
    Postgres { server: String, name: String },
}

impl Place {
    /// An empty database in a folder.
    #[must_use]
    pub fn sqlite(folder: &Path) -> Self {
        let file = folder.join(format!("{}.sqlite", NEXT.fetch_add(1, Ordering::Relaxed)));
        Self(Kind::Sqlite { folder: folder.to_owned(), file })
    }

    /// An empty database of a server, whose role may make databases.
    ///
    /// # Errors
    /// [`StoreError::Driver`].
    pub async fn postgres(server: &str) -> Result<Self, StoreError> {
        Self::create(server, "template1").await
    }

    async fn create(server: &str, template: &str) -> Result<Self, StoreError> {
        let name = format!("voix_test_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let mut connection = PgConnection::connect(server).await?;
        for statement in [
            format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"),
            format!("CREATE DATABASE {name} TEMPLATE {template}"),
        ] {
            sqlx::query(AssertSqlSafe(statement)).execute(&mut connection).await?;
        }
        connection.close().await?;
        Ok(Self(Kind::Postgres { server: server.to_owned(), name }))
    }

    /// A copy. The database must be closed.
    ///
    /// # Errors
    /// [`StoreError::Driver`].
    pub async fn copy(&self) -> Result<Self, StoreError> {
        match &self.0 {
            Kind::Sqlite { folder, file } => {
                let copy = Self::sqlite(folder);
                if let Kind::Sqlite { file: to, .. } = &copy.0 {
                    std::fs::copy(file, to).map_err(|error| StoreError::Driver(error.into()))?;
                }
                Ok(copy)
            }
            Kind::Postgres { server, name } => Self::create(server, name).await,
        }
    }

    /// Where it is, for [`crate::Db::open`].
    ///
    /// # Errors
    /// [`StoreError::Driver`].
    pub fn url(&self) -> Result<String, StoreError> {
        match &self.0 {
            Kind::Sqlite { file, .. } => Ok(format!("sqlite:{}", file.display())),
            Kind::Postgres { server, name } => {
                Ok(PgConnectOptions::from_str(server)?.database(name).to_url_lossy().to_string())
            }
        }
    }

    /// Everything in it, once nobody else is in the middle of something.
    ///
    /// # Errors
    /// [`StoreError::Driver`]; [`StoreError::Busy`] when somebody stays in the middle of something.
    pub async fn contents(&self) -> Result<Contents, StoreError> {
        let url = self.url()?;
        if let Kind::Sqlite { .. } = self.0 {
            let options = SqliteConnectOptions::from_str(&url)?.busy_timeout(Duration::from_secs(20));
            let mut connection = SqliteConnection::connect_with(&options).await?;
            // Waits for the writer before it.
            let mut tx = connection.begin_with("BEGIN IMMEDIATE").await?;
            let contents = Contents::of_sqlite(&mut tx).await?;
            tx.rollback().await?;
            connection.close().await?;
            return Ok(contents);
        }
        let mut connection = PgConnection::connect(&url).await?;
        settle(&mut connection).await?;
        let contents = Contents::of_postgres(&mut connection).await?;
        connection.close().await?;
        Ok(contents)
    }

    /// Runs a statement that only a test would write; the rows it touched.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn raw(&self, statement: &str) -> Result<u64, StoreError> {
        let (url, statement) = (self.url()?, AssertSqlSafe(statement.to_owned()));
        Ok(match self.0 {
            Kind::Sqlite { .. } => {
                let options = SqliteConnectOptions::from_str(&url)?.foreign_keys(true);
                let mut connection = SqliteConnection::connect_with(&options).await?;
                sqlx::query(statement).execute(&mut connection).await?.rows_affected()
            }
            Kind::Postgres { .. } => {
                let mut connection = PgConnection::connect(&url).await?;
                sqlx::query(statement).execute(&mut connection).await?.rows_affected()
            }
        })
    }

    /// Removes it, whoever is still connected.
    ///
    /// # Errors
    /// [`StoreError::Driver`].
    pub async fn remove(self) -> Result<(), StoreError> {
        match self.0 {
            Kind::Sqlite { file, .. } => std::fs::remove_file(file).map_err(|error| StoreError::Driver(error.into())),
            Kind::Postgres { server, name } => {
                let mut connection = PgConnection::connect(&server).await?;
                let statement = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
                sqlx::query(AssertSqlSafe(statement)).execute(&mut connection).await?;
                Ok(connection.close().await?)
            }
        }
    }
}

/// Waits until every other connection to this database is at rest, as after a COMMIT whose answer nobody waited for.
async fn settle(connection: &mut PgConnection) -> Result<(), StoreError> {
    const BUSY: &str = "SELECT COUNT(*) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'";
    for _ in 0..500 {
        if sqlx::query_scalar::<_, i64>(BUSY).fetch_one(&mut *connection).await? == 0 {
            return Ok(());
        }
        sqlx::query("SELECT pg_sleep(0.01)").execute(&mut *connection).await?;
    }
    Err(StoreError::Busy)
}
