//! Which program this is: the commit it was built from, and the hash of every file of its site that browsers run or draw pages by.

use std::io::Read as _;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use protocol::software::{Served, Software};

/// The commit that whoever builds the program names in `VOIX_COMMIT`.
const COMMIT: Option<&str> = option_env!("VOIX_COMMIT");
/// Ends of the names of what browsers run, or draw pages by.
const ENDS: [&str; 4] = [".js", ".mjs", ".wasm", ".css"];
/// What browsers run that is not below `/pkg`.
const WORKER: &str = "verify-worker.js";

/// Reads the folder of a site as it is served below `/pkg`, and the worker of the page that verifies, where the site has it. What is
/// compressed beside a file is what browsers are sent: it must be the same.
///
/// # Errors
/// When a file of it cannot be read, or what is compressed beside one is another.
pub fn of_site(site: &Path) -> Result<Software> {
    let (mut files, mut folders) = (Vec::new(), vec![(site.join("pkg"), "/pkg".to_owned())]);
    while let Some((folder, path)) = folders.pop() {
        let unreadable = || format!("{} cannot be read", folder.display());
        for entry in std::fs::read_dir(&folder).with_context(unreadable)? {
            let entry = entry.with_context(unreadable)?;
            // A name that is no text has no address.
            let Ok(name) = entry.file_name().into_string() else { continue };
            let (file, path) = (entry.path(), format!("{path}/{name}"));
            if file.is_dir() {
                folders.push((file, path));
            } else if is_code(&name) {
                files.push(Served::new(&path, &read(&file)?));
            } else if let Some(plain) = name.strip_suffix(".br").filter(|plain| is_code(plain)) {
                let packed = read(&file)?;
                unpacks(&file, &folder.join(plain), brotli_decompressor::Decompressor::new(packed.as_slice(), BUFFER))?;
            } else if let Some(plain) = name.strip_suffix(".gz").filter(|plain| is_code(plain)) {
                let packed = read(&file)?;
                unpacks(&file, &folder.join(plain), flate2::read::MultiGzDecoder::new(packed.as_slice()))?;
            }
        }
    }
    let worker = site.join(WORKER);
    if worker.is_file() {
        files.push(Served::new(&format!("/{WORKER}"), &read(&worker)?));
    }
    Ok(Software::new(COMMIT.unwrap_or("unknown"), files))
}

/// Bytes that are unpacked at a time.
const BUFFER: usize = 4096;

fn is_code(name: &str) -> bool {
    ENDS.iter().any(|end| name.ends_with(end))
}

fn read(file: &Path) -> Result<Vec<u8>> {
    std::fs::read(file).with_context(|| format!("{} cannot be read", file.display()))
}

/// Refuses a compressed file that is not the one it is beside.
fn unpacks(packed: &Path, plain: &Path, unpacked: impl std::io::Read) -> Result<()> {
    let (bytes, mut found) = (read(plain)?, Vec::new());
    // More than there should be is another file already: it is not unpacked to its end.
    let most = (bytes.len() as u64).saturating_add(1);
    if unpacked.take(most).read_to_end(&mut found).is_err() || found != bytes {
        bail!(
            "{} is not {} compressed, and browsers would be sent it: build the site again, or remove it",
            packed.display(),
            plain.display()
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    #[test]
    fn every_script_of_a_site_is_named_and_nothing_else() {
        let site = tempfile::tempdir().expect("a folder");
        let write = |name: &str| {
            let path = site.path().join(name);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            std::fs::write(path, name).expect("written");
        };
        ["pkg/voix.js", "pkg/voix.wasm", "pkg/a.svg", "pkg/snippets/a.js", "pkg/voix.css", "fonts/x.css"]
            .into_iter()
            .for_each(write);
        let paths = || {
            let files = of_site(site.path()).expect("readable").files;
            files.into_iter().map(|file| file.path).collect::<Vec<_>>()
        };
        assert_eq!(paths(), ["/pkg/snippets/a.js", "/pkg/voix.css", "/pkg/voix.js", "/pkg/voix.wasm"]);
        write("verify-worker.js");
        assert_eq!(paths().last().map(String::as_str), Some("/verify-worker.js"));
        let software = of_site(site.path()).expect("readable");
        assert_eq!(Software::of(&software.body()), Some(software));
        assert!(of_site(&site.path().join("none")).is_err(), "no site");
    }

    #[test]
    fn what_is_compressed_beside_a_file_is_that_file() {
        let site = tempfile::tempdir().expect("a folder");
        let package = site.path().join("pkg");
        std::fs::create_dir(&package).expect("made");
        let write = |name: &str, bytes: &[u8]| std::fs::write(package.join(name), bytes).expect("written");
        let gzip = |bytes: &[u8]| {
            let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            packed.write_all(bytes).expect("packed");
            packed.finish().expect("packed")
        };
        write("voix.js", b"a");
        write("voix.js.br", b"\x0b\x00\x80a\x03");
        write("voix.js.gz", &gzip(b"a"));
        assert!(of_site(site.path()).is_ok());
        for (name, bytes) in [
            ("voix.js.br", b"\x0b\x00\x80c\x03".to_vec()),
            ("voix.js.br", b"no brotli".to_vec()),
            ("voix.js.gz", gzip(b"c")),
            ("voix.js.gz", gzip(b"ab")),
            ("voix.js.gz", gzip(b"")),
            ("voix.js.gz", [gzip(b"a"), gzip(b"b")].concat()),
            ("more.js.gz", gzip(b"a")),
        ] {
            let before = std::fs::read(package.join(name)).ok();
            write(name, &bytes);
            assert!(of_site(site.path()).is_err(), "{name} {bytes:?}");
            match before {
                Some(before) => write(name, &before),
                None => std::fs::remove_file(package.join(name)).expect("removed"),
            }
        }
        assert!(of_site(site.path()).is_ok());
    }
}
