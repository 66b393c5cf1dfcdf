//! What pages and programs read about candidates. Instants are microseconds since 1970 UTC.

use serde::{Deserialize, Serialize};

use super::{CandidacyState, Profile};
use crate::assembly::AssemblyKind;
use crate::convocation::agenda::DraftState;
use crate::ids::{AssemblyId, ItemId};
use crate::proposals::Who;
use crate::resolution::Text;
use crate::wire::Me;

/// An election, on the list of those that took or take candidates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ElectionLine {
    /// The item of the agenda.
    pub item: ItemId,
    /// Its title.
    pub title: Text,
    /// What the assembly may decide.
    pub kind: AssemblyKind,
    /// When the assembly starts, once known.
    pub starts_at: Option<i64>,
    /// Time zone of the cooperative.
    pub time_zone: String,
    /// Seats to fill.
    pub seats: u32,
    /// Who accepted to stand.
    pub accepted: u32,
    /// Whether it takes candidates now.
    pub open: bool,
    /// The assembly that came of it.
    pub assembly: Option<AssemblyId>,
    /// Where the reader's own candidacy stands.
    pub mine: Option<CandidacyState>,
}

/// A candidate who accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CandidateView {
    /// Who.
    pub who: Who,
    /// Statement and data; `None` once they were erased.
    pub profile: Option<Profile>,
    /// When they were signed.
    pub accepted_at: i64,
}

/// Somebody proposed who has not answered, or has not signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PendingLine {
    /// Who.
    pub who: Who,
    /// Where it stands.
    pub state: CandidacyState,
    /// Who proposed them; `None` for who declared it.
    pub by: Option<Who>,
}

/// The reader's own candidacy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mine {
    /// Where it stands.
    pub state: CandidacyState,
    /// What was written, if anything.
    pub profile: Option<Profile>,
    /// Who proposed the reader.
    pub by: Option<Who>,
    /// Why, in their words; may be empty.
    pub reason: String,
}

/// What the reader may do now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct May {
    /// Write the own statement and data: declare to stand, or change it.
    pub write: bool,
    /// Sign what is written.
    pub sign: bool,
    /// Decline or withdraw.
    pub withdraw: bool,
    /// Propose somebody else.
    pub propose: bool,
    /// Call for candidates.
    pub call: bool,
    /// Close the call.
    pub close: bool,
}

/// One election, whole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ElectionView {
    /// The item of the agenda.
    pub item: ItemId,
    /// Where the preparation stands.
    pub draft: DraftState,
    /// The assembly that came of it.
    pub assembly: Option<AssemblyId>,
    /// What the assembly may decide.
    pub kind: AssemblyKind,
    /// When it starts, once known.
    pub starts_at: Option<i64>,
    /// Time zone of the cooperative.
    pub time_zone: String,
    /// Its title.
    pub title: Text,
    /// Its text.
    pub text: Text,
    /// Seats to fill.
    pub seats: u32,
    /// Whether it takes candidates now.
    pub open: bool,
    /// Those who accepted, in the order of the ballot.
    pub candidates: Vec<CandidateView>,
    /// Those who have not; for who prepares the assembly.
    pub pending: Vec<PendingLine>,
    /// The reader's own.
    pub mine: Option<Mine>,
    /// Shares the reader holds now.
    pub shares: u32,
    /// What the reader may do.
    pub may: May,
    /// Who reads.
    pub me: Me,
}
