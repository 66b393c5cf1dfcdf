//! A load generator for Voix: it starts a server, makes a whole cooperative vote through the public API, times every
//! answer, and then compares what the server published with every receipt it gave. Or it holds one whole assembly
//! ([`whole`]), with proxies and an election, to be verified.
//!
//! Ballots are made beforehand and sent as bytes over connections that are kept open, so that what is measured is the
//! server. Nothing here asserts a time; everything here asserts that no ballot was lost, doubled or changed.

pub mod audit;
pub mod ballots;
pub mod cast;
pub mod figures;
pub mod http;
pub mod import;
pub mod page;
pub mod people;
pub mod run;
pub mod server;
pub mod session;
pub mod weight;
pub mod whole;

/// Where randomness comes from: a generator for each number.
pub type Dice<'a> = &'a (dyn Fn(u64) -> Box<dyn rand_core::CryptoRng> + Sync);
