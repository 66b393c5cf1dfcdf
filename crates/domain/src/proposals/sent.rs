//! What pages and programs send about proposals.

use protocol::encoding::hex_array;
use protocol::keys::Signature;
use serde::{Deserialize, Serialize};

use crate::ids::AssemblyId;
use crate::lang::Lang;
use crate::proposals::{AmendmentMove, Content, Kind, ProposalMove, Words};

/// The words of a new proposal, or of a new version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Write {
    /// What is proposed.
    pub kind: Kind,
    /// The language it is written in.
    pub language: Lang,
    /// Title, one line.
    pub title: String,
    /// Text, in Markdown.
    pub text: String,
    /// Why, in Markdown; may be empty for a resolution.
    #[serde(default)]
    pub reasons: String,
    /// Title in the other language; empty if there is none.
    #[serde(default)]
    pub other_title: String,
    /// Text in the other language; empty if there is none.
    #[serde(default)]
    pub other_text: String,
}

impl Write {
    /// As a version has it. Of the other language both title and text are there, or neither.
    #[must_use]
    pub fn content(&self) -> Content {
        let other = !(self.other_title.is_empty() && self.other_text.is_empty());
        Content {
            kind: self.kind,
            lang: self.language,
            title: self.title.clone(),
            text: self.text.clone(),
            reasons: self.reasons.clone(),
            other: other.then(|| Words { title: self.other_title.clone(), text: self.other_text.clone() }),
        }
    }
}

/// Other words for a proposal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Edit {
    /// The version they were written over: another author may have written meanwhile.
    pub version: u32,
    /// The words.
    pub words: Write,
}

/// An author moves a proposal on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Move {
    /// Opened for support, submitted, or withdrawn.
    pub happens: ProposalMove,
    /// To submit: the assembly it is for, if one has been convened; else the next that will be.
    #[serde(default)]
    pub assembly: Option<AssemblyId>,
}

/// An author asks another member to write too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Invite {
    /// Number of the member.
    pub number: u32,
}

/// What somebody invited answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// Writes too.
    Accept,
    /// Does not.
    Decline,
}

/// The answer to an invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnswerInvitation {
    /// Yes or no.
    pub answer: Answer,
}

/// A member supports one version of a proposal: `POST /api/v1/proposals/{proposal}/support`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Support {
    /// Number of the version.
    pub version: u32,
    /// SHA-256 of its canonical JSON, in hex.
    #[serde(with = "hex_array")]
    pub hash: [u8; 32],
    /// Signature of the identity key (`protocol::support`).
    pub signature: Signature,
}

/// The board answers what was submitted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DecideProposal {
    /// Admitted or refused.
    pub decision: ProposalMove,
    /// Why; needed to refuse.
    #[serde(default)]
    pub reason: String,
}

/// A text to see set, before it is kept anywhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Preview {
    /// In Markdown.
    pub text: String,
}

/// A text that is set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Set {
    /// HTML of a closed list of elements.
    pub html: String,
}

/// A member asks for other words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Amend {
    /// The version whose text was changed.
    pub version: u32,
    /// The whole text as it should read.
    pub text: String,
    /// Why, in Markdown; may be empty.
    #[serde(default)]
    pub reasons: String,
}

/// What becomes of an amendment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DecideAmendment {
    /// Taken over, put to the vote, or taken back by who asked for it.
    pub decision: AmendmentMove,
}
