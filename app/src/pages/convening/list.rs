//! What is being prepared, and the button that begins.

use axum::Form;
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::response::Response;
use domain::assembly::AssemblyKind;
use domain::convocation::agenda::DraftState;
use domain::convocation::view::DraftLine;
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;
use serde::Deserialize;

use super::Choice;
use crate::components::form::Act;
use crate::components::time::When;
use crate::i18n::Lang;
use crate::letters_notice;
use crate::pages::said;
use crate::rpc::session::BeginRehearsal;
use crate::shell::{self, Page};
use crate::state::AppState;
use crate::visitor::Visitor;

/// Where the form that begins a preparation is sent.
pub const PREPARE: &str = "/rpc/prepare-assembly";

/// The form.
#[derive(Clone, Debug, Deserialize)]
pub struct Begin {
    kind: String,
}

/// `GET /assemblies/prepare`
pub async fn get(State(app): State<AppState>, visitor: Visitor) -> Response {
    let lang = visitor.lang;
    let outcome = load(&app, &visitor).await;
    shell::answer(
        &app,
        &visitor,
        outcome,
        move |_| Page::new(lang.t("prepare-title")),
        move |(lines, zone)| {
            view! { <List lines zone lang /> }
        },
    )
    .await
}

async fn load(app: &AppState, visitor: &Visitor) -> Result<(Vec<DraftLine>, String), service::Error> {
    let lines = service::views::drafts(&app.service, &visitor.actor).await?;
    Ok((lines, service::views::time_zone(&app.service).await?))
}

/// `POST /rpc/prepare-assembly`
pub async fn post(
    State(app): State<AppState>,
    visitor: Visitor,
    typed: Result<Form<Begin>, FormRejection>,
) -> Response {
    let kind = typed.ok().and_then(|Form(typed)| AssemblyKind::from_word(&typed.kind));
    let Some(kind) = kind else { return said::malformed(&app, &visitor).await };
    match service::prepare_assembly(&app.service, &visitor.actor, kind).await {
        Ok(id) => said::on(&format!("/assemblies/prepare/{id}")),
        Err(error) => shell::refused(&app, &visitor, &error).await,
    }
}

/// The kinds of assembly as a form offers them.
pub(super) fn kinds(lang: Lang) -> Vec<(String, String)> {
    AssemblyKind::ALL.into_iter().map(|kind| (kind.word().to_owned(), letters_notice::kind(kind, lang))).collect()
}

#[component]
fn List(lines: Vec<DraftLine>, zone: String, lang: Lang) -> impl IntoView {
    let none = lines.is_empty();
    view! {
        <div class="page stack">
            <h1>{lang.t("prepare-title")}</h1>
            <p class="lead">{lang.t("prepare-lead")}</p>
            <form class="card stack" method="post" action=PREPARE>
                <Choice name="kind" label=lang.t("prepare-kind") options=kinds(lang) chosen="ordinary".to_owned() />
                <p><button class="button button--primary" type="submit">{lang.t("prepare-new")}</button></p>
            </form>
            <section class="card stack" aria-labelledby="rehearsal">
                <h2 id="rehearsal">{lang.t("rehearsal-title")}</h2>
                <p>{lang.t("rehearsal-text")}</p>
                <Act action=BeginRehearsal::PATH fields=Vec::new() label=lang.t("rehearsal-begin") class="button" />
            </section>
            <section class="stack" aria-labelledby="prepare-list">
                <h2 id="prepare-list">{lang.t("prepare-list")}</h2>
                {none.then(|| view! { <p class="empty">{lang.t("prepare-none")}</p> })}
                <ul class="plain-list stack">
                    {lines.into_iter().map(|line| view! { <Line line zone=zone.clone() lang /> }).collect_view()}
                </ul>
            </section>
        </div>
    }
}

#[component]
fn Line(line: DraftLine, zone: String, lang: Lang) -> impl IntoView {
    let chip = match line.state {
        DraftState::Draft => "chip chip--wait",
        DraftState::Convened => "chip chip--done",
        DraftState::Dropped => "chip chip--closed",
    };
    view! {
        <li class="card stack">
            <div class="cluster"><span class=chip>{lang.t(&format!("prepare-state-{}", line.state.word()))}</span></div>
            <h3><a href=format!("/assemblies/prepare/{}", line.id)>{letters_notice::kind(line.head.kind, lang)}</a></h3>
            <p>
                {match line.head.starts_at {
                    Some(at) => view! { <When at zone=zone.clone() lang /> }.into_any(),
                    None => lang.t("prepare-no-date").into_any(),
                }}
                " · "{lang.with("prepare-items", &[("count", line.items.into())])}
            </p>
        </li>
    }
}
