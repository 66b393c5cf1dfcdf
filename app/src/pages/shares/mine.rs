//! A member's own shares: what is held and owed, and what may be asked of the board.

use axum::extract::{Query, State};
use axum::response::Response;
use domain::Refusal;
use domain::refund::view::OwnRefund;
use domain::share_requests::{RequestKind, RequestState};
use domain::shares_view::{MemberShares, RequestLine};
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;
use serde::Deserialize;

use super::{Figures, LedgerTable, asks, shown};
use crate::components::field::{Field, wrong};
use crate::components::form::Act;
use crate::components::money::euros;
use crate::components::time::Day;
use crate::i18n::Lang;
use crate::pages::refunds::day_words;
use crate::rpc;
use crate::shell::{self, Page};
use crate::state::AppState;
use crate::visitor::Visitor;

/// What the number of shares can be wrong about.
const COUNT: [Refusal; 3] = [Refusal::TooFewShares, Refusal::NotPaid, Refusal::CapitalFloor];

/// What the address of the page says: what was typed, when it was refused.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asked {
    /// A request was made.
    asked: Option<String>,
    kind: Option<String>,
    shares: Option<String>,
    receiver: Option<String>,
    leaves: Option<String>,
}

/// `GET /me/shares`
pub async fn get(State(app): State<AppState>, Query(asked): Query<Asked>, visitor: Visitor) -> Response {
    let (lang, refusal) = (visitor.lang, visitor.refusal);
    let outcome = service::views::my_shares(&app.service, &visitor.actor).await;
    shell::answer(
        &app,
        &visitor,
        outcome,
        |_| Page::new(lang.t("shares-title")),
        move |shares| {
            view! { <Mine shares asked=asked.clone() refusal lang /> }
        },
    )
    .await
}

#[component]
fn Mine(shares: MemberShares, asked: Asked, refusal: Option<Refusal>, lang: Lang) -> impl IntoView {
    let requests = shares.requests.clone();
    let waits = requests.iter().any(|request| request.state == RequestState::Waiting);
    let (zone, refunds) = (shares.time_zone.clone(), shares.refunds.clone());
    let pay = shares.pay.in_lang(lang.into()).filter(|_| shares.owed.0 > 0);
    let pay = pay.map(|how| view! { <p class="notice">{lang.with("shares-pay", &[("how", how.into())])}</p> });
    let made = asked.asked.is_some() && refusal.is_none();
    view! {
        <div class="page stack">
            <p class="eyebrow"><a href="/me">{lang.t("me-title")}</a></p>
            <h1>{lang.t("shares-title")}</h1>
            <p class="lead">{lang.t("shares-one-voice")}</p>
            {made.then(|| view! { <p class="notice notice--success" role="status">{lang.t("shares-asked")}</p> })}
            <Figures shares=shares.clone() lang />
            {pay}
            <p class="cluster"><a class="button" href="/me/shares/certificate">{lang.t("shares-certificate")}</a></p>
            {(!requests.is_empty()).then(|| view! {
                <section class="stack" aria-labelledby="shares-requests">
                    <h2 id="shares-requests">{lang.t("shares-requests")}</h2>
                    <ul class="plain-list stack">
                        {requests.into_iter().map(|request| view! { <Request request zone=zone.clone() lang /> }).collect_view()}
                    </ul>
                </section>
            })}
            {(!waits).then(|| view! { <Forms shares=shares.clone() asked refusal lang /> })}
            {(!refunds.is_empty()).then(|| view! { <Refunds refunds zone=zone.clone() lang /> })}
            <LedgerTable shares board=false lang />
        </div>
    }
}

/// What comes back of a year's surplus: once the assembly adopts it, and what came.
#[component]
fn Refunds(refunds: Vec<OwnRefund>, zone: String, lang: Lang) -> impl IntoView {
    let sentence = move |refund: &OwnRefund| {
        let key = if refund.executed_at.is_some() { "refund-mine-executed" } else { "refund-mine-waits" };
        let day = day_words(&refund.closed_on, lang);
        let (billed, part) = (euros(refund.billed, lang), euros(refund.part, lang));
        lang.with(key, &[("day", day.into()), ("billed", billed.into()), ("part", part.into())])
    };
    view! {
        <section class="stack" aria-labelledby="shares-refunds">
            <h2 id="shares-refunds">{lang.t("refunds-title")}</h2>
            <ul class="plain-list stack">
                {refunds.into_iter().map(|refund| view! {
                    <li class="card">
                        <p>{sentence(&refund)}{refund.executed_at.map(|at| view! { " "<Day at zone=zone.clone() lang /> })}</p>
                    </li>
                }).collect_view()}
            </ul>
        </section>
    }
}

#[component]
fn Request(request: RequestLine, zone: String, lang: Lang) -> impl IntoView {
    let chip = match request.state {
        RequestState::Waiting => "chip chip--wait",
        RequestState::Granted => "chip chip--done",
        RequestState::Refused | RequestState::Withdrawn => "chip chip--closed",
    };
    let waits = request.state == RequestState::Waiting;
    let sentence = asks(&request, lang);
    view! {
        <li class="card stack">
            <div class="cluster"><span class=chip>{lang.t(&format!("shares-request-{}", request.state.word()))}</span>
                <span class="hint"><Day at=request.asked_at zone lang /></span></div>
            <p>{sentence.clone()}</p>
            {request.money.map(|money| view! { <p>{lang.with("shares-money", &[("money", euros(money, lang).into())])}</p> })}
            {(!request.reason.is_empty()).then(|| view! { <p>{lang.t("shares-reason")}" "<q>{request.reason.clone()}</q></p> })}
            {waits.then(|| view! {
                <Act action=rpc::shares::WithdrawShareRequest::PATH fields=vec![("request", request.id.to_string())]
                    label=lang.t("shares-take-back") about=sentence class="button" />
            })}
        </li>
    }
}

#[component]
fn Forms(shares: MemberShares, asked: Asked, refusal: Option<Refusal>, lang: Lang) -> impl IntoView {
    let of = |kind: RequestKind| {
        let this = asked.kind.as_deref() == Some(kind.word());
        if this { asked.clone() } else { Asked::default() }
    };
    let minimum = lang.with("shares-minimum", &[("count", shares.minimum.into())]);
    view! {
        <section class="stack" aria-labelledby="shares-ask">
            <h2 id="shares-ask">{lang.t("shares-ask")}</h2>
            <p>{lang.t("shares-ask-lead")}" "{minimum}</p>
            {RequestKind::ALL.map(|kind| view! { <Form kind typed=of(kind) refusal lang /> })}
        </section>
    }
}

#[component]
fn Form(kind: RequestKind, typed: Asked, refusal: Option<Refusal>, lang: Lang) -> impl IntoView {
    let word = kind.word();
    let id = move |field: &str| format!("{field}-{word}");
    // The page has three such forms: what is wrong stands in the one that was sent.
    let refusal = refusal.filter(|_| typed.kind.is_some());
    let open = refusal.is_some();
    let count = wrong(lang, refusal, &COUNT);
    let receiver = wrong(lang, refusal, &[Refusal::NotAMember, Refusal::TransferToSelf]);
    let gives = kind != RequestKind::Subscription;
    let leaves = typed.leaves.as_deref().is_some_and(|leaves| !leaves.is_empty());
    view! {
        <details class="card" open=open>
            <summary>{lang.t(&format!("shares-form-{word}"))}</summary>
            <form class="stack" method="post" action=rpc::shares::AskForShares::PATH>
                <input type="hidden" name="kind" value=word />
                <p id=id("about")>{lang.t(&format!("shares-form-{word}-text"))}</p>
                {(kind == RequestKind::Transfer).then(|| view! {
                    <Field name="receiver" id=id("receiver") label=lang.t("shares-receiver") value=shown(typed.receiver)
                        inputmode=Some("numeric") required=true about=Some(id("about")) wrong=receiver />
                })}
                <Field name="shares" id=id("shares") label=lang.t("shares-how-many") value=shown(typed.shares)
                    inputmode=Some("numeric") required={!gives} about=Some(id("about")) wrong=count />
                {gives.then(|| view! {
                    <p><label><input type="checkbox" name="leaves" value="yes" checked=leaves />" "{lang.t("shares-leaves")}</label></p>
                })}
                <p><button class="button button--primary" type="submit">{lang.t(&format!("shares-form-{word}-go"))}</button></p>
            </form>
        </details>
    }
}
