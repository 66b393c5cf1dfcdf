//! The public page of a vote: text, result with rule and numbers, files to verify, "is my ballot counted?".

use axum::extract::{Path, State};
use axum::response::Response;
use domain::assembly::AssemblyState;
use domain::candidacies::{CandidateView, year_of};
use domain::contest::Contest;
use domain::ids::{AssemblyId, VoteId};
use domain::vote::VoteMode;
use domain::wire::{AssemblyView, ItemView};
use leptos::prelude::*;
use service::views::TrackerState;

use crate::components::elected::Standing;
use crate::components::hands::{HandsChip, HandsSaid};
use crate::components::paper::PaperSaid;
use crate::components::result::{Bars, Reasons, Verdict, Void};
use crate::components::time::When;
use crate::components::vote::{InSession, ModeChip, RollChecked, StateChip, Turnout};
use crate::i18n::Lang;
use crate::pages;
use crate::pages::elections::candidate::{Candidate, name};
use crate::picture::picture;
use crate::shell::{self, Page};
use crate::state::AppState;
use crate::visitor::{self, Visitor};

/// Vote, assembly and the answer to "is this ballot counted?".
#[derive(Clone)]
struct Loaded {
    assembly: AssemblyView,
    item: ItemView,
    asked: Option<(String, TrackerState)>,
    /// Address of this very answer, as a picture.
    code: Option<String>,
    /// Who stands, in an election; for members.
    candidates: Vec<CandidateView>,
}

/// `GET /vote/{id}?tracker=…`
pub async fn get(State(app): State<AppState>, Path(id): Path<String>, visitor: Visitor) -> Response {
    let lang = visitor.lang;
    let outcome = load(&app, &id, &visitor).await;
    shell::answer(
        &app,
        &visitor,
        outcome,
        move |loaded| Page::new(lang.pick(&loaded.item.resolution.title)),
        move |loaded| {
            view! { <Vote loaded lang /> }
        },
    )
    .await
}

async fn load(app: &AppState, id: &str, visitor: &Visitor) -> Result<Loaded, service::Error> {
    let vote: VoteId = pages::id(id)?;
    let (assembly, item) = service::views::vote(&app.service, vote).await?;
    let asked = match visitor::query(&visitor.path, "tracker").map(|text| decode(&text)).filter(|text| !text.is_empty())
    {
        Some(tracker) => {
            let state = service::views::ballot_known(&app.service, vote, &tracker).await?;
            Some((tracker, state))
        }
        None => None,
    };
    let code = asked.as_ref().and_then(|(tracker, _)| {
        let tracker = tracker.replace('+', "%2B").replace('/', "%2F");
        picture(&format!("{}/vote/{vote}?tracker={tracker}", visitor.origin))
    });
    let candidates = match visitor.signed_in() {
        true => service::views::candidates(&app.service, &visitor.actor, assembly.id).await.unwrap_or_default(),
        false => Vec::new(),
    };
    let candidates = candidates.into_iter().filter(|(of, _)| *of == vote).map(|(_, candidate)| candidate).collect();
    Ok(Loaded { assembly, item, asked, code, candidates })
}

/// Undoes what a form does to the base64 of a tracker; anything else is left as it is and found unknown.
fn decode(text: &str) -> String {
    let text = text.replace("%2B", "+").replace("%2b", "+").replace("%2F", "/").replace("%2f", "/");
    text.replace("%20", "").replace("%3D", "").trim_end_matches('=').chars().take(64).collect()
}

#[component]
fn Vote(loaded: Loaded, lang: Lang) -> impl IntoView {
    let Loaded { assembly, item, asked, code, candidates } = loaded;
    let year = year_of(assembly.starts_at);
    let zone = assembly.time_zone.clone();
    view! {
        <div class="page stack">
            <p class="eyebrow"><a href=format!("/assembly/{}", assembly.id)>{lang.t("vote-of-assembly")}</a>" · "{lang.with("vote-position", &[("position", item.position.into())])}</p>
            <h1>{lang.pick(&item.resolution.title)}</h1>
            <div class="cluster"><StateChip state=item.state over=assembly.state == AssemblyState::Ended lang /><ModeChip mode=item.mode lang /><HandsChip hands=item.hands.clone() lang /></div>
            <p class="lead">{lang.pick(&item.resolution.text)}</p>
            {item.resolution.election.clone().map(|contest| view! { <Stand contest candidates year lang /> })}
            {item.cause.map(|cause| view! { <InSession cause lang /> })}
            {item.void_reason.clone().map(|reason| view! { <Void reason lang /> })}
            <Turnout item=item.clone() lang />
            <RollChecked item=item.clone() lang />
            <HandsSaid item=item.clone() lang /><PaperSaid item=item.clone() lang />
            {item.decision.clone().map(|decision| view! {
                <section class="card stack" aria-labelledby="vote-result">
                    <h2 id="vote-result">{lang.t("vote-result")}</h2>
                    <Verdict decision=decision.clone() lang />
                    <Bars decision=decision.clone() contest=item.resolution.election.clone() lang />
                    <Reasons decision lang />
                </section>
            })}
            <dl class="facts">
                {item.opened_at.map(|at| view! { <div><dt>{lang.t("vote-opened")}</dt><dd><When at zone=zone.clone() lang /></dd></div> })}
                {item.closed_at.map(|at| view! { <div><dt>{lang.t("vote-closed-at")}</dt><dd><When at zone=zone.clone() lang /></dd></div> })}
                <div><dt>{lang.t("vote-text-hash")}</dt><dd class="mono">{item.resolution.hash_hex()}</dd></div>
            </dl>
            {match item.mode {
                VoteMode::Secret => view! { <SecretProof assembly=assembly.id item asked code lang /> }.into_any(),
                VoteMode::Open => view! { <p class="hint">{lang.t("vote-open-proof")}</p> }.into_any(),
            }}
        </div>
    }
}

/// Who stands: by name for everybody, with what each says for members.
#[component]
fn Stand(contest: Contest, candidates: Vec<CandidateView>, year: i32, lang: Lang) -> impl IntoView {
    let stranger = candidates.is_empty();
    view! {
        <section class="card stack" aria-labelledby="vote-candidates">
            <h2 id="vote-candidates">{lang.t("election-standing")}</h2>
            <Standing contest lang />
            <p class="hint">{lang.t("election-accepted")}" "{lang.t("election-order")}</p>
            {stranger.then(|| view! { <p class="hint">{lang.t("candidate-sign-in")}</p> })}
            {candidates.into_iter().map(|candidate| view! {
                <details><summary>{lang.with("candidate-details-of", &[("name", name(&candidate, lang).into())])}</summary>
                    <Candidate candidate year lang /></details>
            }).collect_view()}
        </section>
    }
}

#[component]
fn SecretProof(
    assembly: AssemblyId,
    item: ItemView,
    asked: Option<(String, TrackerState)>,
    code: Option<String>,
    lang: Lang,
) -> impl IntoView {
    let vote = item.vote.to_string();
    let Some(uuid) = item.box_uuid.clone() else {
        return view! { <p class="hint">{lang.t("vote-box-later")}</p> }.into_any();
    };
    // Two boxes are verified together.
    let earlier = item.advance.as_ref().and_then(|advance| advance.uuid.clone()).filter(|first| *first != uuid);
    view! {
        <section class="card stack" aria-labelledby="vote-check">
            <h2 id="vote-check">{lang.t("vote-check")}</h2>
            <p>{lang.t("vote-check-text")}</p>
            <form method="get" class="field">
                <label for="tracker">{lang.t("vote-tracker")}</label>
                <input id="tracker" name="tracker" class="mono" autocomplete="off" spellcheck="false" required
                    value=asked.as_ref().map(|(tracker, _)| tracker.clone()) />
                <button class="button" type="submit">{lang.t("vote-tracker-ask")}</button>
            </form>
            {asked.map(|(_, state)| {
                let (class, key) = match state {
                    TrackerState::Counted => ("notice notice--success", "tracker-counted"),
                    TrackerState::Replaced => ("notice notice--warning", "tracker-replaced"),
                    TrackerState::Unknown => ("notice notice--danger", "tracker-unknown"),
                };
                view! { <p class=class role="status">{lang.t(key)}</p> }
            })}
            {code.map(|code| view! {
                <figure class="stack"><img class="receipt__code" src=code alt="" width="160" height="160" />
                    <figcaption class="hint">{lang.t("tracker-qr")}</figcaption></figure>
            })}
        </section>
        <section class="card stack" aria-labelledby="vote-verify">
            <h2 id="vote-verify">{lang.t("vote-verify")}</h2>
            <p>{lang.t("vote-verify-text")}</p>
            <p><a href=format!("/verify?assembly={assembly}")>{lang.t("verify-here-link")}</a></p>
            <p><a class="button button--primary" download href=format!("/api/v1/votes/{vote}/verify.zip")>{lang.t("vote-download")}</a></p>
            {earlier.clone().map(|_| view! {
                <p>{lang.t("vote-verify-advance")}</p>
                <p><a class="button" download href=format!("/api/v1/votes/{vote}/verify.zip?stage=advance")>{lang.t("vote-download-advance")}</a></p>
            })}
            <pre><code>{match &earlier {
                Some(first) => format!("voix-verify election {first}.zip {uuid}.zip"),
                None => format!("voix-verify election {uuid}.zip"),
            }}</code></pre>
            <p>{lang.t("vote-verify-belenios")}</p>
            <pre><code>{format!("unzip {uuid}.zip && belenios-tool election verify --dir .")}</code></pre>
            <p><a href=format!("/api/v1/votes/{vote}/archive.bel")>{uuid}".bel"</a></p>
        </section>
    }
    .into_any()
}
