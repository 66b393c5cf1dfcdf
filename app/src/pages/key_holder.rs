//! The key holder's desk: make the key, approve it, and open the box once it is closed.

use axum::extract::State;
use axum::response::Response;
use domain::wire::{KeyHolderTask, Me};
use leptos::prelude::*;

use crate::i18n::Lang;
use crate::islands::ceremony::CeremonyCard;
use crate::islands::holder::HolderDesk;
use crate::islands::key_card::KeyCard;
use crate::pages;
use crate::shell::{self, Bundle, Page};
use crate::state::AppState;
use crate::visitor::Visitor;

/// `GET /key-holder`
pub async fn get(State(app): State<AppState>, visitor: Visitor) -> Response {
    let lang = visitor.lang;
    let outcome = load(&app, &visitor).await;
    shell::answer(
        &app,
        &visitor,
        outcome,
        |_| Page::new(lang.t("holder-title")).with_islands(Bundle::Desk),
        move |(me, task)| {
            view! { <Desk me task lang /> }
        },
    )
    .await
}

async fn load(app: &AppState, visitor: &Visitor) -> Result<(Me, KeyHolderTask), service::Error> {
    let me = service::views::me(&app.service, &visitor.actor).await?;
    let assembly = pages::in_session(app).await?;
    let task = service::views::key_holder_task(&app.service, &visitor.actor, assembly).await?;
    Ok((me, task))
}

#[component]
fn Desk(me: Me, task: KeyHolderTask, lang: Lang) -> impl IntoView {
    let has_key = me.keys.is_some();
    view! {
        <div class="page stack">
            <p class="eyebrow">{me.name.clone()}</p>
            <h1>{lang.t("holder-title")}</h1>
            <p class="lead">{lang.t(if task.ceremony.is_some() { "ceremony-lead" } else { "holder-lead" })}</p>
            <noscript><p class="alert">{lang.t("holder-noscript")}</p></noscript>
            {if has_key {
                let strings = lang.strings(&["holder-", "ceremony-", "island-", "key-elsewhere", "key-page", "refusal-"]);
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
