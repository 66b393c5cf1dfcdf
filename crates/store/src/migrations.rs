//! The schema, embedded. Each step stands under the same name in `migrations/sqlite` and `migrations/postgres`.

use std::borrow::Cow;

use sqlx::SqlStr;
use sqlx::migrate::{Migration, MigrationType, Migrator};

use crate::StoreError;
use crate::db::sql;

sql! {
    STEPS = "SELECT version FROM _sqlx_migrations ORDER BY version";
}

/// Asks a database which steps it has made.
pub(crate) const MADE: &str = STEPS;

macro_rules! steps {
    ($($version:literal $name:literal),+ $(,)?) => {
        /// Names of the steps, in order.
        pub const NAMES: &[&str] = &[$($name),+];

        /// Their numbers, in order.
        pub const VERSIONS: &[i64] = &[$($version),+];

        pub(crate) fn sqlite() -> Migrator {
            Migrator::with_migrations(vec![
                $(step($version, $name, include_str!(concat!("../../../migrations/sqlite/", $name)))),+
            ])
        }

        pub(crate) fn postgres() -> Migrator {
            Migrator::with_migrations(vec![
                $(step($version, $name, include_str!(concat!("../../../migrations/postgres/", $name)))),+
            ])
        }
    };
}

steps! {
    1 "0001_cooperative.sql",
    2 "0002_members.sql",
    3 "0003_assemblies.sql",
    4 "0004_votes.sql",
    5 "0005_record.sql",
    6 "0006_frozen.sql",
    7 "0007_mail.sql",
    9 "0009_leaves.sql",
    10 "0010_register.sql",
    15 "0015_standstills.sql",
    18 "0018_one_at_a_time.sql",
    20 "0020_statutes.sql",
    21 "0021_preparation.sql",
    22 "0022_proposals.sql",
    23 "0023_discussion.sql",
    24 "0024_questions.sql",
    25 "0025_candidates.sql",
    26 "0026_session.sql",
    27 "0027_bureau.sql",
    28 "0028_proxies.sql",
    29 "0029_attendance.sql",
    30 "0030_boxes.sql",
    32 "0032_runoff.sql",
    34 "0034_help.sql",
    35 "0035_sheet.sql",
    36 "0036_door.sql",
    37 "0037_hands.sql",
    39 "0039_closed_boxes.sql",
    40 "0040_rehearsal.sql",
    41 "0041_ceremony.sql",
    42 "0042_paper.sql",
    44 "0044_codes.sql",
    46 "0046_goes_on.sql",
    47 "0047_president.sql",
    48 "0048_entrusted.sql",
    49 "0049_roll_checks.sql",
    50 "0050_after_elections.sql",
    51 "0051_signed.sql",
    52 "0052_refunds.sql",
    53 "0053_register.sql",
    54 "0054_mandates.sql",
}

/// Compares the steps a database has made with those this program knows.
pub(crate) fn compare(made: &[i64]) -> Result<(), StoreError> {
    let newest = VERSIONS.last().copied().unwrap_or_default();
    if let Some(unknown) = made.iter().filter(|version| !VERSIONS.contains(version)).max() {
        return Err(StoreError::Newer { database: *unknown, program: newest });
    }
    match VERSIONS.iter().find(|version| !made.contains(version)) {
        Some(missing) => Err(StoreError::Older { missing: *missing }),
        None => Ok(()),
    }
}

fn step(version: i64, name: &'static str, sql: &'static str) -> Migration {
    Migration::new(version, Cow::Borrowed(name), MigrationType::Simple, SqlStr::from_static(sql), false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_is_of_this_program_of_a_newer_or_of_an_older_one() {
        assert!(compare(VERSIONS).is_ok());
        let newest = *VERSIONS.last().unwrap();
        let more = [VERSIONS, &[newest + 1, newest + 3]].concat();
        assert!(
            matches!(compare(&more), Err(StoreError::Newer { database, program }) if database == newest + 3 && program == newest)
        );
        // A step between ours that we do not have is another program's, too.
        assert!(matches!(compare(&[1, 8]), Err(StoreError::Newer { database: 8, .. })));
        assert!(matches!(compare(&VERSIONS[..2]), Err(StoreError::Older { missing }) if missing == VERSIONS[2]));
        assert!(matches!(compare(&[]), Err(StoreError::Older { missing: 1 })));
    }
}
