//! The statutes for every member: what they say, where that is written, how sure it is, and how they came about.

use axum::extract::{Query, State};
use axum::response::Response;
use domain::roles::Role;
use domain::statutes::{Line, StatutesView, Subject, VersionView};
use leptos::prelude::*;
use serde::Deserialize;

use super::words::{Changes, Departs, name, preset, value};
use crate::components::time::Day;
use crate::i18n::Lang;
use crate::pages;
use crate::shell::{self, Page};
use crate::state::AppState;
use crate::visitor::Visitor;

/// The version asked for.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asked {
    version: Option<String>,
}

/// `GET /statutes`
pub async fn get(State(app): State<AppState>, Query(asked): Query<Asked>, visitor: Visitor) -> Response {
    let lang = visitor.lang;
    let board = visitor.has(Role::Board) || visitor.has(Role::Chair);
    let outcome = match asked.version.as_deref().map(pages::id).transpose() {
        Ok(version) => service::views::statutes(&app.service, &visitor.actor, version).await,
        Err(error) => Err(error),
    };
    shell::answer(
        &app,
        &visitor,
        outcome,
        |_| Page::new(lang.t("statutes-title")),
        move |view| {
            view! { <Statutes view board lang /> }
        },
    )
    .await
}

#[component]
fn Statutes(view: StatutesView, board: bool, lang: Lang) -> impl IntoView {
    let StatutesView { time_zone: zone, shown, in_force, lines, countable, versions } = view;
    let version = versions.iter().find(|version| version.number == shown).cloned();
    view! {
        <div class="page stack">
            <p class="eyebrow">{lang.with("statutes-version", &[("number", shown.into())])}</p>
            <h1>{lang.t("statutes-title")}</h1>
            {version.map(|version| view! { <Head version zone=zone.clone() lang /> })}
            {(shown != in_force).then(|| view! {
                <p class="notice">
                    {lang.with("statutes-not-in-force", &[("number", in_force.into())])}" "
                    <a href="/statutes">{lang.t("statutes-show-in-force")}</a>
                </p>
            })}
            {(!countable).then(|| view! { <p class="notice notice--warning">{lang.t("statutes-uncountable")}</p> })}
            {board.then(|| view! {
                <p><a class="button" href="/register/statutes">{lang.t("statutes-adopt-title")}</a></p>
            })}
            <p class="hint">{lang.t("statutes-certainty")}</p>
            {Subject::ALL.map(|subject| {
                let lines = lines.iter().filter(|line| line.field.subject() == subject).cloned().collect();
                view! { <About subject lines lang /> }
            }).collect_view()}
            <section class="stack" aria-labelledby="statutes-history">
                <h2 id="statutes-history">{lang.t("statutes-history")}</h2>
                {versions.into_iter().map(|version| view! { <Past version shown zone=zone.clone() lang /> }).collect_view()}
            </section>
        </div>
    }
}

/// Since when, by which decision, from which preset.
#[component]
fn Head(version: VersionView, zone: String, lang: Lang) -> impl IntoView {
    let decision = if version.decision.is_empty() { lang.t("statutes-founding") } else { version.decision.clone() };
    view! {
        <p class="lead">
            {lang.t("statutes-since")}" "<Day at=version.effective_at zone lang />". "
            {lang.t("statutes-decided")}" "{decision}
        </p>
        <p>{lang.with("statutes-measured", &[("preset", preset(&version.preset, lang).into())])}</p>
    }
}

#[component]
fn About(subject: Subject, lines: Vec<Line>, lang: Lang) -> impl IntoView {
    let id = format!("statutes-{}", subject.word());
    let labelled = id.clone();
    view! {
        <section class="stack" aria-labelledby=labelled>
            <h2 id=id>{lang.t(&format!("statutes-subject-{}", subject.word()))}</h2>
            <dl class="facts">
                {lines.into_iter().map(|line| {
                    let sure = lang.t(&format!("statutes-confidence-{}", line.confidence.word()));
                    view! {
                        <div>
                            <dt>{name(line.field, lang)}</dt>
                            <dd>
                                <strong>{value(line.field, &line.value, lang)}</strong>
                                <span class="article">{line.article.clone()}" · "{sure}</span>
                                <Departs line=line.clone() lang />
                            </dd>
                        </div>
                    }
                }).collect_view()}
            </dl>
        </section>
    }
}

/// One version in the history.
#[component]
fn Past(version: VersionView, shown: u32, zone: String, lang: Lang) -> impl IntoView {
    let number = version.number;
    let title = lang.with("statutes-version", &[("number", number.into())]);
    let label = title.clone();
    let decision = if version.decision.is_empty() { lang.t("statutes-founding") } else { version.decision.clone() };
    view! {
        <section class="card stack" aria-label=label>
            <h3>{if number == shown {
                view! { <span aria-current="true">{title}</span> }.into_any()
            } else {
                view! { <a href=format!("/statutes?version={number}")>{title}</a> }.into_any()
            }}</h3>
            <p>{lang.t("statutes-from")}" "<Day at=version.effective_at zone=zone.clone() lang />" · "{decision}
                {version.vote.map(|(vote, _)| view! { " · "<a href=format!("/vote/{vote}")>{lang.t("statutes-vote")}</a> })}</p>
            {version.by.map(|by| view! {
                <p class="hint">{lang.with("statutes-entered", &[("number", by.into())])}" "<Day at=version.adopted_at zone lang /></p>
            })}
            {(!version.changes.is_empty()).then(|| view! { <Changes changes=version.changes.clone() lang /> })}
            <p class="hint">{lang.t("statutes-hash")}" "<span class="mono">{version.hash.clone()}</span></p>
        </section>
    }
}
