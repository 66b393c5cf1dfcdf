//! The bureau as it is sent and shown.

use serde::{Deserialize, Serialize};

use super::{Accepted, ChairBy, ScrutineersBy, Seat};
use crate::ids::AssemblyId;

/// Somebody constitutes the bureau. Members are typed by their number, alone or with whatever a list puts after it
/// (`12 Camille Durand`), or by their whole name if no other member has it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConstituteBureau {
    /// The newest version as whoever sends this saw it; 0 for none.
    pub after: u32,
    /// Who chairs.
    pub chair: String,
    /// By what.
    #[serde(default)]
    pub chair_by: ChairBy,
    /// A scrutineer, or nothing.
    #[serde(default)]
    pub first_scrutineer: String,
    /// The other, or nothing.
    #[serde(default)]
    pub second_scrutineer: String,
    /// How they were found.
    #[serde(default)]
    pub scrutineers_by: ScrutineersBy,
    /// Why they are fewer than two, or how else they were found.
    #[serde(default)]
    pub words: String,
    /// A secretary who is a member.
    #[serde(default)]
    pub secretary: String,
    /// The name of one who is none, instead.
    #[serde(default)]
    pub secretary_name: String,
    /// Whether all of them accepted aloud, in session. Otherwise each does on the own page, or it is noted one by one.
    #[serde(default)]
    pub aloud: bool,
}

/// A place in the bureau and who sits there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeatView {
    /// Which.
    pub seat: Seat,
    /// Name; empty once it is forgotten.
    pub name: String,
    /// Member number; none of who is no member.
    pub number: Option<u32>,
    /// How the acceptance is known, once it is.
    pub accepted: Option<Accepted>,
}

/// A version of the bureau.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BureauView {
    /// From 1.
    pub version: u32,
    /// When everybody in it had accepted, microseconds UTC.
    pub constituted_at: Option<i64>,
    /// Who put it to the assembly.
    pub by: String,
    /// When, microseconds UTC.
    pub at: i64,
    /// By what the chair chairs.
    pub chair_by: ChairBy,
    /// How the scrutineers were found.
    pub scrutineers_by: ScrutineersBy,
    /// What is said about them; may be empty.
    pub words: String,
    /// Its seats, in order.
    pub seats: Vec<SeatView>,
}

/// What the console shows of the bureau.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BureauDesk {
    /// The bureau, once there is one.
    pub bureau: Option<BureauView>,
    /// A newer version that waits for somebody to accept.
    pub waiting: Option<BureauView>,
    /// What the form has in it: the newest version, or whom the offices suggest.
    pub form: ConstituteBureau,
    /// Members with a voice as `12 Camille Durand`, by number; nobody where they are too many for a list.
    pub people: Vec<String>,
}

/// A seat that waits for the member who reads this.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskedSeat {
    /// In which assembly.
    pub assembly: AssemblyId,
    /// In which version of its bureau.
    pub version: u32,
    /// Which seat.
    pub seat: Seat,
}
