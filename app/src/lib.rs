//! The pages and islands of Voix.
//!
//! Pages are rendered by the server (feature `ssr`) and work as plain HTML; an island (feature `hydrate`) exists only
//! where the browser itself must compute: the voting key, the ballot paper, the key holder's desk.

#[expect(missing_docs, reason = "the island macro makes public structs of its own")]
pub mod islands;
pub mod strings;

#[cfg(feature = "ssr")]
pub mod components;
#[cfg(feature = "ssr")]
pub mod i18n;
#[cfg(feature = "ssr")]
pub mod ics;
#[cfg(feature = "ssr")]
pub mod letters;
#[cfg(feature = "ssr")]
mod letters_holders;
#[cfg(feature = "ssr")]
mod letters_minutes;
#[cfg(feature = "ssr")]
mod letters_notice;
#[cfg(feature = "ssr")]
mod letters_own;
#[cfg(feature = "ssr")]
mod letters_proposals;
#[cfg(feature = "ssr")]
mod letters_proxies;
#[cfg(feature = "ssr")]
mod letters_voted;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(any(feature = "ssr", feature = "desk"))]
pub mod picture;
#[cfg(feature = "ssr")]
#[expect(missing_docs, reason = "the server macro makes public structs whose fields are the arguments")]
pub mod rpc;
#[cfg(feature = "ssr")]
pub mod shell;
#[cfg(feature = "ssr")]
pub mod state;
#[cfg(feature = "ssr")]
pub mod visitor;

/// Called by the page's script once the WebAssembly is loaded.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
