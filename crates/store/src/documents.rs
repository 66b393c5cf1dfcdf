//! Documents of an agenda. What they are is read without their bytes.

use domain::convocation::document::Media;
use domain::ids::{DocumentId, DraftId, ItemId, MemberId};

use crate::column::{integer, row, word};
use crate::db::{execute, fetch_all, fetch_optional, sql};
use crate::{StoreError, Tx};

row! {
    /// A document, but for its bytes.
    #[derive(Clone, Debug)]
    pub Document {
        /// Id.
        id: DocumentId,
        /// Of which preparation.
        draft: DraftId,
        /// Of which item; none if it belongs to all.
        item: Option<ItemId>,
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
    }
}

row! {
    Body { body: Vec<u8> }
}

/// The columns of [`Document`].
macro_rules! columns {
    () => {
        "id, draft, item, name, media, bytes, hash, added_by, added_at"
    };
}

sql! {
    INSERT = concat!("INSERT INTO documents (", columns!(), ", body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)");
    BY_ID = concat!("SELECT ", columns!(), " FROM documents WHERE id = $1");
    BODY = "SELECT body FROM documents WHERE id = $1";
    OF_DRAFT = concat!("SELECT ", columns!(), " FROM documents WHERE draft = $1 ORDER BY added_at, id");
    DELETE = "DELETE FROM documents WHERE draft = $1 AND id = $2";
    DELETE_OF_ITEM = "DELETE FROM documents WHERE draft = $1 AND item = $2";
}

/// Keeps a document. The same bytes again are [`StoreError::Duplicate`].
///
/// # Errors
/// See [`StoreError`].
pub async fn insert(tx: &mut Tx, new: &Document, body: &[u8]) -> Result<(), StoreError> {
    execute!(
        tx,
        INSERT,
        new.id.0,
        new.draft.0,
        new.item.map(|item| item.0),
        &new.name,
        word(&new.media),
        integer(new.bytes),
        new.hash.as_slice(),
        new.added_by.0,
        new.added_at,
        body,
    )?;
    Ok(())
}

/// What a document is.
///
/// # Errors
/// See [`StoreError`].
pub async fn by_id(tx: &mut Tx, id: DocumentId) -> Result<Option<Document>, StoreError> {
    fetch_optional!(tx, Document, BY_ID, id.0)
}

/// Its bytes.
///
/// # Errors
/// See [`StoreError`].
pub async fn body(tx: &mut Tx, id: DocumentId) -> Result<Option<Vec<u8>>, StoreError> {
    Ok(fetch_optional!(tx, Body, BODY, id.0)?.map(|row| row.body))
}

/// The documents of a preparation, in the order they came.
///
/// # Errors
/// See [`StoreError`].
pub async fn of_draft(tx: &mut Tx, draft: DraftId) -> Result<Vec<Document>, StoreError> {
    fetch_all!(tx, Document, OF_DRAFT, draft.0)
}

/// Removes a document. False if there is none of this id.
///
/// # Errors
/// See [`StoreError`].
pub async fn delete(tx: &mut Tx, draft: DraftId, id: DocumentId) -> Result<bool, StoreError> {
    Ok(execute!(tx, DELETE, draft.0, id.0)? == 1)
}

/// Removes the documents of an item.
///
/// # Errors
/// See [`StoreError`].
pub async fn delete_of_item(tx: &mut Tx, draft: DraftId, item: ItemId) -> Result<u64, StoreError> {
    execute!(tx, DELETE_OF_ITEM, draft.0, item.0)
}
