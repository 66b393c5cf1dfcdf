//! Votes on paper as they are sent and shown. Of a count nobody is shown a number before the decision.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Papers, Way};
use crate::bureau::Seat;
use crate::contest::Contest;
use crate::hands::{ByTwo, HandSeat};
use crate::ids::{AssemblyId, MemberId, VoteId};
use crate::resolution::Resolution;
use crate::vote::{VoteMode, VoteState};

/// Body of `POST /api/v1/assemblies/{assembly}/paper`: somebody votes on paper from now on, or by their key again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MarkPaper {
    /// Member number.
    pub number: u32,
    /// How they vote from now on.
    pub way: Way,
}

/// Body of `POST /api/v1/votes/{vote}/paper`: what one of the two counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CountPaper {
    /// Of which round, as whoever sends this saw it.
    pub round: u32,
    /// What the papers say.
    pub counts: Papers,
}

/// Body of `POST /api/v1/votes/{vote}/paper/noted`: what one of the two counted and said aloud.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NotePaper {
    /// Who counted.
    pub seat: Seat,
    /// Of which round, as whoever sends this saw it.
    pub round: u32,
    /// What the papers say.
    pub counts: Papers,
}

/// Papers of a vote, for everybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperView {
    /// Voices on paper; from the close on they stay as many.
    pub voices: u32,
    /// Whether the vote is closed, so that they are counted.
    pub closed: bool,
    /// The round that is counted, from 1.
    pub round: u32,
    /// Who has typed in it.
    pub typed: Option<Seat>,
    /// Whether both have typed the same.
    pub agreed: bool,
}

impl PaperView {
    /// Where a count stands.
    #[must_use]
    pub fn of(voices: u32, closed: bool, standing: &ByTwo<Papers>) -> Self {
        Self {
            voices,
            closed,
            round: standing.round(),
            typed: standing.typed().map(|typed| typed.seat),
            agreed: standing.agreed().is_some(),
        }
    }

    /// Whether the two counts of the round before differ.
    #[must_use]
    pub fn differed(&self) -> bool {
        !self.agreed && self.round > 1
    }

    /// Whether the vote waits for them.
    #[must_use]
    pub fn awaited(&self) -> bool {
        self.closed && !self.agreed
    }

    /// A number that grows with every voice that goes on paper, and with every count that is typed.
    #[must_use]
    pub fn step(&self) -> u32 {
        let typed = if self.agreed { 2 } else { u32::from(self.typed.is_some()) };
        self.round.saturating_mul(2).saturating_add(typed).saturating_add(self.voices)
    }
}

/// Papers that somebody gets for one vote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slips {
    /// Which.
    pub vote: VoteId,
    /// Its place on the agenda.
    pub position: u32,
    /// How many: one for each voice they speak in it.
    pub count: u32,
}

/// Somebody with papers, as the desk lists them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperLine {
    /// Member number.
    pub number: u32,
    /// Name.
    pub name: String,
    /// Whether they vote on paper in what opens from now on as well.
    pub on: bool,
    /// For the votes that are open.
    pub slips: Vec<Slips>,
}

/// Somebody who has papers, or votes on paper from now on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperHolder {
    /// Who.
    pub id: MemberId,
    /// Member number.
    pub number: u32,
    /// Name.
    pub name: String,
    /// Whether they vote on paper from now on.
    pub on: bool,
}

/// The list of the desk, by number. `held` is who speaks each voice that is on paper in a vote that is open: the vote, its place,
/// the speaker.
#[must_use]
pub fn lines(holders: Vec<PaperHolder>, held: &[(VoteId, u32, MemberId)]) -> Vec<PaperLine> {
    let mut lines: Vec<PaperLine> = Vec::new();
    for holder in holders {
        let mut slips: BTreeMap<u32, (VoteId, u32)> = BTreeMap::new();
        for (vote, position, _) in held.iter().filter(|(_, _, speaker)| *speaker == holder.id) {
            let (_, count) = slips.entry(*position).or_insert((*vote, 0));
            *count = count.saturating_add(1);
        }
        let slips: Vec<Slips> =
            slips.into_iter().map(|(position, (vote, count))| Slips { vote, position, count }).collect();
        if holder.on || !slips.is_empty() {
            lines.push(PaperLine { number: holder.number, name: holder.name, on: holder.on, slips });
        }
    }
    lines.sort_by_key(|line| line.number);
    lines
}

/// The page on which papers are typed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PaperDesk {
    /// The vote.
    pub vote: VoteId,
    /// Of which assembly.
    pub assembly: AssemblyId,
    /// Place on the agenda, from 1.
    pub position: u32,
    /// What is voted on.
    pub resolution: Resolution,
    /// Open or secret.
    pub mode: VoteMode,
    /// Where the vote stands.
    pub state: VoteState,
    /// How far the count is.
    pub view: PaperView,
    /// The two seats; fewer while the bureau lacks one.
    pub seats: Vec<HandSeat>,
    /// Whether whoever reads this leads the session.
    pub leads: bool,
}

impl PaperDesk {
    /// Of an election: who stands.
    #[must_use]
    pub fn contest(&self) -> Option<&Contest> {
        self.resolution.election.as_ref()
    }

    /// Whether so few papers may say what somebody chose.
    #[must_use]
    pub fn reveals(&self) -> bool {
        self.mode == VoteMode::Secret && super::reveals(self.view.voices, 0)
    }
}
