//! What is done with the bytes a fuzzer invents. Nothing may panic; what is read and written again must be the same bytes;
//! and an election that was changed anywhere must never verify.

// The runtime that the coverage flags call, in every program of this crate.
use libfuzzer_sys as _;

pub mod dealt;
#[path = "../../app/src/components/markdown.rs"]
pub mod markup;
pub mod seeds;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use dealt::Dealt;
use domain::proposals::{apply, changes, conflicts, diff, merge, of_pieces};
use protocol::archive::tar::{render_item, render_opening};
use protocol::archive::{Event, ItemKind, Reader};
use protocol::ballot::{self, Ballot};
use protocol::ceremony::{Deal, Dealings, Share};
use protocol::checks::{Alone, Options, read_archive, verify_election, verify_together};
use protocol::commitment::{MandateProof, VoiceProof};
use protocol::companion::Companion;
use protocol::decryption::{ElectionResult, PartialDecryption};
use protocol::election::Election;
use protocol::keys::Registration;
use protocol::participation::Participation;
use protocol::receipt::Receipt;
use protocol::record::{self, Entry};
use protocol::slip::OrderSlip;
use protocol::tally::EncryptedTally;
use protocol::trustees::Trustees;
use protocol::{checkpoint, credentials};
use verifier::simulate::{COOPERATIVE, Simulated, boxes::make};

/// Only texts get as far as the decoders of texts.
fn text(data: &[u8], read: impl FnOnce(&str)) {
    if let Ok(text) = std::str::from_utf8(data) {
        read(text);
    }
}

/// The election that others are compared with.
fn honest() -> &'static Simulated {
    static HONEST: OnceLock<Simulated> = OnceLock::new();
    HONEST.get_or_init(|| Simulated::of(&seeds::plan(), &Alone).expect("a sound plan"))
}

/// Two boxes of one vote, and their archives.
pub fn boxes() -> &'static (Vec<Simulated>, Vec<Vec<u8>>) {
    static BOXES: OnceLock<(Vec<Simulated>, Vec<Vec<u8>>)> = OnceLock::new();
    BOXES.get_or_init(|| {
        let boxes = make(&seeds::two(), 2, &Alone).expect("a sound plan").boxes;
        let archives = boxes.iter().map(Simulated::archive).collect();
        (boxes, archives)
    })
}

/// The same with trustees two of whom are enough.
fn threshold() -> &'static Simulated {
    static THRESHOLD: OnceLock<Simulated> = OnceLock::new();
    THRESHOLD.get_or_init(|| Simulated::of(&seeds::threshold(), &Alone).expect("a sound plan"))
}

/// A container whose members are whole and without fault is written again as it was.
pub fn archive(data: &[u8]) {
    let Ok(mut reader) = Reader::open(data) else { return };
    let mut again = render_opening(reader.timestamp());
    let mut sound = reader.opening_faults().is_empty() && reader.version() == 1;
    while let Some(member) = reader.next_member().expect("memory does not fail") {
        sound &= member.faults.is_empty() && !member.too_large;
        member.item.iter().for_each(|item| render_item(&mut again, reader.timestamp(), item));
    }
    assert!(!sound || again == data);
}

pub fn event(data: &[u8]) {
    text(data, |text| {
        if let Ok(event) = Event::parse(text) {
            assert_eq!(event.to_json(), text);
        }
    });
}

pub fn election(data: &[u8]) {
    text(data, |text| {
        if let Ok(election) = Election::parse(text) {
            assert_eq!(election.to_json(), text);
            let _ = EncryptedTally::empty(&election);
        }
    });
}

pub fn trustees(data: &[u8]) {
    text(data, |text| {
        if let Ok(trustees) = Trustees::parse(text) {
            assert_eq!(trustees.to_json(), text);
            let _ = trustees.election_key();
            let _ = trustees.public_key_of(trustees.owners());
        }
    });
}

pub fn credentials(data: &[u8]) {
    text(data, |text| drop(credentials::parse(text)));
}

pub fn ballot(data: &[u8]) {
    text(data, |text| {
        let Ok(ballot) = Ballot::parse(text) else { return };
        assert_eq!(ballot.to_json(), text);
        let opened = &honest().made.opened;
        let holds = ballot::verify(&opened.election, &opened.phi, &ballot).is_ok();
        assert!(!holds || honest().items.iter().any(|item| item.body == text), "a ballot that nobody cast");
    });
}

pub fn tally(data: &[u8]) {
    text(data, |text| {
        if let Ok(tally) = EncryptedTally::parse(text) {
            assert_eq!(tally.to_json(), text);
        }
    });
}

pub fn decryption(data: &[u8]) {
    text(data, |text| {
        let Ok(part) = PartialDecryption::parse(text) else { return };
        assert_eq!(part.to_json(), text);
        for made in [honest(), threshold()] {
            let tally = made.items.iter().find_map(|item| EncryptedTally::parse(&item.body).ok()).expect("a tally");
            let trustees = Trustees::parse(&made.items[1].body).expect("trustees");
            let _ = protocol::decryption::combine(&tally, &trustees, &BTreeMap::from([(1, part.clone())]), 3);
        }
    });
}

pub fn result(data: &[u8]) {
    text(data, |text| {
        if let Ok(result) = ElectionResult::parse(text) {
            assert_eq!(result.to_json(), text);
            let _ = result.counts();
        }
    });
}

pub fn companion(data: &[u8]) {
    text(data, |text| {
        let Ok(companion) = Companion::parse(text) else { return };
        assert_eq!(companion.to_json(), text);
        let _ = verify_election(&honest().archive(), Some(text), &mut |_, _| {});
    });
}

pub fn record(data: &[u8]) {
    text(data, |text| {
        let entries: Vec<Entry> = text.lines().map_while(|line| Entry::parse(line).ok()).collect();
        for (entry, line) in entries.iter().zip(text.lines()) {
            assert_eq!(entry.canonical().as_deref(), Ok(line));
        }
        let _ = record::verify_record(&COOPERATIVE, &COOPERATIVE, &entries);
    });
}

pub fn checkpoint(data: &[u8]) {
    text(data, |text| {
        let Ok(note) = checkpoint::parse(text) else { return };
        assert_eq!(note.to_string(), text);
        let _ = checkpoint::verify(&note, &note.origin, &seeds::key().verifying_key().to_bytes());
    });
}

pub fn receipt(data: &[u8]) {
    if let Ok(receipt) = serde_json::from_slice::<Receipt>(data) {
        let _ = receipt.verify(&COOPERATIVE, &seeds::key().verifying_key().to_bytes());
    }
}

/// The companion of the second of two boxes, with both archives: what ties the boxes passes only as it was made.
pub fn together(data: &[u8]) {
    text(data, |text| {
        let Ok(companion) = Companion::parse(text) else { return };
        let (boxes, archives) = boxes();
        let first = boxes[0].companion();
        let read = |archive: &[u8], companion: &str| {
            let options = Options { companion: Some(companion), expected_head: None };
            read_archive(archive, &options, &Alone, &mut |_, _| {}).expect("readable")
        };
        let read = [read(&archives[0], &first), read(&archives[1], text)];
        let passed = read.iter().all(|one| one.report().passed());
        for vote in verify_together(&read) {
            if passed && vote.passed() && vote.complete {
                let sound = &boxes[1].made.companion;
                assert_eq!(companion.combined, sound.combined);
                assert_eq!(
                    companion.carry.as_ref().map(|list| &list.after),
                    sound.carry.as_ref().map(|list| &list.after)
                );
            }
        }
    });
}

/// A proof of a voice against the record that goes with the seed: what is accepted is that proof. Or what the server states of one.
pub fn voice(data: &[u8]) {
    text(data, |text| {
        if let Ok(proof) = MandateProof::parse(text) {
            assert_eq!(proof.to_json(), text);
        }
        if let Ok(said) = Participation::parse(text) {
            assert_eq!(said.to_json().ok().as_deref(), Some(text));
            let _ = said.verify(&COOPERATIVE, &seeds::key().verifying_key().to_bytes());
        }
        let Ok(proof) = VoiceProof::parse(text) else { return };
        assert_eq!(proof.to_json(), text);
        let (sound, record) = seeds::voice();
        if proof.verify(record).is_ok() {
            assert_eq!(proof, *sound);
        }
    });
}

pub fn slip(data: &[u8]) {
    if let Ok(slip) = serde_json::from_slice::<OrderSlip>(data) {
        let opened = &honest().made.opened;
        let credential = protocol::group::Element::mul_base(&opened.voters[0].secret);
        let _ = slip.verify(&COOPERATIVE, &opened.election.uuid, &opened.phi, &credential, "tracker");
    }
}

pub fn registration(data: &[u8]) {
    if let Ok(registration) = serde_json::from_slice::<Registration>(data) {
        let _ = registration.verify(&COOPERATIVE, &COOPERATIVE);
    }
}

/// Messages of a ceremony. What a member receives is taken only if it is, to the byte, what the others dealt.
pub fn ceremony(data: &[u8]) {
    text(data, |text| {
        if let Ok(deal) = Deal::parse(text) {
            assert_eq!(deal.to_json(), text);
        }
        if let Ok(share) = Share::parse(text) {
            assert_eq!(share.to_json(), text);
        }
        let Ok(dealings) = Dealings::parse(text) else { return };
        assert_eq!(dealings.to_json(), text);
        let honest = Dealt::the_one();
        if honest.receiver().receive(&dealings, &mut dealt::rng()).is_ok() {
            let same = Dealings { polynomial: honest.inbox.polynomial.clone(), ..dealings };
            assert_eq!(same, honest.inbox, "dealings that nobody sent");
        }
    });
}

/// The whole verifier on bytes as they come.
pub fn verify(data: &[u8]) {
    let companion = honest().companion();
    let Ok(report) = verify_election(data, Some(&companion), &mut |_, _| {}) else { return };
    let ends = |part: &[u8]| honest().archive().starts_with(part);
    assert!(!(report.passed() && report.complete) || ends(data), "an election that nobody made verifies");
}

/// The whole verifier on an honest election of which some bytes are changed *and everything is named and linked again*, so
/// that only the check that is there for it can notice. The first byte says which election; each change is four bytes:
/// member, place (two), bits.
pub fn tampered(data: &[u8]) {
    let Some((which, changes)) = data.split_first() else { return };
    let mut made = if which % 2 == 0 { honest() } else { threshold() }.clone();
    let mut texts: Vec<Vec<u8>> = made.items.iter().map(|item| item.body.clone().into_bytes()).collect();
    for change in changes.chunks_exact(4) {
        let member = usize::from(change[0]) % texts.len();
        let place = usize::from(u16::from_be_bytes([change[1], change[2]])) % texts[member].len();
        if made.items[member].kind == ItemKind::Data {
            texts[member][place] ^= change[3];
        }
    }
    let mut changed = Vec::new();
    for (at, bytes) in texts.into_iter().enumerate() {
        let Ok(body) = String::from_utf8(bytes) else { return };
        if body != made.items[at].body {
            changed.push((at, body));
        }
    }
    if changed.is_empty() || made.change(changed).is_err() {
        return;
    }
    if let Ok(report) = verify_election(&made.archive(), Some(&made.companion()), &mut |_, _| {}) {
        assert!(!report.passed(), "an election that was changed verifies");
    }
}

/// Markdown becomes nothing but elements of a closed list.
pub fn markdown(data: &[u8]) {
    text(data, |text| {
        let html = markup::to_html(text);
        assert_eq!(reading::closed::faults(&html), Vec::<String>::new(), "{html}");
    });
}

/// A text and what two people made of it, with a NUL between: what is compared is both texts, and changes that do not touch
/// go together in any order.
pub fn words(data: &[u8]) {
    text(data, |text| {
        let mut parts = text.splitn(3, '\0');
        let (base, one, other) =
            (parts.next().unwrap_or_default(), parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        let made = changes(base, one);
        assert_eq!(apply(base, &made), one);
        assert_eq!(of_pieces(&diff(base, one)), (base.to_owned(), one.to_owned()));
        assert_eq!(conflicts(&made, &changes(base, other)), conflicts(&changes(base, other), &made));
        assert_eq!(merge(base, one, other), merge(base, other, one));
        assert_eq!(merge(base, one, base).as_deref(), Ok(one));
    });
}
