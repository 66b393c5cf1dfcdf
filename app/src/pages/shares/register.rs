//! Everybody's shares, for the board: what waits, who has something to pay, and the capital.

use axum::extract::{Query, State};
use axum::response::Response;
use domain::roles::Role;
use domain::shares_view::{HistoryPoint, OwingLine, RequestLine, ShareRegister, ShareTotals};
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;
use serde::Deserialize;

use super::{REASON, asks, shown};
use crate::components::field::{Field, wrong};
use crate::components::money::{decimal, euros, thousands};
use crate::components::person::shown as named;
use crate::components::plot::CapitalPlot;
use crate::components::register_nav::RegisterNav;
use crate::components::time::Day;
use crate::i18n::Lang;
use crate::rpc;
use crate::shell::{self, Page};
use crate::state::AppState;
use crate::visitor::Visitor;

/// What the address of the page says: what was typed, when it was refused.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asked {
    request: Option<String>,
    reason: Option<String>,
}

/// Whether somebody may change the ledger, and not only read it.
pub(super) fn decides(visitor: &Visitor) -> bool {
    visitor.has(Role::Board) || visitor.has(Role::Chair)
}

/// `GET /register/shares`
pub async fn get(State(app): State<AppState>, Query(asked): Query<Asked>, visitor: Visitor) -> Response {
    let (board, who) = (decides(&visitor), visitor.clone());
    let outcome = service::views::share_register(&app.service, &visitor.actor).await;
    shell::answer(
        &app,
        &visitor,
        outcome,
        |_| Page::new(visitor.lang.t("share-register-title")),
        move |register| {
            view! { <Register register asked=asked.clone() board visitor=who.clone() /> }
        },
    )
    .await
}

#[component]
fn Register(register: ShareRegister, asked: Asked, board: bool, visitor: Visitor) -> impl IntoView {
    let (lang, refusal) = (visitor.lang, visitor.refusal);
    let zone = register.time_zone.clone();
    let (calm, even) = (register.waiting.is_empty(), register.owing.is_empty());
    view! {
        <div class="page page--wide stack">
            <p class="eyebrow">{lang.t("register-eyebrow")}</p>
            <h1>{lang.t("share-register-title")}</h1>
            <p class="lead">{lang.t("share-register-lead")}</p>
            <RegisterNav visitor />
            <section class="stack" aria-labelledby="share-waiting">
                <h2 id="share-waiting">{lang.t("share-register-waiting")}</h2>
                {calm.then(|| view! { <p class="empty">{lang.t("share-register-waiting-none")}</p> })}
                <ul class="plain-list stack">
                    {register.waiting.into_iter().map(|request| {
                        let mine = asked.request.as_deref() == Some(request.id.to_string().as_str());
                        let reason = if mine { shown(asked.reason.clone()) } else { String::new() };
                        let wrong = wrong(lang, refusal.filter(|_| mine), &REASON);
                        view! { <Waiting request reason wrong zone=zone.clone() board lang /> }
                    }).collect_view()}
                </ul>
            </section>
            <section class="stack" aria-labelledby="share-owing">
                <h2 id="share-owing">{lang.t("share-register-owing")}</h2>
                {even.then(|| view! { <p class="empty">{lang.t("share-register-owing-none")}</p> })}
                {(!even).then(|| view! { <Owing lines=register.owing.clone() lang /> })}
            </section>
            <Totals totals=register.totals lang />
        </div>
    }
}

#[component]
fn Waiting(
    request: RequestLine,
    reason: String,
    wrong: Option<String>,
    zone: String,
    board: bool,
    lang: Lang,
) -> impl IntoView {
    let number = request.number.map(|number| lang.with("member-number", &[("number", number.into())]));
    let field = format!("reason-{}", request.id);
    let sentence = asks(&request, lang);
    let name = named(lang, &request.name, request.number);
    let about = format!("{name} — {sentence}");
    view! {
        <li class="card stack">
            <h3><a href=format!("/register/{}/shares", request.member)>{name}</a></h3>
            <p class="hint">{number}" · "<Day at=request.asked_at zone lang /></p>
            <p>{sentence}</p>
            {request.money.map(|money| view! {
                <p><strong>{lang.with("share-register-money", &[("money", euros(money, lang).into())])}</strong></p>
            })}
            {(board && request.for_another).then(|| view! { <p class="notice">{lang.t("share-register-own")}</p> })}
            {(board && !request.for_another).then(|| view! {
                <form class="stack" method="post" action=rpc::shares::DecideShareRequest::PATH>
                    <input type="hidden" name="request" value=request.id.to_string() />
                    <Field name="reason" id=field label=lang.t("share-register-reason") value=reason maxlength="500" wrong />
                    <p class="cluster">
                        <button class="button button--primary" type="submit" name="decision" value="grant">
                            {lang.t("share-register-grant")}<span class="visually-hidden">" — "{about.clone()}</span></button>
                        <button class="button" type="submit" name="decision" value="refuse">
                            {lang.t("share-register-refuse")}<span class="visually-hidden">" — "{about}</span></button>
                    </p>
                </form>
            })}
        </li>
    }
}

#[component]
fn Owing(lines: Vec<OwingLine>, lang: Lang) -> impl IntoView {
    view! {
        <p>{lang.t("share-register-owing-text")}</p>
        <div class="table-wrap" tabindex="0" role="region" aria-labelledby="share-owing">
            <table class="table">
                <caption class="visually-hidden">{lang.t("share-register-owing")}</caption>
                <thead><tr>
                    <th scope="col">{lang.t("share-register-number")}</th>
                    <th scope="col">{lang.t("share-register-name")}</th>
                    <th scope="col" class="number">{lang.t("shares-owed")}</th>
                </tr></thead>
                <tbody>
                    {lines.into_iter().map(|line| view! {
                        <tr>
                            <td>{line.number.map_or_else(|| "–".to_owned(), |number| number.to_string())}</td>
                            <th scope="row"><a href=format!("/register/{}/shares", line.member)>{named(lang, &line.name, line.number)}</a></th>
                            <td class="number">{euros(line.owed, lang)}</td>
                        </tr>
                    }).collect_view()}
                </tbody>
            </table>
        </div>
    }
}

#[component]
fn Totals(totals: ShareTotals, lang: Lang) -> impl IntoView {
    let average = totals.average_hundredths.map_or_else(|| "–".to_owned(), |average| decimal(average, lang));
    let history = totals.history.clone();
    view! {
        <section class="stack" aria-labelledby="share-totals">
            <h2 id="share-totals">{lang.t("share-register-totals")}</h2>
            <dl class="facts facts--figures">
                <div><dt>{lang.t("figure-capital")}</dt><dd>{euros(totals.capital, lang)}</dd></div>
                <div><dt>{lang.t("figure-shares")}</dt><dd>{thousands(totals.shares.unsigned_abs(), lang)}</dd></div>
                <div><dt>{lang.t("share-register-holders")}</dt><dd>{thousands(totals.holders.into(), lang)}</dd></div>
                <div><dt>{lang.t("share-register-average")}</dt><dd>{average}</dd></div>
            </dl>
            <p class="hint">{lang.with("share-register-floor", &[
                ("floor", euros(totals.floor, lang).into()),
                ("highest", euros(totals.highest, lang).into()),
            ])}</p>
            {(!history.is_empty()).then(|| view! {
                <div class="plot-and-table">
                    <figure class="stack">
                        <figcaption>{lang.t("share-register-plot")}</figcaption>
                        <CapitalPlot points=history.clone() lang />
                    </figure>
                    <History points=history lang />
                </div>
            })}
        </section>
    }
}

#[component]
fn History(points: Vec<HistoryPoint>, lang: Lang) -> impl IntoView {
    view! {
        <div class="table-wrap">
            <table class="table">
                <caption class="visually-hidden">{lang.t("share-register-plot")}</caption>
                <thead><tr>
                    <th scope="col">{lang.t("share-register-month")}</th>
                    <th scope="col" class="number">{lang.t("figure-shares")}</th>
                    <th scope="col" class="number">{lang.t("figure-capital")}</th>
                </tr></thead>
                <tbody>
                    {points.into_iter().map(|point| view! {
                        <tr>
                            <th scope="row">{lang.t(&format!("month-{}", point.month))}" "{point.year}</th>
                            <td class="number">{thousands(point.shares.unsigned_abs(), lang)}</td>
                            <td class="number">{euros(point.capital, lang)}</td>
                        </tr>
                    }).collect_view()}
                </tbody>
            </table>
        </div>
    }
}
