//! Votes: what is public about them, ballots, opening and closing, decryption.

use app::state::AppState;
use app::visitor::Visitor;
use axum::extract::{Path, Query, State};
use axum::response::IntoResponse;
use domain::ids::VoteId;
use domain::roll_checks::SignRoll;
use domain::vote::{Stage, VoteState};
use domain::wire::{ApproveTrustees, CastOpen, CastSecret, ItemView, SubmitDecryption};
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use protocol::receipt::Receipt;
use protocol::roll_check::UnnamedRoll;
use service::views::TrackerState;

use super::error::{answer, id};
use super::{Failed, Json};

type Answer<T> = Result<axum::Json<T>, Failed>;

pub async fn one(State(app): State<AppState>, Path(vote): Path<String>, visitor: Visitor) -> Answer<ItemView> {
    let vote: VoteId = id(&visitor, &vote)?;
    answer(&visitor, service::views::vote(&app.service, vote).await.map(|(_, item)| item))
}

/// `?stage=advance`: which box of the vote is meant; the last one otherwise.
#[derive(serde::Deserialize)]
pub struct Which {
    stage: Option<Stage>,
}

pub async fn archive(
    State(app): State<AppState>,
    Path(vote): Path<String>,
    Query(Which { stage }): Query<Which>,
    visitor: Visitor,
) -> Result<impl IntoResponse, Failed> {
    let vote = id(&visitor, &vote)?;
    let bytes =
        service::views::archive(&app.service, vote, stage).await.map_err(|error| Failed::from(&visitor, &error))?;
    Ok(([(CONTENT_TYPE, "application/octet-stream")], bytes))
}

pub async fn companion(
    State(app): State<AppState>,
    Path(vote): Path<String>,
    Query(Which { stage }): Query<Which>,
    visitor: Visitor,
) -> Result<impl IntoResponse, Failed> {
    let vote = id(&visitor, &vote)?;
    let text =
        service::views::companion(&app.service, vote, stage).await.map_err(|error| Failed::from(&visitor, &error))?;
    Ok(([(CONTENT_TYPE, "application/json")], text))
}

pub async fn verify_zip(
    State(app): State<AppState>,
    Path(vote): Path<String>,
    Query(Which { stage }): Query<Which>,
    visitor: Visitor,
) -> Result<impl IntoResponse, Failed> {
    let vote = id(&visitor, &vote)?;
    let (name, bytes) =
        service::views::verify_zip(&app.service, vote, stage).await.map_err(|error| Failed::from(&visitor, &error))?;
    let disposition = format!("attachment; filename=\"{name}\"");
    Ok(([(CONTENT_TYPE, "application/zip".to_owned()), (CONTENT_DISPOSITION, disposition)], bytes))
}

pub async fn voice_proof(
    State(app): State<AppState>,
    Path(vote): Path<String>,
    visitor: Visitor,
) -> Result<impl IntoResponse, Failed> {
    let vote = id(&visitor, &vote)?;
    let proof = service::views::voice_proof(&app.service, &visitor.actor, vote).await;
    let text = proof.map_err(|error| Failed::from(&visitor, &error))?;
    let disposition = "attachment; filename=\"voice-proof.json\"";
    Ok(([(CONTENT_TYPE, "application/json"), (CONTENT_DISPOSITION, disposition)], text))
}

pub async fn mandate_proof(
    State(app): State<AppState>,
    Path(vote): Path<String>,
    visitor: Visitor,
) -> Result<impl IntoResponse, Failed> {
    let vote = id(&visitor, &vote)?;
    let proof = service::views::mandate_proof(&app.service, &visitor.actor, vote).await;
    let text = proof.map_err(|error| Failed::from(&visitor, &error))?;
    let disposition = "attachment; filename=\"mandate-proof.json\"";
    Ok(([(CONTENT_TYPE, "application/json"), (CONTENT_DISPOSITION, disposition)], text))
}

pub async fn participation(
    State(app): State<AppState>,
    Path(vote): Path<String>,
    visitor: Visitor,
) -> Result<impl IntoResponse, Failed> {
    let vote = id(&visitor, &vote)?;
    let stated = service::views::participation(&app.service, &visitor.actor, vote).await;
    let text = stated.map_err(|error| Failed::from(&visitor, &error))?;
    let disposition = "attachment; filename=\"participation.json\"";
    Ok(([(CONTENT_TYPE, "application/json"), (CONTENT_DISPOSITION, disposition)], text))
}

pub async fn tracker(
    State(app): State<AppState>,
    Path((vote, tracker)): Path<(String, String)>,
    visitor: Visitor,
) -> Answer<&'static str> {
    let vote = id(&visitor, &vote)?;
    let state = service::views::ballot_known(&app.service, vote, &tracker).await;
    answer(&visitor, state.map(word))
}

fn word(state: TrackerState) -> &'static str {
    match state {
        TrackerState::Counted => "counted",
        TrackerState::Replaced => "replaced",
        TrackerState::Unknown => "unknown",
    }
}

pub async fn cast_open(
    State(app): State<AppState>,
    Path(vote): Path<String>,
    visitor: Visitor,
    Json(cast): Json<CastOpen>,
) -> Answer<Receipt> {
    let vote = id(&visitor, &vote)?;
    answer(&visitor, service::cast_open(&app.service, &visitor.actor, vote, &cast).await)
}

pub async fn cast_secret(
    State(app): State<AppState>,
    Path(vote): Path<String>,
    visitor: Visitor,
    Json(cast): Json<CastSecret>,
) -> Answer<Receipt> {
    let vote = id(&visitor, &vote)?;
    answer(&visitor, service::cast_secret(&app.service, &visitor.actor, vote, &cast).await)
}

pub async fn open(State(app): State<AppState>, Path(vote): Path<String>, visitor: Visitor) -> Answer<u32> {
    let vote = id(&visitor, &vote)?;
    answer(&visitor, service::open_vote(&app.service, &visitor.actor, vote).await)
}

pub async fn close(State(app): State<AppState>, Path(vote): Path<String>, visitor: Visitor) -> Answer<VoteState> {
    let vote = id(&visitor, &vote)?;
    answer(&visitor, service::close_vote(&app.service, &visitor.actor, vote).await)
}

pub async fn approve_trustees(
    State(app): State<AppState>,
    Path(vote): Path<String>,
    visitor: Visitor,
    Json(approval): Json<ApproveTrustees>,
) -> Answer<()> {
    let vote = id(&visitor, &vote)?;
    answer(&visitor, service::approve_trustees(&app.service, &visitor.actor, vote, &approval).await)
}

pub async fn roll(
    State(app): State<AppState>,
    Path(vote): Path<String>,
    Query(Which { stage }): Query<Which>,
    visitor: Visitor,
) -> Answer<UnnamedRoll> {
    let vote = id(&visitor, &vote)?;
    answer(&visitor, service::views::unnamed_roll(&app.service, &visitor.actor, vote, stage).await)
}

pub async fn sign_roll(
    State(app): State<AppState>,
    Path(vote): Path<String>,
    visitor: Visitor,
    Json(check): Json<SignRoll>,
) -> Answer<()> {
    let vote = id(&visitor, &vote)?;
    answer(&visitor, service::sign_roll(&app.service, &visitor.actor, vote, &check).await)
}

pub async fn submit_decryption(
    State(app): State<AppState>,
    Path(vote): Path<String>,
    visitor: Visitor,
    Json(part): Json<SubmitDecryption>,
) -> Answer<VoteState> {
    let vote = id(&visitor, &vote)?;
    answer(&visitor, service::submit_decryption(&app.service, &visitor.actor, vote, &part).await)
}
