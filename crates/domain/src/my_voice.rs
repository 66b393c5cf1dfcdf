//! Where a member's own voice stands in a vote, as the member is told.

use serde::{Deserialize, Serialize};

/// What the member signed in can do about one vote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MyVoice {
    /// The vote has not opened; the member has a key and will be on the roll.
    Waiting,
    /// The vote has not opened and the member has no key yet.
    KeyNeeded,
    /// The vote is open and this voice may vote; nothing received yet.
    ToVote,
    /// The vote is open; a ballot was received and may be replaced.
    Voted,
    /// The voice voted in advance, which is over, and its ballot counts.
    InAdvance,
    /// The vote is over and the voice was used.
    Used,
    /// The vote is over and the voice was not used.
    Unused,
    /// The vote is open, and the server keeps this voice until its member, who has no key, makes one and asks for it.
    Entrusted,
    /// The vote opened before the member had a key: no voice in it.
    NotOnRoll,
    /// The vote is void: what was said in it is never opened.
    Void,
    /// Somebody else speaks this voice in it, by a proxy.
    Carried,
    /// It is among the blank proxies.
    Blank,
    /// The vote has not opened, and the member holds a paper code, which will be on the roll.
    CodeWaits,
    /// A paper code speaks it, and no ballot was received under it.
    ByCode,
    /// A ballot under the paper code was received.
    VotedByCode,
    /// The paper code that the roll names is over, and no ballot was received under it.
    CodeOver,
    /// It will be on paper, as the desk noted.
    OnPaper,
    /// It is on paper in this vote, which is open.
    PaperOut,
    /// It was on paper in this vote.
    WasOnPaper,
    /// It has a ballot by a device, and the member votes on paper since: that ballot stays.
    VotedThenPaper,
    /// It raises a hand: the vote is one by show of hands, and the member votes on paper in others.
    ByHand,
}

impl MyVoice {
    /// The same of a member who votes on paper from now on: what is used stays so.
    #[must_use]
    pub fn of_paper_voter(self, by_hands: bool) -> Self {
        match self {
            Self::Waiting
            | Self::KeyNeeded
            | Self::ToVote
            | Self::Entrusted
            | Self::CodeWaits
            | Self::ByCode
            | Self::CodeOver => {
                if by_hands {
                    Self::ByHand
                } else {
                    Self::OnPaper
                }
            }
            Self::Voted | Self::VotedByCode => Self::VotedThenPaper,
            other => other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::MyVoice::*;

    #[test]
    fn whoever_votes_on_paper_keeps_what_they_used() {
        let all = [
            Waiting,
            KeyNeeded,
            ToVote,
            Entrusted,
            ByCode,
            CodeOver,
            Voted,
            VotedByCode,
            InAdvance,
            Used,
            Carried,
            Blank,
            Void,
            PaperOut,
        ];
        let paper = [
            OnPaper,
            OnPaper,
            OnPaper,
            OnPaper,
            OnPaper,
            OnPaper,
            VotedThenPaper,
            VotedThenPaper,
            InAdvance,
            Used,
            Carried,
            Blank,
            Void,
            PaperOut,
        ];
        assert_eq!(all.map(|voice| voice.of_paper_voter(false)), paper);
        let hands = [Waiting, KeyNeeded, ToVote, Entrusted, CodeWaits, ByCode, CodeOver];
        assert_eq!(hands.map(|voice| voice.of_paper_voter(true)), [ByHand; 7]);
        assert_eq!(Voted.of_paper_voter(true), VotedThenPaper);
    }
}
