//! The statutes: to read, and for the board to enter a version that was decided.

pub mod adopt;
pub mod read;
mod words;
