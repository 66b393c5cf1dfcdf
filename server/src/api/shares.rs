//! Shares: one's own, requests to the board, payments.

use app::state::AppState;
use app::visitor::Visitor;
use axum::extract::{Path, State};
use domain::ids::ShareRequestId;
use domain::share_requests::{AskShares, DecideRequest, RecordPayment};
use domain::shares_view::{MemberShares, PaymentEntered, RequestLine, ShareTotals};

use super::error::{answer, id};
use super::{Failed, Json};

pub async fn mine(State(app): State<AppState>, visitor: Visitor) -> Result<axum::Json<MemberShares>, Failed> {
    answer(&visitor, service::views::my_shares(&app.service, &visitor.actor).await)
}

pub async fn ask(
    State(app): State<AppState>,
    visitor: Visitor,
    Json(asked): Json<AskShares>,
) -> Result<axum::Json<ShareRequestId>, Failed> {
    answer(&visitor, service::ask_shares(&app.service, &visitor.actor, &asked).await)
}

pub async fn withdraw(
    State(app): State<AppState>,
    Path(request): Path<String>,
    visitor: Visitor,
) -> Result<axum::Json<()>, Failed> {
    let request = id(&visitor, &request)?;
    answer(&visitor, service::withdraw_share_request(&app.service, &visitor.actor, request).await)
}

pub async fn totals(State(app): State<AppState>, visitor: Visitor) -> Result<axum::Json<ShareTotals>, Failed> {
    let register = service::views::share_register(&app.service, &visitor.actor).await;
    answer(&visitor, register.map(|register| register.totals))
}

pub async fn waiting(State(app): State<AppState>, visitor: Visitor) -> Result<axum::Json<Vec<RequestLine>>, Failed> {
    let register = service::views::share_register(&app.service, &visitor.actor).await;
    answer(&visitor, register.map(|register| register.waiting))
}

pub async fn decide(
    State(app): State<AppState>,
    Path(request): Path<String>,
    visitor: Visitor,
    Json(decision): Json<DecideRequest>,
) -> Result<axum::Json<()>, Failed> {
    let request = id(&visitor, &request)?;
    answer(&visitor, service::decide_share_request(&app.service, &visitor.actor, request, &decision).await)
}

pub async fn pay(
    State(app): State<AppState>,
    visitor: Visitor,
    Json(payment): Json<RecordPayment>,
) -> Result<axum::Json<PaymentEntered>, Failed> {
    answer(&visitor, service::record_payment(&app.service, &visitor.actor, &payment).await)
}
