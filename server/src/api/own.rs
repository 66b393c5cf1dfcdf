//! The member's own record: to read, correct, download, and to leave.

use app::state::AppState;
use app::visitor::Visitor;
use axum::extract::{Path, Query, State};
use axum::response::IntoResponse;
use domain::Refusal;
use domain::own_record::{Consent, Correction, Departure, EmailChange, MemberList, OwnRecord};
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION};
use serde::Deserialize;

use super::error::{answer, id};
use super::{Failed, Json};

/// Query of `GET /assemblies/{assembly}/members`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Find {
    #[serde(default)]
    find: String,
}

pub async fn record(State(app): State<AppState>, visitor: Visitor) -> Result<axum::Json<OwnRecord>, Failed> {
    answer(&visitor, service::views::own_record(&app.service, &visitor.actor).await)
}

/// A file to keep: browsers save it.
pub async fn data(State(app): State<AppState>, visitor: Visitor) -> Result<impl IntoResponse, Failed> {
    let data = answer(&visitor, service::views::own_data(&app.service, &visitor.actor).await)?;
    let headers = [(CONTENT_DISPOSITION, "attachment; filename=\"voix.json\""), (CACHE_CONTROL, "no-store")];
    Ok((headers, data))
}

pub async fn correct(
    State(app): State<AppState>,
    visitor: Visitor,
    Json(correction): Json<Correction>,
) -> Result<axum::Json<bool>, Failed> {
    answer(&visitor, service::correct_record(&app.service, &visitor.actor, &correction).await)
}

pub async fn change_email(
    State(app): State<AppState>,
    visitor: Visitor,
    Json(change): Json<EmailChange>,
) -> Result<axum::Json<bool>, Failed> {
    answer(&visitor, service::change_email(&app.service, &visitor.actor, &change).await)
}

pub async fn set_consent(
    State(app): State<AppState>,
    visitor: Visitor,
    Json(consent): Json<Consent>,
) -> Result<axum::Json<()>, Failed> {
    answer(&visitor, service::set_consent(&app.service, &visitor.actor, &consent).await)
}

pub async fn leave(
    State(app): State<AppState>,
    visitor: Visitor,
    Json(departure): Json<Departure>,
) -> Result<axum::Json<()>, Failed> {
    answer(&visitor, service::leave(&app.service, &visitor.actor, &departure).await)
}

pub async fn member_list(
    State(app): State<AppState>,
    Path(assembly): Path<String>,
    visitor: Visitor,
    asked: Result<Query<Find>, axum::extract::rejection::QueryRejection>,
) -> Result<axum::Json<MemberList>, Failed> {
    let assembly = id(&visitor, &assembly)?;
    let Query(asked) = asked.map_err(|_| Failed::refused(&visitor, Refusal::Malformed))?;
    answer(&visitor, service::views::member_list(&app.service, &visitor.actor, assembly, &asked.find).await)
}
