//! When the last copy was made, in a file of the data folder: for `voix check` and the metrics.

use std::io::{ErrorKind, Write as _};
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

/// The last copy, if there was one.
///
/// # Errors
/// The file is there and does not tell.
pub fn read(data: &Path) -> Result<Option<Note>> {
    let path = data.join(NAME);
    let cannot = || format!("{} cannot be read", path.display());
    match std::fs::read(&path) {
        Ok(bytes) => Ok(Some(serde_json::from_slice(&bytes).with_context(cannot)?)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(cannot),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_that_does_not_tell_is_not_the_absence_of_one() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(read(folder.path()).unwrap(), None);
        write(folder.path(), 5, Path::new("/srv/a.age")).unwrap();
        assert_eq!(read(folder.path()).unwrap(), Some(Note { at: 5, file: "/srv/a.age".into() }));
        std::fs::write(folder.path().join(NAME), "{").unwrap();
        assert!(read(folder.path()).is_err());
        std::fs::remove_file(folder.path().join(NAME)).unwrap();
        std::fs::create_dir(folder.path().join(NAME)).unwrap();
        assert!(read(folder.path()).unwrap_err().to_string().contains("cannot be read"));
    }
}
