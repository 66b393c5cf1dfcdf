//! Two texts as one, with what was taken out and what was put in. Colour is never alone: what was taken out is struck
//! through, what was put in underlined, and a screen reader is told both in words.

use domain::proposals::Piece;
use leptos::prelude::*;

use crate::i18n::Lang;

/// A comparison, word by word.
#[component]
pub fn Difference(
    /// The pieces, in order.
    pieces: Vec<Piece>,
    /// The language the texts are in, if it is known.
    #[prop(default = None)]
    written: Option<domain::lang::Lang>,
    /// Language of the page.
    lang: Lang,
) -> impl IntoView {
    let said = move |key: &str| view! { <span class="visually-hidden" lang=lang.code()>" ["{lang.t(key)}"] "</span> };
    let pieces = pieces.into_iter().map(move |piece| match piece {
        Piece::Kept(text) => view! { <span>{text}</span> }.into_any(),
        Piece::Removed(text) => view! { <del>{said("diff-removed")}{text}{said("diff-end")}</del> }.into_any(),
        Piece::Added(text) => view! { <ins>{said("diff-added")}{text}{said("diff-end")}</ins> }.into_any(),
    });
    view! { <div class="diff" lang=written.map(domain::lang::Lang::code)>{pieces.collect_view()}</div> }
}
