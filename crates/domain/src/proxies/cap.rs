//! Proxies: how many voices one person may carry, and what a proxy without a name says.

use serde::{Deserialize, Serialize};

use crate::majority::Counts;
use crate::quorum::Fraction;

/// How many voices a person may carry besides the own one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProxyCap {
    /// As many as are given (C. com. L.225-106: the law of companies knows no cap).
    #[default]
    None,
    /// At most so many.
    AtMost(u32),
    /// One while the members are few, then a fraction of them (loi 78-763 art. 14).
    FewThenFraction {
        /// Below so many members…
        below: u32,
        /// …so many voices;
        few: u32,
        /// from there on, this fraction of the members, rounded down.
        fraction: Fraction,
    },
}

impl ProxyCap {
    /// Voices a person may carry among so many members; `None` for as many as are given.
    #[must_use]
    pub fn among(self, members: u32) -> Option<u32> {
        match self {
            Self::None => None,
            Self::AtMost(most) => Some(most),
            Self::FewThenFraction { below, few, .. } if members < below => Some(few),
            Self::FewThenFraction { fraction, .. } => {
                let whole = u64::from(members) * u64::from(fraction.num()) / u64::from(fraction.den());
                // A fraction is at most 1: it never exceeds the members.
                Some(u32::try_from(whole).unwrap_or(members))
            }
        }
    }
}

/// What proxies that name nobody say on one resolution: for a draft that the board presented or approved, against every
/// other (C. com. L.225-106 III). They are no ballots: their number is committed to before the vote and added to the
/// counts in the decision, shown apart.
#[must_use]
pub fn blank_proxies(number: u32, board_approves: bool) -> Counts {
    if board_approves {
        Counts { for_: number, ..Counts::default() }
    } else {
        Counts { against: number, ..Counts::default() }
    }
}
