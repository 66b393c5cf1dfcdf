//! A folder with what was seen. Nothing in it is ever overwritten by what contradicts it: that is put beside.

use std::fs::{self, File};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use protocol::listing::Part;

/// More of one name are not kept.
const MOST_BESIDE: u32 = 999;

/// The folder of one assembly.
pub struct Folder(PathBuf);

impl Folder {
    /// Of an assembly below the folder of a copy; it is made when something is written.
    #[must_use]
    pub fn new(path: PathBuf) -> Self {
        Self(path)
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// What is kept under a name.
    ///
    /// # Errors
    /// A sentence, when it is there and cannot be read.
    pub fn read(&self, name: &str) -> Result<Option<Vec<u8>>, String> {
        let path = self.0.join(name);
        match fs::read(&path) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(format!("{} cannot be read: {error}", path.display())),
        }
    }

    /// Puts a file in its place once it is whole: interrupted, what was there is there still.
    ///
    /// # Errors
    /// A sentence, when it cannot be written.
    pub fn write(&self, name: &str, bytes: &[u8]) -> Result<(), String> {
        let path = self.0.join(name);
        let part = self.0.join(format!("{name}.part"));
        let written = || {
            fs::create_dir_all(path.parent().unwrap_or(&self.0))?;
            let mut file = File::create(&part)?;
            file.write_all(bytes)?;
            file.sync_all()?;
            fs::rename(&part, &path)
        };
        written().map_err(|error| format!("{} cannot be written: {error}", path.display()))
    }

    /// Keeps what contradicts a file, beside it; the answer is under which name. The same is kept once.
    ///
    /// # Errors
    /// A sentence, when it cannot be written.
    pub fn beside(&self, name: &str, bytes: &[u8]) -> Result<String, String> {
        for number in 1..=MOST_BESIDE {
            let other = format!("{name}.changed-{number}");
            match self.read(&other)? {
                Some(there) if there == bytes => return Ok(other),
                Some(_) => {}
                None => {
                    self.write(&other, bytes)?;
                    return Ok(other);
                }
            }
        }
        Err(format!("{} has {MOST_BESIDE} others beside it", self.0.join(name).display()))
    }

    /// The files of a record that are kept here.
    ///
    /// # Errors
    /// A sentence, when the folder is there and cannot be read.
    pub fn names(&self) -> Result<Vec<String>, String> {
        let mut names: Vec<String> = listed(&self.0)?.into_iter().filter(|name| Part::of(name).is_some()).collect();
        names.sort();
        Ok(names)
    }
}

/// The names in a folder; none of a folder that is not there.
///
/// # Errors
/// A sentence, when it cannot be read.
pub fn listed(folder: &Path) -> Result<Vec<String>, String> {
    let wrong = |error: std::io::Error| format!("{} cannot be read: {error}", folder.display());
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(wrong(error)),
    };
    let mut names = Vec::new();
    for entry in entries {
        // A name that is no text is none of ours.
        names.extend(entry.map_err(wrong)?.file_name().into_string());
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_contradicts_is_kept_once_beside() {
        let place = tempfile::tempdir().expect("a folder");
        let folder = Folder::new(place.path().join("deep"));
        assert_eq!(folder.read("checkpoint"), Ok(None));
        assert_eq!(folder.names(), Ok(Vec::new()));
        folder.write("checkpoint", b"1").expect("written");
        assert_eq!(folder.beside("checkpoint", b"2"), Ok("checkpoint.changed-1".to_owned()));
        assert_eq!(folder.beside("checkpoint", b"3"), Ok("checkpoint.changed-2".to_owned()));
        assert_eq!(folder.beside("checkpoint", b"2"), Ok("checkpoint.changed-1".to_owned()), "the same once");
        assert_eq!(folder.read("checkpoint"), Ok(Some(b"1".to_vec())), "what was seen stays");
        assert_eq!(folder.names(), Ok(vec!["checkpoint".to_owned()]));
    }

    #[test]
    fn an_interrupted_file_is_none() {
        let place = tempfile::tempdir().expect("a folder");
        let folder = Folder::new(place.path().to_path_buf());
        fs::write(place.path().join("minutes.json.part"), b"{\"half").expect("written");
        assert_eq!(folder.read("minutes.json"), Ok(None));
        assert_eq!(folder.names(), Ok(Vec::new()));
        folder.write("minutes.json", b"{}").expect("written over the rest");
        assert_eq!(folder.read("minutes.json"), Ok(Some(b"{}".to_vec())));
    }
}
