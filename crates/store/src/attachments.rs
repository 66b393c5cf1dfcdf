//! Files of proposals. What they are is read without their bytes; the bytes of one that was taken away are gone.

use domain::convocation::document::Media;
use domain::ids::{AttachmentId, MemberId, ProposalId};

use crate::column::{integer, row, word};
use crate::db::{execute, fetch_all, fetch_optional, sql};
use crate::{StoreError, Tx};

row! {
    /// A file, but for its bytes.
    #[derive(Clone, Debug)]
    pub Attachment {
        /// Id.
        id: AttachmentId,
        /// Of which proposal.
        proposal: ProposalId,
        /// Name.
        name: String,
        /// What it is.
        media: Media,
        /// Length.
        bytes: u64,
        /// SHA-256.
        hash: [u8; 32],
        /// Who brought it.
        added_by: MemberId,
        /// When.
        added_at: i64,
        /// When it was taken away.
        removed_at: Option<i64>,
    }
}

row! {
    Body { body: Vec<u8> }
}

row! {
    Sum { bytes: u64 }
}

/// The columns of [`Attachment`].
macro_rules! columns {
    () => {
        "id, proposal, name, media, bytes, hash, added_by, added_at, removed_at"
    };
}

sql! {
    INSERT = "INSERT INTO attachments (id, proposal, name, media, bytes, hash, added_by, added_at, body)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    BY_ID = concat!("SELECT ", columns!(), " FROM attachments WHERE id = $1");
    BODY = "SELECT body FROM attachments WHERE id = $1 AND removed_at IS NULL";
    OF_PROPOSAL = concat!("SELECT ", columns!(), " FROM attachments WHERE proposal = $1 ORDER BY added_at, id");
    SINCE = "SELECT CAST(COALESCE(SUM(bytes), 0) AS BIGINT) AS bytes FROM attachments WHERE added_by = $1 AND added_at > $2";
    DELETE = "DELETE FROM attachments WHERE id = $1";
    REMOVE = "UPDATE attachments SET removed_at = $2, body = $3 WHERE id = $1 AND removed_at IS NULL";
    DISCARD = "DELETE FROM attachments WHERE proposal = $1";
}

/// Keeps a file. The same bytes again are [`StoreError::Duplicate`].
///
/// # Errors
/// See [`StoreError`].
pub async fn insert(tx: &mut Tx, new: &Attachment, body: &[u8]) -> Result<(), StoreError> {
    let (media, bytes, hash) = (word(&new.media), integer(new.bytes), new.hash.as_slice());
    let (by, at) = (new.added_by.0, new.added_at);
    execute!(tx, INSERT, new.id.0, new.proposal.0, &new.name, media, bytes, hash, by, at, body)?;
    Ok(())
}

/// What a file is, also one that was taken away.
///
/// # Errors
/// See [`StoreError`].
pub async fn by_id(tx: &mut Tx, id: AttachmentId) -> Result<Option<Attachment>, StoreError> {
    fetch_optional!(tx, Attachment, BY_ID, id.0)
}

/// Its bytes, if it was not taken away.
///
/// # Errors
/// See [`StoreError`].
pub async fn body(tx: &mut Tx, id: AttachmentId) -> Result<Option<Vec<u8>>, StoreError> {
    Ok(fetch_optional!(tx, Body, BODY, id.0)?.map(|row| row.body))
}

/// The files of a proposal in the order they came, those taken away among them.
///
/// # Errors
/// See [`StoreError`].
pub async fn of_proposal(tx: &mut Tx, proposal: ProposalId) -> Result<Vec<Attachment>, StoreError> {
    fetch_all!(tx, Attachment, OF_PROPOSAL, proposal.0)
}

/// How many bytes a member attached after an instant, wherever they still are.
///
/// # Errors
/// See [`StoreError`].
pub async fn since(tx: &mut Tx, member: MemberId, at: i64) -> Result<u64, StoreError> {
    Ok(fetch_optional!(tx, Sum, SINCE, member.0, at)?.map_or(0, |sum| sum.bytes))
}

/// Takes a file away from a draft: nobody else ever saw it. False if it is not there.
///
/// # Errors
/// See [`StoreError`]; the database refuses to delete files of anything but a draft.
pub async fn delete(tx: &mut Tx, id: AttachmentId) -> Result<bool, StoreError> {
    Ok(execute!(tx, DELETE, id.0)? == 1)
}

/// Takes a file away that others saw: its bytes go, its name and hash stay. False if that was done already.
///
/// # Errors
/// See [`StoreError`].
pub async fn remove(tx: &mut Tx, id: AttachmentId, at: i64) -> Result<bool, StoreError> {
    let nothing: &[u8] = &[];
    Ok(execute!(tx, REMOVE, id.0, at, nothing)? == 1)
}

/// Throws the files of a draft away with it.
///
/// # Errors
/// See [`StoreError`]; the database refuses to delete files of anything but a draft.
pub async fn discard(tx: &mut Tx, proposal: ProposalId) -> Result<u64, StoreError> {
    execute!(tx, DISCARD, proposal.0)
}
