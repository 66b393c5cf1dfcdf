//! What each person was sent of a convocation, and what became of it: the proof that members were convened.

use domain::convocation::notice::{Announced, Channel, NoticeRole};
use domain::ids::{AssemblyId, GuestId, MailId, MemberId, NoticeId};
use domain::lang::Lang;
use domain::mail::MailState;

use crate::column::{row, word};
use crate::db::{execute, fetch_all, fetch_optional, sql};
use crate::{StoreError, Tx};

/// A notice to write down.
#[derive(Clone, Debug)]
pub struct NewNotice {
    /// Id.
    pub id: NoticeId,
    /// Of which assembly.
    pub assembly: AssemblyId,
    /// What was said.
    pub seq: u32,
    /// 0, and one more each time it is sent again.
    pub copy: u32,
    /// To which member.
    pub member: Option<MemberId>,
    /// Or to which guest.
    pub guest: Option<GuestId>,
    /// As what.
    pub role: NoticeRole,
    /// How.
    pub channel: Channel,
    /// In which language.
    pub lang: Lang,
    /// Name.
    pub name: String,
    /// To which address; a postal one on lines.
    pub address: String,
    /// The message.
    pub mail: Option<MailId>,
    /// When.
    pub at: i64,
}

row! {
    /// A notice with what became of it.
    #[derive(Clone, Debug)]
    pub Notice {
        /// Id.
        id: NoticeId,
        /// Of which assembly.
        assembly: AssemblyId,
        /// What was said.
        seq: u32,
        /// What that is.
        kind: Announced,
        /// 0, and one more each time it was sent again.
        copy: u32,
        /// To which member.
        member: Option<MemberId>,
        /// Or to which guest.
        guest: Option<GuestId>,
        /// As what.
        role: NoticeRole,
        /// How.
        channel: Channel,
        /// In which language.
        lang: Lang,
        /// Name; empty once forgotten.
        name: String,
        /// To which address; empty once forgotten.
        address: String,
        /// The message.
        mail: Option<MailId>,
        /// When it was written.
        at: i64,
        /// Where the message stands.
        state: Option<MailState>,
        /// Since when.
        changed_at: Option<i64>,
        /// The mail server's words.
        answer: Option<String>,
    }
}

row! {
    /// So many that went the same way, whose messages stand alike.
    #[derive(Clone, Debug)]
    pub Counted {
        /// How.
        channel: Channel,
        /// Where the messages stand; none of letters.
        state: Option<MailState>,
        /// How many.
        notices: u32,
    }
}

/// What is read of a notice: itself, and its message.
macro_rules! notice {
    () => {
        "n.id, n.assembly, n.seq, s.kind, n.copy, n.member, n.guest, n.role, n.channel, n.lang, n.name, n.address, n.mail,
            n.at, m.state, m.changed_at, m.answer
        FROM notices n JOIN announcements s ON s.assembly = n.assembly AND s.seq = n.seq LEFT JOIN mails m ON m.id = n.mail"
    };
}

sql! {
    INSERT = "INSERT INTO notices (id, assembly, seq, copy, member, guest, role, channel, lang, name, address, mail, at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    OF_ASSEMBLY = concat!("SELECT ", notice!(), " WHERE n.assembly = $1 ORDER BY n.seq, n.name, n.id");
    FIRST = concat!("SELECT ", notice!(), " WHERE n.assembly = $1 ORDER BY n.seq, n.name, n.id LIMIT $2");
    AFTER = concat!("SELECT ", notice!(), " WHERE n.assembly = $1 AND (n.seq, n.name, n.id) >
            (SELECT a.seq, a.name, a.id FROM notices a WHERE a.assembly = $1 AND a.id = $3)
        ORDER BY n.seq, n.name, n.id LIMIT $2");
    COUNTS = "SELECT n.channel, m.state, COUNT(*) AS notices FROM notices n LEFT JOIN mails m ON m.id = n.mail
        WHERE n.assembly = $1 GROUP BY n.channel, m.state ORDER BY n.channel, m.state";
    OF_MEMBER = concat!("SELECT ", notice!(), " WHERE n.assembly = $1 AND n.member = $2 ORDER BY n.seq, n.copy, n.id");
    BY_ID = concat!("SELECT ", notice!(), " WHERE n.id = $1");
    LETTERS = concat!("SELECT ", notice!(), " WHERE n.assembly = $1 AND n.seq = $2 AND n.channel = 'letter' ORDER BY n.name, n.id");
}

/// Writes a notice down. The same again is [`StoreError::Duplicate`].
///
/// # Errors
/// See [`StoreError`].
pub async fn insert(tx: &mut Tx, new: &NewNotice) -> Result<(), StoreError> {
    execute!(
        tx,
        INSERT,
        new.id.0,
        new.assembly.0,
        i64::from(new.seq),
        i64::from(new.copy),
        new.member.map(|member| member.0),
        new.guest.map(|guest| guest.0),
        word(&new.role),
        word(&new.channel),
        word(&new.lang),
        &new.name,
        &new.address,
        new.mail.map(|mail| mail.0),
        new.at,
    )?;
    Ok(())
}

/// Everything that was sent of an assembly.
///
/// # Errors
/// See [`StoreError`].
pub async fn of_assembly(tx: &mut Tx, assembly: AssemblyId) -> Result<Vec<Notice>, StoreError> {
    fetch_all!(tx, Notice, OF_ASSEMBLY, assembly.0)
}

/// The first so many of what was sent of an assembly, or of those behind one. Nothing is behind one of another assembly.
///
/// # Errors
/// See [`StoreError`].
pub async fn page(
    tx: &mut Tx,
    assembly: AssemblyId,
    after: Option<NoticeId>,
    most: u32,
) -> Result<Vec<Notice>, StoreError> {
    match after {
        None => fetch_all!(tx, Notice, FIRST, assembly.0, i64::from(most)),
        Some(after) => fetch_all!(tx, Notice, AFTER, assembly.0, i64::from(most), after.0),
    }
}

/// How many went which way, and where their messages stand.
///
/// # Errors
/// See [`StoreError`].
pub async fn counts(tx: &mut Tx, assembly: AssemblyId) -> Result<Vec<Counted>, StoreError> {
    fetch_all!(tx, Counted, COUNTS, assembly.0)
}

/// What one member was sent of an assembly.
///
/// # Errors
/// See [`StoreError`].
pub async fn of_member(tx: &mut Tx, assembly: AssemblyId, member: MemberId) -> Result<Vec<Notice>, StoreError> {
    fetch_all!(tx, Notice, OF_MEMBER, assembly.0, member.0)
}

/// One notice.
///
/// # Errors
/// See [`StoreError`].
pub async fn by_id(tx: &mut Tx, id: NoticeId) -> Result<Option<Notice>, StoreError> {
    fetch_optional!(tx, Notice, BY_ID, id.0)
}

/// What goes by letter of one thing that was said.
///
/// # Errors
/// See [`StoreError`].
pub async fn letters(tx: &mut Tx, assembly: AssemblyId, seq: u32) -> Result<Vec<Notice>, StoreError> {
    fetch_all!(tx, Notice, LETTERS, assembly.0, i64::from(seq))
}
