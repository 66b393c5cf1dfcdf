//! What statutes say besides quorum, majority and notice, for those who ask.

use serde::{Deserialize, Serialize};

use super::Statutes;
use super::fields::Field;
use super::values::Value;
use crate::proxies::ProxyCap;
use crate::quorum::Fraction;

/// Until when a proxy may be taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProxyRevocable {
    /// Until the roll of the vote is fixed.
    RollFixed,
    /// Until 15:00 on the eve of the assembly, in its time zone.
    Eve,
    /// Never, once it was received (C. com. R.225-80).
    Never,
}

/// Who may carry a voice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProxyHolders {
    /// Members.
    Members,
    /// Members and the spouse or partner of the member.
    MembersOrSpouses,
    /// Anyone.
    Anyone,
}

/// Who may read the minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MinutesReaders {
    /// Everyone.
    All,
    /// Members.
    Members,
}

/// Who elects the president.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PresidentElectedBy {
    /// The board, among its members (C. com. L.225-47).
    Board,
    /// The assembly.
    Assembly,
}

/// Settings of the statutes. `None` where they say nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// Whether a ballot may take the place of an earlier one of the same voice.
    pub ballot_replaceable: bool,
    /// Until when a proxy may be taken back.
    pub proxy_revocable_until: ProxyRevocable,
    /// Who may carry a voice.
    pub proxy_holders: ProxyHolders,
    /// How many voices a person may carry.
    pub proxy_cap: ProxyCap,
    /// Members whose support puts a proposal on the agenda.
    pub support_members: Option<u32>,
    /// Part of the members whose support does.
    pub support_fraction: Option<Fraction>,
    /// Part of the capital whose support does.
    pub support_capital: Option<Fraction>,
    /// Days before the assembly until which proposals are received.
    pub proposal_days: Option<u32>,
    /// Days within which one is acknowledged.
    pub proposal_ack_days: Option<u32>,
    /// Business days before the assembly until which questions are asked in writing.
    pub question_days: Option<u32>,
    /// Whether one may vote before the session.
    pub advance_vote: bool,
    /// Whether a vote about persons is proposed as a secret one.
    pub secret_for_persons: bool,
    /// Whether an assembly may be held by telecommunication alone.
    pub fully_remote: bool,
    /// Most months between a meeting without quorum and the next.
    pub postponement_months: Option<u32>,
    /// Who may read the minutes.
    pub minutes_readers: MinutesReaders,
    /// Who elects the president.
    pub president_elected_by: PresidentElectedBy,
}

impl Statutes {
    /// What they say besides the rules of an assembly.
    #[must_use]
    pub fn settings(&self) -> Settings {
        Settings {
            ballot_replaceable: self.agrees(Field::BallotReplaceable),
            proxy_revocable_until: match self.says(Field::ProxyRevocableUntil) {
                Value::Word("roll-fixed") => ProxyRevocable::RollFixed,
                Value::Word("eve") => ProxyRevocable::Eve,
                _ => ProxyRevocable::Never,
            },
            proxy_holders: match self.says(Field::ProxyHolders) {
                Value::Word("anyone") => ProxyHolders::Anyone,
                Value::Word("members-or-spouses") => ProxyHolders::MembersOrSpouses,
                _ => ProxyHolders::Members,
            },
            proxy_cap: self.proxy_cap(),
            support_members: self.count(Field::SupportMembers),
            support_fraction: self.fraction(Field::SupportFraction),
            support_capital: self.fraction(Field::SupportCapital),
            proposal_days: self.count(Field::ProposalDays),
            proposal_ack_days: self.count(Field::ProposalAckDays),
            question_days: self.count(Field::QuestionDays),
            advance_vote: self.agrees(Field::AdvanceVote),
            secret_for_persons: self.agrees(Field::SecretForPersons),
            fully_remote: self.agrees(Field::FullyRemote),
            postponement_months: self.count(Field::PostponementMonths),
            minutes_readers: match self.says(Field::MinutesReaders) {
                Value::Word("members") => MinutesReaders::Members,
                _ => MinutesReaders::All,
            },
            president_elected_by: match self.says(Field::PresidentElectedBy) {
                Value::Word("assembly") => PresidentElectedBy::Assembly,
                _ => PresidentElectedBy::Board,
            },
        }
    }

    fn fraction(&self, field: Field) -> Option<Fraction> {
        match self.says(field) {
            Value::Fraction(fraction) => Some(*fraction),
            _ => None,
        }
    }
}
