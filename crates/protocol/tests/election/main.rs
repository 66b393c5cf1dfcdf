//! Whole elections: made here, verified here, tampered with field by field; and elections that others made.

mod foreign;
mod made;
mod simulate;
mod tampered;
mod vectors;
