//! What pages and programs read about proposals. Instants are microseconds since 1970 UTC.

use serde::{Deserialize, Serialize};

use crate::attachments::AttachmentLine;
use crate::convocation::view::PlannedLine;
use crate::discussion::Discussion;
use crate::ids::{AmendmentId, AssemblyId, MemberId, ProposalId};
use crate::proposals::{AmendmentState, Content, Piece, Progress, ProposalState};
use crate::wire::Me;

/// A member, by name and number; of who was forgotten, the number alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Who {
    /// Id.
    pub member: MemberId,
    /// Member number.
    pub number: Option<u32>,
    /// Name, empty once forgotten.
    pub name: String,
}

/// What a proposal is to the reader.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mine {
    /// Written by them.
    pub author: bool,
    /// They were asked to write it too.
    pub invited: bool,
    /// They support the text as it is.
    pub supports: bool,
    /// They supported a text that has changed since.
    pub lapsed: bool,
}

/// A proposal in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposalLine {
    /// Id.
    pub id: ProposalId,
    /// Where it stands.
    pub state: ProposalState,
    /// Its words now.
    pub content: Content,
    /// Whose.
    pub by: Who,
    /// When it last moved: made, opened, submitted, decided.
    pub at: i64,
    /// While it is open: how far its support has come.
    pub progress: Option<Progress>,
    /// What it is to the reader.
    pub mine: Mine,
}

/// Proposals, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposalList {
    /// At most two hundred.
    pub lines: Vec<ProposalLine>,
    /// IANA time zone of the cooperative.
    pub time_zone: String,
    /// Whether the reader may propose.
    pub may_propose: bool,
    /// Whether the reader sits on the board.
    pub board: bool,
}

/// A version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionLine {
    /// From 1.
    pub n: u32,
    /// When.
    pub at: i64,
    /// Who wrote it.
    pub by: Who,
    /// The amendment whose words it takes over.
    pub amendment: Option<u32>,
}

/// Somebody who writes a proposal, or was asked to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuthorLine {
    /// Who.
    pub who: Who,
    /// Whether they began it.
    pub first: bool,
    /// Whether they accepted; `None` while they have not answered.
    pub accepted: Option<bool>,
}

/// An amendment in the list of a proposal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AmendmentLine {
    /// Id.
    pub id: AmendmentId,
    /// From 1 in its proposal.
    pub n: u32,
    /// Whose.
    pub by: Who,
    /// Where it stands.
    pub state: AmendmentState,
    /// When it was asked for.
    pub at: i64,
    /// Pending ones that touch the same place.
    pub conflicts: Vec<u32>,
    /// Whether words it touches have changed since.
    pub outdated: bool,
}

/// An assembly a proposal may be submitted for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForAssembly {
    /// Id.
    pub assembly: AssemblyId,
    /// When it starts.
    pub starts_at: i64,
    /// Its time zone.
    pub time_zone: String,
    /// The first instant after the last day for proposals, if the rules set one.
    pub until: Option<i64>,
    /// Whether that is to come.
    pub open: bool,
}

/// What the reader may do now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct May {
    /// Write another version.
    pub edit: bool,
    /// Attach files and take them away.
    pub attach: bool,
    /// Ask somebody to write too.
    pub invite: bool,
    /// Answer an invitation.
    pub answer: bool,
    /// Open it for support, or throw the draft away.
    pub open: bool,
    /// Submit it: an author, while it is open. Whether the support is enough is in the progress.
    pub submit: bool,
    /// Take it back.
    pub withdraw: bool,
    /// Support the text as it is.
    pub support: bool,
    /// Take a support back.
    pub take_back: bool,
    /// Ask for other words.
    pub amend: bool,
    /// Admit or refuse it.
    pub decide: bool,
}

/// One proposal, whole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProposalView {
    /// Id.
    pub id: ProposalId,
    /// Where it stands.
    pub state: ProposalState,
    /// Its words now.
    pub content: Content,
    /// Number of this version.
    pub version: u32,
    /// Every version, oldest first.
    pub versions: Vec<VersionLine>,
    /// Whoever began it first.
    pub authors: Vec<AuthorLine>,
    /// How far its support has come; once submitted, how far it had.
    pub progress: Progress,
    /// What it is to the reader.
    pub mine: Mine,
    /// The newest version before this one that the reader supported.
    pub lapsed: Option<u32>,
    /// Who reads.
    pub me: Me,
    /// In order.
    pub amendments: Vec<AmendmentLine>,
    /// What the reader may do.
    pub may: May,
    /// Assemblies to come that have been convened.
    pub assemblies: Vec<ForAssembly>,
    /// Those whose day is known and which nobody has been convened to yet.
    pub planned: Vec<PlannedLine>,
    /// The assembly it was submitted for, or on whose agenda it is.
    pub assembly: Option<ForAssembly>,
    /// When it was begun.
    pub made_at: i64,
    /// When it was opened for support.
    pub opened_at: Option<i64>,
    /// When it was submitted.
    pub submitted_at: Option<i64>,
    /// The day by which the board answers what was submitted: its first instant (C. com. R.225-74).
    pub answer_by: Option<i64>,
    /// When the board decided.
    pub decided_at: Option<i64>,
    /// Why the board decided so, in its words.
    pub reason: String,
    /// Its files in the order they came, those taken away among them.
    pub attachments: Vec<AttachmentLine>,
    /// What members say about it: the newest comments.
    pub discussion: Discussion,
    /// IANA time zone of the cooperative.
    pub time_zone: String,
}

/// Two versions side by side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compared {
    /// Id.
    pub id: ProposalId,
    /// Title of the newer one.
    pub title: String,
    /// The older one.
    pub from: u32,
    /// The newer one.
    pub to: u32,
    /// How many there are.
    pub versions: u32,
    /// Title, text, reasons.
    pub pieces: [Vec<Piece>; 3],
}

/// A place that another change touches too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Touched {
    /// The other amendment; `None` for the text as it has become.
    pub with: Option<u32>,
    /// The words that stood there.
    pub place: String,
}

/// One amendment, whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AmendmentView {
    /// The proposal.
    pub proposal: ProposalId,
    /// Where the proposal stands.
    pub proposal_state: ProposalState,
    /// Its title.
    pub title: String,
    /// The amendment.
    pub line: AmendmentLine,
    /// The version whose text it changes.
    pub base: u32,
    /// That text and the one asked for.
    pub pieces: Vec<Piece>,
    /// Why, in Markdown; may be empty.
    pub reasons: String,
    /// Places that others touch too.
    pub touched: Vec<Touched>,
    /// When it was answered.
    pub decided_at: Option<i64>,
    /// Whether the reader may take its words over.
    pub may_accept: bool,
    /// Whether the reader may leave it to the vote.
    pub may_put_to_vote: bool,
    /// Whether the reader may take it back.
    pub may_withdraw: bool,
    /// IANA time zone of the cooperative.
    pub time_zone: String,
}
