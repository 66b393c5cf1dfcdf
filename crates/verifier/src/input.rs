//! Reading an archive with its companion, from two files or from one zip.

use std::io::{Cursor, Read as _};
use std::path::Path;

/// Largest file accepted, so that junk cannot exhaust memory: 30 000 ballots of ten answers take a third of it.
const LARGEST: u64 = 1 << 30;

/// What is to be verified.
pub struct Input {
    /// The archive's bytes.
    pub archive: Vec<u8>,
    /// The companion's text.
    pub companion: Option<String>,
}

/// Reads a file and finds its companion.
pub fn read(file: &Path, companion: Option<&Path>) -> Result<Input, String> {
    let bytes = bytes(file)?;
    let mut input =
        if bytes.starts_with(b"PK\x03\x04") { unzip(bytes)? } else { Input { archive: bytes, companion: None } };
    let beside = companion.map(Path::to_path_buf).or_else(|| {
        let uuid = file.file_stem()?.to_str()?;
        let sibling = file.with_file_name(format!("{uuid}.companion.json"));
        (input.companion.is_none() && sibling.is_file()).then_some(sibling)
    });
    if let Some(path) = beside {
        let text = String::from_utf8(self::bytes(&path)?);
        input.companion = Some(text.map_err(|_| format!("{} is not text", path.display()))?);
    }
    Ok(input)
}

/// The bytes of a file that is not absurdly large.
pub fn bytes(path: &Path) -> Result<Vec<u8>, String> {
    let place = path.display();
    let size = std::fs::metadata(path).map_err(|error| format!("{place} cannot be read: {error}"))?.len();
    if size > LARGEST {
        return Err(format!("{place} is larger than any archive this program reads"));
    }
    std::fs::read(path).map_err(|error| format!("{place} cannot be read: {error}"))
}

fn unzip(bytes: Vec<u8>) -> Result<Input, String> {
    let wrong = |error: &dyn std::fmt::Display| format!("the zip cannot be read: {error}");
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| wrong(&error))?;
    let (mut archive, mut companion) = (None, None);
    for i in 0..zip.len() {
        let entry = zip.by_index(i).map_err(|error| wrong(&error))?;
        let name = entry.name().to_owned();
        let mut content = Vec::new();
        entry.take(LARGEST).read_to_end(&mut content).map_err(|error| wrong(&error))?;
        if name.ends_with(".bel") {
            archive = Some(content);
        } else if name.ends_with(".companion.json") {
            companion = Some(String::from_utf8(content).map_err(|_| "the companion file is not text".to_owned())?);
        }
    }
    let archive = archive.ok_or("the zip holds no archive (.bel)")?;
    Ok(Input { archive, companion })
}
