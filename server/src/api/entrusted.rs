//! Voices entrusted to the server: a member asks for the own one, the board says how many there may be.

use app::state::AppState;
use app::visitor::Visitor;
use axum::extract::{Path, State};
use domain::Refusal;
use domain::entrusted::{ConfirmEntrusted, ReleaseEntrusted, Released};
use protocol::encoding::hex32;

use super::error::{answer, id};
use super::{Failed, Json};

pub async fn release(
    State(app): State<AppState>,
    Path(assembly): Path<String>,
    visitor: Visitor,
    Json(body): Json<ReleaseEntrusted>,
) -> Result<axum::Json<Released>, Failed> {
    let assembly = id(&visitor, &assembly)?;
    let challenge = hex32(&body.challenge).ok_or_else(|| Failed::refused(&visitor, Refusal::Malformed))?;
    let shown = (body.origin.as_str(), &challenge, &body.signature);
    answer(&visitor, service::release_entrusted(&app.service, &visitor.actor, assembly, shown).await)
}

pub async fn confirm(
    State(app): State<AppState>,
    Path(assembly): Path<String>,
    visitor: Visitor,
    Json(asked): Json<ConfirmEntrusted>,
) -> Result<axum::Json<()>, Failed> {
    let assembly = id(&visitor, &assembly)?;
    answer(&visitor, service::confirm_entrusted(&app.service, &visitor.actor, assembly, &asked).await)
}
