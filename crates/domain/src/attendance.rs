//! Who is there. Members arrive, leave and return; each of these is a move, and the moves of one member are numbered. Whoever is
//! there when a vote closes counts in its quorum (C. com. L.225-98, L.225-107 II, R.225-97), once, however they came.

use serde::{Deserialize, Serialize};

use crate::Refusal;
use crate::assembly::AssemblyState;

/// What a member did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Moved {
    /// Came for the first time.
    Arrived,
    /// Went away.
    Left,
    /// Came again.
    Returned,
}

/// How that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Means {
    /// Somebody at the desk entered it.
    Desk,
    /// The member pressed the button in the hall, on an own telephone, with the code of the door.
    Phone,
    /// The member pressed the button, from a distance.
    Remote,
    /// The member voted.
    Ballot,
}

/// Where one member stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Presence {
    /// Has not come.
    #[default]
    Never,
    /// Is there.
    There,
    /// Was there and left.
    Gone,
}

impl Presence {
    /// Where a member stands after a last move, if there is one.
    #[must_use]
    pub fn after(last: Option<Moved>) -> Self {
        match last {
            None => Self::Never,
            Some(Moved::Arrived | Moved::Returned) => Self::There,
            Some(Moved::Left) => Self::Gone,
        }
    }

    /// Whether the member counts.
    #[must_use]
    pub fn counts(self) -> bool {
        self == Self::There
    }

    /// The move of somebody who comes.
    ///
    /// # Errors
    /// [`Refusal::AlreadyThere`].
    pub fn come(self) -> Result<Moved, Refusal> {
        match self {
            Self::Never => Ok(Moved::Arrived),
            Self::Gone => Ok(Moved::Returned),
            Self::There => Err(Refusal::AlreadyThere),
        }
    }

    /// The move of somebody who goes.
    ///
    /// # Errors
    /// [`Refusal::NotThere`].
    pub fn go(self) -> Result<Moved, Refusal> {
        match self {
            Self::There => Ok(Moved::Left),
            Self::Never | Self::Gone => Err(Refusal::NotThere),
        }
    }

    /// The move of somebody who votes: whoever votes is there, and whoever was there already moves nowhere.
    #[must_use]
    pub fn vote(self) -> Option<Moved> {
        self.come().ok()
    }
}

/// The move of somebody who comes by some means. Whoever is there from a distance, or by a ballot alone, may still come into the
/// hall: they raise hands there, and are on the sheet as present.
///
/// # Errors
/// [`Refusal::AlreadyThere`].
pub fn comes(last: Option<(Moved, Means)>, by: Means) -> Result<Moved, Refusal> {
    let presence = Presence::after(last.map(|(moved, _)| moved));
    match last {
        Some((_, before)) if presence.counts() && by.in_hall() && !before.in_hall() => Ok(Moved::Returned),
        _ => presence.come(),
    }
}

impl Moved {
    /// The stored word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Arrived => "arrived",
            Self::Left => "left",
            Self::Returned => "returned",
        }
    }
}

impl Means {
    /// Whether whoever came so came into the hall.
    #[must_use]
    pub fn in_hall(self) -> bool {
        matches!(self, Self::Desk | Self::Phone)
    }

    /// The stored word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Desk => "desk",
            Self::Phone => "phone",
            Self::Remote => "remote",
            Self::Ballot => "ballot",
        }
    }
}

/// How long before the hour of the convocation the desk may begin, in microseconds: the doors open before the session.
pub const DOORS: i64 = 4 * 3600 * 1_000_000;

/// Whether the desk may enter who comes and goes.
///
/// # Errors
/// [`Refusal::NotInSession`] earlier than [`DOORS`] before the hour; [`Refusal::AssemblyOver`],
/// [`Refusal::AssemblyCancelled`].
pub fn desk_open(state: AssemblyState, starts_at: i64, now: i64) -> Result<(), Refusal> {
    match state {
        AssemblyState::Convened if now >= starts_at.saturating_sub(DOORS) => Ok(()),
        state => state.require_session(),
    }
}

/// Somebody at the desk enters that a member comes or goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordAttendance {
    /// Member number.
    pub number: u32,
    /// Whether the member comes; otherwise goes.
    pub comes: bool,
}

/// A line of the desk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskLine {
    /// Member number.
    pub number: u32,
    /// Name.
    pub name: String,
    /// Of an organisation: who speaks for it.
    pub representative: Option<String>,
    /// Where the member stands.
    pub presence: Presence,
    /// How the last move is known.
    pub means: Option<Means>,
    /// When it was, microseconds UTC.
    pub at: Option<i64>,
    /// Whether the member votes on paper from now on.
    #[serde(default)]
    pub paper: bool,
    /// Which paper code the member holds, if any.
    #[serde(default)]
    pub code: Option<u32>,
}

impl DeskLine {
    /// Whether the member is in the hall.
    #[must_use]
    pub fn in_hall(&self) -> bool {
        self.presence.counts() && self.means.is_some_and(Means::in_hall)
    }
}

/// What the desk sees.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeskView {
    /// The assembly.
    pub assembly: crate::wire::AssemblyView,
    /// Whether the desk may enter anything now.
    pub open: bool,
    /// What was searched.
    pub search: String,
    /// Members with a voice who fit, by number.
    pub lines: Vec<DeskLine>,
    /// Whether more fit than are listed.
    pub more: bool,
    /// What the desk has scanned, if it came with a code.
    pub scanned: Option<crate::door::Scanned>,
    /// Who votes on paper, and how many papers each gets, by number.
    #[serde(default)]
    pub papers: Vec<crate::paper::PaperLine>,
    /// The paper codes in force, by number.
    #[serde(default)]
    pub codes: Vec<crate::codes::CodeLine>,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn each_moves_from_where_they_stand() {
        for (presence, come, go, vote) in [
            (Presence::Never, Ok(Moved::Arrived), Err(Refusal::NotThere), Some(Moved::Arrived)),
            (Presence::There, Err(Refusal::AlreadyThere), Ok(Moved::Left), None),
            (Presence::Gone, Ok(Moved::Returned), Err(Refusal::NotThere), Some(Moved::Returned)),
        ] {
            assert_eq!((presence.come(), presence.go(), presence.vote()), (come, go, vote), "{presence:?}");
        }
    }

    #[test]
    fn whoever_is_there_from_a_distance_comes_into_the_hall_once() {
        let already = Err(Refusal::AlreadyThere);
        for (last, by, expected) in [
            (None, Means::Desk, Ok(Moved::Arrived)),
            (Some((Moved::Arrived, Means::Remote)), Means::Desk, Ok(Moved::Returned)),
            (Some((Moved::Arrived, Means::Ballot)), Means::Phone, Ok(Moved::Returned)),
            (Some((Moved::Returned, Means::Desk)), Means::Desk, already),
            (Some((Moved::Arrived, Means::Desk)), Means::Phone, already),
            (Some((Moved::Arrived, Means::Ballot)), Means::Remote, already),
            (Some((Moved::Arrived, Means::Desk)), Means::Remote, already),
            (Some((Moved::Left, Means::Remote)), Means::Desk, Ok(Moved::Returned)),
        ] {
            assert_eq!(comes(last, by), expected, "{last:?} {by:?}");
        }
    }

    #[test]
    fn the_desk_opens_before_the_session_and_closes_with_it() {
        let starts_at = 10 * DOORS;
        for (state, now, open) in [
            (AssemblyState::Convened, starts_at - DOORS - 1, Err(Refusal::NotInSession)),
            (AssemblyState::Convened, starts_at - DOORS, Ok(())),
            (AssemblyState::Convened, starts_at + DOORS, Ok(())),
            (AssemblyState::InSession, 0, Ok(())),
            (AssemblyState::Ended, starts_at, Err(Refusal::AssemblyOver)),
            (AssemblyState::Cancelled, starts_at, Err(Refusal::AssemblyCancelled)),
        ] {
            assert_eq!(desk_open(state, starts_at, now), open, "{state:?} {now}");
        }
    }

    /// What somebody may try at the desk.
    #[derive(Clone, Copy, Debug)]
    enum Try {
        Come,
        Go,
        Vote,
    }

    proptest! {
        /// Whatever is tried in whatever order: a member counts once or not at all, leaving never raises the count, coming
        /// and voting never lower it, and the moves alone say who is there.
        #[test]
        fn nobody_counts_twice_and_leaving_never_raises(
            tries in proptest::collection::vec(
                (0usize..4, prop_oneof![Just(Try::Come), Just(Try::Go), Just(Try::Vote)]), 0..60),
        ) {
            let mut moves: [Vec<Moved>; 4] = Default::default();
            let count = |moves: &[Vec<Moved>; 4]| {
                moves.iter().filter(|own| Presence::after(own.last().copied()).counts()).count()
            };
            for (who, tried) in tries {
                let (before, presence) = (count(&moves), Presence::after(moves[who].last().copied()));
                let moved = match tried {
                    Try::Come => presence.come().ok(),
                    Try::Go => presence.go().ok(),
                    Try::Vote => presence.vote(),
                };
                moves[who].extend(moved);
                let after = count(&moves);
                match tried {
                    Try::Go => prop_assert!(after <= before),
                    Try::Come | Try::Vote => {
                        prop_assert!(after >= before);
                        prop_assert!(Presence::after(moves[who].last().copied()).counts());
                    }
                }
                prop_assert!(after <= moves.len());
                prop_assert_eq!(after, before + usize::from(after > before) - usize::from(after < before));
            }
            for own in &moves {
                prop_assert_eq!(own.iter().filter(|moved| **moved == Moved::Arrived).count(), usize::from(!own.is_empty()));
            }
        }
    }
}
