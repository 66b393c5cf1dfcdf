//! The rules of a general assembly, as pure functions and types: no input or output, no clock, no randomness.
//! Everything else asks this crate; it asks nobody.

pub mod assembly;
pub mod attachments;
pub mod browsers;
pub mod calendar;
pub mod candidacies;
pub mod colleges;
pub mod convocation;
pub mod decision;
pub mod discussion;
pub mod identity;
pub mod ids;
pub mod import;
pub mod in_session;
pub mod keys;
pub mod keys_view;
pub mod lang;
pub mod live;
pub mod mail;
pub mod majority;
pub mod member;
pub mod minutes;
pub mod money;
pub mod offices;
pub mod own_record;
pub mod passkeys;
pub mod proposals;
pub mod proxy;
pub mod questions;
pub mod quorum;
pub mod refund;
pub mod refusal;
pub mod register;
pub mod resolution;
pub mod retention;
pub mod roles;
pub mod seats;
pub mod share_requests;
pub mod shares;
pub mod shares_view;
pub mod standstill;
pub mod statutes;
pub mod text;
pub mod vote;
pub mod wire;

pub use refusal::{Refusal, RefusalKind};
