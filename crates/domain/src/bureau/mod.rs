//! The bureau of an assembly: who chairs, two scrutineers, a secretary (C. com. R.225-100, R.225-101). It is constituted as
//! the first thing in session; no vote opens before. Who leaves is replaced by constituting it again: versions only grow, and
//! the newest that everybody in it accepted is the bureau.

mod view;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::Refusal;
use crate::ids::MemberId;
use crate::text;

pub use view::{AskedSeat, BureauDesk, BureauView, ConstituteBureau, SeatView};

/// Most characters of what is said about the scrutineers.
pub const WORDS: usize = 500;
/// Most characters of the name of a secretary who is no member.
pub const NAME: usize = 200;
/// Scrutineers the law asks for (C. com. R.225-101).
pub const SCRUTINEERS: usize = 2;
/// Most versions in one assembly: more is no bureau.
pub const MOST_VERSIONS: u32 = 50;

/// By what somebody chairs (C. com. R.225-100).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChairBy {
    /// As president of the board, or of the supervisory board.
    #[default]
    President,
    /// The statutes name them.
    Statutes,
    /// The assembly elected them, since the president is not there.
    Elected,
}

/// How the scrutineers were found (C. com. R.225-101).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ScrutineersBy {
    /// The members of the assembly with most voices who accept. Where each has one: those who are members longest.
    #[default]
    MostVoices,
    /// In another way, said in words.
    Otherwise,
}

/// A place in the bureau.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Seat {
    /// Chairs.
    Chair,
    /// Checks attendance and counts.
    FirstScrutineer,
    /// The same.
    SecondScrutineer,
    /// Keeps the minutes.
    Secretary,
}

/// How somebody's acceptance is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Accepted {
    /// They pressed the button themselves.
    Own,
    /// They said so in session, and whoever leads it noted that.
    Aloud,
}

/// Who keeps the minutes: a member, or somebody who is none, unless the statutes say otherwise (C. com. R.225-101).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Clerk {
    /// A member.
    Member(MemberId),
    /// Somebody else, by name.
    Named(String),
}

/// Where somebody who is to sit in the bureau stands at this moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sitter {
    /// Whether the membership is active. Who applied and who left were convened at most.
    pub active: bool,
    /// Whether a voice goes with it.
    pub voice: bool,
}

/// A bureau as somebody puts it to the assembly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Designation {
    /// Who chairs.
    pub chair: MemberId,
    /// By what.
    pub chair_by: ChairBy,
    /// Two, or fewer with words that say why.
    pub scrutineers: Vec<MemberId>,
    /// How they were found.
    pub scrutineers_by: ScrutineersBy,
    /// Why they are fewer than two, how else they were found; or nothing.
    pub words: String,
    /// Who keeps the minutes.
    pub secretary: Clerk,
}

impl Designation {
    /// Checks it against where its members stand.
    ///
    /// # Errors
    /// [`Refusal::Malformed`] for a third scrutineer; [`Refusal::BureauTwice`] when chair and scrutineers are not different
    /// people; [`Refusal::BureauNeedsVoice`] for one of them without a voice, or a secretary who is no member any more;
    /// [`Refusal::BureauWords`] when words are missing; what [`text::check`] refuses.
    pub fn check(&self, sitter: impl Fn(MemberId) -> Sitter) -> Result<(), Refusal> {
        if self.scrutineers.len() > SCRUTINEERS {
            return Err(Refusal::Malformed);
        }
        let mut sitting = self.scrutineers.clone();
        sitting.push(self.chair);
        sitting.sort_unstable();
        if sitting.windows(2).any(|two| two[0] == two[1]) {
            return Err(Refusal::BureauTwice);
        }
        if sitting.into_iter().map(&sitter).any(|who| !who.active || !who.voice) {
            return Err(Refusal::BureauNeedsVoice);
        }
        match &self.secretary {
            Clerk::Member(id) if !sitter(*id).active => return Err(Refusal::BureauNeedsVoice),
            Clerk::Member(_) => {}
            Clerk::Named(name) => text::check(name, NAME)?,
        }
        let explains = self.scrutineers.len() < SCRUTINEERS || self.scrutineers_by == ScrutineersBy::Otherwise;
        match self.words.as_str() {
            "" if explains => Err(Refusal::BureauWords),
            "" => Ok(()),
            words => text::check(words, WORDS),
        }
    }

    /// Its seats, in order, each with the member who is to sit there; nobody for a secretary who is no member.
    #[must_use]
    pub fn seats(&self) -> Vec<(Seat, Option<MemberId>)> {
        let mut seats = vec![(Seat::Chair, Some(self.chair))];
        let scrutineers = [Seat::FirstScrutineer, Seat::SecondScrutineer].into_iter().zip(&self.scrutineers);
        seats.extend(scrutineers.map(|(seat, member)| (seat, Some(*member))));
        let secretary = match self.secretary {
            Clerk::Member(member) => Some(member),
            Clerk::Named(_) => None,
        };
        seats.push((Seat::Secretary, secretary));
        seats
    }
}

/// Who accepted in one version of a bureau, and who has not yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acceptances(BTreeMap<Seat, Option<Accepted>>);

impl Acceptances {
    /// Those of seats as they stand.
    #[must_use]
    pub fn of(seats: impl IntoIterator<Item = (Seat, Option<Accepted>)>) -> Self {
        Self(seats.into_iter().collect())
    }

    /// Whether everybody accepted: the bureau is constituted.
    #[must_use]
    pub fn complete(&self) -> bool {
        !self.0.is_empty() && self.0.values().all(Option::is_some)
    }

    /// What stands after somebody accepted a seat.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] for a seat there is not; [`Refusal::SeatAccepted`] for one that was accepted.
    pub fn accept(mut self, seat: Seat, accepted: Accepted) -> Result<Self, Refusal> {
        match self.0.get_mut(&seat) {
            None => Err(Refusal::NotFound),
            Some(Some(_)) => Err(Refusal::SeatAccepted),
            Some(waiting) => {
                *waiting = Some(accepted);
                Ok(self)
            }
        }
    }
}

/// The number of a new version, made by whoever saw `seen` as the newest.
///
/// # Errors
/// [`Refusal::BureauChanged`] when somebody else made one meanwhile; [`Refusal::TooManyTexts`] for one too many.
pub fn next_version(newest: u32, seen: u32) -> Result<u32, Refusal> {
    if newest != seen {
        return Err(Refusal::BureauChanged);
    }
    if newest >= MOST_VERSIONS { Err(Refusal::TooManyTexts) } else { Ok(newest + 1) }
}

/// Whom the offices suggest, before anybody said otherwise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Suggested {
    /// The chair in office.
    pub chair: Option<MemberId>,
    /// Scrutineers in office; else those who are members longest.
    pub scrutineers: [Option<MemberId>; SCRUTINEERS],
    /// The secretary in office.
    pub secretary: Option<MemberId>,
}

/// Suggests a bureau. `senior` are members with a voice, those who are members longest first. Whoever holds an office of
/// chair or secretary is no scrutineer, as long as there are others.
#[must_use]
pub fn suggest(
    chair: Option<MemberId>,
    secretary: Option<MemberId>,
    scrutineers: &[MemberId],
    senior: &[MemberId],
) -> Suggested {
    let mut found: Vec<MemberId> = Vec::new();
    let of_office = scrutineers.iter().chain(senior.iter().filter(|id| Some(**id) != secretary));
    for candidate in of_office.chain(senior) {
        if found.len() < SCRUTINEERS && Some(*candidate) != chair && !found.contains(candidate) {
            found.push(*candidate);
        }
    }
    let mut found = found.into_iter();
    Suggested { chair, scrutineers: [found.next(), found.next()], secretary }
}

impl ChairBy {
    /// Every way.
    pub const ALL: [Self; 3] = [Self::President, Self::Statutes, Self::Elected];

    /// The stored word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::President => "president",
            Self::Statutes => "statutes",
            Self::Elected => "elected",
        }
    }
}

impl ScrutineersBy {
    /// Every way.
    pub const ALL: [Self; 2] = [Self::MostVoices, Self::Otherwise];

    /// The stored word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::MostVoices => "most-voices",
            Self::Otherwise => "otherwise",
        }
    }
}

impl Seat {
    /// Every seat, in order.
    pub const ALL: [Self; 4] = [Self::Chair, Self::FirstScrutineer, Self::SecondScrutineer, Self::Secretary];

    /// The stored word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Chair => "chair",
            Self::FirstScrutineer => "first-scrutineer",
            Self::SecondScrutineer => "second-scrutineer",
            Self::Secretary => "secretary",
        }
    }

    /// The seat with this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|seat| seat.word() == word)
    }

    /// Whether it is that of a scrutineer.
    #[must_use]
    pub fn counts(self) -> bool {
        matches!(self, Self::FirstScrutineer | Self::SecondScrutineer)
    }
}

impl Accepted {
    /// The stored word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Aloud => "aloud",
        }
    }
}

#[cfg(test)]
mod tests;
