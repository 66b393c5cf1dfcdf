//! Texts the service keeps.
