//! Who is asking, and what they may do.

use app::rpc::session_cookie;
use app::state::AppState;
use app::visitor::{SESSION_COOKIE, Visitor, code_token, cookie};
use axum::extract::{Path, State};
use axum::response::IntoResponse;
use domain::Refusal;
use domain::ids::MemberId;
use domain::wire::{DemoPerson, Me, MyVotes, SessionList, SignInByKey};
use http::HeaderMap;
use http::header::SET_COOKIE;
use protocol::encoding::hex32;
use protocol::keys::{PublicKeys, Registration};
use serde::Deserialize;

use super::error::{answer, id};
use super::{Failed, Json};

/// Body of `POST /demo/sign-in`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    member: MemberId,
}

pub async fn demo_people(State(app): State<AppState>, visitor: Visitor) -> Result<axum::Json<Vec<DemoPerson>>, Failed> {
    answer(&visitor, service::views::demo_people(&app.service).await)
}

pub async fn demo_sign_in(
    State(app): State<AppState>,
    visitor: Visitor,
    Json(body): Json<SignIn>,
) -> Result<impl IntoResponse, Failed> {
    let token = service::sign_in_demo(&app.service, body.member, &visitor.browser)
        .await
        .map_err(|error| Failed::from(&visitor, &error))?;
    Ok(([(SET_COOKIE, session_cookie(&token))], axum::Json(body.member)))
}

pub async fn challenge(State(app): State<AppState>, visitor: Visitor) -> Result<axum::Json<String>, Failed> {
    answer(&visitor, service::challenge(&app.service).await.map(|bytes| protocol::hash::hex(&bytes)))
}

pub async fn sign_in_by_key(
    State(app): State<AppState>,
    visitor: Visitor,
    Json(body): Json<SignInByKey>,
) -> Result<impl IntoResponse, Failed> {
    let challenge = hex32(&body.challenge).ok_or_else(|| Failed::refused(&visitor, Refusal::Malformed))?;
    let signed =
        service::sign_in_by_key(&app.service, body.member, &body.origin, &challenge, &body.signature, &visitor.browser);
    let token = signed.await.map_err(|error| Failed::from(&visitor, &error))?;
    Ok(([(SET_COOKIE, session_cookie(&token))], axum::Json(body.member)))
}

pub async fn sessions(
    State(app): State<AppState>,
    visitor: Visitor,
    headers: HeaderMap,
) -> Result<axum::Json<SessionList>, Failed> {
    let token = cookie(&headers, SESSION_COOKIE).unwrap_or_default();
    answer(&visitor, service::views::sessions(&app.service, &visitor.actor, &token).await)
}

pub async fn revoke_session(
    State(app): State<AppState>,
    Path(session): Path<String>,
    visitor: Visitor,
) -> Result<axum::Json<()>, Failed> {
    let session = id(&visitor, &session)?;
    answer(&visitor, service::revoke_session(&app.service, &visitor.actor, session).await)
}

pub async fn revoke_other_sessions(
    State(app): State<AppState>,
    visitor: Visitor,
    headers: HeaderMap,
) -> Result<axum::Json<()>, Failed> {
    let token = cookie(&headers, SESSION_COOKIE).unwrap_or_default();
    answer(&visitor, service::revoke_other_sessions(&app.service, &visitor.actor, &token).await)
}

pub async fn sign_out(
    State(app): State<AppState>,
    visitor: Visitor,
    headers: HeaderMap,
) -> Result<axum::Json<()>, Failed> {
    if let Some(token) = code_token(&headers) {
        return answer(&visitor, service::sign_out_code(&app.service, &token).await);
    }
    let Some(token) = cookie(&headers, SESSION_COOKIE) else { return Ok(axum::Json(())) };
    answer(&visitor, service::sign_out(&app.service, &token).await)
}

pub async fn me(State(app): State<AppState>, visitor: Visitor) -> Result<axum::Json<Me>, Failed> {
    answer(&visitor, service::views::me(&app.service, &visitor.actor).await)
}

pub async fn my_votes(State(app): State<AppState>, visitor: Visitor) -> Result<axum::Json<MyVotes>, Failed> {
    answer(&visitor, service::views::my_votes(&app.service, &visitor.actor).await)
}

pub async fn register_key(
    State(app): State<AppState>,
    visitor: Visitor,
    Json(registration): Json<Registration>,
) -> Result<axum::Json<PublicKeys>, Failed> {
    answer(&visitor, service::register_key(&app.service, &visitor.actor, &registration).await)
}
