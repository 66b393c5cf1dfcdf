//! The cooperative and its assemblies.

use std::time::Duration;

use app::state::AppState;
use app::visitor::Visitor;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::Refusal;
use domain::assembly::AssemblyState;
use domain::bureau::ConstituteBureau;
use domain::ceremony::{CeremonyPart, ExchangeHolder};
use domain::ids::AssemblyId;
use domain::minutes::Minutes;
use domain::minutes_corrected::{CorrectMinutes, Correction};
use domain::minutes_signed::SignMinutes;
use domain::sheet::SheetView;
use domain::wire::{AssemblyView, BallotPaper, Console, CooperativeView, KeyHolderTask, MakeHolderKey};
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, RETRY_AFTER};
use protocol::register_leaves::RegisterLeaves;
use tokio::sync::{Semaphore, SemaphorePermit};

use super::error::{answer, id};
use super::{Failed, Json};

type Answer<T> = Result<axum::Json<T>, Failed>;

pub async fn cooperative(State(app): State<AppState>, visitor: Visitor) -> Answer<CooperativeView> {
    answer(&visitor, service::views::cooperative(&app.service).await)
}

pub async fn current(State(app): State<AppState>, visitor: Visitor) -> Answer<AssemblyView> {
    let current =
        service::views::current_assembly(&app.service).await.map_err(|error| Failed::from(&visitor, &error))?;
    let current = current.ok_or_else(|| Failed::refused(&visitor, Refusal::NotFound))?;
    answer(&visitor, service::views::assembly(&app.service, current).await)
}

pub async fn one(State(app): State<AppState>, Path(assembly): Path<String>, visitor: Visitor) -> Answer<AssemblyView> {
    let assembly = id(&visitor, &assembly)?;
    answer(&visitor, service::views::assembly(&app.service, assembly).await)
}

pub async fn pulse(State(app): State<AppState>, Path(assembly): Path<String>, visitor: Visitor) -> Answer<u64> {
    let assembly = id(&visitor, &assembly)?;
    answer(&visitor, service::views::pulse(&app.service, assembly).await)
}

pub async fn record(
    State(app): State<AppState>,
    Path(assembly): Path<String>,
    visitor: Visitor,
) -> Result<impl IntoResponse, Failed> {
    let assembly = id(&visitor, &assembly)?;
    let lines = service::views::record(&app.service, assembly).await.map_err(|error| Failed::from(&visitor, &error))?;
    Ok(([(CONTENT_TYPE, "application/jsonl; charset=utf-8")], lines))
}

pub async fn checkpoint(
    State(app): State<AppState>,
    Path(assembly): Path<String>,
    visitor: Visitor,
) -> Result<impl IntoResponse, Failed> {
    let assembly = id(&visitor, &assembly)?;
    let note =
        service::views::checkpoint(&app.service, assembly).await.map_err(|error| Failed::from(&visitor, &error))?;
    let note = note.ok_or_else(|| Failed::refused(&visitor, Refusal::NotFound))?;
    Ok(([(CONTENT_TYPE, "text/plain; charset=utf-8")], note))
}

/// One whole assembly at a time: all of it is in memory, and packing it keeps a processor busy.
pub(crate) static PACKING: Semaphore = Semaphore::const_new(1);
/// How long somebody waits for those before them; then they are told when to ask again.
const PATIENCE: Duration = Duration::from_secs(3);
/// When, in seconds.
const AGAIN: u64 = 10;

/// The place of whoever reads a whole assembly; none where others take too long.
pub(super) async fn place() -> Option<SemaphorePermit<'static>> {
    place_among(&PACKING).await
}

/// The place of one among so many.
pub(super) async fn place_among(places: &'static Semaphore) -> Option<SemaphorePermit<'static>> {
    tokio::time::timeout(PATIENCE, places.acquire()).await.ok()?.ok()
}

/// That there was no place, and when to ask again.
pub(super) fn later(visitor: &Visitor) -> Response {
    let mut answer = Failed::refused(visitor, Refusal::Unavailable).into_response();
    answer.headers_mut().insert(RETRY_AFTER, AGAIN.into());
    answer
}

pub async fn whole(
    State(app): State<AppState>,
    Path(assembly): Path<String>,
    visitor: Visitor,
) -> Result<Response, Failed> {
    let assembly = id(&visitor, &assembly)?;
    // Nothing is read before: whoever waits here holds no connection to the database.
    let Some(place) = place().await else { return Ok(later(&visitor)) };
    let files = service::views::whole_assembly(&app.service, assembly).await;
    let files = files.map_err(|error| Failed::from(&visitor, &error))?;
    let work = move || {
        let zip = files.zip();
        // Also when nobody waits for it any more, the next begins after it.
        drop(place);
        zip
    };
    let zip = tokio::task::spawn_blocking(work).await.map_err(|error| {
        tracing::error!(request = %visitor.request_id, %error, "an assembly was not packed");
        Failed::refused(&visitor, Refusal::Unavailable)
    })?;
    let bytes = zip.map_err(|error| Failed::from(&visitor, &error))?;
    let disposition = "attachment; filename=\"assembly.zip\"";
    Ok(([(CONTENT_TYPE, "application/zip"), (CONTENT_DISPOSITION, disposition)], bytes).into_response())
}

pub async fn register_leaves(
    State(app): State<AppState>,
    Path(assembly): Path<String>,
    visitor: Visitor,
) -> Answer<RegisterLeaves> {
    let assembly = id(&visitor, &assembly)?;
    answer(&visitor, service::take_register_leaves(&app.service, &visitor.actor, assembly).await)
}

pub async fn minutes(State(app): State<AppState>, Path(assembly): Path<String>, visitor: Visitor) -> Answer<Minutes> {
    let assembly = id(&visitor, &assembly)?;
    let minutes = service::views::minutes(&app.service, &visitor.actor, assembly)
        .await
        .map_err(|error| Failed::from(&visitor, &error))?;
    minutes.map(axum::Json).ok_or_else(|| Failed::refused(&visitor, Refusal::NotFound))
}

pub async fn ballot_paper(
    State(app): State<AppState>,
    Path(assembly): Path<String>,
    visitor: Visitor,
) -> Answer<BallotPaper> {
    let assembly = id(&visitor, &assembly)?;
    answer(&visitor, service::views::ballot_paper(&app.service, &visitor.actor, assembly).await)
}

pub async fn console(State(app): State<AppState>, Path(assembly): Path<String>, visitor: Visitor) -> Answer<Console> {
    let assembly = id(&visitor, &assembly)?;
    answer(&visitor, service::views::console(&app.service, &visitor.actor, assembly).await)
}

pub async fn open_advance(State(app): State<AppState>, Path(assembly): Path<String>, visitor: Visitor) -> Answer<u32> {
    let assembly = id(&visitor, &assembly)?;
    answer(&visitor, service::open_advance(&app.service, &visitor.actor, assembly).await)
}

pub async fn open_session(
    State(app): State<AppState>,
    Path(assembly): Path<String>,
    visitor: Visitor,
) -> Answer<AssemblyState> {
    let assembly = id(&visitor, &assembly)?;
    answer(&visitor, service::open_session(&app.service, &visitor.actor, assembly).await)
}

pub async fn constitute_bureau(
    State(app): State<AppState>,
    Path(assembly): Path<String>,
    visitor: Visitor,
    Json(asked): Json<ConstituteBureau>,
) -> Answer<u32> {
    let assembly = id(&visitor, &assembly)?;
    answer(&visitor, service::constitute_bureau(&app.service, &visitor.actor, assembly, &asked).await)
}

pub async fn publish_minutes(
    State(app): State<AppState>,
    Path(assembly): Path<String>,
    visitor: Visitor,
) -> Answer<String> {
    let assembly = id(&visitor, &assembly)?;
    answer(&visitor, service::publish_minutes(&app.service, &visitor.actor, assembly).await)
}

pub async fn sign_minutes(
    State(app): State<AppState>,
    Path(assembly): Path<String>,
    visitor: Visitor,
    Json(sent): Json<SignMinutes>,
) -> Answer<()> {
    let assembly = id(&visitor, &assembly)?;
    answer(&visitor, service::sign_minutes(&app.service, &visitor.actor, assembly, &sent).await)
}

pub async fn corrections(
    State(app): State<AppState>,
    Path(assembly): Path<String>,
    visitor: Visitor,
) -> Answer<Vec<Correction>> {
    let assembly = id(&visitor, &assembly)?;
    let corrections = service::views::corrections(&app.service, &visitor.actor, assembly)
        .await
        .map_err(|error| Failed::from(&visitor, &error))?;
    corrections.map(axum::Json).ok_or_else(|| Failed::refused(&visitor, Refusal::NotFound))
}

pub async fn correct(
    State(app): State<AppState>,
    Path(assembly): Path<String>,
    visitor: Visitor,
    Json(asked): Json<CorrectMinutes>,
) -> Answer<u32> {
    let assembly = id(&visitor, &assembly)?;
    answer(&visitor, service::correct_minutes(&app.service, &visitor.actor, assembly, &asked).await)
}

pub async fn sheet(State(app): State<AppState>, Path(assembly): Path<String>, visitor: Visitor) -> Answer<SheetView> {
    let assembly = id(&visitor, &assembly)?;
    answer(&visitor, service::views::attendance_sheet(&app.service, &visitor.actor, assembly).await)
}

pub async fn end_without_quorum(
    State(app): State<AppState>,
    Path(assembly): Path<String>,
    visitor: Visitor,
) -> Answer<String> {
    let assembly = id(&visitor, &assembly)?;
    answer(&visitor, service::end_without_quorum(&app.service, &visitor.actor, assembly).await)
}

pub async fn key_holder_task(
    State(app): State<AppState>,
    Path(assembly): Path<String>,
    visitor: Visitor,
) -> Answer<KeyHolderTask> {
    let assembly: AssemblyId = id(&visitor, &assembly)?;
    answer(&visitor, service::views::key_holder_task(&app.service, &visitor.actor, assembly).await)
}

pub async fn make_holder_key(
    State(app): State<AppState>,
    Path(assembly): Path<String>,
    visitor: Visitor,
    Json(made): Json<MakeHolderKey>,
) -> Answer<KeyHolderTask> {
    let assembly = id(&visitor, &assembly)?;
    answer(&visitor, service::make_holder_key(&app.service, &visitor.actor, assembly, &made).await)
}

pub async fn ceremony_step(
    State(app): State<AppState>,
    Path(assembly): Path<String>,
    visitor: Visitor,
    Json(part): Json<CeremonyPart>,
) -> Answer<KeyHolderTask> {
    let assembly = id(&visitor, &assembly)?;
    answer(&visitor, service::take_ceremony_step(&app.service, &visitor.actor, assembly, &part).await)
}

pub async fn restart_ceremony(
    State(app): State<AppState>,
    Path(assembly): Path<String>,
    visitor: Visitor,
) -> Answer<()> {
    let assembly = id(&visitor, &assembly)?;
    answer(&visitor, service::restart_ceremony(&app.service, &visitor.actor, assembly).await)
}

pub async fn exchange_holder(
    State(app): State<AppState>,
    Path(assembly): Path<String>,
    visitor: Visitor,
    Json(exchange): Json<ExchangeHolder>,
) -> Answer<()> {
    let assembly = id(&visitor, &assembly)?;
    answer(&visitor, service::exchange_holder(&app.service, &visitor.actor, assembly, &exchange).await)
}
