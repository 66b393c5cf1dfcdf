//! Versions of the bureau of an assembly, and who sits in each. Neither changes; a seat is accepted once, and a version is
//! constituted once. The name of a secretary who is no member stands beside its seat, to be erased; so does the key of who sits
//! there, as it was when the bureau was constituted.

use domain::bureau::{Accepted, ChairBy, ScrutineersBy, Seat};
use domain::ids::{AssemblyId, MemberId};
use uuid::Uuid;

use crate::column::{row, word};
use crate::db::{execute, fetch_all, sql};
use crate::{StoreError, Tx};

row! {
    /// A version.
    #[derive(Clone, Debug)]
    pub Bureau {
        /// Of which assembly.
        assembly: AssemblyId,
        /// From 1.
        version: u32,
        /// By what the chair chairs.
        chair_by: ChairBy,
        /// How the scrutineers were found.
        scrutineers_by: ScrutineersBy,
        /// What is said about them.
        words: String,
        /// Who put it to the assembly.
        designated_by: MemberId,
        /// When.
        at: i64,
        /// When everybody in it had accepted.
        constituted_at: Option<i64>,
    }
}

row! {
    /// A seat of a version, with who sits there.
    #[derive(Clone, Debug)]
    pub Held {
        /// Id.
        id: Uuid,
        /// Which seat.
        seat: Seat,
        /// The member; nobody for a secretary who is none.
        member: Option<MemberId>,
        /// Member number.
        number: Option<u32>,
        /// The name as it is now; empty once it is forgotten.
        name: String,
        /// How the acceptance is known, once it is.
        accepted: Option<Accepted>,
        /// The identity key of who sits there when the bureau was constituted, if there was one.
        identity: Option<[u8; 32]>,
    }
}

/// A seat to add, with the name of who sits there and is no member.
pub struct NewSeat<'a> {
    /// Id.
    pub id: Uuid,
    /// Which seat.
    pub seat: Seat,
    /// The member; nobody for a secretary who is none.
    pub member: Option<MemberId>,
    /// The name of such a secretary.
    pub name: Option<&'a str>,
}

sql! {
    INSERT = "INSERT INTO bureaus (assembly, version, chair_by, scrutineers_by, words, designated_by, at, constituted_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    INSERT_SEAT = "INSERT INTO bureau_seats (id, assembly, version, seat, member) VALUES ($1, $2, $3, $4, $5)";
    INSERT_NAME = "INSERT INTO bureau_names (seat, name) VALUES ($1, $2)";
    INSERT_KEY = "INSERT INTO bureau_keys (seat, identity) VALUES ($1, $2)";
    OF_ASSEMBLY = "SELECT assembly, version, chair_by, scrutineers_by, words, designated_by, at, constituted_at
        FROM bureaus WHERE assembly = $1 ORDER BY version";
    SEATS = "SELECT s.id, s.seat, s.member, m.number, COALESCE(m.name, n.name, '') AS name, s.accepted, k.identity
        FROM bureau_seats s LEFT JOIN members m ON m.id = s.member LEFT JOIN bureau_names n ON n.seat = s.id
        LEFT JOIN bureau_keys k ON k.seat = s.id
        WHERE s.assembly = $1 AND s.version = $2 ORDER BY s.seat";
    ACCEPT = "UPDATE bureau_seats SET accepted = $2, accepted_at = $3, noted_by = $4 WHERE id = $1 AND accepted IS NULL";
    CONSTITUTE = "UPDATE bureaus SET constituted_at = $3 WHERE assembly = $1 AND version = $2 AND constituted_at IS NULL";
}

/// Adds a version. A number in use is [`StoreError::Duplicate`].
///
/// # Errors
/// See [`StoreError`].
pub async fn insert(tx: &mut Tx, new: &Bureau) -> Result<(), StoreError> {
    execute!(
        tx,
        INSERT,
        new.assembly.0,
        i64::from(new.version),
        word(&new.chair_by),
        word(&new.scrutineers_by),
        &new.words,
        new.designated_by.0,
        new.at,
        new.constituted_at,
    )?;
    Ok(())
}

/// Adds a seat of a version. A seat there is already is [`StoreError::Duplicate`].
///
/// # Errors
/// See [`StoreError`].
pub async fn insert_seat(tx: &mut Tx, assembly: AssemblyId, version: u32, new: &NewSeat<'_>) -> Result<(), StoreError> {
    let member = new.member.map(|member| member.0);
    execute!(tx, INSERT_SEAT, new.id, assembly.0, i64::from(version), word(&new.seat), member)?;
    if let Some(name) = new.name {
        execute!(tx, INSERT_NAME, new.id, name)?;
    }
    Ok(())
}

/// The versions of an assembly, oldest first.
///
/// # Errors
/// See [`StoreError`].
pub async fn of_assembly(tx: &mut Tx, assembly: AssemblyId) -> Result<Vec<Bureau>, StoreError> {
    fetch_all!(tx, Bureau, OF_ASSEMBLY, assembly.0)
}

/// The seats of a version, in the order of [`Seat`].
///
/// # Errors
/// See [`StoreError`].
pub async fn seats(tx: &mut Tx, assembly: AssemblyId, version: u32) -> Result<Vec<Held>, StoreError> {
    let mut seats = fetch_all!(tx, Held, SEATS, assembly.0, i64::from(version))?;
    seats.sort_by_key(|held| held.seat);
    Ok(seats)
}

/// Notes that a seat was accepted, and by whom that was noted if it was said aloud. False if it was before.
///
/// # Errors
/// See [`StoreError`].
pub async fn accept(
    tx: &mut Tx,
    seat: Uuid,
    accepted: Accepted,
    at: i64,
    noted_by: Option<MemberId>,
) -> Result<bool, StoreError> {
    Ok(execute!(tx, ACCEPT, seat, word(&accepted), at, noted_by.map(|by| by.0))? == 1)
}

/// Keeps the identity key of who sits in a seat. A second one is [`StoreError::Duplicate`].
///
/// # Errors
/// See [`StoreError`].
pub async fn insert_key(tx: &mut Tx, seat: Uuid, identity: &[u8; 32]) -> Result<(), StoreError> {
    execute!(tx, INSERT_KEY, seat, identity.as_slice())?;
    Ok(())
}

/// Notes that everybody in a version has accepted. False if it was noted before.
///
/// # Errors
/// See [`StoreError`].
pub async fn constitute(tx: &mut Tx, assembly: AssemblyId, version: u32, at: i64) -> Result<bool, StoreError> {
    Ok(execute!(tx, CONSTITUTE, assembly.0, i64::from(version), at)? == 1)
}
