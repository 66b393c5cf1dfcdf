//! A text that somebody wrote in Markdown.

use domain::lang::Lang;
use leptos::prelude::*;

use super::markdown::to_html;

/// The text, set; it says in which language it is.
#[component]
pub fn Prose(
    /// In Markdown.
    text: String,
    /// The language it is in.
    lang: Lang,
) -> impl IntoView {
    view! { <div class="prose stack" lang=lang.code() inner_html=to_html(&text)></div> }
}
