//! What pages and programs are shown of assemblies before their session.

use serde::{Deserialize, Serialize};

use super::agenda::{DraftState, GuestRole, Head, Item};
use super::checklist::Line;
use super::notice::{Announced, Announcement, Channel, Notice, NoticeRole};
use crate::assembly::{AssemblyKind, AssemblyState};
use crate::ids::{AssemblyId, DocumentId, DraftId, GuestId, ItemId, MailId, MemberId, NoticeId, ProposalId};
use crate::lang::Lang;
use crate::mail::MailState;
use crate::proposals::Who;
use crate::resolution::Text;

/// An assembly being prepared, on the list of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftLine {
    /// Id.
    pub id: DraftId,
    /// Where it stands.
    pub state: DraftState,
    /// Its head.
    pub head: Head,
    /// Items on its agenda.
    pub items: u32,
    /// When it last changed.
    pub changed_at: i64,
    /// The assembly that came of it.
    pub assembly: Option<AssemblyId>,
}

/// A document of an assembly being prepared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftDocument {
    /// Id.
    pub id: DocumentId,
    /// Its item; none if it belongs to all.
    pub item: Option<ItemId>,
    /// Name.
    pub name: String,
    /// Length.
    pub bytes: u64,
    /// SHA-256, hex.
    pub hash: String,
}

/// A key holder to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftHolder {
    /// Who.
    pub member: MemberId,
    /// Number.
    pub number: u32,
    /// Name.
    pub name: String,
    /// Whether on the board.
    pub board: bool,
}

/// Somebody invited without a voice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guest {
    /// Id.
    pub id: GuestId,
    /// As what.
    pub role: GuestRole,
    /// Name.
    pub name: String,
    /// Address for messages; empty: by letter.
    pub email: String,
    /// Postal address, on lines.
    pub address: String,
    /// Language.
    pub lang: Lang,
}

/// An assembly being prepared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftView {
    /// Id.
    pub id: DraftId,
    /// Where it stands.
    pub state: DraftState,
    /// The assembly that came of it.
    pub assembly: Option<AssemblyId>,
    /// IANA zone of the cooperative.
    pub time_zone: String,
    /// Its head.
    pub head: Head,
    /// Its agenda.
    pub items: Vec<(ItemId, Item)>,
    /// Its documents.
    pub documents: Vec<DraftDocument>,
    /// Its key holders.
    pub holders: Vec<DraftHolder>,
    /// How many of them open a box, where the board chose.
    pub needed: Option<u32>,
    /// Its guests.
    pub guests: Vec<Guest>,
    /// What must be right before members are convened.
    pub checklist: Vec<Line>,
    /// The legal end of ballots in advance, once the day is known.
    pub cut_off: Option<i64>,
    /// The key that signs the record, hex: it is printed in the notice.
    pub record_key: String,
    /// Proposals that were admitted and stand on no agenda, nor on this one.
    pub admitted: Vec<AdmittedLine>,
    /// Proposals on this agenda whose words there are not those of now.
    pub changed: Vec<ProposalId>,
}

/// A proposal that waits for an agenda.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdmittedLine {
    /// Id.
    pub id: ProposalId,
    /// Title.
    pub title: String,
    /// Whose.
    pub by: Who,
    /// When it was submitted.
    pub submitted_at: Option<i64>,
    /// Whether that was after the last day for this assembly (C. com. R.225-72): nothing obliges the board.
    pub late: bool,
    /// Amendments that the assembly votes on before it.
    pub amendments: u32,
}

/// An assembly whose day members are told before they are convened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedLine {
    /// What it may decide.
    pub kind: AssemblyKind,
    /// When it is to start.
    pub starts_at: i64,
    /// IANA zone.
    pub time_zone: String,
    /// Where, in words; empty if not said yet.
    pub place: String,
    /// Until when members may propose: the first instant after the last day, if the rules set one.
    pub until: Option<i64>,
}

/// What one person was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeLine {
    /// Id.
    pub id: NoticeId,
    /// What was said: its number, and what it is.
    pub seq: u32,
    /// What it is.
    pub kind: Announced,
    /// 0, and one more each time it was sent again.
    pub copy: u32,
    /// To whom.
    pub member: Option<MemberId>,
    /// Name; empty once forgotten.
    pub name: String,
    /// As what.
    pub role: NoticeRole,
    /// How.
    pub channel: Channel,
    /// To which address; empty once forgotten.
    pub address: String,
    /// When it was written.
    pub at: i64,
    /// The message.
    pub mail: Option<MailId>,
    /// What became of it.
    pub state: Option<MailState>,
    /// When.
    pub changed_at: Option<i64>,
    /// What the mail server said.
    pub answer: String,
}

/// The proof of a convocation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticesView {
    /// The assembly.
    pub assembly: AssemblyId,
    /// IANA zone.
    pub time_zone: String,
    /// Where it stands.
    pub state: AssemblyState,
    /// What was said.
    pub said: Vec<Announcement>,
    /// What each was sent.
    pub lines: Vec<NoticeLine>,
    /// The last of the lines, where there are more behind it.
    pub next: Option<NoticeId>,
    /// How many went which way, and where their messages stand; of a page of many.
    pub counts: Vec<(Channel, Option<MailState>, u32)>,
    /// What a second call would say, as the notice of the first has it.
    pub second: Option<SecondCall>,
}

/// A second call as it is proposed: another day, the same agenda (C. com. L.225-105 al. 4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondCall {
    /// The day the first notice announced for it, if it did.
    pub at: Option<i64>,
    /// Where the first met.
    pub place: String,
    /// Address of its conference by video; empty if none.
    pub video: String,
    /// Titles of its items.
    pub agenda: Vec<Text>,
}

/// The convocation of an assembly, for everybody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConvocationView {
    /// The notice as it was frozen.
    pub notice: Notice,
    /// Its hash.
    pub hash: String,
    /// What was said after it.
    pub said: Vec<Announcement>,
    /// The second call of this assembly, if it was convened again.
    pub again: Option<AssemblyId>,
}

/// An assembly in the public calendar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarLine {
    /// Id.
    pub id: AssemblyId,
    /// What it may decide.
    pub kind: AssemblyKind,
    /// First or second call.
    pub call: u8,
    /// Where it stands.
    pub state: AssemblyState,
    /// When it starts.
    pub starts_at: i64,
    /// When members were convened.
    pub convened_at: i64,
    /// IANA zone.
    pub time_zone: String,
    /// Where.
    pub place: String,
    /// Number of what was last said of it: that of its entry in calendars.
    pub seq: u32,
}
