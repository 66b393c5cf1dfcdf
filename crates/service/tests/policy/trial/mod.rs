//! The policy on trial: a demo cooperative on the day of its assembly, everybody in it who may or may not do something,
//! one example request for every operation, and the walk that has everybody try everything.
//!
//! The tests of the service hand the requests to its functions, those of the server (`server/src/tests/policy.rs`, which
//! includes this folder) send them through the HTTP router.

mod examples;
mod making;
mod walk;
mod world;

pub use examples::{Example, Ids, example};
pub use walk::{Answer, Asked, Doors, Forms, Way, walk};
pub use world::{LATER, Standing, World, convocation};
