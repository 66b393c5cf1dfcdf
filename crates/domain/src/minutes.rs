//! Minutes: the facts of an assembly in the order C. com. R.225-106 asks for them. Their canonical JSON is hashed into
//! the record; pages and paper are renderings of it.

use protocol::{canonical, hash};
use serde::{Deserialize, Serialize};

use crate::assembly::AssemblyKind;
use crate::decision::Decision;
use crate::ids::{AssemblyId, CooperativeId};
use crate::resolution::Resolution;
use crate::vote::VoteMode;

/// Who led the session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bureau {
    /// Chair.
    pub chair: String,
    /// Secretary.
    pub secretary: String,
    /// Scrutineers; none are designated where every vote counts itself verifiably.
    pub scrutineers: Vec<String>,
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
    /// Voices on the roll, all spoken by the members' own keys.
    pub voices: u32,
    /// Voices that voted.
    pub voted: u32,
    /// The decision.
    pub decision: Decision,
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
    /// Bureau.
    pub bureau: Bureau,
    /// Members with a voice.
    pub members: u32,
    /// Distinct members who took part.
    pub taking_part: u32,
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
    /// RFC 8785 canonical JSON: what is hashed and published.
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
