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

/// One member, one voice: what makes rolls, opens votes, counts and decides knows nothing of shares.
const VOICES: [&str; 23] = [
    "crates/domain/src/decision.rs",
    "crates/domain/src/majority.rs",
    "crates/domain/src/quorum.rs",
    "crates/domain/src/vote.rs",
    "crates/service/src/acts/cast_open.rs",
    "crates/service/src/acts/cast_secret.rs",
    "crates/service/src/acts/close_vote.rs",
    "crates/service/src/acts/open_session.rs",
    "crates/service/src/acts/open_vote.rs",
    "crates/service/src/acts/register_key.rs",
    "crates/service/src/commitments.rs",
    "crates/service/src/decide.rs",
    "crates/service/src/facts.rs",
    "crates/service/src/roll_checks.rs",
    "crates/store/src/attendances.rs",
    "crates/store/src/ballots.rs",
    "crates/store/src/keys.rs",
    "crates/store/src/open_ballots.rs",
    "crates/store/src/roll_checks.rs",
    "crates/store/src/rolls.rs",
    "crates/store/src/salts.rs",
    "crates/store/src/votes.rs",
    "crates/protocol/src/commitment.rs",
];

/// Files that deal with shares: of voices they know nothing.
const SHARES: [&str; 12] = [
    "crates/domain/src/money.rs",
    "crates/domain/src/share_requests.rs",
    "crates/domain/src/shares.rs",
    "crates/domain/src/shares_view.rs",
    "crates/service/src/acts/ask_shares.rs",
    "crates/service/src/acts/correct_ledger.rs",
    "crates/service/src/acts/decide_share_request.rs",
    "crates/service/src/acts/record_payment.rs",
    "crates/service/src/acts/subscribe_shares.rs",
    "crates/service/src/ledger.rs",
    "crates/service/src/views/shares.rs",
    "crates/store/src/shares.rs",
];

/// What the two kinds of files may not name of each other.
const APART: [(&[&str], &[&str]); 2] = [
    (&VOICES, &["shares", "share_", "ledger", "Cents", "Holding"]),
    (&SHARES, &["rolls", "roll_", "commitments", "ballots", "quorum", "attendances", "votes"]),
];

/// Lines that would lead from shares to voices or back, and files of [`APART`] that are not there.
fn not_apart(root: &Path) -> Vec<String> {
    let mut wrong = Vec::new();
    for (files, words) in APART {
        for file in files {
            match std::fs::read_to_string(root.join(file)) {
                Ok(text) => wrong.extend(named(file, &text, words)),
                Err(_) => wrong.push(format!("{file} is gone: say in xtask/src/words.rs where its code is now")),
            }
        }
    }
    wrong
}

fn named(file: &str, text: &str, words: &[&str]) -> Vec<String> {
    let code = text.lines().map(|line| line.split("//").next().unwrap_or_default());
    let bad = (1..).zip(code).flat_map(|(number, code)| {
        let found = words.iter().filter(move |word| code.contains(**word));
        found.map(move |word| format!("{file}:{number} holds {word}: shares and voices know nothing of each other"))
    });
    bad.collect()
}

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
    wrong.extend(not_apart(root));
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
    fn shares_and_voices_are_kept_apart() {
        let (_, words) = APART[0];
        assert_eq!(
            named("rolls.rs", "use crate::shares;\n// whatever the shares\nlet x = 1;\n", words),
            ["rolls.rs:1 holds shares: shares and voices know nothing of each other"]
        );
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("a root");
        assert_eq!(not_apart(root), [""; 0]);
        assert_eq!(not_apart(Path::new("/nowhere")).len(), VOICES.len() + SHARES.len());
    }

    #[test]
    fn comments_may_speak_of_anything() {
        assert!(wrong_words("crates/domain/src/lib.rs", "/// Not Utc::now: the clock is an argument.\n").is_empty());
        assert_eq!(wrong_words("crates/domain/src/lib.rs", "let now = Utc::now(); // why not\n").len(), 1);
    }
}
