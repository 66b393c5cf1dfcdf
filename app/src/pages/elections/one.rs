//! One election: who stands, and what the reader can do now.

use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::Refusal;
use domain::candidacies::{CandidacyState, ElectionView, PendingLine, ProposeCandidate, year_of};
use domain::ids::ItemId;
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;
use serde::Deserialize;

use super::candidate::{Candidate, Said, name};
use super::{comes_back, load, titled};
use crate::components::area::{Area, lines};
use crate::components::field::{Field, wrong};
use crate::components::form::Act;
use crate::components::person;
use crate::components::time::When;
use crate::i18n::Lang;
use crate::islands::candidacy::CandidacyDesk;
use crate::islands::key_card::KeyCard;
use crate::letters_notice;
use crate::pages::convening::paragraphs;
use crate::pages::said;
use crate::rpc::candidates::{CallCandidates, WithdrawCandidacy};
use crate::shell::{self, Bundle, Page};
use crate::state::AppState;
use crate::visitor::Visitor;

/// Where a candidate is proposed.
pub const PROPOSE: &str = "/rpc/propose-candidate";

/// What is typed to propose somebody.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    item: String,
    number: String,
    reason: String,
}

/// `GET /elections/{id}`
pub async fn get(State(app): State<AppState>, Path(id): Path<String>, visitor: Visitor) -> Response {
    show(&app, &visitor, &id, Typed::default(), None).await
}

/// `POST /rpc/propose-candidate`
pub async fn propose(
    State(app): State<AppState>,
    visitor: Visitor,
    sent: Result<Form<Typed>, FormRejection>,
) -> Response {
    let Ok(Form(typed)) = sent else { return said::malformed(&app, &visitor).await };
    let Ok(item) = typed.item.parse::<ItemId>() else { return said::malformed(&app, &visitor).await };
    let outcome = match typed.number.trim().parse() {
        Ok(number) => {
            let asked = ProposeCandidate { number, reason: lines(&typed.reason) };
            service::propose_candidate(&app.service, &visitor.actor, item, &asked).await
        }
        Err(_) => Err(Refusal::NoSuchNumber.into()),
    };
    match outcome {
        Ok(()) => said::on(&format!("/elections/{item}")),
        Err(service::Error::Refused(refusal)) if comes_back(refusal) => {
            show(&app, &visitor, &item.to_string(), typed, Some(refusal)).await
        }
        Err(error) => shell::refused(&app, &visitor, &error).await,
    }
}

async fn show(app: &AppState, visitor: &Visitor, id: &str, typed: Typed, refusal: Option<Refusal>) -> Response {
    let (lang, request) = (visitor.lang, visitor.request_id.clone());
    let outcome = load(app, visitor, id).await;
    let page = move |view: &ElectionView| {
        let page = Page::new(titled(&view.title, lang));
        let page = if view.may.sign { page.with_islands(Bundle::Desk) } else { page };
        refusal.map_or(page.clone(), |refusal| page.status(shell::status_of(refusal)))
    };
    let now = app.service.now();
    shell::answer(app, visitor, outcome, page, move |view| {
        let year = year_of(view.starts_at.unwrap_or(now));
        view! { <Election view typed=typed.clone() refusal request=request.clone() year lang /> }
    })
    .await
}

#[component]
fn Election(
    view: ElectionView,
    typed: Typed,
    refusal: Option<Refusal>,
    request: String,
    year: i32,
    lang: Lang,
) -> impl IntoView {
    let title = titled(&view.title, lang);
    let zone = view.time_zone.clone();
    let (chip, word) =
        if view.open { ("chip chip--open", "election-open") } else { ("chip chip--closed", "election-closed") };
    view! {
        <div class="page stack">
            <p class="eyebrow"><a href="/elections">{lang.t("elections-title")}</a></p>
            {match refusal {
                Some(refusal) => view! { <said::Refused refusal note=lang.t("election-kept") request lang /> }.into_any(),
                None => view! { <h1>{title}</h1> }.into_any(),
            }}
            <div class="cluster"><span class=chip>{lang.t(word)}</span>
                <span class="hint">{letters_notice::kind(view.kind, lang)}
                    {view.starts_at.map(|at| view! { ", "<When at zone lang /> })}", "
                    {lang.with("item-seats", &[("count", view.seats.into())])}</span></div>
            {paragraphs(&titled(&view.text, lang))}
            {view.assembly.map(|id| view! {
                <p class="notice">{lang.t("election-convened")}" "<a href=format!("/assembly/{id}")>{lang.t("election-see-assembly")}</a></p>
            })}
            <Now view=view.clone() typed refusal year lang />
            <Standing view=view.clone() year lang />
            {(!view.pending.is_empty()).then(|| view! { <Pending lines=view.pending.clone() lang /> })}
        </div>
    }
}

/// What the reader can do now.
#[component]
fn Now(view: ElectionView, typed: Typed, refusal: Option<Refusal>, year: i32, lang: Lang) -> impl IntoView {
    let (may, item) = (view.may, view.item.to_string());
    let nothing = !(may.write || may.withdraw || may.propose || may.call || may.close);
    let state = view.mine.as_ref().map(|mine| mine.state);
    let write = match state {
        Some(CandidacyState::Written | CandidacyState::Accepted) => "candidacy-change",
        _ => "candidacy-declare",
    };
    let call = |opens: &'static str, key: &str, class: &'static str| {
        let fields = vec![("item", item.clone()), ("opens", opens.to_owned())];
        view! { <Act action=CallCandidates::PATH fields label=lang.t(key) class /> }
    };
    view! {
        <section class="card card--action stack" aria-labelledby="now">
            <h2 id="now">{lang.t("election-now")}</h2>
            {view.mine.clone().map(|mine| view! { <Own mine year lang /> })}
            {may.sign.then(|| view! { <Signing view=view.clone() lang /> })}
            {may.write.then(|| view! {
                <p><a class="button" class:button--primary=!may.sign href=format!("/elections/{item}/stand")>{lang.t(write)}</a></p>
            })}
            {may.withdraw.then(|| {
                let label = if state == Some(CandidacyState::Proposed) { "candidacy-decline" } else { "candidacy-withdraw" };
                view! {
                    <p class="hint">{lang.t("candidacy-withdraw-text")}</p>
                    <Act action=WithdrawCandidacy::PATH fields=vec![("item", item.clone())] label=lang.t(label) class="button button--quiet" />
                }
            })}
            {may.call.then(|| view! { <p>{lang.t("election-call-text")}</p>{call("yes", "election-call", "button button--primary")} })}
            {may.close.then(|| view! { <p class="hint">{lang.t("election-close-text")}</p>{call("no", "election-close", "button")} })}
            {nothing.then(|| view! { <p>{lang.t(if view.open { "election-nothing-voice" } else { "election-nothing" })}</p> })}
        </section>
        {may.propose.then(|| view! { <Propose item typed refusal lang /> })}
    }
}

/// Where the reader's own candidacy stands.
#[component]
fn Own(mine: domain::candidacies::Mine, year: i32, lang: Lang) -> impl IntoView {
    let by = mine.by.map(|by| person::shown(lang, &by.name, by.number));
    let proposed = by.filter(|_| mine.state == CandidacyState::Proposed);
    view! {
        {match proposed {
            Some(name) => view! { <p>{lang.with("candidacy-proposed-by", &[("name", name.into())])}</p> }.into_any(),
            None => view! { <p>{lang.t(&format!("election-you-{}", mine.state.word()))}</p> }.into_any(),
        }}
        {(!mine.reason.is_empty()).then(|| view! { <blockquote>{paragraphs(&mine.reason)}</blockquote> })}
        {mine.profile.filter(|_| mine.state == CandidacyState::Written).map(|profile| view! {
            <section class="stack" aria-labelledby="own"><h3 id="own">{lang.t("candidacy-own")}</h3><Said profile year lang /></section>
        })}
    }
}

/// Accepting to stand: by the key of this device.
#[component]
fn Signing(view: ElectionView, lang: Lang) -> impl IntoView {
    let ElectionView { me, item, mine, .. } = view;
    let has_key = me.keys.is_some();
    view! {
        <p>{lang.t("candidacy-sign-text")}</p>
        <noscript><p class="alert">{lang.t("candidacy-noscript")}</p></noscript>
        {match mine.and_then(|mine| mine.profile) {
            Some(profile) if has_key => {
                let strings = lang.strings(&["candidacy-go", "candidacy-working", "island-", "key-elsewhere", "key-page"]);
                view! { <CandidacyDesk me election=item profile strings /> }.into_any()
            }
            _ => {
                let strings = lang.strings(&["key-", "island-", "refusal-unavailable"]);
                view! { <p class="notice">{lang.t("candidacy-key-first")}</p><KeyCard me own_page=false strings /> }.into_any()
            }
        }}
    }
}

/// Proposing somebody else.
#[component]
fn Propose(item: String, typed: Typed, refusal: Option<Refusal>, lang: Lang) -> impl IntoView {
    let of_number = [Refusal::NoSuchNumber, Refusal::CandidateAlready, Refusal::TooManyCandidates];
    let of_reason = [Refusal::TextInvalid, Refusal::TextCharacters];
    view! {
        <section class="card stack" aria-labelledby="propose">
            <h2 id="propose">{lang.t("candidate-propose-title")}</h2>
            <p>{lang.t("candidate-propose-text")}</p>
            <form class="stack" method="post" action=PROPOSE>
                <input type="hidden" name="item" value=item />
                <Field name="number" label=lang.t("candidate-number") value=typed.number maxlength="10" required=true
                    inputmode=Some("numeric") wrong=wrong(lang, refusal, &of_number) />
                <Area name="reason" label=lang.t("candidate-reason") value=lines(&typed.reason) rows="3"
                    hint=Some(lang.t("candidate-reason-hint")) wrong=wrong(lang, refusal, &of_reason) />
                <p><button class="button" type="submit">{lang.t("candidate-propose")}</button></p>
            </form>
        </section>
    }
}

/// Those who accepted.
#[component]
fn Standing(view: ElectionView, year: i32, lang: Lang) -> impl IntoView {
    let none = view.candidates.is_empty();
    view! {
        <section class="stack" aria-labelledby="standing">
            <h2 id="standing">{lang.t("election-standing")}</h2>
            <p class="hint">{lang.t("election-order")}</p>
            {none.then(|| view! { <p class="empty">{lang.t("election-standing-none")}</p> })}
            <ol class="plain-list stack">
                {view.candidates.into_iter().map(|candidate| {
                    let zone = view.time_zone.clone();
                    view! {
                        <li class="card stack">
                            <h3>{name(&candidate, lang)}</h3>
                            <p class="hint">{lang.t("candidate-signed")}" "<When at=candidate.accepted_at zone lang /></p>
                            <Candidate candidate year lang />
                        </li>
                    }
                }).collect_view()}
            </ol>
        </section>
    }
}

/// Those who have not, for who prepares the assembly.
#[component]
fn Pending(lines: Vec<PendingLine>, lang: Lang) -> impl IntoView {
    view! {
        <section class="stack" aria-labelledby="pending">
            <h2 id="pending">{lang.t("election-pending")}</h2>
            <p class="hint">{lang.t("election-pending-text")}</p>
            <ul>
                {lines.into_iter().map(|line| {
                    let who = person::shown(lang, &line.who.name, line.who.number);
                    let by = line.by.map(|by| lang.with("candidate-by", &[("name", person::shown(lang, &by.name, by.number).into())]));
                    view! { <li>{who}", "{lang.t(&format!("candidacy-state-{}", line.state.word()))}{by.map(|by| format!(" ({by})"))}</li> }
                }).collect_view()}
            </ul>
        </section>
    }
}
