//! Refunds as they are shown: to the board the whole, to a member the own row.

use serde::{Deserialize, Serialize};

use super::RefundState;
use super::billed::BilledFault;
use super::plan::{DraftRefund, Figures, Limits};
use crate::Refusal;
use crate::ids::{AssemblyId, DraftId, ItemId, MemberId};
use crate::shares::Cents;

/// What became of the resolution that names a refund.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// No resolution names it.
    None,
    /// Members are not convened yet.
    Preparing,
    /// They are, and the vote is not over, or a second call may follow a first one without a quorum.
    Waiting,
    /// It was adopted.
    Adopted,
    /// It was rejected, was not decided, or its item has not the document.
    NotAdopted,
}

impl Standing {
    /// The word of its sentence: `refund-standing-<word>`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Preparing => "preparing",
            Self::Waiting => "waiting",
            Self::Adopted => "adopted",
            Self::NotAdopted => "not-adopted",
        }
    }

    /// Adopted, or nothing is executed.
    ///
    /// # Errors
    /// [`Refusal::RefundNotAdopted`].
    pub fn adopted(self) -> Result<(), Refusal> {
        if self == Self::Adopted { Ok(()) } else { Err(Refusal::RefundNotAdopted) }
    }

    /// Whether the table may be taken back from its resolution: before members are convened, or when nothing follows of it.
    ///
    /// # Errors
    /// [`Refusal::RefundVoted`].
    pub fn loose(self) -> Result<(), Refusal> {
        match self {
            Self::None | Self::Preparing | Self::NotAdopted => Ok(()),
            Self::Waiting | Self::Adopted => Err(Refusal::RefundVoted),
        }
    }
}

/// A refund in the list of all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundLine {
    /// The year in which the financial year ends.
    pub year: u32,
    /// Its last day.
    pub closed_on: String,
    /// Where it stands.
    pub state: RefundState,
    /// What goes back, in cents.
    pub refund: Cents,
}

/// A member's row, for the board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartLine {
    /// Who.
    pub member: MemberId,
    /// Member number.
    pub number: u32,
    /// Name; empty when it was forgotten.
    pub name: String,
    /// Billed in the year, in cents.
    pub billed: Cents,
    /// What goes back, in cents; none while the figures are not right.
    pub part: Option<Cents>,
}

/// An item that the table can be attached to: a resolution of an assembly that is being prepared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachable {
    /// Of which preparation.
    pub draft: DraftId,
    /// The item.
    pub item: ItemId,
    /// Its title, in French and English.
    pub title: crate::resolution::Text,
    /// When the assembly starts, if that is known.
    pub starts_at: Option<i64>,
}

/// One refund, for the board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundView {
    /// The year in which the financial year ends.
    pub year: u32,
    /// Where it stands.
    pub state: RefundState,
    /// What was typed, as a form takes it back.
    pub typed: DraftRefund,
    /// The figures.
    pub figures: Figures,
    /// What the law allows, as far as it can be said.
    pub limits: Option<Limits>,
    /// What keeps the table from being attached.
    pub wrong: Option<Refusal>,
    /// Rows of the table that are right, in the order of the numbers.
    pub rows: Vec<PartLine>,
    /// Rows with something wrong, the first thousand.
    pub faults: Vec<BilledFault>,
    /// SHA-256 of the frozen table, hex.
    pub hash: Option<String>,
    /// What became of its resolution.
    pub standing: Standing,
    /// The assembly that decides or decided it.
    pub assembly: Option<AssemblyId>,
    /// The preparation it is attached to.
    pub draft: Option<DraftId>,
    /// What it may be attached to.
    pub attachable: Vec<Attachable>,
    /// When it was executed.
    pub executed_at: Option<i64>,
    /// IANA zone of the cooperative.
    pub time_zone: String,
}

/// A member's own part of a refund.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnRefund {
    /// The year in which the financial year ends.
    pub year: u32,
    /// Its last day.
    pub closed_on: String,
    /// What the member was billed, in cents.
    pub billed: Cents,
    /// What goes back, in cents.
    pub part: Cents,
    /// When it was executed; none while it waits for its resolution.
    pub executed_at: Option<i64>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refund_follows_a_resolution_that_was_adopted_and_no_other() {
        let all = [Standing::None, Standing::Preparing, Standing::Waiting, Standing::Adopted, Standing::NotAdopted];
        for standing in all {
            assert_eq!(standing.adopted().is_ok(), standing == Standing::Adopted, "{standing:?}");
            let held = matches!(standing, Standing::Waiting | Standing::Adopted);
            assert_eq!(standing.loose().err(), held.then_some(Refusal::RefundVoted), "{standing:?}");
            assert_eq!(serde_json::to_value(standing).expect("a word"), standing.word());
        }
    }

    #[test]
    fn what_is_frozen_or_executed_does_not_change() {
        use RefundState::{Attached, Drafted, Executed};
        assert_eq!([Drafted, Attached, Executed].map(|state| state.open().is_ok()), [true, false, false]);
        assert_eq!(Drafted.waits(), Err(Refusal::RefundNotAttached));
        assert_eq!((Attached.waits(), Executed.waits()), (Ok(()), Err(Refusal::RefundExecuted)));
        for state in [Drafted, Attached, Executed] {
            assert_eq!(serde_json::to_value(state).expect("a word"), state.word());
        }
    }
}
