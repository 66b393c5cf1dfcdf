//! What a tie in an election asks of the bureau: a draw to be entered, which a scrutineer confirms, or another round.

use domain::elected::Awaits;
use domain::wire::ItemView;
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;

use crate::components::draw::entered;
use crate::components::form::Act;
use crate::i18n::Lang;
use crate::rpc::session::{OpenRunoff, RecordDraw};

/// The form, where a vote waits for one.
#[component]
pub(super) fn Tie(item: ItemView, lang: Lang) -> impl IntoView {
    match item.awaits {
        Some(Awaits::Draw) if item.draw.as_ref().is_some_and(|draw| !draw.differs) => view! {
            <p class="notice" role="status">{lang.with("draw-waits", &[("names", entered(&item).into())])}</p>
        }
        .into_any(),
        Some(Awaits::Draw) => view! { <Draw item lang /> }.into_any(),
        Some(Awaits::Runoff) => {
            let (fields, about) = (vec![("vote", item.vote.to_string())], lang.pick(&item.resolution.title));
            view! {
                <p class="notice notice--warning">{lang.t("runoff-text")}</p>
                <Act action=OpenRunoff::PATH fields label=lang.t("runoff-go") about />
            }
            .into_any()
        }
        None => ().into_any(),
    }
}

#[component]
fn Draw(item: ItemView, lang: Lang) -> impl IntoView {
    let differed = item.draw.is_some().then(|| lang.with("draw-differed", &[("names", entered(&item).into())]));
    let election = item.decision.and_then(|decision| decision.election);
    let (Some(election), Some(contest)) = (election, item.resolution.election) else { return ().into_any() };
    let (vote, hint) = (item.vote.to_string(), format!("draw-{}", item.vote));
    let name = |at: u32| usize::try_from(at).ok().and_then(|at| contest.candidates.get(at).cloned());
    let equal: Vec<(u32, String)> = election.tied.iter().filter_map(|at| Some((*at, name(*at)?))).collect();
    view! {
        <form class="stack" method="post" action=RecordDraw::PATH>
            <input type="hidden" name="vote" value=vote />
            <fieldset class="field" aria-describedby=hint.clone()>
                <legend>{lang.t("draw-title")}</legend>
                {differed.map(|said| view! { <p class="notice notice--warning" role="status">{said}</p> })}
                <p class="notice notice--warning" id=hint.clone()>{lang.with("draw-text", &[("count", election.open.into())])}</p>
                {equal.into_iter().map(|(at, name)| view! {
                    <label class="check"><input type="checkbox" name="drawn[]" value=at.to_string() /><span>{name}</span></label>
                }).collect_view()}
            </fieldset>
            <p><button class="button button--primary" type="submit">{lang.t("draw-go")}</button></p>
        </form>
    }
    .into_any()
}
