//! Written questions before an assembly, to read. What is written is written on pages.

use app::state::AppState;
use app::visitor::Visitor;
use axum::extract::{Path, State};
use domain::questions::QuestionsView;

use super::Failed;
use super::error::{answer, id};

pub async fn of_assembly(
    State(app): State<AppState>,
    Path(assembly): Path<String>,
    visitor: Visitor,
) -> Result<axum::Json<QuestionsView>, Failed> {
    let assembly = id(&visitor, &assembly)?;
    answer(&visitor, service::views::questions(&app.service, &visitor.actor, assembly).await)
}
