//! The notice as it is frozen when members are convened, and what is said to them after it.

use protocol::{canonical, hash};
use serde::{Deserialize, Serialize};

use super::agenda::{Item, RuledBy};
use crate::assembly::AssemblyKind;
use crate::candidacies::ballot::Candidate;
use crate::ids::{AssemblyId, DocumentId, VoteId};
use crate::resolution::Text;

/// A quorum as the notice names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuorumSaid {
    /// For items under which rules.
    pub rules: RuledBy,
    /// The fraction, if one is asked for.
    pub fraction: Option<(u32, u32)>,
    /// Where it is written.
    pub article: String,
}

/// A document as the notice names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentSaid {
    /// Id.
    pub id: DocumentId,
    /// Place of its item on the agenda; none if it belongs to all.
    pub position: Option<u32>,
    /// Name.
    pub name: String,
    /// Length.
    pub bytes: u64,
    /// SHA-256, hex.
    pub hash: String,
}

/// An item as the notice has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemSaid {
    /// Place on the agenda, from 1.
    pub position: u32,
    /// The item.
    pub item: Item,
    /// Whether ballots for it are received in advance.
    pub in_advance: bool,
    /// On second call: whether ballots received in advance for the first are valid for it (C. com. R.225-77).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub goes_on: bool,
    /// Its vote, if one was made; where it goes on, that of the first call.
    pub vote: Option<VoteId>,
    /// SHA-256 of the resolution put to the vote, hex: what ballots and minutes name.
    pub resolution: Option<String>,
    /// Of an election: those it puts to the vote, in the order of the ballot.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub candidates: Vec<Candidate>,
}

impl ItemSaid {
    /// SHA-256 of the canonical JSON of the item and of the resolution it names, hex: what the record names. On second call it
    /// is the same, though its vote is another.
    #[must_use]
    pub fn hash(&self) -> String {
        hash_of(&(&self.item, &self.resolution))
    }
}

/// The whole notice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// The assembly.
    pub assembly: AssemblyId,
    /// Name of the cooperative.
    pub cooperative: String,
    /// Form, capital and seat, as on its letters.
    pub legal_line: String,
    /// What the assembly may decide.
    pub kind: AssemblyKind,
    /// First (1) or second (2) call.
    pub call: u8,
    /// When it was sent.
    pub convened_at: i64,
    /// When the assembly starts.
    pub starts_at: i64,
    /// IANA zone.
    pub time_zone: String,
    /// Where, in words.
    pub place: String,
    /// Address of the conference by video.
    pub video: String,
    /// On first call: when the second meeting would be.
    pub second_at: Option<i64>,
    /// On second call: when the first meeting was (C. com. R.225-70).
    pub first_at: Option<i64>,
    /// From and until when ballots are received in advance.
    pub advance: Option<(i64, i64)>,
    /// The quorum, for each set of rules in use.
    pub quorum: Vec<QuorumSaid>,
    /// Voices without a key, of how many, when that is more than a tenth and the board convened nevertheless: they vote at the
    /// assembly, or give a proxy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keyless: Option<(u32, u32)>,
    /// Whether whoever has no voting key when a box opens has a voice in it that the server keeps for them.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub entrusted: bool,
    /// The key that signs the record, hex.
    pub record_key: String,
    /// The agenda.
    pub items: Vec<ItemSaid>,
    /// Its documents.
    pub documents: Vec<DocumentSaid>,
}

impl Notice {
    /// SHA-256 of its canonical JSON, hex.
    #[must_use]
    pub fn hash(&self) -> String {
        hash_of(self)
    }
}

fn hash_of(value: &impl Serialize) -> String {
    // What cannot be written has no hash that anything else has.
    hash::sha256_hex(canonical::to_string(value).unwrap_or_default().as_bytes())
}

/// To whom a notice goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoticeRole {
    /// A member with a voice: convened.
    Member,
    /// A member without one: told.
    Information,
    /// Invited without a voice.
    Guest,
    /// The statutory auditor, convened without a voice (C. com. L.823-17).
    Auditor,
}

/// How a notice goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Channel {
    /// By e-mail, with the member's consent (C. com. R.225-63).
    Mail,
    /// By letter.
    Letter,
}

/// What is said to everybody convened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Announced {
    /// The convocation.
    Convocation,
    /// A correction, beside a text that stays as it was.
    Erratum,
    /// The assembly is called off.
    Cancellation,
}

/// Something said to everybody convened, with its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Announcement {
    /// Number: the convocation is 0.
    pub seq: u32,
    /// What it is.
    pub kind: Announced,
    /// The correction, or the reason; empty for the convocation.
    pub text: Text,
    /// When it was said.
    pub at: i64,
}

impl Announcement {
    /// SHA-256 of its canonical text, hex: what the record names.
    #[must_use]
    pub fn hash(&self) -> String {
        hash_of(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::convocation::agenda::ItemKind;

    fn notice() -> Notice {
        let title = Text { fr: "Comptes".to_owned(), en: "Accounts".to_owned() };
        let item = Item::new(ItemKind::Resolution, title);
        Notice {
            assembly: AssemblyId(uuid::Uuid::nil()),
            cooperative: "Les Essais".to_owned(),
            legal_line: "Société coopérative".to_owned(),
            kind: AssemblyKind::Ordinary,
            call: 1,
            convened_at: 0,
            starts_at: 1,
            time_zone: "Europe/Paris".to_owned(),
            place: "Besançon".to_owned(),
            video: String::new(),
            second_at: None,
            first_at: None,
            advance: None,
            quorum: vec![QuorumSaid {
                rules: RuledBy::Ordinary,
                fraction: Some((1, 5)),
                article: "C. com. L.225-98".to_owned(),
            }],
            keyless: None,
            entrusted: false,
            record_key: "00".repeat(32),
            items: vec![ItemSaid {
                position: 1,
                item,
                in_advance: false,
                goes_on: false,
                vote: None,
                resolution: None,
                candidates: Vec::new(),
            }],
            documents: Vec::new(),
        }
    }

    #[test]
    fn whatever_changes_in_a_notice_changes_its_hash() {
        let first = notice();
        assert_eq!(first.hash(), notice().hash());
        // What is not said leaves no trace: notices of before it could be have the hash they had.
        assert!(!canonical::to_string(&first).expect("JSON").contains("entrusted"));
        let mut others: Vec<Notice> = (0..5).map(|_| notice()).collect();
        others[4].entrusted = true;
        others[0].starts_at = 2;
        others[1].items[0].item.minutes = 5;
        others[2].second_at = Some(3);
        others[3].video = "https://visio.example.org".to_owned();
        for other in others {
            assert_ne!(other.hash(), first.hash());
            let read: Notice = serde_json::from_str(&canonical::to_string(&other).expect("JSON")).expect("a notice");
            assert_eq!(read.hash(), other.hash(), "what is kept is what was hashed");
        }
    }
}
