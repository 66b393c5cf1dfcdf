//! Leaving: what it does, said before; then one confirmation.

use axum::extract::State;
use axum::response::Response;
use domain::own_record::OwnRecord;
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;

use crate::i18n::Lang;
use crate::rpc::own as rpc;
use crate::shell::{self, Page};
use crate::state::AppState;
use crate::visitor::Visitor;

/// `GET /me/leave`
pub async fn leave(State(app): State<AppState>, visitor: Visitor) -> Response {
    let (lang, refused) = (visitor.lang, visitor.refusal.is_some());
    let outcome = service::views::own_record(&app.service, &visitor.actor).await;
    shell::answer(
        &app,
        &visitor,
        outcome,
        |_| Page::new(lang.t("leave-title")),
        move |mine| {
            view! { <Leave mine refused lang /> }
        },
    )
    .await
}

#[component]
fn Leave(mine: OwnRecord, refused: bool, lang: Lang) -> impl IntoView {
    let offices = mine.offices.iter().any(|office| office.now);
    view! {
        <div class="page stack">
            <p class="eyebrow"><a href="/me">{lang.t("me-title")}</a></p>
            <h1>{lang.t("leave-title")}</h1>
            <p class="lead">{lang.t("leave-lead")}</p>
            <ul class="stack">
                <li>{lang.t("leave-voice")}</li>
                {offices.then(|| view! { <li>{lang.t("leave-office")}</li> })}
                <li>{lang.with("leave-shares", &[("shares", mine.shares.into())])}</li>
                <li>{lang.t("leave-floor")}</li>
                <li>{lang.t("leave-liable")}</li>
                <li>{lang.t("leave-kept")}</li>
            </ul>
            <p><a href="/api/v1/me/data.json" download="voix.json">{lang.t("leave-data")}</a></p>
            <form class="card stack" method="post" action=rpc::Leave::PATH>
                <p>
                    <label for="sure"><input id="sure" type="checkbox" name="sure" value="yes" required
                        aria-invalid=refused.then_some("true") aria-describedby=refused.then_some(shell::REFUSAL) />" "{lang.t("leave-sure")}</label>
                </p>
                <p class="cluster">
                    <button class="button button--danger" type="submit">{lang.t("leave-go")}</button>
                    <a class="button" href="/me">{lang.t("leave-stay")}</a>
                </p>
            </form>
        </div>
    }
}

/// `GET /left`: what is said to who just left.
pub async fn left(State(app): State<AppState>, visitor: Visitor) -> Response {
    let lang = visitor.lang;
    shell::render(&app, &visitor, Page::new(lang.t("left-title")), move || {
        view! {
            <div class="page stack">
                <h1>{lang.t("left-title")}</h1>
                <p class="lead" role="status">{lang.t("left-text")}</p>
                <p><a class="button" href="/">{lang.t("error-home")}</a></p>
            </div>
        }
    })
    .await
}
