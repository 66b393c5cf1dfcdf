//! Which program this is: the commit it was built from, and the hash of every file of its site that browsers run or draw pages by.

use std::path::Path;

use anyhow::{Context as _, Result};
use protocol::software::{Served, Software};

/// The commit that whoever builds the program names in `VOIX_COMMIT`.
const COMMIT: Option<&str> = option_env!("VOIX_COMMIT");
/// Ends of the names of what browsers run, or draw pages by. What is compressed beside is the same.
const ENDS: [&str; 4] = [".js", ".mjs", ".wasm", ".css"];

/// Reads the folder of a site as it is served below `/pkg`.
///
/// # Errors
/// When a file of it cannot be read.
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
            } else if ENDS.iter().any(|end| name.ends_with(end)) {
                let bytes = std::fs::read(&file).with_context(|| format!("{} cannot be read", file.display()))?;
                files.push(Served::new(&path, &bytes));
            }
        }
    }
    Ok(Software::new(COMMIT.unwrap_or("unknown"), files))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_script_of_a_site_is_named_and_nothing_else() {
        let site = tempfile::tempdir().expect("a folder");
        let write = |name: &str| {
            let path = site.path().join(name);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            std::fs::write(path, name).expect("written");
        };
        ["pkg/voix.js", "pkg/voix.wasm", "pkg/voix.wasm.br", "pkg/snippets/a.js", "pkg/voix.css", "fonts/x.css"]
            .into_iter()
            .for_each(write);
        let software = of_site(site.path()).expect("readable");
        let paths: Vec<&str> = software.files.iter().map(|file| file.path.as_str()).collect();
        assert_eq!(paths, ["/pkg/snippets/a.js", "/pkg/voix.css", "/pkg/voix.js", "/pkg/voix.wasm"]);
        assert_eq!(Software::of(&software.body()), Some(software));
        assert!(of_site(&site.path().join("none")).is_err(), "no site");
    }
}
