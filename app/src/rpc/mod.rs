//! The door for our own pages' forms: server functions under `/rpc`. `service::policy` has decided who may before one is
//! called (`server/src/guard.rs`). Each calls one service function and sends the browser back with, at most, the code of
//! a refusal; an internal error is left to the server, which shows its page.

pub mod bureau;
pub mod candidates;
pub mod desk;
pub mod keys;
pub mod offices;
pub mod own;
pub mod passkeys;
pub mod proposals;
pub mod proxies;
pub mod refunds;
pub mod register;
pub mod session;
pub mod shares;
pub mod sheet;

use std::str::FromStr;

use domain::Refusal;
use http::StatusCode;
use http::header::{HeaderValue, SET_COOKIE};
use http::request::Parts;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;

use crate::i18n::Lang;
use crate::state::AppState;
use crate::visitor::{self, ASK_COOKIE, LANG_COOKIE, SESSION_COOKIE, Visitor};

pub mod imports;

/// Registers every server function: the linker drops what nothing names.
pub fn register() {
    use leptos::server_fn::axum::register_explicit;
    register_explicit::<DemoSignIn>();
    register_explicit::<AskSignIn>();
    register_explicit::<SignInByCode>();
    register_explicit::<SignInByLink>();
    register_explicit::<RevokeSession>();
    register_explicit::<ResendMail>();
    register_explicit::<SignOut>();
    register_explicit::<SetLanguage>();
    register_explicit::<OpenSession>();
    register_explicit::<OpenVote>();
    register_explicit::<CloseVote>();
    register_explicit::<PublishMinutes>();
    register::register();
    own::register();
    shares::register();
    refunds::register();
    offices::register();
    passkeys::register();
    imports::register();
    keys::register();
    proposals::register();
    candidates::register();
    session::register();
    bureau::register();
    proxies::register();
    desk::register();
    sheet::register();
}

/// Signs in as a person of the demo; refused outside a demo database.
#[server(prefix = "/rpc", endpoint = "demo-sign-in")]
pub async fn demo_sign_in(member: String) -> Result<(), ServerFnError> {
    let (app, who) = context().await?;
    let outcome = match parse(&member) {
        Ok(member) => service::sign_in_demo(&app.service, member, &who.browser).await,
        Err(error) => Err(error),
    };
    match outcome {
        Ok(token) => {
            set_cookie(&session_cookie(&token));
            to("/votes")
        }
        Err(error) => back("/demo", &error),
    }
}

/// Asks for a message with a link and a code. What is answered does not depend on whether anybody has the address.
#[server(prefix = "/rpc", endpoint = "ask-sign-in")]
pub async fn ask_sign_in(email: String) -> Result<(), ServerFnError> {
    let (app, _) = context().await?;
    match service::ask_sign_in(&app.service, &email).await {
        Ok(browser) => {
            set_cookie(&format!("{ASK_COOKIE}={browser}; Path=/; Max-Age=900; HttpOnly; Secure; SameSite=Lax"));
            to("/sign-in?sent=1")
        }
        Err(error) => {
            let typed: String =
                form_urlencoded::byte_serialize(email.chars().take(254).collect::<String>().as_bytes()).collect();
            back(&format!("/sign-in?email={typed}"), &error)
        }
    }
}

/// Signs in with the code of the message, in the browser that asked.
#[server(prefix = "/rpc", endpoint = "sign-in-by-code")]
pub async fn sign_in_by_code(code: String) -> Result<(), ServerFnError> {
    let (app, who) = context().await?;
    let parts: Parts = expect_context();
    let browser = visitor::cookie(&parts.headers, ASK_COOKIE).unwrap_or_default();
    match service::sign_in_by_code(&app.service, &browser, &code, &who.browser).await {
        Ok(token) => signed_in(&token),
        Err(error) => back("/sign-in?sent=1", &error),
    }
}

/// Signs in with the link of the message, whose button was pressed.
#[server(prefix = "/rpc", endpoint = "sign-in-by-link")]
pub async fn sign_in_by_link(link: String) -> Result<(), ServerFnError> {
    let (app, who) = context().await?;
    match service::sign_in_by_link(&app.service, &link, &who.browser).await {
        Ok(token) => signed_in(&token),
        Err(error) => back("/sign-in", &error),
    }
}

fn signed_in(token: &str) -> Result<(), ServerFnError> {
    set_cookie(&session_cookie(token));
    set_cookie(&format!("{ASK_COOKIE}=; Path=/; Max-Age=0; HttpOnly; Secure; SameSite=Lax"));
    to("/votes")
}

/// Ends one of the member's own sessions.
#[server(prefix = "/rpc", endpoint = "revoke-session")]
pub async fn revoke_session(session: String) -> Result<(), ServerFnError> {
    let (app, who) = context().await?;
    let outcome = match parse(&session) {
        Ok(id) => service::revoke_session(&app.service, &who.actor, id).await,
        Err(error) => Err(error),
    };
    outcome.map_or_else(|error| back("/sessions", &error), |()| to("/sessions"))
}

/// The secretary sends a message again.
#[server(prefix = "/rpc", endpoint = "resend-mail")]
pub async fn resend_mail(mail: String) -> Result<(), ServerFnError> {
    let (app, who) = context().await?;
    let outcome = match parse(&mail) {
        Ok(id) => service::resend_mail(&app.service, &who.actor, id).await,
        Err(error) => Err(error),
    };
    outcome.map_or_else(|error| back("/mails", &error), |()| to("/mails"))
}

/// Ends this session.
#[server(prefix = "/rpc", endpoint = "sign-out")]
pub async fn sign_out() -> Result<(), ServerFnError> {
    let (app, _) = context().await?;
    let parts: Parts = expect_context();
    if let Some(token) = visitor::cookie(&parts.headers, SESSION_COOKIE)
        && let Err(error) = service::sign_out(&app.service, &token).await
    {
        return back("/", &error);
    }
    set_cookie(&format!("{SESSION_COOKIE}=; Path=/; Max-Age=0; HttpOnly; Secure; SameSite=Lax"));
    to("/")
}

/// Remembers the language for a year and returns to the page.
#[server(prefix = "/rpc", endpoint = "set-language")]
pub async fn set_language(lang: String, back: String) -> Result<(), ServerFnError> {
    if let Some(lang) = Lang::from_code(&lang) {
        set_cookie(&format!("{LANG_COOKIE}={}; Path=/; Max-Age=31536000; SameSite=Lax", lang.code()));
    }
    to(local(&back))
}

/// The chair opens the session.
#[server(prefix = "/rpc", endpoint = "open-session")]
pub async fn open_session(assembly: String) -> Result<(), ServerFnError> {
    let (app, who) = context().await?;
    console(match parse(&assembly) {
        Ok(id) => service::open_session(&app.service, &who.actor, id).await.map(drop),
        Err(error) => Err(error),
    })
}

/// The chair opens a vote: the roll is fixed.
#[server(prefix = "/rpc", endpoint = "open-vote")]
pub async fn open_vote(vote: String) -> Result<(), ServerFnError> {
    let (app, who) = context().await?;
    console(match parse(&vote) {
        Ok(id) => service::open_vote(&app.service, &who.actor, id).await.map(drop),
        Err(error) => Err(error),
    })
}

/// The chair closes a vote.
#[server(prefix = "/rpc", endpoint = "close-vote")]
pub async fn close_vote(vote: String) -> Result<(), ServerFnError> {
    let (app, who) = context().await?;
    console(match parse(&vote) {
        Ok(id) => service::close_vote(&app.service, &who.actor, id).await.map(drop),
        Err(error) => Err(error),
    })
}

/// The secretary publishes the minutes.
#[server(prefix = "/rpc", endpoint = "publish-minutes")]
pub async fn publish_minutes(assembly: String) -> Result<(), ServerFnError> {
    let (app, who) = context().await?;
    let outcome = match parse(&assembly) {
        Ok(id) => service::publish_minutes(&app.service, &who.actor, id).await.map(drop),
        Err(error) => Err(error),
    };
    outcome.map_or_else(|error| back("/console", &error), |()| to(&format!("/minutes/{assembly}")))
}

async fn context() -> Result<(AppState, Visitor), ServerFnError> {
    let app = use_context::<AppState>().ok_or_else(|| ServerFnError::new("no state"))?;
    let parts = use_context::<Parts>().ok_or_else(|| ServerFnError::new("no request"))?;
    let who = match parts.extensions.get::<Visitor>() {
        Some(visitor) => visitor.clone(),
        None => visitor::identify(&parts.headers, parts.uri.path(), &app).await,
    };
    Ok((app, who))
}

fn parse<T: FromStr>(text: &str) -> Result<T, service::Error> {
    text.parse().map_err(|_| service::Error::Refused(Refusal::Malformed))
}

fn console(outcome: Result<(), service::Error>) -> Result<(), ServerFnError> {
    outcome.map_or_else(|error| back("/console", &error), |()| to("/console"))
}

/// On to a page of this site.
fn to(page: &str) -> Result<(), ServerFnError> {
    leptos_axum::redirect(page);
    Ok(())
}

/// Back to a page with the refusal's code. An internal error goes to the log, and the server shows its page instead:
/// that has the request's id.
fn back(page: &str, error: &service::Error) -> Result<(), ServerFnError> {
    let parts = use_context::<Parts>();
    match error {
        service::Error::Refused(refusal) => {
            let visitor = parts.as_ref().and_then(|parts| parts.extensions.get::<Visitor>());
            let heard = visitor.map_or(*refusal, |visitor| visitor.hears(*refusal));
            let joint = if page.contains('?') { '&' } else { '?' };
            to(&format!("{page}{joint}refusal={}", heard.code()))
        }
        service::Error::Internal(inner) => {
            let request = parts.map(|parts| visitor::request_id(&parts.headers)).unwrap_or_default();
            tracing::error!(%request, error = %inner, "a form failed");
            if let Some(response) = use_context::<ResponseOptions>() {
                response.set_status(StatusCode::SERVICE_UNAVAILABLE);
            }
            Err(ServerFnError::new(Refusal::Unavailable.code()))
        }
    }
}

/// Only a path of this site: never where a crafted form would send the browser. Browsers drop tabs and line ends from an
/// address before they read it, and a header holds visible ASCII only.
fn local(back: &str) -> &str {
    let visible = back.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if visible && back.starts_with('/') && !back.starts_with("//") { back } else { "/" }
}

/// The session cookie: this host only, whole site, not for scripts.
#[must_use]
pub fn session_cookie(token: &str) -> String {
    format!("{SESSION_COOKIE}={token}; Path=/; HttpOnly; Secure; SameSite=Lax")
}

fn set_cookie(cookie: &str) {
    if let (Some(response), Ok(value)) = (use_context::<ResponseOptions>(), HeaderValue::from_str(cookie)) {
        response.append_header(SET_COOKIE, value);
    }
}

#[cfg(test)]
mod tests {
    use super::local;

    #[test]
    fn the_way_back_stays_on_this_site() {
        assert_eq!(local("/votes?x=1"), "/votes?x=1");
        for elsewhere in [
            "//evil.example",
            "https://evil.example",
            "\\\\evil",
            "/\\evil",
            "",
            "/\t/evil.example",
            "/\n/evil.example",
            "/a b",
            "/\u{e9}",
            "/\0",
        ] {
            assert_eq!(local(elsewhere), "/", "{elsewhere}");
        }
    }
}
