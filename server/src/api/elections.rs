//! Elections and their candidates: reading them, accepting by signature, withdrawing. What is written is written on pages.

use app::state::AppState;
use app::visitor::Visitor;
use axum::extract::{Path, State};
use domain::candidacies::{AcceptCandidacy, ElectionLine, ElectionView};

use super::error::{answer, id};
use super::{Failed, Json};

pub async fn list(State(app): State<AppState>, visitor: Visitor) -> Result<axum::Json<Vec<ElectionLine>>, Failed> {
    answer(&visitor, service::views::elections(&app.service, &visitor.actor).await)
}

pub async fn one(
    State(app): State<AppState>,
    Path(item): Path<String>,
    visitor: Visitor,
) -> Result<axum::Json<ElectionView>, Failed> {
    let item = id(&visitor, &item)?;
    answer(&visitor, service::views::election_view(&app.service, &visitor.actor, item).await)
}

pub async fn accept(
    State(app): State<AppState>,
    Path(item): Path<String>,
    visitor: Visitor,
    Json(sent): Json<AcceptCandidacy>,
) -> Result<axum::Json<()>, Failed> {
    let item = id(&visitor, &item)?;
    answer(&visitor, service::accept_candidacy(&app.service, &visitor.actor, item, &sent).await)
}

pub async fn withdraw(
    State(app): State<AppState>,
    Path(item): Path<String>,
    visitor: Visitor,
) -> Result<axum::Json<()>, Failed> {
    let item = id(&visitor, &item)?;
    answer(&visitor, service::withdraw_candidacy(&app.service, &visitor.actor, item).await)
}
