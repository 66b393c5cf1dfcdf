//! The files of an assembly: in a folder, in one zip as a server gives it, or in memory.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use protocol::election::is_uuid;

use crate::input::{self, Input, SUFFIX};

const ARCHIVE: &str = ".bel";
const ZIP: &str = ".zip";

/// Where the files are.
enum Place {
    Folder(PathBuf),
    Zip(PathBuf),
    Memory(BTreeMap<String, Arc<[u8]>>),
}

/// What there is, by the last part of its name: where it is, and how large.
pub(crate) struct Files {
    place: Place,
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
        let path = path.to_path_buf();
        Ok(Self { place: if zipped { Place::Zip(path) } else { Place::Folder(path) }, names })
    }

    /// Files that are in memory, by their names.
    pub fn in_memory(files: BTreeMap<String, Arc<[u8]>>) -> Self {
        let size = |bytes: &Arc<[u8]>| bytes.len() as u64;
        let names = files.iter().map(|(name, bytes)| (name.clone(), (name.clone(), size(bytes)))).collect();
        Self { place: Place::Memory(files), names }
    }

    /// What they are called together.
    pub fn called(&self) -> String {
        match &self.place {
            Place::Folder(path) | Place::Zip(path) => path.display().to_string(),
            Place::Memory(_) => "the zip".to_owned(),
        }
    }

    /// A text among them, if it is there.
    ///
    /// # Errors
    /// When it cannot be read, is too large, or is no text.
    pub fn text(&self, name: &str) -> Result<Option<String>, String> {
        let Some((full, _)) = self.names.get(name) else { return Ok(None) };
        let text = match &self.place {
            Place::Folder(path) => input::text(&path.join(full)),
            Place::Zip(path) => input::zipped_text(path, full),
            Place::Memory(files) => {
                let bytes = files.get(full).map(|bytes| bytes.to_vec()).unwrap_or_default();
                String::from_utf8(bytes).map_err(|_| format!("{name} is not text"))
            }
        };
        text.map(Some)
    }

    /// The names of the archives, and in a folder of the zips of single boxes.
    pub fn archives(&self) -> Vec<&str> {
        let folder = matches!(self.place, Place::Folder(_));
        let of_box = |name: &str| folder && name.strip_suffix(ZIP).is_some_and(is_uuid);
        let names = self.names.keys().map(String::as_str);
        names.filter(|name| name.ends_with(ARCHIVE) || of_box(name)).collect()
    }

    /// Bytes of a file, as far as it is there.
    pub fn size(&self, name: &str) -> u64 {
        self.names.get(name).map_or(0, |(_, size)| *size)
    }

    /// An archive with its companion.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn archive(&self, name: &str) -> Result<Input, String> {
        let absent = || format!("{name} is not there");
        let (full, size) = self.names.get(name).ok_or_else(absent)?;
        if let Place::Folder(path) = &self.place {
            return Input::open(&path.join(full), None);
        }
        let companion = self.text(&format!("{}{SUFFIX}", name.trim_end_matches(ARCHIVE)))?;
        match &self.place {
            Place::Memory(files) => Ok(Input::in_memory(files.get(full).ok_or_else(absent)?.clone(), companion)),
            Place::Folder(path) | Place::Zip(path) => Ok(Input::within(path, (full.clone(), *size), companion)),
        }
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
