//! Whole assemblies through the service functions, with ballots made by `protocol` as a browser makes them.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod advance;
mod agendas;
mod attachments;
mod attendance;
mod bureau;
mod candidates;
mod casting;
mod ceremony;
mod codes;
mod concurrent;
mod convening;
mod copies;
mod declining;
mod demo;
mod discussion;
mod door;
mod elections;
mod entrusted;
mod entrusted_board;
mod entrusted_hall;
mod goes_on;
mod hands;
mod help;
mod imports;
mod journey;
mod keys;
mod mandates;
mod members;
mod minutes;
mod no_quorum;
mod offices;
mod offices_given;
mod outbox;
mod own;
mod paper;
mod passkeys;
mod president;
mod proofs;
mod proposals;
mod proxies;
mod questions;
mod refunds;
mod register;
mod rehearsal;
mod roll;
mod roll_checks;
mod session;
mod shares;
mod shares_at_once;
mod shares_voices;
mod sheet;
mod sign_in;
#[path = "../policy/trial/soft.rs"]
mod soft;
mod statutes;
#[path = "../../../domain/tests/hostile/strings.rs"]
#[expect(dead_code, reason = "the literals are for who reads JSON")]
mod strings;
mod texts;
mod three;
mod voted;
mod world;
mod zone;
