use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng as _;
use serde_json::json;

use super::*;
use crate::keys::MemberKeys;
use crate::voice;

const COOPERATIVE: [u8; 16] = [1; 16];
const VOTE: [u8; 16] = [2; 16];
const UUID: &str = "tHZEetHLUru3Hq";

fn rng(nth: u8) -> ChaCha20Rng {
    ChaCha20Rng::from_seed([nth; 32])
}

fn keys(nth: u8) -> MemberKeys {
    MemberKeys::random(&mut rng(nth))
}

/// The key of a member with its voices: kind, and whose voice it is.
fn speaker(nth: u8, voices: &[(Kind, u8)]) -> Speaker {
    let keys = keys(nth);
    let made = keys.register(&COOPERATIVE, &[nth; 16], &mut rng(100 + nth));
    let public = keys.public();
    let voice = |(kind, of): &(Kind, u8)| Unnamed {
        blinding: voice::blinding(&public.chain_code, UUID, &[*of; 16]),
        kind: *kind,
    };
    let entrusted = voices.iter().all(|(kind, _)| *kind == Kind::Entrusted);
    Speaker {
        ballot_root: public.ballot_root,
        registration: (!entrusted).then(|| Possession::of(&made, &[nth; 16])),
        voices: voices.iter().map(voice).collect(),
    }
}

/// Two members with keys, one of whom carries a voice; a paper code with two voices; and an entrusted one.
fn roll() -> UnnamedRoll {
    UnnamedRoll {
        speakers: vec![
            speaker(1, &[(Kind::OwnKey, 1), (Kind::Mandate, 7)]),
            speaker(2, &[(Kind::OwnKey, 2)]),
            speaker(3, &[(Kind::PaperCode, 3), (Kind::PaperCode, 8)]),
            speaker(4, &[(Kind::Entrusted, 4)]),
        ],
    }
}

fn listed(roll: &UnnamedRoll) -> String {
    let of = |speaker: &Speaker| -> Vec<Element> {
        speaker.voices.iter().map(|voice| speaker.ballot_root + Element::mul_base(&voice.blinding)).collect()
    };
    credentials::fingerprint(&credentials::publish(&mut roll.speakers.iter().flat_map(of).collect::<Vec<_>>()))
}

/// The entry of a roll, as the record would have it of these voices.
fn body(roll: &UnnamedRoll) -> Value {
    let many = |kind: Kind| {
        roll.speakers.iter().flat_map(|speaker| &speaker.voices).filter(|voice| voice.kind == kind).count()
    };
    let mut kinds = json!({ "own-key": many(Kind::OwnKey) });
    for kind in [Kind::Mandate, Kind::PaperCode, Kind::Entrusted].into_iter().filter(|kind| many(*kind) > 0) {
        kinds[kind.word()] = many(kind).into();
    }
    let voices: usize = roll.speakers.iter().map(|speaker| speaker.voices.len()).sum();
    json!({ "credentials": listed(roll), "kinds": kinds, "vote": hex(&VOTE), "voices": voices })
}

fn outcome(roll: &UnnamedRoll, body: &Value) -> Result<(), Fault> {
    check(roll, &COOPERATIVE, &Said { phi: "phi", roll: body, keys: 4 })
}

#[test]
fn the_roll_that_the_record_names_passes() {
    let roll = roll();
    assert_eq!(outcome(&roll, &body(&roll)), Ok(()));
    // As it is sent.
    let sent = serde_json::to_string(&roll).unwrap();
    assert_eq!(serde_json::from_str::<UnnamedRoll>(&sent).unwrap(), roll);
    for secret in ["chain_code\"", "number"] {
        assert!(!sent.contains(secret), "{secret}: {sent}");
    }
    // Who voted in advance with the own voice carries another's still.
    let carries = UnnamedRoll { speakers: vec![speaker(1, &[(Kind::Mandate, 7)])] };
    assert_eq!(outcome(&carries, &body(&carries)), Ok(()));
}

/// What is found where a roll is changed, and the record says what would be true of the changed one.
fn changed(change: impl FnOnce(&mut Vec<Speaker>)) -> Result<(), Fault> {
    let mut roll = roll();
    change(&mut roll.speakers);
    outcome(&roll, &body(&roll))
}

#[test]
fn a_voice_of_a_key_that_nobody_registered_is_seen() {
    assert_eq!(changed(|all| all[0].registration = None), Err(Fault::Kind));
    assert_eq!(changed(|all| all[2].registration = None), Err(Fault::Kind));
    assert_eq!(changed(|all| all[3].registration = all[0].registration.clone()), Err(Fault::Kind));
    assert_eq!(changed(|all| all[1].voices[0].kind = Kind::Entrusted), Err(Fault::Kind));
    assert_eq!(changed(|all| all[1].voices[0].kind = Kind::PaperCode), Ok(()), "the record says so");
    // A registration of another key, of another member, or spoilt.
    assert_eq!(changed(|all| all[1].ballot_root = keys(9).public().ballot_root), Err(Fault::Registration));
    let spoilt = |spoil: fn(&mut Possession)| changed(|all| all[1].registration.iter_mut().for_each(spoil));
    assert_eq!(spoilt(|shown| shown.member = [9; 16]), Err(Fault::Registration));
    assert_eq!(spoilt(|shown| shown.identity = keys(9).public().identity), Err(Fault::Registration));
    assert_eq!(spoilt(|shown| shown.chain_code_hash[0] ^= 1), Err(Fault::Registration));
    assert_eq!(spoilt(|shown| shown.challenge += Scalar::ONE), Err(Fault::Registration));
    assert_eq!(spoilt(|shown| shown.response += Scalar::ONE), Err(Fault::Registration));
    assert_eq!(spoilt(|shown| shown.signature.0[0] ^= 1), Err(Fault::Registration));
    let roll = roll();
    let said = body(&roll);
    let elsewhere = check(&roll, &[9; 16], &Said { phi: "phi", roll: &said, keys: 4 });
    assert_eq!(elsewhere, Err(Fault::Registration));
}

#[test]
fn a_key_speaks_once_and_for_itself_once() {
    assert_eq!(changed(|all| all.push(speaker(2, &[(Kind::Mandate, 5)]))), Err(Fault::KeyTwice));
    assert_eq!(changed(|all| all.push(speaker(4, &[(Kind::Entrusted, 5)]))), Err(Fault::KeyTwice));
    assert_eq!(changed(|all| all[0].voices[1].kind = Kind::OwnKey), Err(Fault::Voices));
    assert_eq!(changed(|all| all[1].voices.clear()), Err(Fault::Voices));
    let two = speaker(4, &[(Kind::Entrusted, 4), (Kind::Entrusted, 5)]);
    assert_eq!(changed(|all| all[3] = two), Err(Fault::Voices));
    assert_eq!(changed(|all| all[0].voices[1].blinding = all[0].voices[0].blinding), Err(Fault::Credential));
    // Another key of one member: registered anew, with the same id.
    let again = Speaker {
        ballot_root: keys(9).public().ballot_root,
        registration: Some(Possession::of(&keys(9).register(&COOPERATIVE, &[2; 16], &mut rng(9)), &[2; 16])),
        ..speaker(2, &[(Kind::OwnKey, 2)])
    };
    assert_eq!(changed(|all| all.push(again)), Err(Fault::KeyTwice));
}

#[test]
fn a_roll_that_is_not_what_the_record_says_is_seen() {
    let (roll, said) = (roll(), body(&roll()));
    let against = |spoil: fn(&mut Value)| {
        let mut body = said.clone();
        spoil(&mut body);
        outcome(&roll, &body)
    };
    assert_eq!(against(|body| body["voices"] = json!(7)), Err(Fault::Count));
    assert_eq!(against(|body| body["kinds"]["own-key"] = json!(3)), Err(Fault::Count));
    assert_eq!(against(|body| body["kinds"]["entrusted"] = json!(0)), Err(Fault::Count));
    assert_eq!(against(|body| body["credentials"] = json!("AAAA")), Err(Fault::List));
    assert_eq!(check(&roll, &COOPERATIVE, &Said { phi: "phi", roll: &said, keys: 3 }), Err(Fault::Count));
    // A voice that is kept back, one more, and one in the place of another.
    let with = |change: fn(&mut Vec<Speaker>)| {
        let mut other = roll.clone();
        change(&mut other.speakers);
        outcome(&other, &said)
    };
    assert_eq!(with(|all| drop(all.pop())), Err(Fault::Count));
    assert_eq!(with(|all| all[0].voices.push(speaker(1, &[(Kind::Mandate, 9)]).voices[0].clone())), Err(Fault::Count));
    assert_eq!(with(|all| all[1].voices[0].blinding += Scalar::ONE), Err(Fault::List));
}

#[test]
fn what_is_said_of_a_box_is_that_of_its_own_roll() {
    let entry = |seq, kind: &str, body| Entry { seq, previous: [0; 32], time: 0, kind: kind.to_owned(), body };
    let (vote, other) = (hex(&VOTE), hex(&[3; 16]));
    let opened = |uuid: &str, vote: &str| json!({ "box": uuid, "fingerprint": format!("φ {uuid}"), "vote": vote });
    let entries = [
        entry(0, "register-commitment", json!({ "keys": 9 })),
        entry(1, "roll", json!({ "voices": 1, "vote": vote })),
        entry(2, "box-opened", opened("early", &vote)),
        entry(3, "register-commitment", json!({ "keys": 8 })),
        entry(4, "roll", json!({ "voices": 2, "vote": vote })),
        entry(5, "register-commitment", json!({ "keys": 7 })),
        entry(6, "roll", json!({ "voices": 3, "vote": other })),
        entry(7, "box-opened", opened("late", &vote)),
    ];
    let said = |uuid| Said::of(&entries, &VOTE, uuid).map(|said| (said.phi, said.roll["voices"].as_u64(), said.keys));
    assert_eq!(said("early"), Some(("φ early", Some(1), 9)));
    assert_eq!(said("late"), Some(("φ late", Some(2), 8)));
    assert_eq!(said("never"), None);
    assert_eq!(Said::of(&entries, &[3; 16], "late"), None, "of another vote");
    assert_eq!(Said::of(&entries[1..], &VOTE, "early"), None, "without a register");
}

#[test]
fn a_record_names_the_boxes_whose_rolls_are_checked() {
    let entry = |kind: &str, body| Entry { seq: 0, previous: [0; 32], time: 0, kind: kind.to_owned(), body };
    let ids = [1, 2, 3].map(|nth| hex(&[nth; 16]));
    let [vote, void, decided] = &ids;
    let entries = [
        entry("box-opened", json!({ "box": "early", "stage": "advance", "vote": vote })),
        entry("box-closed", json!({ "box": "early", "vote": vote })),
        entry("box-opened", json!({ "box": "late", "vote": vote })),
        entry("box-opened", json!({ "box": "void", "vote": void })),
        entry("box-voided", json!({ "box": "void", "vote": void })),
        entry("box-opened", json!({ "box": "decided", "vote": decided })),
        entry("decision", json!({ "decision": {}, "vote": decided })),
    ];
    let expected = [
        Standing { vote, uuid: "early", advance: true, closed: true },
        Standing { vote, uuid: "late", advance: false, closed: false },
    ];
    assert_eq!(standing(&entries), expected);
    assert_eq!(standing(&entries[3..4]), [Standing { vote: void, uuid: "void", advance: false, closed: false }]);
}

#[test]
fn every_field_of_a_check_is_bound() {
    let (mine, body) = (keys(1), body(&roll()));
    let identity = mine.public().identity;
    let said = Said { phi: "phi", roll: &body, keys: 4 };
    let made = Checked { vote: &VOTE, uuid: UUID, phi: said.phi, roll: said.hash().unwrap() };
    let good = made.sign(&COOPERATIVE, mine.identity());
    assert!(made.verify(&COOPERATIVE, &identity, &good).is_ok());
    assert!(made.verify(&[9; 16], &identity, &good).is_err());
    assert!(made.verify(&COOPERATIVE, &keys(2).public().identity, &good).is_err());
    let others = [
        Checked { vote: &[9; 16], ..made },
        Checked { uuid: "tHZEetHLUru3Hr", ..made },
        Checked { phi: "ph", ..made },
        Checked { roll: [9; 32], ..made },
    ];
    for other in others {
        assert!(other.verify(&COOPERATIVE, &identity, &good).is_err(), "{other:?}");
    }
    assert_eq!(roll_hash(&json!({ "voices": 0.5 })), None, "a fraction has no canonical text");
}
