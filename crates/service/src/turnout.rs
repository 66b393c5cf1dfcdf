//! How many voices may vote, and how many voted, in all boxes of a vote together. Never how.

use domain::ids::BoxId;
use domain::vote::{Stage, VoteMode};
use domain::wire::AdvanceBox;
use store::boxes::{self, VoteBox};
use store::votes::Vote;
use store::{Tx, ballots, open_ballots, paper, rolls};

use crate::Error;

/// Counts of a vote.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Turnout {
    /// Voices that may vote in it by a device, once a roll is fixed: those on it and not on paper, and those that voted in advance.
    pub voices: Option<u32>,
    /// Voices that voted.
    pub voted: u32,
    /// Voices that a proxy speaks, on the roll or on paper, and those it spoke in advance.
    pub mandates: u32,
    /// Voices that a paper code speaks on the roll, or spoke before.
    pub codes: u32,
    /// Voices entrusted to the server on it, and those that were when they voted in advance.
    pub entrusted: u32,
    /// The advance box.
    pub advance: Option<AdvanceBox>,
}

impl Turnout {
    fn add(&mut self, of: Others) {
        self.mandates += of.mandates;
        self.codes += of.codes;
        self.entrusted += of.entrusted;
    }
}

/// How many voices of a box something else speaks than the member's own key.
struct Others {
    mandates: u32,
    codes: u32,
    entrusted: u32,
}

impl Others {
    /// All on its roll; of an earlier box of the vote only those that voted there, for the rest stands on a later roll, as it is then.
    async fn of(tx: &mut Tx, one: BoxId, earlier: bool) -> Result<Self, Error> {
        Ok(match earlier {
            true => Self {
                mandates: rolls::mandates_used(tx, one).await?,
                codes: rolls::codes_used(tx, one).await?,
                entrusted: rolls::entrusted_used(tx, one).await?,
            },
            false => Self {
                mandates: rolls::mandates(tx, one).await?,
                codes: rolls::codes(tx, one).await?,
                entrusted: rolls::entrusted(tx, one).await?,
            },
        })
    }
}

/// The counts of a vote at this moment.
pub(crate) async fn of(tx: &mut Tx, vote: &Vote) -> Result<Turnout, Error> {
    let all = boxes::of_vote(tx, vote.id).await?;
    let last = all.last().map(|one| one.id);
    let mut turnout = Turnout::default();
    for one in &all {
        let (voices, voted) = (rolls::count(tx, one.id).await?, voted_in(tx, vote.mode, one).await?);
        turnout.voted += voted;
        // A voice that went on paper after the roll was fixed does not vote by a device any more.
        let struck = if Some(one.id) == last { paper::struck(tx, vote.id, one.id).await? } else { 0 };
        // Of an earlier box only what was used in it: the rest stands on the roll of the last.
        let may = if Some(one.id) == last { voices.saturating_sub(struck) } else { voted };
        turnout.voices = Some(turnout.voices.unwrap_or_default() + may);
        // Where everybody who was left votes on paper no box of the session followed that of the advance: it is an earlier one, too.
        let papers = one.stage == Stage::Advance && paper::count(tx, vote.id).await? > 0;
        turnout.add(Others::of(tx, one.id, Some(one.id) != last || papers).await?);
        if let (Stage::Advance, Some(until)) = (one.stage, one.until) {
            let uuid = boxes::election(tx, one.id).await?.map(|found| found.uuid);
            turnout.advance = Some(AdvanceBox { until, voices, voted, uuid });
        }
    }
    turnout.mandates += paper::carried(tx, vote.id).await?;
    Ok(turnout)
}

async fn voted_in(tx: &mut Tx, mode: VoteMode, one: &VoteBox) -> Result<u32, Error> {
    Ok(match mode {
        VoteMode::Open => open_ballots::voted_in(tx, one.id).await?,
        VoteMode::Secret => ballots::voted_in(tx, one.id).await?,
    })
}
