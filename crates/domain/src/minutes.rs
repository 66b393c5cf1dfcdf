//! Minutes: the facts of an assembly in the order C. com. R.225-106 asks for them. Their canonical JSON is hashed into
//! the record; pages and paper are renderings of it.

use protocol::{canonical, hash};
use serde::{Deserialize, Serialize};

use crate::assembly::AssemblyKind;
use crate::bureau::{ChairBy, ScrutineersBy};
use crate::decision::Decision;
use crate::ids::{AssemblyId, CooperativeId};
use crate::in_session::Cause;
use crate::quorum::QuorumCheck;
use crate::resolution::Resolution;
use crate::vote::VoteMode;

/// Who led the session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bureau {
    /// Chair.
    pub chair: String,
    /// Secretary.
    pub secretary: String,
    /// Scrutineers.
    pub scrutineers: Vec<String>,
    /// How they were designated. Minutes published before a bureau was constituted in session do not say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub designated: Option<Designated>,
}

/// How a bureau came to be (C. com. R.225-100, R.225-101).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Designated {
    /// When everybody in it had accepted, microseconds UTC.
    pub since: i64,
    /// By what the chair chairs.
    pub chair_by: ChairBy,
    /// How the scrutineers were found.
    pub scrutineers_by: ScrutineersBy,
    /// Why there are fewer than two, or how else they were found; may be empty.
    pub words: String,
}

/// A document laid before the assembly.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Title.
    pub title: String,
    /// SHA-256, hex.
    pub sha256: String,
}

/// Where a secret vote can be verified.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoxReference {
    /// Uuid of the box: the archive is `<uuid>.bel`.
    pub uuid: String,
    /// φ.
    pub fingerprint: String,
    /// Hash of the archive's last event.
    pub head: String,
}

/// One resolution and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MinutesItem {
    /// Position on the agenda, from 1.
    pub position: u32,
    /// Text put to the vote.
    pub resolution: Resolution,
    /// Open or secret.
    pub mode: VoteMode,
    /// Voices that could vote in it.
    pub voices: u32,
    /// What was received in advance, where anything could be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub advance: Option<InAdvance>,
    /// Those of them that a proxy spoke, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mandates: Option<u32>,
    /// Those of them that a paper code spoke, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub codes: Option<u32>,
    /// Those of them that were entrusted to the server, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entrusted: Option<u32>,
    /// Voices that would have been, and had no part in the vote since the board said that it opens without them, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left_out: Option<u32>,
    /// Voices that voted, by a device.
    pub voted: u32,
    /// Voices on paper when it closed, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paper: Option<u32>,
    /// The decision; none of a vote that is void, nor of an item that was not put to the vote for lack of a quorum.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<Decision>,
    /// Why the vote is void.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub void_reason: Option<String>,
    /// Why it was put to the vote though the notice does not have it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<Cause>,
    /// Secret votes only.
    #[serde(rename = "box")]
    pub box_: Option<BoxReference>,
}

/// Ballots received before the session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InAdvance {
    /// Voices that voted so, of those in `voted`.
    pub voted: u32,
    /// Secret votes only.
    #[serde(rename = "box")]
    pub box_: Option<BoxReference>,
}

/// The minutes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Minutes {
    /// Cooperative.
    pub cooperative: CooperativeId,
    /// Its name.
    pub cooperative_name: String,
    /// Form, capital and seat, as on its letters.
    pub legal_line: String,
    /// Assembly.
    pub assembly: AssemblyId,
    /// Ordinary or extraordinary.
    pub kind: AssemblyKind,
    /// First or second call.
    pub call: u8,
    /// When it was convened, microseconds UTC.
    pub convened_at: i64,
    /// When the session opened, microseconds UTC.
    pub held_at: i64,
    /// IANA zone of the place.
    pub time_zone: String,
    /// Where.
    pub place: String,
    /// Bureau, as it was at the end.
    pub bureau: Bureau,
    /// Those before it in this session, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bureaus_before: Vec<Bureau>,
    /// Members with a voice.
    pub members: u32,
    /// Distinct members who took part.
    pub taking_part: u32,
    /// Those of the attendance sheet who were represented; what was published before that was said has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub represented: Option<u32>,
    /// Those who voted in advance and did not come (C. com. R.225-95 4°).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_ballot: Option<u32>,
    /// The count by which the session ended without deciding what was left (C. com. R.225-107).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub no_quorum: Option<QuorumCheck>,
    /// Documents.
    pub documents: Vec<Document>,
    /// Resolutions in agenda order.
    pub items: Vec<MinutesItem>,
    /// When the session ended, microseconds UTC.
    pub closed_at: i64,
    /// Key that signs the record, hex.
    pub record_key: String,
}

impl Minutes {
    /// RFC 8785 canonical JSON: what is hashed and published. Every number in it is far below the 2^53 of that form:
    /// counts, and instants until the year 2255.
    #[must_use]
    pub fn to_canonical_json(&self) -> String {
        canonical::to_string(self).unwrap_or_default()
    }

    /// SHA-256 of the canonical JSON.
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        hash::sha256(self.to_canonical_json().as_bytes())
    }

    /// The hash in hex.
    #[must_use]
    pub fn hash_hex(&self) -> String {
        hash::hex(&self.hash())
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::decision::decide;
    use crate::ids::ResolutionId;
    use crate::majority::Counts;
    use crate::resolution::Text;
    use crate::statutes::Preset;

    fn text(fr: &str, en: &str) -> Text {
        Text { fr: fr.to_owned(), en: en.to_owned() }
    }

    fn item(position: u32, mode: VoteMode, box_: Option<BoxReference>) -> MinutesItem {
        let preset = Preset::load("sa-cooperative-fr-ago").expect("a preset");
        let counts = Counts { for_: 80, against: 20, abstain: 10, ..Counts::default() };
        MinutesItem {
            position,
            resolution: Resolution {
                id: ResolutionId(Uuid::from_u128(position.into())),
                title: text("Première offre", "First offer"),
                text: text("L’assemblée approuve.", "The assembly approves."),
                election: None,
            },
            mode,
            advance: None,
            mandates: None,
            codes: None,
            entrusted: None,
            left_out: None,
            paper: None,
            voices: 145,
            voted: 110,
            decision: Some(decide(&preset, 1, 120, 150, counts)),
            void_reason: None,
            cause: None,
            box_,
        }
    }

    fn designated() -> Designated {
        Designated {
            since: 1,
            chair_by: ChairBy::Elected,
            scrutineers_by: ScrutineersBy::MostVoices,
            words: String::new(),
        }
    }

    /// What was published before bureaus were constituted reads, and hashes, as it did.
    #[test]
    fn earlier_minutes_keep_their_hash() {
        let text = minutes().to_canonical_json();
        for since in ["designated", "bureaus_before", "represented", "by_ballot", "no_quorum"] {
            assert!(!text.contains(since), "{text}");
        }
        let read: Minutes = serde_json::from_str(&text).expect("minutes");
        assert_eq!(read.hash(), minutes().hash());
    }

    fn minutes() -> Minutes {
        let reference =
            BoxReference { uuid: "V1tBDcoBQ5ndB4fB".into(), fingerprint: "phi".into(), head: "ab".repeat(32) };
        Minutes {
            cooperative: CooperativeId(Uuid::from_u128(1)),
            cooperative_name: "Coopérative".to_owned(),
            legal_line: "SA coopérative à capital variable".to_owned(),
            assembly: AssemblyId(Uuid::from_u128(2)),
            kind: AssemblyKind::Ordinary,
            call: 1,
            convened_at: 1_795_000_000_000_000,
            held_at: 1_797_000_000_000_000,
            time_zone: "Europe/Paris".to_owned(),
            place: "Paris".to_owned(),
            bureau: Bureau {
                chair: "A".to_owned(),
                secretary: "B".to_owned(),
                scrutineers: Vec::new(),
                designated: None,
            },
            bureaus_before: Vec::new(),
            members: 150,
            taking_part: 120,
            represented: None,
            by_ballot: None,
            no_quorum: None,
            documents: vec![Document { title: "Première offre".to_owned(), sha256: "cd".repeat(32) }],
            items: vec![item(1, VoteMode::Open, None), item(2, VoteMode::Secret, Some(reference))],
            closed_at: 1_797_000_100_000_000,
            record_key: "ef".repeat(32),
        }
    }

    #[test]
    fn minutes_are_canonical_and_come_back() {
        let json = minutes().to_canonical_json();
        canonical::parse(&json).expect("canonical");
        assert_eq!(serde_json::from_str::<Minutes>(&json).expect("minutes"), minutes());
        assert_eq!(minutes().hash(), hash::sha256(json.as_bytes()));
        assert_eq!(minutes().hash_hex(), hash::sha256_hex(json.as_bytes()));
    }

    #[test]
    fn the_hash_covers_every_fact() {
        let changes: [fn(&mut Minutes); 26] = [
            |m| m.cooperative_name.push('!'),
            |m| m.legal_line.push('!'),
            |m| m.kind = AssemblyKind::Extraordinary,
            |m| m.call = 2,
            |m| m.convened_at += 1,
            |m| m.held_at += 1,
            |m| m.time_zone.push('!'),
            |m| m.place.push('!'),
            |m| m.bureau.scrutineers.push("C".to_owned()),
            |m| m.bureau.designated = Some(designated()),
            |m| m.bureaus_before.push(m.bureau.clone()),
            |m| m.members += 1,
            |m| m.taking_part += 1,
            |m| m.represented = Some(0),
            |m| m.by_ballot = Some(0),
            |m| m.no_quorum = m.items[0].decision.as_ref().map(|decision| decision.quorum.clone()),
            |m| m.documents[0].sha256.push('!'),
            |m| m.items.swap(0, 1),
            |m| m.items[0].decision.as_mut().expect("a decision").counts.for_ += 1,
            |m| m.items[0].decision = None,
            |m| m.items[0].void_reason = Some(String::new()),
            |m| m.items[0].cause = Some(Cause::Procedure),
            |m| m.items[0].resolution.text.en.push('!'),
            |m| m.items[1].box_ = None,
            |m| m.closed_at += 1,
            |m| m.record_key.push('!'),
        ];
        let mut hashes = vec![minutes().hash()];
        for change in changes {
            let mut other = minutes();
            change(&mut other);
            hashes.push(other.hash());
        }
        hashes.sort_unstable();
        hashes.dedup();
        assert_eq!(hashes.len(), changes.len() + 1);
    }
}
