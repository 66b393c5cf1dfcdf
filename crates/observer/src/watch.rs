//! Following a server: its records, round after round, and the code that it hands to browsers.

use std::collections::BTreeSet;
use std::path::Path;

use protocol::hash::sha256_hex;
use protocol::listing::is_id;
use protocol::receipt::Receipt;
use protocol::record::Entry;
use protocol::software::Software;
use serde_json::json;

use crate::code::{self, Hashes};
use crate::events::Event;
use crate::kept::{Folder, listed};
use crate::mirror::Mirror;
use crate::net::{Got, Site};
use crate::receipts;

/// What was served to browsers the last time.
const SEEN: &str = "code.json";
/// Largest page and largest script that are read.
const LARGEST: u64 = 64 << 20;
/// How browsers are sent code. Each is a file of its own on the server, and must be the same.
const PACKINGS: [&str; 2] = ["gzip", "br"];
/// A record whose checkpoint is the one kept is read to its end in one round of so many only: a list of hashes is work for a server.
const WHOLE_EVERY: u32 = 10;

/// What was told already: what is wrong is told once, not in every round.
#[derive(Default)]
pub struct Told {
    events: Vec<Event>,
    silent: bool,
    open: bool,
}

impl Told {
    /// What of these was not told before.
    pub fn fresh(&mut self, events: Vec<Event>) -> Vec<Event> {
        let mut fresh = Vec::new();
        self.open = events.iter().any(Event::leaves_a_receipt_open);
        for event in events {
            // What is new or has grown is told whenever it does, and so is each time that nobody answered.
            let silence = event.silence().is_some();
            self.silent |= silence;
            let each_time = silence || matches!(event, Event::New { .. } | Event::Grown { .. });
            if !each_time && self.events.contains(&event) {
                continue;
            }
            if !each_time {
                self.events.push(event.clone());
            }
            fresh.push(event);
        }
        fresh
    }

    /// Whether anything shouted.
    #[must_use]
    pub fn shouted(&self) -> bool {
        self.events.iter().any(Event::shouts)
    }

    /// Whether the server could not be asked at some time.
    #[must_use]
    pub fn silent(&self) -> bool {
        self.silent
    }

    /// Whether the last round left a receipt that could not be held against anything.
    #[must_use]
    pub fn open(&self) -> bool {
        self.open
    }
}

/// One round: what is new, what is not as it was, which receipts do not hold. The first is 0.
#[must_use]
pub fn round(mirror: &Mirror<'_>, receipts: &[Receipt], number: u32) -> Vec<Event> {
    let mut events = Vec::new();
    let unreachable = |why| vec![Event::Unreachable { why }];
    let wanted = if number.is_multiple_of(WHOLE_EVERY) { Ok(true) } else { mirror.moved_on() };
    events.extend(match wanted {
        Ok(true) => mirror.all().unwrap_or_else(unreachable),
        Ok(false) => Vec::new(),
        Err(why) => unreachable(why),
    });
    events.extend(served(mirror.site, mirror.folder).unwrap_or_else(unreachable));
    events.extend(receipts::look(mirror.folder, mirror.key.as_ref(), receipts).unwrap_or_else(unreachable));
    events
}

/// Looks at the code that is served, and keeps its hashes.
fn served(site: &dyn Site, folder: &Path) -> Result<Vec<Event>, String> {
    let said = software(folder)?;
    let page = match site.get("/", LARGEST)? {
        Got::Bytes(page) => String::from_utf8_lossy(&page).into_owned(),
        _ => return Err("the server has no first page".to_owned()),
    };
    let mut paths: BTreeSet<String> = code::paths(&page);
    // A record may name anything: only what a page could load is asked for.
    let named = said.iter().flat_map(|said| &said.files).map(|file| format!("\"{}\"", file.path));
    paths.extend(named.flat_map(|quoted| code::paths(&quoted)));
    let mut now = Hashes::new();
    for path in &paths {
        let named = said.as_ref().and_then(|said| said.hash_of(path));
        for packing in PACKINGS {
            let Got::Bytes(bytes) = site.packed(path, packing, LARGEST)? else { continue };
            let hash = sha256_hex(&bytes);
            // Of two that differ, the one that the record does not name is told.
            if named != Some(hash.as_str()) || !now.contains_key(path) {
                now.insert(path.clone(), hash);
            }
        }
    }
    let kept = Folder::new(folder.to_path_buf());
    let seen = match kept.read(SEEN)? {
        Some(bytes) => serde_json::from_slice::<Hashes>(&bytes).map_err(|_| format!("{SEEN} cannot be read"))?,
        None => Hashes::new(),
    };
    let events = code::judge(said.as_ref(), &seen, &now);
    let mut all = seen.clone();
    all.extend(now);
    if all != seen {
        kept.write(SEEN, json!(all).to_string().as_bytes())?;
    }
    Ok(events)
}

/// What the newest entry of the records that are kept says of the program; by the hours of the server.
fn software(folder: &Path) -> Result<Option<Software>, String> {
    let mut newest: Option<(i64, Software)> = None;
    for assembly in listed(folder)?.into_iter().filter(|name| is_id(name)) {
        let Some(record) = Folder::new(folder.join(assembly)).read("record.jsonl")? else { continue };
        let record = String::from_utf8_lossy(&record);
        for entry in record.lines().filter_map(|line| Entry::parse(line).ok()) {
            let later = newest.as_ref().is_none_or(|(time, _)| *time <= entry.time);
            if entry.kind == "software" && later {
                newest = Software::of(&entry.body).map(|said| (entry.time, said)).or(newest);
            }
        }
    }
    Ok(newest.map(|(_, said)| said))
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::collections::BTreeMap;

    use protocol::software::Served;

    use super::*;

    /// Paths, and what is there; a path with a packing behind it is what is sent so.
    struct Paths(RefCell<BTreeMap<&'static str, Vec<u8>>>);

    impl Site for Paths {
        fn get(&self, path: &str, _: u64) -> Result<Got, String> {
            Ok(self.0.borrow().get(path).map_or(Got::Missing, |bytes| Got::Bytes(bytes.clone())))
        }

        fn packed(&self, path: &str, packing: &str, most: u64) -> Result<Got, String> {
            match self.get(&format!("{path}.{packing}"), most)? {
                Got::Missing => self.get(path, most),
                other => Ok(other),
            }
        }
    }

    /// A site with one script, and a folder with a record that names it.
    fn site() -> (Paths, tempfile::TempDir) {
        let files = [("/", b"<script src=\"/pkg/voix.js\"></script>".to_vec()), ("/pkg/voix.js", b"1".to_vec())];
        let folder = tempfile::tempdir().expect("a folder");
        (Paths(RefCell::new(BTreeMap::from(files))), folder)
    }

    fn name_it(folder: &Path, bytes: &[u8]) {
        name_all(folder, vec![Served::new("/pkg/voix.js", bytes)]);
    }

    fn name_all(folder: &Path, files: Vec<Served>) {
        let body = Software::new("abc", files).body();
        let line = Entry::first(&[1; 16], &[2; 16], 1, "software", body).canonical().unwrap();
        let of = Folder::new(folder.join("018f0000-0000-7000-8000-00000000dead"));
        of.write("record.jsonl", format!("{line}\n").as_bytes()).unwrap();
    }

    #[test]
    fn code_is_compared_with_the_record_and_with_what_was_seen() {
        let (site, folder) = site();
        assert_eq!(served(&site, folder.path()), Ok(vec![Event::NoSoftware]));
        name_it(folder.path(), b"1");
        assert_eq!(served(&site, folder.path()), Ok(Vec::new()));
        site.0.borrow_mut().insert("/pkg/voix.js", b"2".to_vec());
        let events = served(&site, folder.path()).unwrap();
        assert!(events.len() == 2 && events.iter().all(Event::shouts), "{events:?}");
        name_it(folder.path(), b"2");
        assert_eq!(served(&site, folder.path()), Ok(Vec::new()), "seen, and named");
        site.0.borrow_mut().remove("/pkg/voix.js");
        assert_eq!(served(&site, folder.path()), Ok(vec![Event::CodeGone { path: "/pkg/voix.js".to_owned() }]));
    }

    #[test]
    fn what_is_sent_compressed_is_compared_and_what_the_record_names_is_fetched() {
        let (site, folder) = site();
        name_all(folder.path(), vec![Served::new("/pkg/voix.js", b"1"), Served::new("/verify-worker.js", b"w")]);
        let gone = Event::CodeGone { path: "/verify-worker.js".to_owned() };
        assert_eq!(served(&site, folder.path()), Ok(vec![gone]), "no page loads it, and it is asked for");
        site.0.borrow_mut().insert("/verify-worker.js", b"w".to_vec());
        assert_eq!(served(&site, folder.path()), Ok(Vec::new()));
        for packed in ["/pkg/voix.js.gzip", "/pkg/voix.js.br", "/verify-worker.js.br"] {
            site.0.borrow_mut().insert(packed, b"2".to_vec());
            let events = served(&site, folder.path()).unwrap();
            assert!(events.iter().any(|event| matches!(event, Event::CodeNotSaid { .. })), "{packed}: {events:?}");
            site.0.borrow_mut().remove(packed);
        }
    }

    #[test]
    fn the_same_is_told_once_and_a_shout_is_not_forgotten() {
        let mut told = Told::default();
        let gone = || vec![Event::Gone { file: "x".to_owned() }];
        assert_eq!(told.fresh(gone()).len(), 1);
        assert_eq!(told.fresh(gone()).len(), 0);
        let grown = || vec![Event::Grown { file: "x".to_owned() }];
        assert_eq!((told.fresh(grown()).len(), told.fresh(grown()).len()), (1, 1));
        assert!(told.shouted() && !told.silent());
        let silence = || vec![Event::Unreachable { why: "x".to_owned() }];
        assert_eq!((told.fresh(silence()).len(), told.fresh(silence()).len()), (1, 1), "each time");
        assert!(told.silent());
    }

    #[test]
    fn a_receipt_that_is_nowhere_is_told_once_and_stays_open_until_its_box_is_there() {
        let mut told = Told::default();
        let nowhere = || vec![Event::ReceiptNowhere { tracker: "x".to_owned() }];
        assert_eq!((told.fresh(nowhere()).len(), told.fresh(nowhere()).len()), (1, 0));
        assert!(told.open() && !told.shouted() && !told.silent());
        told.fresh(Vec::new());
        assert!(!told.open());
        told.fresh(vec![Event::ReceiptUnsigned { tracker: "x".to_owned() }]);
        assert!(told.open());
    }
}
