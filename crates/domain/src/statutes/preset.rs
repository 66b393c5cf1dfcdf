//! The rules one assembly decides by, as the statutes give them to its kind.

use chrono::NaiveTime;
use serde::{Deserialize, Serialize};

use super::fields::Field;
use super::sources::{is_company, source, statutes_name};
use super::values::{Quota, Value};
use super::{FRENCH, FRENCH_GREATER, PRESETS, Statutes};
use crate::Refusal;
use crate::assembly::AssemblyKind;
use crate::calendar::CalendarRules;
use crate::majority::{MajorityBasis, MajorityRule};
use crate::proxies::ProxyCap;
use crate::quorum::{QuorumBasis, QuorumRule};
use crate::seats::{ElectionRules, Threshold, TieBreak};

/// Identifies a preset, e.g. `sa-cooperative-fr-ago`.
pub type PresetId = String;

/// No preset of this name, or its statutes must say something first.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no usable preset {0}")]
pub struct UnknownPreset(pub PresetId);

/// The rules one assembly decides by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preset {
    /// Name in `rules.json`.
    pub id: PresetId,
    /// Version of the statutes that says them; none for a preset as it is written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<u32>,
    /// Texts of law it rests on.
    pub law: Vec<String>,
    /// Quorum on first and on second call.
    pub quorum: [QuorumRule; 2],
    /// Majority of a resolution.
    pub majority: MajorityRule,
    /// Majority of a change of the statutes, where the same assembly decides it by a greater one.
    pub statute_change: Option<MajorityRule>,
    /// Days of notice on first and on second call.
    pub notice_days: [u32; 2],
    /// Whether those days count neither the day of the notice nor that of the assembly.
    pub clear_days: bool,
    /// The other days of the calendar.
    pub calendar: CalendarRules,
    /// How many voices one person may carry.
    pub proxy_cap: ProxyCap,
    /// How persons are elected.
    pub elections: ElectionRules,
}

impl Preset {
    /// A preset as it is written, for ordinary assemblies; `sa-cooperative-fr-age` for extraordinary ones.
    ///
    /// # Errors
    /// [`UnknownPreset`], also where the statutes must say the majority.
    pub fn load(id: &str) -> Result<Self, UnknownPreset> {
        let kind = if id == FRENCH_GREATER { AssemblyKind::Extraordinary } else { AssemblyKind::Ordinary };
        Statutes::of(id)?.rules(kind).map_err(|_| UnknownPreset(id.to_owned()))
    }

    /// The same rules, said by a version of the statutes.
    #[must_use]
    pub fn of_version(self, version: u32) -> Self {
        Self { version: Some(version), ..self }
    }

    /// Quorum of a call, 1 or 2.
    #[must_use]
    pub fn quorum_of(&self, call: u8) -> &QuorumRule {
        &self.quorum[usize::from(call >= 2)]
    }

    /// Days of notice of a call, 1 or 2.
    #[must_use]
    pub fn notice_of(&self, call: u8) -> u32 {
        self.notice_days[usize::from(call >= 2)]
    }
}

impl Statutes {
    /// The rules of a kind of assembly. A mixed one is convened by those of an ordinary one; a constitutive one decides as an
    /// extraordinary one (C. com. L.225-8).
    ///
    /// # Errors
    /// [`Refusal::StatutesMajorityMissing`]; [`Refusal::Malformed`] for a preset that is not there any more.
    pub fn rules(&self, kind: AssemblyKind) -> Result<Preset, Refusal> {
        let greater = matches!(kind, AssemblyKind::Extraordinary | AssemblyKind::Constitutive);
        let id = if greater && self.preset == FRENCH { FRENCH_GREATER } else { self.preset.as_str() };
        let law = PRESETS.get(id).ok_or(Refusal::Malformed)?.law.clone();
        let [first, second, majority, basis] = if greater { GREATER } else { ORDINARY };
        let change = (!greater && !is_company(&self.preset))
            .then(|| self.majority(Field::ExtraordinaryMajority, Field::ExtraordinaryMajorityBasis))
            .transpose()?;
        let majority = self.majority(majority, basis)?;
        Ok(Preset {
            id: id.to_owned(),
            version: None,
            law,
            quorum: [self.quorum(first), self.quorum(second)],
            // Where one majority decides everything, no other is named beside it.
            statute_change: change.filter(|change| *change != majority),
            majority,
            notice_days: [self.count(Field::NoticeFirst), self.count(Field::NoticeSecond)]
                .map(Option::unwrap_or_default),
            clear_days: self.agrees(Field::ClearDays),
            calendar: CalendarRules {
                proposal_days: self.count(Field::ProposalDays),
                member_list_day: self.count(Field::MemberListDay),
                question_business_days: self.count(Field::QuestionDays),
                form_request_days: self.count(Field::FormRequestDays),
                paper_days: self.count(Field::PaperDays),
                electronic: self.cut_off(),
            },
            proxy_cap: self.proxy_cap(),
            elections: self.elections(),
        })
    }

    fn elections(&self) -> ElectionRules {
        ElectionRules {
            needs: self
                .quota(Field::ElectionMajority)
                .map(|quota| Threshold { fraction: quota.fraction, strict: quota.strict }),
            basis: MajorityBasis::VotesCast,
            article: self.article(Field::ElectionMajority),
            all_names: *self.says(Field::ElectionNames) == Value::Word("candidates"),
            tie_break: match self.says(Field::ElectionTie) {
                Value::Word("eldest") => TieBreak::Eldest,
                Value::Word("youngest") => TieBreak::Youngest,
                Value::Word("seniority") => TieBreak::Seniority,
                Value::Word("runoff") => TieBreak::Runoff,
                _ => TieBreak::Draw,
            },
            tie_article: self.article(Field::ElectionTie),
        }
    }

    fn quorum(&self, field: Field) -> QuorumRule {
        let quota = self.quota(field);
        QuorumRule {
            fraction: quota.map(|quota| quota.fraction),
            strict: quota.is_some_and(|quota| quota.strict),
            minimum: quota.and_then(|quota| quota.minimum),
            enough: quota.and_then(|quota| quota.enough),
            basis: match self.says(Field::QuorumBasis) {
                Value::Word("voices") => QuorumBasis::Voices,
                Value::Word("shares") => QuorumBasis::Shares,
                _ => QuorumBasis::Members,
            },
            article: self.article(field),
        }
    }

    fn majority(&self, field: Field, basis: Field) -> Result<MajorityRule, Refusal> {
        let quota = self.quota(field).ok_or(Refusal::StatutesMajorityMissing)?;
        Ok(MajorityRule {
            fraction: quota.fraction,
            strict: quota.strict,
            basis: match self.says(basis) {
                Value::Word("present-or-represented") => MajorityBasis::PresentOrRepresented,
                _ => MajorityBasis::VotesCast,
            },
            article: self.article(field),
        })
    }

    /// Where a value is written: the article of the preset; for another value, the statutes before it.
    #[must_use]
    pub fn article(&self, field: Field) -> String {
        let article = source(&self.preset, field).article;
        let own = statutes_name(&self.preset);
        if article == own || !self.departs(field) { article.to_owned() } else { format!("{own} ({article})") }
    }

    pub(super) fn quota(&self, field: Field) -> Option<Quota> {
        match self.says(field) {
            Value::Quota(quota) => Some(*quota),
            _ => None,
        }
    }

    pub(super) fn count(&self, field: Field) -> Option<u32> {
        match self.says(field) {
            Value::Count(count) => Some(*count),
            _ => None,
        }
    }

    pub(super) fn cut_off(&self) -> Option<(u32, NaiveTime)> {
        match self.says(Field::ElectronicCutOff) {
            Value::CutOff(days, hour) => Some((*days, *hour)),
            _ => None,
        }
    }

    pub(super) fn proxy_cap(&self) -> ProxyCap {
        match self.says(Field::ProxyCap) {
            Value::Cap(cap) => *cap,
            _ => ProxyCap::None,
        }
    }
}

const ORDINARY: [Field; 4] =
    [Field::OrdinaryQuorumFirst, Field::OrdinaryQuorumSecond, Field::OrdinaryMajority, Field::OrdinaryMajorityBasis];
const GREATER: [Field; 4] = [
    Field::ExtraordinaryQuorumFirst,
    Field::ExtraordinaryQuorumSecond,
    Field::ExtraordinaryMajority,
    Field::ExtraordinaryMajorityBasis,
];
