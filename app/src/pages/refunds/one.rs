//! One refund: figures and what the law allows, what is wrong with the table, each member's part, and the next step.

use axum::extract::{Path, State};
use axum::response::Response;
use domain::refund::RefundState;
use domain::refund::billed::BilledFault;
use domain::refund::plan::Limits;
use domain::refund::view::{Attachable, PartLine, RefundView, Standing};
use domain::roles::Role;
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;

use super::accounts::{ACCOUNT, ACCOUNT_FIELD};
use super::{Typing, day_words};
use crate::components::field::Field;
use crate::components::form::Act;
use crate::components::money::euros;
use crate::components::person::shown as named;
use crate::components::register_nav::RegisterNav;
use crate::components::time::{Day, day};
use crate::i18n::Lang;
use crate::pages::id;
use crate::rpc::refunds::{AttachRefund, DeleteRefund, ExecuteRefund, ReleaseRefund};
use crate::shell::{self, Page};
use crate::state::AppState;
use crate::visitor::Visitor;

/// `GET /refunds/{id}`
pub async fn get(State(app): State<AppState>, Path(year): Path<String>, visitor: Visitor) -> Response {
    let (lang, who) = (visitor.lang, visitor.clone());
    let outcome = load(&app, &visitor, &year).await;
    shell::answer(
        &app,
        &visitor,
        outcome,
        |_| Page::new(lang.t("refunds-title")),
        move |refund| {
            view! { <One refund visitor=who.clone() /> }
        },
    )
    .await
}

/// One refund, for who may read it.
pub(super) async fn load(app: &AppState, visitor: &Visitor, year: &str) -> Result<RefundView, service::Error> {
    service::policy::allow(&visitor.actor, service::policy::Operation::ReadRefunds)?;
    service::views::refund(&app.service, &visitor.actor, id(year)?).await
}

#[component]
fn One(refund: RefundView, visitor: Visitor) -> impl IntoView {
    let lang = visitor.lang;
    let board = visitor.has(Role::Board) || visitor.has(Role::Chair);
    let title = lang.with("refund-of-year", &[("day", day_words(&refund.typed.closed_on, lang).into())]);
    let drafted = refund.state == RefundState::Drafted;
    let (typed, next, year) = (refund.typed.clone(), refund.clone(), refund.year.to_string());
    view! {
        <div class="page page--wide stack">
            <p class="eyebrow"><a href="/refunds">{lang.t("refunds-title")}</a></p>
            <h1>{title}</h1>
            <RegisterNav visitor />
            <p class="cluster">
                <span class="chip">{lang.t(&format!("refund-state-{}", refund.state.word()))}</span>
                <span>{lang.t(&format!("refund-standing-{}", refund.standing.word()))}</span>
            </p>
            <Sums refund=refund.clone() lang />
            {refund.wrong.map(|wrong| view! {
                <p class="notice notice--danger">{lang.t(&format!("refusal-{}", wrong.code()))}</p>
            })}
            {(!refund.faults.is_empty()).then(|| view! { <Faults faults=refund.faults.clone() lang /> })}
            {(!refund.rows.is_empty()).then(|| view! { <Parts rows=refund.rows.clone() lang /> })}
            <Next refund=next board lang />
            {drafted.then(|| view! {
                <section class="stack" aria-labelledby="refund-change">
                    <h2 id="refund-change">{lang.t("refund-change")}</h2>
                    <Typing typed refusal=None fixed=true lang />
                    <Act action=DeleteRefund::PATH fields=vec![("year", year)] label=lang.t("refund-delete") class="button" />
                    <p class="hint">{lang.t("refund-delete-hint")}</p>
                </section>
            })}
        </div>
    }
}

/// The figures of the year, and what the law allows.
#[component]
fn Sums(refund: RefundView, lang: Lang) -> impl IntoView {
    let figures = refund.figures;
    let typed = [
        ("surplus", figures.surplus),
        ("others", figures.others),
        ("reserves", figures.reserves),
        ("capital", figures.capital),
        ("reserved", figures.reserved),
        ("refund", figures.refund),
    ];
    view! {
        <section class="stack" aria-labelledby="refund-figures">
            <h2 id="refund-figures">{lang.t("refund-figures")}</h2>
            <dl class="facts facts--figures">
                {typed.map(|(name, amount)| view! {
                    <div><dt>{lang.t(&format!("refund-field-{name}"))}</dt><dd>{euros(amount, lang)}</dd></div>
                }).collect_view()}
            </dl>
            {refund.limits.map(|limits| view! { <Law limits lang /> })}
            {refund.hash.map(|hash| view! {
                <p class="hint">{lang.with("refund-hash", &[("hash", hash.into())])}</p>
            })}
        </section>
    }
}

#[component]
fn Law(limits: Limits, lang: Lang) -> impl IntoView {
    let said = move |key: &str, amount| lang.with(key, &[("amount", euros(amount, lang).into())]);
    view! {
        <ul>
            <li>{said("refund-law-members", limits.to_members)}</li>
            <li>{said("refund-law-reserve", limits.least_reserve)}</li>
            <li>{said("refund-law-earned", limits.earned_with_members)}</li>
            <li>{said("refund-law-most", limits.most_refund)}</li>
        </ul>
    }
}

#[component]
fn Faults(faults: Vec<BilledFault>, lang: Lang) -> impl IntoView {
    let sentence = move |fault: &BilledFault| {
        let read = fault.read.clone();
        lang.with(&format!("refund-row-{}", fault.problem.word()), &[("read", read.into())])
    };
    view! {
        <section class="stack" aria-labelledby="refund-faults">
            <h2 id="refund-faults">{lang.t("refund-faults")}</h2>
            <ul>
                {faults.iter().map(|fault| view! {
                    <li>{lang.with("refund-line", &[("line", fault.line.into())])}" "{sentence(fault)}</li>
                }).collect_view()}
            </ul>
        </section>
    }
}

#[component]
fn Parts(rows: Vec<PartLine>, lang: Lang) -> impl IntoView {
    view! {
        <section class="stack" aria-labelledby="refund-parts">
            <h2 id="refund-parts">{lang.t("refund-parts")}</h2>
            <div class="table-wrap" tabindex="0" role="region" aria-labelledby="refund-parts">
                <table class="table">
                    <caption class="visually-hidden">{lang.t("refund-parts-caption")}</caption>
                    <thead><tr>
                        <th scope="col" class="number">{lang.t("refund-number")}</th>
                        <th scope="col">{lang.t("refund-name")}</th>
                        <th scope="col" class="number">{lang.t("refund-was-billed")}</th>
                        <th scope="col" class="number">{lang.t("refund-part")}</th>
                    </tr></thead>
                    <tbody>
                        {rows.into_iter().map(|row| view! {
                            <tr>
                                <td class="number">{row.number}</td>
                                <td>{named(lang, &row.name, Some(row.number))}</td>
                                <td class="number">{euros(row.billed, lang)}</td>
                                <td class="number">{row.part.map_or_else(|| "–".to_owned(), |part| euros(part, lang))}</td>
                            </tr>
                        }).collect_view()}
                    </tbody>
                </table>
            </div>
        </section>
    }
}

/// What can be done now.
#[component]
fn Next(refund: RefundView, board: bool, lang: Lang) -> impl IntoView {
    let year = refund.year.to_string();
    let ready = refund.state == RefundState::Drafted && refund.wrong.is_none();
    let waits = refund.state == RefundState::Attached;
    let loose = waits && refund.standing.loose().is_ok();
    let agenda = refund.draft.filter(|_| refund.standing == Standing::Preparing);
    let assembly = refund.assembly.map(|assembly| format!("/assembly/{assembly}"));
    let zone = refund.time_zone.clone();
    let executed = refund.executed_at;
    view! {
        <section class="stack" aria-labelledby="refund-next">
            <h2 id="refund-next">{lang.t("refund-next")}</h2>
            {agenda.map(|draft| view! {
                <p><a href=format!("/assemblies/prepare/{draft}")>{lang.t("refund-agenda")}</a></p>
            })}
            {assembly.map(|href| view! { <p><a href=href>{lang.t("refund-assembly")}</a></p> })}
            {ready.then(|| view! {
                <Attach year=year.clone() to=refund.attachable.clone() zone=refund.time_zone.clone() lang />
            })}
            {loose.then(|| view! {
                <Act action=ReleaseRefund::PATH fields=vec![("year", year.clone())] label=lang.t("refund-release") class="button" />
                <p class="hint">{lang.t("refund-release-hint")}</p>
            })}
            {(waits && board && refund.standing == Standing::Adopted).then(|| view! {
                <Act action=ExecuteRefund::PATH fields=vec![("year", year.clone())] label=lang.t("refund-execute") />
                <p class="hint">{lang.t("refund-execute-hint")}</p>
            })}
            {executed.map(|at| view! {
                <p>{lang.t("refund-executed-on")}" "<Day at zone=zone.clone() lang /></p>
                <form class="card stack" method="get" action=format!("/refunds/{year}/accounts.csv")>
                    <Field name=ACCOUNT_FIELD label=lang.t("refund-account") value=ACCOUNT.to_owned()
                        hint=Some(lang.t("refund-account-hint")) maxlength="20" />
                    <p><button class="button" type="submit">{lang.t("refund-export")}</button></p>
                </form>
            })}
        </section>
    }
}

/// The resolutions that may name the refund, each with its button.
#[component]
fn Attach(year: String, to: Vec<Attachable>, zone: String, lang: Lang) -> impl IntoView {
    let none = to.is_empty();
    view! {
        <div class="stack">
            <p>{lang.t("refund-attach-lead")}</p>
            {none.then(|| view! { <p class="empty">{lang.t("refund-attach-none")}</p> })}
            <ul class="plain-list stack">
                {to.into_iter().map(|to| {
                    let title = lang.pick(&to.title);
                    let on = to.starts_at.map(|at| day(at, &zone, lang));
                    let fields = vec![
                        ("year", year.clone()), ("draft", to.draft.to_string()), ("item", to.item.to_string()),
                    ];
                    view! {
                        <li class="card stack">
                            <p><strong>{title.clone()}</strong>{on.map(|on| format!(" · {on}"))}</p>
                            <Act action=AttachRefund::PATH fields label=lang.t("refund-attach") about=title class="button" />
                        </li>
                    }
                }).collect_view()}
            </ul>
        </div>
    }
}
