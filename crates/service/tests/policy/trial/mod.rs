//! The policy on trial: a demo cooperative on the day of its assembly, everybody in it who may or may not do something,
//! one example request for every operation, and the walk that has everybody try everything.
//!
//! The tests of the service hand the requests to its functions, those of the server (`server/src/tests/policy.rs`, which
//! includes this folder) send them through the HTTP router.

mod bureau;
mod candidates;
mod convening;
mod discussion;
pub mod examples;
mod kept;
mod making;
mod prepared;
mod proposals;
mod proxies;
mod questions;
pub mod raised;
pub mod refunds;
mod seated;
mod shares;
pub mod soft;
mod tied;
pub mod walk;
pub mod world;
