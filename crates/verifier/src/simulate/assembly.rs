//! A whole assembly from a seed: a secret vote in one box, one in two boxes that are opened in sum, an open vote and a vote that is
//! void, with the record of all of them, its checkpoint and the part of its minutes that is verified. Both key holders check the roll
//! of the first of two boxes, and sign the minutes for their seats in the bureau.

use std::path::Path;

use domain::bureau::Seat;
use domain::decision::decide;
use domain::ids::{AssemblyId, ResolutionId};
use domain::majority::Counts;
use domain::resolution::{Choice, Resolution, Text};
use domain::statutes::Preset;
use ed25519_dalek::SigningKey;
use protocol::archive::{Event, EventType, Item, ItemKind};
use protocol::checks::Workers;
use protocol::hash::{self, hex};
use protocol::minutes_signed::MinutesSigned;
use protocol::open_ballot::OpenBallot;
use protocol::record::Entry;
use protocol::roll_check::{Checked, roll_hash};
use protocol::{canonical, checkpoint, credentials, merkle, trustees_approval};
use serde_json::{Map, Value, json};

use super::boxes::{self, Boxes};
use super::{About, COOPERATIVE, Plan, Simulated};

const ASSEMBLY: [u8; 16] = *b"voix/1 assembly ";
/// When it begins, microseconds UTC: it is the next day already in Paris, 12 December 2026.
const STARTS_AT: i64 = 1_797_031_800_000_000;
/// Votes by place on the agenda.
const TITLES: [[&str; 2]; 4] = [
    ["Approbation des comptes", "Approval of the accounts"],
    ["Affectation du résultat", "Allocation of the result"],
    ["Désignation d’un réviseur", "Appointment of an auditor"],
    ["Point retiré", "An item that was withdrawn"],
];

/// An assembly, whole in memory: what tests look into and tamper with.
#[derive(Clone, Debug)]
pub struct SimulatedAssembly {
    /// Types and bodies of the record, which chains them when it is asked for.
    pub facts: Vec<(&'static str, Value)>,
    /// Every box, in the order in which the record opens them.
    pub boxes: Vec<Simulated>,
    /// What was put to the vote, in the order of the agenda.
    pub resolutions: Vec<Resolution>,
    /// The minutes, as far as they are compared.
    pub minutes: Value,
    /// Their corrections, as far as they are compared.
    pub corrections: Vec<Value>,
}

fn key(nth: u8) -> SigningKey {
    SigningKey::from_bytes(&[nth; 32])
}

/// Who of the key holders has which seat in the bureau.
const SEATS: [(u8, Seat); 2] = [(1, Seat::Chair), (2, Seat::Secretary)];

fn identity(nth: u8) -> String {
    hex(key(nth).verifying_key().as_bytes())
}

/// Signs the record.
fn server() -> SigningKey {
    key(200)
}

/// Id of a vote, by its place on the agenda from 0.
fn vote(place: u8) -> [u8; 16] {
    [place + 1; 16]
}

impl SimulatedAssembly {
    /// Makes it.
    ///
    /// # Errors
    /// Nothing that a seed can cause: what it is made with says so.
    pub fn of<W: Workers>(seed: u64, workers: &W) -> Result<Self, String> {
        let resolutions = (0_u8..).zip(TITLES).map(resolution).collect::<Result<Vec<_>, _>>()?;
        let assembly: AssemblyId = hex(&ASSEMBLY).parse().map_err(|_| "no id of an assembly")?;
        let about = |place: usize| About { assembly, resolution: resolutions[place].clone() };
        let plan = Plan { voters: 6, revotes: 1, seed, ..Plan::default() };
        let one = Simulated::about(&plan, Some(&about(0)), workers)?;
        let Boxes { boxes: two, plain } =
            boxes::make_about(&Plan { seed: seed.wrapping_add(1), ..plan }, Some(&about(1)), 2, workers)?;
        let mut facts = begin(&resolutions);
        facts.extend(opened(0, &one, None));
        facts.extend(closed(0, &[&one], Facts::new())?);
        facts.extend(decided(0, &one.made.plain)?);
        facts.extend(two.iter().enumerate().flat_map(|(i, one)| opened(1, one, (i == 0).then_some("advance"))));
        let checks = two.first().map(|one| checked(1, one, &facts)).unwrap_or_default();
        facts.extend(closed(1, &two.iter().collect::<Vec<_>>(), checks)?);
        facts.extend(decided(1, &plain)?);
        facts.extend(open_vote(2, &resolutions[2]));
        facts.extend(decided(2, &[2, 1, 0])?);
        facts.push(("box-voided", json!({ "reason": "retiré", "vote": hex(&vote(3)) })));
        let minutes = minutes(&facts, &resolutions);
        facts.extend(published(&minutes));
        Ok(Self {
            facts,
            boxes: std::iter::once(one).chain(two).collect(),
            resolutions,
            minutes,
            corrections: Vec::new(),
        })
    }

    /// The key of the record, hex.
    #[must_use]
    pub fn key(&self) -> String {
        hex(server().verifying_key().as_bytes())
    }

    /// The minutes as they stand now, and signed, in the place of those that the record ends with.
    pub fn end(&mut self) {
        self.minutes = minutes(&self.facts, &self.resolutions);
        self.facts.retain(|(kind, _)| !["minutes", "minutes-signature"].contains(kind));
        self.facts.extend(published(&self.minutes));
    }

    /// The entries, each after the one before.
    ///
    /// # Errors
    /// When a body has no canonical text.
    pub fn entries(&self) -> Result<Vec<Entry>, String> {
        let mut entries: Vec<Entry> = Vec::with_capacity(self.facts.len());
        for (time, (kind, body)) in (1_i64..).zip(&self.facts) {
            let next = match entries.last() {
                Some(last) => last.next(time, kind, body.clone()).map_err(|error| error.to_string())?,
                None => Entry::first(&COOPERATIVE, &ASSEMBLY, time, kind, body.clone()),
            };
            entries.push(next);
        }
        Ok(entries)
    }

    /// The files of an assembly, by name.
    ///
    /// # Errors
    /// When a body has no canonical text.
    pub fn files(&self) -> Result<Vec<(String, Vec<u8>)>, String> {
        let wrong = |error: canonical::NotCanonical| error.to_string();
        let entries = self.entries()?;
        let leaves = entries.iter().map(Entry::leaf).collect::<Result<Vec<_>, _>>().map_err(wrong)?;
        let origin = checkpoint::origin(&COOPERATIVE, &ASSEMBLY);
        let note = checkpoint::sign(&server(), &origin, leaves.len() as u64, merkle::root(&leaves));
        let note = note.map_err(|error| error.to_string())?.to_string();
        let texts = |all: Result<Vec<String>, canonical::NotCanonical>| {
            all.map(|lines| lines.into_iter().map(|line| line + "\n").collect::<String>()).map_err(wrong)
        };
        let record = texts(entries.iter().map(Entry::canonical).collect())?;
        let resolutions = texts(self.resolutions.iter().map(canonical::to_string).collect())?;
        let mut files = vec![
            ("record.jsonl".to_owned(), record.into_bytes()),
            ("checkpoint".to_owned(), note.into_bytes()),
            ("resolutions.jsonl".to_owned(), resolutions.into_bytes()),
            ("minutes.json".to_owned(), canonical::to_string(&self.minutes).map_err(wrong)?.into_bytes()),
        ];
        if !self.corrections.is_empty() {
            let lines = texts(self.corrections.iter().map(canonical::to_string).collect())?;
            files.push(("corrections.jsonl".to_owned(), lines.into_bytes()));
        }
        for one in &self.boxes {
            let uuid = &one.made.opened.election.uuid;
            files.push((format!("{uuid}.bel"), one.archive()));
            files.push((format!("{uuid}.companion.json"), one.companion().into_bytes()));
        }
        Ok(files)
    }

    /// Writes the files into a folder.
    ///
    /// # Errors
    /// When one cannot be written.
    pub fn write(&self, folder: &Path) -> Result<Vec<String>, String> {
        let mut names = Vec::new();
        for (name, bytes) in self.files()? {
            let path = folder.join(&name);
            std::fs::write(&path, bytes).map_err(|error| format!("{} cannot be written: {error}", path.display()))?;
            names.push(name);
        }
        Ok(names)
    }
}

type Facts = Vec<(&'static str, Value)>;

fn resolution((place, [fr, en]): (u8, [&str; 2])) -> Result<Resolution, String> {
    let text = |fr: &str, en: &str| Text { fr: fr.to_owned(), en: en.to_owned() };
    let id: ResolutionId = hex(&[place + 101; 16]).parse().map_err(|_| "no id of a resolution")?;
    let text_of = text("Une répétition : rien de ceci n’a été décidé.", "A rehearsal: none of this was decided.");
    Ok(Resolution { id, title: text(fr, en), text: text_of, election: None })
}

fn begin(resolutions: &[Resolution]) -> Facts {
    let documents: Vec<Value> = (0_u8..)
        .zip(resolutions)
        .map(|(place, one)| {
            let mode = if place == 2 { "open" } else { "secret" };
            json!({ "mode": mode, "position": place + 1, "resolution": one.hash_hex(), "vote": hex(&vote(place)) })
        })
        .collect();
    let key_of_record = hex(server().verifying_key().as_bytes());
    let convocation = json!({
        "documents": documents,
        "key_holders": 2,
        "record_key": key_of_record,
        "starts_at": STARTS_AT,
        "time_zone": "Europe/Paris",
    });
    let identities: Vec<String> = (1..=2).map(identity).collect();
    let keys: Map<String, Value> =
        SEATS.map(|(nth, seat)| (seat.word().to_owned(), Value::from(identity(nth)))).into_iter().collect();
    vec![
        ("statutes", json!({ "preset": "sa-cooperative-fr-ago", "rules": hex(&[0; 32]) })),
        ("convocation", convocation),
        ("register-commitment", json!({ "keys": 6, "members": 6, "root": hex(&[0; 32]) })),
        ("key-holders", json!({ "identities": identities, "needed": 2 })),
        ("bureau", json!({ "keys": keys })),
    ]
}

/// What the record has before a box receives ballots.
fn opened(place: u8, one: &Simulated, stage: Option<&str>) -> Facts {
    let id = hex(&vote(place));
    let [election, trustees, listed, ..] = one.items.as_slice() else { return Vec::new() };
    let approvals: Vec<Value> = (1..=2)
        .map(|nth| {
            let signature = trustees_approval::sign(&key(nth), &COOPERATIVE, &vote(place), &trustees.body);
            json!({ "identity": identity(nth), "signature": hex(&signature.0) })
        })
        .collect();
    let voices = one.made.opened.voters.len();
    let since = json!({ "registered": 0, "replaced": 0 });
    let mut roll = json!({
        "credentials": credentials::fingerprint(&listed.body),
        "kinds": { "own-key": voices },
        "root": hex(&[0; 32]),
        "vote": id,
        "voices": voices,
    });
    if let Some(carry) = &one.made.companion.carry {
        roll["carry"] = carry.hash().into();
    }
    let mut opened = json!({
        "box": one.made.opened.election.uuid,
        "election": election.hash,
        "fingerprint": one.made.opened.phi,
        "trustees": trustees.hash,
        "vote": id,
    });
    if let Some(stage) = stage {
        roll["stage"] = stage.into();
        opened["stage"] = stage.into();
    }
    let register = json!({ "keys": 6, "members": 6, "root": hex(&[0; 32]), "since_convocation": since });
    let mut facts = vec![
        ("register-commitment", register),
        ("trustees", json!({ "approvals": approvals, "trustees": trustees.hash, "vote": id })),
        ("roll", roll),
        ("box-opened", opened),
    ];
    facts.extend(heads(one, &[EventType::Setup]));
    facts
}

/// The states of an archive after events of these types.
fn heads(one: &Simulated, kinds: &[EventType]) -> Facts {
    let uuid = &one.made.opened.election.uuid;
    let event = |item: &Item| {
        let event = Event::parse(&item.body).ok().filter(|_| item.kind == ItemKind::Event)?;
        let head = json!({ "box": uuid, "event": item.hash, "height": event.height });
        kinds.contains(&event.kind).then_some(("archive-head", head))
    };
    one.items.iter().filter_map(event).collect()
}

/// What both key holders sign of the first roll of a vote, which is that of a box.
fn checked(place: u8, one: &Simulated, facts: &[(&'static str, Value)]) -> Facts {
    let id = hex(&vote(place));
    let of_vote = facts.iter().find(|(kind, body)| *kind == "roll" && body["vote"] == id);
    let Some(roll) = of_vote.and_then(|(_, body)| roll_hash(body)) else { return Facts::new() };
    let (uuid, phi) = (one.made.opened.election.uuid.as_str(), one.made.opened.phi.as_str());
    let check = |nth: u8| {
        let signature = Checked { vote: &vote(place), uuid, phi, roll }.sign(&COOPERATIVE, &key(nth));
        json!({
            "box": uuid, "identity": identity(nth), "roll": hex(&roll), "signature": hex(&signature.0), "vote": id,
        })
    };
    (1..=2).map(|nth| ("roll-checked", check(nth))).collect()
}

/// What the record has when a vote is closed and its boxes are opened, with the checks of its rolls before that.
fn closed(place: u8, boxes: &[&Simulated], checks: Facts) -> Result<Facts, String> {
    let id = hex(&vote(place));
    let mut facts = vec![("quorum-count", json!({ "at": "close", "members": 6, "present": 6, "vote": id }))];
    for one in boxes {
        let companion = &one.made.companion;
        let counted = companion.emargements.count;
        let received = companion.order_slips.len();
        let marks = serde_json::to_value(&companion.emargements).map_err(|error| error.to_string())?;
        let uuid = &one.made.opened.election.uuid;
        let body = json!({ "box": uuid, "counted": counted, "emargements": marks, "received": received, "vote": id });
        facts.push(("box-closed", body));
        facts.extend(heads(one, &[EventType::EncryptedTally]));
    }
    facts.extend(checks);
    for one in boxes {
        facts.extend(heads(one, &[EventType::PartialDecryption, EventType::Result]));
    }
    Ok(facts)
}

fn decided(place: u8, plain: &[u64]) -> Result<Facts, String> {
    let id = hex(&vote(place));
    let number = |at: usize| plain.get(at).and_then(|n| u32::try_from(*n).ok()).ok_or("a count that is none");
    let counts = Counts { for_: number(0)?, against: number(1)?, abstain: number(2)?, ..Counts::default() };
    let rules = Preset::load("sa-cooperative-fr-ago").map_err(|error| error.to_string())?;
    let decision = decide(&rules, 1, 6, 6, counts);
    Ok(vec![
        ("tally", json!({ "counts": counts, "vote": id })),
        ("decision", json!({ "decision": decision, "vote": id })),
    ])
}

/// Two for and one against.
fn open_vote(place: u8, resolution: &Resolution) -> Facts {
    let id = hex(&vote(place));
    let voices: Vec<Value> =
        (1..=3).map(|nth| json!({ "identity": identity(nth), "voice": hex(&[nth; 16]) })).collect();
    let ballot = |(nth, choice): (u8, Choice)| {
        let said = OpenBallot {
            vote: vote(place),
            resolution_hash: resolution.hash(),
            voice: [nth; 16],
            choice: choice.code().to_owned(),
            n: 1,
        };
        let signature = said.sign(&COOPERATIVE, &key(nth));
        json!({ "choice": choice.code(), "n": 1, "signature": hex(&signature.0), "voice": hex(&[nth; 16]) })
    };
    let said = [(1, Choice::For), (2, Choice::For), (3, Choice::Against)];
    let ballots: Vec<Value> = said.into_iter().map(ballot).collect();
    let roll = json!({
        "kinds": { "own-key": 3 },
        "resolution": resolution.hash_hex(),
        "root": hex(&[0; 32]),
        "voices": voices,
        "vote": id,
    });
    vec![
        ("open-roll", roll),
        ("quorum-count", json!({ "at": "close", "members": 6, "present": 6, "vote": id })),
        ("open-ballots", json!({ "ballots": ballots, "vote": id })),
    ]
}

/// An item for each vote, with what the record decided, or why it is void.
fn minutes(facts: &[(&'static str, Value)], resolutions: &[Resolution]) -> Value {
    let said = |of: &str, place: u8, field: &str| {
        let id = hex(&vote(place));
        facts.iter().find(|(kind, body)| *kind == of && body["vote"] == id).map(|(_, body)| body[field].clone())
    };
    let items: Vec<Value> = (0_u8..)
        .zip(resolutions)
        .map(|(place, one)| {
            let mut item = json!({ "position": place + 1, "resolution": one });
            for (kind, from, field) in [("decision", "decision", "decision"), ("box-voided", "reason", "void_reason")] {
                if let Some(value) = said(kind, place, from) {
                    item[field] = value;
                }
            }
            item
        })
        .collect();
    json!({ "items": items })
}

/// The minutes in the record, and who of the bureau signed them.
fn published(minutes: &Value) -> Facts {
    let hash = hash::sha256(canonical::to_string(minutes).unwrap_or_default().as_bytes());
    let signed = SEATS.map(|(nth, seat)| {
        let signature = MinutesSigned { hash: &hash, seat: seat.word() }.sign(&COOPERATIVE, &key(nth));
        let body = json!({
            "identity": identity(nth), "minutes": hex(&hash), "seat": seat.word(), "signature": hex(&signature.0),
        });
        ("minutes-signature", body)
    });
    std::iter::once(("minutes", json!({ "minutes": hex(&hash) }))).chain(signed).collect()
}
