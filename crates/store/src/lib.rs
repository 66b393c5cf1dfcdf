//! All SQL of Voix: one text for SQLite and PostgreSQL, one file per table or family of tables.
//!
//! [`Db`] is opened by address (`sqlite:PATH` or `postgres://…`); a [`Tx`] is a transaction; every function of the
//! table modules takes one. Ids are `uuid`, instants microseconds since 1970 UTC, counts integers, enums the words they
//! have in JSON. Rows that must never change are refused change by the database itself.

mod column;
pub mod copy;
mod db;
mod error;
pub mod migrations;
mod pools;
#[cfg(feature = "testing")]
pub mod testing;
mod watch;

pub mod amendments;
pub mod assemblies;
pub mod attachments;
pub mod attendances;
pub mod audit;
pub mod ballots;
pub mod boxes;
pub mod bureaus;
pub mod candidacies;
pub mod ceremonies;
pub mod codes;
pub mod comments;
pub mod convocations;
pub mod cooperatives;
pub mod declined_seats;
pub mod decryptions;
pub mod documents;
pub mod door;
pub mod drafts;
pub mod draws;
pub mod email_confirmations;
pub mod entrusted;
pub mod forgetting;
pub mod hands;
pub mod holders;
pub mod imports;
pub mod keyless;
pub mod keys;
pub mod known_browsers;
pub mod mails;
pub mod member_lists;
pub mod members;
pub mod minutes;
pub mod moves;
pub mod notices;
pub mod open_ballots;
pub mod own;
pub mod own_data;
pub mod paper;
pub mod passkeys;
pub mod president;
pub mod proposals;
pub mod proxies;
pub mod questions;
pub mod record;
pub mod recoveries;
pub mod refunds;
pub mod register;
pub mod roles;
pub mod roll_checks;
pub mod rolls;
pub mod salts;
pub mod seconds;
pub mod sessions;
pub mod share_requests;
pub mod shares;
pub mod sheets;
pub mod sign_ins;
pub mod standstills;
pub mod statutes;
pub mod supports;
pub mod upkeep;
pub mod votes;

pub use db::{Db, Tx, postgres_schema};
pub use error::StoreError;
pub use watch::Failures;

/// Every statement of the crate, by file: what the tests prepare on both databases.
#[must_use]
pub fn statements() -> Vec<(&'static str, &'static [&'static str])> {
    vec![
        ("amendments", amendments::ALL),
        ("assemblies", assemblies::ALL),
        ("attachments", attachments::ALL),
        ("attendances", attendances::ALL),
        ("audit", audit::ALL),
        ("ballots", ballots::ALL),
        ("boxes", boxes::ALL),
        ("bureaus", bureaus::ALL),
        ("codes", codes::ALL),
        ("comments", comments::ALL),
        ("candidacies", candidacies::ALL),
        ("convocations", convocations::ALL),
        ("cooperatives", cooperatives::ALL),
        ("declined_seats", declined_seats::ALL),
        ("decryptions", decryptions::ALL),
        ("documents", documents::ALL),
        ("door", door::ALL),
        ("drafts", drafts::ALL),
        ("draws", draws::ALL),
        ("email_confirmations", email_confirmations::ALL),
        ("entrusted", entrusted::ALL),
        ("forgetting", forgetting::ALL),
        ("hands", hands::ALL),
        ("ceremonies", ceremonies::ALL),
        ("holders", holders::ALL),
        ("imports", imports::ALL),
        ("keyless", keyless::ALL),
        ("keys", keys::ALL),
        ("known_browsers", known_browsers::ALL),
        ("mails", mails::ALL),
        ("member_lists", member_lists::ALL),
        ("members", members::ALL),
        ("migrations", migrations::ALL),
        ("minutes", minutes::ALL),
        ("moves", moves::ALL),
        ("notices", notices::ALL),
        ("open_ballots", open_ballots::ALL),
        ("own", own::ALL),
        ("own_data", own_data::ALL),
        ("paper", paper::ALL),
        ("passkeys", passkeys::ALL),
        ("president", president::ALL),
        ("proposals", proposals::ALL),
        ("proxies", proxies::ALL),
        ("questions", questions::ALL),
        ("record", record::ALL),
        ("register", register::ALL),
        ("recoveries", recoveries::ALL),
        ("refunds", refunds::ALL),
        ("roles", roles::ALL),
        ("roll_checks", roll_checks::ALL),
        ("rolls", rolls::ALL),
        ("salts", salts::ALL),
        ("seconds", seconds::ALL),
        ("sessions", sessions::ALL),
        ("share_requests", share_requests::ALL),
        ("shares", shares::ALL),
        ("sheets", sheets::ALL),
        ("sign_ins", sign_ins::ALL),
        ("standstills", standstills::ALL),
        ("statutes", statutes::ALL),
        ("supports", supports::ALL),
        ("upkeep", upkeep::ALL),
        ("votes", votes::ALL),
    ]
}
