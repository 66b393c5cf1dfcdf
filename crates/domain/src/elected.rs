//! Counting an election: votes by candidate, who is seated by the rule of the statutes, and what a tie leaves open.
//!
//! Each appointment is a resolution (C. com. L.225-18): a ballot that names somebody votes for those it names and against the
//! others, a blank one for nobody and against nobody. Blank proxies vote for those the board presented or approved, and against
//! any other (C. com. L.225-106 III): they count as ballots that name all, or nobody, of those who stand.

use chrono::{DateTime, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::Refusal;
use crate::bureau::Seat;
use crate::contest::Contest;
use crate::decision::{Beside, Decision, Outcome};
use crate::majority::{Counts, MajorityBasis, MajorityCheck};
use crate::paper::Papers;
use crate::quorum::QuorumCheck;
use crate::seats::{ElectionRules, SeatRule, Seated, Standing, Threshold, TieBreak, seat};
use crate::statutes::Preset;

/// What the ballots of an election say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// Ballots that are blank.
    pub blank: u32,
    /// Ballots that name somebody.
    pub named: u32,
    /// How many name each candidate, in the order of the ballot.
    pub votes: Vec<u32>,
}

/// What tells two equal candidates apart, where the statutes say so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dates {
    /// Day of birth, as far as it is known.
    pub born: Option<NaiveDate>,
    /// Member since.
    pub member_since: Option<NaiveDate>,
}

impl Dates {
    /// Of the year of birth, of which nobody says the day: who was born in the same is equal; and of the instant since when
    /// somebody is a member, microseconds UTC.
    #[must_use]
    pub fn of(born: Option<i32>, since: Option<i64>) -> Self {
        Self {
            born: born.and_then(|year| NaiveDate::from_ymd_opt(year, 1, 1)),
            member_since: since.and_then(DateTime::from_timestamp_micros).map(|at| at.date_naive()),
        }
    }
}

/// An election with its numbers, its rule and who is seated. Candidates are named by their place on the ballot, from 0.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Elected {
    /// Seats.
    pub seats: u32,
    /// What a candidate needs; none where those with most votes are elected.
    pub needs: Option<Threshold>,
    /// What that is a part of.
    pub of: u32,
    /// Fewest votes that elect.
    pub needed: u32,
    /// Ballots that are blank, papers included.
    pub blank: u32,
    /// Ballots that name somebody, papers included, and blank proxies.
    pub named: u32,
    /// Votes by candidate, those of papers and blank proxies included.
    pub votes: Vec<u32>,
    /// Who is seated, most votes first.
    pub seated: Vec<u32>,
    /// Equal at the last seat, and not told apart by the rule.
    pub tied: Vec<u32>,
    /// Seats that wait for those to be told apart.
    pub open: u32,
    /// How those equal at the last seat are told apart.
    pub tie_break: TieBreak,
    /// Where that is written.
    pub tie_article: String,
    /// Of those tied, who was drawn, in the order of the draw.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drawn: Option<Vec<u32>>,
    /// Which scrutineer confirmed that it was drawn so. Draws of before scrutineers did have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed: Option<Seat>,
    /// Of those elected, who declined, in the order in which they did: the seat is vacant.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub declined: Vec<u32>,
}

/// Body of `POST /api/v1/votes/{id}/declined/noted`: somebody elected said aloud that they decline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoteDeclined {
    /// Who: the place on the ballot, from 0.
    pub place: u32,
}

/// What an election waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Awaits {
    /// A draw among those equal, held and recorded by the bureau.
    Draw,
    /// Another round among them.
    Runoff,
}

impl Elected {
    /// What it waits for, if anything. Where age or seniority tells nobody apart, it is a draw.
    #[must_use]
    pub fn awaits(&self) -> Option<Awaits> {
        let waits = self.open > 0 && self.drawn.is_none();
        waits.then_some(if self.tie_break == TieBreak::Runoff { Awaits::Runoff } else { Awaits::Draw })
    }

    /// Everybody who was elected: those seated, then those drawn, also who declined.
    fn chosen(&self) -> Vec<u32> {
        self.seated.iter().chain(self.drawn.iter().flatten()).copied().collect()
    }

    /// Everybody who is elected and has not declined: those seated, then those drawn.
    #[must_use]
    pub fn elected(&self) -> Vec<u32> {
        self.chosen().into_iter().filter(|one| !self.declined.contains(one)).collect()
    }

    /// The same once somebody elected declined. Nobody moves up: what the votes of the others came to does not change.
    ///
    /// # Errors
    /// [`Refusal::NotElected`] for who is not elected; [`Refusal::SeatDeclined`] for who declined before.
    pub fn after_declined(&self, one: u32) -> Result<Self, Refusal> {
        if self.declined.contains(&one) {
            return Err(Refusal::SeatDeclined);
        }
        if !self.chosen().contains(&one) {
            return Err(Refusal::NotElected);
        }
        let mut after = self.clone();
        after.declined.push(one);
        Ok(after)
    }

    /// The same once those equal were drawn.
    ///
    /// # Errors
    /// [`Refusal::NoDraw`] where nothing waits for one; [`Refusal::DrawInvalid`] unless just as many are drawn as seats wait,
    /// each of them one of those equal.
    pub fn after_draw(&self, drawn: &[u32]) -> Result<Self, Refusal> {
        if self.awaits() != Some(Awaits::Draw) {
            return Err(Refusal::NoDraw);
        }
        let once = |at: usize, one: &u32| self.tied.contains(one) && !drawn[..at].contains(one);
        let whole = u32::try_from(drawn.len()) == Ok(self.open);
        if !(whole && drawn.iter().enumerate().all(|(at, one)| once(at, one))) {
            return Err(Refusal::DrawInvalid);
        }
        Ok(Self { drawn: Some(drawn.to_vec()), ..self.clone() })
    }

    /// The election of another round among those equal, for the seats that wait.
    ///
    /// # Errors
    /// [`Refusal::NoRunoff`].
    pub fn runoff(&self, first: &Contest) -> Result<Contest, Refusal> {
        if self.awaits() != Some(Awaits::Runoff) {
            return Err(Refusal::NoRunoff);
        }
        let name = |one: &u32| first.candidates.get(usize::try_from(*one).ok()?).cloned();
        // In the order of the first ballot.
        let mut places = self.tied.clone();
        places.sort_unstable();
        let candidates: Vec<String> = places.iter().filter_map(name).collect();
        Ok(Contest { seats: self.open, most: self.open, candidates })
    }

    /// Whether each who declined was elected, and declined once.
    fn declined_once(&self) -> bool {
        let chosen = self.chosen();
        self.declined.iter().enumerate().all(|(at, one)| chosen.contains(one) && !self.declined[..at].contains(one))
    }

    /// Whether its numbers follow from one another and from what the ballots say, on a basis, with a quorum or without. Who of
    /// those equal is put first by age or seniority does not follow from numbers: only that they were equal. Where those equal are
    /// drawn or vote again, nobody of them is put first.
    #[must_use]
    pub fn follows(&self, said: &Named, beside: &Beside, (quorum, basis): (&QuorumCheck, MajorityBasis)) -> bool {
        let counted = counted(said, beside);
        let of = base(&counted, quorum, basis);
        let standing: Vec<Standing> =
            self.votes.iter().map(|votes| Standing { votes: *votes, born: None, member_since: None }).collect();
        let seats = if quorum.met { self.seats } else { 0 };
        let rule = SeatRule { seats, needs: self.needs, tie_break: TieBreak::Draw };
        let Seated { seated, tied, open } = seat(&standing, self.of, &rule);
        let (sure, equal) = (places(&seated), places(&tied));
        // Of those equal, the rule of the statutes may have seated some: no more than there are seats.
        let first: Vec<u32> = self.seated.iter().skip(sure.len()).copied().collect();
        let by_rule = !matches!(self.tie_break, TieBreak::Draw | TieBreak::Runoff) || first.is_empty();
        let once = |at: usize, one: &u32| !first[..at].contains(one);
        let told =
            first.iter().enumerate().all(|(at, one)| equal.contains(one) && !self.tied.contains(one) && once(at, one));
        let left = self.tied.iter().all(|one| equal.contains(one));
        let held = u32::try_from(first.len()).is_ok_and(|told| told + self.open == open);
        self.of == of
            && self.seated.starts_with(&sure)
            && told
            && by_rule
            && left
            && held
            && (self.open == 0) == self.tied.is_empty()
            && (self.votes.clone(), self.named, self.blank) == (counted.votes, counted.named, counted.blank)
            && u64::from(self.needed) == self.needs.map_or(1, |needs| needs.needed(self.of.into()))
            && self.declined_once()
            && self.confirmed.is_none_or(|seat| self.drawn.is_some() && seat.counts())
            && self.drawn.as_ref().is_none_or(|drawn| Self { drawn: None, ..self.clone() }.after_draw(drawn).is_ok())
    }
}

/// The ballots with the blank proxies, for each who stands or for nobody, and with the papers. A void paper says nothing.
fn counted(said: &Named, beside: &Beside) -> Named {
    let blank = beside.blank;
    let (all, each) = blank.map_or((0, 0), |blank| (blank.count, if blank.approved { blank.count } else { 0 }));
    let votes = said.votes.iter().map(|votes| votes.saturating_add(each)).collect();
    let mut counted = Named { blank: said.blank, named: said.named.saturating_add(all), votes };
    if let Some(Papers::Names(papers)) = beside.paper.as_ref().map(|paper| &paper.counts) {
        counted.blank = counted.blank.saturating_add(papers.blank);
        counted.named = counted.named.saturating_add(papers.named);
        for (sum, votes) in counted.votes.iter_mut().zip(&papers.votes) {
            *sum = sum.saturating_add(*votes);
        }
    }
    counted
}

/// What a majority is a part of: the ballots that name somebody, or everybody present or represented.
fn base(counted: &Named, quorum: &QuorumCheck, basis: MajorityBasis) -> u32 {
    match basis {
        MajorityBasis::VotesCast => counted.named,
        MajorityBasis::PresentOrRepresented => counted.named.saturating_add(counted.blank).max(quorum.present),
    }
}

fn places(of: &[usize]) -> Vec<u32> {
    of.iter().filter_map(|at| u32::try_from(*at).ok()).collect()
}

/// Decides an election. `present` and `members` are counted as for any vote; `dates` are those of the candidates, in the order
/// of the ballot. Without quorum nobody is seated, whatever the votes.
#[must_use]
pub fn elect(
    preset: &Preset,
    call: u8,
    taking_part: (u32, u32),
    contest: &Contest,
    said: (&Named, &[Dates]),
    beside: Beside,
) -> Decision {
    let quorum = preset.quorum_of(call).check(taking_part.0, taking_part.1);
    let mut decision = elect_by(&preset.elections, quorum, contest, said, beside);
    decision.rule.clone_from(&preset.id);
    decision.version = preset.version;
    decision
}

/// The same by rules of their own, with a quorum that was checked.
#[must_use]
pub fn elect_by(
    rules: &ElectionRules,
    quorum: QuorumCheck,
    contest: &Contest,
    (said, dates): (&Named, &[Dates]),
    beside: Beside,
) -> Decision {
    let counted = counted(said, &beside);
    let of = base(&counted, &quorum, rules.basis);
    let standing: Vec<Standing> = (0_usize..)
        .zip(&counted.votes)
        .map(|(at, votes)| {
            let dates = dates.get(at).copied().unwrap_or_default();
            Standing { votes: *votes, born: dates.born, member_since: dates.member_since }
        })
        .collect();
    let rule = SeatRule { seats: contest.seats, needs: rules.needs, tie_break: rules.tie_break };
    let nobody = || Seated { seated: Vec::new(), tied: Vec::new(), open: 0 };
    let Seated { seated, tied, open } = if quorum.met { seat(&standing, of, &rule) } else { nobody() };
    let needed = rules.needs.map_or(1, |needs| needs.needed(of.into()));
    let most = counted.votes.iter().copied().max().unwrap_or(0);
    let outcome = match (quorum.met, seated.is_empty() && open == 0) {
        (false, _) => Outcome::NoQuorum,
        (true, false) => Outcome::Elected,
        (true, true) => Outcome::Rejected,
    };
    let majority = MajorityCheck {
        for_: most,
        cast: of.into(),
        needed,
        met: u64::from(most) >= needed,
        basis: rules.basis,
        article: rules.article.clone(),
    };
    let election = Elected {
        seats: contest.seats,
        needs: rules.needs,
        of,
        needed: u32::try_from(needed).unwrap_or(u32::MAX),
        blank: counted.blank,
        named: counted.named,
        votes: counted.votes,
        seated: places(&seated),
        tied: places(&tied),
        open,
        tie_break: rules.tie_break,
        tie_article: rules.tie_article.clone(),
        drawn: None,
        confirmed: None,
        declined: Vec::new(),
    };
    let null = beside.paper.as_ref().map_or(0, |paper| paper.counts.null());
    Decision {
        hands: None,
        outcome,
        counts: Counts { blank: counted.blank, null, ..Counts::default() },
        blank: beside.blank,
        paper: beside.paper,
        quorum,
        majority,
        election: Some(election),
        rule: String::new(),
        version: None,
    }
}

#[cfg(test)]
mod tests;
