//! What members say about proposals, to be read. What is written is written on pages.

use app::state::AppState;
use app::visitor::Visitor;
use axum::extract::{Path, Query, State};
use domain::Refusal;
use domain::discussion::{CommentView, Discussion};
use serde::Deserialize;
use service::views::DiscussionPart;

use super::Failed;
use super::error::{answer, id};

/// The number after which comments are asked for; 0: from the first.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    after: Option<u32>,
}

pub async fn list(
    State(app): State<AppState>,
    Path(proposal): Path<String>,
    visitor: Visitor,
    asked: Result<Query<Asked>, axum::extract::rejection::QueryRejection>,
) -> Result<axum::Json<Discussion>, Failed> {
    let proposal = id(&visitor, &proposal)?;
    let Query(asked) = asked.map_err(|_| Failed::refused(&visitor, Refusal::Malformed))?;
    let part = DiscussionPart::After(asked.after.unwrap_or(0));
    answer(&visitor, service::views::discussion(&app.service, &visitor.actor, proposal, part).await)
}

pub async fn one(
    State(app): State<AppState>,
    Path(comment): Path<String>,
    visitor: Visitor,
) -> Result<axum::Json<CommentView>, Failed> {
    let comment = id(&visitor, &comment)?;
    answer(&visitor, service::views::comment(&app.service, &visitor.actor, comment).await)
}
