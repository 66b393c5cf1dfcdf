//! Declining a seat after the result: by whoever is elected, on "My votes", and on the console for who says so aloud.

use domain::wire::ItemView;
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;

use crate::components::form::Act;
use crate::i18n::Lang;
use crate::rpc::session::{DeclineSeat, NoteDeclined};

/// That the reader is elected; and, folded away, the button that declines.
#[component]
pub fn OwnSeat(
    /// The election.
    item: ItemView,
    /// Language.
    lang: Lang,
) -> impl IntoView {
    let title = lang.pick(&item.resolution.title);
    let id = format!("seat-{}", item.vote);
    view! {
        <section class="card stack" aria-labelledby=id.clone()>
            <h2 id=id.clone()>{lang.with("decline-elected", &[("title", title.clone().into())])}</h2>
            <details>
                <summary>{lang.t("decline-seat")}<span class="visually-hidden">" — "{title.clone()}</span></summary>
                <div class="stack">
                    <p>{lang.t("decline-text")}</p>
                    <Act action=DeclineSeat::PATH fields=vec![("vote", item.vote.to_string())] label=lang.t("decline-go")
                        about=title class="button button--danger" />
                </div>
            </details>
        </section>
    }
}

/// Who of those elected says aloud that they decline, folded away.
#[component]
pub fn SaidAloud(
    /// The election.
    item: ItemView,
    /// Language.
    lang: Lang,
) -> impl IntoView {
    let title = lang.pick(&item.resolution.title);
    let elected = item.decision.and_then(|decision| decision.election).map(|election| election.elected());
    let names = item.resolution.election.map(|contest| contest.candidates).unwrap_or_default();
    let name = |at: &u32| Some((*at, names.get(usize::try_from(*at).ok()?)?.clone()));
    let options: Vec<(u32, String)> = elected.unwrap_or_default().iter().filter_map(name).collect();
    if options.is_empty() {
        return ().into_any();
    }
    let (vote, id) = (item.vote.to_string(), format!("declines-{}", item.vote));
    view! {
        <details>
            <summary>{lang.t("decline-aloud")}<span class="visually-hidden">" — "{title}</span></summary>
            <form class="stack" method="post" action=NoteDeclined::PATH>
                <p>{lang.t("decline-aloud-text")}</p>
                <input type="hidden" name="vote" value=vote />
                <p class="field">
                    <label for=id.clone()>{lang.t("decline-who")}</label>
                    <select id=id.clone() name="place" required>
                        <option value="">{lang.t("decline-choose")}</option>
                        {options.into_iter().map(|(at, name)| view! { <option value=at.to_string()>{name}</option> }).collect_view()}
                    </select>
                </p>
                <p><button class="button button--danger" type="submit">{lang.t("decline-aloud-go")}</button></p>
            </form>
        </details>
    }
    .into_any()
}
