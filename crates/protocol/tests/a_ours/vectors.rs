//! `vectors/a.json`: everything of ours made once from a seeded generator, and the golden bytes that PROTOCOL.md shows.
//!
//! `VOIX_WRITE_VECTORS=1 cargo test -p voix-protocol --test a_ours` writes both anew; a change there is a change of the
//! protocol. The messages are spelled here by hand, field by field, not by the code under test.

use std::fmt::Write as _;
use std::path::PathBuf;

use ed25519_dalek::{Signature as Ed25519Signature, SigningKey, VerifyingKey};
use protocol::ballot::Ciphertext;
use protocol::candidacy::Candidacy;
use protocol::combined::{self, Combined, SummedBox};
use protocol::commitment::{Inclusion, Kind, Leaf, RegisterLeaf, RollLeaf};
use protocol::emargement::{self, Mark};
use protocol::encoding::wide;
use protocol::group::{Element, Scalar, scalar_to_decimal};
use protocol::hash::{hex, sha256, unhex};
use protocol::keys::{Language, MemberKeys, Phrase, Signature, sign_in};
use protocol::minutes_signed::{CorrectionSigned, MinutesSigned};
use protocol::open_ballot::OpenBallot;
use protocol::opening::{ClosedBox, Digits, Opening};
use protocol::participation::{Participation, Stated, Used};
use protocol::proxy::{Proxy, Revocation};
use protocol::receipt::{Accepted, Receipt};
use protocol::record::{self, Entry};
use protocol::roll_check::{self, Checked};
use protocol::slip::OrderSlip;
use protocol::support::Support;
use protocol::tally::EncryptedTally;
use protocol::{checkpoint, merkle, trustees_approval, voice};
use rand_chacha::ChaCha20Rng;
use rand_core::Rng as _;
use serde_json::{Value, json};

use crate::common::rng;

const UUID: &str = "tHZEetHLUru3Hq";
const PHI: &str = "kU/nInhsif7csrJEfeVu4Qm+XsedEMDsfBN8X7uyCqY";
const TRACKER: &str = "VA/9K3mnzElgCbcmbJLMVreJ4vtm7DvJsj/X+wY2QBM";
const ORIGIN: &str = "https://vote.example.org";
const TRUSTEES: &str = "[[\"Single\",{}]]";
const TIME: i64 = 1_795_000_000_000_000;

/// Named fields in order: the message is lp of each.
type Fields = Vec<(&'static str, Vec<u8>)>;

fn spelled(fields: &Fields) -> Vec<u8> {
    let mut out = Vec::new();
    for (_, bytes) in fields {
        out.extend_from_slice(&u32::try_from(bytes.len()).unwrap().to_be_bytes());
        out.extend_from_slice(bytes);
    }
    out
}

fn integer(n: u64) -> Vec<u8> {
    n.to_be_bytes().to_vec()
}

/// Everything the vectors are made of.
struct World {
    cooperative: [u8; 16],
    assembly: [u8; 16],
    vote: [u8; 16],
    voice: [u8; 16],
    resolution: [u8; 32],
    challenge: [u8; 32],
    phrase: Phrase,
    keys: MemberKeys,
    server: SigningKey,
    rng: ChaCha20Rng,
}

impl World {
    fn new() -> Self {
        let mut rng = rng(0x56);
        let phrase = Phrase::generate(Language::French, &mut rng);
        let mut world = Self {
            cooperative: [0; 16],
            assembly: [0; 16],
            vote: [0; 16],
            voice: [0; 16],
            resolution: [0; 32],
            challenge: [0; 32],
            keys: MemberKeys::derive(&phrase, &[0; 16]),
            phrase,
            server: SigningKey::from_bytes(&[0; 32]),
            rng,
        };
        world.rng.fill_bytes(&mut world.cooperative);
        world.rng.fill_bytes(&mut world.assembly);
        world.rng.fill_bytes(&mut world.vote);
        world.rng.fill_bytes(&mut world.voice);
        world.rng.fill_bytes(&mut world.resolution);
        world.rng.fill_bytes(&mut world.challenge);
        let mut secret = [0; 32];
        world.rng.fill_bytes(&mut secret);
        world.server = SigningKey::from_bytes(&secret);
        world.keys = MemberKeys::derive(&world.phrase, &world.cooperative);
        world
    }

    fn start(&self, label: &str) -> Fields {
        vec![("label", label.as_bytes().to_vec()), ("cooperative", self.cooperative.to_vec())]
    }
}

/// The vectors, and each signed or hashed message with its name.
fn made() -> (Value, Vec<(&'static str, Fields)>) {
    let mut world = World::new();
    let mut messages = Vec::new();
    let value = json!({
        "about": "PROTOCOL.md, part by part. Every random byte is of ChaCha20 seeded with 32 bytes 0x56.",
        "cooperative": hex(&world.cooperative),
        "assembly": hex(&world.assembly),
        "vote": hex(&world.vote),
        "voice": hex(&world.voice),
        "box": UUID,
        "phi": PHI,
        "record_key": hex(&world.server.verifying_key().to_bytes()),
        "record_key_secret": hex(&world.server.to_bytes()),
        "phrases": phrases(&world),
        "keys": keys(&world),
        "registration": registration(&mut world, &mut messages),
        "sign_in": signing_in(&world, &mut messages),
        "credential": credential(&world, &mut messages),
        "order_slip": slip(&mut world, &mut messages),
        "emargement": marks(&world, &mut messages),
        "open_ballot": open(&world, &mut messages),
        "support": support(&world, &mut messages),
        "candidacy": candidacy(&world, &mut messages),
        "proxy": proxy(&world, &mut messages),
        "minutes": minutes(&world, &mut messages),
        "minutes-correction": correction(&world, &mut messages),
        "receipts": receipts(&world, &mut messages),
        "participation": participation(&world, &mut messages),
        "trustees_approval": approval(&world, &mut messages),
        "roll_checked": roll_checked(&world, &mut messages),
        "opening": opening(&world, &mut messages),
        "merkle": tree(),
        "commitment": commitment(&world),
        "combined": combined(&mut world, &mut messages),
        "record": chain(&world, &mut messages),
    });
    let spelled_out: serde_json::Map<String, Value> = messages
        .iter()
        .map(|(name, fields)| {
            let parts: Vec<Value> = fields.iter().map(|(field, bytes)| json!([field, hex(bytes)])).collect();
            ((*name).to_owned(), json!({"fields": parts, "bytes": hex(&spelled(fields))}))
        })
        .collect();
    let mut value = value;
    value["messages"] = Value::Object(spelled_out);
    (value, messages)
}

fn phrases(world: &World) -> Value {
    let english = Phrase::from_entropy(*world.phrase.entropy(), Language::English);
    let zero = Phrase::from_entropy([0; 16], Language::French);
    let show = |phrase: &Phrase, language: &str| {
        let derived = MemberKeys::derive(phrase, &world.cooperative).public();
        json!({
            "language": language,
            "entropy": hex(phrase.entropy()),
            "words": phrase.words().join(" "),
            "keys": derived,
        })
    };
    json!([show(&world.phrase, "french"), show(&english, "english"), show(&zero, "french")])
}

fn keys(world: &World) -> Value {
    let public = world.keys.public();
    let secret = *voice::credential_secret(&world.keys, UUID, &world.voice);
    let root = secret - voice::blinding(&public.chain_code, UUID, &world.voice);
    assert_eq!(Element::mul_base(&root), public.ballot_root);
    json!({
        "identity_secret": hex(&world.keys.identity().to_bytes()),
        "b": scalar_to_decimal(&root),
        "public": public,
    })
}

fn registration(world: &mut World, messages: &mut Vec<(&'static str, Fields)>) -> Value {
    let made = world.keys.register(&world.cooperative, &world.voice, &mut world.rng);
    let commitment = Element::mul_base(&made.response) + made.ballot_root * &made.challenge;
    let mut fields = world.start("voix/1/register");
    fields.extend([
        ("member", world.voice.to_vec()),
        ("identity key", made.identity.to_vec()),
        ("R", made.ballot_root.to_rfc8032().to_vec()),
        ("SHA-256(κ)", sha256(&made.chain_code).to_vec()),
        ("A", commitment.to_rfc8032().to_vec()),
    ]);
    assert_eq!(wide(&spelled(&fields)), made.challenge);
    check(&made.identity, &fields, &made.signature);
    messages.push(("register", fields));
    json!(made)
}

fn signing_in(world: &World, messages: &mut Vec<(&'static str, Fields)>) -> Value {
    let signature = sign_in::sign(world.keys.identity(), &world.cooperative, ORIGIN, &world.challenge);
    let mut fields = world.start("voix/1/sign-in");
    fields.extend([("origin", ORIGIN.as_bytes().to_vec()), ("challenge", world.challenge.to_vec())]);
    check(&world.keys.public().identity, &fields, &signature);
    messages.push(("sign-in", fields));
    json!({"origin": ORIGIN, "challenge": hex(&world.challenge), "signature": signature})
}

fn credential(world: &World, messages: &mut Vec<(&'static str, Fields)>) -> Value {
    let public = world.keys.public();
    let t = voice::blinding(&public.chain_code, UUID, &world.voice);
    let fields = vec![
        ("label", b"voix/1/blind".to_vec()),
        ("κ", public.chain_code.to_vec()),
        ("box uuid", UUID.as_bytes().to_vec()),
        ("voice", world.voice.to_vec()),
    ];
    assert_eq!(wide(&spelled(&fields)), t);
    messages.push(("blind", fields));
    json!({
        "t": scalar_to_decimal(&t),
        "C": voice::credential(&public, UUID, &world.voice),
        "x": scalar_to_decimal(&voice::credential_secret(&world.keys, UUID, &world.voice)),
    })
}

fn slip(world: &mut World, messages: &mut Vec<(&'static str, Fields)>) -> Value {
    let secret = voice::credential_secret(&world.keys, UUID, &world.voice);
    let c = Element::mul_base(&secret);
    let made = OrderSlip::make(&world.cooperative, UUID, PHI, &secret, 1_795_000_000_000, TRACKER, &mut world.rng);
    let commitment = Element::mul_base(&made.response) + c * &made.challenge;
    let mut fields = world.start("voix/1/order");
    fields.extend([
        ("box uuid", UUID.as_bytes().to_vec()),
        ("φ", PHI.as_bytes().to_vec()),
        ("C", c.to_rfc8032().to_vec()),
        ("n", integer(made.n)),
        ("tracker", TRACKER.as_bytes().to_vec()),
        ("A", commitment.to_rfc8032().to_vec()),
    ]);
    assert_eq!(wide(&spelled(&fields)), made.challenge);
    messages.push(("order", fields));
    json!({"tracker": TRACKER, "slip": made})
}

fn marks(world: &World, messages: &mut Vec<(&'static str, Fields)>) -> Value {
    let identity = world.keys.identity();
    let signature = emargement::sign(identity, &world.cooperative, &world.vote, UUID, PHI, &world.voice);
    let mut fields = world.start("voix/1/emargement");
    fields.extend([
        ("vote", world.vote.to_vec()),
        ("box uuid", UUID.as_bytes().to_vec()),
        ("φ", PHI.as_bytes().to_vec()),
        ("voice", world.voice.to_vec()),
    ]);
    check(&world.keys.public().identity, &fields, &signature);
    messages.push(("emargement", fields));
    let marks = [
        Mark { voice: world.voice, signature, salt: [0x51; 32] },
        Mark { voice: [0x01; 16], signature: Signature([0x02; 64]), salt: [0x52; 32] },
        Mark { voice: [0x03; 16], signature: Signature([0x04; 64]), salt: [0x53; 32] },
    ];
    let shown: Vec<Value> = marks
        .iter()
        .map(|mark| {
            json!({
                "voice": hex(&mark.voice), "signature": mark.signature, "salt": hex(&mark.salt), "leaf": hex(&mark.leaf()),
            })
        })
        .collect();
    json!({"signature": signature, "marks": shown, "root": hex(&emargement::root(&marks))})
}

fn open(world: &World, messages: &mut Vec<(&'static str, Fields)>) -> Value {
    let ballot = OpenBallot {
        vote: world.vote,
        resolution_hash: world.resolution,
        voice: world.voice,
        choice: "against".to_owned(),
        n: 1_795_000_000_001,
    };
    let signature = ballot.sign(&world.cooperative, world.keys.identity());
    let mut fields = world.start("voix/1/open-ballot");
    fields.extend([
        ("vote", world.vote.to_vec()),
        ("resolution hash", world.resolution.to_vec()),
        ("voice", world.voice.to_vec()),
        ("choice", b"against".to_vec()),
        ("n", integer(ballot.n)),
    ]);
    check(&world.keys.public().identity, &fields, &signature);
    assert_eq!(protocol::hash::sha256_b64(&spelled(&fields)), ballot.tracker(&world.cooperative));
    messages.push(("open-ballot", fields));
    json!({"ballot": ballot, "signature": signature, "tracker": ballot.tracker(&world.cooperative)})
}

fn support(world: &World, messages: &mut Vec<(&'static str, Fields)>) -> Value {
    // A version as its page shows it, spelled by hand.
    let text = r#"{"kind":"resolution","lang":"fr","reasons":"","text":"L’assemblée décide.\n","title":"Réserve"}"#;
    let (proposal, hash) = (&world.assembly, sha256(text.as_bytes()));
    let made = Support { proposal, version: 2, text_hash: &hash, member: &world.voice };
    let signature = made.sign(&world.cooperative, world.keys.identity());
    assert!(made.verify(&world.cooperative, &world.keys.public().identity, &signature).is_ok());
    let mut fields = world.start("voix/1/support");
    fields.extend([
        ("proposal", proposal.to_vec()),
        ("version", integer(2)),
        ("text hash", hash.to_vec()),
        ("member", world.voice.to_vec()),
    ]);
    check(&world.keys.public().identity, &fields, &signature);
    messages.push(("support", fields));
    json!({"proposal": hex(proposal), "version": 2, "text": text, "signature": signature})
}

fn candidacy(world: &World, messages: &mut Vec<(&'static str, Fields)>) -> Value {
    // Statement and data as their page shows them, spelled by hand.
    let text = r#"{"born":1970,"career":"Menuisière depuis 2019.","elsewhere":"","first_name":"Camille","here":"","lang":"fr","shares":3,"statement":"Je me présente.\n","surname":"Roche"}"#;
    let (election, hash) = (&world.assembly, sha256(text.as_bytes()));
    let made = Candidacy { election, content_hash: &hash, member: &world.voice };
    let signature = made.sign(&world.cooperative, world.keys.identity());
    assert!(made.verify(&world.cooperative, &world.keys.public().identity, &signature).is_ok());
    let mut fields = world.start("voix/1/candidacy");
    fields.extend([("election", election.to_vec()), ("content hash", hash.to_vec()), ("member", world.voice.to_vec())]);
    check(&world.keys.public().identity, &fields, &signature);
    messages.push(("candidacy", fields));
    json!({"election": hex(election), "text": text, "signature": signature})
}

fn proxy(world: &World, messages: &mut Vec<(&'static str, Fields)>) -> Value {
    // The voice of one member, given to another, and a proxy that names nobody.
    let (assembly, grantor, identity) = (&world.assembly, &world.voice, &world.keys.public().identity);
    let (id, holder) = ([0xf0; 16], [0xa8; 16]);
    let mut signatures = Vec::new();
    for (name, holder) in [("proxy", Some(&holder)), ("proxy-blank", None)] {
        let made = Proxy { assembly, id: &id, grantor, holder };
        let signature = made.sign(&world.cooperative, world.keys.identity());
        assert!(made.verify(&world.cooperative, identity, &signature).is_ok());
        let mut fields = world.start("voix/1/proxy");
        fields.extend([("assembly", assembly.to_vec()), ("proxy", id.to_vec()), ("grantor", grantor.to_vec())]);
        fields.push(("holders that follow", integer(u64::from(holder.is_some()))));
        fields.extend(holder.map(|holder| ("holder", holder.to_vec())));
        check(identity, &fields, &signature);
        messages.push((name, fields));
        signatures.push(signature);
    }
    let made = Revocation { id: &id, grantor };
    let revocation = made.sign(&world.cooperative, world.keys.identity());
    let mut fields = world.start("voix/1/proxy-revocation");
    fields.extend([("proxy", id.to_vec()), ("grantor", grantor.to_vec())]);
    check(identity, &fields, &revocation);
    messages.push(("proxy-revocation", fields));
    json!({
        "id": hex(&id), "holder": hex(&holder), "signature": signatures[0], "blank": signatures[1],
        "revocation": revocation,
    })
}

fn minutes(world: &World, messages: &mut Vec<(&'static str, Fields)>) -> Value {
    // A piece of minutes, spelled by hand: what is signed is the hash of their canonical JSON, whatever they say.
    let text = r#"{"assembly":"a55d2c49-287c-cfe4-cbd0-3587146f742d","place":"Besançon"}"#;
    let (hash, seat) = (sha256(text.as_bytes()), "first-scrutineer");
    let made = MinutesSigned { hash: &hash, seat };
    let signature = made.sign(&world.cooperative, world.keys.identity());
    assert!(made.verify(&world.cooperative, &world.keys.public().identity, &signature).is_ok());
    let mut fields = world.start("voix/1/minutes");
    fields.extend([("minutes hash", hash.to_vec()), ("seat", seat.as_bytes().to_vec())]);
    check(&world.keys.public().identity, &fields, &signature);
    messages.push(("minutes", fields));
    json!({"seat": seat, "text": text, "signature": signature})
}

fn correction(world: &World, messages: &mut Vec<(&'static str, Fields)>) -> Value {
    // A correction of those minutes, spelled by hand.
    let text = r#"{"at":1795000000000000,"by":"secretary","item":2,"minutes":"cef8a8a1d9972025a3d8a85133acba5d537b399d9ad2683804103a7605b6181f","n":1,"reason":"Le lieu est faux.","text":"Lire : Dole."}"#;
    let (hash, seat) = (sha256(text.as_bytes()), "secretary");
    let made = CorrectionSigned { hash: &hash, seat };
    let signature = made.sign(&world.cooperative, world.keys.identity());
    assert!(made.verify(&world.cooperative, &world.keys.public().identity, &signature).is_ok());
    let mut fields = world.start("voix/1/minutes-correction");
    fields.extend([("correction hash", hash.to_vec()), ("seat", seat.as_bytes().to_vec())]);
    check(&world.keys.public().identity, &fields, &signature);
    messages.push(("minutes-correction", fields));
    json!({"seat": seat, "text": text, "signature": signature})
}

fn receipts(world: &World, messages: &mut Vec<(&'static str, Fields)>) -> Value {
    let secret = Accepted {
        vote: world.vote,
        box_uuid: Some(UUID),
        tracker: TRACKER,
        event: [0x6e; 32],
        height: 12,
        time: TIME,
    };
    let open = Accepted { box_uuid: None, event: [0x6f; 32], height: 3, ..secret };
    let shown: Vec<Value> = [("receipt", secret), ("receipt-open", open)]
        .into_iter()
        .map(|(name, accepted)| {
            let receipt = Receipt::sign(&world.server, &world.cooperative, &accepted);
            let mut fields = world.start("voix/1/receipt");
            fields.push(("vote", world.vote.to_vec()));
            match accepted.box_uuid {
                None => fields.push(("boxes that follow", integer(0))),
                Some(uuid) => {
                    fields.extend([("boxes that follow", integer(1)), ("box uuid", uuid.as_bytes().to_vec())])
                }
            }
            fields.extend([
                ("tracker", TRACKER.as_bytes().to_vec()),
                ("event hash", accepted.event.to_vec()),
                ("height", integer(accepted.height)),
                ("time", integer(u64::try_from(TIME).unwrap())),
            ]);
            check(&world.server.verifying_key().to_bytes(), &fields, &receipt.signature);
            messages.push((name, fields));
            json!(receipt)
        })
        .collect();
    Value::from(shown)
}

fn participation(world: &World, messages: &mut Vec<(&'static str, Fields)>) -> Value {
    let (vote, voice) = (world.vote, world.voice);
    let stated = Stated { vote, voice, used: Used::None, ballots: 0, last: 0, time: TIME };
    let made = Participation::sign(&world.server, &world.cooperative, &stated);
    let mut fields = world.start("voix/1/participation");
    fields.extend([
        ("vote", vote.to_vec()),
        ("voice", voice.to_vec()),
        ("used", b"none".to_vec()),
        ("ballots", integer(0)),
        ("last", integer(0)),
        ("time", integer(u64::try_from(TIME).unwrap())),
    ]);
    check(&world.server.verifying_key().to_bytes(), &fields, &made.signature);
    messages.push(("participation", fields));
    json!(made)
}

fn approval(world: &World, messages: &mut Vec<(&'static str, Fields)>) -> Value {
    let signature = trustees_approval::sign(world.keys.identity(), &world.cooperative, &world.vote, TRUSTEES);
    let mut fields = world.start("voix/1/trustees");
    fields.extend([("vote", world.vote.to_vec()), ("SHA-256(trustees)", sha256(TRUSTEES.as_bytes()).to_vec())]);
    check(&world.keys.public().identity, &fields, &signature);
    messages.push(("trustees", fields));
    json!({"trustees": TRUSTEES, "signature": signature})
}

fn roll_checked(world: &World, messages: &mut Vec<(&'static str, Fields)>) -> Value {
    // The body of an entry, spelled by hand.
    let kinds = r#"{"mandate":1,"own-key":2}"#;
    let (root, vote) = (hex(&[0x72; 32]), hex(&world.vote));
    let text = format!(r#"{{"credentials":"{PHI}","kinds":{kinds},"root":"{root}","voices":3,"vote":"{vote}"}}"#);
    let body: Value = serde_json::from_str(&text).unwrap();
    let roll = roll_check::roll_hash(&body).unwrap();
    let made = Checked { vote: &world.vote, uuid: UUID, phi: PHI, roll };
    let signature = made.sign(&world.cooperative, world.keys.identity());
    let mut fields = world.start("voix/1/roll-checked");
    fields.extend([
        ("vote", world.vote.to_vec()),
        ("box uuid", UUID.as_bytes().to_vec()),
        ("φ", PHI.as_bytes().to_vec()),
        ("SHA-256(roll)", sha256(text.as_bytes()).to_vec()),
    ]);
    check(&world.keys.public().identity, &fields, &signature);
    messages.push(("roll-checked", fields));
    json!({"roll": text, "signature": signature})
}

fn opening(world: &World, messages: &mut Vec<(&'static str, Fields)>) -> Value {
    let one = |uuid: &str, event| ClosedBox { uuid: uuid.to_owned(), phi: PHI.to_owned(), event: hex(&[event; 32]) };
    let boxes = vec![one(UUID, 0x6e), one("aHZEetHLUru3Hq", 0x6f)];
    let opening = Opening {
        cooperative: world.cooperative,
        assembly: world.assembly,
        vote: world.vote,
        entries: 42,
        root: [0x72; 32],
        boxes,
    };
    let code = opening.code(Digits::parse("012345").unwrap());
    let mut fields = world.start("voix/1/opening");
    fields.extend([
        ("assembly", world.assembly.to_vec()),
        ("vote", world.vote.to_vec()),
        ("entries", integer(42)),
        ("root", vec![0x72; 32]),
        ("boxes that follow", integer(2)),
    ]);
    for (uuid, event) in [("aHZEetHLUru3Hq", 0x6f), (UUID, 0x6e)] {
        fields.extend([("box uuid", uuid.as_bytes().to_vec()), ("φ", PHI.as_bytes().to_vec())]);
        fields.push(("event", hex(&[event; 32]).into_bytes()));
    }
    fields.push(("digits", integer(12_345)));
    let number = u64::from_be_bytes(sha256(&spelled(&fields))[..8].try_into().unwrap()) % 100_000_000;
    assert_eq!(format!("{:04} {:04}", number / 10_000, number % 10_000), code);
    messages.push(("opening", fields));
    let boxes: Vec<Value> =
        opening.boxes.iter().map(|one| json!({"uuid": one.uuid, "phi": one.phi, "event": one.event})).collect();
    json!({"entries": 42, "root": hex(&opening.root), "boxes": boxes, "digits": "012 345", "code": code})
}

fn commitment(world: &World) -> Value {
    let public = world.keys.public();
    let register: Vec<Leaf> = (5..8).map(|number| Leaf::Register(RegisterLeaf::of(&public, 2, number))).collect();
    let credential = Some(voice::credential(&public, UUID, &world.voice));
    let roll =
        |credential, register| Leaf::Roll(RollLeaf { credential, kind: Kind::OwnKey, register, voice: world.voice });
    let by_code = Leaf::Roll(RollLeaf { credential: None, kind: Kind::PaperCode, register: 0, voice: world.voice });
    let entrusted = Leaf::Roll(RollLeaf { credential: None, kind: Kind::Entrusted, register: 0, voice: world.voice });
    let shown = |leaves: Vec<Leaf>, own: usize| {
        let salts: Vec<[u8; 32]> = (0x61..).take(leaves.len()).map(|byte| [byte; 32]).collect();
        let tree: Vec<merkle::Hash> = leaves.iter().zip(&salts).map(|(leaf, salt)| leaf.hash(salt)).collect();
        let proof = Inclusion::of(leaves[own].clone(), salts[own], &tree).unwrap();
        json!({"file": proof.to_json(), "root": hex(&merkle::root(&tree))})
    };
    json!({
        "register": shown(register, 2),
        "roll": shown((0..3).map(|place| roll(credential, place)).collect(), 0),
        "open_roll": shown(vec![roll(None, 0)], 0),
        "paper_code": shown(vec![Leaf::Register(RegisterLeaf::of_code(&public, 1, 7))], 0),
        "roll_by_code": shown(vec![by_code], 0),
        "entrusted": shown(vec![Leaf::Register(RegisterLeaf::of_entrusted(&public, 7))], 0),
        "roll_entrusted": shown(vec![entrusted], 0),
    })
}

/// The first proof of one owner's part of a sum of two boxes.
fn combined(world: &mut World, messages: &mut Vec<(&'static str, Fields)>) -> Value {
    let x = protocol::group::random_scalar(&mut world.rng);
    let public = Element::mul_base(&x);
    let row = |n: u64| vec![Ciphertext { alpha: Element::mul_base(&Scalar::from(n)), beta: Element::base() }];
    let tallies = [EncryptedTally(vec![row(5)]), EncryptedTally(vec![row(6)])];
    let sum = combined::sum(&tallies).unwrap();
    let texts = tallies.each_ref().map(EncryptedTally::to_json);
    let one = |uuid: &str, tally: &str| SummedBox::of(uuid, PHI, tally);
    let boxes = Combined::of(vec![one(UUID, &texts[1]), one("aHZEetHLUru3Hq", &texts[0])]).boxes;
    let binding = combined::Binding { cooperative: &world.cooperative, boxes: &boxes, owner: 1, public };
    let part = combined::decrypt(&x, &binding, &sum, &mut world.rng);
    let (proof, factor, alpha) = (&part.decryption_proofs[0][0], part.decryption_factors[0][0], sum.0[0][0].alpha);
    let commitments = [
        Element::mul_base(&proof.response) + public * &proof.challenge,
        alpha * &proof.response + factor * &proof.challenge,
    ];
    let mut fields = world.start("voix/1/combined");
    fields.push(("boxes that follow", integer(2)));
    for (uuid, tally) in [("aHZEetHLUru3Hq", &texts[0]), (UUID, &texts[1])] {
        fields.extend([("box uuid", uuid.as_bytes().to_vec()), ("φ", PHI.as_bytes().to_vec())]);
        fields.push(("SHA-256(tally)", sha256(tally.as_bytes()).to_vec()));
    }
    fields.extend([("owner", integer(1)), ("X", public.to_rfc8032().to_vec())]);
    fields.extend([("question", integer(0)), ("answer", integer(0))]);
    fields.extend([("α", alpha.to_rfc8032().to_vec()), ("F", factor.to_rfc8032().to_vec())]);
    fields.extend([("A", commitments[0].to_rfc8032().to_vec()), ("B", commitments[1].to_rfc8032().to_vec())]);
    assert_eq!(wide(&spelled(&fields)), proof.challenge);
    messages.push(("combined", fields));
    json!({"tallies": texts, "X": public, "boxes": boxes, "part": part})
}

fn tree() -> Value {
    let data = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657"];
    let bytes = |text: &str| -> Vec<u8> {
        (0..text.len() / 2).map(|i| unhex::<1>(&text[2 * i..2 * i + 2]).unwrap()[0]).collect()
    };
    let leaves: Vec<_> = data.iter().map(|text| merkle::leaf_hash(&bytes(text))).collect();
    let all = |hashes: &[merkle::Hash]| hashes.iter().map(|hash| hex(hash)).collect::<Vec<_>>();
    let inclusion: Vec<Value> = (0..7).map(|i| json!(all(&merkle::inclusion(&leaves, i).unwrap()))).collect();
    let consistency: Vec<Value> = (0..8).map(|i| json!(all(&merkle::consistency(&leaves, i).unwrap()))).collect();
    json!({
        "data": data,
        "roots": all(&(0..8).map(|size| merkle::root(&leaves[..size])).collect::<Vec<_>>()),
        "inclusion_in_seven": inclusion,
        "consistency_with_seven": consistency,
        "salted": {"salt": hex(&[0x5a; 32]), "json": "{\"a\":1}", "leaf": hex(&merkle::leaf(&[0x5a; 32], "{\"a\":1}"))},
    })
}

fn chain(world: &World, messages: &mut Vec<(&'static str, Fields)>) -> Value {
    let mut fields = world.start("voix/1/record");
    fields.push(("assembly", world.assembly.to_vec()));
    assert_eq!(sha256(&spelled(&fields)), record::start(&world.cooperative, &world.assembly));
    messages.push(("record", fields));
    let first = Entry::first(&world.cooperative, &world.assembly, TIME, "statutes", json!({"hash": hex(&[0xab; 32])}));
    let opened = json!({"box": UUID, "vote": hex(&world.vote), "voices": 3});
    let second = first.next(TIME + 1, "box-opened", opened).unwrap();
    let body =
        json!({"outcome": "adopted", "article": "L. 225-98", "for": 2, "rule": "é\"\u{1f5f3}\u{7f}\n", "against": 1});
    let third = second.next(TIME + 2, "decision", body).unwrap();
    let head =
        record::verify_record(&world.cooperative, &world.assembly, &[first.clone(), second.clone(), third.clone()]);
    let head = head.unwrap();
    let origin = checkpoint::origin(&world.cooperative, &world.assembly);
    let signed = checkpoint::sign(&world.server, &origin, head.size, head.root).unwrap();
    let lines: Vec<String> = [first, second, third].iter().map(|entry| entry.canonical().unwrap()).collect();
    json!({
        "lines": lines,
        "start": hex(&head.start),
        "last": hex(&head.last),
        "root": hex(&head.root),
        "origin": origin,
        "verifier_key": checkpoint::verifier_key(&origin, &world.server.verifying_key().to_bytes()),
        "checkpoint": signed.to_string(),
    })
}

/// A signature over the bytes spelled by hand, by the Ed25519 library alone.
fn check(key: &[u8; 32], fields: &Fields, signature: &Signature) {
    let key = VerifyingKey::from_bytes(key).unwrap();
    key.verify_strict(&spelled(fields), &Ed25519Signature::from_bytes(&signature.0)).unwrap();
}

fn file(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..").join(name)
}

fn writing() -> bool {
    std::env::var_os("VOIX_WRITE_VECTORS").is_some()
}

#[test]
fn the_vectors_are_what_the_code_makes() {
    let made = made().0;
    let path = file("vectors/a.json");
    if writing() {
        std::fs::write(&path, format!("{}\n", serde_json::to_string_pretty(&made).unwrap())).unwrap();
    }
    assert_eq!(serde_json::from_str::<Value>(&std::fs::read_to_string(path).unwrap()).unwrap(), made);
}

/// A message as PROTOCOL.md prints it: a line per field, length and content in hex.
fn golden(fields: &Fields) -> String {
    let mut out = String::from("```text\n");
    for (name, bytes) in fields {
        let note = match std::str::from_utf8(bytes) {
            Ok(text) if bytes.len() > 8 && text.chars().all(|c| c.is_ascii_graphic()) => format!("{name}: {text}"),
            _ if bytes.len() == 8 => format!("{name}: {}", u64::from_be_bytes(bytes[..].try_into().unwrap())),
            _ => (*name).to_owned(),
        };
        let mut digits = hex(bytes);
        let mut head = format!("{:08x}", bytes.len());
        while digits.len() > 64 {
            let rest = digits.split_off(64);
            writeln!(out, "{head} {digits}").unwrap();
            (head, digits) = (" ".repeat(8), rest);
        }
        writeln!(out, "{head} {digits:<64}  {note}").unwrap();
    }
    out + "```\n"
}

#[test]
fn the_golden_bytes_of_the_document_are_those_of_the_code() {
    let path = file("PROTOCOL.md");
    let mut document = std::fs::read_to_string(&path).unwrap();
    for (name, fields) in made().1 {
        let (open, close) = (format!("<!-- golden:{name} -->\n"), "<!-- end -->");
        let start = document.find(&open).unwrap_or_else(|| panic!("PROTOCOL.md shows no bytes of {name}")) + open.len();
        let end = start + document[start..].find(close).unwrap();
        if writing() {
            document.replace_range(start..end, &golden(&fields));
        } else {
            assert_eq!(&document[start..end], golden(&fields), "{name}");
        }
    }
    if writing() {
        std::fs::write(path, document).unwrap();
    }
}

/// A second device has nothing but the words.
#[test]
fn the_words_alone_restore_the_keys() {
    let text = std::fs::read_to_string(file("vectors/a.json")).unwrap();
    let vectors: Value = serde_json::from_str(&text).unwrap();
    let cooperative = unhex(vectors["cooperative"].as_str().unwrap()).unwrap();
    for shown in vectors["phrases"].as_array().unwrap() {
        let language = if shown["language"] == "french" { Language::French } else { Language::English };
        let phrase = Phrase::parse(shown["words"].as_str().unwrap(), language).unwrap();
        assert_eq!(json!(MemberKeys::derive(&phrase, &cooperative).public()), shown["keys"]);
    }
    let x = protocol::group::parse_scalar(vectors["credential"]["x"].as_str().unwrap()).unwrap();
    assert_eq!(json!(Element::mul_base(&x)), vectors["credential"]["C"]);
    assert_ne!(x, Scalar::ZERO);
}

#[test]
fn the_document_explains_every_check_that_is_made() {
    let document = std::fs::read_to_string(file("PROTOCOL.md")).unwrap();
    let table = document.split("## 15. The checks").nth(1).unwrap().split("## 16.").next().unwrap();
    let explained: Vec<u8> =
        table.lines().filter_map(|line| line.strip_prefix("| ")?.split(" |").next()?.parse().ok()).collect();
    let made: Vec<u8> = protocol::checks::Check::ALL.iter().map(|check| check.number()).collect();
    assert_eq!(explained, made);
    let kinds = document.split("Types: ").nth(1).unwrap().split(';').next().unwrap();
    let listed: Vec<&str> = kinds.split('`').skip(1).step_by(2).collect();
    assert_eq!(listed, record::KINDS);
}
