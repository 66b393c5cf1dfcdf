//! A copy of a database while it is in use, and the way back. The copy is of one instant: on SQLite what `VACUUM INTO`
//! writes, on PostgreSQL what `pg_dump` reads of a snapshot that a transaction of ours holds.

mod postgres;
mod sqlite;

use std::path::{Path, PathBuf};

use crate::pools::Pools;
use crate::{Db, StoreError, Tx};

/// What kind of database a copy is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Form {
    /// A database file.
    Sqlite,
    /// What `pg_restore` reads: the custom format of `pg_dump`.
    Postgres {
        /// The schema that was copied.
        schema: String,
    },
}

/// Writes a copy into a file that is not there yet; `read` is shown what the copy has.
///
/// # Errors
/// [`StoreError::Driver`], [`StoreError::Tool`] when `pg_dump` fails, and whatever `read` answers.
pub async fn make<T, E: From<StoreError>>(
    db: &Db,
    into: &Path,
    read: impl AsyncFnOnce(&mut Tx) -> Result<T, E>,
) -> Result<(Form, T), E> {
    match db.pools() {
        Pools::Sqlite { writer, .. } => {
            sqlite::vacuum(writer, into).await?;
            let copy = Db::of(Pools::of_copy(into).await?);
            let outcome = read(&mut copy.read().await?).await;
            copy.close().await;
            Ok((Form::Sqlite, outcome?))
        }
        Pools::Postgres { readers, .. } => {
            let mut tx = db.read().await?;
            let (schema, snapshot) = postgres::snapshot(&mut tx).await?;
            postgres::dump(&readers.connect_options(), &schema, &snapshot, into).await?;
            let found = read(&mut tx).await?;
            Ok((Form::Postgres { schema }, found))
        }
    }
}

/// A database that is being brought back: it is nobody's until it is accepted.
pub struct Returning {
    url: String,
    place: Place,
}

enum Place {
    /// Beside its place, and the place.
    Sqlite(PathBuf, PathBuf),
    Postgres,
}

/// Fills an empty place from a copy.
///
/// # Errors
/// [`StoreError::Taken`] when something is there; [`StoreError::Address`]; [`StoreError::Tool`] when `pg_restore` fails or
/// the copy is of the other kind of database.
pub async fn bring_back(url: &str, from: &Path, form: &Form) -> Result<Returning, StoreError> {
    match (url.starts_with("sqlite:"), url.starts_with("postgres"), form) {
        (true, _, Form::Sqlite) => {
            let place = sqlite::file(url)?;
            let beside = sqlite::put_beside(from, &place)?;
            Ok(Returning { url: format!("sqlite:{}", beside.display()), place: Place::Sqlite(beside, place) })
        }
        (_, true, Form::Postgres { schema }) => {
            postgres::restore(url, from, schema).await?;
            Ok(Returning { url: url.to_owned(), place: Place::Postgres })
        }
        (false, false, _) => Err(StoreError::Address),
        (true, ..) => {
            Err(StoreError::Tool("the copy is of a PostgreSQL database: name one with --database-url".into()))
        }
        _ => Err(StoreError::Tool("the copy is of an SQLite database: bring it back into a file".into())),
    }
}

impl Returning {
    /// Where the database can be looked at meanwhile, for [`Db::attach`].
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// It stays, in its place. Every connection to it is closed by now.
    ///
    /// # Errors
    /// [`StoreError::Tool`] when the file cannot be moved.
    pub fn accept(self) -> Result<(), StoreError> {
        match self.place {
            Place::Sqlite(beside, place) => sqlite::into_place(&beside, &place),
            Place::Postgres => Ok(()),
        }
    }

    /// The place is empty again. Every connection to it is closed by now.
    ///
    /// # Errors
    /// [`StoreError::Tool`] or [`StoreError::Driver`].
    pub async fn discard(self) -> Result<(), StoreError> {
        match self.place {
            Place::Sqlite(beside, _) => sqlite::remove(&beside),
            Place::Postgres => postgres::empty(&self.url).await,
        }
    }
}
