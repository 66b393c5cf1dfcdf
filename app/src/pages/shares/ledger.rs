//! One member's ledger, for the board: payments, cancellations, reversals.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::shares_view::MemberShares;
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;
use serde::Deserialize;

use super::register::decides;
use super::{Figures, LedgerTable, Undo, asks, shown};
use crate::components::form::Act;
use crate::components::money::{euros, shares as count};
use crate::components::person::shown as named;
use crate::components::time::Day;
use crate::i18n::Lang;
use crate::pages;
use crate::rpc;
use crate::shell::{self, Page};
use crate::state::AppState;
use crate::visitor::Visitor;

/// What the address of the page says: which payment was entered, now or before, or what was typed when it was refused.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asked {
    entered: Option<String>,
    before: Option<String>,
    amount: Option<String>,
    on: Option<String>,
    reference: Option<String>,
    cancel: Option<String>,
    undo: Option<String>,
    why: Option<String>,
}

/// `GET /register/{member}/shares`
pub async fn get(
    State(app): State<AppState>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
    visitor: Visitor,
) -> Response {
    let (lang, board) = (visitor.lang, decides(&visitor));
    let outcome = load(&app, &visitor, &id).await;
    shell::answer(
        &app,
        &visitor,
        outcome,
        |_| Page::new(lang.t("ledger-title")),
        move |shares| {
            view! { <Ledger shares asked=asked.clone() board lang /> }
        },
    )
    .await
}

async fn load(app: &AppState, visitor: &Visitor, id: &str) -> Result<MemberShares, service::Error> {
    // Who may not look is not told whether there is such a member.
    service::policy::allow(&visitor.actor, service::policy::Operation::ReadMemberShares)?;
    service::views::member_shares(&app.service, &visitor.actor, pages::id(id)?).await
}

#[component]
fn Ledger(shares: MemberShares, asked: Asked, board: bool, lang: Lang) -> impl IntoView {
    let number = shares.number.map(|number| lang.with("member-number", &[("number", number.into())]));
    let entry = |id: &Option<String>| {
        shares.entries.iter().find(|entry| id.as_deref() == Some(entry.id.to_string().as_str())).cloned()
    };
    let (entered, before) = (entry(&asked.entered), entry(&asked.before));
    let zone = shares.time_zone.clone();
    let undo = asked.undo.clone().map(|entry| Undo { entry, why: shown(asked.why.clone()) });
    view! {
        <div class="page stack">
            <p class="eyebrow"><a href="/register/shares">{lang.t("share-register-title")}</a></p>
            <h1>{lang.t("ledger-title")}</h1>
            <p class="lead"><a href=format!("/register/{}", shares.member)>{named(lang, &shares.name, shares.number)}</a>{number.map(|number| format!(", {number}"))}</p>
            {entered.map(|entry| view! {
                <p class="notice notice--success" role="status">{lang.with("ledger-entered", &[("amount", euros(entry.cents, lang).into())])}</p>
            })}
            {before.map(|entry| view! {
                <p class="notice notice--warning" role="status">{lang.t("ledger-before")}" "<Day at=entry.at zone=zone.clone() lang />"."</p>
            })}
            {shares.wished.map(|wished| view! {
                <p class="notice">{lang.with("ledger-wished", &[("shares", count(wished, lang).into())])}</p>
            })}
            <Figures shares=shares.clone() lang />
            {board.then(|| view! { <Acts shares=shares.clone() asked=asked.clone() lang /> })}
            {(!shares.requests.is_empty()).then(|| view! {
                <section class="stack" aria-labelledby="ledger-requests">
                    <h2 id="ledger-requests">{lang.t("ledger-requests")}</h2>
                    <ul class="plain-list">
                        {shares.requests.iter().map(|request| view! {
                            <li><span class="chip">{lang.t(&format!("shares-request-{}", request.state.word()))}</span>" "{asks(request, lang)}</li>
                        }).collect_view()}
                    </ul>
                </section>
            })}
            <LedgerTable shares board undo lang />
        </div>
    }
}

#[component]
fn Acts(shares: MemberShares, asked: Asked, lang: Lang) -> impl IntoView {
    let member = shares.member.to_string();
    let (owes, again) = (shares.owed.0 > 0, asked.cancel.is_some());
    let unpaid = owes && shares.wished.is_none();
    view! {
        {owes.then(|| view! { <Payment member=member.clone() asked=asked.clone() lang /> })}
        {unpaid.then(|| view! {
            <details class="card" open=again>
                <summary>{lang.t("ledger-cancel")}</summary>
                <form class="stack" method="post" action=rpc::shares::CancelShares::PATH>
                    <p id="cancel-about">{lang.t("ledger-cancel-text")}</p>
                    <input type="hidden" name="member" value=member.clone() />
                    <div class="field">
                        <label for="cancel-shares">{lang.t("shares-how-many")}</label>
                        <input id="cancel-shares" name="shares" inputmode="numeric" autocomplete="off" required
                            aria-describedby="cancel-about" value=shown(asked.cancel) />
                    </div>
                    <p><button class="button" type="submit">{lang.t("ledger-cancel-go")}</button></p>
                </form>
            </details>
        })}
        {shares.to_repay.map(|money| view! {
            <section class="card card--action stack" aria-labelledby="ledger-repay">
                <h2 id="ledger-repay">{lang.t("ledger-repay")}</h2>
                <p>{lang.with("ledger-repay-text", &[("money", euros(money, lang).into())])}</p>
                <Act action=rpc::shares::RepayShares::PATH fields=vec![("member", member)] label=lang.t("ledger-repay-go") />
            </section>
        })}
    }
}

#[component]
fn Payment(member: String, asked: Asked, lang: Lang) -> impl IntoView {
    view! {
        <section class="card card--action stack" aria-labelledby="ledger-payment">
            <h2 id="ledger-payment">{lang.t("ledger-payment")}</h2>
            <form class="stack" method="post" action=rpc::shares::RecordSharePayment::PATH>
                <input type="hidden" name="member" value=member />
                <div class="field">
                    <label for="amount">{lang.t("ledger-amount")}</label>
                    <input id="amount" name="amount" inputmode="decimal" autocomplete="off" required
                        aria-describedby="amount-hint" value=shown(asked.amount) />
                    <p class="hint" id="amount-hint">{lang.t("ledger-amount-hint")}</p>
                </div>
                <div class="field">
                    <label for="on">{lang.t("ledger-on")}</label>
                    <input id="on" name="on" type="date" aria-describedby="on-hint" value=shown(asked.on) />
                    <p class="hint" id="on-hint">{lang.t("ledger-on-hint")}</p>
                </div>
                <div class="field">
                    <label for="reference">{lang.t("ledger-reference")}</label>
                    <input id="reference" name="reference" autocomplete="off" required maxlength="140"
                        aria-describedby="reference-hint" value=shown(asked.reference) />
                    <p class="hint" id="reference-hint">{lang.t("ledger-reference-hint")}</p>
                </div>
                <p><button class="button button--primary" type="submit">{lang.t("ledger-payment-go")}</button></p>
            </form>
        </section>
    }
}
