//! Proposals: reading them, supporting one by signature. What is written is written on pages.

use app::components::markdown::to_html;
use app::state::AppState;
use app::visitor::Visitor;
use axum::extract::{Path, State};
use domain::proposals::{Preview, Progress, ProposalList, ProposalView, Set, Support};

use super::error::{answer, id};
use super::{Failed, Json};

pub async fn list(State(app): State<AppState>, visitor: Visitor) -> Result<axum::Json<ProposalList>, Failed> {
    answer(&visitor, service::views::proposals(&app.service, &visitor.actor).await)
}

pub async fn one(
    State(app): State<AppState>,
    Path(proposal): Path<String>,
    visitor: Visitor,
) -> Result<axum::Json<ProposalView>, Failed> {
    let proposal = id(&visitor, &proposal)?;
    answer(&visitor, service::views::proposal(&app.service, &visitor.actor, proposal).await)
}

/// What a member writes, set as it will be.
pub async fn preview(
    State(app): State<AppState>,
    visitor: Visitor,
    Json(sent): Json<Preview>,
) -> Result<axum::Json<Set>, Failed> {
    let text = service::views::preview(&app.service, &visitor.actor, &sent).await.map(to_html);
    answer(&visitor, text.map(|html| Set { html }))
}

pub async fn support(
    State(app): State<AppState>,
    Path(proposal): Path<String>,
    visitor: Visitor,
    Json(sent): Json<Support>,
) -> Result<axum::Json<Progress>, Failed> {
    let proposal = id(&visitor, &proposal)?;
    answer(&visitor, service::support_proposal(&app.service, &visitor.actor, proposal, &sent).await)
}

pub async fn withdraw(
    State(app): State<AppState>,
    Path(proposal): Path<String>,
    visitor: Visitor,
) -> Result<axum::Json<()>, Failed> {
    let proposal = id(&visitor, &proposal)?;
    answer(&visitor, service::withdraw_support(&app.service, &visitor.actor, proposal).await)
}
