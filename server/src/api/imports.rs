//! A register brought as a file, for programs: what would become of it, and its import. The file comes by the form of the
//! page (`server/src/upload.rs`).

use app::state::AppState;
use app::visitor::Visitor;
use axum::extract::{Path, State};
use axum::response::IntoResponse;
use domain::import::{ImportView, Imported};
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};

use super::Failed;
use super::error::{answer, id};

pub async fn model(State(app): State<AppState>, visitor: Visitor) -> Result<impl IntoResponse, Failed> {
    let model = service::views::import_model(&app.service, &visitor.actor).await;
    let text = model.map_err(|error| Failed::from(&visitor, &error))?;
    let disposition = "attachment; filename=\"voix-import.csv\"";
    Ok(([(CONTENT_TYPE, "text/csv; charset=utf-8"), (CONTENT_DISPOSITION, disposition)], text))
}

pub async fn one(
    State(app): State<AppState>,
    Path(import): Path<String>,
    visitor: Visitor,
) -> Result<axum::Json<ImportView>, Failed> {
    let import = id(&visitor, &import)?;
    answer(&visitor, service::views::register_import(&app.service, &visitor.actor, import).await)
}

pub async fn run(
    State(app): State<AppState>,
    Path(import): Path<String>,
    visitor: Visitor,
) -> Result<axum::Json<Imported>, Failed> {
    let import = id(&visitor, &import)?;
    answer(&visitor, service::run_import(&app.service, &visitor.actor, import).await)
}
