//! Voices on paper, for whoever no device works for: the desk notes it, papers are handed out, two scrutineers count them, each
//! alone, and what both typed stands when it is the same. A voice is on paper or votes by a device, in one vote never both.

mod view;

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use crate::Refusal;
use crate::contest::Contest;
use crate::hands::Typed;
use crate::ids::MemberId;
use crate::majority::Counts;
use crate::proxies::roll::Spoken;

pub use view::{CountPaper, MarkPaper, NotePaper, PaperDesk, PaperHolder, PaperLine, PaperView, Slips, lines};

/// How a member votes in what opens from now on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Way {
    /// On paper.
    Paper,
    /// By the own key, as everybody.
    Key,
}

impl Way {
    /// What is noted next of a member, who is in the hall or not.
    ///
    /// # Errors
    /// [`Refusal::PaperMarked`], [`Refusal::PaperNotMarked`]; [`Refusal::PaperNotInHall`].
    pub fn after(last: Option<Self>, asked: Self, in_hall: bool) -> Result<Self, Refusal> {
        match (last.unwrap_or(Self::Key), asked) {
            (Self::Paper, Self::Paper) => Err(Refusal::PaperMarked),
            (Self::Key, Self::Key) => Err(Refusal::PaperNotMarked),
            (Self::Key, Self::Paper) if !in_hall => Err(Refusal::PaperNotInHall),
            (_, way) => Ok(way),
        }
    }

    /// The stored word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Paper => "paper",
            Self::Key => "key",
        }
    }

    /// The way of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Paper, Self::Key].into_iter().find(|way| way.word() == word)
    }
}

/// With so few papers their count may say what somebody chose; with so few ballots beside papers, the box.
pub const FEW: u32 = 4;

/// Whether the parts of a secret vote that are counted apart may say what somebody chose: 1 to 4 papers, or 1 to 4 ballots beside
/// papers.
#[must_use]
pub fn reveals(papers: u32, ballots: u32) -> bool {
    let few = |n: u32| (1..=FEW).contains(&n);
    few(papers) || papers > 0 && few(ballots)
}

/// Papers on a text, by answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TextPapers {
    /// For.
    #[serde(rename = "for")]
    pub for_: u32,
    /// Against.
    pub against: u32,
    /// Abstentions.
    pub abstain: u32,
    /// Blank or void: none of the three.
    pub null: u32,
}

/// Papers in an election of persons.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NamePapers {
    /// Papers that name somebody.
    pub named: u32,
    /// Blank ones.
    pub blank: u32,
    /// Void ones.
    pub null: u32,
    /// How many name each candidate, in the order of the ballot.
    pub votes: Vec<u32>,
}

/// What papers say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Papers {
    /// On a text.
    Text(TextPapers),
    /// In an election.
    Names(NamePapers),
}

impl Papers {
    /// All of them.
    #[must_use]
    pub fn total(&self) -> u64 {
        let all = match self {
            Self::Text(TextPapers { for_, against, abstain, null }) => vec![*for_, *against, *abstain, *null],
            Self::Names(NamePapers { named, blank, null, .. }) => vec![*named, *blank, *null],
        };
        all.into_iter().map(u64::from).sum()
    }

    /// Void ones; on a text, blank ones too.
    #[must_use]
    pub fn null(&self) -> u32 {
        match self {
            Self::Text(papers) => papers.null,
            Self::Names(papers) => papers.null,
        }
    }

    /// Whether papers in this vote can say this, so many having been handed out: answers to its text, or names of who stands in
    /// its election. Not all come back.
    ///
    /// # Errors
    /// [`Refusal::PaperNumber`] for a count of another kind; [`Refusal::PaperTooMany`]; [`Refusal::PaperNames`] where papers
    /// and names do not fit together: each paper that names somebody names one, and at most as many as a ballot may.
    pub fn within(&self, handed: u32, contest: Option<&Contest>) -> Result<(), Refusal> {
        match (self, contest) {
            (Self::Text(_), None) => {}
            (Self::Names(papers), Some(contest)) if papers.votes.len() == contest.candidates.len() => {}
            _ => return Err(Refusal::PaperNumber),
        }
        if self.total() > u64::from(handed) {
            return Err(Refusal::PaperTooMany);
        }
        match (self, contest) {
            (Self::Names(papers), Some(contest)) if !papers.fits(contest.most) => Err(Refusal::PaperNames),
            _ => Ok(()),
        }
    }

    /// Added to what ballots on a text say. More than can be counted is as much as can.
    #[must_use]
    pub fn added(&self, ballots: Counts) -> Counts {
        let Self::Text(papers) = self else { return ballots };
        Counts {
            for_: ballots.for_.saturating_add(papers.for_),
            against: ballots.against.saturating_add(papers.against),
            abstain: ballots.abstain.saturating_add(papers.abstain),
            null: ballots.null.saturating_add(papers.null),
            ..ballots
        }
    }
}

impl NamePapers {
    /// Whether so many papers can name so many, each at least one and at most `most`, nobody twice.
    #[must_use]
    pub fn fits(&self, most: u32) -> bool {
        let names: u64 = self.votes.iter().copied().map(u64::from).sum();
        let papers = u64::from(self.named);
        self.votes.iter().all(|votes| *votes <= self.named)
            && names >= papers
            && names <= papers.saturating_mul(u64::from(most))
    }
}

/// Papers as a decision counts them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperCounted {
    /// What they say; the numbers of the decision have it in them.
    pub counts: Papers,
    /// Voices on paper, each of which has one.
    pub handed: u32,
}

/// The voices that go on paper in a vote that is open, because of `member`, who votes on paper from now on. `roll` is the one it
/// was opened with; `now` are the voices on paper as a roll fixed at this moment would have them; `used` are those of which a
/// ballot by a device is there, which stays; `apart` those on paper already, or counted as blank proxies. A voice on the roll
/// stays with whom the roll names: it was fixed for this vote. `voices` are those there still are.
#[must_use]
pub fn strike(
    member: MemberId,
    voices: &HashSet<MemberId>,
    (roll, now): (&[Spoken], &[Spoken]),
    (used, apart): (&HashSet<MemberId>, &HashSet<MemberId>),
) -> Vec<Spoken> {
    let own = roll.iter().filter(|one| one.speaker == member).copied();
    let listed: HashSet<MemberId> = roll.iter().map(|one| one.voice).collect();
    let new = now.iter().filter(|one| one.speaker == member && !listed.contains(&one.voice)).copied();
    let free = |one: &Spoken| voices.contains(&one.voice) && !used.contains(&one.voice) && !apart.contains(&one.voice);
    own.chain(new).filter(free).collect()
}

/// Whether papers can be counted so that nobody knows both counts before they are typed: by two scrutineers, of whom one at least
/// types the own count with the own key; for one without a key somebody types who is not the other. `scrutineers` are those of
/// the bureau, each with whether they have a voting key, `officers` those who may type what is said.
///
/// # Errors
/// [`Refusal::PaperNeedsTwo`].
pub fn two_count(scrutineers: &[(Option<MemberId>, bool)], officers: &[MemberId]) -> Result<(), Refusal> {
    let keyed = scrutineers.iter().filter(|(_, key)| *key).count();
    let noted = || officers.iter().any(|officer| scrutineers.iter().all(|(member, _)| *member != Some(*officer)));
    if scrutineers.len() >= 2 && (keyed >= 2 || keyed == 1 && noted()) { Ok(()) } else { Err(Refusal::PaperNeedsTwo) }
}

/// Of the two counts each has its own people, who counted and who typed: a count of papers is heard by nobody else, and the second
/// would be typed, or counted, by whoever knows the first.
///
/// # Errors
/// [`Refusal::PaperOneHand`].
pub fn apart(first: Option<&Typed<Papers>>, second: &Typed<Papers>) -> Result<(), Refusal> {
    let people = |typed: &Typed<Papers>| [Some(typed.member), typed.noted_by].into_iter().flatten().collect::<Vec<_>>();
    let Some(first) = first.filter(|first| first.seat != second.seat) else { return Ok(()) };
    let theirs = people(second);
    if people(first).iter().any(|who| theirs.contains(who)) { Err(Refusal::PaperOneHand) } else { Ok(()) }
}

#[cfg(test)]
mod tests;
