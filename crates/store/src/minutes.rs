//! Published minutes, one per assembly and numbered without a gap, their corrections, and who of its bureau signed either.

use domain::bureau::Seat;
use domain::ids::{AssemblyId, MemberId};

use crate::column::{row, word};
use crate::db::{execute, fetch_all, fetch_count, fetch_optional, sql};
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
    /// Minutes in the register.
    #[derive(Clone, Debug)]
    pub Numbered {
        /// From 1, without a gap, in the order in which they were published.
        number: u32,
        /// Of which assembly.
        assembly: AssemblyId,
        /// Canonical JSON.
        body: String,
    }
}

row! {
    /// An assembly.
    Which {
        assembly: AssemblyId,
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
    LAST_NUMBER = "SELECT COALESCE(MAX(number), 0) FROM minutes_numbers";
    NUMBER = "INSERT INTO minutes_numbers (number, assembly) VALUES ($1, $2)";
    NUMBER_OF = "SELECT COALESCE(MAX(number), 0) FROM minutes_numbers WHERE assembly = $1";
    REGISTER = "SELECT n.number, n.assembly, m.body FROM minutes_numbers n JOIN minutes m ON m.assembly = n.assembly
        ORDER BY n.number DESC";
    // The bureau is the last that was constituted, and the key that of the seat: no other signs.
    UNSIGNED = "SELECT m.assembly FROM minutes m JOIN bureau_seats s ON s.assembly = m.assembly
            JOIN bureau_keys k ON k.seat = s.id
        WHERE s.member = $1 AND k.identity = $2
            AND s.version = (SELECT MAX(b.version) FROM bureaus b
                WHERE b.assembly = m.assembly AND b.constituted_at IS NOT NULL)
            AND (NOT EXISTS (SELECT 1 FROM minutes_signatures g
                    WHERE g.assembly = m.assembly AND g.correction = 0 AND g.seat = s.seat)
                OR EXISTS (SELECT 1 FROM minutes_corrections c WHERE c.assembly = m.assembly
                    AND NOT EXISTS (SELECT 1 FROM minutes_signatures g
                        WHERE g.assembly = c.assembly AND g.correction = c.n AND g.seat = s.seat)))
        GROUP BY m.assembly, m.published_at ORDER BY m.published_at, m.assembly";
    CORRECT = "INSERT INTO minutes_corrections (assembly, n, body, hash, corrected_by, at) VALUES ($1, $2, $3, $4, $5, $6)";
    CORRECTIONS = "SELECT n, body, hash, corrected_by, at FROM minutes_corrections WHERE assembly = $1 ORDER BY n";
    SIGN = "INSERT INTO minutes_signatures (assembly, correction, seat, member, identity, signature, at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    SIGNED = "SELECT correction, seat, member, identity, signature, at FROM minutes_signatures WHERE assembly = $1
        ORDER BY correction, seat";
}

/// Publishes, under the next number of the register, which it answers. A second time is [`StoreError::Duplicate`].
///
/// # Errors
/// See [`StoreError`].
pub async fn insert(tx: &mut Tx, assembly: AssemblyId, new: &Published) -> Result<u32, StoreError> {
    execute!(tx, INSERT, assembly.0, &new.body, new.hash.as_slice(), new.published_at)?;
    let last: u32 = fetch_count!(tx, LAST_NUMBER)?;
    let number = last.saturating_add(1);
    execute!(tx, NUMBER, i64::from(number), assembly.0)?;
    Ok(number)
}

/// The number of the minutes of an assembly in the register; 0 before they are published.
///
/// # Errors
/// See [`StoreError`].
pub async fn number(tx: &mut Tx, assembly: AssemblyId) -> Result<u32, StoreError> {
    fetch_count!(tx, NUMBER_OF, assembly.0)
}

/// The register of minutes, newest first. A cooperative has some hundred in a lifetime.
///
/// # Errors
/// See [`StoreError`].
pub async fn register(tx: &mut Tx) -> Result<Vec<Numbered>, StoreError> {
    fetch_all!(tx, Numbered, REGISTER)
}

/// The assemblies of which a member sits in the bureau with this key, and has not signed the minutes, or a correction; the
/// oldest first.
///
/// # Errors
/// See [`StoreError`].
pub async fn unsigned(tx: &mut Tx, member: MemberId, identity: &[u8; 32]) -> Result<Vec<AssemblyId>, StoreError> {
    let all = fetch_all!(tx, Which, UNSIGNED, member.0, identity.as_slice())?;
    Ok(all.into_iter().map(|row| row.assembly).collect())
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
