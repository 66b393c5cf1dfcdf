//! The minutes, built from the facts (C. com. R.225-106).

use axum::extract::{Path, State};
use axum::response::Response;
use domain::Refusal;
use domain::minutes::{Bureau, Minutes, MinutesItem};
use domain::quorum::QuorumCheck;
use domain::roles::Actor;
use domain::vote::VoteMode;
use leptos::prelude::*;

use crate::components::elected::paper_rule;
use crate::components::result::{Bars, Reasons, Verdict, Void};
use crate::components::time::When;
use crate::components::vote::InSession;
use crate::components::whole::Whole;
use crate::i18n::Lang;
use crate::pages;
use crate::pages::console::bureau::{chair_by, scrutineers_by};
use crate::shell::{self, Page};
use crate::state::AppState;
use crate::visitor::Visitor;

/// `GET /minutes/{assembly}`
pub async fn get(State(app): State<AppState>, Path(id): Path<String>, visitor: Visitor) -> Response {
    let lang = visitor.lang;
    let outcome = load(&app, &visitor.actor, &id).await;
    shell::answer(
        &app,
        &visitor,
        outcome,
        |_| Page::new(lang.t("minutes-title")),
        move |minutes| {
            view! { <Paper minutes lang /> }
        },
    )
    .await
}

async fn load(app: &AppState, actor: &Actor, id: &str) -> Result<Minutes, service::Error> {
    service::views::minutes(&app.service, actor, pages::id(id)?)
        .await?
        .ok_or(service::Error::Refused(Refusal::NotFound))
}

#[component]
fn Paper(minutes: Minutes, lang: Lang) -> impl IntoView {
    let zone = minutes.time_zone.clone();
    let hash = minutes.hash_hex();
    let took_part = lang
        .with(present_key(&minutes), &[("present", minutes.taking_part.into()), ("members", minutes.members.into())]);
    let more = |key: &'static str, count: Option<u32>| {
        count.filter(|count| *count > 0).map(|count| format!(" {}", lang.with(key, &[("count", count.into())])))
    };
    let (represented, by_ballot) =
        (more("minutes-represented", minutes.represented), more("minutes-by-ballot", minutes.by_ballot));
    view! {
        <article class="page minutes stack">
            <header class="stack">
                <p class="eyebrow">{minutes.cooperative_name.clone()}</p>
                <h1>{lang.t(if minutes.no_quorum.is_some() { "minutes-lack-title" } else { "minutes-title" })}</h1>
                <p>{minutes.legal_line.clone()}</p>
                <p><When at=minutes.held_at zone=zone.clone() lang />" · "{minutes.place.clone()}</p>
            </header>
            <h2>{lang.t("minutes-session")}</h2>
            <p>{lang.t("minutes-convened")}</p>
            {minutes.bureaus_before.iter().cloned().map(|bureau| view! { <Seated bureau zone=zone.clone() lang /> }).collect_view()}
            <Seated bureau=minutes.bureau.clone() zone=zone.clone() lang />
            <p>{took_part}{represented}{by_ballot}" "{lang.t("minutes-one-voice")}</p>
            {minutes.no_quorum.clone().map(|lack| view! { <Lack lack lang /> })}
            <h2>{lang.t("minutes-agenda")}</h2>
            <ol>{minutes.items.iter().map(|item| view! { <li>{lang.pick(&item.resolution.title)}</li> }).collect_view()}</ol>
            {minutes.items.iter().cloned().map(|item| view! { <Item item lang /> }).collect_view()}
            <footer class="stack">
                {minutes.no_quorum.is_none().then(|| view! { <p>{lang.t("minutes-closed")}</p> })}
                <p class="hint">{lang.t("minutes-hash")}" "<span class="mono">{hash}</span></p>
                <p class="hint">{lang.t("minutes-signature-note")}</p>
            </footer>
            <Whole assembly=minutes.assembly lang />
        </article>
    }
}

/// A bureau of the session, with since when and how if the minutes say it.
#[component]
fn Seated(bureau: Bureau, zone: String, lang: Lang) -> impl IntoView {
    let Bureau { chair, secretary, scrutineers, designated } = bureau;
    let who = lang.with("minutes-bureau", &[("chair", chair.into()), ("secretary", secretary.into())]);
    let scrutineers = match scrutineers.len() {
        0 => lang.t("minutes-no-scrutineer"),
        _ => lang.with("minutes-scrutineers", &[("names", scrutineers.join(", ").into())]),
    };
    view! {
        <p>{who}{designated.map(|designated| view! {
            " "{scrutineers}" "{chair_by(designated.chair_by, lang)}" "{scrutineers_by(designated.scrutineers_by, lang)}
            {(!designated.words.is_empty()).then(|| view! { " "{lang.t("minutes-words")}" "<q>{designated.words.clone()}</q>"." })}
            " "{lang.t("bureau-constituted")}" "<When at=designated.since zone lang />"."
        })}</p>
    }
}

/// Whoever raised a hand or voted on paper showed no key.
fn present_key(minutes: &Minutes) -> &'static str {
    let hands = |item: &MinutesItem| item.decision.as_ref().is_some_and(|decision| decision.hands.is_some());
    let by_hall = minutes.items.iter().any(|item| item.paper.is_some() || hands(item));
    let by_code = minutes.items.iter().any(|item| item.codes.is_some());
    match (by_hall, by_code) {
        (true, true) => "minutes-present-hall-code",
        (true, false) => "minutes-present-hall",
        (false, true) => "minutes-present-code",
        (false, false) => "minutes-present",
    }
}

/// How many voices voted, by a device and on paper.
fn voices_said(item: &MinutesItem, lang: Lang) -> String {
    let mut numbers = vec![("voted", item.voted.into()), ("voices", item.voices.into())];
    let Some(handed) = item.paper else { return lang.with("minutes-voices", &numbers) };
    numbers.push(("handed", handed.into()));
    let voices = lang.with(if item.voices == 0 { "minutes-voices-paper" } else { "minutes-voices-device" }, &numbers);
    let how = lang.t(if item.decision.is_some() { "minutes-paper-counted" } else { "minutes-paper-void" });
    format!("{voices} {how}")
}

/// Why nothing of what was left was put to the vote.
#[component]
fn Lack(lack: QuorumCheck, lang: Lang) -> impl IntoView {
    let args = [
        ("present", lack.present.into()),
        ("needed", lack.needed.unwrap_or(0).into()),
        ("members", lack.members.into()),
    ];
    view! {
        <h2>{lang.t("lack-title")}</h2>
        <p>{lang.with("minutes-lack", &args)}" "<span class="article">{lack.article}" · C. com. R.225-107"</span></p>
    }
}

#[component]
fn Item(item: MinutesItem, lang: Lang) -> impl IntoView {
    let mode = lang.t(match item.mode {
        VoteMode::Open => "mode-open",
        VoteMode::Secret => "mode-secret",
    });
    let voices = voices_said(&item, lang);
    let advance = item.advance.as_ref().map(|found| lang.with("turnout-advance", &[("voted", found.voted.into())]));
    // Neither decided nor given up: the session ended before.
    let left = item.decision.is_none() && item.void_reason.is_none();
    let mandates = match item.mandates {
        Some(count) => Some(lang.with("minutes-mandates", &[("count", count.into())])),
        None => (item.voted > 0 && item.paper.is_none() && item.codes.is_none()).then(|| lang.t("minutes-own-keys")),
    };
    let codes = item.codes.map(|count| lang.with("minutes-paper-codes", &[("count", count.into())]));
    let contest = item.resolution.election.clone();
    view! {
        <section class="minutes__item stack">
            <h2>{lang.with("minutes-resolution", &[("position", item.position.into())])}" — "{lang.pick(&item.resolution.title)}</h2>
            <blockquote lang="fr">{item.resolution.text.fr.clone()}</blockquote>
            {contest.as_ref().map(|contest| view! { <p>{paper_rule(contest, lang)}" "{lang.t("election-accepted")}</p> })}
            {if left {
                view! { <p><strong>{lang.t("vote-not-put")}</strong>{advance.map(|advance| format!(" {advance}"))}</p> }.into_any()
            } else {
                view! { <p>{mode}". "{voices}{advance.map(|advance| format!(" {advance}"))}{mandates.map(|mandates| format!(" {mandates}"))}{codes.map(|codes| format!(" {codes}"))}</p> }.into_any()
            }}
            {item.cause.map(|cause| view! { <InSession cause lang /> })}
            {item.void_reason.map(|reason| view! { <Void reason lang /> })}
            {item.decision.map(|decision| view! {
                <Bars decision=decision.clone() contest=contest.clone() lang />
                <Reasons decision=decision.clone() lang />
                <Verdict decision lang />
            })}
        </section>
    }
}
