//! What is ours: keys, credentials, envelopes, the record. Every test here can fail: it bends what must be bound.
#![expect(clippy::unwrap_used, reason = "a test that cannot unwrap has failed")]

mod commitment;
mod common;
mod envelopes;
mod keys;
mod opening;
mod record;
mod vectors;
