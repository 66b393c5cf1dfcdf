//! The record of an assembly, entry by entry, with its newest signed checkpoint.

use axum::extract::{Path, State};
use axum::response::Response;
use domain::ids::AssemblyId;
use domain::roles::Actor;
use leptos::prelude::*;
use protocol::record::Entry;
use service::policy::{Operation, allow};

use crate::components::time::When;
use crate::components::whole::Whole;
use crate::i18n::Lang;
use crate::pages;
use crate::shell::{self, Page};
use crate::state::AppState;
use crate::visitor::Visitor;

#[derive(Clone)]
struct Loaded {
    id: AssemblyId,
    zone: String,
    entries: Vec<Entry>,
    checkpoint: Option<String>,
    key: String,
    /// Whether whoever asks reads the register.
    audits: bool,
}

/// `GET /record/{assembly}`
pub async fn get(State(app): State<AppState>, Path(id): Path<String>, visitor: Visitor) -> Response {
    let lang = visitor.lang;
    let outcome = load(&app, &visitor.actor, &id).await;
    shell::answer(
        &app,
        &visitor,
        outcome,
        |_| Page::new(lang.t("record-title")),
        move |loaded| {
            view! { <Record loaded lang /> }
        },
    )
    .await
}

async fn load(app: &AppState, actor: &Actor, id: &str) -> Result<Loaded, service::Error> {
    let id: AssemblyId = pages::id(id)?;
    let assembly = service::views::assembly(&app.service, id).await?;
    let entries = service::views::record_entries(&app.service, id).await?;
    let key = service::views::cooperative(&app.service).await?.record_key;
    let audits = allow(actor, Operation::TakeRegisterLeaves).is_ok();
    Ok(Loaded { id, zone: assembly.time_zone, entries, checkpoint: assembly.checkpoint, key, audits })
}

#[component]
fn Record(loaded: Loaded, lang: Lang) -> impl IntoView {
    let Loaded { id, zone, entries, checkpoint, key, audits } = loaded;
    view! {
        <div class="page stack">
            <p class="eyebrow"><a href=format!("/assembly/{id}")>{lang.t("vote-of-assembly")}</a></p>
            <h1>{lang.t("record-title")}</h1>
            <p class="lead">{lang.t("record-lead")}</p>
            <p class="cluster">
                <a class="button button--primary" download href=format!("/api/v1/assemblies/{id}/record.jsonl")>{lang.t("record-download")}</a>
                <a class="button" href=format!("/api/v1/assemblies/{id}/checkpoint")>{lang.t("record-checkpoint")}</a>
                {audits.then(|| view! { <a class="button" download href=format!("/api/v1/assemblies/{id}/register-leaves.json")>{lang.t("record-leaves")}</a> })}
            </p>
            <dl class="facts"><div><dt>{lang.t("record-key")}</dt><dd class="mono">{key}</dd></div></dl>
            {checkpoint.map(|note| view! { <pre class="mono">{note}</pre> })}
            <Whole assembly=id lang />
            <ol class="record">
                {entries.into_iter().map(|entry| view! {
                    <li class="record__entry">
                        <p><strong>{entry.kind.clone()}</strong>" · "<When at=entry.time zone=zone.clone() lang /></p>
                        <details><summary>{lang.with("record-entry", &[("seq", entry.seq.into())])}</summary>
                            <pre class="mono">{serde_json::to_string_pretty(&entry.body).unwrap_or_default()}</pre>
                        </details>
                    </li>
                }).collect_view()}
            </ol>
        </div>
    }
}
