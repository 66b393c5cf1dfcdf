//! Voices on paper: whom the desk noted, which voices that is in each vote, and what the two who count typed. Nothing of it changes.

use domain::bureau::Seat;
use domain::ids::{AssemblyId, BoxId, MemberId, ProxyId, VoteId};
use domain::paper::{PaperHolder, Way};

use crate::column::{row, word};
use crate::db::{execute, fetch_all, fetch_count, fetch_optional, sql};
use crate::{StoreError, Tx};

row! {
    /// How a member votes from then on, as the desk noted it.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub Mark {
        /// Who.
        member: MemberId,
        /// From 1, without a gap.
        n: u32,
        /// How.
        way: Way,
        /// When.
        at: i64,
    }
}

row! {
    /// A voice on paper in a vote.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub PaperVoice {
        /// Whose.
        voice: MemberId,
        /// Who has its paper.
        speaker: MemberId,
        /// The proxy, if that is another member.
        proxy: Option<ProxyId>,
    }
}

row! {
    /// A paper of a vote that is open.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub Paper {
        /// Which vote.
        vote: VoteId,
        /// Its place on the agenda.
        position: u32,
        /// Who has it.
        speaker: MemberId,
    }
}

row! {
    /// What one of the two typed.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub Count {
        /// In which order, from 1.
        n: u32,
        /// Of which round, from 1.
        round: u32,
        /// For which seat.
        seat: Seat,
        /// Who sits there.
        member: MemberId,
        /// Who typed what they said aloud.
        noted_by: Option<MemberId>,
        /// What the papers say, canonical JSON.
        counts: String,
        /// When.
        at: i64,
    }
}

row! {
    Handed { handed: u32 }
}

row! {
    Marked { id: MemberId, number: u32, name: String, way: Option<Way> }
}

/// The last mark of `p.member`.
macro_rules! last {
    () => {
        "p.n = (SELECT MAX(q.n) FROM paper_marks q WHERE q.assembly = p.assembly AND q.member = p.member)"
    };
}

sql! {
    MARK = "INSERT INTO paper_marks (assembly, member, n, way, at, noted_by) VALUES ($1, $2, $3, $4, $5, $6)";
    LAST = "SELECT member, n, way, at FROM paper_marks WHERE assembly = $1 AND member = $2 ORDER BY n DESC LIMIT 1";
    HOLDERS = concat!("SELECT m.id, m.number, m.name, p.way FROM members m
        LEFT JOIN paper_marks p ON p.assembly = $1 AND p.member = m.id AND ", last!(), "
        WHERE m.number IS NOT NULL AND (p.way = 'paper' OR EXISTS (SELECT 1 FROM paper_voices h JOIN votes v ON v.id = h.vote
            WHERE h.speaker = m.id AND v.assembly = $1 AND v.state = 'open')) ORDER BY m.number");
    HAND_OUT = "INSERT INTO paper_voices (vote, voice, speaker, proxy, at) VALUES ($1, $2, $3, $4, $5)";
    VOICE = "SELECT voice, speaker, proxy FROM paper_voices WHERE vote = $1 AND voice = $2";
    OF_VOTE = "SELECT p.voice, p.speaker, p.proxy FROM paper_voices p JOIN members m ON m.id = p.voice WHERE p.vote = $1
        ORDER BY m.number";
    OF_MEMBER = "SELECT p.voice, p.speaker, p.proxy FROM paper_voices p JOIN members m ON m.id = p.voice
        WHERE p.vote = $1 AND (p.voice = $2 OR p.speaker = $2) ORDER BY m.number";
    COUNT = "SELECT COUNT(*) FROM paper_voices WHERE vote = $1";
    STRUCK = "SELECT COUNT(*) FROM paper_voices p JOIN roll_entries r ON r.voice = p.voice AND r.ballot_box = $2 WHERE p.vote = $1";
    CARRIED = "SELECT COUNT(*) FROM paper_voices p WHERE p.vote = $1 AND p.proxy IS NOT NULL AND NOT EXISTS
        (SELECT 1 FROM roll_entries r JOIN boxes b ON b.id = r.ballot_box WHERE b.vote = p.vote AND b.stage = 'session'
            AND r.voice = p.voice AND r.proxy IS NOT NULL)";
    OUT = "SELECT p.vote, v.position, p.speaker FROM paper_voices p JOIN votes v ON v.id = p.vote
        WHERE v.assembly = $1 AND v.state = 'open' ORDER BY v.position, p.voice";
    CLOSE = "INSERT INTO paper_votes (vote, handed, closed_at) VALUES ($1, $2, $3)";
    HANDED = "SELECT handed FROM paper_votes WHERE vote = $1";
    TYPE = "INSERT INTO paper_counts (vote, n, round, seat, member, noted_by, counts, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    COUNTS = "SELECT n, round, seat, member, noted_by, counts, at FROM paper_counts WHERE vote = $1 ORDER BY n";
}

/// Notes how a member votes from now on. A number in use is [`StoreError::Duplicate`].
///
/// # Errors
/// See [`StoreError`].
pub async fn mark(tx: &mut Tx, assembly: AssemblyId, new: &Mark, noted_by: Option<MemberId>) -> Result<(), StoreError> {
    let noted_by = noted_by.map(|by| by.0);
    execute!(tx, MARK, assembly.0, new.member.0, i64::from(new.n), word(&new.way), new.at, noted_by)?;
    Ok(())
}

/// How a member votes, as it was noted last.
///
/// # Errors
/// See [`StoreError`].
pub async fn last(tx: &mut Tx, assembly: AssemblyId, member: MemberId) -> Result<Option<Mark>, StoreError> {
    fetch_optional!(tx, Mark, LAST, assembly.0, member.0)
}

/// Those who vote on paper, and those who have papers of a vote that is open, by number.
///
/// # Errors
/// See [`StoreError`].
pub async fn holders(tx: &mut Tx, assembly: AssemblyId) -> Result<Vec<PaperHolder>, StoreError> {
    let of = |Marked { id, number, name, way }| PaperHolder { id, number, name, on: way == Some(Way::Paper) };
    Ok(fetch_all!(tx, Marked, HOLDERS, assembly.0)?.into_iter().map(of).collect())
}

/// Puts a voice on paper in a vote. A second time is [`StoreError::Duplicate`].
///
/// # Errors
/// See [`StoreError`].
pub async fn hand_out(tx: &mut Tx, vote: VoteId, new: &PaperVoice, at: i64) -> Result<(), StoreError> {
    execute!(tx, HAND_OUT, vote.0, new.voice.0, new.speaker.0, new.proxy.map(|proxy| proxy.0), at)?;
    Ok(())
}

/// A voice, if it is on paper in a vote.
///
/// # Errors
/// See [`StoreError`].
pub async fn voice(tx: &mut Tx, vote: VoteId, voice: MemberId) -> Result<Option<PaperVoice>, StoreError> {
    fetch_optional!(tx, PaperVoice, VOICE, vote.0, voice.0)
}

/// The voices on paper in a vote, by member number.
///
/// # Errors
/// See [`StoreError`].
pub async fn of_vote(tx: &mut Tx, vote: VoteId) -> Result<Vec<PaperVoice>, StoreError> {
    fetch_all!(tx, PaperVoice, OF_VOTE, vote.0)
}

/// The voices on paper in a vote that are a member's own, or whose paper the member has, by member number.
///
/// # Errors
/// See [`StoreError`].
pub async fn of_member(tx: &mut Tx, vote: VoteId, member: MemberId) -> Result<Vec<PaperVoice>, StoreError> {
    fetch_all!(tx, PaperVoice, OF_MEMBER, vote.0, member.0)
}

/// How many voices are on paper in a vote.
///
/// # Errors
/// See [`StoreError`].
pub async fn count(tx: &mut Tx, vote: VoteId) -> Result<u32, StoreError> {
    fetch_count!(tx, COUNT, vote.0)
}

/// How many voices on the roll of a box went on paper after it was fixed.
///
/// # Errors
/// See [`StoreError`].
pub async fn struck(tx: &mut Tx, vote: VoteId, ballot_box: BoxId) -> Result<u32, StoreError> {
    fetch_count!(tx, STRUCK, vote.0, ballot_box.0)
}

/// How many voices on paper in a vote a proxy speaks, besides those that the roll of the session has as such.
///
/// # Errors
/// See [`StoreError`].
pub async fn carried(tx: &mut Tx, vote: VoteId) -> Result<u32, StoreError> {
    fetch_count!(tx, CARRIED, vote.0)
}

/// The papers of the votes that are open, in agenda order.
///
/// # Errors
/// See [`StoreError`].
pub async fn out(tx: &mut Tx, assembly: AssemblyId) -> Result<Vec<Paper>, StoreError> {
    fetch_all!(tx, Paper, OUT, assembly.0)
}

/// Keeps how many voices were on paper when a vote closed. Twice is [`StoreError::Duplicate`].
///
/// # Errors
/// See [`StoreError`].
pub async fn close(tx: &mut Tx, vote: VoteId, handed: u32, at: i64) -> Result<(), StoreError> {
    execute!(tx, CLOSE, vote.0, i64::from(handed), at)?;
    Ok(())
}

/// How many voices were on paper when a vote closed, if any were.
///
/// # Errors
/// See [`StoreError`].
pub async fn handed(tx: &mut Tx, vote: VoteId) -> Result<Option<u32>, StoreError> {
    Ok(fetch_optional!(tx, Handed, HANDED, vote.0)?.map(|row| row.handed))
}

/// Keeps what one of the two typed. A number in use, or a seat that has typed in the round, is [`StoreError::Duplicate`].
///
/// # Errors
/// See [`StoreError`].
pub async fn enter(tx: &mut Tx, vote: VoteId, new: &Count) -> Result<(), StoreError> {
    let (n, round, noted_by) = (i64::from(new.n), i64::from(new.round), new.noted_by.map(|by| by.0));
    execute!(tx, TYPE, vote.0, n, round, word(&new.seat), new.member.0, noted_by, &new.counts, new.at)?;
    Ok(())
}

/// What was typed in a vote, in order.
///
/// # Errors
/// See [`StoreError`].
pub async fn counts(tx: &mut Tx, vote: VoteId) -> Result<Vec<Count>, StoreError> {
    fetch_all!(tx, Count, COUNTS, vote.0)
}
