//! What statutes may say. Nonsense is refused, and a quorum below that of the law of companies, which calls such a clause
//! unwritten. Where else statutes and law disagree, both are shown with the article: that is for the members and a judge.

use super::fields::Field;
use super::sources::{Bound, Confidence, is_company, source};
use super::values::Value;
use super::{Known, PRESETS, Statutes};
use crate::proxies::ProxyCap;
use crate::quorum::Fraction;
use crate::{Refusal, colleges};

/// Most days that notice or a deadline may have: a year.
const MOST_DAYS: u32 = 366;

/// Why statutes cannot be adopted, and which field says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// The field, where it is one.
    pub field: Option<Field>,
    /// Why.
    pub refusal: Refusal,
}

impl Wrong {
    pub(super) fn of(field: Option<Field>, refusal: Refusal) -> Self {
        Self { field, refusal }
    }
}

/// A value that is not the preset's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Departure {
    /// Where.
    pub field: Field,
    /// What the preset says.
    pub preset: Value,
    /// Where that is written.
    pub article: &'static str,
    /// How sure we are of it.
    pub confidence: Confidence,
    /// Whether the text it is written in leaves statutes no such choice, as far as this program knows: a warning.
    pub against_law: bool,
}

impl Statutes {
    /// Whether an assembly could decide by them at all.
    ///
    /// # Errors
    /// The first fault: [`Refusal::StatutesMajorityMissing`], [`Refusal::StatutesMajorityLow`] (a majority that both sides
    /// could reach), [`Refusal::StatutesQuorumLowered`] (C. com. L.225-96, L.225-98: statutes of unlisted companies may
    /// raise it), [`Refusal::StatutesDays`], [`Refusal::StatutesColleges`] (loi 47-1775 art. 19 octies).
    pub fn check(&self) -> Result<(), Wrong> {
        self.check_majorities()?;
        self.check_elections()?;
        self.check_quorums()?;
        self.check_days()?;
        match self.says(Field::CollegeWeights) {
            Value::Weights(weights) if colleges::check_weights(weights).is_err() => {
                Err(Wrong::of(Some(Field::CollegeWeights), Refusal::StatutesColleges))
            }
            _ => Ok(()),
        }
    }

    fn check_majorities(&self) -> Result<(), Wrong> {
        for field in [Field::OrdinaryMajority, Field::ExtraordinaryMajority] {
            let quota = self.quota(field).ok_or(Wrong::of(Some(field), Refusal::StatutesMajorityMissing))?;
            let (twice, whole) = (2 * u64::from(quota.fraction.num()), u64::from(quota.fraction.den()));
            let both_could = twice < whole || (twice == whole && !quota.strict);
            let all_of_more_than_all = quota.strict && quota.fraction.num() == quota.fraction.den();
            if both_could || all_of_more_than_all {
                return Err(Wrong::of(Some(field), Refusal::StatutesMajorityLow));
            }
            if quota.minimum.is_some() || quota.enough.is_some() {
                return Err(Wrong::of(Some(field), Refusal::StatutesValue));
            }
        }
        Ok(())
    }

    /// A candidate may need a part of the votes and nothing else; more than all of them nobody has.
    fn check_elections(&self) -> Result<(), Wrong> {
        let wrong = self.quota(Field::ElectionMajority).is_some_and(|quota| {
            let beyond = quota.strict && quota.fraction.num() == quota.fraction.den();
            beyond || quota.minimum.is_some() || quota.enough.is_some()
        });
        if wrong { Err(Wrong::of(Some(Field::ElectionMajority), Refusal::StatutesValue)) } else { Ok(()) }
    }

    fn check_quorums(&self) -> Result<(), Wrong> {
        for field in QUORUMS {
            let lowered = is_company(self.preset()) && self.conflicts(field);
            // More than all of them never meet.
            let beyond =
                self.quota(field).is_some_and(|quota| quota.strict && quota.fraction.num() == quota.fraction.den());
            if lowered || beyond {
                return Err(Wrong::of(Some(field), Refusal::StatutesQuorumLowered));
            }
        }
        Ok(())
    }

    fn check_days(&self) -> Result<(), Wrong> {
        for field in [Field::NoticeFirst, Field::NoticeSecond] {
            if !self.count(field).is_some_and(|days| (1..=MOST_DAYS).contains(&days)) {
                return Err(Wrong::of(Some(field), Refusal::StatutesDays));
            }
        }
        for field in DAYS {
            if self.count(field).is_some_and(|days| days > MOST_DAYS) {
                return Err(Wrong::of(Some(field), Refusal::StatutesDays));
            }
        }
        if self.cut_off().is_some_and(|(days, _)| days > MOST_DAYS) {
            return Err(Wrong::of(Some(Field::ElectronicCutOff), Refusal::StatutesDays));
        }
        Ok(())
    }

    /// Whether this program can count what they ask for. Shares are no part of a roll, and the register does not know
    /// colleges yet.
    ///
    /// # Errors
    /// [`Refusal::StatutesNotCounted`].
    pub fn countable(&self) -> Result<(), Refusal> {
        let shares = *self.says(Field::QuorumBasis) == Value::Word("shares");
        let weighed = matches!(self.says(Field::CollegeWeights), Value::Weights(_));
        if shares || weighed { Err(Refusal::StatutesNotCounted) } else { Ok(()) }
    }

    /// Whether they say something else than their preset in a field.
    #[must_use]
    pub fn departs(&self, field: Field) -> bool {
        PRESETS.get(self.preset()).is_some_and(|preset| preset.says.says(field) != self.says(field))
    }

    /// Every value that is not the preset's, in the order of the fields.
    #[must_use]
    pub fn departures(&self) -> Vec<Departure> {
        let Some(Known { says: preset, .. }) = PRESETS.get(self.preset()) else { return Vec::new() };
        let departing = Field::ALL.iter().copied().filter(|field| preset.says(*field) != self.says(*field));
        departing
            .map(|field| {
                let source = source(self.preset(), field);
                let said = preset.says(field).clone();
                let against_law = breaks(source.bound, &said, self.says(field));
                Departure { field, preset: said, article: source.article, confidence: source.confidence, against_law }
            })
            .collect()
    }

    fn conflicts(&self, field: Field) -> bool {
        let bound = source(self.preset(), field).bound;
        PRESETS.get(self.preset()).is_some_and(|preset| breaks(bound, preset.says.says(field), self.says(field)))
    }
}

const QUORUMS: [Field; 4] = [
    Field::OrdinaryQuorumFirst,
    Field::OrdinaryQuorumSecond,
    Field::ExtraordinaryQuorumFirst,
    Field::ExtraordinaryQuorumSecond,
];

const DAYS: [Field; 7] = [
    Field::PostponementMonths,
    Field::MemberListDay,
    Field::ProposalDays,
    Field::ProposalAckDays,
    Field::QuestionDays,
    Field::FormRequestDays,
    Field::PaperDays,
];

/// Whether a value goes beyond what its text allows, the preset's value being the limit.
fn breaks(bound: Bound, preset: &Value, own: &Value) -> bool {
    match bound {
        _ if preset == own => false,
        Bound::Free => false,
        Bound::Fixed => true,
        Bound::AtLeast => less(own, preset),
        Bound::AtMost => less(preset, own),
    }
}

/// Whether one value asks for less than another. Nothing asks for nothing; a proxy cap of nothing is the greatest.
fn less(one: &Value, other: &Value) -> bool {
    let below =
        |a: Fraction, b: Fraction| u64::from(a.num()) * u64::from(b.den()) < u64::from(b.num()) * u64::from(a.den());
    match (one, other) {
        (Value::Cap(one), Value::Cap(other)) => cap_below(*one, *other),
        (Value::Nothing, other) => *other != Value::Nothing,
        (Value::Count(one), Value::Count(other)) => one < other,
        (Value::Quota(one), Value::Quota(other)) => one.asks_less_than(other),
        (Value::Fraction(one), Value::Fraction(other)) => below(*one, *other),
        _ => false,
    }
}

/// Whether among some number of members one cap lets carry fewer voices than the other: compared where caps bend.
fn cap_below(one: ProxyCap, other: ProxyCap) -> bool {
    let turns = |cap: ProxyCap| match cap {
        ProxyCap::FewThenFraction { below, .. } => vec![below.saturating_sub(1), below, below.saturating_mul(50)],
        _ => vec![1],
    };
    let most = |cap: ProxyCap, members| cap.among(members).unwrap_or(u32::MAX);
    let mut members = turns(one);
    members.extend(turns(other));
    members.into_iter().any(|members| most(one, members) < most(other, members))
}
