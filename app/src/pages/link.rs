//! Where the picture on another device leads: the key stands behind the `#` of the address, which the server never sees.

use axum::extract::State;
use axum::response::Response;
use leptos::prelude::*;

use crate::islands::link_here::LinkHere;
use crate::shell::{self, Bundle, Page};
use crate::state::AppState;
use crate::visitor::Visitor;

/// `GET /link`
pub async fn get(State(app): State<AppState>, visitor: Visitor) -> Response {
    let lang = visitor.lang;
    let outcome = service::views::cooperative(&app.service).await;
    shell::answer(
        &app,
        &visitor,
        outcome,
        |_| Page::new(lang.t("link-here-title")).with_islands(Bundle::Desk),
        move |cooperative| {
            view! {
                <div class="page stack">
                    <p class="eyebrow">{cooperative.name.clone()}</p>
                    <h1>{lang.t("link-here-title")}</h1>
                    <noscript><p class="alert">{lang.t("link-here-noscript")}</p></noscript>
                    <LinkHere cooperative=cooperative.id.to_string() strings=lang.strings(&["link-here-", "island-"]) />
                </div>
            }
        },
    )
    .await
}
