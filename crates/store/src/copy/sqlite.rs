//! Copies of a database file.

use std::fs::{File, OpenOptions};
use std::io::ErrorKind;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::str::FromStr as _;

use sqlx::SqlitePool;
use sqlx::sqlite::SqliteConnectOptions;

use crate::StoreError;

/// Files SQLite keeps beside a database in use.
const BESIDE: [&str; 3] = ["-wal", "-shm", "-journal"];

/// Writes what the database has at one instant; writers go on meanwhile.
pub(super) async fn vacuum(pool: &SqlitePool, into: &Path) -> Result<(), StoreError> {
    let path = into.to_str().ok_or_else(|| fault(into, "is no path of ordinary letters"))?;
    sqlx::query("VACUUM INTO $1").bind(path).execute(pool).await?;
    Ok(())
}

/// The file an address names.
pub(super) fn file(url: &str) -> Result<PathBuf, StoreError> {
    Ok(SqliteConnectOptions::from_str(url)?.get_filename().to_owned())
}

/// Copies a file beside the place it is for, which must be free.
pub(super) fn put_beside(from: &Path, place: &Path) -> Result<PathBuf, StoreError> {
    let beside = |ending: &str| {
        let mut name = place.as_os_str().to_owned();
        name.push(ending);
        PathBuf::from(name)
    };
    if std::iter::once("").chain(BESIDE).any(|ending| beside(ending).exists()) {
        return Err(StoreError::Taken(place.display().to_string()));
    }
    let returning = beside(".returning");
    let taken = |error: std::io::Error| match error.kind() {
        ErrorKind::AlreadyExists => StoreError::Taken(returning.display().to_string()),
        _ => fault(&returning, error),
    };
    let mut to = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&returning).map_err(taken)?;
    let copied = File::open(from).and_then(|mut from| std::io::copy(&mut from, &mut to)).and_then(|_| to.sync_all());
    match copied {
        Ok(()) => Ok(returning),
        Err(error) => {
            remove(&returning)?;
            Err(fault(&returning, error))
        }
    }
}

/// Gives a file its name. What a crash leaves is the one or the other.
pub(super) fn into_place(beside: &Path, place: &Path) -> Result<(), StoreError> {
    // A hard link fails where something is; a renaming would replace it.
    std::fs::hard_link(beside, place).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => StoreError::Taken(place.display().to_string()),
        _ => fault(place, error),
    })?;
    remove(beside)?;
    let folder = place.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(|error| fault(folder, error))
}

/// Removes a database and what SQLite keeps beside it.
pub(super) fn remove(database: &Path) -> Result<(), StoreError> {
    for ending in std::iter::once("").chain(BESIDE) {
        let mut name = database.as_os_str().to_owned();
        name.push(ending);
        match std::fs::remove_file(&name) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(fault(Path::new(&name), error)),
            _ => {}
        }
    }
    Ok(())
}

fn fault(path: &Path, why: impl std::fmt::Display) -> StoreError {
    StoreError::Tool(format!("{}: {why}", path.display()))
}
