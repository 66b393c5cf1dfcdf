//! `voix-verify`: what the observer's command does beyond files at hand. It asks a server for a record, keeps a whole copy, and
//! follows it. What the copies prove is found by `verifier`, which knows no network.
//!
//! What may follow what ([`growth`], [`heads`], [`code`]) is decided without asking anybody; [`net`] is the only part that does.

pub mod code;
pub mod command;
pub mod events;
pub mod growth;
pub mod heads;
pub mod kept;
pub mod mirror;
pub mod net;
pub mod place;
pub mod receipts;
pub mod watch;
mod words;
