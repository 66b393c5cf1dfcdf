//! Whole assemblies through the service functions, with ballots made by `protocol` as a browser makes them.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod casting;
mod concurrent;
mod demo;
mod journey;
mod members;
mod offices;
mod outbox;
mod proofs;
mod roll;
mod sign_in;
#[path = "../../../domain/tests/hostile/strings.rs"]
#[expect(dead_code, reason = "the literals are for who reads JSON")]
mod strings;
mod texts;
mod world;
