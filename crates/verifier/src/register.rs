//! The commitments to the register against what an auditor holds: whose keys they are, leaf by leaf (PROTOCOL.md §10). That these
//! persons exist the auditor knows, or asks: no arithmetic does.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use protocol::encoding::hex32;
use protocol::record::Entry;
use protocol::register_leaves::{Committed, Person, RegisterLeaves};

use crate::record::{self, refuse, verified};
use crate::report::clean;
use crate::say::say;
use crate::{Verdict, input};

/// How the list is looked at.
#[derive(Clone, Copy, Debug, Default)]
pub struct Asked {
    /// Everybody of the last commitment is printed.
    pub names: bool,
    /// So many leaves of a commitment may be of nobody whom the list names: the register says how many members were forgotten since.
    pub forgotten: usize,
}

/// Verifies the record, then every commitment in it against the list.
#[must_use]
pub fn register(list: &Path, asked: Asked, of: &Path, note: Option<&Path>, key: Option<&str>) -> Verdict {
    let list = match input::text(list).map(|text| serde_json::from_str::<RegisterLeaves>(&text)) {
        Ok(Ok(list)) => list,
        Ok(Err(error)) => return refuse(&format!("this is no list of the leaves of a register: {error}")),
        Err(why) => return Verdict::Unreadable(why),
    };
    let entries = match verified(of, note, key) {
        Ok(entries) => entries,
        Err(verdict) => return verdict,
    };
    let committed: Vec<&Entry> = entries.iter().filter(|entry| entry.kind == "register-commitment").collect();
    let mut faults = strangers(&list, &committed);
    if record::assembly(note, &entries).is_some_and(|assembly| assembly != list.assembly) {
        faults.push("the list is of another assembly than the checkpoint names".to_owned());
    }
    let mut before: Option<BTreeSet<u32>> = None;
    for entry in &committed {
        let Some(one) = list.commitments.iter().find(|one| one.entry == entry.seq) else {
            faults.push(format!("entry {}: the list has nothing of this commitment", entry.seq));
            continue;
        };
        let found = wrong(entry, one);
        if found.is_empty() {
            describe(entry, one, before.as_ref());
        }
        faults.extend(found);
        let unnamed = one.leaves.len() - people(one).count();
        if unnamed > asked.forgotten {
            faults.push(format!(
                "entry {}: {unnamed} leaves are of nobody whom the list names, and --forgotten allows {}",
                entry.seq, asked.forgotten
            ));
        }
        before = Some(people(one).map(|person| person.leaf.number).collect());
    }
    faults.iter().for_each(|fault| say(format_args!("NO   {}", clean(fault))));
    if let Some(last) = list.commitments.last().filter(|_| asked.names && faults.is_empty()) {
        people(last).for_each(|person| say(format_args!("{:6}  {}", person.leaf.number, clean(&person.name))));
    }
    Verdict::of(faults.is_empty())
}

fn people(one: &Committed) -> impl Iterator<Item = &Person> {
    one.leaves.iter().filter_map(|line| line.person.as_ref())
}

/// What the list has twice, or of entries that are no commitments; or that the record has none.
fn strangers(list: &RegisterLeaves, committed: &[&Entry]) -> Vec<String> {
    let mut faults = Vec::new();
    if committed.is_empty() {
        faults.push("the record commits to no register".to_owned());
    }
    let mut seen = BTreeSet::new();
    for one in &list.commitments {
        if !committed.iter().any(|entry| entry.seq == one.entry) {
            faults.push(format!("the list has leaves of entry {}, which commits to no register", one.entry));
        }
        if !seen.insert(one.entry) {
            faults.push(format!("the list has the leaves of entry {} twice", one.entry));
        }
    }
    faults
}

/// Everything that is wrong with one commitment.
fn wrong(entry: &Entry, one: &Committed) -> Vec<String> {
    let (body, at) = (&entry.body, format!("entry {}", entry.seq));
    let mut faults = Vec::new();
    if body["root"].as_str().and_then(hex32) != Some(one.root()) {
        faults.push(format!("{at}: these leaves do not lead to its root"));
    }
    let leaves = one.leaves.len() as u64;
    if body["keys"].as_u64() != Some(leaves) {
        faults.push(format!("{at}: it has another number of keys than there are leaves"));
    }
    if body["members"].as_u64().is_none_or(|members| members < leaves) {
        faults.push(format!("{at}: it has more keys than members with a voice"));
    }
    let (mut numbers, mut keys) = (BTreeMap::<u32, usize>::new(), BTreeMap::<[u8; 32], usize>::new());
    for (i, line) in one.leaves.iter().enumerate() {
        let Some(person) = &line.person else { continue };
        let who = format!("{at}: line {}: no. {}, {}", i + 1, person.leaf.number, person.name);
        if !line.holds() {
            faults.push(format!("{who}: does not hash to the leaf that is committed to"));
        }
        if let Some(first) = numbers.insert(person.leaf.number, i + 1) {
            faults.push(format!("{who}: has the number of line {first}"));
        }
        if let Some(first) = keys.insert(person.leaf.identity, i + 1) {
            faults.push(format!("{who}: has the key of line {first}"));
        }
    }
    faults
}

/// What a commitment that holds says, and how it differs from the one before.
fn describe(entry: &Entry, one: &Committed, before: Option<&BTreeSet<u32>>) {
    let (leaves, known) = (one.leaves.len(), people(one).count());
    let codes = people(one).filter(|person| person.leaf.paper_code).count();
    say(format_args!(
        "ok   entry {}: {leaves} keys, of {} members with a voice, hash into its root",
        entry.seq,
        entry.body["members"].as_u64().unwrap_or_default()
    ));
    if codes > 0 {
        say(format_args!("     {codes} of them are paper codes"));
    }
    let made = people(one).filter(|person| person.leaf.entrusted).count();
    if made > 0 {
        say(format_args!("     {made} of them the server made, for members who had none"));
    }
    if known < leaves {
        say(format_args!(
            "(!)  {} of them are of nobody whom the list names: forgotten since, or never members; ask for the proof of erasure",
            leaves - known
        ));
    }
    let Some(before) = before else { return };
    let now: BTreeSet<u32> = people(one).map(|person| person.leaf.number).collect();
    for (what, numbers) in [("new", now.difference(before)), ("gone", before.difference(&now))] {
        let numbers: Vec<String> = numbers.map(|number| format!("no. {number}")).collect();
        if !numbers.is_empty() {
            say(format_args!("     {what} since the commitment before: {}", numbers.join(", ")));
        }
    }
}
