//! The member's own key: its words, another device, another key in its place.

use axum::extract::State;
use axum::response::Response;
use domain::Refusal;
use domain::keys_view::{KeyLine, MyKey};
use domain::member::KeyOrigin;
use domain::roles::Means;
use http::HeaderMap;
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;

use crate::components::field::{Field, wrong as sentence};
use crate::components::form::Act;
use crate::components::time::When;
use crate::i18n::Lang;
use crate::islands::key_card::KeyCard;
use crate::islands::key_new::KeyNew;
use crate::islands::link_show::LinkShow;
use crate::rpc;
use crate::shell::{self, Bundle, Page};
use crate::state::AppState;
use crate::visitor::{self, SESSION_COOKIE, Visitor};

/// `GET /me/key`
pub async fn get(State(app): State<AppState>, headers: HeaderMap, visitor: Visitor) -> Response {
    let (lang, refusal) = (visitor.lang, visitor.refusal);
    let token = visitor::cookie(&headers, SESSION_COOKIE).unwrap_or_default();
    let outcome = service::views::my_key(&app.service, &visitor.actor, &token).await;
    shell::answer(
        &app,
        &visitor,
        outcome,
        |_| Page::new(lang.t("key-page")).with_islands(Bundle::Desk),
        move |mine| {
            view! { <Key mine refusal lang /> }
        },
    )
    .await
}

#[component]
fn Key(mine: MyKey, refusal: Option<Refusal>, lang: Lang) -> impl IntoView {
    let me = mine.me.clone();
    view! {
        <div class="page stack">
            <p class="eyebrow"><a href="/me">{lang.t("me-title")}</a></p>
            <h1>{lang.t("key-page")}</h1>
            {mine.key.clone().map(|key| view! { <p class="lead"><Since key zone=mine.time_zone.clone() lang /></p> })}
            <noscript><p class="alert">{lang.t("key-page-noscript")}</p></noscript>
            <KeyCard me=me.clone() own_page=true strings=lang.strings(&["key-", "island-", "refusal-unavailable"]) />
            {mine.key.is_some().then(|| view! {
                <LinkShow me=me.clone() strings=lang.strings(&["link-show-"]) />
                <Replace mine=mine.clone() refusal lang />
                <Recover mine lang />
            })}
            <p><a class="button" href="/votes">{lang.t("ballot-back")}</a></p>
        </div>
    }
}

/// The sentence of a key's origin.
pub(super) fn origin(origin: KeyOrigin) -> &'static str {
    match origin {
        KeyOrigin::First => "key-origin-first",
        KeyOrigin::Replaced => "key-origin-replaced",
        KeyOrigin::Recovered => "key-origin-recovered",
    }
}

/// Since when a key is registered, and how it came.
#[component]
pub(super) fn Since(
    /// The key.
    key: KeyLine,
    /// IANA name of the zone.
    zone: String,
    /// Language.
    lang: Lang,
) -> impl IntoView {
    view! { {lang.t(origin(key.origin))}" "<When at=key.since zone lang /> }
}

#[component]
fn Replace(mine: MyKey, refusal: Option<Refusal>, lang: Lang) -> impl IntoView {
    let strings = || lang.strings(&["key-new-", "key-not-kept", "island-"]);
    let way = if let Some(until) = mine.second_until {
        view! {
            <p class="notice notice--success">{lang.t("key-replace-shown")}" "<When at=until zone=mine.time_zone.clone() lang /></p>
            <p class="notice notice--warning">{lang.t("key-replace-former")}</p>
            <KeyNew me=mine.me by_code=false strings=strings() />
        }
        .into_any()
    } else if mine.means == Means::Mail {
        view! { <p class="notice">{lang.t("key-replace-mail")}</p> }.into_any()
    } else if mine.has_address {
        view! {
            {mine.code_sent.then(|| view! { <Code refusal lang /> })}
            <Act action=rpc::keys::AskSecond::PATH label=lang.t(if mine.code_sent { "key-replace-ask-again" } else { "key-replace-ask" }) class="button" />
        }
        .into_any()
    } else {
        view! { <p class="notice">{lang.t("refusal-second-no-address")}</p> }.into_any()
    };
    view! {
        <section class="card stack" aria-labelledby="key-replace">
            <h2 id="key-replace">{lang.t("key-replace-title")}</h2>
            <p>{lang.t("key-replace-text")}</p>
            {way}
        </section>
    }
}

#[component]
fn Code(refusal: Option<Refusal>, lang: Lang) -> impl IntoView {
    view! {
        <p role="status">{lang.t("key-replace-sent")}</p>
        <form class="stack" method="post" action=rpc::keys::ConfirmSecond::PATH>
            <Field name="code" label=lang.t("sign-in-code") inputmode=Some("numeric") autocomplete="one-time-code"
                maxlength="16" required=true wrong=sentence(lang, refusal, &[Refusal::SignInOver]) />
            <button class="button button--primary" type="submit">{lang.t("key-replace-confirm")}</button>
        </form>
    }
}

#[component]
fn Recover(mine: MyKey, lang: Lang) -> impl IntoView {
    let ready = mine.recovery;
    view! {
        <section class="card stack" aria-labelledby="key-recover">
            <h2 id="key-recover">{lang.t("key-recover-title")}</h2>
            <p>{lang.t(if ready { "key-recover-ready" } else { "key-recover-text" })}</p>
            {ready.then(|| view! {
                <KeyNew me=mine.me by_code=true strings=lang.strings(&["key-new-", "key-not-kept", "island-"]) />
            })}
        </section>
    }
}
