//! Connections to either database, and what each is told when it is opened.

use std::path::Path;
use std::str::FromStr;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Connection as _, PgPool, Postgres, SqliteConnection, SqlitePool, Transaction};

use crate::{StoreError, migrations};

/// How long a transaction waits for those before it: less than a request may take.
const BUSY: Duration = Duration::from_secs(20);
/// Connections that read, on SQLite. Reading never waits for writing in WAL mode.
const SQLITE_READERS: u32 = 4;
/// Connections that write, on PostgreSQL. They take turns; more would only wait there instead of here.
const POSTGRES_WRITERS: u32 = 4;
/// Connections that read, on PostgreSQL.
const POSTGRES_READERS: u32 = 12;
/// What begins a transaction that writes, on PostgreSQL. Writers of all servers take turns: each would otherwise fail at
/// the end of the same record and archive, and in a full hall some would fail each time they start over. The lock comes
/// before the first statement, so that what the transaction reads is what the one before it left. The table has one row,
/// which nobody changes or cleans up after; reading it waits for nothing.
pub(crate) const TAKE_TURNS: &str = "LOCK TABLE cooperatives IN SHARE ROW EXCLUSIVE MODE";
/// Of every connection to PostgreSQL: a server that stopped in the middle is not waited for without end, and an
/// acknowledged ballot survives a power cut (`local` and stronger settings stay).
const SETTINGS: &str = "SET lock_timeout = '20s'; SET idle_in_transaction_session_timeout = '60s';
    SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'";

#[derive(Clone)]
pub(crate) enum Pools {
    /// SQLite lets one transaction write at a time, so there is one connection for that.
    Sqlite {
        writer: SqlitePool,
        readers: SqlitePool,
    },
    Postgres {
        writers: PgPool,
        readers: PgPool,
    },
}

impl Pools {
    /// Opens a database by address and brings its schema up to date.
    pub(crate) async fn open(url: &str) -> Result<Self, StoreError> {
        if url.starts_with("sqlite:") {
            open_sqlite(url).await
        } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            open_postgres(url).await
        } else {
            Err(StoreError::Address)
        }
    }
}

impl Pools {
    /// Opens a database that is there, as it is.
    pub(crate) async fn attach(url: &str) -> Result<Self, StoreError> {
        let (pools, made) = if url.starts_with("sqlite:") {
            let options = sqlite_options(url)?;
            if !options.get_filename().exists() {
                return Err(StoreError::Absent);
            }
            let options = options.create_if_missing(false);
            let pools = sqlite_pools(sqlite_writer(&options).await?, options).await?;
            let Self::Sqlite { readers, .. } = &pools else { return Err(StoreError::Address) };
            let made = sqlx::query_scalar(migrations::MADE).fetch_all(readers).await;
            (pools, made)
        } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            let pools = postgres_pools(url).await?;
            let Self::Postgres { readers, .. } = &pools else { return Err(StoreError::Address) };
            let made = sqlx::query_scalar(migrations::MADE).fetch_all(readers).await;
            (pools, made)
        } else {
            return Err(StoreError::Address);
        };
        let made: Vec<i64> = made.map_err(|error| match error {
            // No such table: whatever this is, it is not ours.
            sqlx::Error::Database(inner) if matches!(inner.code().as_deref(), Some("1" | "42P01")) => {
                StoreError::Absent
            }
            other => other.into(),
        })?;
        migrations::compare(&made)?;
        Ok(pools)
    }

    /// Opens the copy of a database file to look at it; nothing is written beside it.
    pub(crate) async fn of_copy(file: &Path) -> Result<Self, StoreError> {
        let options = SqliteConnectOptions::new().filename(file).read_only(true).immutable(true);
        let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options).await?;
        Ok(Self::Sqlite { writer: pool.clone(), readers: pool })
    }
}

/// Begins, even if the caller goes away meanwhile: sqlx forgets a BEGIN on its way to PostgreSQL, and the next transaction
/// on that connection would find itself inside of it, perhaps unable to write.
pub(crate) async fn begin_to_the_end(
    pool: &PgPool,
    begin: &'static str,
    first: &'static str,
) -> Result<Transaction<'static, Postgres>, sqlx::Error> {
    let pool = pool.clone();
    let begun = tokio::spawn(async move {
        let mut tx = pool.begin_with(begin).await?;
        if !first.is_empty() {
            sqlx::raw_sql(first).execute(&mut *tx).await?;
        }
        Ok(tx)
    });
    begun.await.unwrap_or(Err(sqlx::Error::WorkerCrashed))
}

async fn open_postgres(url: &str) -> Result<Pools, StoreError> {
    let pools = postgres_pools(url).await?;
    if let Pools::Postgres { writers, .. } = &pools {
        migrations::postgres().run(writers).await?;
    }
    Ok(pools)
}

async fn postgres_pools(url: &str) -> Result<Pools, StoreError> {
    let options = PgConnectOptions::from_str(url)?;
    let pool = |most| {
        PgPoolOptions::new().max_connections(most).acquire_timeout(BUSY).after_connect(|connection, _| {
            Box::pin(async move { sqlx::raw_sql(SETTINGS).execute(connection).await.map(drop) })
        })
    };
    let writers = pool(POSTGRES_WRITERS).connect_with(options.clone()).await?;
    let readers = pool(POSTGRES_READERS).connect_with(options).await?;
    Ok(Pools::Postgres { writers, readers })
}

async fn open_sqlite(url: &str) -> Result<Pools, StoreError> {
    let options = sqlite_options(url)?.create_if_missing(true).journal_mode(SqliteJournalMode::Wal);
    migrate_sqlite(&options).await?;
    sqlite_pools(sqlite_writer(&options).await?, options).await
}

fn sqlite_options(url: &str) -> Result<SqliteConnectOptions, StoreError> {
    Ok(SqliteConnectOptions::from_str(url)?
        // A ballot acknowledged must survive a power cut.
        .synchronous(SqliteSynchronous::Full)
        // What is forgotten is overwritten, and not left in pages that are free.
        .pragma("secure_delete", "ON")
        .foreign_keys(true)
        .busy_timeout(BUSY))
}

async fn sqlite_writer(options: &SqliteConnectOptions) -> Result<SqlitePool, StoreError> {
    let pool = SqlitePoolOptions::new()
        .max_connections(1)
        .acquire_timeout(BUSY)
        .idle_timeout(None)
        .max_lifetime(None)
        .after_release(|connection, _| Box::pin(is_at_rest(connection)));
    Ok(pool.connect_with(options.clone()).await?)
}

async fn sqlite_pools(writer: SqlitePool, options: SqliteConnectOptions) -> Result<Pools, StoreError> {
    let readers = SqlitePoolOptions::new()
        .max_connections(SQLITE_READERS)
        .connect_with(options.pragma("query_only", "ON"))
        .await?;
    Ok(Pools::Sqlite { writer, readers })
}

/// Brings the schema up to date. SQLite changes a table by making it again, which it lets nobody do while it watches the
/// references to it: they are looked at afterwards, all of them.
async fn migrate_sqlite(options: &SqliteConnectOptions) -> Result<(), StoreError> {
    let mut connection = SqliteConnection::connect_with(&options.clone().foreign_keys(false)).await?;
    migrations::sqlite().run(&mut connection).await?;
    let dangling = sqlx::query("PRAGMA foreign_key_check").fetch_all(&mut connection).await?;
    connection.close().await?;
    if dangling.is_empty() {
        return Ok(());
    }
    Err(StoreError::Inconsistent(format!("{} rows refer to what is not there", dangling.len())))
}

/// Whether a connection can be used again. When its disk is full SQLite undoes a transaction by itself; sqlx, told so by no
/// answer, counts it as open for ever after and begins no other: a new connection takes the place of such a one.
async fn is_at_rest(connection: &mut SqliteConnection) -> Result<bool, sqlx::Error> {
    connection.ping().await?;
    Ok(!connection.is_in_transaction())
}
