//! The list of members of an assembly, as it was on its day (C. com. L.225-116). It is worked out from dates alone: who had
//! joined by then and not left, with the shares of then. So it is the same whenever that is done.

use domain::ids::AssemblyId;

use crate::column::row;
use crate::db::{execute, fetch_all, fetch_optional, sql};
use crate::{StoreError, Tx};

row! {
    /// Somebody on the list.
    #[derive(Clone, Debug)]
    pub Listed {
        /// Name.
        name: String,
        /// Number and street.
        street: String,
        /// Postal code.
        postcode: String,
        /// Town.
        city: String,
        /// Country.
        country: String,
        /// Shares held.
        shares: i64,
    }
}

row! {
    /// A list as it was fixed.
    #[derive(Clone, Debug)]
    pub Fixed {
        /// As of when.
        fixed_at: i64,
        /// JSON; empty once forgotten.
        body: String,
    }
}

row! {
    /// An assembly without its list.
    #[derive(Clone, Debug)]
    pub Without {
        /// Id.
        id: AssemblyId,
    }
}

sql! {
    INSERT = "INSERT INTO member_lists (assembly, fixed_at, body) VALUES ($1, $2, $3) ON CONFLICT (assembly) DO NOTHING";
    OF_ASSEMBLY = "SELECT fixed_at, body FROM member_lists WHERE assembly = $1";
    WITHOUT = "SELECT a.id FROM assemblies a LEFT JOIN member_lists l ON l.assembly = a.id
        WHERE l.assembly IS NULL AND a.rehearsal_until IS NULL AND a.state NOT IN ('ended', 'cancelled') ORDER BY a.starts_at, a.id";
    AS_OF = "SELECT m.name, m.street, m.postcode, m.city, m.country,
            CAST(COALESCE((SELECT SUM(e.shares) FROM share_entries e WHERE e.member = m.id AND e.at <= $1), 0) AS BIGINT)
                AS shares
        FROM members m WHERE m.class <> 'friend' AND m.active_at <= $1 AND (m.ended_at IS NULL OR m.ended_at > $1)
            AND m.forgotten_at IS NULL
        ORDER BY m.sort_key, m.id";
}

/// Everybody who holds shares as a member at an instant, by name. Friends of the cooperative hold none.
///
/// # Errors
/// See [`StoreError`].
pub async fn as_of(tx: &mut Tx, at: i64) -> Result<Vec<Listed>, StoreError> {
    fetch_all!(tx, Listed, AS_OF, at)
}

/// Keeps a list. False if the assembly has one: that stays.
///
/// # Errors
/// See [`StoreError`].
pub async fn insert(tx: &mut Tx, assembly: AssemblyId, fixed_at: i64, body: &str) -> Result<bool, StoreError> {
    Ok(execute!(tx, INSERT, assembly.0, fixed_at, body)? == 1)
}

/// The list of an assembly, once fixed.
///
/// # Errors
/// See [`StoreError`].
pub async fn of_assembly(tx: &mut Tx, assembly: AssemblyId) -> Result<Option<Fixed>, StoreError> {
    fetch_optional!(tx, Fixed, OF_ASSEMBLY, assembly.0)
}

/// Assemblies that are not over and have no list.
///
/// # Errors
/// See [`StoreError`].
pub async fn without(tx: &mut Tx) -> Result<Vec<Without>, StoreError> {
    fetch_all!(tx, Without, WITHOUT)
}
