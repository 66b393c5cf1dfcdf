//! Published minutes, one per assembly, and who of its bureau signed them.

use domain::bureau::Seat;
use domain::ids::{AssemblyId, MemberId};

use crate::column::{row, word};
use crate::db::{execute, fetch_all, fetch_optional, sql};
use crate::{StoreError, Tx};

row! {
    /// Minutes as published.
    #[derive(Clone, Debug)]
    pub Published {
        /// Canonical JSON.
        body: String,
        /// Its SHA-256.
        hash: [u8; 32],
        /// When.
        published_at: i64,
    }
}

row! {
    /// A signature of the bureau.
    #[derive(Clone, Debug)]
    pub Signed {
        /// 0 for the minutes themselves.
        correction: u32,
        /// For which seat.
        seat: Seat,
        /// Who sits there.
        member: MemberId,
        /// The key that signed.
        identity: [u8; 32],
        /// Its signature.
        signature: [u8; 64],
        /// When.
        at: i64,
    }
}

sql! {
    INSERT = "INSERT INTO minutes (assembly, body, hash, published_at) VALUES ($1, $2, $3, $4)";
    OF_ASSEMBLY = "SELECT body, hash, published_at FROM minutes WHERE assembly = $1";
    SIGN = "INSERT INTO minutes_signatures (assembly, correction, seat, member, identity, signature, at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    SIGNED = "SELECT correction, seat, member, identity, signature, at FROM minutes_signatures WHERE assembly = $1
        ORDER BY correction, seat";
}

/// Publishes. A second time is [`StoreError::Duplicate`].
///
/// # Errors
/// See [`StoreError`].
pub async fn insert(tx: &mut Tx, assembly: AssemblyId, new: &Published) -> Result<(), StoreError> {
    execute!(tx, INSERT, assembly.0, &new.body, new.hash.as_slice(), new.published_at)?;
    Ok(())
}

/// The minutes, once published.
///
/// # Errors
/// See [`StoreError`].
pub async fn of_assembly(tx: &mut Tx, assembly: AssemblyId) -> Result<Option<Published>, StoreError> {
    fetch_optional!(tx, Published, OF_ASSEMBLY, assembly.0)
}

/// Keeps a signature. A second one for a seat is [`StoreError::Duplicate`].
///
/// # Errors
/// See [`StoreError`].
pub async fn sign(tx: &mut Tx, assembly: AssemblyId, new: &Signed) -> Result<(), StoreError> {
    let (identity, signature) = (new.identity.as_slice(), new.signature.as_slice());
    let (correction, seat) = (i64::from(new.correction), word(&new.seat));
    execute!(tx, SIGN, assembly.0, correction, seat, new.member.0, identity, signature, new.at)?;
    Ok(())
}

/// The signatures of the bureau of an assembly.
///
/// # Errors
/// See [`StoreError`].
pub async fn signatures(tx: &mut Tx, assembly: AssemblyId) -> Result<Vec<Signed>, StoreError> {
    fetch_all!(tx, Signed, SIGNED, assembly.0)
}
