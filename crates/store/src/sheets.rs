//! Attendance sheets as they were fixed, who of the bureau certified them, and what a new one is made of. Nothing of a version
//! changes but that everybody has certified it, and that its words are erased.

use domain::attendance::{Means, Moved};
use domain::bureau::{Accepted, Seat};
use domain::ids::{AssemblyId, MemberId};

use crate::column::{row, word};
use crate::db::{execute, fetch_all, fetch_optional, sql};
use crate::{StoreError, Tx};

row! {
    /// A version of a sheet.
    #[derive(Clone, Debug)]
    pub Sheet {
        /// From 1.
        version: u32,
        /// Canonical JSON; empty once forgotten.
        body: String,
        /// SHA-256 of it.
        hash: [u8; 32],
        /// Version of the bureau that certifies it.
        bureau: u32,
        /// When it was fixed.
        fixed_at: i64,
        /// By whom.
        fixed_by: MemberId,
        /// When everybody had certified it.
        certified_at: Option<i64>,
    }
}

row! {
    /// A seat that certified.
    #[derive(Clone, Copy, Debug)]
    pub Certified {
        /// Which.
        seat: Seat,
        /// How that is known.
        certified: Accepted,
        /// When.
        at: i64,
    }
}

row! {
    /// A move of a member.
    #[derive(Clone, Copy, Debug)]
    pub Step {
        /// Who.
        member: MemberId,
        /// What.
        moved: Moved,
        /// How it is known.
        means: Means,
        /// When.
        at: i64,
    }
}

row! {
    /// Somebody a sheet may name: who moved, gave a proxy or holds one, or voted in advance.
    #[derive(Clone, Debug)]
    pub Person {
        /// Who.
        id: MemberId,
        /// Member number.
        number: Option<u32>,
        /// Name.
        name: String,
        /// Who speaks for an organisation.
        representative: Option<String>,
        /// Number and street.
        street: String,
        /// Postal code.
        postcode: String,
        /// Town.
        city: String,
        /// Country.
        country: String,
        /// Shares held now.
        shares: i64,
    }
}

sql! {
    INSERT = "INSERT INTO sheets (assembly, version, body, hash, bureau, fixed_at, fixed_by) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    NEWEST = "SELECT version, body, hash, bureau, fixed_at, fixed_by, certified_at FROM sheets WHERE assembly = $1
        ORDER BY version DESC LIMIT 1";
    CERTIFY = "INSERT INTO sheet_seats (assembly, version, seat, member, certified, at, noted_by) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    CERTIFIED = "SELECT seat, certified, at FROM sheet_seats WHERE assembly = $1 AND version = $2 ORDER BY seat";
    COMPLETE = "UPDATE sheets SET certified_at = $3 WHERE assembly = $1 AND version = $2 AND certified_at IS NULL";
    STEPS = "SELECT member, moved, means, at FROM attendance_moves WHERE assembly = $1 ORDER BY at, member, n";
    // Of a second call, the proxies are those of the first ($2).
    PEOPLE = "SELECT m.id, m.number, m.name, m.representative, m.street, m.postcode, m.city, m.country,
            CAST(COALESCE((SELECT SUM(e.shares) FROM share_entries e WHERE e.member = m.id), 0) AS BIGINT) AS shares
        FROM members m WHERE m.id IN (SELECT member FROM attendance_moves WHERE assembly = $1
            UNION SELECT grantor FROM proxies WHERE assembly = $2 UNION SELECT holder FROM proxies WHERE assembly = $2
            UNION SELECT r.voice FROM roll_entries r JOIN boxes b ON b.id = r.ballot_box JOIN votes v ON v.id = b.vote
                WHERE $1 IN (v.assembly, v.called_first) AND b.stage = 'advance'
                AND (EXISTS (SELECT 1 FROM emargements e WHERE e.ballot_box = r.ballot_box AND e.voice = r.voice)
                    OR EXISTS (SELECT 1 FROM open_ballots o WHERE o.ballot_box = r.ballot_box AND o.voice = r.voice)))
        ORDER BY m.number";
}

/// Keeps a version. A number in use is [`StoreError::Duplicate`].
///
/// # Errors
/// See [`StoreError`].
pub async fn insert(tx: &mut Tx, assembly: AssemblyId, new: &Sheet) -> Result<(), StoreError> {
    let (version, bureau) = (i64::from(new.version), i64::from(new.bureau));
    let hash = new.hash.as_slice();
    execute!(tx, INSERT, assembly.0, version, &new.body, hash, bureau, new.fixed_at, new.fixed_by.0)?;
    Ok(())
}

/// The newest version.
///
/// # Errors
/// See [`StoreError`].
pub async fn newest(tx: &mut Tx, assembly: AssemblyId) -> Result<Option<Sheet>, StoreError> {
    fetch_optional!(tx, Sheet, NEWEST, assembly.0)
}

/// Notes that a seat certified. A second time is [`StoreError::Duplicate`].
///
/// # Errors
/// See [`StoreError`].
pub async fn certify(
    tx: &mut Tx,
    (assembly, version): (AssemblyId, u32),
    (seat, member): (Seat, Option<MemberId>),
    (how, at): (Accepted, i64),
    noted_by: Option<MemberId>,
) -> Result<(), StoreError> {
    let (member, noted_by) = (member.map(|member| member.0), noted_by.map(|by| by.0));
    execute!(tx, CERTIFY, assembly.0, i64::from(version), word(&seat), member, word(&how), at, noted_by)?;
    Ok(())
}

/// The seats that certified a version.
///
/// # Errors
/// See [`StoreError`].
pub async fn certified(tx: &mut Tx, assembly: AssemblyId, version: u32) -> Result<Vec<Certified>, StoreError> {
    fetch_all!(tx, Certified, CERTIFIED, assembly.0, i64::from(version))
}

/// Notes that everybody has certified a version. False if that was noted.
///
/// # Errors
/// See [`StoreError`].
pub async fn complete(tx: &mut Tx, assembly: AssemblyId, version: u32, at: i64) -> Result<bool, StoreError> {
    Ok(execute!(tx, COMPLETE, assembly.0, i64::from(version), at)? == 1)
}

/// Every move in an assembly, in the order of time.
///
/// # Errors
/// See [`StoreError`].
pub async fn steps(tx: &mut Tx, assembly: AssemblyId) -> Result<Vec<Step>, StoreError> {
    fetch_all!(tx, Step, STEPS, assembly.0)
}

/// Who moved in an assembly, voted in advance, and who gave or holds a proxy for it; `first` is the assembly on first call.
///
/// # Errors
/// See [`StoreError`].
pub async fn people(tx: &mut Tx, assembly: AssemblyId, first: AssemblyId) -> Result<Vec<Person>, StoreError> {
    fetch_all!(tx, Person, PEOPLE, assembly.0, first.0)
}
