//! Passkeys of members, and WebAuthn dialogues going on. What the library keeps of each is a text to this crate.

use domain::ids::{DialogueId, MemberId, PasskeyId};

use crate::column::row;
use crate::db::{execute, fetch_all, fetch_count, fetch_optional, sql};
use crate::{StoreError, Tx};

row! {
    /// A passkey.
    #[derive(Clone, Debug)]
    pub Passkey {
        /// Id.
        id: PasskeyId,
        /// Whose.
        member: MemberId,
        /// The id the authenticator gave it.
        credential: Vec<u8>,
        /// Public key and counter, JSON.
        body: String,
        /// The member's own word for it.
        name: String,
        /// When it was made.
        made_at: i64,
        /// When it last signed in.
        used_at: Option<i64>,
    }
}

row! {
    /// What the server remembers between the two messages of a dialogue.
    #[derive(Clone, Debug)]
    pub Dialogue {
        /// Id.
        id: DialogueId,
        /// Who began it; none who is signed in by it.
        member: Option<MemberId>,
        /// JSON.
        body: String,
        /// Until when it is good.
        expires_at: i64,
    }
}

sql! {
    INSERT = "INSERT INTO passkeys (id, member, credential, body, name, made_at) VALUES ($1, $2, $3, $4, $5, $6)";
    OF_MEMBER = "SELECT id, member, credential, body, name, made_at, used_at FROM passkeys
        WHERE member = $1 ORDER BY made_at, id";
    BY_CREDENTIAL = "SELECT id, member, credential, body, name, made_at, used_at FROM passkeys WHERE credential = $1";
    COUNT = "SELECT COUNT(*) FROM passkeys WHERE member = $1";
    USED = "UPDATE passkeys SET body = $2, used_at = $3 WHERE id = $1";
    RENAME = "UPDATE passkeys SET name = $3 WHERE id = $1 AND member = $2";
    DELETE = "DELETE FROM passkeys WHERE id = $1 AND member = $2";
    DELETE_ALL = "DELETE FROM passkeys WHERE member = $1";
    BEGIN = "INSERT INTO passkey_dialogues (id, member, body, expires_at) VALUES ($1, $2, $3, $4)";
    DIALOGUE = "SELECT id, member, body, expires_at FROM passkey_dialogues WHERE id = $1 AND expires_at > $2";
    END = "DELETE FROM passkey_dialogues WHERE id = $1";
    FORGET = "DELETE FROM passkey_dialogues WHERE expires_at <= $1";
}

/// Stores a passkey. A credential that is registered already, whoever's, is [`StoreError::Duplicate`].
///
/// # Errors
/// See [`StoreError`].
pub async fn insert(tx: &mut Tx, new: &Passkey) -> Result<(), StoreError> {
    let credential = new.credential.as_slice();
    execute!(tx, INSERT, new.id.0, new.member.0, credential, &new.body, &new.name, new.made_at)?;
    Ok(())
}

/// The passkeys of a member, oldest first.
///
/// # Errors
/// See [`StoreError`].
pub async fn of_member(tx: &mut Tx, member: MemberId) -> Result<Vec<Passkey>, StoreError> {
    fetch_all!(tx, Passkey, OF_MEMBER, member.0)
}

/// The passkey an authenticator knows under this id.
///
/// # Errors
/// See [`StoreError`].
pub async fn by_credential(tx: &mut Tx, credential: &[u8]) -> Result<Option<Passkey>, StoreError> {
    fetch_optional!(tx, Passkey, BY_CREDENTIAL, credential)
}

/// How many passkeys a member has.
///
/// # Errors
/// See [`StoreError`].
pub async fn count(tx: &mut Tx, member: MemberId) -> Result<u32, StoreError> {
    fetch_count!(tx, COUNT, member.0)
}

/// Notes that a passkey was used, with what the library keeps of it now.
///
/// # Errors
/// See [`StoreError`].
pub async fn used(tx: &mut Tx, id: PasskeyId, body: &str, at: i64) -> Result<(), StoreError> {
    execute!(tx, USED, id.0, body, at)?;
    Ok(())
}

/// Gives a passkey of a member another name. False if the member has none such.
///
/// # Errors
/// See [`StoreError`].
pub async fn rename(tx: &mut Tx, id: PasskeyId, member: MemberId, name: &str) -> Result<bool, StoreError> {
    Ok(execute!(tx, RENAME, id.0, member.0, name)? == 1)
}

/// Forgets a passkey of a member. False if the member has none such.
///
/// # Errors
/// See [`StoreError`].
pub async fn delete(tx: &mut Tx, id: PasskeyId, member: MemberId) -> Result<bool, StoreError> {
    Ok(execute!(tx, DELETE, id.0, member.0)? == 1)
}

/// Forgets every passkey of a member: their names are a person's own words.
///
/// # Errors
/// See [`StoreError`].
pub async fn delete_all(tx: &mut Tx, member: MemberId) -> Result<(), StoreError> {
    execute!(tx, DELETE_ALL, member.0)?;
    Ok(())
}

/// Notes a dialogue.
///
/// # Errors
/// See [`StoreError`].
pub async fn begin(tx: &mut Tx, new: &Dialogue) -> Result<(), StoreError> {
    execute!(tx, BEGIN, new.id.0, new.member.map(|member| member.0), &new.body, new.expires_at)?;
    Ok(())
}

/// A dialogue, unless it is over.
///
/// # Errors
/// See [`StoreError`].
pub async fn dialogue(tx: &mut Tx, id: DialogueId, now: i64) -> Result<Option<Dialogue>, StoreError> {
    fetch_optional!(tx, Dialogue, DIALOGUE, id.0, now)
}

/// Ends a dialogue. False if it was over.
///
/// # Errors
/// See [`StoreError`].
pub async fn end(tx: &mut Tx, id: DialogueId) -> Result<bool, StoreError> {
    Ok(execute!(tx, END, id.0)? == 1)
}

/// Forgets the dialogues that nobody ended in time.
///
/// # Errors
/// See [`StoreError`].
pub async fn forget(tx: &mut Tx, now: i64) -> Result<(), StoreError> {
    execute!(tx, FORGET, now)?;
    Ok(())
}
