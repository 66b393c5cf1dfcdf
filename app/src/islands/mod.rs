//! What runs in the browser: each island computes with keys that must not leave the device. Their first rendering is
//! made by the server too, so a page is readable before (and without) its WebAssembly.

#[cfg(any(feature = "ssr", feature = "ballot"))]
pub mod ballot;
#[cfg(any(feature = "ssr", feature = "ballot"))]
mod ballot_here;
#[cfg(any(feature = "ssr", feature = "ballot"))]
mod ballot_names;
#[cfg(any(feature = "ssr", feature = "ballot"))]
pub mod booth;
#[cfg(any(feature = "ssr", feature = "desk"))]
pub mod candidacy;
#[cfg(any(feature = "ssr", feature = "desk"))]
pub mod ceremony;
#[cfg(any(feature = "ssr", feature = "desk"))]
pub mod code_slip;
#[cfg(any(feature = "ssr", feature = "desk"))]
pub mod comparing;
#[cfg(any(feature = "ssr", feature = "desk"))]
pub mod file_check;
#[cfg(any(feature = "ssr", feature = "desk"))]
pub mod holder;
#[cfg(any(feature = "ssr", feature = "hydrate"))]
pub mod keeping;
#[cfg(any(feature = "ssr", feature = "desk"))]
pub mod key_card;
#[cfg(any(feature = "ssr", feature = "desk"))]
pub mod key_new;
#[cfg(any(feature = "ssr", feature = "desk"))]
pub mod key_sign_in;
#[cfg(any(feature = "ssr", feature = "desk"))]
pub mod link_here;
#[cfg(any(feature = "ssr", feature = "desk"))]
pub mod link_show;
#[cfg(any(feature = "ssr", feature = "desk"))]
pub mod minutes;
#[cfg(any(feature = "ssr", feature = "desk"))]
pub mod passkey;
#[cfg(any(feature = "ssr", feature = "desk"))]
pub mod preview;
#[cfg(any(feature = "ssr", feature = "desk"))]
pub mod proxy;
#[cfg(any(feature = "ssr", feature = "hydrate"))]
pub mod pulse;
#[cfg(any(feature = "ssr", feature = "desk"))]
pub mod receipts;
#[cfg(any(feature = "ssr", feature = "desk"))]
pub mod rolls;
#[cfg(any(feature = "ssr", feature = "desk"))]
pub mod screen;
#[cfg(any(feature = "ssr", feature = "desk"))]
pub mod signing;
#[cfg(any(feature = "ssr", feature = "desk"))]
pub mod support;
#[cfg(any(feature = "ssr", feature = "verify"))]
pub mod verifying;

#[cfg(feature = "desk")]
pub mod authenticator;
#[cfg(feature = "hydrate")]
pub mod browser;
#[cfg(feature = "ballot")]
pub mod casting;
#[cfg(feature = "hydrate")]
pub mod device;
#[cfg(feature = "hydrate")]
pub mod follow;
#[cfg(feature = "desk")]
pub mod holding;
#[cfg(feature = "desk")]
pub mod making;
#[cfg(feature = "desk")]
pub mod phrases;
#[cfg(feature = "hydrate")]
pub mod signing_in;
#[cfg(feature = "desk")]
pub mod witness;
