//! One amendment: the change word by word, why, what else touches the same place, and what becomes of it.

use axum::extract::{Path, State};
use axum::response::Response;
use domain::proposals::{AmendmentState, AmendmentView, Touched};
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;

use super::{asked, name};
use crate::components::difference::Difference;
use crate::components::form::Act;
use crate::components::prose::Prose;
use crate::components::time::Day;
use crate::i18n::Lang;
use crate::rpc::proposals::DecideAmendment;
use crate::shell::{self, Page};
use crate::state::AppState;
use crate::visitor::Visitor;

/// Class of the chip of a state.
pub(super) fn chip(state: AmendmentState) -> &'static str {
    match state {
        AmendmentState::Open => "chip chip--wait",
        AmendmentState::ToVote => "chip chip--open",
        AmendmentState::Accepted | AmendmentState::Adopted => "chip chip--done",
        AmendmentState::Withdrawn | AmendmentState::Rejected => "chip chip--closed",
    }
}

/// `GET /amendments/{id}`
pub async fn get(State(app): State<AppState>, Path(id): Path<String>, visitor: Visitor) -> Response {
    let lang = visitor.lang;
    let outcome = match asked(&visitor, &id) {
        Ok(id) => service::views::amendment(&app.service, &visitor.actor, id).await,
        Err(error) => Err(error),
    };
    shell::answer(
        &app,
        &visitor,
        outcome,
        |of| Page::new(lang.with("amendment-title", &[("number", of.line.n.into())])),
        move |of| {
            view! { <Amendment of lang /> }
        },
    )
    .await
}

#[component]
fn Amendment(of: AmendmentView, lang: Lang) -> impl IntoView {
    let (line, id) = (of.line.clone(), of.line.id.to_string());
    let button = |decision: &'static str, class: &'static str| {
        view! {
            <Act action=DecideAmendment::PATH fields=vec![("amendment", id.clone()), ("decision", decision.to_owned())]
                label=lang.t(&format!("amendment-{decision}")) class />
        }
    };
    let nothing = !(of.may_accept || of.may_put_to_vote || of.may_withdraw);
    view! {
        <div class="page stack">
            <p class="eyebrow"><a href=format!("/proposals/{}", of.proposal)>{of.title}</a></p>
            <h1>{lang.with("amendment-title", &[("number", line.n.into())])}</h1>
            <div class="cluster"><span class=chip(line.state)>{lang.t(&format!("amendment-state-{}", line.state.word()))}</span>
                <span class="hint"><Day at=line.at zone=of.time_zone lang />", "{name(&line.by, lang)}</span></div>
            <section class="card stack" aria-labelledby="change">
                <h2 id="change">{lang.t("amendment-change")}</h2>
                <p class="hint">{lang.with("amendment-base", &[("number", of.base.into())])}" "{lang.t("diff-hint")}</p>
                <Difference pieces=of.pieces lang />
            </section>
            {(!of.reasons.is_empty()).then(|| view! {
                <section class="stack" aria-labelledby="why"><h2 id="why">{lang.t("proposal-reasons")}</h2>
                    <Prose text=of.reasons.clone() lang=lang.into() /></section>
            })}
            {(!of.touched.is_empty()).then(|| view! { <Conflicts touched=of.touched.clone() lang /> })}
            <section class="card card--action stack" aria-labelledby="now">
                <h2 id="now">{lang.t("proposal-now")}</h2>
                {of.may_accept.then(|| view! { <p>{lang.t("amendment-accept-text")}</p>{button("accept", "button button--primary")} })}
                {of.may_put_to_vote.then(|| view! { <p>{lang.t("amendment-put-to-vote-text")}</p>{button("put-to-vote", "button")} })}
                {of.may_withdraw.then(|| view! { <p>{lang.t("amendment-withdraw-text")}</p>{button("withdraw", "button button--quiet")} })}
                {nothing.then(|| view! { <p>{lang.t(&format!("amendment-nothing-{}", line.state.word()))}</p> })}
            </section>
        </div>
    }
}

#[component]
fn Conflicts(touched: Vec<Touched>, lang: Lang) -> impl IntoView {
    view! {
        <section class="notice notice--warning stack" aria-labelledby="conflicts">
            <h2 id="conflicts">{lang.t("amendment-conflicts")}</h2>
            <ul>
                {touched.into_iter().map(|touched| {
                    let place = ("place", touched.place.into());
                    let said = match touched.with {
                        Some(n) => lang.with("amendment-conflict-with", &[place, ("number", n.into())]),
                        None => lang.with("amendment-conflict-text", &[place]),
                    };
                    view! { <li>{said}</li> }
                }).collect_view()}
            </ul>
        </section>
    }
}
