//! How much support a proposal needs before it is submitted.

use serde::{Deserialize, Serialize};

use crate::quorum::Fraction;

/// What the statutes ask for. Each that is set must be met; with none, a proposal needs nobody's support.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thresholds {
    /// So many members.
    pub members: Option<u32>,
    /// This part of all members with a voice.
    pub share: Option<Fraction>,
}

impl Thresholds {
    /// As the statutes of a French cooperative company have it when they say nothing else: one member in twenty, the part
    /// that C. com. L.225-105 al. 2 asks of the capital, counted by head (loi 47-1775 art. 1), and no number besides.
    #[must_use]
    pub fn french() -> Self {
        Self { members: None, share: Fraction::new(1, 20) }
    }

    /// The least number of supporters, of so many members with a voice: `support · den ≥ members · num`.
    #[must_use]
    pub fn needed(&self, members: u32) -> u32 {
        let of_all = self.share.map_or(0, |share| share.at_least(members.into()));
        u32::try_from(of_all).unwrap_or(u32::MAX).max(self.members.unwrap_or(0))
    }
}

/// How far the support of a text has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// Members who support it now.
    pub supporters: u32,
    /// Members who must.
    pub needed: u32,
    /// Members with a voice.
    pub members: u32,
}

impl Progress {
    /// The support of a text among so many members.
    #[must_use]
    pub fn of(thresholds: &Thresholds, supporters: u32, members: u32) -> Self {
        Self { supporters, needed: thresholds.needed(members), members }
    }

    /// Whether it is enough.
    #[must_use]
    pub fn enough(&self) -> bool {
        self.supporters >= self.needed
    }

    /// How many lack.
    #[must_use]
    pub fn lack(&self) -> u32 {
        self.needed.saturating_sub(self.supporters)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_in_twenty_to_the_member() {
        for (members, needed) in [(0, 0), (1, 1), (7, 1), (20, 1), (21, 2), (150, 8), (160, 8), (161, 9)] {
            let thresholds = Thresholds::french();
            assert_eq!(thresholds.needed(members), needed, "{members}");
            for (supporters, enough) in [(needed, true), (needed.saturating_sub(1), needed == 0)] {
                assert_eq!(
                    Progress::of(&thresholds, supporters, members).enough(),
                    enough,
                    "{supporters} of {members}"
                );
            }
        }
    }

    #[test]
    fn of_a_number_and_a_part_the_greater_counts() {
        let both = Thresholds { members: Some(10), share: Fraction::new(1, 20) };
        for (members, needed) in [(100, 10), (200, 10), (201, 11), (400, 20)] {
            assert_eq!(both.needed(members), needed, "{members}");
        }
        let none = Thresholds { members: None, share: None };
        assert!(Progress::of(&none, 0, 1000).enough());
        assert_eq!(Progress::of(&both, 4, 100).lack(), 6);
    }
}
