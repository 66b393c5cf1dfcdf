//! What people signed, as a record shows it: the approvals of trustees, by the key holders whom it names (check 26), and the ballots
//! of open votes, each voice once and as its tally counts them (check 25). Whose signatures they are is verified where the
//! cooperative is known, from the first line of a checkpoint; their numbers always.

use std::collections::{BTreeMap, BTreeSet};

use domain::elected;
use domain::majority::Counts;
use protocol::encoding::hex32;
use protocol::hash::unhex;
use protocol::keys::Signature;
use protocol::open_ballot::OpenBallot;
use protocol::record::Entry;
use protocol::trustees_approval;
use serde_json::Value;

use crate::record::object;

/// The first entry that is wrong, and why.
pub(crate) fn wrong(entries: &[Entry], cooperative: Option<&[u8; 16]>) -> Option<(u64, &'static str)> {
    let mut holders = Holders::default();
    let mut open = BTreeMap::<&str, Open>::new();
    for entry in entries {
        let vote = entry.body.get("vote").and_then(Value::as_str);
        let outcome = match (entry.kind.as_str(), vote) {
            ("convocation", _) => {
                let needed = entry.body.get("key_holders_needed");
                holders.convened = Some(needed.and_then(Value::as_u64));
                let said = needed.is_none() || holders.convened.flatten().is_some();
                said.then_some(()).ok_or("does not say in a number how many key holders are needed")
            }
            ("key-holders", _) => holders.name(&entry.body),
            ("trustees", _) => holders.approved(&entry.body, cooperative),
            ("box-opened", Some(vote)) => {
                open.entry(vote).or_default().secret = true;
                holders.opens(&entry.body)
            }
            (kind, Some(vote)) => follow(open.entry(vote).or_default(), (kind, vote), &entry.body, cooperative),
            (_, None) => Ok(()),
        };
        if let Err(why) = outcome {
            return Some((entry.seq, why));
        }
    }
    None
}

/// The key holders, as a record names them.
#[derive(Default)]
struct Holders {
    /// What the convocation says is needed, where not all are.
    convened: Option<Option<u64>>,
    named: Option<Named>,
    /// Hashes of trustees that were approved.
    approved: BTreeSet<String>,
}

/// Their identity keys, and how many approvals a box needs.
struct Named {
    /// All that were ever named at each place: a voting key may be replaced where each made a key alone.
    places: Vec<Vec<String>>,
    needed: u64,
    group: bool,
}

impl Holders {
    fn name(&mut self, body: &Value) -> Result<(), &'static str> {
        let new = names(body)?;
        if self.convened.flatten().is_some_and(|needed| !new.group || needed != new.needed) {
            return Err("names other key holders than members were convened with");
        }
        match &mut self.named {
            None => self.named = Some(new),
            Some(before) if before.group || new.group => return Err("names the key holders of a group once more"),
            Some(before) if (before.places.len(), before.needed) != (new.places.len(), new.needed) => {
                return Err("names more key holders, or fewer");
            }
            Some(before) => {
                before.places.iter_mut().zip(new.places).for_each(|(all, now)| all.extend(now));
            }
        }
        Ok(())
    }

    /// A box is opened under trustees that were approved. Records from before key holders were named say nothing of them.
    fn opens(&self, body: &Value) -> Result<(), &'static str> {
        let hash = body["trustees"].as_str().unwrap_or_default();
        match &self.named {
            Some(_) if !self.approved.contains(hash) => Err("opens a box under trustees that nobody approved"),
            None if self.convened.flatten().is_some() => Err("opens a box before its key holders are named"),
            _ => Ok(()),
        }
    }
}

fn names(body: &Value) -> Result<Named, &'static str> {
    let why = "names no key holders";
    let identities = body["identities"].as_array().ok_or(why)?;
    let identities: Option<Vec<String>> = identities.iter().map(|one| one.as_str().map(str::to_owned)).collect();
    let (identities, needed) = (identities.ok_or(why)?, body["needed"].as_u64().ok_or(why)?);
    let distinct: BTreeSet<&String> = identities.iter().collect();
    let among = u64::try_from(identities.len()).is_ok_and(|all| (1..=all).contains(&needed));
    if !among || distinct.len() != identities.len() || identities.iter().any(|one| hex32(one).is_none()) {
        return Err("names key holders twice, or fewer than open a box");
    }
    let places = identities.into_iter().map(|one| vec![one]).collect();
    Ok(Named { places, needed, group: body.get("group").is_some() })
}

impl Holders {
    /// As many as open a box approved its trustees, each once, each named before.
    fn approved(&mut self, body: &Value, cooperative: Option<&[u8; 16]>) -> Result<(), &'static str> {
        let Some(named) = &self.named else { return Ok(()) };
        let approvals = body["approvals"].as_array().ok_or("has no approvals")?;
        let mut by = BTreeSet::new();
        for approval in approvals {
            let identity = approval["identity"].as_str().ok_or("has an approval of nobody")?;
            let place = named.places.iter().position(|all| all.iter().any(|one| one == identity));
            let place = place.ok_or("is approved by somebody who is not named as a key holder")?;
            if !by.insert(place) {
                return Err("is approved by one key holder twice");
            }
            if let Some(cooperative) = cooperative
                && !signed(body, approval, cooperative)
            {
                return Err("has an approval whose signature does not hold");
            }
        }
        if !u64::try_from(by.len()).is_ok_and(|approved| approved >= named.needed) {
            return Err("is approved by fewer key holders than open a box");
        }
        self.approved.extend(body["trustees"].as_str().map(str::to_owned));
        Ok(())
    }
}

fn bytes<const N: usize>(value: &Value) -> Option<[u8; N]> {
    unhex(value.as_str()?)
}

fn signed(body: &Value, approval: &Value, cooperative: &[u8; 16]) -> bool {
    let read =
        || Some((bytes::<16>(&body["vote"])?, bytes::<32>(&body["trustees"])?, bytes::<32>(&approval["identity"])?));
    let signature = bytes::<64>(&approval["signature"]).map(Signature);
    read().zip(signature).is_some_and(|((vote, trustees, identity), signature)| {
        trustees_approval::verify_hash(cooperative, &vote, &trustees, &identity, &signature).is_ok()
    })
}

/// An open vote as far as the record was read.
#[derive(Default)]
struct Open {
    /// Who speaks each voice: a voice may stand on the rolls of two boxes.
    speaks: BTreeMap<String, Vec<[u8; 32]>>,
    resolution: Option<[u8; 32]>,
    said: Option<Counts>,
    /// A secret vote's box was opened.
    secret: bool,
    /// It closed with voices on paper.
    paper: bool,
    /// An open vote's roll was published.
    rolled: bool,
}

fn follow(
    vote: &mut Open,
    (kind, id): (&str, &str),
    body: &Value,
    cooperative: Option<&[u8; 16]>,
) -> Result<(), &'static str> {
    match kind {
        "open-roll" => on_roll(vote, body),
        "open-ballots" => {
            if vote.said.is_some() {
                return Err("publishes the ballots of a vote once more");
            }
            vote.said = Some(ballots(vote, id, body, cooperative)?);
            Ok(())
        }
        "quorum-count" => {
            vote.paper |= body.get("paper").is_some();
            Ok(())
        }
        "tally" => match vote.said {
            Some(said) if serde_json::from_value::<Counts>(object(&body["counts"])).ok() != Some(said) => {
                Err("is not the sum of the ballots that were published")
            }
            // Where every voice is on paper there is no box and no roll, and no ballot to count.
            None if !vote.secret && !vote.rolled && vote.paper && says_nothing(body) => Ok(()),
            None if !vote.secret => Err("counts a vote that has neither a box nor published ballots"),
            _ => Ok(()),
        },
        _ => Ok(()),
    }
}

/// Whether a tally counts no ballot at all.
fn says_nothing(tally: &Value) -> bool {
    match tally.get("named") {
        Some(named) => serde_json::from_value::<elected::Named>(object(named))
            .is_ok_and(|said| said.blank == 0 && said.named == 0 && said.votes.iter().all(|votes| *votes == 0)),
        None => {
            serde_json::from_value(object(&tally["counts"])).is_ok_and(|counts: Counts| counts == Counts::default())
        }
    }
}

fn on_roll(vote: &mut Open, body: &Value) -> Result<(), &'static str> {
    let why = "is no roll";
    vote.rolled = true;
    let resolution = bytes(&body["resolution"]).ok_or(why)?;
    if vote.resolution.replace(resolution).is_some_and(|before| before != resolution) {
        return Err("is of another text than the roll before it");
    }
    let mut on_this = BTreeSet::new();
    for entry in body["voices"].as_array().ok_or(why)? {
        let (voice, identity) = (entry["voice"].as_str().ok_or(why)?, bytes(&entry["identity"]).ok_or(why)?);
        if !on_this.insert(voice) {
            return Err("has a voice twice");
        }
        vote.speaks.entry(voice.to_owned()).or_default().push(identity);
    }
    Ok(())
}

/// Each voice once, on a roll, signed by who speaks it; and what they say together.
fn ballots(vote: &Open, id: &str, body: &Value, cooperative: Option<&[u8; 16]>) -> Result<Counts, &'static str> {
    let why = "has a ballot that cannot be read";
    let (mut counts, mut heard) = (Counts::default(), BTreeSet::new());
    for ballot in body["ballots"].as_array().ok_or(why)? {
        let voice = ballot["voice"].as_str().ok_or(why)?;
        let speaks = vote.speaks.get(voice).ok_or("has a ballot of a voice that is on no roll of its vote")?;
        if !heard.insert(voice) {
            return Err("counts a voice twice");
        }
        let choice = ballot["choice"].as_str().ok_or(why)?;
        match choice {
            "for" => counts.for_ += 1,
            "against" => counts.against += 1,
            "abstain" => counts.abstain += 1,
            _ => return Err(why),
        }
        let Some(cooperative) = cooperative else { continue };
        let said = OpenBallot {
            vote: unhex(id).ok_or(why)?,
            resolution_hash: vote.resolution.ok_or(why)?,
            voice: unhex(voice).ok_or(why)?,
            choice: choice.to_owned(),
            n: ballot["n"].as_u64().ok_or(why)?,
        };
        let signature = Signature(bytes(&ballot["signature"]).ok_or(why)?);
        if !speaks.iter().any(|identity| said.verify(cooperative, identity, &signature).is_ok()) {
            return Err("has a ballot that nobody signed who speaks its voice");
        }
    }
    Ok(counts)
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

    fn entry(seq: u64, kind: &str, body: Value) -> Entry {
        Entry { seq, previous: [0; 32], time: 0, kind: kind.to_owned(), body }
    }

    fn approval(nth: u8) -> Value {
        let signature = trustees_approval::sign(&key(nth), &COOPERATIVE, &VOTE, "trustees");
        json!({ "identity": identity(nth), "signature": hex(&signature.0) })
    }

    fn ballot(nth: u8, choice: &str) -> Value {
        let said =
            OpenBallot { vote: VOTE, resolution_hash: [7; 32], voice: [nth; 16], choice: choice.to_owned(), n: 5 };
        let signature = said.sign(&COOPERATIVE, &key(nth));
        json!({ "choice": choice, "n": 5, "signature": hex(&signature.0), "voice": hex(&[nth; 16]) })
    }

    /// Two of three approve, and three of four on the roll vote.
    fn record() -> Vec<Entry> {
        let voices: Vec<Value> =
            (1..=4).map(|nth| json!({ "identity": identity(nth), "voice": hex(&[nth; 16]) })).collect();
        let (vote, trustees) = (hex(&VOTE), protocol::hash::sha256_hex(b"trustees"));
        vec![
            entry(0, "key-holders", json!({ "identities": [identity(1), identity(2), identity(3)], "needed": 2 })),
            entry(
                1,
                "trustees",
                json!({ "approvals": [approval(1), approval(3)], "trustees": trustees, "vote": vote }),
            ),
            entry(2, "open-roll", json!({ "resolution": hex(&[7; 32]), "voices": voices, "vote": vote })),
            entry(
                3,
                "open-ballots",
                json!({
                    "ballots": [ballot(1, "for"), ballot(2, "against"), ballot(4, "for")], "vote": vote,
                }),
            ),
            entry(4, "tally", json!({ "counts": Counts { for_: 2, against: 1, ..Counts::default() }, "vote": vote })),
            entry(5, "box-opened", json!({ "box": "x", "trustees": trustees, "vote": hex(&[3; 16]) })),
            entry(6, "tally", json!({ "counts": Counts::default(), "vote": hex(&[3; 16]) })),
        ]
    }

    #[test]
    fn signatures_are_those_of_whom_the_record_names() {
        assert_eq!(wrong(&record(), Some(&COOPERATIVE)), None);
        assert_eq!(wrong(&record(), None), None);
        // Of an assembly without a secret vote, and of a record that began before it named key holders.
        assert_eq!(wrong(&record()[1..], Some(&COOPERATIVE)), None);
        assert_eq!(wrong(&record(), Some(&[9; 16])), Some((1, "has an approval whose signature does not hold")));
    }

    fn spoilt(seq: usize, spoil: impl Fn(&mut Value)) -> Option<(u64, &'static str)> {
        let mut record = record();
        spoil(&mut record[seq].body);
        wrong(&record, Some(&COOPERATIVE))
    }

    #[test]
    fn approvals_that_are_too_few_or_of_others_are_seen() {
        let too_few = "is approved by fewer key holders than open a box";
        assert_eq!(spoilt(1, |body| body["approvals"] = json!([approval(1)])), Some((1, too_few)));
        let twice = "is approved by one key holder twice";
        assert_eq!(spoilt(1, |body| body["approvals"] = json!([approval(1), approval(1)])), Some((1, twice)));
        let stranger = "is approved by somebody who is not named as a key holder";
        assert_eq!(spoilt(1, |body| body["approvals"][1] = approval(4)), Some((1, stranger)));
        let forged = "has an approval whose signature does not hold";
        assert_eq!(
            spoilt(1, |body| body["approvals"][1]["signature"] = approval(1)["signature"].clone()),
            Some((1, forged))
        );
        assert_eq!(spoilt(1, |body| body["trustees"] = json!(hex(&[8; 32]))), Some((1, forged)));
        let named = "names key holders twice, or fewer than open a box";
        assert_eq!(spoilt(0, |body| body["needed"] = json!(4)), Some((0, named)));
        assert_eq!(spoilt(0, |body| body["needed"] = json!(0)), Some((0, named)));
        assert_eq!(spoilt(0, |body| body["identities"][1] = json!(identity(1))), Some((0, named)));
    }

    #[test]
    fn a_voting_key_that_was_replaced_is_named_again_and_a_group_once() {
        let mut again = record();
        let named = json!({ "identities": [identity(1), identity(4), identity(3)], "needed": 2 });
        again.insert(1, entry(1, "key-holders", named.clone()));
        again[2].body["approvals"] = json!([approval(4), approval(3)]);
        assert_eq!(wrong(&again, Some(&COOPERATIVE)), None);
        // One that approved before it was replaced.
        again[2].body["approvals"] = json!([approval(2), approval(3)]);
        assert_eq!(wrong(&again, Some(&COOPERATIVE)), None);
        again[2].body["approvals"] = json!([approval(2), approval(4)]);
        assert_eq!(wrong(&again, Some(&COOPERATIVE)), Some((1, "is approved by one key holder twice")));
        again[1].body["needed"] = json!(1);
        assert_eq!(wrong(&again, Some(&COOPERATIVE)), Some((1, "names more key holders, or fewer")));
        again[0].body["group"] = json!("ab");
        again[1].body = named;
        let once = Some((1, "names the key holders of a group once more"));
        assert_eq!(wrong(&again, Some(&COOPERATIVE)), once);
    }

    #[test]
    fn what_members_were_convened_with_is_what_opens() {
        let convened = |needed: Value, group: bool| {
            let mut all = record();
            if group {
                all[0].body["group"] = json!("ab");
            }
            all.insert(0, entry(0, "convocation", json!({ "key_holders": 3, "key_holders_needed": needed })));
            wrong(&all, Some(&COOPERATIVE))
        };
        let other = Some((0, "names other key holders than members were convened with"));
        assert_eq!(convened(json!(2), true), None);
        assert_eq!(convened(json!(2), false), other);
        assert_eq!(convened(json!(3), true), other);
        for none in [json!("2"), json!(null), json!(-2), json!([2])] {
            let unread = Some((0, "does not say in a number how many key holders are needed"));
            assert_eq!(convened(none, true), unread);
        }
        let mut unnamed = record();
        unnamed[0] = entry(0, "convocation", json!({ "key_holders": 3, "key_holders_needed": 2 }));
        assert_eq!(wrong(&unnamed, Some(&COOPERATIVE)), Some((5, "opens a box before its key holders are named")));
        let stranger = Some((5, "opens a box under trustees that nobody approved"));
        assert_eq!(spoilt(5, |body| body["trustees"] = json!("ab")), stranger);
        let mut nothing = record();
        nothing.remove(5);
        let neither = Some((6, "counts a vote that has neither a box nor published ballots"));
        assert_eq!(wrong(&nothing, Some(&COOPERATIVE)), neither);
    }

    #[test]
    fn a_vote_whose_every_voice_is_on_paper_has_a_tally_of_nothing() {
        let vote = hex(&[4; 16]);
        let close = json!({ "at": "close", "paper": 3, "vote": vote });
        let of = |close: &Value, tally: Value| {
            wrong(&[entry(0, "quorum-count", close.clone()), entry(1, "tally", tally)], Some(&COOPERATIVE))
        };
        let text = |for_| json!({ "counts": Counts { for_, ..Counts::default() }, "vote": vote });
        let names =
            |votes: [u32; 2]| json!({ "named": { "blank": 0, "named": votes[0], "votes": votes }, "vote": vote });
        let neither = Some((1, "counts a vote that has neither a box nor published ballots"));
        assert_eq!((of(&close, text(0)), of(&close, names([0, 0]))), (None, None));
        assert_eq!((of(&close, text(1)), of(&close, names([1, 0]))), (neither, neither));
        assert_eq!(of(&json!({ "at": "close", "vote": vote }), text(0)), neither);
        let roll = json!({ "resolution": hex(&[7; 32]), "voices": [], "vote": vote });
        let hidden = [entry(0, "open-roll", roll), entry(1, "quorum-count", close), entry(2, "tally", text(0))];
        let neither = Some((2, "counts a vote that has neither a box nor published ballots"));
        assert_eq!(wrong(&hidden, Some(&COOPERATIVE)), neither, "who is on a roll may have voted");
    }

    #[test]
    fn ballots_of_an_open_vote_are_those_of_its_tally() {
        let sum = Some((4, "is not the sum of the ballots that were published"));
        assert_eq!(spoilt(4, |body| body["counts"]["for"] = json!(3)), sum);
        assert_eq!(spoilt(3, |body| body["ballots"].as_array_mut().unwrap().truncate(2)), sum);
        let twice = Some((3, "counts a voice twice"));
        assert_eq!(spoilt(3, |body| body["ballots"][2] = ballot(1, "for")), twice);
        let stranger = Some((3, "has a ballot of a voice that is on no roll of its vote"));
        assert_eq!(spoilt(3, |body| body["ballots"][2] = ballot(5, "for")), stranger);
        let forged = Some((3, "has a ballot that nobody signed who speaks its voice"));
        assert_eq!(spoilt(3, |body| body["ballots"][1]["choice"] = json!("for")), forged);
        assert_eq!(spoilt(2, |body| body["resolution"] = json!(hex(&[8; 32]))), forged);
        assert_eq!(spoilt(2, |body| body["voices"][1] = body["voices"][0].clone()), Some((2, "has a voice twice")));
        let mut left_out = record();
        left_out.remove(3);
        let unpublished = Some((4, "counts a vote that has neither a box nor published ballots"));
        assert_eq!(wrong(&left_out, Some(&COOPERATIVE)), unpublished);
        let mut again = record();
        again.push(Entry { seq: 7, ..again[3].clone() });
        assert_eq!(wrong(&again, Some(&COOPERATIVE)), Some((7, "publishes the ballots of a vote once more")));
    }
}
