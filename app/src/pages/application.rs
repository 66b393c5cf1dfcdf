//! An application, for whoever holds the link of its letter: one press confirms the address, and the page then says how
//! it stands. Opening it presses nothing, so that programs which open links to look for danger confirm nobody.

use axum::extract::{Path, State};
use axum::response::Response;
use domain::member::MemberState;
use domain::money::Cents;
use domain::register::ApplicationView;
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;

use crate::components::form::Act;
use crate::components::money::euros;
use crate::components::time::day;
use crate::i18n::Lang;
use crate::rpc::register::{ConfirmApplication, WithdrawApplication};
use crate::shell::{self, Page};
use crate::state::AppState;
use crate::visitor::Visitor;

/// `GET /application/{link}`
pub async fn get(State(app): State<AppState>, Path(link): Path<String>, visitor: Visitor) -> Response {
    let lang = visitor.lang;
    let outcome = service::views::application(&app.service, &link).await;
    shell::answer(
        &app,
        &visitor,
        outcome,
        |_| Page::new(lang.t("application-title")),
        move |application| {
            view! { <Application application link=link.clone() lang /> }
        },
    )
    .await
}

#[component]
fn Application(application: ApplicationView, link: String, lang: Lang) -> impl IntoView {
    let date = day(application.applied_at, &application.time_zone, lang);
    let whose = lang.with("application-of", &[("name", application.name.clone().into()), ("date", date.into())]);
    let unconfirmed = !application.confirmed && application.state == MemberState::Applicant;
    let confirm = unconfirmed.then(|| {
        view! {
            <section class="card card--action stack" aria-labelledby="confirm">
                <h2 id="confirm">{lang.t("application-confirm-title")}</h2>
                <p>{lang.t("application-confirm-text")}</p>
                <Act action=ConfirmApplication::PATH fields=vec![("link", link.clone())] label=lang.t("application-confirm") />
            </section>
        }
    });
    let withdraw = matches!(application.state, MemberState::Applicant | MemberState::Admitted).then(|| {
        view! {
            <section class="stack" aria-labelledby="withdraw">
                <h2 id="withdraw">{lang.t("application-withdraw-title")}</h2>
                <p>{lang.t("application-withdraw-text")}</p>
                <Act action=WithdrawApplication::PATH fields=vec![("link", link)] label=lang.t("application-withdraw")
                    class="button" />
            </section>
        }
    });
    view! {
        <div class="page stack">
            <p class="eyebrow">{application.cooperative.clone()}</p>
            <h1>{lang.t("application-title")}</h1>
            <p class="lead">{whose}</p>
            {confirm}
            {(!unconfirmed).then(|| view! { <Standing application=application.clone() lang /> })}
            <Steps application lang />
            {withdraw}
        </div>
    }
}

/// Where it stands, in words.
#[component]
fn Standing(application: ApplicationView, lang: Lang) -> impl IntoView {
    let amount = euros(Cents(application.cents), lang);
    let shares = application.shares;
    let (key, text) = match application.state {
        MemberState::Applicant => ("application-waiting-title", lang.t("application-waiting-text")),
        MemberState::Admitted => {
            let args = [("shares", shares.into()), ("amount", amount.into())];
            ("application-admitted-title", lang.with("application-admitted-text", &args))
        }
        MemberState::Active | MemberState::Suspended => ("application-member-title", lang.t("application-member-text")),
        MemberState::Refused => ("application-refused-title", lang.t("application-refused-reason")),
        MemberState::Left | MemberState::Excluded | MemberState::Deceased => {
            ("application-over-title", lang.t("application-over-text"))
        }
    };
    let pay = application.pay.in_lang(lang.into()).filter(|_| application.state == MemberState::Admitted);
    let pay = pay.map(|how| view! { <p>{lang.with("shares-pay", &[("how", how.into())])}</p> });
    let reason = (application.state == MemberState::Refused && !application.reason.is_empty())
        .then(|| view! { <blockquote>{application.reason.clone()}</blockquote> });
    view! {
        <section class="card stack" aria-labelledby="state" role="status">
            <h2 id="state">{lang.t(key)}</h2>
            <p>{text}</p>
            {pay}
            {reason}
        </section>
    }
}

/// How far it got: sent, confirmed, decided, paid.
#[component]
fn Steps(application: ApplicationView, lang: Lang) -> impl IntoView {
    let done = match application.state {
        MemberState::Applicant => 1 + usize::from(application.confirmed),
        MemberState::Admitted => 3,
        MemberState::Active | MemberState::Suspended => 4,
        _ => return ().into_any(),
    };
    let keys =
        ["application-step-sent", "application-step-confirmed", "application-step-decided", "application-step-paid"];
    let step = move |(n, key): (usize, &str)| {
        let class = match n {
            n if n < done => "steps__item steps__item--done",
            n if n == done => "steps__item steps__item--current",
            _ => "steps__item",
        };
        let current = (n == done).then_some("step");
        view! { <li class=class aria-current=current>{lang.t(key)}</li> }
    };
    view! { <ol class="steps">{keys.into_iter().enumerate().map(step).collect_view()}</ol> }.into_any()
}
