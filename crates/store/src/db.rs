//! The only place that knows there are two databases.

use std::str::FromStr;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{PgPool, Postgres, Sqlite, SqlitePool, Transaction};

use crate::StoreError;
use crate::migrations;

/// How long a writer waits for the one before it, on SQLite.
const BUSY: Duration = Duration::from_secs(20);
/// Connections that read, on SQLite. Reading never waits for writing in WAL mode.
const SQLITE_READERS: u32 = 4;
/// Connections, on PostgreSQL.
const POSTGRES_CONNECTIONS: u32 = 16;

/// An open database. Cloning shares its connections.
#[derive(Clone)]
pub struct Db {
    pools: Pools,
}

#[derive(Clone)]
enum Pools {
    /// SQLite lets one transaction write at a time, so there is one connection for that.
    Sqlite {
        writer: SqlitePool,
        readers: SqlitePool,
    },
    Postgres(PgPool),
}

/// A transaction. Dropped without [`Tx::commit`], it is undone.
pub struct Tx(pub(crate) Inner);

pub(crate) enum Inner {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

impl Db {
    /// Opens `sqlite:PATH` (created if absent) or `postgres://…` and brings its schema up to date.
    ///
    /// # Errors
    /// [`StoreError::Address`] for another scheme, [`StoreError::Driver`] if the database cannot be opened or migrated.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        let pools = if url.starts_with("sqlite:") {
            open_sqlite(url).await?
        } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            let options = PgConnectOptions::from_str(url)?;
            let pool = PgPoolOptions::new().max_connections(POSTGRES_CONNECTIONS).connect_with(options).await?;
            migrations::postgres().run(&pool).await?;
            Pools::Postgres(pool)
        } else {
            return Err(StoreError::Address);
        };
        Ok(Self { pools })
    }

    /// Begins a transaction that may write. On SQLite it waits for the writer before it; on PostgreSQL it is
    /// serializable, and may end in [`StoreError::Busy`]: the caller then starts over.
    ///
    /// # Errors
    /// [`StoreError::Busy`] or [`StoreError::Driver`].
    pub async fn write(&self) -> Result<Tx, StoreError> {
        Ok(Tx(match &self.pools {
            Pools::Sqlite { writer, .. } => Inner::Sqlite(writer.begin_with("BEGIN IMMEDIATE").await?),
            Pools::Postgres(pool) => Inner::Postgres(pool.begin_with("BEGIN ISOLATION LEVEL SERIALIZABLE").await?),
        }))
    }

    /// Begins a transaction that only reads, from one consistent state.
    ///
    /// # Errors
    /// [`StoreError::Driver`].
    pub async fn read(&self) -> Result<Tx, StoreError> {
        Ok(Tx(match &self.pools {
            Pools::Sqlite { readers, .. } => Inner::Sqlite(readers.begin().await?),
            Pools::Postgres(pool) => {
                Inner::Postgres(pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?)
            }
        }))
    }

    /// Closes every connection; on SQLite the write-ahead log is folded into the file.
    pub async fn close(&self) {
        match &self.pools {
            Pools::Sqlite { writer, readers } => {
                readers.close().await;
                writer.close().await;
            }
            Pools::Postgres(pool) => pool.close().await,
        }
    }
}

/// Makes a schema in a PostgreSQL database, if it is not there, and answers the address that works in it: several
/// cooperatives can live in one database, each in its schema.
///
/// # Errors
/// [`StoreError::Address`] when the address is not PostgreSQL's or the name is not of small letters, digits and `_`;
/// [`StoreError::Driver`].
pub async fn postgres_schema(url: &str, name: &str) -> Result<String, StoreError> {
    use sqlx::Connection as _;
    let plain = name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if !plain || !url.starts_with("postgres") {
        return Err(StoreError::Address);
    }
    let mut connection = sqlx::PgConnection::connect(url).await?;
    let statement = sqlx::AssertSqlSafe(format!("CREATE SCHEMA IF NOT EXISTS {name}"));
    sqlx::query(statement).execute(&mut connection).await?;
    connection.close().await?;
    let joint = if url.contains('?') { '&' } else { '?' };
    Ok(format!("{url}{joint}options[search_path]={name}"))
}

impl Tx {
    /// Makes everything done in the transaction durable, at once.
    ///
    /// # Errors
    /// [`StoreError::Busy`] (nothing was done) or [`StoreError::Driver`].
    pub async fn commit(self) -> Result<(), StoreError> {
        match self.0 {
            Inner::Sqlite(tx) => tx.commit().await,
            Inner::Postgres(tx) => tx.commit().await,
        }
        .map_err(StoreError::from)
    }

    /// Undoes everything done in the transaction. Dropping does it too; this waits until it is done.
    ///
    /// # Errors
    /// [`StoreError::Driver`].
    pub async fn rollback(self) -> Result<(), StoreError> {
        match self.0 {
            Inner::Sqlite(tx) => tx.rollback().await,
            Inner::Postgres(tx) => tx.rollback().await,
        }
        .map_err(StoreError::from)
    }
}

async fn open_sqlite(url: &str) -> Result<Pools, StoreError> {
    let options = SqliteConnectOptions::from_str(url)?
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        // A ballot acknowledged must survive a power cut.
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(BUSY);
    let writer = SqlitePoolOptions::new()
        .max_connections(1)
        .acquire_timeout(BUSY)
        .idle_timeout(None)
        .max_lifetime(None)
        .connect_with(options.clone())
        .await?;
    migrations::sqlite().run(&writer).await?;
    let readers = SqlitePoolOptions::new()
        .max_connections(SQLITE_READERS)
        .connect_with(options.pragma("query_only", "ON"))
        .await?;
    Ok(Pools::Sqlite { writer, readers })
}

/// Runs one expression on whichever connection the transaction has.
macro_rules! on {
    ($tx:expr, |$connection:ident| $run:expr) => {
        match &mut $tx.0 {
            $crate::db::Inner::Sqlite(tx) => {
                let $connection = &mut **tx;
                $run
            }
            $crate::db::Inner::Postgres(tx) => {
                let $connection = &mut **tx;
                $run
            }
        }
    };
}

/// Executes a statement; the number of rows it touched.
macro_rules! execute {
    ($tx:expr, $sql:expr $(, $value:expr)* $(,)?) => {
        $crate::db::on!($tx, |connection| {
            ::sqlx::query($sql)$(.bind($value))*.execute(connection).await.map(|done| done.rows_affected())
        })
        .map_err($crate::StoreError::from)
    };
}

/// Reads every row a statement yields.
macro_rules! fetch_all {
    ($tx:expr, $row:ty, $sql:expr $(, $value:expr)* $(,)?) => {
        $crate::db::on!($tx, |connection| {
            ::sqlx::query_as::<_, $row>($sql)$(.bind($value))*.fetch_all(connection).await
        })
        .map_err($crate::StoreError::from)
    };
}

/// Reads the one row a statement yields, if it does.
macro_rules! fetch_optional {
    ($tx:expr, $row:ty, $sql:expr $(, $value:expr)* $(,)?) => {
        $crate::db::on!($tx, |connection| {
            ::sqlx::query_as::<_, $row>($sql)$(.bind($value))*.fetch_optional(connection).await
        })
        .map_err($crate::StoreError::from)
    };
}

/// Reads one number.
macro_rules! fetch_count {
    ($tx:expr, $sql:expr $(, $value:expr)* $(,)?) => {
        $crate::db::on!($tx, |connection| {
            ::sqlx::query_scalar::<_, i64>($sql)$(.bind($value))*.fetch_one(connection).await
        })
        .map_err($crate::StoreError::from)
        .and_then($crate::db::count)
    };
}

/// Declares the statements of a file, each a constant, all of them in `ALL`: the tests prepare every one on both
/// databases.
macro_rules! sql {
    ($($name:ident = $text:expr;)+) => {
        $(const $name: &str = $text;)+
        /// Every statement of this file.
        pub(crate) const ALL: &[&str] = &[$($name),+];
    };
}

/// A number the database counted.
pub(crate) fn count(number: i64) -> Result<u32, StoreError> {
    u32::try_from(number).map_err(|_| StoreError::Inconsistent(format!("a count of {number}")))
}

pub(crate) use {execute, fetch_all, fetch_count, fetch_optional, on, sql};

impl Tx {
    /// Asks the database to prepare a statement without running it: a statement the database cannot run is an error.
    ///
    /// # Errors
    /// [`StoreError::Driver`].
    pub async fn prepare(&mut self, statement: &'static str) -> Result<(), StoreError> {
        use sqlx::{Executor, SqlStr};
        on!(self, |connection| connection.prepare(SqlStr::from_static(statement)).await.map(drop))
            .map_err(StoreError::from)
    }
}
