//! Paper codes: the desk registers one and ends it, its member ends it, and whoever holds the slip signs in with it to vote.

use app::state::AppState;
use app::visitor::Visitor;
use axum::extract::{Path, State};
use domain::Refusal;
use domain::codes::{CodePrinted, EndCode, PrintCode, SignInByPaperCode, SignedByCode};
use protocol::encoding::hex32;

use super::error::{answer, id};
use super::{Failed, Json};

pub async fn print(
    State(app): State<AppState>,
    Path(assembly): Path<String>,
    visitor: Visitor,
    Json(asked): Json<PrintCode>,
) -> Result<axum::Json<CodePrinted>, Failed> {
    let assembly = id(&visitor, &assembly)?;
    answer(&visitor, service::print_code(&app.service, &visitor.actor, assembly, &asked).await)
}

pub async fn end(
    State(app): State<AppState>,
    Path(assembly): Path<String>,
    visitor: Visitor,
    Json(asked): Json<EndCode>,
) -> Result<axum::Json<()>, Failed> {
    let assembly = id(&visitor, &assembly)?;
    answer(&visitor, service::end_code(&app.service, &visitor.actor, assembly, &asked).await)
}

pub async fn end_own(
    State(app): State<AppState>,
    Path(assembly): Path<String>,
    visitor: Visitor,
) -> Result<axum::Json<()>, Failed> {
    let assembly = id(&visitor, &assembly)?;
    answer(&visitor, service::end_own_code(&app.service, &visitor.actor, assembly).await)
}

pub async fn sign_in(
    State(app): State<AppState>,
    visitor: Visitor,
    Json(body): Json<SignInByPaperCode>,
) -> Result<axum::Json<SignedByCode>, Failed> {
    let malformed = || Failed::refused(&visitor, Refusal::Malformed);
    let identity = hex32(&body.identity).ok_or_else(malformed)?;
    let challenge = hex32(&body.challenge).ok_or_else(malformed)?;
    let signed =
        service::sign_in_by_paper_code(&app.service, &identity, &body.origin, &challenge, &body.signature).await;
    answer(&visitor, signed)
}
