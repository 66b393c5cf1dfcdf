//! Copies of a PostgreSQL database, by its own tools. They are told where to connect by their environment: what stands on
//! a command line, everybody on the machine can read.

use std::path::Path;
use std::process::Stdio;
use std::str::FromStr as _;

use percent_encoding::percent_decode_str;
use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, PgConnection};
use tokio::process::Command;

use crate::db::Inner;
use crate::{StoreError, Tx};

const SCHEMA: &str = "SELECT current_schema()::TEXT";

/// The schema a transaction works in, and a name under which others see what it sees.
pub(super) async fn snapshot(tx: &mut Tx) -> Result<(String, String), StoreError> {
    let Inner::Postgres(connection) = &mut tx.inner else { return Err(StoreError::Address) };
    // It only has to be there while the copy is made, which may take longer than we let others be idle.
    sqlx::query("SET LOCAL idle_in_transaction_session_timeout = 0").execute(&mut **connection).await?;
    let schema: Option<String> = sqlx::query_scalar(SCHEMA).fetch_one(&mut **connection).await?;
    let name = sqlx::query_scalar("SELECT pg_export_snapshot()").fetch_one(&mut **connection).await?;
    Ok((schema.ok_or_else(|| StoreError::missing("the schema"))?, name))
}

/// Runs `pg_dump`.
pub(super) async fn dump(
    options: &PgConnectOptions,
    schema: &str,
    snapshot: &str,
    into: &Path,
) -> Result<(), StoreError> {
    let mut tool = tool("pg_dump", options);
    tool.args(["--format=custom", "--no-owner", "--no-privileges", "--no-password", "--schema", &quoted(schema)]);
    run(tool.arg("--snapshot").arg(snapshot).arg("--file").arg(into)).await
}

/// Runs `pg_restore` into a schema that is there and has nothing in it.
pub(super) async fn restore(url: &str, from: &Path, schema: &str) -> Result<(), StoreError> {
    let options = PgConnectOptions::from_str(url)?;
    let mut connection = PgConnection::connect_with(&options).await?;
    let current: Option<String> = sqlx::query_scalar(SCHEMA).fetch_one(&mut connection).await?;
    let tables: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM pg_tables WHERE schemaname = current_schema()")
        .fetch_one(&mut connection)
        .await?;
    connection.close().await?;
    match current {
        Some(current) if current == schema => {}
        current => {
            let current = current.unwrap_or_else(|| "none".to_owned());
            let words = format!("the copy is of the schema {schema}, and the address leads to {current}");
            return Err(StoreError::Tool(words));
        }
    }
    if tables > 0 {
        return Err(StoreError::Taken(format!("the schema {schema}")));
    }
    let mut tool = tool("pg_restore", &options);
    tool.args(["--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges", "--no-password"]);
    // The database by its name alone: pg_restore only connects when it is told one.
    tool.arg("--schema").arg(schema).arg("--dbname").arg(options.get_database().unwrap_or(options.get_username()));
    run(tool.arg(from)).await
}

/// Removes every table and function of the schema.
pub(super) async fn empty(url: &str) -> Result<(), StoreError> {
    const TABLES: &str = "SELECT format('DROP TABLE %I.%I CASCADE', schemaname, tablename)
        FROM pg_tables WHERE schemaname = current_schema()";
    const FUNCTIONS: &str = "SELECT format('DROP FUNCTION %s CASCADE', oid::REGPROCEDURE)
        FROM pg_proc WHERE pronamespace = current_schema()::REGNAMESPACE";
    let mut connection = PgConnection::connect(url).await?;
    let mut tx = connection.begin().await?;
    for list in [TABLES, FUNCTIONS] {
        let statements: Vec<String> = sqlx::query_scalar(list).fetch_all(&mut *tx).await?;
        for statement in statements {
            sqlx::query(AssertSqlSafe(statement)).execute(&mut *tx).await?;
        }
    }
    tx.commit().await?;
    Ok(connection.close().await?)
}

fn tool(name: &str, options: &PgConnectOptions) -> Command {
    let mut command = Command::new(name);
    command.envs(environment(options)).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    command.kill_on_drop(true);
    command
}

/// What libpq reads to connect where sqlx does.
fn environment(options: &PgConnectOptions) -> Vec<(&'static str, String)> {
    let url = options.to_url_lossy();
    let host = options.get_socket().map_or_else(|| options.get_host().to_owned(), |path| path.display().to_string());
    let user = options.get_username().to_owned();
    let mut found = vec![("PGHOST", host), ("PGPORT", options.get_port().to_string()), ("PGUSER", user)];
    found.push(("PGDATABASE", options.get_database().unwrap_or(options.get_username()).to_owned()));
    if let Some(password) = url.password() {
        found.push(("PGPASSWORD", percent_decode_str(password).decode_utf8_lossy().into_owned()));
    }
    if let Some(options) = options.get_options() {
        found.push(("PGOPTIONS", options.to_owned()));
    }
    for (key, value) in url.query_pairs() {
        let name = match &*key {
            "sslmode" => "PGSSLMODE",
            "sslrootcert" => "PGSSLROOTCERT",
            "sslcert" => "PGSSLCERT",
            "sslkey" => "PGSSLKEY",
            _ => continue,
        };
        found.push((name, value.into_owned()));
    }
    found
}

/// A name as a pattern that means it and nothing else.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

async fn run(command: &mut Command) -> Result<(), StoreError> {
    let name = command.as_std().get_program().to_string_lossy().into_owned();
    let child = command.spawn().map_err(|error| StoreError::Tool(format!("{name} cannot be started: {error}")))?;
    let output = child.wait_with_output().await.map_err(|error| StoreError::Tool(format!("{name}: {error}")))?;
    if output.status.success() {
        return Ok(());
    }
    Err(StoreError::Tool(format!("{name}: {}", String::from_utf8_lossy(&output.stderr).trim())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tools_are_told_where_to_connect_and_the_password_as_it_is() {
        let url =
            "postgres://voix:p%40ss%2Bw%3Ard@db.example.org:6543/coop?sslmode=verify-full&options[search_path]=one";
        let found = environment(&PgConnectOptions::from_str(url).unwrap());
        for (name, value) in [
            ("PGHOST", "db.example.org"),
            ("PGPORT", "6543"),
            ("PGUSER", "voix"),
            ("PGDATABASE", "coop"),
            ("PGPASSWORD", "p@ss+w:rd"),
            ("PGSSLMODE", "verify-full"),
        ] {
            assert!(found.contains(&(name, value.to_owned())), "{name}: {found:?}");
        }
        assert!(
            found.iter().any(|(name, value)| *name == "PGOPTIONS" && value.contains("search_path=one")),
            "{found:?}"
        );
        let socket = environment(&PgConnectOptions::from_str("postgres:///coop?host=/run/postgresql").unwrap());
        assert!(socket.contains(&("PGHOST", "/run/postgresql".to_owned())), "{socket:?}");
    }

    #[test]
    fn a_name_is_no_pattern() {
        assert_eq!(quoted("coop*"), "\"coop*\"");
        assert_eq!(quoted("a\"b"), "\"a\"\"b\"");
    }
}
