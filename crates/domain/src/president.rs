//! The board elects its president among its members (C. com. L.225-47), in as many rounds as it takes. Each director has one
//! voice, whatever the shares. Half of them at least must give it, and elected is who has more than half of the voices given
//! (L.225-37). The casting vote that al. 4 of it gives the chair of a meeting is given to nobody here: in an election of the
//! president, whoever holds it may be a candidate, and another round decides better.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::Refusal;
use crate::ids::{MemberId, RoundId, TermId};
use crate::member::VoiceRules;
use crate::offices::{self, Candidate, Given, Stands, Tenure};
use crate::roles::{Role, Term};
use crate::statutes::PresidentElectedBy;

/// Fewest directors who elect somebody: nobody deliberates alone.
pub const FEWEST: u32 = 2;

/// Whom a director names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Voice {
    /// The director.
    pub member: MemberId,
    /// The one named; oneself is allowed.
    pub candidate: MemberId,
}

/// What a round came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    /// Directors at the close.
    pub directors: u32,
    /// Those of them who gave a voice.
    pub voices: u32,
    /// Who is elected.
    pub elected: Option<MemberId>,
}

/// Who sits on the board at an instant, its president among them, of terms whose holders are members still.
#[must_use]
pub fn directors(terms: &[Tenure], at: i64) -> BTreeSet<MemberId> {
    let sits = |term: &&Tenure| matches!(term.role, Role::Board | Role::Chair) && term.stands(at) == Stands::Held;
    terms.iter().filter(sits).map(|term| term.member).collect()
}

/// How many voices of so many directors may elect somebody: those of half of the board, and not of one person alone.
#[must_use]
pub fn needed(directors: u32) -> u32 {
    directors.div_ceil(2).max(FEWEST)
}

/// Whether so many voices of so many directors may elect somebody.
#[must_use]
pub fn enough(directors: u32, voices: u32) -> bool {
    voices >= needed(directors)
}

/// The voices that count: whose office has ended gave none. Of who gave twice, the last.
pub fn counted<'a>(directors: &'a BTreeSet<MemberId>, voices: &'a [Voice]) -> impl Iterator<Item = &'a Voice> {
    voices.iter().enumerate().filter_map(move |(nth, voice)| {
        let again = voices.iter().skip(nth + 1).any(|later| later.member == voice.member);
        (directors.contains(&voice.member) && !again).then_some(voice)
    })
}

/// Counts a round by the directors at its close. A voice for somebody who is none of them any more was given all the same:
/// it takes part in what more than half is of, and elects nobody.
#[must_use]
pub fn count(directors: &BTreeSet<MemberId>, voices: &[Voice]) -> Count {
    let number = |of: usize| u32::try_from(of).unwrap_or(u32::MAX);
    let given: Vec<&Voice> = counted(directors, voices).collect();
    let (all, voices) = (number(directors.len()), number(given.len()));
    let for_one = |one: &MemberId| given.iter().filter(|voice| voice.candidate == *one).count();
    let elected = directors.iter().copied().find(|one| enough(all, voices) && for_one(one) * 2 > given.len());
    Count { directors: all, voices, elected }
}

/// The voices that count, by candidate: the most first, and whose they are is not said.
#[must_use]
pub fn votes(directors: &BTreeSet<MemberId>, voices: &[Voice]) -> Vec<u32> {
    let mut of = BTreeMap::<MemberId, u32>::new();
    for voice in counted(directors, voices) {
        *of.entry(voice.candidate).or_default() += 1;
    }
    let mut votes: Vec<u32> = of.into_values().collect();
    votes.sort_unstable_by(|one, other| other.cmp(one));
    votes
}

/// What an election changes in the terms of office.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Succession {
    /// Terms that end now.
    pub ends: Vec<TermId>,
    /// Terms that begin now.
    pub gives: Vec<(MemberId, Role, Term)>,
}

/// The office passes to who is elected, now and for no longer than the seat on the board (L.225-47). Whoever held it before and sat
/// on the board by it alone keeps the seat. Of who presides already until that day nothing changes.
///
/// # Errors
/// As [`offices::give`]: [`Refusal::OfficeTaken`] where a president was named for a later day.
pub fn succeed(terms: &[Tenure], elected: Candidate, rules: VoiceRules, now: i64) -> Result<Succession, Refusal> {
    let held = |member: MemberId, role: Role| {
        let runs = move |term: &&Tenure| term.member == member && term.role == role && term.stands(now) == Stands::Held;
        terms.iter().filter(runs)
    };
    // Without end counts as the latest.
    let until = |role| held(elected.member, role).map(|term| term.until.unwrap_or(i64::MAX)).max();
    let until = until(Role::Board).or_else(|| until(Role::Chair)).ok_or(Refusal::MemberState)?;
    let until = (until != i64::MAX).then_some(until);
    let own = held(elected.member, Role::Chair).next();
    if own.is_some_and(|own| own.until == until) {
        return Ok(Succession::default());
    }
    let others: Vec<Tenure> = terms.iter().filter(|term| own.is_none_or(|own| own.id != term.id)).copied().collect();
    let term = Term::new(now, until)?;
    let mut ends: Vec<TermId> = own.map(|own| own.id).into_iter().collect();
    match offices::give(&others, Role::Chair, term, elected, rules)? {
        Given::Already(_) => return Ok(Succession { ends, gives: Vec::new() }),
        Given::New { ends: before } => ends.extend(before),
    }
    let mut gives = vec![(elected.member, Role::Chair, term)];
    for before in others.iter().filter(|term| ends.contains(&term.id)) {
        if held(before.member, Role::Board).next().is_none() {
            // Until a seat of its own begins, if one is to come.
            let to_come = terms.iter().filter(|term| term.member == before.member && term.role == Role::Board);
            let to_come = to_come.filter(|term| term.stands(now) == Stands::ToCome).map(|term| term.from);
            gives.push((before.member, Role::Board, Term::new(now, before.until.into_iter().chain(to_come).min())?));
        }
    }
    Ok(Succession { ends, gives })
}

/// A member on the page of offices.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Person {
    /// Member number.
    pub number: Option<u32>,
    /// Name; empty of whoever was forgotten.
    pub name: String,
}

/// A round that is open, as a director sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenRound {
    /// Id.
    pub id: RoundId,
    /// When it was opened, microseconds UTC.
    pub opened_at: i64,
    /// By whom.
    pub opened_by: Person,
    /// Directors who gave a voice; whom they named is not said before the close.
    pub given: Vec<Person>,
    /// Directors who did not yet.
    pub awaited: Vec<Person>,
    /// Whom the reader named.
    pub own: Option<Person>,
}

/// A round that is closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClosedRound {
    /// Id.
    pub id: RoundId,
    /// When it was opened, microseconds UTC.
    pub opened_at: i64,
    /// When it was closed.
    pub closed_at: i64,
    /// Directors at the close.
    pub directors: u32,
    /// Those of them who gave a voice.
    pub voices: u32,
    /// Who was elected.
    pub elected: Option<Person>,
    /// Voices by candidate, the most first.
    pub candidates: Vec<(Person, u32)>,
    /// Who named whom, for the board; empty for others.
    pub named: Vec<(Person, Person)>,
}

/// The election of the president, on the page of offices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct President {
    /// Who elects, by the statutes in force.
    pub elected_by: PresidentElectedBy,
    /// Directors now, by number.
    pub directors: Vec<Person>,
    /// Whether the reader is one of them.
    pub sits: bool,
    /// When an assembly elected somebody in the last twelve months, if nobody took up the office of president since.
    pub after: Option<i64>,
    /// The round going on.
    pub open: Option<OpenRound>,
    /// The last one that was closed.
    pub last: Option<ClosedRound>,
}

/// A director's voice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NamePresident {
    /// Number of the director who is to preside.
    pub number: u32,
}

#[cfg(test)]
#[path = "president/tests.rs"]
mod tests;
