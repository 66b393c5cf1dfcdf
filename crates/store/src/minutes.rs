//! Published minutes, one per assembly, their corrections, and who of its bureau signed either.

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
    /// A correction as published.
    #[derive(Clone, Debug)]
    pub Corrected {
        /// From 1.
        n: u32,
        /// Canonical JSON.
        body: String,
        /// Its SHA-256.
        hash: [u8; 32],
        /// By whom.
        corrected_by: MemberId,
        /// When.
        at: i64,
    }
}

row! {
    /// A signature of the bureau.
    #[derive(Clone, Debug)]
    pub Signed {
        /// 0 for the minutes themselves, else the number of a correction.
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
    CORRECT = "INSERT INTO minutes_corrections (assembly, n, body, hash, corrected_by, at) VALUES ($1, $2, $3, $4, $5, $6)";
    CORRECTIONS = "SELECT n, body, hash, corrected_by, at FROM minutes_corrections WHERE assembly = $1 ORDER BY n";
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

/// Adds a correction. A number in use is [`StoreError::Duplicate`].
///
/// # Errors
/// See [`StoreError`].
pub async fn correct(tx: &mut Tx, assembly: AssemblyId, new: &Corrected) -> Result<(), StoreError> {
    let (n, hash) = (i64::from(new.n), new.hash.as_slice());
    execute!(tx, CORRECT, assembly.0, n, &new.body, hash, new.corrected_by.0, new.at)?;
    Ok(())
}

/// The corrections of the minutes of an assembly, in order.
///
/// # Errors
/// See [`StoreError`].
pub async fn corrections(tx: &mut Tx, assembly: AssemblyId) -> Result<Vec<Corrected>, StoreError> {
    fetch_all!(tx, Corrected, CORRECTIONS, assembly.0)
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
