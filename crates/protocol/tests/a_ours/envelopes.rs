//! Credentials, order slips, émargements, open ballots, receipts, approvals: what is signed is bound, field by field.

use crate::common::{Broken, COOPERATIVE, ELSEWHERE, keys, rng};
use ed25519_dalek::SigningKey;
use proptest::prelude::*;
use protocol::emargement::{self, Mark};
use protocol::group::{Element, Scalar};
use protocol::keys::Signature;
use protocol::open_ballot::OpenBallot;
use protocol::receipt::{Accepted, Receipt};
use protocol::slip::OrderSlip;
use protocol::{merkle, trustees_approval, voice};

const VOTE: [u8; 16] = [0x22; 16];
const VOICE: [u8; 16] = [0x33; 16];
const UUID: &str = "tHZEetHLUru3Hq";
const PHI: &str = "kU/nInhsif7csrJEfeVu4Qm+XsedEMDsfBN8X7uyCqY";
const TRACKER: &str = "VA/9K3mnzElgCbcmbJLMVreJ4vtm7DvJsj/X+wY2QBM";

#[test]
fn both_sides_compute_the_same_credential() {
    let keys = keys(1);
    let secret = voice::credential_secret(&keys, UUID, &VOICE);
    assert_eq!(Element::mul_base(&secret), voice::credential(&keys.public(), UUID, &VOICE));
}

#[test]
fn a_credential_is_of_one_member_box_and_voice() {
    let public = keys(1).public();
    let mut other_chain = public.clone();
    other_chain.chain_code[31] ^= 1;
    let all = [
        voice::credential(&public, UUID, &VOICE),
        voice::credential(&public, "tHZEetHLUru3Hr", &VOICE),
        voice::credential(&public, UUID, &[0x34; 16]),
        voice::credential(&other_chain, UUID, &VOICE),
        voice::credential(&keys(2).public(), UUID, &VOICE),
        public.ballot_root,
    ];
    let distinct: std::collections::BTreeSet<String> = all.iter().map(ToString::to_string).collect();
    assert_eq!(distinct.len(), all.len());
}

fn slip() -> (Scalar, Element, OrderSlip) {
    let secret = *voice::credential_secret(&keys(1), UUID, &VOICE);
    let made = OrderSlip::make(&COOPERATIVE, UUID, PHI, &secret, 7, TRACKER, &mut rng(5));
    (secret, Element::mul_base(&secret), made)
}

#[test]
fn a_slip_round_trips_and_every_field_is_bound() {
    let (_, c, good) = slip();
    let json = serde_json::to_string(&good).unwrap();
    assert!(json.starts_with("{\"n\":7,\"challenge\":\""), "{json}");
    assert_eq!(serde_json::from_str::<OrderSlip>(&json).unwrap(), good);
    assert!(good.verify(&COOPERATIVE, UUID, PHI, &c, TRACKER).is_ok());

    assert!(good.verify(&ELSEWHERE, UUID, PHI, &c, TRACKER).is_err());
    assert!(good.verify(&COOPERATIVE, "tHZEetHLUru3Hr", PHI, &c, TRACKER).is_err());
    assert!(good.verify(&COOPERATIVE, UUID, TRACKER, &c, TRACKER).is_err());
    assert!(good.verify(&COOPERATIVE, UUID, PHI, &(c + Element::base()), TRACKER).is_err());
    assert!(good.verify(&COOPERATIVE, UUID, PHI, &Element::identity(), TRACKER).is_err());
    assert!(good.verify(&COOPERATIVE, UUID, PHI, &c, PHI).is_err());
    for bad in [
        OrderSlip { n: 8, ..good.clone() },
        OrderSlip { challenge: good.challenge + Scalar::ONE, ..good.clone() },
        OrderSlip { response: good.response - Scalar::ONE, ..good.clone() },
    ] {
        assert!(bad.verify(&COOPERATIVE, UUID, PHI, &c, TRACKER).is_err());
    }
    // Text moved across the border of two fields is another message.
    assert!(good.verify(&COOPERATIVE, &UUID[..13], &format!("q{PHI}"), &c, TRACKER).is_err());
}

/// Canonical JSON, and so other readers, hold no greater number.
#[test]
fn a_slip_has_a_number_that_every_reader_reads_alike() {
    let (secret, c, _) = slip();
    let numbered = |n| OrderSlip::make(&COOPERATIVE, UUID, PHI, &secret, n, TRACKER, &mut rng(5));
    assert!(numbered((1 << 53) - 1).verify(&COOPERATIVE, UUID, PHI, &c, TRACKER).is_ok());
    for n in [1 << 53, u64::MAX] {
        assert!(numbered(n).verify(&COOPERATIVE, UUID, PHI, &c, TRACKER).is_err());
    }
}

/// The neutral element is everyone's key: its secret is 0.
#[test]
fn nobody_signs_under_the_neutral_element() {
    let made = OrderSlip::make(&COOPERATIVE, UUID, PHI, &Scalar::ZERO, 7, TRACKER, &mut rng(5));
    assert!(made.verify(&COOPERATIVE, UUID, PHI, &Element::identity(), TRACKER).is_err());
}

/// Credentials of one member differ by offsets the server knows. A slip under one is none under another, and cannot be
/// turned into one: (c, r − cδ) would satisfy A = rB + c(C + δB) if C were not in the challenge.
#[test]
fn a_slip_does_not_move_by_a_known_offset() {
    let (_, c, good) = slip();
    let offset = Scalar::from(1_000_003_u64);
    let moved = c + Element::mul_base(&offset);
    let shifted = OrderSlip { response: good.response - good.challenge * offset, ..good.clone() };
    let commitment = c.vartime_base_plus(&good.response, &good.challenge);
    assert_eq!(moved.vartime_base_plus(&shifted.response, &shifted.challenge), commitment, "the algebra is the attack");
    for attempt in [&good, &shifted] {
        assert!(attempt.verify(&COOPERATIVE, UUID, PHI, &moved, TRACKER).is_err());
    }
}

/// The server knows t of every box; from a slip in one box it cannot make a slip in the other.
#[test]
fn a_slip_of_one_box_is_none_in_the_next() {
    let keys = keys(1);
    let (_, _, good) = slip();
    let next = "uHZEetHLUru3Hq";
    let offset = voice::blinding(&keys.public().chain_code, next, &VOICE)
        - voice::blinding(&keys.public().chain_code, UUID, &VOICE);
    let shifted = OrderSlip { response: good.response - good.challenge * offset, ..good };
    let there = voice::credential(&keys.public(), next, &VOICE);
    assert!(shifted.verify(&COOPERATIVE, next, PHI, &there, TRACKER).is_err());
}

#[test]
fn a_broken_generator_does_not_give_the_secret_away() {
    let secret = *voice::credential_secret(&keys(1), UUID, &VOICE);
    let make = |n: u64| OrderSlip::make(&COOPERATIVE, UUID, PHI, &secret, n, TRACKER, &mut Broken);
    let nonce = |slip: &OrderSlip| slip.response + slip.challenge * secret;
    assert_eq!(nonce(&make(1)), nonce(&make(1)), "the generator is broken indeed");
    let (a, b) = (make(1), make(2));
    assert_ne!(nonce(&a), nonce(&b));
    // What an attacker would compute from two slips with one nonce.
    let guess = (a.response - b.response) * (b.challenge - a.challenge).invert();
    assert_ne!(guess, secret);
}

#[test]
fn every_field_of_an_emargement_is_bound() {
    let keys = keys(1);
    let identity = keys.public().identity;
    let good = emargement::sign(keys.identity(), &COOPERATIVE, &VOTE, UUID, PHI, &VOICE);
    assert_eq!(
        good,
        emargement::sign(keys.identity(), &COOPERATIVE, &VOTE, UUID, PHI, &VOICE),
        "says nothing of revotes"
    );
    let verify = |coop, vote, uuid, phi, voice, identity, signature: &Signature| {
        emargement::verify(coop, vote, uuid, phi, voice, identity, signature).is_ok()
    };
    assert!(verify(&COOPERATIVE, &VOTE, UUID, PHI, &VOICE, &identity, &good));
    assert!(!verify(&ELSEWHERE, &VOTE, UUID, PHI, &VOICE, &identity, &good));
    assert!(!verify(&COOPERATIVE, &[0x23; 16], UUID, PHI, &VOICE, &identity, &good));
    assert!(!verify(&COOPERATIVE, &VOTE, "tHZEetHLUru3Hr", PHI, &VOICE, &identity, &good));
    assert!(!verify(&COOPERATIVE, &VOTE, UUID, TRACKER, &VOICE, &identity, &good));
    assert!(!verify(&COOPERATIVE, &VOTE, UUID, PHI, &[0x34; 16], &identity, &good));
    let stranger = crate::common::keys(2).public().identity;
    assert!(!verify(&COOPERATIVE, &VOTE, UUID, PHI, &VOICE, &stranger, &good));
    let mut flipped = good;
    flipped.0[40] ^= 0x80;
    assert!(!verify(&COOPERATIVE, &VOTE, UUID, PHI, &VOICE, &identity, &flipped));
    // No Ed25519 signature of the member passes for another purpose.
    assert!(trustees_approval::verify(&COOPERATIVE, &VOTE, "", &identity, &good).is_err());
}

#[test]
fn the_emargement_root_does_not_tell_the_order_of_ballots() {
    let mark = |n: u8| Mark { voice: [n; 16], signature: Signature([n; 64]), salt: [n ^ 0x5a; 32] };
    let marks = [mark(1), mark(2), mark(3)];
    let mut shuffled = marks.clone();
    shuffled.reverse();
    assert_eq!(emargement::root(&marks), emargement::root(&shuffled));
    assert_eq!(emargement::root(&[]), merkle::root(&[]));
    let json = format!("{{\"signature\":\"{}\",\"voice\":\"{}\"}}", "01".repeat(64), "01".repeat(16));
    assert_eq!(protocol::canonical::parse(&json).map(|_| ()), Ok(()));
    assert_eq!(emargement::root(&marks[..1]), merkle::leaf(&[0x5b; 32], &json));
    for changed in [
        Mark { voice: [9; 16], ..mark(2) },
        Mark { signature: Signature([9; 64]), ..mark(2) },
        Mark { salt: [9; 32], ..mark(2) },
    ] {
        assert_ne!(emargement::root(&[mark(1), changed, mark(3)]), emargement::root(&marks));
    }
    assert_ne!(emargement::root(&marks[..2]), emargement::root(&marks));
}

fn open() -> OpenBallot {
    OpenBallot { vote: VOTE, resolution_hash: [0x44; 32], voice: VOICE, choice: "for".to_owned(), n: 3 }
}

#[test]
fn every_field_of_an_open_ballot_is_bound() {
    let keys = keys(1);
    let identity = keys.public().identity;
    let good = open();
    let signature = good.sign(&COOPERATIVE, keys.identity());
    let json = serde_json::to_string(&good).unwrap();
    let again: OpenBallot = serde_json::from_str(&json).unwrap();
    assert!(again.verify(&COOPERATIVE, &identity, &signature).is_ok());
    assert!(good.verify(&ELSEWHERE, &identity, &signature).is_err());
    assert!(good.verify(&COOPERATIVE, &crate::common::keys(2).public().identity, &signature).is_err());
    let changed = [
        OpenBallot { vote: [0x23; 16], ..good.clone() },
        OpenBallot { resolution_hash: [0x45; 32], ..good.clone() },
        OpenBallot { voice: [0x34; 16], ..good.clone() },
        OpenBallot { choice: "against".to_owned(), ..good.clone() },
        OpenBallot { choice: String::new(), ..good.clone() },
        OpenBallot { n: 4, ..good.clone() },
    ];
    for bad in changed {
        assert!(bad.verify(&COOPERATIVE, &identity, &signature).is_err(), "{bad:?}");
        assert_ne!(bad.tracker(&COOPERATIVE), good.tracker(&COOPERATIVE));
    }
    assert!(serde_json::from_str::<OpenBallot>(&json.replace("2222", "222G")).is_err());
    assert!(serde_json::from_str::<OpenBallot>(&json.replace("3333", "333A")).is_err(), "hex is lower-case");
}

#[test]
fn every_field_of_a_receipt_is_bound() {
    let server = SigningKey::from_bytes(&[0x55; 32]);
    let key = server.verifying_key().to_bytes();
    let accepted =
        Accepted { vote: VOTE, box_uuid: Some(UUID), tracker: TRACKER, event: [0x66; 32], height: 9, time: 1_800_000 };
    let good = Receipt::sign(&server, &COOPERATIVE, &accepted);
    let json = serde_json::to_string(&good).unwrap();
    assert_eq!(serde_json::from_str::<Receipt>(&json).unwrap(), good);
    assert!(good.verify(&COOPERATIVE, &key).is_ok());
    assert!(good.verify(&ELSEWHERE, &key).is_err());
    assert!(good.verify(&COOPERATIVE, &SigningKey::from_bytes(&[0x56; 32]).verifying_key().to_bytes()).is_err());
    let changed = [
        Receipt { vote: [0x23; 16], ..good.clone() },
        Receipt { box_uuid: None, ..good.clone() },
        Receipt { box_uuid: Some("tHZEetHLUru3Hr".to_owned()), ..good.clone() },
        Receipt { tracker: PHI.to_owned(), ..good.clone() },
        Receipt { event: [0x67; 32], ..good.clone() },
        Receipt { height: 10, ..good.clone() },
        Receipt { time: -1_800_000, ..good.clone() },
    ];
    for bad in changed {
        assert!(bad.verify(&COOPERATIVE, &key).is_err(), "{bad:?}");
    }
    // No box and a box without name are two things.
    let none = Receipt::sign(&server, &COOPERATIVE, &Accepted { box_uuid: None, ..accepted });
    assert!(none.verify(&COOPERATIVE, &key).is_ok());
    assert!(Receipt { box_uuid: Some(String::new()), ..none.clone() }.verify(&COOPERATIVE, &key).is_err());
    assert!(!serde_json::to_string(&none).unwrap().contains("box"));
}

#[test]
fn every_field_of_an_approval_is_bound() {
    let keys = keys(1);
    let identity = keys.public().identity;
    let good = trustees_approval::sign(keys.identity(), &COOPERATIVE, &VOTE, "[1]");
    assert!(trustees_approval::verify(&COOPERATIVE, &VOTE, "[1]", &identity, &good).is_ok());
    assert!(trustees_approval::verify(&ELSEWHERE, &VOTE, "[1]", &identity, &good).is_err());
    assert!(trustees_approval::verify(&COOPERATIVE, &VOICE, "[1]", &identity, &good).is_err());
    assert!(trustees_approval::verify(&COOPERATIVE, &VOTE, "[2]", &identity, &good).is_err());
    assert!(
        trustees_approval::verify(&COOPERATIVE, &VOTE, "[1]", &crate::common::keys(2).public().identity, &good)
            .is_err()
    );
}

proptest! {
    /// Whatever the texts, two different slips are two different messages.
    #[test]
    fn fields_do_not_run_into_each_other(a in "[a-z]{0,4}", b in "[a-z]{0,4}", c in "[a-z]{0,4}", d in "[a-z]{0,4}") {
        prop_assume!((&a, &b) != (&c, &d));
        let secret = Scalar::from(12_345_u64);
        let credential = Element::mul_base(&secret);
        let made = OrderSlip::make(&COOPERATIVE, &a, &b, &secret, 1, TRACKER, &mut rng(1));
        prop_assert!(made.verify(&COOPERATIVE, &a, &b, &credential, TRACKER).is_ok());
        prop_assert!(made.verify(&COOPERATIVE, &c, &d, &credential, TRACKER).is_err());
    }
}
