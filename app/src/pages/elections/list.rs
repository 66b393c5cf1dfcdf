//! The elections for which the board has called for candidates.

use axum::extract::State;
use axum::response::Response;
use domain::candidacies::ElectionLine;
use leptos::prelude::*;

use super::titled;
use crate::components::time::When;
use crate::i18n::Lang;
use crate::letters_notice;
use crate::shell::{self, Page};
use crate::state::AppState;
use crate::visitor::Visitor;

/// `GET /elections`
pub async fn get(State(app): State<AppState>, visitor: Visitor) -> Response {
    let lang = visitor.lang;
    let outcome = service::views::elections(&app.service, &visitor.actor).await;
    shell::answer(
        &app,
        &visitor,
        outcome,
        |_| Page::new(lang.t("elections-title")),
        move |lines| {
            view! { <List lines lang /> }
        },
    )
    .await
}

#[component]
fn List(lines: Vec<ElectionLine>, lang: Lang) -> impl IntoView {
    let none = lines.is_empty();
    view! {
        <div class="page stack">
            <h1>{lang.t("elections-title")}</h1>
            <p class="lead">{lang.t("elections-lead")}</p>
            {none.then(|| view! { <p class="empty">{lang.t("elections-none")}</p> })}
            <ul class="plain-list stack">
                {lines.into_iter().map(|line| view! { <Line line lang /> }).collect_view()}
            </ul>
        </div>
    }
}

#[component]
fn Line(line: ElectionLine, lang: Lang) -> impl IntoView {
    let (chip, word) =
        if line.open { ("chip chip--open", "election-open") } else { ("chip chip--closed", "election-closed") };
    let count = [("seats", line.seats.into()), ("count", line.accepted.into())];
    view! {
        <li class="card stack">
            <div class="cluster"><span class=chip>{lang.t(word)}</span>
                <span class="hint">{letters_notice::kind(line.kind, lang)}
                    {line.starts_at.map(|at| view! { ", "<When at zone=line.time_zone.clone() lang /> })}</span></div>
            <h2><a href=format!("/elections/{}", line.item)>{titled(&line.title, lang)}</a></h2>
            <p>{lang.with("election-count", &count)}</p>
            {line.mine.map(|state| view! { <p><strong>{lang.t(&format!("election-you-{}", state.word()))}</strong></p> })}
        </li>
    }
}
