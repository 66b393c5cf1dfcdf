//! The scripts, style sheets and modules that a server hands to browsers, compared with what its record says of them and with what was
//! seen before.

use std::collections::{BTreeMap, BTreeSet};

use protocol::software::Software;

use crate::events::Event;

/// What was served, by path: SHA-256, hex.
pub type Hashes = BTreeMap<String, String>;

/// Ends of the paths that browsers run, or draw pages by.
const ENDS: [&str; 4] = [".js", ".mjs", ".wasm", ".css"];
/// Files of one page; a page that names more is cut there.
const MOST: usize = 256;

/// The paths of what a page loads: whatever stands in quotes, begins with one `/` and ends as code does. Parameters after a `?` are none
/// of the path.
#[must_use]
pub fn paths(page: &str) -> BTreeSet<String> {
    let quoted = page.split(['"', '\'', '`']).map(|text| text.split(['?', '#']).next().unwrap_or_default());
    let plain = |text: &&str| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/._-".contains(&byte));
    let ours = |text: &&str| text.starts_with('/') && !text.starts_with("//") && !text.contains("..");
    let code = |text: &&str| ENDS.iter().any(|end| text.ends_with(end));
    quoted.filter(plain).filter(ours).filter(code).take(MOST).map(ToOwned::to_owned).collect()
}

/// Judges what is served now. `said` is the newest `software` entry of the records, `seen` what was served the last time.
#[must_use]
pub fn judge(said: Option<&Software>, seen: &Hashes, now: &Hashes) -> Vec<Event> {
    let mut events = Vec::new();
    for (path, hash) in now {
        let named = said.and_then(|said| said.hash_of(path));
        let as_said = named == Some(hash.as_str());
        if said.is_some() && !as_said {
            events.push(Event::CodeNotSaid {
                path: path.clone(),
                served: hash.clone(),
                said: named.map(ToOwned::to_owned),
            });
        }
        if let Some(before) = seen.get(path).filter(|before| *before != hash) {
            events.push(Event::CodeChanged {
                path: path.clone(),
                before: before.clone(),
                served: hash.clone(),
                said: as_said,
            });
        }
    }
    let gone = said.into_iter().flat_map(|said| &said.files).filter(|file| !now.contains_key(&file.path));
    events.extend(gone.map(|file| Event::CodeGone { path: file.path.clone() }));
    if said.is_none() && !now.is_empty() {
        events.push(Event::NoSoftware);
    }
    events
}

#[cfg(test)]
mod tests {
    use protocol::software::Served;

    use super::*;

    fn hashes(files: &[(&str, &[u8])]) -> Hashes {
        files.iter().map(|(path, bytes)| ((*path).to_owned(), Served::new(path, bytes).sha256)).collect()
    }

    #[test]
    fn what_a_page_loads_is_found_in_attributes_and_scripts() {
        let page = r#"<link href="/pkg/voix.css?v=1" rel=stylesheet><link rel="preload" href='/pkg/voix.wasm'>
            <script nonce="x">import("/pkg/voix.js").then(m => m.default())</script>
            <script src="//elsewhere.example/x.js"></script><a href="/votes">Votes</a><img src="/icons.svg">
            <script src="/../x.js"></script>"#;
        assert_eq!(paths(page).into_iter().collect::<Vec<_>>(), ["/pkg/voix.css", "/pkg/voix.js", "/pkg/voix.wasm"]);
    }

    #[test]
    fn code_that_the_record_names_may_change_and_no_other() {
        let said = |bytes: &[u8]| Software::new("abc", vec![Served::new("/pkg/voix.js", bytes)]);
        let (old, new) = (hashes(&[("/pkg/voix.js", b"1")]), hashes(&[("/pkg/voix.js", b"2")]));
        assert!(judge(Some(&said(b"1")), &old, &old).is_empty());
        let told = judge(Some(&said(b"2")), &old, &new);
        assert!(told.len() == 1 && told.iter().all(|event| !event.shouts()), "{told:?}");
        let told = judge(Some(&said(b"1")), &old, &new);
        assert!(told.len() == 2 && told.iter().all(Event::shouts), "{told:?}");
        let more = hashes(&[("/pkg/voix.js", b"1"), ("/pkg/more.js", b"3")]);
        assert!(
            judge(Some(&said(b"1")), &old, &more).iter().any(Event::shouts),
            "a script that the record does not name"
        );
        assert!(judge(Some(&said(b"1")), &old, &Hashes::new()).iter().any(Event::shouts), "a script that is gone");
    }

    #[test]
    fn without_a_word_of_the_record_a_change_is_shouted_and_its_silence_told() {
        let (old, new) = (hashes(&[("/pkg/voix.js", b"1")]), hashes(&[("/pkg/voix.js", b"2")]));
        assert_eq!(judge(None, &Hashes::new(), &old), [Event::NoSoftware]);
        assert!(judge(None, &old, &new).iter().any(Event::shouts));
    }
}
