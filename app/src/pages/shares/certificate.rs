//! The certificate of shares: a letter to print.

use axum::extract::State;
use axum::response::Response;
use domain::shares_view::MemberShares;
use leptos::prelude::*;

use super::count;
use crate::components::money::euros;
use crate::components::time::Day;
use crate::i18n::Lang;
use crate::shell::{self, Page};
use crate::state::AppState;
use crate::visitor::Visitor;

/// `GET /me/shares/certificate`
pub async fn get(State(app): State<AppState>, visitor: Visitor) -> Response {
    let lang = visitor.lang;
    let outcome = service::views::my_shares(&app.service, &visitor.actor).await;
    shell::answer(
        &app,
        &visitor,
        outcome,
        |_| Page::new(lang.t("certificate-title")),
        move |shares| {
            view! { <Certificate shares lang /> }
        },
    )
    .await
}

#[component]
fn Certificate(shares: MemberShares, lang: Lang) -> impl IntoView {
    let number = shares.number.map(|number| lang.with("member-number", &[("number", number.into())]));
    let speaks = shares.representative.clone();
    view! {
        <article class="page minutes certificate stack">
            <header class="stack">
                <p class="eyebrow">{shares.cooperative.clone()}</p>
                <h1>{lang.t("certificate-title")}</h1>
                <p>{shares.legal_line.clone()}</p>
            </header>
            <p>{lang.with("certificate-says", &[("cooperative", shares.cooperative.clone().into())])}</p>
            <p class="certificate__name"><strong>{shares.name.clone()}</strong>{number.map(|number| format!(", {number}"))}</p>
            {speaks.map(|name| view! { <p>{lang.with("certificate-representative", &[("name", name.into())])}</p> })}
            <p>{lang.with("certificate-holds", &[("shares", count(shares.held.shares, lang).into())])}</p>
            <dl class="facts">
                <div><dt>{lang.t("shares-nominal")}</dt><dd>{euros(shares.nominal, lang)}</dd></div>
                <div><dt>{lang.t("shares-paid")}</dt><dd>{euros(shares.held.paid, lang)}</dd></div>
                <div><dt>{lang.t("shares-owed")}</dt><dd>{euros(shares.owed, lang)}</dd></div>
            </dl>
            <p>{lang.t("certificate-voice")}</p>
            <p>{lang.t("certificate-on")}" "<Day at=shares.now zone=shares.time_zone.clone() lang /></p>
            <footer class="stack">
                <p>{lang.t("certificate-signature")}</p>
                <p class="certificate__space"></p>
                <p class="hint">{lang.t("certificate-note")}</p>
                <p class="cluster"><a class="button" href="/me/shares">{lang.t("certificate-back")}</a></p>
                <p class="hint certificate__print">{lang.t("certificate-print")}</p>
            </footer>
        </article>
    }
}
