//! What key holders signed of the rolls of boxes, as a record shows it (PROTOCOL.md §9.2, check 26): each of a box that was opened,
//! of its own roll, of a vote that is not void, by a key holder whom the record names and who had not signed it before. Whether the
//! signatures hold is verified where the cooperative is known.

use std::collections::{BTreeMap, BTreeSet};

use protocol::hash::unhex;
use protocol::keys::Signature;
use protocol::merkle::Hash;
use protocol::record::Entry;
use protocol::roll_check::{Checked, roll_hash};
use serde_json::Value;

/// The first entry that is wrong, and why.
pub(crate) fn wrong(entries: &[Entry], cooperative: Option<&[u8; 16]>) -> Option<(u64, &'static str)> {
    let mut seen = Seen::default();
    entries.iter().find_map(|entry| seen.follow(entry, cooperative).err().map(|why| (entry.seq, why)))
}

/// A record as far as it was read.
#[derive(Default)]
struct Seen<'a> {
    /// The identity keys that were ever named at each place.
    places: Vec<BTreeSet<&'a str>>,
    /// The last roll of each vote.
    rolls: BTreeMap<&'a str, Option<Hash>>,
    boxes: BTreeMap<&'a str, Opened<'a>>,
    void: BTreeSet<&'a str>,
}

/// A box that was opened.
struct Opened<'a> {
    vote: &'a str,
    phi: &'a str,
    roll: Option<Hash>,
    /// At which places it was checked.
    checked: BTreeSet<usize>,
}

fn text<'a>(body: &'a Value, field: &str) -> &'a str {
    body[field].as_str().unwrap_or_default()
}

impl<'a> Seen<'a> {
    fn follow(&mut self, entry: &'a Entry, cooperative: Option<&[u8; 16]>) -> Result<(), &'static str> {
        let body = &entry.body;
        let vote = text(body, "vote");
        match entry.kind.as_str() {
            "key-holders" => self.name(body),
            "roll" => {
                self.rolls.insert(vote, roll_hash(body));
            }
            "box-opened" => {
                let roll = self.rolls.get(vote).copied().flatten();
                let opened = Opened { vote, phi: text(body, "fingerprint"), roll, checked: BTreeSet::new() };
                self.boxes.insert(text(body, "box"), opened);
            }
            "box-voided" => {
                self.void.insert(vote);
            }
            "roll-checked" => return self.checked(body, cooperative),
            _ => {}
        }
        Ok(())
    }

    fn name(&mut self, body: &'a Value) {
        let identities = body["identities"].as_array().map(Vec::as_slice).unwrap_or_default();
        self.places.resize_with(self.places.len().max(identities.len()), BTreeSet::new);
        for (all, now) in self.places.iter_mut().zip(identities) {
            all.extend(now.as_str());
        }
    }

    fn checked(&mut self, body: &'a Value, cooperative: Option<&[u8; 16]>) -> Result<(), &'static str> {
        let (vote, uuid, identity) = (text(body, "vote"), text(body, "box"), text(body, "identity"));
        if self.void.contains(vote) {
            return Err("checks the roll of a vote that is void");
        }
        let place = self.places.iter().position(|all| all.contains(identity));
        let place = place.ok_or("checks a roll for somebody who is not named as a key holder")?;
        let opened = self.boxes.get_mut(uuid).filter(|opened| opened.vote == vote);
        let opened = opened.ok_or("checks the roll of a box that was not opened")?;
        let roll = opened.roll.filter(|roll| unhex(text(body, "roll")) == Some(*roll));
        let roll = roll.ok_or("checks another roll than that of its box")?;
        if !opened.checked.insert(place) {
            return Err("checks a roll for one key holder twice");
        }
        let Some(cooperative) = cooperative else { return Ok(()) };
        let read = unhex::<16>(vote).zip(unhex::<32>(identity)).zip(unhex::<64>(text(body, "signature")));
        let holds = read.is_some_and(|((vote, identity), signature)| {
            let made = Checked { vote: &vote, uuid, phi: opened.phi, roll };
            made.verify(cooperative, &identity, &Signature(signature)).is_ok()
        });
        if holds { Ok(()) } else { Err("has the check of a roll whose signature does not hold") }
    }
}

#[cfg(test)]
mod tests {
    use ed25519_dalek::SigningKey;
    use protocol::hash::hex;
    use serde_json::json;

    use super::*;

    const COOPERATIVE: [u8; 16] = [1; 16];
    const VOTE: [u8; 16] = [2; 16];

    fn key(nth: u8) -> SigningKey {
        SigningKey::from_bytes(&[nth; 32])
    }

    fn identity(nth: u8) -> String {
        hex(key(nth).verifying_key().as_bytes())
    }

    fn roll(voices: u32) -> Value {
        json!({ "kinds": { "own-key": voices }, "vote": hex(&VOTE), "voices": voices })
    }

    fn check(nth: u8, uuid: &str, of: &Value) -> Value {
        let (phi, roll) = (format!("phi of {uuid}"), roll_hash(of).unwrap());
        let made = Checked { vote: &VOTE, uuid, phi: &phi, roll };
        let signature = made.sign(&COOPERATIVE, &key(nth));
        json!({
            "box": uuid, "identity": identity(nth), "roll": hex(&roll), "signature": hex(&signature.0), "vote": hex(&VOTE),
        })
    }

    fn opened(uuid: &str) -> Value {
        json!({ "box": uuid, "fingerprint": format!("phi of {uuid}"), "vote": hex(&VOTE) })
    }

    /// Two boxes of a vote, checked by two of three and by one.
    fn facts() -> Vec<(&'static str, Value)> {
        vec![
            ("key-holders", json!({ "identities": [identity(1), identity(2), identity(3)], "needed": 2 })),
            ("roll", roll(9)),
            ("box-opened", opened("early")),
            ("roll-checked", check(1, "early", &roll(9))),
            ("roll-checked", check(3, "early", &roll(9))),
            ("roll", roll(4)),
            ("box-opened", opened("late")),
            ("roll-checked", check(1, "late", &roll(4))),
        ]
    }

    fn found(facts: Vec<(&'static str, Value)>, cooperative: Option<&[u8; 16]>) -> Option<(u64, &'static str)> {
        let entry = |(seq, (kind, body)): (u64, (&str, Value))| Entry {
            seq,
            previous: [0; 32],
            time: 0,
            kind: kind.to_owned(),
            body,
        };
        let entries: Vec<Entry> = (0..).zip(facts).map(entry).collect();
        wrong(&entries, cooperative)
    }

    fn spoilt(at: usize, spoil: impl Fn(&mut Value)) -> Option<(u64, &'static str)> {
        let mut all = facts();
        spoil(&mut all[at].1);
        found(all, Some(&COOPERATIVE))
    }

    #[test]
    fn checks_of_rolls_by_those_whom_the_record_names_pass() {
        assert_eq!(found(facts(), Some(&COOPERATIVE)), None);
        assert_eq!(found(facts(), None), None);
        // By a voting key that has taken the place of the one named, once it is named itself.
        let mut again = facts();
        again.insert(7, ("key-holders", json!({ "identities": [identity(1), identity(4), identity(3)], "needed": 2 })));
        again.push(("roll-checked", check(4, "late", &roll(4))));
        assert_eq!(found(again.clone(), Some(&COOPERATIVE)), None);
        again.push(("roll-checked", check(2, "late", &roll(4))));
        assert_eq!(found(again, None), Some((10, "checks a roll for one key holder twice")));
    }

    #[test]
    fn a_check_of_something_else_or_by_somebody_else_is_seen() {
        let stranger = Some((3, "checks a roll for somebody who is not named as a key holder"));
        assert_eq!(spoilt(3, |body| *body = check(4, "early", &roll(9))), stranger);
        let mut unnamed = facts();
        unnamed.remove(0);
        assert_eq!(found(unnamed, None), Some((2, "checks a roll for somebody who is not named as a key holder")));
        let never = Some((3, "checks the roll of a box that was not opened"));
        assert_eq!(spoilt(3, |body| body["box"] = json!("late")), never);
        assert_eq!(spoilt(3, |body| body["vote"] = json!(hex(&[7; 16]))), never);
        let other = "checks another roll than that of its box";
        assert_eq!(spoilt(3, |body| *body = check(1, "early", &roll(4))), Some((3, other)));
        assert_eq!(spoilt(7, |body| *body = check(1, "late", &roll(9))), Some((7, other)));
        assert_eq!(spoilt(1, |body| body["voices"] = json!(8)), Some((3, other)));
        let twice = Some((4, "checks a roll for one key holder twice"));
        assert_eq!(spoilt(4, |body| *body = check(1, "early", &roll(9))), twice);
        let forged = Some((4, "has the check of a roll whose signature does not hold"));
        assert_eq!(spoilt(4, |body| body["identity"] = json!(identity(2))), forged);
        assert_eq!(spoilt(4, |body| body["signature"] = json!("00")), forged);
        assert_eq!(spoilt(2, |body| body["fingerprint"] = json!("phi")), forged.map(|(_, why)| (3, why)));
        assert_eq!(found(facts(), Some(&[9; 16])), forged.map(|(_, why)| (3, why)));
        let mut void = facts();
        void.insert(4, ("box-voided", json!({ "box": "early", "reason": "", "vote": hex(&VOTE) })));
        assert_eq!(found(void, None), Some((5, "checks the roll of a vote that is void")));
    }
}
