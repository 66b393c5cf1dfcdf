//! Words of Rust that only some folders may hold: SQL, the web framework, the clock, randomness.

use std::path::Path;

use anyhow::{Context as _, Result};

/// Words, and where they belong.
const WORDS: [(&str, &[&str]); 6] = [
    ("sqlx::", &["crates/store/"]),
    ("axum::", &["server/", "app/"]),
    ("leptos::", &["server/", "app/"]),
    ("Utc::now", &["server/src/"]),
    ("SystemTime::now", &["server/src/"]),
    ("SysRng", &["server/src/", "app/src/islands/", "crates/load/src/main.rs"]),
];

/// Files below `app`, `crates` and `server` that hold a word where it does not belong.
pub fn misplaced(root: &Path) -> Result<Vec<String>> {
    let mut wrong = Vec::new();
    let mut folders: Vec<_> = ["app", "crates", "server"].iter().map(|name| root.join(name)).collect();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).with_context(|| format!("{}", folder.display()))?.flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let place = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().into_owned();
                wrong.extend(wrong_words(&place, &std::fs::read_to_string(&path)?));
            }
        }
    }
    wrong.sort();
    Ok(wrong)
}

/// One sentence per line of code that holds a word it must not; comments may.
fn wrong_words(place: &str, text: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let code = line.split("//").next().unwrap_or_default();
        let bad = WORDS.iter().filter(|(word, ok)| code.contains(word) && !ok.iter().any(|ok| place.starts_with(ok)));
        wrong.extend(
            bad.map(|(word, ok)| format!("{place}:{number} holds {word}, which belongs under {}", ok.join(" or "))),
        );
    }
    wrong
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_found_outside_its_folder() {
        let text = "use std::fmt;\nuse sqlx::Row;\n";
        assert_eq!(
            wrong_words("crates/service/src/lib.rs", text),
            ["crates/service/src/lib.rs:2 holds sqlx::, which belongs under crates/store/"]
        );
        assert!(wrong_words("crates/store/src/lib.rs", text).is_empty());
    }

    #[test]
    fn comments_may_speak_of_anything() {
        assert!(wrong_words("crates/domain/src/lib.rs", "/// Not Utc::now: the clock is an argument.\n").is_empty());
        assert_eq!(wrong_words("crates/domain/src/lib.rs", "let now = Utc::now(); // why not\n").len(), 1);
    }
}
