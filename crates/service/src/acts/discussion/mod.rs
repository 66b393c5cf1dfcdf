//! What members say about proposals, and what of it is hidden.

pub mod moderate;
pub mod write;
