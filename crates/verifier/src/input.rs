//! Opening an archive with its companion, from two files or from one zip. Archives are read as streams, never whole.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, Cursor, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use protocol::archive::{ItemKind, Reader};
use protocol::election::is_uuid;
use zip::ZipArchive;

/// Largest text read whole, so that junk cannot exhaust memory: a companion of a million ballots.
const LARGEST_TEXT: u64 = 256 << 20;
/// Most that is unpacked in memory, so that a small zip cannot exhaust it: a browser gives no more than a few gigabytes.
const LARGEST_UNPACKED: u64 = 512 << 20;
pub(crate) const SUFFIX: &str = ".companion.json";

/// Where the bytes of an archive are.
enum Place {
    File(PathBuf),
    /// In a zip, by its name there.
    Zipped(PathBuf, String),
    Memory(Arc<[u8]>),
}

/// What is to be verified.
pub struct Input {
    place: Place,
    /// Bytes of the archive.
    pub size: u64,
    /// The companion's text.
    pub companion: Option<String>,
}

impl Input {
    /// Finds an archive and its companion: the one given, the one in the zip, or the one beside.
    ///
    /// # Errors
    /// A sentence for a person, when a file cannot be read.
    pub fn open(file: &Path, companion: Option<&Path>) -> Result<Self, String> {
        let mut input = if is_zip(file)? { unzip(file)? } else { plain(file)? };
        let beside = || if input.companion.is_none() { input.beside(file) } else { None };
        if let Some(path) = companion.map(Path::to_path_buf).or_else(beside) {
            input.companion = Some(text(&path)?);
        }
        Ok(input)
    }

    /// One of several archives in a zip, by its name there and its size, with its companion.
    pub(crate) fn within(zip: &Path, (name, size): (String, u64), companion: Option<String>) -> Self {
        Self { place: Place::Zipped(zip.to_path_buf(), name), size, companion }
    }

    /// An archive that is in memory, with its companion.
    pub(crate) fn in_memory(bytes: Arc<[u8]>, companion: Option<String>) -> Self {
        Self { size: bytes.len() as u64, place: Place::Memory(bytes), companion }
    }

    /// Hands the archive's bytes to a reader.
    ///
    /// # Errors
    /// When the file cannot be opened.
    pub fn read<T>(&self, act: impl FnOnce(&mut dyn Read) -> T) -> Result<T, String> {
        let (file, name) = match &self.place {
            Place::Memory(bytes) => {
                let mut bytes: &[u8] = bytes;
                return Ok(act(&mut bytes));
            }
            Place::File(file) => return Ok(act(&mut BufReader::new(open(file)?))),
            Place::Zipped(file, name) => (file, name),
        };
        let wrong = |error: zip::result::ZipError| format!("the zip cannot be read: {error}");
        let mut zip = ZipArchive::new(BufReader::new(open(file)?)).map_err(wrong)?;
        let entry = zip.by_name(name).map_err(wrong)?;
        Ok(act(&mut BufReader::new(entry)))
    }

    /// `<uuid>.companion.json` beside the archive, whatever the archive itself is called.
    fn beside(&self, file: &Path) -> Option<PathBuf> {
        let uuid = self.read(|archive| uuid(archive)).ok().flatten();
        let stem = file.file_stem().and_then(|stem| stem.to_str()).map(ToOwned::to_owned);
        let sibling = |name: String| file.with_file_name(format!("{name}{SUFFIX}"));
        uuid.into_iter().chain(stem).map(sibling).find(|path| path.is_file())
    }
}

/// The uuid that an archive's second member says.
fn uuid(archive: &mut dyn Read) -> Option<String> {
    let election = Reader::open(archive).ok()?.next_member().ok()??.item?;
    let value: serde_json::Value = serde_json::from_str(&election.body).ok()?;
    let uuid = value.get("uuid")?.as_str()?;
    (election.kind == ItemKind::Data && is_uuid(uuid)).then(|| uuid.to_owned())
}

fn open(path: &Path) -> Result<File, String> {
    File::open(path).map_err(|error| format!("{} cannot be read: {error}", path.display()))
}

pub(crate) fn is_zip(file: &Path) -> Result<bool, String> {
    let mut start = Vec::new();
    let read = open(file)?.take(4).read_to_end(&mut start);
    read.map_err(|error| format!("{} cannot be read: {error}", file.display()))?;
    Ok(start == b"PK\x03\x04")
}

fn plain(file: &Path) -> Result<Input, String> {
    let size = open(file)?.metadata().map_or(0, |data| data.len());
    Ok(Input { place: Place::File(file.to_path_buf()), size, companion: None })
}

/// Whether the mark of a zip's end is where it must be, at most a comment of 64 KiB before the end of the file: looking
/// for it through a gigabyte of junk takes long.
fn has_end(mut file: impl Read + Seek) -> std::io::Result<bool> {
    let size = file.seek(SeekFrom::End(0))?;
    file.seek(SeekFrom::Start(size.saturating_sub((1 << 16) + 22)))?;
    let mut end = Vec::new();
    file.read_to_end(&mut end)?;
    Ok(end.windows(4).any(|mark| mark == b"PK\x05\x06"))
}

fn no_zip(error: &dyn std::fmt::Display) -> String {
    format!("the zip cannot be read: {error}")
}

fn open_zip(file: &Path) -> Result<ZipArchive<BufReader<File>>, String> {
    if !has_end(open(file)?).map_err(|error| no_zip(&error))? {
        return Err(no_zip(&"it has no end"));
    }
    ZipArchive::new(BufReader::new(open(file)?)).map_err(|error| no_zip(&error))
}

/// Names and sizes of the files in a zip.
pub(crate) fn listed(file: &Path) -> Result<Vec<(String, u64)>, String> {
    let mut zip = open_zip(file)?;
    let mut listed = Vec::with_capacity(zip.len());
    for i in 0..zip.len() {
        let entry = zip.by_index(i).map_err(|error| no_zip(&error))?;
        if entry.is_file() {
            listed.push((entry.name().to_owned(), entry.size()));
        }
    }
    Ok(listed)
}

/// A text file of a zip that is not absurdly large.
pub(crate) fn zipped_text(file: &Path, name: &str) -> Result<String, String> {
    let mut zip = open_zip(file)?;
    let entry = zip.by_name(name).map_err(|error| no_zip(&error))?;
    limited(entry, name)
}

/// The files of a zip that is in memory, by the last part of their names.
///
/// # Errors
/// A sentence for a person: no zip, a name twice, or more in it than this program reads.
pub(crate) fn unpacked(bytes: &[u8]) -> Result<BTreeMap<String, Arc<[u8]>>, String> {
    if !has_end(Cursor::new(bytes)).map_err(|error| no_zip(&error))? {
        return Err(no_zip(&"it has no end"));
    }
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| no_zip(&error))?;
    let (mut files, mut left) = (BTreeMap::new(), LARGEST_UNPACKED);
    for i in 0..zip.len() {
        let entry = zip.by_index(i).map_err(|error| no_zip(&error))?;
        if !entry.is_file() {
            continue;
        }
        let name = entry.name().rsplit('/').next().unwrap_or_default().to_owned();
        let mut content = Vec::new();
        entry.take(left + 1).read_to_end(&mut content).map_err(|error| no_zip(&error))?;
        left = left.checked_sub(content.len() as u64).ok_or_else(|| too_large("the zip"))?;
        if files.insert(name.clone(), Arc::from(content)).is_some() {
            return Err(format!("the zip holds {name} twice"));
        }
    }
    Ok(files)
}

fn unzip(file: &Path) -> Result<Input, String> {
    let mut zip = open_zip(file)?;
    let (mut archive, mut companion) = (None, None);
    for i in 0..zip.len() {
        let entry = zip.by_index(i).map_err(|error| no_zip(&error))?;
        let (name, size) = (entry.name().to_owned(), entry.size());
        let second = if name.ends_with(".bel") {
            archive.replace((name, size)).is_some()
        } else if name.ends_with(SUFFIX) {
            companion.replace(limited(entry, &name)?).is_some()
        } else {
            false
        };
        if second {
            return Err("the zip holds two boxes: give each in a file of its own".to_owned());
        }
    }
    let (name, size) = archive.ok_or("the zip holds no archive (.bel)")?;
    Ok(Input { place: Place::Zipped(file.to_path_buf(), name), size, companion })
}

/// A text file that is not absurdly large.
///
/// # Errors
/// A sentence for a person.
pub fn text(path: &Path) -> Result<String, String> {
    let (file, name) = (open(path)?, path.display().to_string());
    // Said at once of a file; of what has no size, when so much was read.
    if file.metadata().is_ok_and(|data| data.len() > LARGEST_TEXT) {
        return Err(too_large(&name));
    }
    limited(file, &name)
}

fn too_large(name: &str) -> String {
    format!("{name} is larger than any this program reads")
}

fn limited(source: impl Read, name: &str) -> Result<String, String> {
    let mut bytes = Vec::new();
    let read = source.take(LARGEST_TEXT + 1).read_to_end(&mut bytes);
    read.map_err(|error| format!("{name} cannot be read: {error}"))?;
    if bytes.len() as u64 > LARGEST_TEXT {
        return Err(too_large(name));
    }
    String::from_utf8(bytes).map_err(|_| format!("{name} is not text"))
}
