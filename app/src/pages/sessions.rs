//! Where the member is signed in, and a button to end it.

use axum::extract::State;
use axum::response::Response;
use domain::browsers;
use domain::roles::Means;
use domain::wire::{SessionLine, SessionList};
use http::HeaderMap;
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;

use crate::components::form::Act;
use crate::components::time::When;
use crate::i18n::Lang;
use crate::rpc;
use crate::shell::{self, Page};
use crate::state::AppState;
use crate::visitor::{self, SESSION_COOKIE, Visitor};

/// `GET /sessions`
pub async fn get(State(app): State<AppState>, headers: HeaderMap, visitor: Visitor) -> Response {
    let lang = visitor.lang;
    let token = visitor::cookie(&headers, SESSION_COOKIE).unwrap_or_default();
    let outcome = service::views::sessions(&app.service, &visitor.actor, &token).await;
    shell::answer(
        &app,
        &visitor,
        outcome,
        |_| Page::new(lang.t("sessions-title")),
        move |SessionList { time_zone, sessions }| {
            view! {
                <div class="page stack">
                    <p class="eyebrow"><a href="/me">{lang.t("me-title")}</a></p>
                    <h1>{lang.t("sessions-title")}</h1>
                    <p class="lead">{lang.t("sessions-lead")}</p>
                    <p><a href="/me/passkeys">{lang.t("sessions-passkeys")}</a></p>
                    {(sessions.len() > 1).then(|| view! {
                        <Act action=rpc::passkeys::RevokeOtherSessions::PATH label=lang.t("sessions-end-others") class="button" />
                    })}
                    <ul class="plain-list stack">
                        {sessions.into_iter().map(|line| view! { <Session line zone=time_zone.clone() lang /> }).collect_view()}
                    </ul>
                </div>
            }
        },
    )
    .await
}

#[component]
fn Session(line: SessionLine, zone: String, lang: Lang) -> impl IntoView {
    let means = lang.t(match line.means {
        Means::Demo => "sessions-demo",
        Means::Mail => "sessions-mail",
        Means::Key => "sessions-key",
        Means::Passkey => "sessions-passkey",
    });
    let browser = if line.browser.is_empty() { lang.t("sessions-unknown") } else { browsers::name(&line.browser) };
    let end = lang.t(if line.here { "sessions-end-here" } else { "sessions-end" });
    view! {
        <li class="card stack">
            <p><strong>{lang.t(if line.here { "sessions-here" } else { "sessions-elsewhere" })}</strong>" · "{means}</p>
            <p class="hint">{browser.clone()}</p>
            <p>{lang.t("sessions-since")}" "<When at=line.since zone=zone.clone() lang /></p>
            <Act action=rpc::RevokeSession::PATH fields=vec![("session", line.id.to_string())] label=end
                about=browser class="button" />
        </li>
    }
}
