//! The member's own key.

use app::state::AppState;
use app::visitor::{SESSION_COOKIE, Visitor, cookie};
use axum::extract::State;
use domain::keys_view::{MyKey, RecoverKey};
use http::HeaderMap;
use protocol::keys::{PublicKeys, Registration};

use super::error::answer;
use super::{Failed, Json};

pub async fn mine(
    State(app): State<AppState>,
    visitor: Visitor,
    headers: HeaderMap,
) -> Result<axum::Json<MyKey>, Failed> {
    let token = cookie(&headers, SESSION_COOKIE).unwrap_or_default();
    answer(&visitor, service::views::my_key(&app.service, &visitor.actor, &token).await)
}

pub async fn replace(
    State(app): State<AppState>,
    visitor: Visitor,
    headers: HeaderMap,
    Json(registration): Json<Registration>,
) -> Result<axum::Json<PublicKeys>, Failed> {
    let token = cookie(&headers, SESSION_COOKIE).unwrap_or_default();
    answer(&visitor, service::replace_key(&app.service, &visitor.actor, &token, &registration).await)
}

pub async fn recover(
    State(app): State<AppState>,
    visitor: Visitor,
    Json(sent): Json<RecoverKey>,
) -> Result<axum::Json<PublicKeys>, Failed> {
    answer(&visitor, service::recover_key(&app.service, &visitor.actor, &sent).await)
}
