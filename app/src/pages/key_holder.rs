//! The key holder's desk: make the key, approve it, and open the box once it is closed.

use axum::extract::{Query, State};
use axum::response::Response;
use domain::wire::{AssemblyView, KeyHolderTask, Me};
use leptos::prelude::*;
use serde::Deserialize;

use crate::components::time::When;
use crate::i18n::Lang;
use crate::islands::ceremony::CeremonyCard;
use crate::islands::holder::HolderDesk;
use crate::islands::key_card::KeyCard;
use crate::pages;
use crate::shell::{self, Bundle, Page};
use crate::state::AppState;
use crate::visitor::Visitor;

/// What is asked for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// For which assembly.
    assembly: String,
}

/// `GET /key-holder`, or `/key-holder?assembly=…` where somebody holds a key for several.
pub async fn get(State(app): State<AppState>, Query(asked): Query<Asked>, visitor: Visitor) -> Response {
    let lang = visitor.lang;
    let outcome = load(&app, &visitor, &asked).await;
    shell::answer(
        &app,
        &visitor,
        outcome,
        |_| Page::new(lang.t("holder-title")).with_islands(Bundle::Desk),
        move |(me, task, others)| {
            view! { <Desk me task others lang /> }
        },
    )
    .await
}

async fn load(
    app: &AppState,
    visitor: &Visitor,
    asked: &Asked,
) -> Result<(Me, KeyHolderTask, Vec<AssemblyView>), service::Error> {
    let me = service::views::me(&app.service, &visitor.actor).await?;
    let mine = service::views::key_holder_assemblies(&app.service, &visitor.actor).await?;
    let assembly = match (asked.assembly.is_empty(), mine.first()) {
        (false, _) => pages::id(&asked.assembly)?,
        (true, Some(first)) => *first,
        (true, None) => pages::in_session(app).await?,
    };
    let task = service::views::key_holder_task(&app.service, &visitor.actor, assembly).await?;
    let mut others = Vec::new();
    for other in mine.into_iter().filter(|other| *other != assembly) {
        others.push(service::views::assembly(&app.service, other).await?);
    }
    Ok((me, task, others))
}

#[component]
fn Desk(me: Me, task: KeyHolderTask, others: Vec<AssemblyView>, lang: Lang) -> impl IntoView {
    let has_key = me.keys.is_some();
    view! {
        <div class="page stack">
            <p class="eyebrow">{me.name.clone()}</p>
            <h1>{lang.t("holder-title")}</h1>
            <p class="lead">{lang.t(if task.ceremony.is_some() { "ceremony-lead" } else { "holder-lead" })}</p>
            {(task.keys_of != task.assembly).then(|| view! { <p class="notice">{lang.t("holder-kept")}</p> })}
            {(!others.is_empty()).then(|| view! {
                <nav aria-label=lang.t("holder-others")>
                    <p>{lang.t("holder-others")}</p>
                    <ul>{others.into_iter().map(|other| view! {
                        <li><a href=format!("/key-holder?assembly={}", other.id)>
                            {other.rehearsal.then(|| format!("{} · ", lang.t("holder-other-rehearsal")))}
                            <When at=other.starts_at zone=other.time_zone lang />", "{other.place}
                        </a></li>
                    }).collect_view()}</ul>
                </nav>
            })}
            <noscript><p class="alert">{lang.t("holder-noscript")}</p></noscript>
            {if has_key {
                let strings = lang.strings(&["holder-", "ceremony-", "opening-", "island-", "key-elsewhere", "key-page", "refusal-"]);
                let together = task.ceremony.is_some();
                view! {
                    {together.then(|| view! { <CeremonyCard me=me.clone() task=task.clone() strings=strings.clone() /> })}
                    <HolderDesk me task lang=lang.code().to_owned() strings />
                }.into_any()
            } else {
                view! {
                    <p class="notice">{lang.t("holder-key-first")}</p>
                    <KeyCard me own_page=false strings=lang.strings(&["key-", "island-", "refusal-unavailable"]) />
                }.into_any()
            }}
        </div>
    }
}
