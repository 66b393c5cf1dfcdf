//! Signing in: with the key of this device, or by a message.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::Refusal;
use domain::wire::CooperativeView;
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;
use serde::Deserialize;

use crate::components::field::{Field, wrong as sentence};
use crate::components::form::Act;
use crate::i18n::Lang;
use crate::islands::key_sign_in::KeySignIn;
use crate::islands::passkey::PasskeySignIn;
use crate::rpc;
use crate::shell::{self, Bundle, Page};
use crate::state::AppState;
use crate::visitor::Visitor;

/// What the address of the page says.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asked {
    /// A message was asked for.
    sent: Option<String>,
    /// What was typed, when it was refused.
    email: Option<String>,
    /// Another address was confirmed just before.
    confirmed: Option<String>,
}

/// `GET /sign-in`
pub async fn get(State(app): State<AppState>, Query(asked): Query<Asked>, visitor: Visitor) -> Response {
    let (lang, refusal) = (visitor.lang, visitor.refusal);
    let outcome = service::views::cooperative(&app.service).await;
    shell::answer(
        &app,
        &visitor,
        outcome,
        |_| Page::new(lang.t("sign-in-title")).with_islands(Bundle::Desk),
        move |cooperative| {
            view! { <SignIn cooperative asked=asked.clone() refusal lang /> }
        },
    )
    .await
}

#[component]
fn SignIn(cooperative: CooperativeView, asked: Asked, refusal: Option<Refusal>, lang: Lang) -> impl IntoView {
    let confirmed = asked.confirmed.is_some() && refusal.is_none();
    let wrong = sentence(lang, refusal.filter(|_| asked.email.is_some()), &[Refusal::EmailInvalid, Refusal::TooMany]);
    let sent = asked.sent.is_some();
    // What no address holds is not shown again: a page has no place for it.
    let typed = asked.email.filter(|email| !email.chars().any(char::is_control)).unwrap_or_default();
    view! {
        <div class="page stack">
            <p class="eyebrow">{cooperative.name.clone()}</p>
            <h1>{lang.t("sign-in-title")}</h1>
            {confirmed.then(|| view! { <p class="notice notice--success" role="status">{lang.t("email-confirmed")}</p> })}
            {sent.then(|| view! { <Code refusal lang /> })}
            <KeySignIn cooperative=cooperative.id.to_string() strings=lang.strings(&["key-sign-in-", "island-"]) />
            <PasskeySignIn strings=lang.strings(&["passkey-", "island-"]) />
            <section class="card stack">
                <h2>{lang.t(if sent { "sign-in-again-title" } else { "sign-in-mail-title" })}</h2>
                <p>{lang.t("sign-in-mail-text")}</p>
                <form class="stack" method="post" action=rpc::AskSignIn::PATH>
                    <Field name="email" kind="email" label=lang.t("sign-in-email") value=typed autocomplete="email"
                        maxlength="254" required=true wrong />
                    <button class="button button--primary" type="submit">{lang.t("sign-in-send")}</button>
                </form>
            </section>
            {cooperative.demo.then(|| view! {
                <p class="notice">{lang.t("sign-in-demo")}" "<a href="/demo">{lang.t("demo-title")}</a></p>
            })}
        </div>
    }
}

#[component]
fn Code(refusal: Option<Refusal>, lang: Lang) -> impl IntoView {
    view! {
        <section class="card card--action stack" aria-labelledby="sign-in-sent">
            <h2 id="sign-in-sent">{lang.t("sign-in-sent-title")}</h2>
            <p role="status">{lang.t("sign-in-sent-text")}</p>
            <form class="stack" method="post" action=rpc::SignInByCode::PATH>
                <Field name="code" label=lang.t("sign-in-code") inputmode=Some("numeric") autocomplete="one-time-code"
                    maxlength="16" required=true wrong=sentence(lang, refusal, &[Refusal::SignInOver]) />
                <button class="button button--primary" type="submit">{lang.t("sign-in-code-go")}</button>
            </form>
        </section>
    }
}

/// `GET /sign-in/{link}`: the page a message leads to. It does nothing until its button is pressed.
pub async fn link(State(app): State<AppState>, Path(link): Path<String>, visitor: Visitor) -> Response {
    let lang = visitor.lang;
    let outcome = service::views::sign_in_link(&app.service, &link).await;
    shell::answer(
        &app,
        &visitor,
        outcome,
        |_| Page::new(lang.t("sign-in-title")),
        move |name| {
            let link = link.clone();
            view! {
                <div class="page stack">
                    <h1>{lang.t("sign-in-title")}</h1>
                    <p class="lead">{lang.with("sign-in-link-text", &[("name", name.clone().into())])}</p>
                    <Act action=rpc::SignInByLink::PATH fields=vec![("link", link)]
                        label=lang.with("sign-in-link-go", &[("name", name.into())]) />
                </div>
            }
        },
    )
    .await
}
