//! The statutes as their pages show them.

use serde::{Deserialize, Serialize};

use super::Statutes;
use super::fields::Field;
use super::sources::{Confidence, source};
use super::versions::Change;
use crate::ids::{AssemblyId, VoteId};
use crate::resolution::Text;

/// One thing statutes say, with its article. Values as texts (see [`super::Value`]).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// What it is about.
    pub field: Field,
    /// What they say.
    pub value: String,
    /// Where the preset's value is written.
    pub article: String,
    /// How sure this program is of it.
    pub confidence: Confidence,
    /// What the preset says, where they say something else.
    pub preset: Option<String>,
    /// Whether the text leaves statutes no such choice.
    pub against_law: bool,
}

impl Statutes {
    /// Everything they say, in the order of the fields.
    #[must_use]
    pub fn lines(&self) -> Vec<Line> {
        let departures = self.departures();
        let line = |field: &Field| {
            let source = source(self.preset(), *field);
            let departure = departures.iter().find(|departure| departure.field == *field);
            Line {
                field: *field,
                value: self.says(*field).to_string(),
                article: source.article.to_owned(),
                confidence: source.confidence,
                preset: departure.map(|departure| departure.preset.to_string()),
                against_law: departure.is_some_and(|departure| departure.against_law),
            }
        };
        Field::ALL.iter().map(line).collect()
    }
}

/// A version with what led to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionView {
    /// From 1.
    pub number: u32,
    /// The preset it began as.
    pub preset: String,
    /// First instant in force, microseconds UTC.
    pub effective_at: i64,
    /// When it was entered.
    pub adopted_at: i64,
    /// The decision, in words; empty for the first, which came with the founding.
    pub decision: String,
    /// The vote that decided it, where it was held here, and its assembly.
    pub vote: Option<(VoteId, AssemblyId)>,
    /// Number of the member who entered it.
    pub by: Option<u32>,
    /// SHA-256 of the body, hex.
    pub hash: String,
    /// In what it differs from the one before.
    pub changes: Vec<Change>,
}

/// The statutes in force, everything they say, and how they came about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatutesView {
    /// IANA zone in which their days begin.
    pub time_zone: String,
    /// The version shown.
    pub shown: u32,
    /// The version in force now.
    pub in_force: u32,
    /// Everything the version shown says.
    pub lines: Vec<Line>,
    /// Whether this program can count what it asks for.
    pub countable: bool,
    /// Every version, newest first.
    pub versions: Vec<VersionView>,
}

/// A vote that was decided here and adopted: it may have changed the statutes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecidedVote {
    /// Id.
    pub vote: VoteId,
    /// What was adopted.
    pub title: Text,
    /// When.
    pub decided_at: i64,
}

/// What the form for a new version begins with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatutesForm {
    /// IANA zone in which days begin.
    pub time_zone: String,
    /// The version it will follow.
    pub follows: u32,
    /// The preset it is measured against.
    pub preset: String,
    /// Everything it begins with.
    pub lines: Vec<Line>,
    /// First day it may take effect, `YYYY-MM-DD`.
    pub first_day: String,
    /// Votes that may have decided it, newest first.
    pub votes: Vec<DecidedVote>,
}

/// What a new version would change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatutesPreview {
    /// Its number.
    pub number: u32,
    /// First instant in force, microseconds UTC.
    pub effective_at: i64,
    /// IANA zone in which its days begin.
    pub time_zone: String,
    /// The decision, in words.
    pub decision: String,
    /// The preset it is measured against.
    pub preset: String,
    /// Whether the version before was measured against another.
    pub other_preset: bool,
    /// In what it differs from the version before.
    pub changes: Vec<Change>,
    /// Where it departs from its preset.
    pub departing: Vec<Line>,
    /// Whether this program can count what it asks for.
    pub countable: bool,
}

/// A new version, as it is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdoptStatutes {
    /// The version it follows: another adopted meanwhile is a conflict.
    pub follows: u32,
    /// The preset it is measured against.
    pub preset: String,
    /// Day from which it is in force, `YYYY-MM-DD`.
    pub from: String,
    /// The decision, in words: "AGE of 3 May 2025, resolution 4".
    pub decision: String,
    /// The vote that decided it, if it was held here.
    #[serde(default)]
    pub vote: Option<VoteId>,
    /// What each field says, by its word. A field left out is as the preset says; other words play no part.
    #[serde(flatten)]
    pub values: std::collections::BTreeMap<String, String>,
}
