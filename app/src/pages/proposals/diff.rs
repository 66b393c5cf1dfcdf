//! Two versions of a proposal, word by word.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::proposals::{Compared, Piece};
use leptos::prelude::*;
use serde::Deserialize;

use super::asked as asked_for;
use crate::components::difference::Difference;
use crate::i18n::Lang;
use crate::shell::{self, Page};
use crate::state::AppState;
use crate::visitor::Visitor;

/// Which versions; text, for anything may be typed there.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asked {
    from: Option<String>,
    to: Option<String>,
}

/// `GET /proposals/{id}/diff`
pub async fn get(
    State(app): State<AppState>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
    visitor: Visitor,
) -> Response {
    let lang = visitor.lang;
    let number = |text: &Option<String>| text.as_deref().and_then(|text| text.parse().ok());
    let outcome = match asked_for(&visitor, &id) {
        Ok(id) => {
            let which = (number(&asked.from), number(&asked.to));
            service::views::compared(&app.service, &visitor.actor, id, which).await
        }
        Err(error) => Err(error),
    };
    shell::answer(
        &app,
        &visitor,
        outcome,
        |_| Page::new(lang.t("diff-title")),
        move |compared| {
            view! { <Versions compared lang /> }
        },
    )
    .await
}

#[component]
fn Versions(compared: Compared, lang: Lang) -> impl IntoView {
    let Compared { id, title, from, to, versions, pieces: [head, text, reasons] } = compared;
    let same = |pieces: &[Piece]| pieces.iter().all(|piece| matches!(piece, Piece::Kept(_)));
    let unchanged = same(&head) && same(&text) && same(&reasons);
    let of = [("from", from.into()), ("to", to.into())];
    let link = |from: u32, to: u32, key: &str| {
        view! { <a class="button" href=format!("/proposals/{id}/diff?from={from}&to={to}")>{lang.t(key)}</a> }
    };
    view! {
        <div class="page stack">
            <p class="eyebrow"><a href=format!("/proposals/{id}")>{title}</a></p>
            <h1>{lang.t("diff-title")}</h1>
            <p class="lead">{lang.with("diff-lead", &of)}</p>
            <p class="cluster">
                {(from > 1).then(|| link(from - 1, to - 1, "diff-before"))}
                {(to < versions).then(|| link(from + 1, to + 1, "diff-after"))}
            </p>
            <p class="hint">{lang.t("diff-hint")}</p>
            {unchanged.then(|| view! { <p class="empty">{lang.t("diff-none")}</p> })}
            <section class="card stack" aria-labelledby="diff-head"><h2 id="diff-head">{lang.t("proposal-title-field")}</h2>
                <Difference pieces=head lang /></section>
            <section class="card stack" aria-labelledby="diff-text"><h2 id="diff-text">{lang.t("proposal-text-field")}</h2>
                <Difference pieces=text lang /></section>
            {(!reasons.is_empty()).then(|| view! {
                <section class="card stack" aria-labelledby="diff-reasons"><h2 id="diff-reasons">{lang.t("proposal-reasons")}</h2>
                    <Difference pieces=reasons lang /></section>
            })}
        </div>
    }
}
