//! The public page of an assembly: agenda, results, minutes, record.

use axum::extract::{Path, State};
use axum::response::Response;
use domain::Refusal;
use domain::assembly::{AssemblyKind, AssemblyState};
use domain::quorum::QuorumCheck;
use domain::wire::AssemblyView;
use leptos::prelude::*;

use crate::components::result::Verdict;
use crate::components::time::When;
use crate::components::vote::{ModeChip, StateChip};
use crate::i18n::Lang;
use crate::pages;
use crate::shell::{self, Page};
use crate::state::AppState;
use crate::visitor::Visitor;

/// `GET /assembly`: the one going on, or the newest.
pub async fn current(State(app): State<AppState>, visitor: Visitor) -> Response {
    let outcome = match service::views::current_assembly(&app.service).await {
        Ok(Some(id)) => service::views::assembly(&app.service, id).await,
        Ok(None) => Err(service::Error::Refused(Refusal::NotFound)),
        Err(error) => Err(error),
    };
    show(app, visitor, outcome).await
}

/// `GET /assembly/{id}`
pub async fn get(State(app): State<AppState>, Path(id): Path<String>, visitor: Visitor) -> Response {
    let outcome = match pages::id(&id) {
        Ok(id) => service::views::assembly(&app.service, id).await,
        Err(error) => Err(error),
    };
    show(app, visitor, outcome).await
}

async fn show(app: AppState, visitor: Visitor, outcome: Result<AssemblyView, service::Error>) -> Response {
    let lang = visitor.lang;
    shell::answer(
        &app,
        &visitor,
        outcome,
        move |view| Page::new(title(view, lang)),
        move |view| {
            view! { <Assembly view lang /> }
        },
    )
    .await
}

fn title(view: &AssemblyView, lang: Lang) -> String {
    lang.t(match view.kind {
        AssemblyKind::Ordinary => "assembly-ordinary",
        AssemblyKind::Extraordinary => "assembly-extraordinary",
    })
}

#[component]
fn Assembly(view: AssemblyView, lang: Lang) -> impl IntoView {
    let id = view.id.to_string();
    let state = lang.t(match view.state {
        AssemblyState::Convened => "assembly-convened",
        AssemblyState::InSession => "assembly-in-session",
        AssemblyState::Ended => "assembly-ended",
    });
    let call = lang.t(if view.call == 1 { "assembly-first-call" } else { "assembly-second-call" });
    view! {
        <div class="page stack">
            <p class="eyebrow">{state}" · "{call}</p>
            <h1>{title(&view, lang)}</h1>
            <p class="lead"><When at=view.starts_at zone=view.time_zone.clone() lang />" · "{view.place.clone()}</p>
            <Needed quorum=view.quorum.clone() version=view.statutes lang />
            <ol class="agenda stack">
                {view.items.iter().cloned().map(|item| view! {
                    <li class="card stack">
                        <div class="cluster"><StateChip state=item.state lang /><ModeChip mode=item.mode lang /></div>
                        <h2><a href=format!("/vote/{}", item.vote)>{item.position}". "{lang.pick(&item.resolution.title)}</a></h2>
                        <p>{lang.pick(&item.resolution.text)}</p>
                        {item.decision.map(|decision| view! { <Verdict outcome=decision.outcome lang /> })}
                    </li>
                }).collect_view()}
            </ol>
            <section class="stack" aria-labelledby="assembly-more">
                <h2 id="assembly-more">{lang.t("assembly-more")}</h2>
                <ul>
                    {view.minutes_hash.is_some().then(|| view! { <li><a href=format!("/minutes/{id}")>{lang.t("assembly-minutes")}</a></li> })}
                    <li>{match view.statutes {
                        Some(number) => view! {
                            <a href=format!("/statutes?version={number}")>{lang.with("statutes-of-assembly", &[("number", number.into())])}</a>
                        },
                        None => view! { <a href="/statutes".to_owned()>{lang.t("statutes-of-assembly-none")}</a> },
                    }}</li>
                    <li><a href=format!("/assembly/{id}/members")>{lang.t("assembly-members")}</a></li>
                    <li><a href=format!("/record/{id}")>{lang.with("assembly-record", &[("entries", view.record_entries.into())])}</a></li>
                    <li><a href="/verify">{lang.t("nav-verify")}</a></li>
                </ul>
            </section>
        </div>
    }
}

/// The quorum the assembly needs, by which article and which version of the statutes.
#[component]
fn Needed(quorum: QuorumCheck, version: Option<u32>, lang: Lang) -> impl IntoView {
    let args = [("members", quorum.members.into()), ("needed", quorum.needed.unwrap_or(0).into())];
    let key = if quorum.needed.is_some() { "assembly-quorum" } else { "assembly-no-quorum" };
    let version = version.map(|number| format!(" · {}", lang.with("statutes-of-rule", &[("number", number.into())])));
    view! { <p>{lang.with(key, &args)}" "<span class="article">{quorum.article}{version}</span></p> }
}
