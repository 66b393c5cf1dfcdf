//! Rolls: who has a voice in one box, and which key speaks it. One row per voice, whatever the shares.

use domain::ids::{BoxId, EntrustedKeyId, MemberId, PaperCodeId, ProxyId, VoteId};

use crate::column::row;
use crate::db::{execute, fetch_all, fetch_count, fetch_optional, sql};
use crate::{StoreError, Tx};

row! {
    /// A voice on a roll.
    #[derive(Clone, Debug)]
    pub RollEntry {
        /// The voice: the member whose own it is.
        voice: MemberId,
        /// Place among the leaves of the roll commitment, from 0.
        position: u32,
        /// Kind of voice.
        kind: String,
        /// Which of the speaker's keys, unless a paper code speaks, or a key that the server made.
        key_seq: Option<u32>,
        /// The paper code that speaks, if one does.
        code: Option<PaperCodeId>,
        /// The key that the server made and that speaks, if one does.
        entrusted: Option<EntrustedKeyId>,
        /// Identity key that signs for the voice.
        identity: [u8; 32],
        /// Credential in the box, in secret votes.
        credential: Option<String>,
        /// Whose key speaks it.
        speaker: MemberId,
        /// The proxy, if that is another member.
        proxy: Option<ProxyId>,
        /// Place of that key's leaf in the register commitment made with the roll, from 0.
        register: u32,
    }
}

row! {
    Grantor { grantor: MemberId }
}

/// The columns of [`RollEntry`].
macro_rules! columns {
    () => {
        "voice, position, kind, key_seq, code, entrusted, identity, credential, speaker, proxy, register"
    };
}

/// Whether the voice of `r` voted in the box of its roll.
macro_rules! used {
    () => {
        "(EXISTS (SELECT 1 FROM open_ballots o WHERE o.ballot_box = r.ballot_box AND o.voice = r.voice)
        OR EXISTS (SELECT 1 FROM ballots b WHERE b.ballot_box = r.ballot_box AND b.voice = r.voice))"
    };
}

sql! {
    INSERT = "INSERT INTO roll_entries (ballot_box, voice, position, kind, key_seq, code, entrusted, identity, credential, speaker,
            proxy, register)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    ENTRY = concat!("SELECT ", columns!(), " FROM roll_entries WHERE ballot_box = $1 AND voice = $2");
    OF_BOX = concat!("SELECT ", columns!(), " FROM roll_entries WHERE ballot_box = $1 ORDER BY position");
    OF_SPEAKER = concat!("SELECT ", columns!(), " FROM roll_entries WHERE ballot_box = $1 AND speaker = $2 ORDER BY position");
    COUNT = "SELECT COUNT(*) FROM roll_entries WHERE ballot_box = $1";
    MANDATES = "SELECT COUNT(*) FROM roll_entries WHERE ballot_box = $1 AND proxy IS NOT NULL";
    MANDATES_USED =
        concat!("SELECT COUNT(*) FROM roll_entries r WHERE r.ballot_box = $1 AND r.proxy IS NOT NULL AND ", used!());
    CODES_USED =
        concat!("SELECT COUNT(*) FROM roll_entries r WHERE r.ballot_box = $1 AND r.code IS NOT NULL AND ", used!());
    ENTRUSTED_USED =
        concat!("SELECT COUNT(*) FROM roll_entries r WHERE r.ballot_box = $1 AND r.entrusted IS NOT NULL AND ", used!());
    CODES = "SELECT COUNT(*) FROM roll_entries r JOIN boxes b ON b.id = r.ballot_box WHERE r.ballot_box = $1 AND r.code IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM paper_voices p WHERE p.vote = b.vote AND p.voice = r.voice)";
    ENTRUSTED = "SELECT COUNT(*) FROM roll_entries r JOIN boxes b ON b.id = r.ballot_box
        WHERE r.ballot_box = $1 AND r.entrusted IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM paper_voices p WHERE p.vote = b.vote AND p.voice = r.voice)";
    INSERT_BLANK = "INSERT INTO roll_blanks (vote, grantor, proxy) VALUES ($1, $2, $3)";
    BLANKS = "SELECT grantor FROM roll_blanks WHERE vote = $1 ORDER BY grantor";
}

/// Puts a voice on the roll. A second one of the same member, or a key or credential on it already, is
/// [`StoreError::Duplicate`].
///
/// # Errors
/// See [`StoreError`].
pub async fn insert(tx: &mut Tx, ballot_box: BoxId, new: &RollEntry) -> Result<(), StoreError> {
    execute!(
        tx,
        INSERT,
        ballot_box.0,
        new.voice.0,
        i64::from(new.position),
        &new.kind,
        new.key_seq.map(i64::from),
        new.code.map(|code| code.0),
        new.entrusted.map(|entrusted| entrusted.0),
        new.identity.as_slice(),
        new.credential.as_deref(),
        new.speaker.0,
        new.proxy.map(|proxy| proxy.0),
        i64::from(new.register),
    )?;
    Ok(())
}

/// A voice on the roll.
///
/// # Errors
/// See [`StoreError`].
pub async fn entry(tx: &mut Tx, ballot_box: BoxId, voice: MemberId) -> Result<Option<RollEntry>, StoreError> {
    fetch_optional!(tx, RollEntry, ENTRY, ballot_box.0, voice.0)
}

/// The roll, in the order of its commitment.
///
/// # Errors
/// See [`StoreError`].
pub async fn of_box(tx: &mut Tx, ballot_box: BoxId) -> Result<Vec<RollEntry>, StoreError> {
    fetch_all!(tx, RollEntry, OF_BOX, ballot_box.0)
}

/// The voices that a member speaks in a box, the own one among them.
///
/// # Errors
/// See [`StoreError`].
pub async fn of_speaker(tx: &mut Tx, ballot_box: BoxId, speaker: MemberId) -> Result<Vec<RollEntry>, StoreError> {
    fetch_all!(tx, RollEntry, OF_SPEAKER, ballot_box.0, speaker.0)
}

/// How many voices on the roll a proxy speaks.
///
/// # Errors
/// See [`StoreError`].
pub async fn mandates(tx: &mut Tx, ballot_box: BoxId) -> Result<u32, StoreError> {
    fetch_count!(tx, MANDATES, ballot_box.0)
}

/// How many voices on the roll a paper code speaks, those it carries by a proxy among them, but for those that went on paper since.
///
/// # Errors
/// See [`StoreError`].
pub async fn codes(tx: &mut Tx, ballot_box: BoxId) -> Result<u32, StoreError> {
    fetch_count!(tx, CODES, ballot_box.0)
}

/// How many voices on the roll are entrusted to the server, but for those that went on paper since.
///
/// # Errors
/// See [`StoreError`].
pub async fn entrusted(tx: &mut Tx, ballot_box: BoxId) -> Result<u32, StoreError> {
    fetch_count!(tx, ENTRUSTED, ballot_box.0)
}

/// How many voices on the roll a proxy speaks that voted in its box.
///
/// # Errors
/// See [`StoreError`].
pub async fn mandates_used(tx: &mut Tx, ballot_box: BoxId) -> Result<u32, StoreError> {
    fetch_count!(tx, MANDATES_USED, ballot_box.0)
}

/// How many voices on the roll a paper code speaks that voted in its box.
///
/// # Errors
/// See [`StoreError`].
pub async fn codes_used(tx: &mut Tx, ballot_box: BoxId) -> Result<u32, StoreError> {
    fetch_count!(tx, CODES_USED, ballot_box.0)
}

/// How many voices on the roll that are entrusted to the server voted in its box.
///
/// # Errors
/// See [`StoreError`].
pub async fn entrusted_used(tx: &mut Tx, ballot_box: BoxId) -> Result<u32, StoreError> {
    fetch_count!(tx, ENTRUSTED_USED, ballot_box.0)
}

/// Counts a blank proxy with a roll. A second one of a member is [`StoreError::Duplicate`].
///
/// # Errors
/// See [`StoreError`].
pub async fn insert_blank(tx: &mut Tx, vote: VoteId, grantor: MemberId, proxy: ProxyId) -> Result<(), StoreError> {
    execute!(tx, INSERT_BLANK, vote.0, grantor.0, proxy.0)?;
    Ok(())
}

/// Those whose blank proxies are counted with a roll.
///
/// # Errors
/// See [`StoreError`].
pub async fn blanks(tx: &mut Tx, vote: VoteId) -> Result<Vec<MemberId>, StoreError> {
    Ok(fetch_all!(tx, Grantor, BLANKS, vote.0)?.into_iter().map(|row| row.grantor).collect())
}

/// Voices on the roll, 0 before it is fixed.
///
/// # Errors
/// See [`StoreError`].
pub async fn count(tx: &mut Tx, ballot_box: BoxId) -> Result<u32, StoreError> {
    fetch_count!(tx, COUNT, ballot_box.0)
}
