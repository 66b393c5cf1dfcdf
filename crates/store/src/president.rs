//! Rounds in which the board elects its president, and whom each director named. A round that is closed does not change.

use domain::ids::{MemberId, RoundId};
use domain::president::Voice;

use crate::column::row;
use crate::db::{execute, fetch_all, fetch_optional, sql};
use crate::{StoreError, Tx};

row! {
    /// A round.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub Round {
        /// Id.
        id: RoundId,
        /// When it was opened.
        opened_at: i64,
        /// By whom.
        opened_by: MemberId,
        /// When it was closed.
        closed_at: Option<i64>,
        /// Directors then.
        directors: Option<u32>,
        /// Who was elected.
        elected: Option<MemberId>,
    }
}

row! {
    /// Whom a director named.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub Named {
        /// The director.
        member: MemberId,
        /// The one named.
        candidate: MemberId,
        /// When.
        at: i64,
        /// Whether it counted at the close.
        counted: bool,
    }
}

impl Named {
    /// As the rule looks at it.
    #[must_use]
    pub fn voice(&self) -> Voice {
        Voice { member: self.member, candidate: self.candidate }
    }
}

sql! {
    OPEN = "INSERT INTO president_rounds (id, opened_at, opened_by, going_on) VALUES ($1, $2, $3, 1)";
    BY_ID = "SELECT id, opened_at, opened_by, closed_at, directors, elected FROM president_rounds WHERE id = $1";
    GOING_ON = "SELECT id, opened_at, opened_by, closed_at, directors, elected FROM president_rounds WHERE going_on = 1";
    LAST = "SELECT id, opened_at, opened_by, closed_at, directors, elected FROM president_rounds
        WHERE closed_at IS NOT NULL ORDER BY closed_at DESC, id DESC LIMIT 1";
    NAME = "INSERT INTO president_voices (round, member, candidate, at, counted) VALUES ($1, $2, $3, $4, 0)
        ON CONFLICT (round, member) DO UPDATE SET candidate = excluded.candidate, at = excluded.at";
    VOICES = "SELECT member, candidate, at, counted FROM president_voices WHERE round = $1 ORDER BY at, member";
    COUNTS = "UPDATE president_voices SET counted = 1 WHERE round = $1 AND member = $2";
    CLOSE = "UPDATE president_rounds SET going_on = NULL, closed_at = $2, closed_by = $3, directors = $4, elected = $5
        WHERE id = $1 AND closed_at IS NULL";
}

/// Opens a round. While another is open, it is [`StoreError::Duplicate`].
///
/// # Errors
/// See [`StoreError`].
pub async fn open(tx: &mut Tx, id: RoundId, by: MemberId, at: i64) -> Result<(), StoreError> {
    execute!(tx, OPEN, id.0, at, by.0)?;
    Ok(())
}

/// A round.
///
/// # Errors
/// See [`StoreError`].
pub async fn by_id(tx: &mut Tx, id: RoundId) -> Result<Option<Round>, StoreError> {
    fetch_optional!(tx, Round, BY_ID, id.0)
}

/// The round going on.
///
/// # Errors
/// See [`StoreError`].
pub async fn going_on(tx: &mut Tx) -> Result<Option<Round>, StoreError> {
    fetch_optional!(tx, Round, GOING_ON)
}

/// The last round that was closed.
///
/// # Errors
/// See [`StoreError`].
pub async fn last(tx: &mut Tx) -> Result<Option<Round>, StoreError> {
    fetch_optional!(tx, Round, LAST)
}

/// Keeps whom a director names, in the place of whom they named before. The database refuses it in a closed round.
///
/// # Errors
/// See [`StoreError`].
pub async fn name(tx: &mut Tx, round: RoundId, voice: Voice, at: i64) -> Result<(), StoreError> {
    execute!(tx, NAME, round.0, voice.member.0, voice.candidate.0, at)?;
    Ok(())
}

/// Whom each named, in the order in which they did.
///
/// # Errors
/// See [`StoreError`].
pub async fn voices(tx: &mut Tx, round: RoundId) -> Result<Vec<Named>, StoreError> {
    fetch_all!(tx, Named, VOICES, round.0)
}

/// Notes that a director's voice counts, before the round is closed.
///
/// # Errors
/// See [`StoreError`].
pub async fn counts(tx: &mut Tx, round: RoundId, member: MemberId) -> Result<(), StoreError> {
    execute!(tx, COUNTS, round.0, member.0)?;
    Ok(())
}

/// Closes a round with what it came to. False if it was closed already.
///
/// # Errors
/// See [`StoreError`].
pub async fn close(
    tx: &mut Tx,
    round: RoundId,
    by: MemberId,
    at: i64,
    directors: u32,
    elected: Option<MemberId>,
) -> Result<bool, StoreError> {
    let elected = elected.map(|member| member.0);
    Ok(execute!(tx, CLOSE, round.0, at, by.0, i64::from(directors), elected)? == 1)
}
