//! Proxies and the papers of those that came on one. What was given never changes; the database refuses a second live one of a
//! member, and moving what is over.

use domain::convocation::document::Media;
use domain::ids::{AssemblyId, MemberId, ProxyId};
use domain::proxies::{Ending, Known, ProxyMeans, ProxyState};

use crate::column::{integer, row, word};
use crate::db::{execute, fetch_all, fetch_count, fetch_optional, sql};
use crate::{StoreError, Tx};

row! {
    /// A proxy.
    #[derive(Clone, Debug)]
    pub Proxy {
        /// Id.
        id: ProxyId,
        /// For which assembly: that on first call.
        assembly: AssemblyId,
        /// Whose voice.
        grantor: MemberId,
        /// Who speaks it; `None` for a blank one.
        holder: Option<MemberId>,
        /// How it came.
        means: ProxyMeans,
        /// Where it stands.
        state: ProxyState,
        /// What ended it.
        ending: Option<Ending>,
        /// Of a signed one: the key that signed.
        identity: Option<[u8; 32]>,
        /// Its signature.
        signature: Option<[u8; 64]>,
        /// Of a paper one: who entered it.
        entered_by: Option<MemberId>,
        /// When it was received.
        made_at: i64,
        /// When it last moved.
        moved_at: i64,
    }
}

impl Proxy {
    /// As the rules look at it.
    #[must_use]
    pub fn known(&self) -> Known {
        Known { id: self.id, grantor: self.grantor, holder: self.holder, state: self.state }
    }
}

row! {
    /// The paper of a proxy, but for its bytes.
    #[derive(Clone, Debug)]
    pub Paper {
        /// Of which proxy.
        proxy: ProxyId,
        /// Name; empty once erased.
        name: String,
        /// What it is.
        media: Media,
        /// Length.
        bytes: u64,
        /// SHA-256.
        hash: [u8; 32],
    }
}

row! {
    Body { body: Vec<u8> }
}

row! {
    Present { member: MemberId }
}

/// The columns of [`Proxy`].
macro_rules! columns {
    () => {
        "id, assembly, grantor, holder, means, state, ending, identity, signature, entered_by, made_at, moved_at"
    };
}

sql! {
    INSERT = "INSERT INTO proxies (id, assembly, grantor, holder, means, state, identity, signature, entered_by, made_at, moved_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    BY_ID = concat!("SELECT ", columns!(), " FROM proxies WHERE id = $1");
    OF_ASSEMBLY = concat!("SELECT ", columns!(), " FROM proxies WHERE assembly = $1 ORDER BY made_at, id");
    OF_MEMBER = concat!("SELECT ", columns!(), " FROM proxies
        WHERE assembly = $1 AND (grantor = $2 OR holder = $2) ORDER BY made_at, id");
    LIVE_OF = concat!("SELECT ", columns!(), " FROM proxies
        WHERE assembly = $1 AND grantor = $2 AND state IN ('given', 'in-force')");
    TAKES_PART = "SELECT COUNT(*) FROM attendance_moves a WHERE a.assembly = $1 AND a.member = $2 AND a.moved <> 'left'
        AND a.n = (SELECT MAX(b.n) FROM attendance_moves b WHERE b.assembly = a.assembly AND b.member = a.member)";
    PRESENT = "SELECT a.member FROM attendance_moves a WHERE a.assembly = $1 AND a.moved <> 'left'
        AND a.n = (SELECT MAX(b.n) FROM attendance_moves b WHERE b.assembly = a.assembly AND b.member = a.member)
        ORDER BY a.member";
    MOVE = "UPDATE proxies SET state = $3, ending = $4, moved_at = $5 WHERE id = $1 AND state = $2";
    REVOKE = "UPDATE proxies SET state = $3, revoked_identity = $4, revocation = $5, moved_at = $6 WHERE id = $1 AND state = $2";
    INSERT_PAPER = "INSERT INTO proxy_documents (proxy, name, media, bytes, hash, body) VALUES ($1, $2, $3, $4, $5, $6)";
    PAPERS = "SELECT d.proxy, d.name, d.media, d.bytes, d.hash FROM proxy_documents d JOIN proxies p ON p.id = d.proxy
        WHERE p.assembly = $1";
    PAPER = "SELECT proxy, name, media, bytes, hash FROM proxy_documents WHERE proxy = $1";
    BODY = "SELECT body FROM proxy_documents WHERE proxy = $1 AND name <> ''";
}

/// Receives a proxy. A second live one of its grantor, and an id that is taken, are [`StoreError::Duplicate`].
///
/// # Errors
/// See [`StoreError`].
pub async fn insert(tx: &mut Tx, new: &Proxy) -> Result<(), StoreError> {
    let (holder, by) = (new.holder.map(|holder| holder.0), new.entered_by.map(|by| by.0));
    let (identity, signature) = (new.identity.as_ref(), new.signature.as_ref());
    let (identity, signature) = (identity.map(<[u8; 32]>::as_slice), signature.map(<[u8; 64]>::as_slice));
    let (means, state) = (word(&new.means), word(&new.state));
    let (id, assembly, grantor) = (new.id.0, new.assembly.0, new.grantor.0);
    execute!(
        tx,
        INSERT,
        id,
        assembly,
        grantor,
        holder,
        means,
        state,
        identity,
        signature,
        by,
        new.made_at,
        new.moved_at
    )?;
    Ok(())
}

/// One proxy.
///
/// # Errors
/// See [`StoreError`].
pub async fn by_id(tx: &mut Tx, id: ProxyId) -> Result<Option<Proxy>, StoreError> {
    fetch_optional!(tx, Proxy, BY_ID, id.0)
}

/// Every proxy for an assembly, that on first call, in the order they came; those that are over among them.
///
/// # Errors
/// See [`StoreError`].
pub async fn of_assembly(tx: &mut Tx, assembly: AssemblyId) -> Result<Vec<Proxy>, StoreError> {
    fetch_all!(tx, Proxy, OF_ASSEMBLY, assembly.0)
}

/// The proxies that a member gave or carries for an assembly, that on first call, in the order they came; those that are over among
/// them.
///
/// # Errors
/// See [`StoreError`].
pub async fn of_member(tx: &mut Tx, assembly: AssemblyId, member: MemberId) -> Result<Vec<Proxy>, StoreError> {
    fetch_all!(tx, Proxy, OF_MEMBER, assembly.0, member.0)
}

/// The live proxy of a member for an assembly, that on first call.
///
/// # Errors
/// See [`StoreError`].
pub async fn live_of(tx: &mut Tx, assembly: AssemblyId, grantor: MemberId) -> Result<Option<Proxy>, StoreError> {
    fetch_optional!(tx, Proxy, LIVE_OF, assembly.0, grantor.0)
}

/// Whether a member takes part in an assembly: has come, or voted.
///
/// # Errors
/// See [`StoreError`].
pub async fn takes_part(tx: &mut Tx, assembly: AssemblyId, member: MemberId) -> Result<bool, StoreError> {
    Ok(fetch_count!(tx, TAKES_PART, assembly.0, member.0)? > 0)
}

/// The members who take part in an assembly: who have come, or voted.
///
/// # Errors
/// See [`StoreError`].
pub async fn present(tx: &mut Tx, assembly: AssemblyId) -> Result<Vec<MemberId>, StoreError> {
    Ok(fetch_all!(tx, Present, PRESENT, assembly.0)?.into_iter().map(|row| row.member).collect())
}

/// Moves a proxy; `ending` where that is what happens. False if it is not in that state any more.
///
/// # Errors
/// See [`StoreError`].
pub async fn move_to(
    tx: &mut Tx,
    of: &Proxy,
    to: ProxyState,
    ending: Option<Ending>,
    at: i64,
) -> Result<bool, StoreError> {
    let ending = ending.map(|ending| word(&ending));
    Ok(execute!(tx, MOVE, of.id.0, word(&of.state), word(&to), ending, at)? == 1)
}

/// Takes a proxy back with its grantor's signature. False if it is not in that state any more.
///
/// # Errors
/// See [`StoreError`].
pub async fn revoke(
    tx: &mut Tx,
    of: &Proxy,
    to: ProxyState,
    (identity, signature): (&[u8; 32], &[u8; 64]),
    at: i64,
) -> Result<bool, StoreError> {
    let (from, to) = (word(&of.state), word(&to));
    Ok(execute!(tx, REVOKE, of.id.0, from, to, identity.as_slice(), signature.as_slice(), at)? == 1)
}

/// Keeps the paper of a proxy.
///
/// # Errors
/// See [`StoreError`].
pub async fn insert_paper(tx: &mut Tx, new: &Paper, body: &[u8]) -> Result<(), StoreError> {
    let (media, bytes, hash) = (word(&new.media), integer(new.bytes), new.hash.as_slice());
    execute!(tx, INSERT_PAPER, new.proxy.0, &new.name, media, bytes, hash, body)?;
    Ok(())
}

/// The papers of an assembly's proxies.
///
/// # Errors
/// See [`StoreError`].
pub async fn papers(tx: &mut Tx, assembly: AssemblyId) -> Result<Vec<Paper>, StoreError> {
    fetch_all!(tx, Paper, PAPERS, assembly.0)
}

/// The paper of one, if it came on paper.
///
/// # Errors
/// See [`StoreError`].
pub async fn paper(tx: &mut Tx, proxy: ProxyId) -> Result<Option<Paper>, StoreError> {
    fetch_optional!(tx, Paper, PAPER, proxy.0)
}

/// Its bytes, if they are still kept.
///
/// # Errors
/// See [`StoreError`].
pub async fn body(tx: &mut Tx, proxy: ProxyId) -> Result<Option<Vec<u8>>, StoreError> {
    Ok(fetch_optional!(tx, Body, BODY, proxy.0)?.map(|row| row.body))
}
