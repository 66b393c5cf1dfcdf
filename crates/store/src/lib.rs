//! All SQL of Voix: one text for SQLite and PostgreSQL, one file per table or family of tables.
//!
//! [`Db`] is opened by address (`sqlite:PATH` or `postgres://…`); a [`Tx`] is a transaction; every function of the
//! table modules takes one. Ids are `uuid`, instants microseconds since 1970 UTC, counts integers, enums the words they
//! have in JSON. Rows that must never change are refused change by the database itself.

mod column;
mod db;
mod error;
pub mod migrations;
mod pools;
#[cfg(feature = "testing")]
pub mod testing;
mod watch;

pub mod assemblies;
pub mod attendances;
pub mod audit;
pub mod ballots;
pub mod boxes;
pub mod cooperatives;
pub mod decryptions;
pub mod holders;
pub mod keys;
pub mod mails;
pub mod members;
pub mod minutes;
pub mod moves;
pub mod open_ballots;
pub mod record;
pub mod roles;
pub mod rolls;
pub mod salts;
pub mod sessions;
pub mod shares;
pub mod sign_ins;
pub mod votes;

pub use db::{Db, Tx, postgres_schema};
pub use error::StoreError;

/// Every statement of the crate, by file: what the tests prepare on both databases.
#[must_use]
pub fn statements() -> Vec<(&'static str, &'static [&'static str])> {
    vec![
        ("assemblies", assemblies::ALL),
        ("attendances", attendances::ALL),
        ("audit", audit::ALL),
        ("ballots", ballots::ALL),
        ("boxes", boxes::ALL),
        ("cooperatives", cooperatives::ALL),
        ("decryptions", decryptions::ALL),
        ("holders", holders::ALL),
        ("keys", keys::ALL),
        ("mails", mails::ALL),
        ("members", members::ALL),
        ("minutes", minutes::ALL),
        ("moves", moves::ALL),
        ("open_ballots", open_ballots::ALL),
        ("record", record::ALL),
        ("roles", roles::ALL),
        ("rolls", rolls::ALL),
        ("salts", salts::ALL),
        ("sessions", sessions::ALL),
        ("shares", shares::ALL),
        ("sign_ins", sign_ins::ALL),
        ("votes", votes::ALL),
    ]
}
