//! The shapes of `rules.json`. Where a preset says one thing for each kind of assembly or one for both, both are read.

use serde::Deserialize;
use serde_json::Value as Json;

use super::values::Quota;
use crate::quorum::{Fraction, QuorumBasis};

/// What this program reads of a preset; `rules.json` says more.
#[derive(Deserialize)]
pub(super) struct Written {
    #[serde(deserialize_with = "quorums")]
    pub(super) quorum: WrittenQuorums,
    #[serde(deserialize_with = "majority")]
    pub(super) majority: WrittenMajority,
    pub(super) notice_days: WrittenNotice,
    pub(super) proposals: Option<WrittenProposals>,
    pub(super) requisition_members_pct: Option<u32>,
    pub(super) member_list_day: Option<u32>,
    pub(super) written_questions_business_days: Option<u32>,
    pub(super) remote: Option<WrittenRemote>,
    pub(super) proxy: Option<WrittenProxy>,
    #[serde(default)]
    pub(super) elections: WrittenElections,
    #[serde(default)]
    pub(super) formats: Vec<String>,
    #[serde(default)]
    pub(super) secret_required_for: Vec<String>,
    #[serde(default)]
    pub(super) secret_default_for: Vec<String>,
}

#[derive(Deserialize)]
pub(super) struct WrittenProposals {
    pub(super) deadline_days: Option<u32>,
    pub(super) ack_days: Option<u32>,
    pub(super) capital_pct: Option<u32>,
    pub(super) members_pct: Option<u32>,
}

#[derive(Deserialize)]
pub(super) struct WrittenRemote {
    pub(super) paper_request_days: Option<u32>,
    pub(super) paper_cutoff_max_days_before: Option<u32>,
    pub(super) electronic_cutoff: Option<WrittenCutOff>,
    #[serde(default)]
    pub(super) irrevocable_on_receipt: bool,
}

/// How persons are elected; a draw, and no part of the votes, where nothing is said.
#[derive(Default, Deserialize)]
pub(super) struct WrittenElections {
    pub(super) needs: Option<Part>,
    pub(super) tie: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct WrittenCutOff {
    pub(super) days_before: u32,
    pub(super) time: String,
}

#[derive(Deserialize)]
pub(super) struct WrittenProxy {
    pub(super) holders: Option<Vec<String>>,
    pub(super) max_per_holder: Option<u32>,
    pub(super) max_extra_voices: Option<WrittenExtra>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenExtra {
    pub(super) if_members_lt: u32,
    pub(super) then: u32,
    pub(super) else_floor_fraction: WrittenFraction,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenFraction {
    pub(super) num: u32,
    pub(super) den: u32,
}

/// A quorum for each call; one of its own for each kind of assembly, or one for both.
pub(super) struct WrittenQuorums {
    pub(super) own: Option<Calls>,
    pub(super) ago: Option<Calls>,
    pub(super) age: Option<Calls>,
    pub(super) basis: QuorumBasis,
    pub(super) postponement_max_months: Option<u32>,
}

#[derive(Deserialize)]
pub(super) struct Calls {
    // Absent is not the same as null, which says that none is required.
    #[serde(deserialize_with = "Option::deserialize")]
    pub(super) first: Option<Part>,
    #[serde(deserialize_with = "Option::deserialize")]
    pub(super) second: Option<Part>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Part {
    pub(super) num: u32,
    pub(super) den: u32,
    #[serde(default)]
    pub(super) strict: bool,
    pub(super) min_members: Option<u32>,
    pub(super) or_votes: Option<u32>,
}

impl Part {
    pub(super) fn quota(&self) -> Option<Quota> {
        Some(Quota {
            fraction: Fraction::new(self.num, self.den)?,
            strict: self.strict,
            minimum: self.min_members,
            enough: self.or_votes,
        })
    }
}

pub(super) struct WrittenMajority {
    /// One for every assembly; none where each kind has its own, or the statutes say it.
    pub(super) own: Option<Part>,
    pub(super) ago: Option<Part>,
    pub(super) age: Option<Part>,
    pub(super) basis: String,
    pub(super) excluded: Option<Vec<String>>,
    pub(super) statute_change: Option<WrittenGreater>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenGreater {
    pub(super) num: u32,
    pub(super) den: u32,
    pub(super) strict: bool,
    pub(super) basis: Option<String>,
}

impl WrittenGreater {
    pub(super) fn part(&self) -> Part {
        Part { num: self.num, den: self.den, strict: self.strict, min_members: None, or_votes: None }
    }
}

#[derive(Deserialize)]
pub(super) struct WrittenNotice {
    pub(super) first: u32,
    // Where a second call is announced with the first, it has no notice of its own.
    pub(super) second: Option<u32>,
    pub(super) clear_days: Option<bool>,
}

pub(super) fn quorums<'de, D: serde::Deserializer<'de>>(from: D) -> Result<WrittenQuorums, D::Error> {
    #[derive(Deserialize)]
    struct Common {
        #[serde(default)]
        basis: QuorumBasis,
        postponement_max_months: Option<u32>,
    }
    let json = Json::deserialize(from)?;
    let calls = |json: &Json| Calls::deserialize(json).map_err(serde::de::Error::custom);
    let common = Common::deserialize(&json).map_err(serde::de::Error::custom)?;
    let (ago, age) = (json.get("ago").map(calls).transpose()?, json.get("age").map(calls).transpose()?);
    let own = if ago.is_some() && age.is_some() { None } else { Some(calls(&json)?) };
    let postponement_max_months = common.postponement_max_months;
    Ok(WrittenQuorums { own, ago, age, basis: common.basis, postponement_max_months })
}

pub(super) fn majority<'de, D: serde::Deserializer<'de>>(from: D) -> Result<WrittenMajority, D::Error> {
    #[derive(Deserialize)]
    struct Common {
        basis: String,
        excluded: Option<Vec<String>>,
        #[serde(alias = "special", alias = "qualified")]
        statute_change: Option<WrittenGreater>,
    }
    #[derive(Deserialize)]
    struct Own {
        num: u32,
        den: u32,
        strict: bool,
    }
    let json = Json::deserialize(from)?;
    let part = |json: &Json| {
        let own = Own::deserialize(json).map_err(serde::de::Error::custom)?;
        Ok(Part { num: own.num, den: own.den, strict: own.strict, min_members: None, or_votes: None })
    };
    let Common { basis, excluded, statute_change } = Common::deserialize(&json).map_err(serde::de::Error::custom)?;
    let (ago, age) = (json.get("ago").map(part).transpose()?, json.get("age").map(part).transpose()?);
    let said = basis == "statutes" || (ago.is_some() && age.is_some());
    let own = if said { None } else { Some(part(&json)?) };
    Ok(WrittenMajority { own, ago, age, basis, excluded, statute_change })
}
