//! When the last copy was made, in a file of the data folder: for `voix check` and the metrics.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use serde::{Deserialize, Serialize};

/// Name of the file.
const NAME: &str = "last-backup";

/// The last copy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// When it was whole, in microseconds since 1970 UTC.
    pub at: i64,
    /// Where it was put then.
    pub file: PathBuf,
}

/// Notes a copy.
pub fn write(data: &Path, at: i64, file: &Path) -> Result<()> {
    let note = Note { at, file: std::path::absolute(file)? };
    let written = || -> Result<()> {
        let mut beside = tempfile::NamedTempFile::new_in(data)?;
        beside.write_all(&serde_json::to_vec(&note)?)?;
        beside.as_file().sync_all()?;
        beside.persist(data.join(NAME))?;
        Ok(())
    };
    written().with_context(|| format!("the copy is made, but {} cannot say so", data.join(NAME).display()))
}

/// The last copy, if there was one and it can be told.
pub fn read(data: &Path) -> Option<Note> {
    serde_json::from_slice(&std::fs::read(data.join(NAME)).ok()?).ok()
}
