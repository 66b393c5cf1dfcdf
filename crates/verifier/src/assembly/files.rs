//! The files of an assembly: in a folder, or in one zip as a server gives it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use protocol::election::is_uuid;

use crate::input::{self, Input, SUFFIX};

const ARCHIVE: &str = ".bel";
const ZIP: &str = ".zip";

/// What there is, by the last part of its name: where it is, and how large.
pub(super) struct Files {
    path: PathBuf,
    zipped: bool,
    names: BTreeMap<String, (String, u64)>,
}

impl Files {
    /// Looks into a folder, without those in it, or into a zip, with the folders in it.
    ///
    /// # Errors
    /// A sentence for a person.
    pub fn open(path: &Path) -> Result<Self, String> {
        let zipped = !path.is_dir();
        if zipped && !input::is_zip(path)? {
            return Err(format!("{} is neither a folder nor a zip", path.display()));
        }
        let listed = if zipped { input::listed(path)? } else { folder(path)? };
        let mut names = BTreeMap::new();
        for (full, size) in listed {
            let last = full.rsplit('/').next().unwrap_or(&full).to_owned();
            if names.insert(last.clone(), (full, size)).is_some() {
                return Err(format!("{} holds {last} twice", path.display()));
            }
        }
        Ok(Self { path: path.to_path_buf(), zipped, names })
    }

    /// A text among them, if it is there.
    ///
    /// # Errors
    /// When it cannot be read, is too large, or is no text.
    pub fn text(&self, name: &str) -> Result<Option<String>, String> {
        let Some((full, _)) = self.names.get(name) else { return Ok(None) };
        let text = if self.zipped { input::zipped_text(&self.path, full) } else { input::text(&self.path.join(full)) };
        text.map(Some)
    }

    /// The names of the archives, and in a folder of the zips of single boxes.
    pub fn archives(&self) -> Vec<&str> {
        let of_box = |name: &str| !self.zipped && name.strip_suffix(ZIP).is_some_and(is_uuid);
        let names = self.names.keys().map(String::as_str);
        names.filter(|name| name.ends_with(ARCHIVE) || of_box(name)).collect()
    }

    /// An archive with its companion.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn archive(&self, name: &str) -> Result<Input, String> {
        let (full, size) = self.names.get(name).ok_or_else(|| format!("{name} is not there"))?;
        if !self.zipped {
            return Input::open(&self.path.join(full), None);
        }
        let companion = self.text(&format!("{}{SUFFIX}", name.trim_end_matches(ARCHIVE)))?;
        Ok(Input::within(&self.path, (full.clone(), *size), companion))
    }
}

fn folder(path: &Path) -> Result<Vec<(String, u64)>, String> {
    let wrong = |error: std::io::Error| format!("{} cannot be read: {error}", path.display());
    let mut listed = Vec::new();
    for entry in std::fs::read_dir(path).map_err(wrong)? {
        let entry = entry.map_err(wrong)?;
        // A name that is no text is none that is looked for.
        let Ok(name) = entry.file_name().into_string() else { continue };
        if entry.path().is_file() {
            listed.push((name, entry.metadata().map_or(0, |data| data.len())));
        }
    }
    Ok(listed)
}
