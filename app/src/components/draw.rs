//! A draw that is entered and waits for a scrutineer: who it is said was drawn, and the form by which the scrutineer answers.

use domain::draw::DrawSaid;
use domain::wire::ItemView;
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;

use crate::i18n::Lang;
use crate::rpc::session::ConfirmDraw;

/// Who was drawn as it is entered, by name, in the order of the draw.
#[must_use]
pub fn entered(item: &ItemView) -> String {
    let names = item.resolution.election.as_ref().map(|contest| contest.candidates.as_slice()).unwrap_or_default();
    let name = |at: &u32| names.get(usize::try_from(*at).ok()?).cloned();
    let drawn = item.draw.iter().flat_map(|draw| &draw.drawn);
    drawn.filter_map(name).collect::<Vec<_>>().join(", ")
}

/// The form of the scrutineer who is to read what was entered.
#[component]
pub fn ReadDraw(
    /// The election.
    item: ItemView,
    /// Language.
    lang: Lang,
) -> impl IntoView {
    let n = item.draw.as_ref().map_or(0, |draw| draw.n);
    let title = lang.pick(&item.resolution.title);
    let button = |said: DrawSaid, class: &'static str, key: &str| {
        view! { <button class=class type="submit" name="said" value=said.word()>{lang.t(key)}</button> }
    };
    view! {
        <section class="card card--action stack" aria-labelledby="draw-read">
            <h2 id="draw-read">{lang.t("draw-title")}" — "{title}</h2>
            <p>{lang.with("draw-read-text", &[("names", entered(&item).into())])}</p>
            <form class="cluster" method="post" action=ConfirmDraw::PATH>
                <input type="hidden" name="vote" value=item.vote.to_string() />
                <input type="hidden" name="n" value=n.to_string() />
                {button(DrawSaid::Same, "button button--primary", "draw-same")}
                {button(DrawSaid::Differs, "button", "draw-differs")}
            </form>
        </section>
    }
}
