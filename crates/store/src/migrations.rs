//! The schema, embedded. Each step stands under the same name in `migrations/sqlite` and `migrations/postgres`.

use std::borrow::Cow;

use sqlx::SqlStr;
use sqlx::migrate::{Migration, MigrationType, Migrator};

macro_rules! steps {
    ($($version:literal $name:literal),+ $(,)?) => {
        /// Names of the steps, in order.
        pub const NAMES: &[&str] = &[$($name),+];

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
}

fn step(version: i64, name: &'static str, sql: &'static str) -> Migration {
    Migration::new(version, Cow::Borrowed(name), MigrationType::Simple, SqlStr::from_static(sql), false)
}
