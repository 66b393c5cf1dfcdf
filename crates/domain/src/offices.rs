//! Terms of office: given by the board from a day to a day, ended by it. A day is a day of the cooperative's time zone; it
//! begins at midnight there, and a term lasts until the end of its last day. The past is not rewritten: an office begins
//! now or later, and ends now or later.

use chrono::{NaiveDate, NaiveTime};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::calendar::instant;
use crate::ids::{MemberId, TermId};
use crate::member::{MemberClass, MemberState, VoiceRules};
use crate::president::President;
use crate::roles::{Role, Term};
use crate::{Refusal, text};

/// A term of office, as it stands in the register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tenure {
    /// Id.
    pub id: TermId,
    /// Who.
    pub member: MemberId,
    /// What.
    pub role: Role,
    /// First instant, microseconds UTC.
    pub from: i64,
    /// First instant after it, if that is known.
    pub until: Option<i64>,
}

/// Where a term stands at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stands {
    /// Held now.
    Held,
    /// From a later day on.
    ToCome,
    /// It has been.
    Over,
    /// Ended before it began.
    Never,
}

impl Tenure {
    fn overlaps(&self, from: i64, until: Option<i64>) -> bool {
        let begins_before = until.is_none_or(|until| self.from < until);
        let ends_after = self.until.is_none_or(|end| end > from);
        begins_before && ends_after && self.until.is_none_or(|end| end > self.from)
    }

    fn covers(&self, at: i64) -> bool {
        Term::new(self.from, self.until).is_ok_and(|term| term.covers(at))
    }

    /// Where it stands.
    #[must_use]
    pub fn stands(&self, now: i64) -> Stands {
        match self.until {
            Some(until) if until <= self.from => Stands::Never,
            Some(until) if until <= now => Stands::Over,
            _ if self.from > now => Stands::ToCome,
            _ => Stands::Held,
        }
    }
}

impl Role {
    /// Whether one person at most holds it at an instant.
    #[must_use]
    pub fn is_sole(self) -> bool {
        matches!(self, Self::Chair | Self::Secretary)
    }

    /// Whether it is never left empty: somebody must be able to give offices, keep the register, run the server.
    #[must_use]
    pub fn is_never_empty(self) -> bool {
        matches!(self, Self::Chair | Self::Secretary | Self::Operator)
    }

    /// Whether a member without a voice may hold it.
    #[must_use]
    pub fn is_for_members_without_voice(self) -> bool {
        matches!(self, Self::Auditor | Self::Operator)
    }

    /// Whether its holder sits among those whose accounts the auditor checks.
    fn keeps_accounts(self) -> bool {
        matches!(self, Self::Board | Self::Chair)
    }
}

/// A day as a person typed it, or none.
///
/// # Errors
/// [`Refusal::OfficeDays`] for what is no day.
pub fn day(typed: &str) -> Result<Option<NaiveDate>, Refusal> {
    if typed.is_empty() {
        return Ok(None);
    }
    text::check(typed, 10).map_err(|_| Refusal::OfficeDays)?;
    NaiveDate::parse_from_str(typed, "%Y-%m-%d").map(Some).map_err(|_| Refusal::OfficeDays)
}

/// The first instant of a day in a place. A midnight that summer time skips is the first instant after it.
///
/// # Errors
/// [`Refusal::Malformed`] for an unknown zone or a day no calendar has.
pub fn day_begins(day: NaiveDate, time_zone: &str) -> Result<i64, Refusal> {
    let zone: Tz = time_zone.parse().map_err(|_| Refusal::Malformed)?;
    instant(day, NaiveTime::MIN, zone)
}

/// The first instant after a day.
///
/// # Errors
/// As [`day_begins`].
pub fn day_ends(day: NaiveDate, time_zone: &str) -> Result<i64, Refusal> {
    day_begins(day.succ_opt().ok_or(Refusal::Malformed)?, time_zone)
}

/// The term between two days: from now on if the first is today or not said, without end if the last is not said.
///
/// # Errors
/// [`Refusal::OfficeDays`] for a first day that is over, or a last day before the first.
pub fn term(first: Option<NaiveDate>, last: Option<NaiveDate>, zone: &str, now: i64) -> Result<Term, Refusal> {
    let from = match first {
        Some(first) if day_ends(first, zone)? <= now => return Err(Refusal::OfficeDays),
        Some(first) => day_begins(first, zone)?.max(now),
        None => now,
    };
    let until = last.map(|last| day_ends(last, zone)).transpose()?;
    Term::new(from, until).map_err(|_| Refusal::OfficeDays)
}

/// The member an office is given to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Who.
    pub member: MemberId,
    /// Where the membership stands.
    pub state: MemberState,
    /// As what the member belongs.
    pub class: MemberClass,
}

/// What giving an office does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Given {
    /// The same term stands already.
    Already(TermId),
    /// A new term begins, and at that instant these end.
    New {
        /// Terms that end when it begins.
        ends: Vec<TermId>,
    },
}

/// Whether an office may be given for a term, and what ends with it: a new chair or secretary is that from the first
/// instant on, and the one before no longer.
///
/// # Errors
/// [`Refusal::Malformed`] for key holders, who are named in a convocation; [`Refusal::MemberState`] for no active member;
/// [`Refusal::OfficeNeedsVoice`]; [`Refusal::AuditorOnBoard`]; [`Refusal::OfficeTaken`] when the member holds it in that
/// time, or somebody takes it over before the term ends.
pub fn give(
    terms: &[Tenure],
    role: Role,
    term: Term,
    candidate: Candidate,
    rules: VoiceRules,
) -> Result<Given, Refusal> {
    if !Role::OFFICES.contains(&role) {
        return Err(Refusal::Malformed);
    }
    let (from, until) = (term.from(), term.until());
    let own = |term: &&Tenure| term.member == candidate.member && term.overlaps(from, until);
    if let Some(same) = terms.iter().filter(own).find(|term| term.role == role) {
        let already = same.covers(from) && same.until == until;
        return if already { Ok(Given::Already(same.id)) } else { Err(Refusal::OfficeTaken) };
    }
    if candidate.state != MemberState::Active {
        return Err(Refusal::MemberState);
    }
    if !role.is_for_members_without_voice() && rules.voices(candidate.state, candidate.class) == 0 {
        return Err(Refusal::OfficeNeedsVoice);
    }
    let clash = |other: Role| {
        (role == Role::Auditor && other.keeps_accounts()) || (role.keeps_accounts() && other == Role::Auditor)
    };
    if terms.iter().filter(own).any(|term| clash(term.role)) {
        return Err(Refusal::AuditorOnBoard);
    }
    let mut ends = Vec::new();
    if role.is_sole() {
        for other in terms.iter().filter(|term| term.role == role && term.overlaps(from, until)) {
            // Somebody named for later: when this term ends must be said, and be before that.
            if other.from >= from {
                return Err(Refusal::OfficeTaken);
            }
            ends.push(other.id);
        }
    }
    Ok(Given::New { ends })
}

/// When a term ends that the board ends: after a last day, or now. `None` when it ends then already.
///
/// # Errors
/// [`Refusal::OfficeOver`] for a term that is over or was never to be; [`Refusal::OfficeDays`] for a last day in the past,
/// or after the end it has; [`Refusal::OfficeNeedsSuccessor`] when nobody would hold an office that is never empty.
pub fn end(
    terms: &[Tenure],
    ended: &Tenure,
    last: Option<NaiveDate>,
    zone: &str,
    now: i64,
) -> Result<Option<i64>, Refusal> {
    if matches!(ended.stands(now), Stands::Over | Stands::Never) {
        return Err(Refusal::OfficeOver);
    }
    let at = match last {
        Some(last) => day_ends(last, zone)?,
        None => now,
    };
    if at < now || ended.until.is_some_and(|until| at > until) {
        return Err(Refusal::OfficeDays);
    }
    if ended.until == Some(at) {
        return Ok(None);
    }
    let successor = |term: &Tenure| term.id != ended.id && term.role == ended.role && term.covers(at.max(ended.from));
    if ended.role.is_never_empty() && ended.covers(at) && !terms.iter().any(successor) {
        return Err(Refusal::OfficeNeedsSuccessor);
    }
    Ok(Some(at))
}

/// What a seat gave that is declined: the terms of a member on the board, and in its chair, that were given for an instant since the
/// result, and are not over. Those of before were given by no seat of this election.
#[must_use]
pub fn of_seat(terms: &[Tenure], member: MemberId, since: i64, now: i64) -> Vec<Tenure> {
    let given = |term: &&Tenure| term.member == member && term.role.keeps_accounts() && term.from >= since;
    let lasts = |term: &&Tenure| matches!(term.stands(now), Stands::Held | Stands::ToCome);
    terms.iter().filter(given).filter(lasts).copied().collect()
}

/// A term of office on the page of offices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficeLine {
    /// Id.
    pub id: TermId,
    /// What.
    pub role: Role,
    /// Who.
    pub member: MemberId,
    /// Member number.
    pub number: Option<u32>,
    /// Name.
    pub name: String,
    /// First instant, microseconds UTC.
    pub from: i64,
    /// First instant after it, if that is known.
    pub until: Option<i64>,
    /// Where it stands.
    pub stands: Stands,
}

/// Who holds what, held it, or will.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offices {
    /// IANA name of the cooperative's time zone.
    pub time_zone: String,
    /// By office, then by first instant.
    pub terms: Vec<OfficeLine>,
    /// How the president is elected.
    pub president: President,
}

/// An office to give.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GiveOffice {
    /// Number of the member who is to hold it.
    pub number: u32,
    /// Which.
    pub role: Role,
    /// First day; from now on if not said.
    pub first_day: Option<NaiveDate>,
    /// Last day; without end if not said.
    pub last_day: Option<NaiveDate>,
}

/// An office to end.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EndOffice {
    /// Last day; now if not said.
    pub last_day: Option<NaiveDate>,
}

#[cfg(test)]
#[path = "offices/tests.rs"]
mod tests;
