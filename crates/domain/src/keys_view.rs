//! What pages about voting keys show and programs send: on the wire, and nothing decided.

use protocol::keys::{PublicKeys, Registration};
use serde::{Deserialize, Serialize};

use crate::ids::MemberId;
use crate::member::KeyOrigin;
use crate::roles::Means;
use crate::wire::Me;

/// A member's own key, and what the session may do with it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MyKey {
    /// Who.
    pub me: Me,
    /// The cooperative's time zone.
    pub time_zone: String,
    /// The key that speaks, if there is one.
    pub key: Option<KeyLine>,
    /// How the session began.
    pub means: Means,
    /// Until when a second means counts, if one was shown.
    pub second_until: Option<i64>,
    /// Whether a code was asked for in this session and can be typed still.
    pub code_sent: bool,
    /// Whether the cooperative has an address to send a code to.
    pub has_address: bool,
    /// Whether two officers made a code with which the member may register another key.
    pub recovery: bool,
}

/// A key as the register has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyLine {
    /// Which key of the member, from 1.
    pub seq: u32,
    /// When it was registered.
    pub since: i64,
    /// How it came.
    pub origin: KeyOrigin,
}

/// The body of `POST /me/keys/recovery`.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecoverKey {
    /// What the officers handed over.
    pub code: String,
    /// The new key.
    pub registration: Registration,
}

/// The answer to a key that was registered.
pub type Registered = PublicKeys;

/// Members who have a voice and no key, counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Keyless {
    /// The cooperative's time zone.
    pub time_zone: String,
    /// Members with a voice.
    pub voices: u32,
    /// Of them, with a key.
    pub with_key: u32,
    /// Without a key, and not written to about it lately: who would get a letter now.
    pub due: u32,
    /// Without a key, and written to about it lately.
    pub written: u32,
    /// Without a key and without an address: number and name, the first hundred.
    pub unreachable: Vec<(u32, String)>,
    /// How many those are.
    pub unreachable_count: u32,
    /// When the last letter of this kind was written.
    pub last_at: Option<i64>,
    /// Recoveries that wait for somebody.
    pub recoveries: Vec<RecoveryLine>,
}

/// What became of a press on the button that reminds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reminded {
    /// Letters queued.
    pub queued: u32,
    /// Members without an address.
    pub unreachable: u32,
}

/// Where a recovery stands, for a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RecoveryStage {
    /// Waits for a second officer.
    Begun,
    /// The member has the code.
    Confirmed,
}

/// A recovery that is going on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecoveryLine {
    /// Of whom.
    pub member: MemberId,
    /// Name.
    pub name: String,
    /// Where it stands.
    pub stage: RecoveryStage,
    /// Who began it.
    pub begun_by: String,
    /// Until when the next step may be taken.
    pub expires_at: i64,
}

/// The page on which officers help one member.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecoveryView {
    /// The cooperative's time zone.
    pub time_zone: String,
    /// The member.
    pub member: MemberId,
    /// Name.
    pub name: String,
    /// Member number.
    pub number: Option<u32>,
    /// Whether messages can reach the member.
    pub has_address: bool,
    /// The key that speaks, if there is one.
    pub key: Option<KeyLine>,
    /// A recovery that is going on.
    pub recovery: Option<RecoveryLine>,
    /// Whether whoever looks may begin one.
    pub may_begin: bool,
    /// Whether whoever looks may confirm it.
    pub may_confirm: bool,
}
