//! Pieces that several pages share.

pub mod area;
pub mod chrome;
pub mod declining;
pub mod difference;
pub mod draw;
pub mod elected;
pub mod field;
pub mod form;
pub mod hands;
pub mod inside;
pub mod language;
pub mod markdown;
pub mod money;
pub mod paper;
pub mod person;
pub mod plot;
pub mod prose;
pub mod register_nav;
pub mod result;
pub mod time;
pub mod vote;
pub mod whole;

use leptos::prelude::*;

/// An icon of the sprite; decorative, so hidden from screen readers.
#[component]
pub fn Icon(
    /// Id in `public/icons.svg`.
    name: &'static str,
) -> impl IntoView {
    view! { <svg class="icon" aria-hidden="true"><use href=format!("/icons.svg#{name}")></use></svg> }
}
