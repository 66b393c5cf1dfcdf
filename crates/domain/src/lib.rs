//! The rules of a general assembly, as pure functions and types: no input or output, no clock, no randomness.
//! Everything else asks this crate; it asks nobody.

pub mod assembly;
pub mod decision;
pub mod ids;
pub mod majority;
pub mod member;
pub mod minutes;
pub mod quorum;
pub mod refusal;
pub mod resolution;
pub mod roles;
pub mod shares;
pub mod statutes;
pub mod text;
pub mod vote;
pub mod wire;

pub use refusal::{Refusal, RefusalKind};
