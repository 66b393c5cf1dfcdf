//! What is ours: keys, credentials, envelopes, the record. Every test here can fail: it bends what must be bound.
#![expect(clippy::unwrap_used, reason = "a test that cannot unwrap has failed")]

mod common;
mod envelopes;
mod keys;
mod record;
mod vectors;
