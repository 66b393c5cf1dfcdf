//! Whether a voice is on a roll that the record commits to, and which key speaks it; whether a proxy and a voice on paper are among
//! those that it commits to (PROTOCOL.md §10); and what the server states of how a voice was used (§8.2).

use std::path::Path;

use protocol::commitment::{Carried, Kind, Leaf, MandateProof, VoiceProof};
use protocol::encoding::hex32;
use protocol::hash::hex;
use protocol::participation::{Participation, Used};
use protocol::record::Entry;

use crate::record::{cooperative, refuse, verified};
use crate::say::say;
use crate::{Verdict, input};

/// Verifies the record, then the proof of a voice against it, or that of a member's proxies and voices on paper, or the statement of
/// how a voice was used.
#[must_use]
pub fn voice(proof: &Path, record: &Path, note: Option<&Path>, key: Option<&str>) -> Verdict {
    let text = match input::text(proof) {
        Ok(text) => text,
        Err(why) => return Verdict::Unreadable(why),
    };
    let text = text.trim_end_matches(['\r', '\n']);
    if let Ok(proof) = MandateProof::parse(text) {
        return mandates(&proof, record, note, key);
    }
    if let Ok(said) = Participation::parse(text) {
        return stated(&said, record, note, key);
    }
    let proof = match VoiceProof::parse(text) {
        Ok(proof) => proof,
        Err(error) => return refuse(&format!("this is no proof of a voice: {error}")),
    };
    let entries = match verified(record, note, key) {
        Ok(entries) => entries,
        Err(verdict) => return verdict,
    };
    match proof.verify(&entries) {
        Ok(found) => {
            say(format_args!(
                "ok   this voice is on the roll in entry {} of the record, of vote {}",
                found.roll,
                crate::report::clean(found.vote)
            ));
            describe(&proof, found.register);
            Verdict::Passed
        }
        Err(why) => refuse(&why.to_string()),
    }
}

fn mandates(proof: &MandateProof, record: &Path, note: Option<&Path>, key: Option<&str>) -> Verdict {
    let entries = match verified(record, note, key) {
        Ok(entries) => entries,
        Err(verdict) => return verdict,
    };
    match proof.verify(&entries) {
        Ok(all) => {
            all.iter().for_each(describe_carried);
            Verdict::Passed
        }
        Err(why) => refuse(&why.to_string()),
    }
}

fn describe_carried(one: &Carried<'_>) {
    let (entry, vote) = (one.entry, crate::report::clean(one.vote));
    match one.leaf {
        Leaf::Proxy(leaf) => {
            say(format_args!("ok   this proxy is among those in entry {entry} of the record, of vote {vote}"));
            say(format_args!("     proxy {}, of voice {}", hex(&leaf.proxy), hex(&leaf.voice)));
            match &leaf.holder {
                Some(holder) => say(format_args!("     carried by {}", hex(&holder.0))),
                None => say("     blank: it is counted apart, as the decision says"),
            }
        }
        Leaf::Paper(leaf) => {
            say(format_args!("ok   this voice is among those on paper in entry {entry} of the record, of vote {vote}"));
            say(format_args!("     voice {}, its paper with {}", hex(&leaf.voice), hex(&leaf.speaker)));
        }
        Leaf::Register(_) | Leaf::Roll(_) => {}
    }
}

/// Whether an entry says that its vote is over: that it was closed in session, whatever it has of boxes, or made void.
fn ends(entry: &Entry) -> bool {
    match entry.kind.as_str() {
        "box-voided" => true,
        "quorum-count" => entry.body["at"] == "close",
        _ => false,
    }
}

/// Why a statement proves nothing beside a record; none where it does. What was said while ballots were received could be true still, and
/// the ballot come after it.
fn premature(said: &Participation, vote: &str, entries: &[Entry]) -> Option<&'static str> {
    let mut of_vote = entries.iter().filter(|entry| entry.body["vote"] == vote).peekable();
    if of_vote.peek().is_none() {
        return Some("the statement is of a vote that this record has not");
    }
    match of_vote.find(|entry| ends(entry)) {
        None => Some("this record does not say that the vote is over: the statement proves nothing with it"),
        Some(end) if said.time < end.time => {
            Some("the statement was made before the vote was over: a ballot could follow it")
        }
        Some(end) if said.last > end.time => Some("the statement is of a ballot that came after the vote was over"),
        Some(_) => None,
    }
}

/// Verifies the record, then that its key signed the statement, and that the statement is of a vote that is over in it.
fn stated(said: &Participation, record: &Path, note: Option<&Path>, key: Option<&str>) -> Verdict {
    let entries = match verified(record, note, key) {
        Ok(entries) => entries,
        Err(verdict) => return verdict,
    };
    let (Some(cooperative), Some(key)) = (cooperative(note, &entries), key.and_then(hex32)) else {
        return Verdict::Unreadable(
            "--checkpoint and --key are needed with a statement: the key that signs it is the one of your convocation"
                .to_owned(),
        );
    };
    if let Err(why) = said.verify(&cooperative, &key) {
        return refuse(&why.to_string());
    }
    let vote = hex(&said.vote);
    if let Some(why) = premature(said, &vote, &entries) {
        return refuse(why);
    }
    say(format_args!("ok   the server signed what it states of voice {}, in vote {vote}", hex(&said.voice)));
    say(match said.used {
        Used::None => "     not used: nobody voted in its name",
        Used::OwnKey => "     used by a ballot under the member's own key",
        Used::Mandate => "     used by a ballot of whoever carries its proxy",
        Used::PaperCode => "     used by a ballot under a paper code",
        Used::Entrusted => "     used by a ballot under a key that the server made",
        Used::Paper => "     no ballot by a device: noted to vote on paper, and a paper has no name",
        Used::BlankProxy => "     no ballot: a proxy in blank, counted as the law says",
        Used::Hands => "     no ballot, in a vote by show of hands: who raised one is written nowhere",
    });
    if said.used.by_ballot() {
        say(format_args!("     ballots {}, the last at {} (microseconds UTC)", said.ballots, said.last));
    }
    say("(!)  it is the server's word, signed: a ballot of this voice that says otherwise convicts it");
    Verdict::Passed
}

/// What the two leaves say: the member compares the key with the one the own page shows.
fn describe(proof: &VoiceProof, register: u64) {
    if let Leaf::Roll(leaf) = proof.roll.leaf() {
        let place = proof.roll.index() + 1;
        say(format_args!("     place {place} of {}, voice {}", proof.roll.size(), hex(&leaf.voice)));
        match leaf.kind {
            Kind::OwnKey => {}
            Kind::Mandate => say("     by a proxy: the key below is that of whoever carries it"),
            Kind::PaperCode => {
                say("     by a paper code: whoever printed the key below, or holds its slip, could use it")
            }
            Kind::Entrusted => say("     entrusted to the server: it made the key below, and could use it"),
        }
        if let Some(credential) = &leaf.credential {
            say(format_args!("     credential {credential}"));
        }
    }
    if let Leaf::Register(leaf) = proof.register.leaf() {
        let what = match (leaf.paper_code, leaf.entrusted) {
            (true, _) => "paper code",
            (_, true) => "server-made key",
            _ => "key",
        };
        say(format_args!(
            "     spoken by {what} {} of member {}, as the register in entry {register} says",
            leaf.key_seq, leaf.number
        ));
        say(format_args!("     identity key {}", hex(&leaf.identity)));
        say(match proof.roll.leaf() {
            Leaf::Roll(leaf) if leaf.kind == Kind::Mandate => {
                "(!)  that this is whom you gave the proxy, the cooperative's page tells you"
            }
            Leaf::Roll(leaf) if leaf.kind == Kind::PaperCode => {
                "(!)  that this slip was printed for you, or for whom you gave the proxy, only you can tell"
            }
            Leaf::Roll(leaf) if leaf.kind == Kind::Entrusted => {
                "(!)  that nobody but you voted with it, the letter after a first ballot tells you"
            }
            _ => "(!)  that this key is yours, only your own device can tell",
        });
    }
}
