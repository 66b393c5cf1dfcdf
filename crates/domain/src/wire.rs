//! What crosses the wire between a browser (or any program) and the REST door `/api/v1`, and what pages show.
//! Instants are microseconds since 1970 UTC; money is integer cents; bytes are lower-case hex.

use protocol::emargement::Signature;
use protocol::keys::PublicKeys;
use protocol::open_ballot::OpenBallot;
use protocol::slip::OrderSlip;
use serde::{Deserialize, Serialize};

use crate::assembly::{AssemblyKind, AssemblyState};
use crate::attendance::Presence;
use crate::bureau::{AskedSeat, BureauDesk};
use crate::ceremony::CeremonyTask;
use crate::decision::Decision;
use crate::draw::DrawView;
use crate::elected::Awaits;
use crate::entrusted::EntrustedDesk;
use crate::hands::HandsView;
use crate::help::HelpContact;
use crate::ids::{AssemblyId, CooperativeId, MailId, MemberId, SessionId, VoteId};
use crate::in_session::Cause;
use crate::mail::MailState;
pub use crate::my_voice::MyVoice;
use crate::paper::PaperView;
use crate::quorum::QuorumCheck;
use crate::resolution::Resolution;
use crate::roles::{Means, Role};
use crate::roll_checks::RollChecks;
use crate::vote::{Stage, VoteMode, VoteState, Window};

/// The cooperative as its public page shows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CooperativeView {
    /// Id, bound into every signed message.
    pub id: CooperativeId,
    /// Its name.
    pub name: String,
    /// True only in a database the demo created.
    pub demo: bool,
    /// Members with a voice.
    pub members: u32,
    /// Applicants waiting.
    pub applicants: u32,
    /// Shares held by members.
    pub shares: u64,
    /// Capital in cents.
    pub capital_cents: i64,
    /// The Ed25519 key that signs the record's checkpoints and the receipts, hex.
    pub record_key: String,
    /// Whom people ask who are stuck.
    #[serde(default)]
    pub help: HelpContact,
}

/// A person one can sign in as in the demo.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DemoPerson {
    /// The member.
    pub member: MemberId,
    /// Member number.
    pub number: u32,
    /// Name shown.
    pub name: String,
    /// What the person does besides being a member.
    pub roles: Vec<Role>,
    /// Whether a voting key is registered.
    pub has_key: bool,
    /// True for the handful proposed on the demo page; the others are voiced by `voix demo vote`.
    pub proposed: bool,
}

/// Who is signed in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Me {
    /// The member.
    pub member: MemberId,
    /// Member number.
    pub number: u32,
    /// Name.
    pub name: String,
    /// Roles held today.
    pub roles: Vec<Role>,
    /// The cooperative whose id the keys bind.
    pub cooperative: CooperativeId,
    /// Its name, for the sheet with the words.
    pub cooperative_name: String,
    /// The registered keys, if any.
    pub keys: Option<PublicKeys>,
}

/// An assembly with its agenda, for everyone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AssemblyView {
    /// Id.
    pub id: AssemblyId,
    /// Ordinary, extraordinary…
    pub kind: AssemblyKind,
    /// First or second call.
    pub call: u8,
    /// Convened, in session, ended.
    pub state: AssemblyState,
    /// When it starts.
    pub starts_at: i64,
    /// IANA name of the assembly's time zone.
    pub time_zone: String,
    /// Where, in words.
    pub place: String,
    /// Since when the session is suspended.
    #[serde(default)]
    pub suspended_at: Option<i64>,
    /// Whether it is rehearsed only, and binds nobody.
    #[serde(default)]
    pub rehearsal: bool,
    /// Members with a voice.
    pub members: u32,
    /// Distinct members who were there at some moment. Who is there now is in `quorum`.
    pub taking_part: u32,
    /// Version of the statutes it was convened under; none before they had versions.
    #[serde(default)]
    pub statutes: Option<u32>,
    /// The quorum, if a vote closed now.
    pub quorum: QuorumCheck,
    /// Votes in agenda order.
    pub items: Vec<ItemView>,
    /// SHA-256 of the published minutes, hex.
    pub minutes_hash: Option<String>,
    /// Entries in the record.
    pub record_entries: u64,
    /// Newest signed checkpoint (C2SP note), if any.
    pub checkpoint: Option<String>,
}

/// One resolution and its vote.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ItemView {
    /// The vote.
    pub vote: VoteId,
    /// Position on the agenda, from 1.
    pub position: u32,
    /// The frozen text.
    pub resolution: Resolution,
    /// Open or secret.
    pub mode: VoteMode,
    /// Where the vote stands.
    pub state: VoteState,
    /// Voices that may vote in it, once the roll is fixed: those on it, and those that voted in advance.
    pub voices: Option<u32>,
    /// How many of them are entrusted to the server, on the roll that was fixed last, or were when they voted before, if any.
    #[serde(default)]
    pub entrusted: Option<u32>,
    /// Voices that have voted (never how).
    pub voted: u32,
    /// When it opened.
    pub opened_at: Option<i64>,
    /// When it closed.
    pub closed_at: Option<i64>,
    /// The moment that the chair has said it will be closed at.
    #[serde(default)]
    pub closing_at: Option<i64>,
    /// Why it is void, if it is.
    #[serde(default)]
    pub void_reason: Option<String>,
    /// Why it is put to the vote though the notice does not have it.
    #[serde(default)]
    pub cause: Option<Cause>,
    /// The result, once decided.
    pub decision: Option<Decision>,
    /// Of an election: what it waits for, if those equal are not told apart yet.
    #[serde(default)]
    pub awaits: Option<Awaits>,
    /// Of an election that waits for a draw: what was entered last, and does not stand yet.
    #[serde(default)]
    pub draw: Option<DrawView>,
    /// Of a vote by show of hands: how far they are counted.
    #[serde(default)]
    pub hands: Option<HandsView>,
    /// Where voices are on paper: how many, and how far they are counted.
    #[serde(default)]
    pub paper: Option<PaperView>,
    /// The uuid of the last box (secret votes, once open): the archive is `<uuid>.bel`.
    pub box_uuid: Option<String>,
    /// How many key holders' pages checked its rolls (secret votes, once open).
    #[serde(default)]
    pub roll_checks: Option<RollChecks>,
    /// What was received in advance, once that has begun.
    #[serde(default)]
    pub advance: Option<AdvanceBox>,
}

/// The advance box of a vote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdvanceBox {
    /// Until when it receives ballots.
    pub until: i64,
    /// Voices on its roll.
    pub voices: u32,
    /// Voices that voted in it.
    pub voted: u32,
    /// In a secret vote: the uuid of its archive.
    pub uuid: Option<String>,
}

/// Body of `POST /api/v1/votes/{id}/void`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VoidVote {
    /// Why, for everybody to read.
    pub reason: String,
}

/// Body of `POST /api/v1/votes/{id}/draw`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordDraw {
    /// Who was drawn, in the order of the draw: places on the ballot, from 0.
    pub drawn: Vec<u32>,
}

/// The page "My votes".
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MyVotes {
    /// Who.
    pub me: Me,
    /// The assembly, if one is convened.
    pub assembly: Option<AssemblyView>,
    /// Same order as `assembly.items`.
    pub voices: Vec<MyVoice>,
    /// Whether the statutes of the assembly let a ballot take the place of an earlier one.
    pub replaceable: bool,
    /// Seats of the bureau that wait for the member to accept.
    pub seats: Vec<AskedSeat>,
    /// The assembly whose attendance sheet waits for the member, of its bureau, to certify it.
    #[serde(default)]
    pub sheet: Option<AssemblyId>,
    /// Minutes that wait, or a correction of which waits, for the member's signature, of their bureau; the oldest first.
    #[serde(default)]
    pub to_sign: Vec<ToSign>,
    /// The vote whose hands the member, a scrutineer, is to count now.
    #[serde(default)]
    pub hands: Option<VoteId>,
    /// The vote whose papers the member, a scrutineer, is to count now.
    pub papers: Option<VoteId>,
    /// The vote whose draw the member, a scrutineer, is to confirm now.
    #[serde(default)]
    pub draw: Option<VoteId>,
    /// The votes in which the member is elected and may still decline: until the minutes are published.
    #[serde(default)]
    pub elected: Vec<VoteId>,
    /// Of proxies for it, if they are received.
    pub proxies: Option<ProxiesBrief>,
    /// Where the member stands, while the assembly is in session and the member has a voice.
    pub presence: Option<Presence>,
    /// The assembly at whose door the member may show a code now.
    pub arrives: Option<AssemblyId>,
    /// The assembly in which a paper code speaks for the member.
    #[serde(default)]
    pub code: Option<AssemblyId>,
    /// The votes for which a file proves proxies that the member gave or carries, or their voices on paper.
    #[serde(default)]
    pub carried: Vec<VoteId>,
}

/// Minutes that wait for a signature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToSign {
    /// The assembly.
    pub assembly: AssemblyId,
    /// When its session began.
    pub held_at: i64,
    /// IANA zone of that day.
    pub time_zone: String,
}

/// Proxies, as far as "my votes" speaks of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProxiesBrief {
    /// Whether a live one of the member's own is there.
    pub given: bool,
    /// Live ones that name the member.
    pub held: u32,
}

/// Everything the ballot page needs, in one answer of `GET /api/v1/assemblies/{id}/ballot-paper`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BallotPaper {
    /// Bound into every message.
    pub cooperative: CooperativeId,
    /// The assembly.
    pub assembly: AssemblyId,
    /// The voice: the member's own.
    pub voice: MemberId,
    /// Key that signs receipts and checkpoints, hex.
    pub record_key: String,
    /// Whether the statutes let a ballot take the place of an earlier one.
    pub replaceable: bool,
    /// Voices without a key, of how many, when members were convened: where that was more than a tenth, and the board knew it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keyless: Option<(u32, u32)>,
    /// Open votes this voice may speak in, in agenda order.
    pub votes: Vec<PaperVote>,
}

/// One vote on the ballot paper.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PaperVote {
    /// The vote.
    pub vote: VoteId,
    /// Position on the agenda.
    pub position: u32,
    /// The frozen text; its hash is `resolution.hash()`.
    pub resolution: Resolution,
    /// The keys the roll was fixed with: they speak here, also after others took their place.
    pub keys: PublicKeys,
    /// Whether the server made them: the page asks for their secret, and the member's own key signs that the voice has voted.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub entrusted: bool,
    /// Whether the own voice votes here: whoever voted in advance may still carry others.
    pub own: bool,
    /// Highest `n` received from the own voice, 0 if none: the next ballot must carry a greater one.
    pub last_n: u64,
    /// Voices on the roll.
    pub voices: u32,
    /// Whether hands are raised in it: whoever votes here raises none.
    #[serde(default)]
    pub by_hands: bool,
    /// Of ballots in advance: until when they are received.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<i64>,
    /// What a secret vote needs.
    pub secret: Option<SecretPaper>,
    /// The voices that this key speaks besides the own one; if [`Self::own`] does not hold, at least one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mandates: Vec<PaperMandate>,
}

/// A voice that somebody carries, on one vote.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PaperMandate {
    /// Whose voice.
    pub voice: MemberId,
    /// Their name.
    pub name: String,
    /// Highest `n` received from this voice, 0 if none.
    pub last_n: u64,
    /// In a secret vote: the credential the server listed for this voice, hex; the page recomputes it.
    pub credential: Option<String>,
}

/// The box a secret ballot goes into.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SecretPaper {
    /// Election JSON, byte for byte as archived (its hash is φ).
    pub election: String,
    /// Trustees JSON, byte for byte.
    pub trustees: String,
    /// The credential the server listed for this voice, hex; the page recomputes it.
    pub credential: String,
    /// Approvals of the trustees object by the key holders.
    pub approvals: Vec<TrusteesApproval>,
}

/// A key holder's signature over the trustees object (PROTOCOL.md, key holders).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TrusteesApproval {
    /// Identity key of the key holder, hex.
    pub identity: String,
    /// Signature.
    pub signature: Signature,
}

/// `POST /api/v1/votes/{id}/open-ballots`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CastOpen {
    /// The choice, signed fields included.
    pub ballot: OpenBallot,
    /// Signature by the identity key.
    pub signature: Signature,
}

/// `POST /api/v1/votes/{id}/ballots`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CastSecret {
    /// The encrypted ballot, canonical JSON as text.
    pub ballot: String,
    /// Order slip.
    pub slip: OrderSlip,
    /// The voice that votes.
    pub voice: MemberId,
    /// Émargement: that the voice has voted.
    pub emargement: Signature,
}

/// What a key holder's page shows and does: `GET /api/v1/assemblies/{id}/key-holder`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeyHolderTask {
    /// Cooperative bound into messages.
    pub cooperative: CooperativeId,
    /// The assembly.
    pub assembly: AssemblyId,
    /// The assembly for which its keys were made: on second call, the first where they were finished.
    pub keys_of: AssemblyId,
    /// The key that signs the record, hex.
    pub record_key: String,
    /// The key holder's public key object (JSON text), once made.
    pub public_key: Option<String>,
    /// How key holders make a key together that some of them open, where they do.
    pub ceremony: Option<CeremonyTask>,
    /// Secret votes and what each waits for.
    pub votes: Vec<KeyHolderVote>,
}

/// One secret vote, seen by a key holder.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeyHolderVote {
    /// The vote.
    pub vote: VoteId,
    /// The resolution.
    pub resolution: Resolution,
    /// State of the vote.
    pub state: VoteState,
    /// Trustees JSON of this vote, once the key holder's key exists.
    pub trustees: Option<String>,
    /// Owner index of this key holder in it, from 1.
    pub owner: Option<u32>,
    /// Whether this key holder approved it.
    pub approved: bool,
    /// The signature with which this key holder did.
    pub approval: Option<Signature>,
    /// Whether this key holder's part of the decryption was received.
    pub decrypted: bool,
    /// Whether voices on paper are counted first: until then no part is received.
    #[serde(default)]
    pub papers_first: bool,
    /// The boxes, once open, that of the advance first: `/api/v1/votes/{vote}/archive.bel?stage=…` and `companion.json`.
    pub boxes: Vec<KeyHolderBox>,
}

impl KeyHolderVote {
    /// Whether its trustees wait for this key holder's approval.
    #[must_use]
    pub fn to_approve(&self) -> bool {
        self.trustees.is_some() && !self.approved && !self.state.over()
    }

    /// Whether it waits for this key holder's part of the decryption.
    #[must_use]
    pub fn to_open(&self) -> bool {
        self.state == VoteState::Closed && !self.papers_first && self.approved && !self.decrypted
    }
}

/// A box, seen by a key holder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyHolderBox {
    /// In advance, or in the session.
    pub stage: Stage,
    /// Uuid.
    pub uuid: String,
    /// Whether this key holder's page signed that it checked the roll.
    #[serde(default)]
    pub checked: bool,
}

/// `POST /api/v1/assemblies/{id}/key-holder/key`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MakeHolderKey {
    /// Public key object, canonical JSON as text.
    pub public_key: String,
}

/// `POST /api/v1/votes/{id}/trustees-approval`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApproveTrustees {
    /// Signature over the trustees object by the identity key.
    pub signature: Signature,
}

/// `POST /api/v1/votes/{id}/partial-decryptions`: a key holder's part of every box of a vote, or of their sum.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum SubmitDecryption {
    /// Of each box, that of the advance first.
    Boxes(Vec<BoxPart>),
    /// Of the sum of the boxes, because one holds very few ballots (PROTOCOL.md §13.2): canonical JSON as text.
    Sum(String),
}

impl SubmitDecryption {
    /// The part of a vote's only box.
    #[must_use]
    pub fn of_one(partial_decryption: String, companion_proofs: String) -> Self {
        Self::Boxes(vec![BoxPart { partial_decryption, companion_proofs }])
    }
}

/// A key holder's part of one box.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BoxPart {
    /// Partial decryption, canonical JSON as text.
    pub partial_decryption: String,
    /// Companion proofs, canonical JSON as text.
    pub companion_proofs: String,
}

/// The chair's console.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Console {
    /// The assembly.
    pub assembly: AssemblyView,
    /// Members with a voting key.
    pub with_key: u32,
    /// Live quorum for a vote taken now.
    pub quorum: QuorumCheck,
    /// Key holders and how far each is.
    pub key_holders: Vec<HolderProgress>,
    /// How many of them open a box, where it is not all, and whether their ceremony can begin again.
    pub needed: Option<HoldersNeeded>,
    /// Whether enough of them have approved the keys of every secret vote to come.
    pub holders_ready: bool,
    /// Whether minutes can be published now.
    pub can_publish: bool,
    /// The count by which the session can end without deciding, if it can.
    #[serde(default)]
    pub lack: Option<QuorumCheck>,
    /// The bureau of the assembly, and the form that constitutes it.
    pub bureau: BureauDesk,
    /// Ballots in advance, before the session.
    pub advance: Option<AdvanceDesk>,
    /// Voices entrusted to the server, where the notice says that there are any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entrusted: Option<EntrustedDesk>,
    /// Votes that wait for the board to say how many of them there may be, in every way in which each could open now.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unconfirmed: Vec<VoteId>,
}

/// Ballots in advance, seen from the console.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdvanceDesk {
    /// From and until when.
    pub window: Window,
    /// Votes whose advance box is not open.
    pub waiting: u32,
    /// Whether every key holder is ready for those.
    pub ready: bool,
    /// Whether one of them waits for the board to say how many voices may be entrusted to the server.
    #[serde(default)]
    pub unconfirmed: bool,
    /// Whether they can be opened now.
    pub may_open: bool,
}

/// How many key holders open a box.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoldersNeeded {
    /// So many.
    pub threshold: u32,
    /// Of so many.
    pub of: u32,
    /// Whether the making of their key can begin again.
    pub may_restart: bool,
}

/// A key holder, seen from the console.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HolderProgress {
    /// Name.
    pub name: String,
    /// Key made.
    pub has_key: bool,
    /// Of a key that is made together: how many of the five steps are made.
    pub making: Option<u32>,
    /// Approved the trustees of every secret vote.
    pub approved: bool,
    /// Votes closed that wait for this key holder.
    pub awaited: u32,
}

/// How a refusal is told to a program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// `Refusal::code`.
    pub code: String,
    /// The sentence in the caller's language.
    pub message: String,
    /// Id of the request, to find it in the log.
    pub request: String,
}

/// The places where a member is signed in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SessionList {
    /// The cooperative's time zone.
    pub time_zone: String,
    /// Newest first.
    pub sessions: Vec<SessionLine>,
}

/// A place where a member is signed in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SessionLine {
    /// Id.
    pub id: SessionId,
    /// Whether it is the one that asks.
    pub here: bool,
    /// How the member signed in.
    pub means: Means,
    /// What the browser says it is.
    pub browser: String,
    /// Since when.
    pub since: i64,
    /// Until when.
    pub until: i64,
}

/// Signs in with the key of a device.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignInByKey {
    /// Who.
    pub member: MemberId,
    /// The site the browser is at, as it sees it.
    pub origin: String,
    /// The bytes that were signed, hex.
    pub challenge: String,
    /// Identity signature over them (PROTOCOL.md §3.4).
    pub signature: Signature,
}

/// A message, for the secretary.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MailLine {
    /// Id.
    pub id: MailId,
    /// Which letter.
    pub kind: String,
    /// Where it goes.
    pub address: String,
    /// Subject.
    pub subject: String,
    /// Where it stands.
    pub state: MailState,
    /// How often it was handed to a mail server.
    pub attempts: u32,
    /// When it was written.
    pub created_at: i64,
    /// When its state changed.
    pub changed_at: i64,
    /// The mail server's last words.
    pub answer: String,
    /// Whether it can be sent again.
    pub can_resend: bool,
}

/// A page of messages.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MailList {
    /// The cooperative's time zone.
    pub time_zone: String,
    /// How many are in each state that has any.
    pub counts: Vec<(MailState, u32)>,
    /// Newest first.
    pub lines: Vec<MailLine>,
    /// Where the next page begins, if there is one.
    pub next: Option<MailId>,
}
