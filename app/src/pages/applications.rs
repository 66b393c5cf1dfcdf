//! Who waits for the board's decision.

use axum::extract::{Query, State};
use axum::response::Response;
use domain::register::{RegisterLine, RegisterPage};
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;
use serde::Deserialize;

use super::register::word;
use crate::components::form::Act;
use crate::components::register_nav::RegisterNav;
use crate::components::time::day;
use crate::i18n::Lang;
use crate::rpc::register::AdmitMember;
use crate::shell::{self, Page};
use crate::state::AppState;
use crate::visitor::Visitor;

/// What the address of the page says.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asked {
    after: Option<String>,
}

/// `GET /register/applications`
pub async fn get(State(app): State<AppState>, Query(asked): Query<Asked>, visitor: Visitor) -> Response {
    let lang = visitor.lang;
    let outcome = load(&app, &visitor, &asked).await;
    let who = visitor.clone();
    shell::answer(
        &app,
        &visitor,
        outcome,
        |_| Page::new(lang.t("applications-title")),
        move |page| {
            view! { <Applications page turned=asked.after.is_some() visitor=who.clone() /> }
        },
    )
    .await
}

async fn load(app: &AppState, visitor: &Visitor, asked: &Asked) -> Result<RegisterPage, service::Error> {
    service::policy::allow(&visitor.actor, service::policy::Operation::ReadApplications)?;
    let after = asked.after.as_deref().map(super::id).transpose()?;
    service::views::applications(&app.service, &visitor.actor, after).await
}

#[component]
fn Applications(page: RegisterPage, turned: bool, visitor: Visitor) -> impl IntoView {
    let (lang, none) = (visitor.lang, page.lines.is_empty());
    let zone = page.time_zone.clone();
    let next = page.next.map(|next| format!("/register/applications?after={next}"));
    view! {
        <div class="page page--wide stack">
            <p class="eyebrow">{lang.t("register-eyebrow")}</p>
            <h1>{lang.t("applications-title")}</h1>
            <p class="lead">{lang.t("applications-lead")}</p>
            <RegisterNav visitor />
            {none.then(|| view! { <p class="empty">{lang.t("applications-none")}</p> })}
            <ul class="plain-list stack">
                {page.lines.into_iter().map(|line| view! { <Waiting line zone=zone.clone() lang /> }).collect_view()}
            </ul>
            <p class="cluster">
                {turned.then(|| view! { <a class="button" href="/register/applications">{lang.t("register-first")}</a> })}
                {next.map(|next| view! { <a class="button button--primary" href=next rel="next">{lang.t("register-next")}</a> })}
            </p>
        </div>
    }
}

#[component]
fn Waiting(line: RegisterLine, zone: String, lang: Lang) -> impl IntoView {
    let (chip, key) = match (&line.email, line.email_confirmed) {
        (Some(_), true) => ("chip chip--done", "applications-confirmed"),
        (Some(_), false) => ("chip chip--wait", "applications-unconfirmed"),
        (None, _) => ("chip", "applications-no-email"),
    };
    let by = line.representative.clone().map(|name| lang.with("register-organisation-by", &[("name", name.into())]));
    let shares = lang.with("applications-shares", &[("count", line.shares_wished.into())]);
    let about = [Some(line.city.clone()).filter(|city| !city.is_empty()), Some(shares), line.email.clone()];
    let about = about.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    view! {
        <li class="card stack">
            <div class="cluster">
                <span class=chip>{lang.t(key)}</span>
                <span>{lang.t(&format!("member-class-{}", word(&line.class)))}</span>
                <span class="hint">{day(line.applied_at, &zone, lang)}</span>
            </div>
            <h2><a href=format!("/register/{}", line.id)>{line.name.clone()}</a></h2>
            {by.map(|by| view! { <p>{by}</p> })}
            <p class="hint">{about}</p>
            <div class="cluster">
                <Act action=AdmitMember::PATH fields=vec![("member", line.id.to_string())] label=lang.t("applications-admit")
                    about=line.name.clone() />
                <a class="button" href=format!("/register/{}", line.id)>
                    {lang.t("applications-look")}<span class="visually-hidden">" — "{line.name.clone()}</span>
                </a>
            </div>
        </li>
    }
}
