//! The zip of an assembly in memory, as a page verifies it in a browser; and the same with one thing changed, for whoever wants to
//! see what a failure looks like.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::sync::Arc;

use protocol::archive::{self, ItemKind};
use protocol::canonical;
use protocol::record::Entry;
use serde_json::Value;

use crate::assembly::{self, Files};
use crate::report::How;
use crate::threads::Threads;
use crate::{Lang, input, record};

/// One thing that is changed on purpose before a zip is verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// A ballot is taken out of a box, with the event that received it.
    Ballot,
    /// The minutes say one voice more for a resolution.
    Minutes,
    /// The record says one voice more for a resolution.
    Record,
}

impl Change {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Ballot, Self::Minutes, Self::Record];

    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Ballot => "ballot",
            Self::Minutes => "minutes",
            Self::Record => "record",
        }
    }

    /// What a word means.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|change| change.word() == word)
    }
}

/// Why there is no verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoVerdict {
    /// What would be changed is not in the zip: no ballot, no minutes, no decision.
    NothingToChange,
    /// The zip cannot be read: why.
    Unreadable(String),
}

/// Verifies the zip of an assembly as `voix-verify assembly` does, on one processor. `key` is that of the convocation, hex; `told` hears
/// how many bytes of archives are read, and of how many. The answer has whole sentences in the language: `passed`, `last`, `about`,
/// `votes` (`title`, `state`, `verdict`, `lines`), `checks` (`number`, `state`, `sentence`, `notes`).
///
/// # Errors
/// [`NoVerdict`].
pub fn verify(
    zip: &[u8],
    key: Option<&str>,
    change: Option<Change>,
    lang: Lang,
    told: &mut dyn FnMut(u64, u64),
) -> Result<Value, NoVerdict> {
    let mut files = input::unpacked(zip).map_err(NoVerdict::Unreadable)?;
    if let Some(change) = change {
        spoil(&mut files, change).ok_or(NoVerdict::NothingToChange)?;
    }
    let how = How { threads: Threads::new(Some(NonZeroUsize::MIN)), expected_head: None, json: true, lang };
    let key = assembly::known(key).map_err(NoVerdict::Unreadable)?;
    assembly::spoken(&Files::in_memory(files), key, &how, told).map_err(NoVerdict::Unreadable)
}

/// Changes one thing in the files, where it is there.
fn spoil(files: &mut BTreeMap<String, Arc<[u8]>>, change: Change) -> Option<()> {
    match change {
        Change::Ballot => {
            let mut boxes = files.iter().filter(|(name, _)| name.ends_with(".bel"));
            let spoilt = boxes.find_map(|(name, bytes)| Some((name.clone(), without_ballot(bytes)?)));
            let (name, spoilt) = spoilt?;
            files.insert(name, Arc::from(spoilt));
        }
        Change::Minutes => {
            let mut minutes: Value = serde_json::from_slice(files.get("minutes.json")?).ok()?;
            let items = minutes.get_mut("items")?.as_array_mut()?;
            items.iter_mut().find_map(|item| one_more(item.get_mut("decision")?))?;
            let text = canonical::to_string(&minutes).ok()?;
            files.insert("minutes.json".to_owned(), Arc::from(text.into_bytes()));
        }
        Change::Record => {
            let lines = std::str::from_utf8(files.get("record.jsonl")?).ok()?;
            let mut entries = record::read(lines).ok()?;
            let decided = entries.iter_mut().filter(|entry| entry.kind == "decision");
            decided.filter_map(|entry| entry.body.get_mut("decision")).find_map(one_more)?;
            let lines: Vec<String> = entries.iter().map(Entry::canonical).collect::<Result<_, _>>().ok()?;
            let text: String = lines.into_iter().map(|line| line + "\n").collect();
            files.insert("record.jsonl".to_owned(), Arc::from(text.into_bytes()));
        }
    }
    Some(())
}

/// A decision with one voice more for it.
fn one_more(decision: &mut Value) -> Option<()> {
    let count = decision.get_mut("counts")?.get_mut("for")?;
    *count = count.as_u64()?.checked_add(1)?.into();
    Some(())
}

/// An archive without its first ballot, and the event that names it.
fn without_ballot(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut archive = archive::read(bytes).ok()?;
    let ballot = archive.items.iter().position(|item| item.body.starts_with("{\"election_uuid\""))?;
    let event = ballot.checked_add(1)?;
    archive.items.get(event).filter(|item| item.kind == ItemKind::Event)?;
    archive.items.drain(ballot..=event);
    Some(archive::render(archive.timestamp, &archive.items))
}

#[cfg(all(test, feature = "command"))]
mod tests {
    use std::io::{Cursor, Write as _};
    use std::sync::OnceLock;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;
    use crate::simulate::assembly::SimulatedAssembly;

    /// The zip of a simulated assembly, and its key; made once, for the curve takes long in tests.
    fn zipped() -> &'static (Vec<u8>, String) {
        static MADE: OnceLock<(Vec<u8>, String)> = OnceLock::new();
        MADE.get_or_init(made)
    }

    fn made() -> (Vec<u8>, String) {
        let assembly = SimulatedAssembly::of(7, &Threads::new(None)).expect("an assembly");
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in assembly.files().expect("files") {
            zip.start_file(format!("assembly/{name}"), SimpleFileOptions::default()).expect("begun");
            zip.write_all(&bytes).expect("written");
        }
        (zip.finish().expect("a zip").into_inner(), assembly.key())
    }

    fn failed(said: &Value) -> Vec<u64> {
        let checks = said["checks"].as_array().expect("checks").iter();
        checks.filter(|check| check["state"] == "failed").filter_map(|check| check["number"].as_u64()).collect()
    }

    #[test]
    fn an_assembly_verifies_in_memory_and_each_change_is_found_by_its_check() {
        let (zip, key) = zipped();
        let changed = |change, lang| {
            let mut last = (0, 0);
            let said = verify(zip, Some(key.as_str()), change, lang, &mut |done, all| last = (done, all));
            (said.expect("a verdict"), last)
        };
        let (whole, (done, all)) = changed(None, Lang::En);
        assert_eq!((&whole["passed"], failed(&whole)), (&Value::Bool(true), Vec::new()), "{whole}");
        assert!(done == all && all > 0, "{done} of {all}");
        let votes = whole["votes"].as_array().expect("votes");
        assert!(votes.iter().all(|vote| vote["state"] == "verified" && vote["verdict"] != ""), "{whole}");
        for (change, check) in [(Change::Ballot, 3), (Change::Minutes, 22), (Change::Record, 18)] {
            let (spoilt, _) = changed(Some(change), Lang::Fr);
            assert_eq!(spoilt["passed"], false, "{change:?}");
            assert!(failed(&spoilt).contains(&check), "{change:?}: {:?}", failed(&spoilt));
        }
    }

    #[test]
    fn what_cannot_be_judged_has_no_verdict() {
        let (zip, _) = zipped();
        let judged = |zip: &[u8], key| verify(zip, key, None, Lang::En, &mut |_, _| ());
        assert!(matches!(judged(&zip[..zip.len() / 2], None), Err(NoVerdict::Unreadable(_))), "cut short");
        assert!(matches!(judged(&b"nothing"[..], None), Err(NoVerdict::Unreadable(_))));
        assert!(matches!(judged(zip, Some("no key")), Err(NoVerdict::Unreadable(_))));
        let mut empty = ZipWriter::new(Cursor::new(Vec::new()));
        empty.start_file("record.jsonl", SimpleFileOptions::default()).expect("begun");
        let empty = empty.finish().expect("a zip").into_inner();
        for change in Change::ALL {
            let said = verify(&empty, None, Some(change), Lang::En, &mut |_, _| ());
            assert_eq!(said, Err(NoVerdict::NothingToChange), "{change:?}");
            assert_eq!(Change::of(change.word()), Some(change));
        }
        assert_eq!(Change::of("nothing"), None);
    }
}
