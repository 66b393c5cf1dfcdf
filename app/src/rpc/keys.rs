//! Forms about voting keys: a second means, help for who lost everything, letters to who has none.

use domain::ids::MemberId;
use http::request::Parts;
use leptos::prelude::*;
use leptos::server_fn::axum::register_explicit;

use super::{back, context, parse, set_cookie, to};
use crate::visitor::{self, SESSION_COOKIE};

/// Name of the cookie that carries the code of a recovery to the one page that shows it.
pub const CODE_COOKIE: &str = "__Host-voix-code";

pub(super) fn register() {
    register_explicit::<AskSecond>();
    register_explicit::<ConfirmSecond>();
    register_explicit::<BeginRecovery>();
    register_explicit::<ConfirmRecovery>();
    register_explicit::<RemindKeyless>();
}

/// Asks for a code that shows a second means in this session.
#[server(prefix = "/rpc", endpoint = "ask-second")]
pub async fn ask_second() -> Result<(), ServerFnError> {
    let (app, who) = context().await?;
    match service::ask_second(&app.service, &who.actor, &token()).await {
        Ok(()) => to("/me/key"),
        Err(error) => back("/me/key", &error),
    }
}

/// Types it.
#[server(prefix = "/rpc", endpoint = "confirm-second")]
pub async fn confirm_second(code: String) -> Result<(), ServerFnError> {
    let (app, who) = context().await?;
    match service::confirm_second(&app.service, &who.actor, &token(), &code).await {
        Ok(()) => to("/me/key"),
        Err(error) => back("/me/key", &error),
    }
}

/// The secretary begins to help a member who lost everything.
#[server(prefix = "/rpc", endpoint = "begin-recovery")]
pub async fn begin_recovery(member: String) -> Result<(), ServerFnError> {
    let (app, who) = context().await?;
    let id: MemberId = match parse(&member) {
        Ok(id) => id,
        Err(error) => return back("/register/keys", &error),
    };
    let page = format!("/register/{id}/recovery");
    match service::begin_recovery(&app.service, &who.actor, id).await {
        Ok(()) => to(&page),
        Err(error) => back(&page, &error),
    }
}

/// Another officer confirms. The code goes to the page in a cookie: an address would stay in the history.
#[server(prefix = "/rpc", endpoint = "confirm-recovery")]
pub async fn confirm_recovery(member: String) -> Result<(), ServerFnError> {
    let (app, who) = context().await?;
    let id: MemberId = match parse(&member) {
        Ok(id) => id,
        Err(error) => return back("/register/keys", &error),
    };
    let page = format!("/register/{id}/recovery");
    match service::confirm_recovery(&app.service, &who.actor, id).await {
        Ok(code) => {
            let attributes = "Path=/; Max-Age=120; HttpOnly; Secure; SameSite=Strict";
            set_cookie(&format!("{CODE_COOKIE}={id}.{code}; {attributes}"));
            to(&page)
        }
        Err(error) => back(&page, &error),
    }
}

/// The secretary writes to everybody who has a voice and no key.
#[server(prefix = "/rpc", endpoint = "remind-keyless")]
pub async fn remind_keyless() -> Result<(), ServerFnError> {
    let (app, who) = context().await?;
    match service::remind_keyless(&app.service, &who.actor).await {
        Ok(_) => to("/register/keys"),
        Err(error) => back("/register/keys", &error),
    }
}

fn token() -> String {
    use_context::<Parts>().and_then(|parts| visitor::cookie(&parts.headers, SESSION_COOKIE)).unwrap_or_default()
}
