//! The page that the link to a new address opens. It does nothing until its button is pressed.

use axum::extract::{Path, State};
use axum::response::Response;
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;

use crate::components::form::Act;
use crate::rpc::own as rpc;
use crate::shell::{self, Page};
use crate::state::AppState;
use crate::visitor::Visitor;

/// `GET /email/{link}`
pub async fn email(State(app): State<AppState>, Path(link): Path<String>, visitor: Visitor) -> Response {
    let lang = visitor.lang;
    let outcome = service::views::email_link(&app.service, &link).await;
    shell::answer(
        &app,
        &visitor,
        outcome,
        |_| Page::new(lang.t("email-title")),
        move |(name, email)| {
            let link = link.clone();
            view! {
                <div class="page stack">
                    <h1>{lang.t("email-title")}</h1>
                    <p class="lead">{lang.with("email-text", &[("name", name.into()), ("email", email.into())])}</p>
                    <Act action=rpc::ConfirmMyEmail::PATH fields=vec![("link", link)] label=lang.t("email-go") />
                </div>
            }
        },
    )
    .await
}
