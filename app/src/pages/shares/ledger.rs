//! One member's ledger, for the board: payments, cancellations, reversals.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::Refusal;
use domain::shares_view::MemberShares;
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;
use serde::Deserialize;

use super::register::decides;
use super::{Figures, LedgerTable, Undo, asks, shown};
use crate::components::field::{Field, wrong};
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
    let (lang, board, refusal) = (visitor.lang, decides(&visitor), visitor.refusal);
    let outcome = load(&app, &visitor, &id).await;
    shell::answer(
        &app,
        &visitor,
        outcome,
        |_| Page::new(lang.t("ledger-title")),
        move |shares| {
            view! { <Ledger shares asked=asked.clone() refusal board lang /> }
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
fn Ledger(shares: MemberShares, asked: Asked, refusal: Option<Refusal>, board: bool, lang: Lang) -> impl IntoView {
    let number = shares.number.map(|number| lang.with("member-number", &[("number", number.into())]));
    let entry = |id: &Option<String>| {
        shares.entries.iter().find(|entry| id.as_deref() == Some(entry.id.to_string().as_str())).cloned()
    };
    let (entered, before) = (entry(&asked.entered), entry(&asked.before));
    let zone = shares.time_zone.clone();
    let undo = asked.undo.clone().map(|entry| Undo { entry, why: shown(asked.why.clone()), refusal });
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
            {board.then(|| view! { <Acts shares=shares.clone() asked=asked.clone() refusal lang /> })}
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
fn Acts(shares: MemberShares, asked: Asked, refusal: Option<Refusal>, lang: Lang) -> impl IntoView {
    let member = shares.member.to_string();
    let (owes, again) = (shares.owed.0 > 0, asked.cancel.is_some());
    let unpaid = owes && shares.wished.is_none();
    let cancel = wrong(lang, refusal.filter(|_| again), &[Refusal::TooFewShares, Refusal::PaidShares]);
    view! {
        {owes.then(|| view! { <Payment member=member.clone() asked=asked.clone() refusal lang /> })}
        {unpaid.then(|| view! {
            <details class="card" open=again>
                <summary>{lang.t("ledger-cancel")}</summary>
                <form class="stack" method="post" action=rpc::shares::CancelShares::PATH>
                    <p id="cancel-about">{lang.t("ledger-cancel-text")}</p>
                    <input type="hidden" name="member" value=member.clone() />
                    <Field name="shares" id="cancel-shares" label=lang.t("shares-how-many") value=shown(asked.cancel)
                        inputmode=Some("numeric") required=true about=Some("cancel-about".to_owned()) wrong=cancel />
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
fn Payment(member: String, asked: Asked, refusal: Option<Refusal>, lang: Lang) -> impl IntoView {
    // Two other forms of the page take a number of shares and a reason.
    let refusal = refusal.filter(|_| asked.amount.is_some());
    let amount = wrong(lang, refusal, &[Refusal::AmountInvalid, Refusal::PaidTooMuch]);
    let on = wrong(lang, refusal, &[Refusal::PaymentDate]);
    let reference = wrong(lang, refusal, &[Refusal::PaymentDiffers, Refusal::TextInvalid, Refusal::TextCharacters]);
    view! {
        <section class="card card--action stack" aria-labelledby="ledger-payment">
            <h2 id="ledger-payment">{lang.t("ledger-payment")}</h2>
            <form class="stack" method="post" action=rpc::shares::RecordSharePayment::PATH>
                <input type="hidden" name="member" value=member />
                <Field name="amount" label=lang.t("ledger-amount") value=shown(asked.amount) inputmode=Some("decimal")
                    required=true hint=Some(lang.t("ledger-amount-hint")) wrong=amount />
                <Field name="on" label=lang.t("ledger-on") value=shown(asked.on) kind="date"
                    hint=Some(lang.t("ledger-on-hint")) wrong=on />
                <Field name="reference" label=lang.t("ledger-reference") value=shown(asked.reference) maxlength="140"
                    required=true hint=Some(lang.t("ledger-reference-hint")) wrong=reference />
                <p><button class="button button--primary" type="submit">{lang.t("ledger-payment-go")}</button></p>
            </form>
        </section>
    }
}
