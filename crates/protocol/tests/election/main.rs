//! Whole elections: made here, verified here, tampered with field by field; and elections that others made.

mod ceremony;
mod foreign;
mod made;
mod mixed;
mod peer;
mod simulate;
mod tampered;
mod threshold;
mod vectors;
