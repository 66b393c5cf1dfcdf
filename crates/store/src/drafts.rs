//! Assemblies being prepared: head, items, key holders to be, guests. They change until members are convened.

use domain::convocation::agenda::{DraftState, GuestRole};
use domain::ids::{AssemblyId, CooperativeId, DraftId, GuestId, ItemId, MemberId};
use domain::lang::Lang;

use crate::column::{row, word};
use crate::db::{execute, fetch_all, fetch_count, fetch_optional, sql};
use crate::{StoreError, Tx};

row! {
    /// An assembly being prepared.
    #[derive(Clone, Debug)]
    pub Draft {
        /// Id.
        id: DraftId,
        /// Whose.
        cooperative: CooperativeId,
        /// Where it stands.
        state: DraftState,
        /// The head of the notice, JSON.
        body: String,
        /// The assembly that came of it.
        assembly: Option<AssemblyId>,
        /// Who began it.
        made_by: MemberId,
        /// When.
        made_at: i64,
        /// When it last changed.
        changed_at: i64,
    }
}

row! {
    /// An item of its agenda.
    #[derive(Clone, Debug)]
    pub DraftItem {
        /// Id.
        id: ItemId,
        /// Place, from 1.
        position: u32,
        /// The item, JSON.
        body: String,
    }
}

row! {
    /// A key holder to be.
    #[derive(Clone, Copy, Debug)]
    pub DraftHolder {
        /// Who.
        member: MemberId,
        /// From 1.
        position: u32,
    }
}

row! {
    /// Somebody invited without a voice.
    #[derive(Clone, Debug)]
    pub Guest {
        /// Id.
        id: GuestId,
        /// As what.
        role: GuestRole,
        /// Name.
        name: String,
        /// Address for messages; empty if none.
        email: String,
        /// Postal address, on lines.
        address: String,
        /// Language.
        lang: Lang,
    }
}

/// The columns of [`Draft`].
macro_rules! columns {
    () => {
        "id, cooperative, state, body, assembly, made_by, made_at, changed_at"
    };
}

row! {
    Needed { holders_needed: Option<u32> }
}

sql! {
    INSERT = concat!("INSERT INTO drafts (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8)");
    BY_ID = concat!("SELECT ", columns!(), " FROM drafts WHERE id = $1");
    OF_ASSEMBLY = concat!("SELECT ", columns!(), " FROM drafts WHERE assembly = $1");
    NEWEST = concat!("SELECT ", columns!(), " FROM drafts ORDER BY changed_at DESC, id DESC LIMIT 100");
    CHANGE = "UPDATE drafts SET body = $2, changed_at = $3 WHERE id = $1 AND state = 'draft'";
    TOUCH = "UPDATE drafts SET changed_at = $2 WHERE id = $1 AND state = 'draft'";
    DROP = "UPDATE drafts SET state = 'dropped', changed_at = $2 WHERE id = $1 AND state = 'draft'";
    CONVENE = "UPDATE drafts SET state = 'convened', assembly = $2, changed_at = $3 WHERE id = $1 AND state = 'draft'";
    INSERT_ITEM = "INSERT INTO draft_items (id, draft, position, body) VALUES ($1, $2, $3, $4)";
    ITEMS = "SELECT id, position, body FROM draft_items WHERE draft = $1 ORDER BY position, id";
    COUNT_ITEMS = "SELECT COUNT(*) FROM draft_items WHERE draft = $1";
    CHANGE_ITEM = "UPDATE draft_items SET body = $3 WHERE draft = $1 AND id = $2";
    PLACE_ITEM = "UPDATE draft_items SET position = $3 WHERE draft = $1 AND id = $2";
    DELETE_ITEM = "DELETE FROM draft_items WHERE draft = $1 AND id = $2";
    INSERT_HOLDER = "INSERT INTO draft_holders (draft, member, position) VALUES ($1, $2, $3) ON CONFLICT (draft, member) DO NOTHING";
    HOLDERS = "SELECT member, position FROM draft_holders WHERE draft = $1 ORDER BY position, member";
    NEEDED = "SELECT holders_needed FROM drafts WHERE id = $1";
    SET_NEEDED = "UPDATE drafts SET holders_needed = $2 WHERE id = $1";
    DELETE_HOLDER = "DELETE FROM draft_holders WHERE draft = $1 AND member = $2";
    INSERT_GUEST = "INSERT INTO guests (id, draft, role, name, email, address, lang) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    GUESTS = "SELECT id, role, name, email, address, lang FROM guests WHERE draft = $1 ORDER BY id";
    DELETE_GUEST = "DELETE FROM guests WHERE draft = $1 AND id = $2";
}

/// Begins a preparation.
///
/// # Errors
/// See [`StoreError`].
pub async fn insert(tx: &mut Tx, new: &Draft) -> Result<(), StoreError> {
    let assembly = new.assembly.map(|assembly| assembly.0);
    let (id, cooperative, by) = (new.id.0, new.cooperative.0, new.made_by.0);
    execute!(tx, INSERT, id, cooperative, word(&new.state), &new.body, assembly, by, new.made_at, new.changed_at)?;
    Ok(())
}

/// One preparation.
///
/// # Errors
/// See [`StoreError`].
pub async fn by_id(tx: &mut Tx, id: DraftId) -> Result<Option<Draft>, StoreError> {
    fetch_optional!(tx, Draft, BY_ID, id.0)
}

/// What an assembly came of, if it was prepared here.
///
/// # Errors
/// See [`StoreError`].
pub async fn of_assembly(tx: &mut Tx, assembly: AssemblyId) -> Result<Option<Draft>, StoreError> {
    fetch_optional!(tx, Draft, OF_ASSEMBLY, assembly.0)
}

/// The hundred that changed last, the last first.
///
/// # Errors
/// See [`StoreError`].
pub async fn newest(tx: &mut Tx) -> Result<Vec<Draft>, StoreError> {
    fetch_all!(tx, Draft, NEWEST)
}

/// Changes the head. False if it is frozen.
///
/// # Errors
/// See [`StoreError`].
pub async fn change(tx: &mut Tx, id: DraftId, body: &str, at: i64) -> Result<bool, StoreError> {
    Ok(execute!(tx, CHANGE, id.0, body, at)? == 1)
}

/// Notes that something in it changed. False if it is frozen.
///
/// # Errors
/// See [`StoreError`].
pub async fn touch(tx: &mut Tx, id: DraftId, at: i64) -> Result<bool, StoreError> {
    Ok(execute!(tx, TOUCH, id.0, at)? == 1)
}

/// Gives it up. False if it is frozen.
///
/// # Errors
/// See [`StoreError`].
pub async fn abandon(tx: &mut Tx, id: DraftId, at: i64) -> Result<bool, StoreError> {
    Ok(execute!(tx, DROP, id.0, at)? == 1)
}

/// Freezes it: an assembly came of it. False if it was frozen before.
///
/// # Errors
/// See [`StoreError`].
pub async fn convene(tx: &mut Tx, id: DraftId, assembly: AssemblyId, at: i64) -> Result<bool, StoreError> {
    Ok(execute!(tx, CONVENE, id.0, assembly.0, at)? == 1)
}

/// Adds an item.
///
/// # Errors
/// See [`StoreError`].
pub async fn insert_item(tx: &mut Tx, draft: DraftId, new: &DraftItem) -> Result<(), StoreError> {
    execute!(tx, INSERT_ITEM, new.id.0, draft.0, i64::from(new.position), &new.body)?;
    Ok(())
}

/// The items, in order.
///
/// # Errors
/// See [`StoreError`].
pub async fn items(tx: &mut Tx, draft: DraftId) -> Result<Vec<DraftItem>, StoreError> {
    fetch_all!(tx, DraftItem, ITEMS, draft.0)
}

/// How many items there are.
///
/// # Errors
/// See [`StoreError`].
pub async fn count_items(tx: &mut Tx, draft: DraftId) -> Result<u32, StoreError> {
    fetch_count!(tx, COUNT_ITEMS, draft.0)
}

/// Changes an item. False if there is none of this id.
///
/// # Errors
/// See [`StoreError`].
pub async fn change_item(tx: &mut Tx, draft: DraftId, item: ItemId, body: &str) -> Result<bool, StoreError> {
    Ok(execute!(tx, CHANGE_ITEM, draft.0, item.0, body)? == 1)
}

/// Puts an item in a place.
///
/// # Errors
/// See [`StoreError`].
pub async fn place_item(tx: &mut Tx, draft: DraftId, item: ItemId, position: u32) -> Result<(), StoreError> {
    execute!(tx, PLACE_ITEM, draft.0, item.0, i64::from(position))?;
    Ok(())
}

/// Takes an item off. False if there is none of this id.
///
/// # Errors
/// See [`StoreError`].
pub async fn delete_item(tx: &mut Tx, draft: DraftId, item: ItemId) -> Result<bool, StoreError> {
    Ok(execute!(tx, DELETE_ITEM, draft.0, item.0)? == 1)
}

/// Names a key holder to be. One who is named already stays where they are.
///
/// # Errors
/// See [`StoreError`].
pub async fn insert_holder(tx: &mut Tx, draft: DraftId, new: DraftHolder) -> Result<(), StoreError> {
    execute!(tx, INSERT_HOLDER, draft.0, new.member.0, i64::from(new.position))?;
    Ok(())
}

/// The key holders to be, in order.
///
/// # Errors
/// See [`StoreError`].
pub async fn holders(tx: &mut Tx, draft: DraftId) -> Result<Vec<DraftHolder>, StoreError> {
    fetch_all!(tx, DraftHolder, HOLDERS, draft.0)
}

/// How many key holders to be open a box, where the board chose.
///
/// # Errors
/// See [`StoreError`].
pub async fn needed(tx: &mut Tx, draft: DraftId) -> Result<Option<u32>, StoreError> {
    Ok(fetch_optional!(tx, Needed, NEEDED, draft.0)?.and_then(|row| row.holders_needed))
}

/// Keeps how many key holders to be open a box; none: as is usual for so many.
///
/// # Errors
/// See [`StoreError`].
pub async fn set_needed(tx: &mut Tx, draft: DraftId, needed: Option<u32>) -> Result<(), StoreError> {
    execute!(tx, SET_NEEDED, draft.0, needed.map(i64::from))?;
    Ok(())
}

/// Names a key holder no more.
///
/// # Errors
/// See [`StoreError`].
pub async fn delete_holder(tx: &mut Tx, draft: DraftId, member: MemberId) -> Result<(), StoreError> {
    execute!(tx, DELETE_HOLDER, draft.0, member.0)?;
    Ok(())
}

/// Invites somebody.
///
/// # Errors
/// See [`StoreError`].
pub async fn insert_guest(tx: &mut Tx, draft: DraftId, new: &Guest) -> Result<(), StoreError> {
    let (role, lang) = (word(&new.role), word(&new.lang));
    execute!(tx, INSERT_GUEST, new.id.0, draft.0, role, &new.name, &new.email, &new.address, lang)?;
    Ok(())
}

/// Who is invited.
///
/// # Errors
/// See [`StoreError`].
pub async fn guests(tx: &mut Tx, draft: DraftId) -> Result<Vec<Guest>, StoreError> {
    fetch_all!(tx, Guest, GUESTS, draft.0)
}

/// Invites somebody no more.
///
/// # Errors
/// See [`StoreError`].
pub async fn delete_guest(tx: &mut Tx, draft: DraftId, guest: GuestId) -> Result<(), StoreError> {
    execute!(tx, DELETE_GUEST, draft.0, guest.0)?;
    Ok(())
}
