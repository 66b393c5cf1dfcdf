//! What members propose, and where each proposal stands.

use axum::extract::{Query, State};
use axum::response::Response;
use domain::proposals::{ProposalLine, ProposalList, ProposalState};
use leptos::prelude::*;
use serde::Deserialize;

use super::{Support, chip, name, state};
use crate::components::time::Day;
use crate::i18n::Lang;
use crate::shell::{self, Page};
use crate::state::AppState;
use crate::visitor::Visitor;

/// What the address of the page says.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asked {
    show: Option<String>,
}

/// The groups of the list, as the address names them.
const GROUPS: [&str; 4] = ["mine", "open", "board", "over"];

/// Whether a proposal belongs to a group. One's own stand in their own group and in that of their state.
fn belongs(line: &ProposalLine, group: &str) -> bool {
    match group {
        "mine" => line.mine.author || line.mine.invited,
        "open" => line.state == ProposalState::Open,
        "board" => matches!(line.state, ProposalState::Submitted | ProposalState::Admitted | ProposalState::OnAgenda),
        _ => line.state.is_over(),
    }
}

/// `GET /proposals`
pub async fn get(State(app): State<AppState>, Query(asked): Query<Asked>, visitor: Visitor) -> Response {
    let lang = visitor.lang;
    let outcome = service::views::proposals(&app.service, &visitor.actor).await;
    shell::answer(
        &app,
        &visitor,
        outcome,
        |_| Page::new(lang.t("proposals-title")),
        move |list| {
            let shown = GROUPS.into_iter().find(|group| asked.show.as_deref() == Some(*group));
            view! { <List list shown lang /> }
        },
    )
    .await
}

#[component]
fn List(list: ProposalList, shown: Option<&'static str>, lang: Lang) -> impl IntoView {
    let groups = GROUPS.into_iter().filter(|group| shown.is_none_or(|shown| shown == *group));
    let filter = |to: Option<&'static str>| {
        let (href, key) = match to {
            Some(group) => (format!("/proposals?show={group}"), format!("proposals-{group}")),
            None => ("/proposals".to_owned(), "proposals-all".to_owned()),
        };
        let current = (to == shown).then_some("true");
        view! { <a class="button button--quiet" href=href aria-current=current>{lang.t(&key)}</a> }
    };
    let filters = std::iter::once(None).chain(GROUPS.map(Some)).map(filter).collect_view();
    let waiting = list.lines.iter().filter(|line| line.state == ProposalState::Submitted).count();
    view! {
        <div class="page stack">
            <h1>{lang.t("proposals-title")}</h1>
            <p class="lead">{lang.t("proposals-lead")}</p>
            <p><a href="/elections">{lang.t("elections-title")}</a></p>
            {(list.board && waiting > 0).then(|| view! {
                <p class="notice">{lang.with("proposals-board-waits", &[("count", waiting.into())])}" "
                    <a href="/proposals?show=board">{lang.t("proposals-board")}</a></p>
            })}
            {list.may_propose.then(|| view! {
                <p><a class="button button--primary" href="/proposals/new">{lang.t("proposals-new")}</a></p>
            })}
            <nav class="cluster" aria-label=lang.t("proposals-filter")>{filters}</nav>
            {groups.map(|group| {
                let lines: Vec<_> = list.lines.iter().filter(|line| belongs(line, group)).cloned().collect();
                view! { <Group group lines zone=list.time_zone.clone() lang /> }
            }).collect_view()}
        </div>
    }
}

#[component]
fn Group(group: &'static str, lines: Vec<ProposalLine>, zone: String, lang: Lang) -> impl IntoView {
    let none = lines.is_empty();
    view! {
        <section class="stack" aria-labelledby=format!("group-{group}")>
            <h2 id=format!("group-{group}")>{lang.t(&format!("proposals-{group}"))}</h2>
            {none.then(|| view! { <p class="empty">{lang.t(&format!("proposals-{group}-none"))}</p> })}
            <ul class="plain-list stack">
                {lines.into_iter().map(|line| view! { <Line line zone=zone.clone() lang /> }).collect_view()}
            </ul>
        </section>
    }
}

#[component]
fn Line(line: ProposalLine, zone: String, lang: Lang) -> impl IntoView {
    let (written, title, _) = line.content.for_reader(lang.into());
    let (written, title) = (written.code(), title.to_owned());
    let mine = line.mine;
    let note = match mine {
        _ if mine.invited => Some("proposal-you-invited"),
        _ if mine.supports => Some("proposal-you-support"),
        _ if mine.lapsed => Some("proposal-you-lapsed"),
        _ => None,
    };
    view! {
        <li class="card stack">
            <div class="cluster"><span class=chip(line.state)>{state(line.state, lang)}</span>
                <span class="hint"><Day at=line.at zone lang /></span></div>
            <h3 lang=written><a href=format!("/proposals/{}", line.id)>{title}</a></h3>
            <p class="hint">{lang.with("proposal-by", &[("name", name(&line.by, lang).into())])}</p>
            {line.progress.map(|progress| view! { <Support progress lang /> })}
            {note.map(|note| view! { <p><strong>{lang.t(note)}</strong></p> })}
        </li>
    }
}
