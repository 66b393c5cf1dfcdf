//! What members do to proposals and amendments, and what the board answers.

pub mod amend;
pub mod attach;
pub mod authors;
pub mod decide;
pub mod moves;
pub mod support;
pub mod write;
