//! What pages and programs read about proxies. Instants are microseconds since 1970 UTC.

use serde::{Deserialize, Serialize};

use super::{Ending, ProxyMeans, ProxyState};
use crate::assembly::AssemblyKind;
use crate::convocation::document::Media;
use crate::ids::{AssemblyId, ProxyId};
use crate::proposals::Who;
use crate::wire::Me;

/// The proxy that the reader gave last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnProxy {
    /// Id.
    pub id: ProxyId,
    /// Who is to speak; `None` for a blank one.
    pub holder: Option<Who>,
    /// How it came.
    pub means: ProxyMeans,
    /// Where it stands.
    pub state: ProxyState,
    /// What ended it, if something did.
    pub ending: Option<Ending>,
    /// When it was received.
    pub made_at: i64,
    /// When it last moved.
    pub moved_at: i64,
}

/// A proxy that names the reader.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldLine {
    /// Id.
    pub id: ProxyId,
    /// Whose voice.
    pub grantor: Who,
    /// Where it stands.
    pub state: ProxyState,
}

/// What the reader may do now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProxyMay {
    /// Give one by a signature, in the place of the own one if there is one.
    pub give: bool,
    /// Take the own one back.
    pub revoke: bool,
    /// Accept those that wait.
    pub accept: bool,
    /// Decline, or hand back.
    pub decline: bool,
}

/// Everything a member sees of the proxies of an assembly.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MyProxies {
    /// The assembly.
    pub assembly: AssemblyId,
    /// The assembly that is signed for: that on first call.
    pub signs_for: AssemblyId,
    /// What it may decide.
    pub kind: AssemblyKind,
    /// When it starts.
    pub starts_at: i64,
    /// Its time zone.
    pub time_zone: String,
    /// Until when a signed one is received, where the rules set an hour.
    pub until: Option<i64>,
    /// Whether one that was received is final.
    pub is_final: bool,
    /// How many voices one person may carry besides the own; `None` for as many as are given.
    pub most: Option<u32>,
    /// The one the reader gave last.
    pub mine: Option<OwnProxy>,
    /// Live ones that name the reader.
    pub held: Vec<HeldLine>,
    /// Whether the reader takes part already.
    pub takes_part: bool,
    /// What the reader may do.
    pub may: ProxyMay,
    /// Who reads.
    pub me: Me,
}

/// The paper of a proxy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProxyDocumentLine {
    /// Name.
    pub name: String,
    /// What it is.
    pub media: Media,
    /// Length in bytes.
    pub bytes: u64,
    /// SHA-256, in hex.
    pub hash: String,
    /// Whether the bytes are still kept.
    pub kept: bool,
}

/// A proxy, for who leads the session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeaderLine {
    /// Id.
    pub id: ProxyId,
    /// Whose voice.
    pub grantor: Who,
    /// Who is to speak; `None` for a blank one.
    pub holder: Option<Who>,
    /// How it came.
    pub means: ProxyMeans,
    /// Where it stands.
    pub state: ProxyState,
    /// What ended it, if something did.
    pub ending: Option<Ending>,
    /// When it was received.
    pub made_at: i64,
    /// The paper, if it came on one.
    pub document: Option<ProxyDocumentLine>,
}

/// The proxies of an assembly, for who leads the session.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProxyList {
    /// The assembly.
    pub assembly: AssemblyId,
    /// What it may decide.
    pub kind: AssemblyKind,
    /// When it starts.
    pub starts_at: i64,
    /// Its time zone.
    pub time_zone: String,
    /// Whether proxies are received.
    pub open: bool,
    /// How many voices one person may carry besides the own.
    pub most: Option<u32>,
    /// Named ones that were accepted.
    pub accepted: u32,
    /// Named ones that wait for an answer.
    pub waiting: u32,
    /// Blank ones.
    pub blank: u32,
    /// All of them, in the order they came.
    pub lines: Vec<LeaderLine>,
}
