//! Who comes and goes in an assembly: moves that never change, numbered for each member from 1. The last one says where the
//! member stands.

use domain::attendance::{Means, Moved};
use domain::identity::fold;
use domain::ids::{AssemblyId, MemberId, VoteId};
use domain::member::VoiceRules;
use domain::vote::Stage;
use uuid::Uuid;

use crate::column::{row, word};
use crate::db::{execute, fetch_all, fetch_count, fetch_optional, sql};
use crate::{StoreError, Tx, members};

row! {
    /// A move of a member.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub Move {
        /// Who.
        member: MemberId,
        /// From 1, without a gap.
        n: u32,
        /// What.
        moved: Moved,
        /// How it is known.
        means: Means,
        /// When.
        at: i64,
    }
}

row! {
    /// A member with a voice, as the desk lists them.
    #[derive(Clone, Debug)]
    pub Line {
        /// Member number.
        number: u32,
        /// Name.
        name: String,
        /// Of an organisation: who speaks for it.
        representative: Option<String>,
        /// The last move, if there is one.
        moved: Option<Moved>,
        /// How it is known.
        means: Option<Means>,
        /// When it was.
        at: Option<i64>,
    }
}

row! {
    There { member: MemberId }
}

/// The last move of `a.member`.
macro_rules! last {
    () => {
        "a.n = (SELECT MAX(b.n) FROM attendance_moves b WHERE b.assembly = a.assembly AND b.member = a.member)"
    };
}

sql! {
    INSERT = "INSERT INTO attendance_moves (assembly, member, n, moved, means, at, noted_by, scope)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    LAST = "SELECT member, n, moved, means, at FROM attendance_moves WHERE assembly = $1 AND member = $2
        ORDER BY n DESC LIMIT 1";
    // Whoever voted in it counts in the quorum of a vote, there or gone; for another's voice, too.
    IN_VOTE = concat!("SELECT a.member FROM attendance_moves a WHERE a.assembly = $1 AND a.moved <> 'left' AND ", last!(), "
        UNION SELECT r.speaker AS member FROM roll_entries r JOIN emargements e ON e.ballot_box = r.ballot_box
            AND e.voice = r.voice WHERE r.ballot_box = $2
        UNION SELECT r.speaker AS member FROM roll_entries r JOIN open_ballots o ON o.ballot_box = r.ballot_box
            AND o.voice = r.voice WHERE r.ballot_box = $2
        ORDER BY member");
    // The voices that a vote has a ballot of: in any of its boxes, or in one ($2; '' for any).
    BY_BALLOT = "SELECT e.voice AS member FROM emargements e JOIN boxes b ON b.id = e.ballot_box
            WHERE b.vote = $1 AND ($2 = '' OR b.stage = $2)
        UNION SELECT o.voice AS member FROM open_ballots o JOIN boxes b ON b.id = o.ballot_box
            WHERE b.vote = $1 AND ($2 = '' OR b.stage = $2)
        ORDER BY member";
    // A voice that voted in advance is represented by its ballot, once (C. com. L.225-107); on second call, too.
    BY_BALLOT_NOW = "SELECT e.voice AS member FROM emargements e JOIN boxes b ON b.id = e.ballot_box JOIN votes v ON v.id = b.vote
            WHERE $1 IN (v.assembly, v.called_first) AND b.stage = 'advance' AND v.state <> 'voided'
        UNION SELECT o.voice AS member FROM open_ballots o JOIN boxes b ON b.id = o.ballot_box JOIN votes v ON v.id = b.vote
            WHERE $1 IN (v.assembly, v.called_first) AND b.stage = 'advance' AND v.state <> 'voided'
        ORDER BY member";
    IN_HALL = concat!("SELECT a.member FROM attendance_moves a WHERE a.assembly = $1 AND a.moved <> 'left'
            AND a.means IN ('desk', 'phone') AND ", last!(), " ORDER BY a.member");
    EVER = "SELECT COUNT(*) FROM attendance_moves WHERE assembly = $1 AND n = 1";
    LINES = concat!("SELECT m.number, m.name, m.representative, a.moved, a.means, a.at FROM members m
        LEFT JOIN attendance_moves a ON a.assembly = $1 AND a.member = m.id AND ", last!(), "
        WHERE m.state = 'active' AND m.class IN ($2, $3, $4) AND m.number IS NOT NULL
          AND (CAST(m.number AS TEXT) = $5 OR m.sort_key LIKE $6 ESCAPE '!') ORDER BY m.number LIMIT $7");
}

/// Adds a move. A number in use is [`StoreError::Duplicate`]. `scope` is that of its salted leaf.
///
/// # Errors
/// See [`StoreError`].
pub async fn insert(
    tx: &mut Tx,
    assembly: AssemblyId,
    new: &Move,
    noted_by: Option<MemberId>,
    scope: Uuid,
) -> Result<(), StoreError> {
    let (n, noted_by) = (i64::from(new.n), noted_by.map(|by| by.0));
    execute!(tx, INSERT, assembly.0, new.member.0, n, word(&new.moved), word(&new.means), new.at, noted_by, scope)?;
    Ok(())
}

/// The last move of a member.
///
/// # Errors
/// See [`StoreError`].
pub async fn last(tx: &mut Tx, assembly: AssemblyId, member: MemberId) -> Result<Option<Move>, StoreError> {
    fetch_optional!(tx, Move, LAST, assembly.0, member.0)
}

/// Members who are there now or voted in a vote, each once.
///
/// # Errors
/// See [`StoreError`].
pub async fn in_vote(tx: &mut Tx, assembly: AssemblyId, vote: VoteId) -> Result<Vec<MemberId>, StoreError> {
    Ok(fetch_all!(tx, There, IN_VOTE, assembly.0, vote.0)?.into_iter().map(|row| row.member).collect())
}

/// The voices that voted in advance in a vote, each once.
///
/// # Errors
/// See [`StoreError`].
pub async fn by_ballot(tx: &mut Tx, vote: VoteId) -> Result<Vec<MemberId>, StoreError> {
    Ok(fetch_all!(tx, There, BY_BALLOT, vote.0, word(&Stage::Advance))?.into_iter().map(|row| row.member).collect())
}

/// The voices that voted in a vote, in advance or in the session, each once.
///
/// # Errors
/// See [`StoreError`].
pub async fn voted(tx: &mut Tx, vote: VoteId) -> Result<Vec<MemberId>, StoreError> {
    Ok(fetch_all!(tx, There, BY_BALLOT, vote.0, "")?.into_iter().map(|row| row.member).collect())
}

/// The voices that voted in advance in any vote of an assembly that was not given up, each once.
///
/// # Errors
/// See [`StoreError`].
pub async fn by_ballot_now(tx: &mut Tx, assembly: AssemblyId) -> Result<Vec<MemberId>, StoreError> {
    Ok(fetch_all!(tx, There, BY_BALLOT_NOW, assembly.0)?.into_iter().map(|row| row.member).collect())
}

/// Members who are in the hall now: whoever came so last, by the desk or the code of the door.
///
/// # Errors
/// See [`StoreError`].
pub async fn in_hall(tx: &mut Tx, assembly: AssemblyId) -> Result<Vec<MemberId>, StoreError> {
    Ok(fetch_all!(tx, There, IN_HALL, assembly.0)?.into_iter().map(|row| row.member).collect())
}

/// Members who were there at some moment.
///
/// # Errors
/// See [`StoreError`].
pub async fn ever(tx: &mut Tx, assembly: AssemblyId) -> Result<u32, StoreError> {
    fetch_count!(tx, EVER, assembly.0)
}

/// Members with a voice whose number is what was typed, or whose name holds it, lowest number first.
///
/// # Errors
/// See [`StoreError`].
pub async fn lines(
    tx: &mut Tx,
    assembly: AssemblyId,
    rules: VoiceRules,
    typed: &str,
    most: u32,
) -> Result<Vec<Line>, StoreError> {
    let [a, b, c] = members::voiced(rules);
    let folded = fold(typed);
    let name = format!("%{}%", folded.replace('!', "!!").replace('%', "!%").replace('_', "!_"));
    fetch_all!(tx, Line, LINES, assembly.0, a, b, c, folded, name, i64::from(most))
}
