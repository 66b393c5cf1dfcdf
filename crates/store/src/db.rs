//! What knows that there are two databases, with `pools`: transactions, and the statements run in them.

use sqlx::{Postgres, Sqlite, Transaction};

use crate::StoreError;
use crate::pools::{Pools, TAKE_TURNS, begin_to_the_end};
use crate::watch::{Failures, Step, Watch};

/// An open database. Cloning shares its connections.
#[derive(Clone)]
pub struct Db {
    pools: Pools,
    watch: Watch,
}

/// A transaction. Dropped without [`Tx::commit`], it is undone.
pub struct Tx {
    pub(crate) inner: Inner,
    pub(crate) watch: Watch,
    /// A statement failed or was left in the middle: what was done before it cannot be made durable.
    pub(crate) broken: bool,
}

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
        Ok(Self::of(Pools::open(url).await?))
    }

    /// Opens a database that is there, as it is: nothing is made, nothing is brought up to date.
    ///
    /// # Errors
    /// [`StoreError::Absent`], [`StoreError::Newer`], [`StoreError::Older`]; as [`Db::open`].
    pub async fn attach(url: &str) -> Result<Self, StoreError> {
        Ok(Self::of(Pools::attach(url).await?))
    }

    pub(crate) fn of(pools: Pools) -> Self {
        Self { pools, watch: Watch::default() }
    }

    pub(crate) fn pools(&self) -> &Pools {
        &self.pools
    }

    /// How often the database failed to do what it was asked, since it was opened.
    #[must_use]
    pub fn failures(&self) -> Failures {
        self.watch.failures()
    }

    /// The same database, every step in it seen and perhaps spoiled by a probe.
    #[cfg(feature = "testing")]
    #[must_use]
    pub fn watched(&self, probe: std::sync::Arc<dyn crate::testing::Probe>) -> Self {
        Self { pools: self.pools.clone(), watch: Watch::by(probe) }
    }

    /// Begins a transaction that may write: one at a time, in both databases. It waits for the writers before it; should
    /// it still end in [`StoreError::Busy`], the caller starts over.
    ///
    /// # Errors
    /// [`StoreError::Busy`] or [`StoreError::Driver`].
    pub async fn write(&self) -> Result<Tx, StoreError> {
        let begin = async {
            Ok(match &self.pools {
                Pools::Sqlite { writer, .. } => Inner::Sqlite(writer.begin_with("BEGIN IMMEDIATE").await?),
                Pools::Postgres { writers, .. } => {
                    Inner::Postgres(begin_to_the_end(writers, "BEGIN ISOLATION LEVEL SERIALIZABLE", TAKE_TURNS).await?)
                }
            })
        };
        self.begin(begin).await
    }

    /// Begins a transaction that only reads, from one consistent state.
    ///
    /// # Errors
    /// [`StoreError::Driver`].
    pub async fn read(&self) -> Result<Tx, StoreError> {
        const READ: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
        let begin = async {
            Ok(match &self.pools {
                Pools::Sqlite { readers, .. } => Inner::Sqlite(readers.begin().await?),
                Pools::Postgres { readers, .. } => Inner::Postgres(begin_to_the_end(readers, READ, "").await?),
            })
        };
        self.begin(begin).await
    }

    async fn begin(&self, begin: impl Future<Output = Result<Inner, sqlx::Error>>) -> Result<Tx, StoreError> {
        let inner = self.watch.step(Step::Begin, begin).await?;
        Ok(Tx { inner, watch: self.watch.clone(), broken: false })
    }

    /// Closes every connection; on SQLite the write-ahead log is folded into the file.
    pub async fn close(&self) {
        match &self.pools {
            Pools::Sqlite { writer, readers } => {
                readers.close().await;
                writer.close().await;
            }
            Pools::Postgres { writers, readers } => {
                readers.close().await;
                writers.close().await;
            }
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
    let plain = name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if !plain || !url.starts_with("postgres") {
        return Err(StoreError::Address);
    }
    let mut connection = <sqlx::PgConnection as sqlx::Connection>::connect(url).await?;
    let statement = sqlx::AssertSqlSafe(format!("CREATE SCHEMA IF NOT EXISTS {name}"));
    sqlx::query(statement).execute(&mut connection).await?;
    sqlx::Connection::close(connection).await?;
    let joint = if url.contains('?') { '&' } else { '?' };
    Ok(format!("{url}{joint}options[search_path]={name}"))
}

impl Tx {
    /// Makes everything done in the transaction durable, at once.
    ///
    /// # Errors
    /// [`StoreError::Busy`] (nothing was done), [`StoreError::Inconsistent`] when a statement had failed (nothing was
    /// done: PostgreSQL would answer a commit with an undoing and no error, SQLite may have undone already), or
    /// [`StoreError::Driver`]: whether it was done is then not known.
    pub async fn commit(self) -> Result<(), StoreError> {
        let Self { inner, watch, broken } = self;
        if broken {
            return Err(spoilt());
        }
        let commit = async {
            match inner {
                Inner::Sqlite(tx) => tx.commit().await,
                Inner::Postgres(tx) => tx.commit().await,
            }
        };
        watch.step(Step::Commit, commit).await
    }

    /// Undoes everything done in the transaction. Dropping does it too; this waits until it is done.
    ///
    /// # Errors
    /// [`StoreError::Driver`].
    pub async fn rollback(self) -> Result<(), StoreError> {
        let Self { inner, watch, .. } = self;
        let rollback = async {
            match inner {
                Inner::Sqlite(tx) => tx.rollback().await,
                Inner::Postgres(tx) => tx.rollback().await,
            }
        };
        watch.step(Step::Rollback, rollback).await
    }
}

/// What a transaction answers after one of its statements failed.
pub(crate) fn spoilt() -> StoreError {
    StoreError::Inconsistent("a statement of this transaction has failed".to_owned())
}

/// Runs one expression on whichever connection the transaction has. After a failure, or when the caller went away in the
/// middle, the transaction runs nothing more.
macro_rules! on {
    ($tx:expr, $sql:expr, |$connection:ident| $run:expr) => {{
        let tx: &mut $crate::Tx = &mut *$tx;
        if ::std::mem::replace(&mut tx.broken, true) {
            Err($crate::db::spoilt())
        } else {
            let run = async {
                match &mut tx.inner {
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
            let outcome = tx.watch.step($crate::watch::Step::Statement($sql), run).await;
            tx.broken = outcome.is_err();
            outcome
        }
    }};
}

/// Executes a statement; the number of rows it touched.
macro_rules! execute {
    ($tx:expr, $sql:expr $(, $value:expr)* $(,)?) => {
        $crate::db::on!($tx, $sql, |connection| {
            ::sqlx::query($sql)$(.bind($value))*.execute(connection).await.map(|done| done.rows_affected())
        })
    };
}

/// Reads every row a statement yields.
macro_rules! fetch_all {
    ($tx:expr, $row:ty, $sql:expr $(, $value:expr)* $(,)?) => {
        $crate::db::on!($tx, $sql, |connection| {
            ::sqlx::query_as::<_, $row>($sql)$(.bind($value))*.fetch_all(connection).await
        })
    };
}

/// Reads the one row a statement yields, if it does.
macro_rules! fetch_optional {
    ($tx:expr, $row:ty, $sql:expr $(, $value:expr)* $(,)?) => {
        $crate::db::on!($tx, $sql, |connection| {
            ::sqlx::query_as::<_, $row>($sql)$(.bind($value))*.fetch_optional(connection).await
        })
    };
}

/// Reads one number.
macro_rules! fetch_count {
    ($tx:expr, $sql:expr $(, $value:expr)* $(,)?) => {
        $crate::db::on!($tx, $sql, |connection| {
            ::sqlx::query_scalar::<_, i64>($sql)$(.bind($value))*.fetch_one(connection).await
        })
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
        on!(self, statement, |connection| connection.prepare(SqlStr::from_static(statement)).await.map(drop))
    }
}
