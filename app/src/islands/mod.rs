//! What runs in the browser: each island computes with keys that must not leave the device. Their first rendering is
//! made by the server too, so a page is readable before (and without) its WebAssembly.

pub mod ballot;
pub mod holder;
pub mod key_card;
pub mod pulse;

#[cfg(feature = "hydrate")]
pub mod browser;
#[cfg(feature = "hydrate")]
pub mod casting;
#[cfg(feature = "hydrate")]
pub mod device;
#[cfg(feature = "hydrate")]
pub mod holding;
