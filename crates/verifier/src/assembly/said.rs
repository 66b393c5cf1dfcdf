//! What a record says of votes and their boxes, gathered from its entries.

use std::collections::BTreeMap;

use protocol::record::Entry;
use serde_json::Value;

use super::found::Found;

/// A box, as the record opens and closes it.
pub(super) struct BoxSaid<'a> {
    pub uuid: &'a str,
    pub opened: &'a Entry,
    /// The roll that was fixed for it.
    pub roll: Option<&'a Entry>,
    /// States of its archive, in order.
    pub heads: Vec<&'a Entry>,
    pub closed: Option<&'a Entry>,
}

/// A vote.
pub(super) struct VoteSaid<'a> {
    /// Its id, hex.
    pub id: &'a str,
    /// Hash of what is put to the vote, where the record says it.
    pub resolution: Option<&'a str>,
    pub boxes: Vec<BoxSaid<'a>>,
    pub open_rolls: Vec<&'a Entry>,
    /// It was closed in the session of this record: a vote that goes on elsewhere was not.
    pub closed: bool,
    pub tally: Option<&'a Entry>,
    pub decision: Option<&'a Entry>,
    pub draw: Option<&'a Entry>,
    /// Seats that were declined, in order.
    pub declined: Vec<&'a Entry>,
    pub void: bool,
}

/// A record.
#[derive(Default)]
pub(super) struct Said<'a> {
    /// In the order of the agenda; then those that were put to the vote in session.
    pub votes: Vec<VoteSaid<'a>>,
    pub minutes: Option<&'a Entry>,
    /// The corrections of the minutes, in order.
    pub corrections: Vec<&'a Entry>,
    /// The key in the convocation. It is the record that says it.
    pub key: Option<&'a str>,
    /// Rolls of secret votes that no box has taken yet, by vote.
    rolls: BTreeMap<&'a str, &'a Entry>,
}

/// A text of a body.
pub(super) fn text<'a>(body: &'a Value, field: &str) -> Option<&'a str> {
    body.get(field)?.as_str()
}

impl<'a> Said<'a> {
    /// Gathers; what contradicts itself is a fault of 23.
    pub fn of(entries: &'a [Entry], found: &mut Found) -> Self {
        let mut said = Self::default();
        for entry in entries {
            said.take(entry, found);
        }
        said.unnamed(found);
        said
    }

    /// What begins though nothing says what is put to the vote.
    fn unnamed(&self, found: &mut Found) {
        let what = "is of a vote that neither the notice nor an incident names, with its text";
        for vote in self.votes.iter().filter(|vote| vote.resolution.is_none()) {
            let boxes = vote.boxes.iter().map(|one| one.opened);
            let begun = boxes.chain(vote.open_rolls.iter().copied()).chain(vote.tally).chain(vote.decision).next();
            if let Some(entry) = begun {
                found.fault(23, place(entry), what);
            }
        }
        for (id, roll) in &self.rolls {
            if !self.votes.iter().any(|vote| vote.id == *id && vote.resolution.is_some()) {
                found.fault(23, place(roll), what);
            }
        }
    }

    /// A text is put to the vote in session: a new vote, and what it asks.
    fn put(&mut self, id: &'a str, entry: &'a Entry, found: &mut Found) {
        let resolution = text(&entry.body, "resolution");
        if resolution.is_none() || self.votes.iter().any(|vote| vote.id == id) {
            return found.fault(23, place(entry), "puts no text to the vote, or to a vote that has one already");
        }
        self.vote(id).resolution = resolution;
    }

    fn take(&mut self, entry: &'a Entry, found: &mut Found) {
        let body = &entry.body;
        match (entry.kind.as_str(), text(body, "vote")) {
            ("convocation", _) => {
                self.key = text(body, "record_key");
                for one in body["documents"].as_array().into_iter().flatten() {
                    if let Some(id) = text(one, "vote") {
                        self.vote(id).resolution = text(one, "resolution");
                    }
                }
            }
            ("minutes", _) => self.minutes = Some(entry),
            ("correction", _) if body["kind"] == "minutes" => self.corrections.push(entry),
            ("archive-head", _) => {
                let of = text(body, "box").and_then(|uuid| self.found_box(uuid));
                match of {
                    Some(of) => of.heads.push(entry),
                    None => found.fault(23, place(entry), "is of a box that was not opened before"),
                }
            }
            ("box-opened", Some(id)) => self.open(id, entry, found),
            ("roll", Some(id)) => drop(self.rolls.insert(id, entry)),
            (kind, Some(id)) => self.of_vote(kind, id, entry, found),
            (_, None) => {}
        }
    }

    fn of_vote(&mut self, kind: &str, id: &'a str, entry: &'a Entry, found: &mut Found) {
        let body = &entry.body;
        match kind {
            "incident" if body["kind"] == "put-to-vote" => self.put(id, entry, found),
            "open-roll" => self.vote(id).open_rolls.push(entry),
            "quorum-count" => self.vote(id).closed |= body["at"] == "close",
            "tally" => self.vote(id).tally = Some(entry),
            "decision" => self.vote(id).decision = Some(entry),
            "draw" => self.vote(id).draw = Some(entry),
            "declined" => self.vote(id).declined.push(entry),
            "box-voided" => self.vote(id).void = true,
            "box-closed" => {
                let of = text(body, "box").and_then(|uuid| self.found_box(uuid));
                match of {
                    Some(of) if of.closed.is_none() && text(&of.opened.body, "vote") == Some(id) => {
                        of.closed = Some(entry);
                    }
                    _ => found.fault(23, place(entry), "closes a box that its vote has not, or has closed"),
                }
            }
            _ => {}
        }
    }

    fn open(&mut self, id: &'a str, entry: &'a Entry, found: &mut Found) {
        let Some(uuid) = text(&entry.body, "box") else {
            return found.fault(23, place(entry), "opens no box");
        };
        if self.found_box(uuid).is_some() {
            return found.fault(23, place(entry), "opens a box once more");
        }
        let roll = self.rolls.remove(id);
        self.vote(id).boxes.push(BoxSaid { uuid, opened: entry, roll, heads: Vec::new(), closed: None });
    }

    fn found_box(&mut self, uuid: &str) -> Option<&mut BoxSaid<'a>> {
        self.votes.iter_mut().flat_map(|vote| &mut vote.boxes).find(|one| one.uuid == uuid)
    }

    fn vote(&mut self, id: &'a str) -> &mut VoteSaid<'a> {
        let at = self.votes.iter().position(|vote| vote.id == id).unwrap_or_else(|| {
            self.votes.push(VoteSaid {
                id,
                resolution: None,
                boxes: Vec::new(),
                open_rolls: Vec::new(),
                closed: false,
                tally: None,
                decision: None,
                draw: None,
                declined: Vec::new(),
                void: false,
            });
            self.votes.len() - 1
        });
        &mut self.votes[at]
    }
}

/// The place of an entry.
pub(super) fn place(entry: &Entry) -> String {
    format!("entry {}", entry.seq)
}
