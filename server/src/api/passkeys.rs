//! Passkeys: the member's own, and signing in with one.

use app::rpc::session_cookie;
use app::state::AppState;
use app::visitor::{SESSION_COOKIE, Visitor, cookie};
use axum::extract::{Path, State};
use axum::response::IntoResponse;
use domain::passkeys::{AnswerPasskey, FinishPasskey, PasskeyBegun, PasskeyLine, PasskeyList, RenamePasskey};
use http::HeaderMap;
use http::header::SET_COOKIE;

use super::error::{answer, id};
use super::{Failed, Json};

/// What a handler answers.
type Answer<T> = Result<axum::Json<T>, Failed>;

/// The token of the session that asks.
fn token(headers: &HeaderMap) -> String {
    cookie(headers, SESSION_COOKIE).unwrap_or_default()
}

pub async fn list(State(app): State<AppState>, visitor: Visitor) -> Answer<PasskeyList> {
    answer(&visitor, service::views::passkeys(&app.service, &visitor.actor).await)
}

pub async fn begin(State(app): State<AppState>, visitor: Visitor, headers: HeaderMap) -> Answer<PasskeyBegun> {
    answer(&visitor, service::begin_passkey(&app.service, &visitor.actor, &token(&headers)).await)
}

pub async fn finish(
    State(app): State<AppState>,
    visitor: Visitor,
    headers: HeaderMap,
    Json(made): Json<FinishPasskey>,
) -> Answer<PasskeyLine> {
    answer(&visitor, service::finish_passkey(&app.service, &visitor.actor, &token(&headers), &made).await)
}

pub async fn rename(
    State(app): State<AppState>,
    Path(passkey): Path<String>,
    visitor: Visitor,
    Json(renamed): Json<RenamePasskey>,
) -> Answer<()> {
    let passkey = id(&visitor, &passkey)?;
    answer(&visitor, service::rename_passkey(&app.service, &visitor.actor, passkey, &renamed.name).await)
}

pub async fn remove(
    State(app): State<AppState>,
    Path(passkey): Path<String>,
    visitor: Visitor,
    headers: HeaderMap,
) -> Answer<()> {
    let passkey = id(&visitor, &passkey)?;
    answer(&visitor, service::remove_passkey(&app.service, &visitor.actor, &token(&headers), passkey).await)
}

pub async fn begin_second(State(app): State<AppState>, visitor: Visitor) -> Answer<PasskeyBegun> {
    answer(&visitor, service::begin_second_by_passkey(&app.service, &visitor.actor).await)
}

pub async fn finish_second(
    State(app): State<AppState>,
    visitor: Visitor,
    headers: HeaderMap,
    Json(shown): Json<AnswerPasskey>,
) -> Answer<()> {
    answer(&visitor, service::finish_second_by_passkey(&app.service, &visitor.actor, &token(&headers), &shown).await)
}

pub async fn begin_sign_in(State(app): State<AppState>, visitor: Visitor) -> Answer<PasskeyBegun> {
    answer(&visitor, service::begin_passkey_sign_in(&app.service).await)
}

pub async fn finish_sign_in(
    State(app): State<AppState>,
    visitor: Visitor,
    Json(shown): Json<AnswerPasskey>,
) -> Result<impl IntoResponse, Failed> {
    let signed = service::finish_passkey_sign_in(&app.service, &shown, &visitor.browser).await;
    let token = signed.map_err(|error| Failed::from(&visitor, &error))?;
    Ok(([(SET_COOKIE, session_cookie(&token))], axum::Json(())))
}
