//! A database as an earlier version of the program left it.

use std::str::FromStr as _;

use sqlx::migrate::Migrator;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, SqliteConnection};

use super::Place;
use crate::{StoreError, migrations};

/// Brings an empty database to a step of the schema and no further, then runs statements in it.
///
/// # Errors
/// [`StoreError::Driver`].
pub async fn of_step(place: &Place, last: i64, statements: &str) -> Result<(), StoreError> {
    let url = place.url()?;
    let statements = AssertSqlSafe(statements.to_owned());
    if url.starts_with("sqlite:") {
        // As the steps are made: some make again what others refer to.
        let options = SqliteConnectOptions::from_str(&url)?.create_if_missing(true).foreign_keys(false);
        let mut connection = SqliteConnection::connect_with(&options).await?;
        until(&migrations::sqlite(), last).run(&mut connection).await?;
        sqlx::raw_sql("PRAGMA foreign_keys = ON").execute(&mut connection).await?;
        sqlx::raw_sql(statements).execute(&mut connection).await?;
        connection.close().await?;
    } else {
        let mut connection = PgConnection::connect(&url).await?;
        until(&migrations::postgres(), last).run(&mut connection).await?;
        sqlx::raw_sql(statements).execute(&mut connection).await?;
        connection.close().await?;
    }
    Ok(())
}

fn until(all: &Migrator, last: i64) -> Migrator {
    Migrator::with_migrations(all.iter().filter(|step| step.version <= last).cloned().collect())
}
