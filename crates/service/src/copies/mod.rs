//! Copies of the database, and the way back. Whoever looks after the machine does it, not a member through a door: no
//! policy stands before it.
//!
//! A copy says of itself how far each public record had come (`manifest`). Brought back, it is compared with that, and
//! with what others hold (`evidence`); then every assembly that was not over stands still until somebody lets it go on
//! (`standstill`), so that nothing is ever signed that contradicts what was signed before.

mod evidence;
mod manifest;
mod standstill;

use std::path::Path;

pub use evidence::{Evidence, Loss, losses};
pub use manifest::{BoxHead, Manifest, RecordHead};
pub use standstill::{Stopped, resume, stop, stopped};
pub use store::copy::{Form, Returning};

use crate::{Error, Service};

/// Writes a copy into a file that is not there yet, while others use the database; the manifest is of the same instant.
///
/// # Errors
/// [`Error::Internal`].
pub async fn make(service: &Service, into: &Path) -> Result<(Form, Manifest), Error> {
    let now = service.now();
    store::copy::make(service.db(), into, async |tx| manifest::of(tx, now).await).await
}

/// Fills an empty place from a copy. Nobody uses it before it was compared with its manifest, and accepted.
///
/// # Errors
/// [`Error::Internal`] when the place is not empty or the copy does not fit it.
pub async fn bring_back(url: &str, from: &Path, form: &Form) -> Result<Returning, Error> {
    Ok(store::copy::bring_back(url, from, form).await?)
}

/// The manifest of what a database has now; its time is the one given.
///
/// # Errors
/// [`Error::Internal`].
pub async fn manifest_of(service: &Service, made_at: i64) -> Result<Manifest, Error> {
    manifest::of(&mut service.db().read().await?, made_at).await
}
