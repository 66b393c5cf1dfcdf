//! Offices, for those who keep or read the register.

use app::state::AppState;
use app::visitor::Visitor;
use axum::extract::{Path, State};
use domain::ids::{MemberId, RoundId, TermId};
use domain::offices::{EndOffice, GiveOffice, Offices};
use domain::president::NamePresident;

use super::error::{answer, id};
use super::{Failed, Json};

pub async fn list(State(app): State<AppState>, visitor: Visitor) -> Result<axum::Json<Offices>, Failed> {
    answer(&visitor, service::views::offices(&app.service, &visitor.actor).await)
}

pub async fn give(
    State(app): State<AppState>,
    visitor: Visitor,
    Json(asked): Json<GiveOffice>,
) -> Result<axum::Json<TermId>, Failed> {
    answer(&visitor, service::give_office(&app.service, &visitor.actor, &asked).await)
}

pub async fn end(
    State(app): State<AppState>,
    Path(office): Path<String>,
    visitor: Visitor,
    Json(asked): Json<EndOffice>,
) -> Result<axum::Json<()>, Failed> {
    let office = id(&visitor, &office)?;
    answer(&visitor, service::end_office(&app.service, &visitor.actor, office, &asked).await)
}

pub async fn open_round(State(app): State<AppState>, visitor: Visitor) -> Result<axum::Json<RoundId>, Failed> {
    answer(&visitor, service::open_president_round(&app.service, &visitor.actor).await)
}

pub async fn name_president(
    State(app): State<AppState>,
    Path(round): Path<String>,
    visitor: Visitor,
    Json(asked): Json<NamePresident>,
) -> Result<axum::Json<()>, Failed> {
    let round = id(&visitor, &round)?;
    answer(&visitor, service::name_president(&app.service, &visitor.actor, round, &asked).await)
}

/// Who is elected, if anybody.
pub async fn close_round(
    State(app): State<AppState>,
    Path(round): Path<String>,
    visitor: Visitor,
) -> Result<axum::Json<Option<MemberId>>, Failed> {
    let round = id(&visitor, &round)?;
    answer(&visitor, service::close_president_round(&app.service, &visitor.actor, round).await)
}
