//! "My record": what the register holds of the member, to read, correct, download and leave.

mod address;
mod leave;
mod list;
mod past;
mod record;

use axum::extract::{Query, State};
use axum::response::Response;
use domain::Refusal;
use domain::own_record::{Correction, OwnRecord};
use http::HeaderMap;
use http::header::SET_COOKIE;
use leptos::prelude::*;
use serde::Deserialize;

pub use self::address::email;
pub use self::leave::{leave, left};
pub use self::list::list;
use crate::i18n::Lang;
use crate::rpc::own::{forgotten_cookie, typed};
use crate::shell::{self, Page};
use crate::state::AppState;
use crate::visitor::Visitor;

/// What the address of the page says.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asked {
    /// A form of the page was sent, and done.
    saved: Option<String>,
}

/// `GET /me`
pub async fn get(
    State(app): State<AppState>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
    visitor: Visitor,
) -> Response {
    let (lang, refusal) = (visitor.lang, visitor.refusal);
    let outcome = service::views::own_record(&app.service, &visitor.actor).await;
    let saved = asked.saved.is_some() && refusal.is_none();
    // What was typed and refused comes back, once.
    let typed = refusal.and_then(|_| typed(&headers));
    let shown = typed.clone();
    let mut response = shell::answer(
        &app,
        &visitor,
        outcome,
        |_| Page::new(lang.t("me-title")),
        move |mine| {
            view! { <Mine mine typed=shown.clone() refusal saved lang /> }
        },
    )
    .await;
    if let (true, Ok(cookie)) = (typed.is_some(), forgotten_cookie().parse()) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}

/// What was typed in one of the forms of the page.
#[derive(Clone, Debug)]
pub enum Typed {
    /// Who the member is.
    Record(Correction),
    /// Another address for messages.
    Email(String),
}

#[component]
fn Mine(mine: OwnRecord, typed: Option<Typed>, refusal: Option<Refusal>, saved: bool, lang: Lang) -> impl IntoView {
    let number = mine.number.map(|number| lang.with("member-number", &[("number", number.into())]));
    let suspended = mine.state == domain::member::MemberState::Suspended;
    let (correction, email) = match typed {
        Some(Typed::Record(correction)) => (Some(correction), None),
        Some(Typed::Email(email)) => (None, Some(email)),
        None => (None, None),
    };
    let (in_record, in_email) = match email {
        Some(_) => (None, refusal),
        None => (refusal, None),
    };
    view! {
        <div class="page stack">
            <p class="eyebrow">{number}</p>
            <h1>{lang.t("me-title")}</h1>
            <p class="lead">{lang.t("me-lead")}</p>
            {saved.then(|| view! { <p class="notice notice--success" role="status">{lang.t("me-saved")}</p> })}
            {suspended.then(|| view! { <p class="notice notice--warning">{lang.t("me-suspended")}</p> })}
            <nav aria-label=lang.t("me-nav")>
                <ul class="plain-list cluster">
                    <li><a class="chip" href="/votes">{lang.t("votes-title")}</a></li>
                    <li><a class="chip" href="/me/shares">{lang.t("me-shares")}</a></li>
                    <li><a class="chip" href="/me/key">{lang.t("key-page")}</a></li>
                    <li><a class="chip" href="/me/passkeys">{lang.t("passkeys-title")}</a></li>
                    <li><a class="chip" href="/statutes">{lang.t("statutes-title")}</a></li>
                    <li><a class="chip" href="/sessions">{lang.t("sessions-title")}</a></li>
                </ul>
            </nav>
            <record::Who mine=mine.clone() typed=correction refusal=in_record lang />
            <record::Email mine=mine.clone() typed=email refusal=in_email lang />
            <record::Consented mine=mine.clone() lang />
            <past::Membership mine=mine.clone() lang />
            <past::Keys mine=mine.clone() lang />
            <past::Acts mine lang />
            <section class="card stack" aria-labelledby="me-data">
                <h2 id="me-data">{lang.t("me-data-title")}</h2>
                <p>{lang.t("me-data-text")}</p>
                <p><a class="button" href="/api/v1/me/data.json" download="voix.json">{lang.t("me-data-get")}</a></p>
            </section>
            <section class="card stack" aria-labelledby="me-leave">
                <h2 id="me-leave">{lang.t("me-leave-title")}</h2>
                <p>{lang.t("me-leave-text")}</p>
                <p><a class="button" href="/me/leave">{lang.t("me-leave-go")}</a></p>
            </section>
        </div>
    }
}
