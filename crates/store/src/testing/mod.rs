//! For tests only, behind the feature `testing`: steps that fail on purpose, databases of a test's own, and everything a
//! database holds as values that can be compared.

mod catalogue;
mod contents;
mod place;
mod probe;

pub use crate::watch::Step;
pub use catalogue::{Catalogue, catalogue};
pub use contents::Contents;
pub use place::{Place, postgres_address};
pub(crate) use probe::spoil;
pub use probe::{Fault, Probe};
