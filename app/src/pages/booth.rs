//! The booth: where whoever holds a slip of the desk votes, on any telephone or on a tablet in the hall.

use axum::extract::State;
use axum::response::Response;
use leptos::prelude::*;

use crate::islands::booth::Booth;
use crate::shell::{self, Bundle, Page};
use crate::state::AppState;
use crate::visitor::Visitor;

/// What its sentences begin with.
const STRINGS: [&str; 8] =
    ["ballot-", "booth-", "choice-", "island-", "mode-", "receipt-", "refusal-", "key-elsewhere"];

/// `GET /booth`
pub async fn get(State(app): State<AppState>, visitor: Visitor) -> Response {
    let lang = visitor.lang;
    let outcome = service::views::cooperative(&app.service).await;
    shell::answer(
        &app,
        &visitor,
        outcome,
        |_| Page::new(lang.t("booth-title")).with_islands(Bundle::Ballot),
        move |cooperative| {
            let (id, name) = (cooperative.id.to_string(), cooperative.name.clone());
            view! {
                <div class="page stack">
                    <p class="eyebrow">{cooperative.name}</p>
                    <h1>{lang.t("booth-title")}</h1>
                    <p class="lead">{lang.t("booth-lead")}</p>
                    <noscript><p class="alert">{lang.t("booth-noscript")}</p></noscript>
                    <Booth cooperative=id name lang=lang.code().to_owned() strings=lang.strings(&STRINGS) />
                </div>
            }
        },
    )
    .await
}
