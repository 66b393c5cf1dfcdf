//! The session as it goes on: what is followed, what the chair says and does between opening and closing votes.

use std::convert::Infallible;
use std::time::Duration;

use app::state::AppState;
use app::visitor::{Visitor, query};
use axum::Extension;
use axum::extract::{Path, State};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use domain::draw::ConfirmDraw;
use domain::elected::NoteDeclined;
use domain::hands::{CountHands, HandsDesk, HandsView, NoteHands};
use domain::ids::{AssemblyId, VoteId};
use domain::in_session::PutToVote;
use domain::live::Live;
use domain::paper::{CountPaper, MarkPaper, NotePaper, PaperDesk, PaperView, Way};
use domain::wire::{RecordDraw, VoidVote};
use http::HeaderValue;
use http::header::HeaderName;
use tokio_stream::StreamExt as _;

use super::error::{answer, id};
use super::{Failed, Json};
use crate::followers::Followers;
use crate::limits::Key;

type Answer<T> = Result<axum::Json<T>, Failed>;

/// How long a browser waits before it listens again.
const AGAIN: Duration = Duration::from_secs(2);

pub async fn live(State(app): State<AppState>, Path(assembly): Path<String>, visitor: Visitor) -> Answer<Live> {
    let assembly = id(&visitor, &assembly)?;
    let live = service::views::live(&app.service, assembly).await;
    answer(&visitor, live.map(|live| as_asked(live, &visitor)))
}

/// Each moment of an assembly, as server-sent events: one at once, then one whenever something moved.
pub async fn events(
    Extension(followers): Extension<Followers>,
    key: Option<Extension<Key>>,
    Path(assembly): Path<String>,
    visitor: Visitor,
) -> Result<Response, Failed> {
    let assembly: AssemblyId = id(&visitor, &assembly)?;
    // Counted first: who has too many open costs no question to the database.
    let counted =
        followers.count(key.map(|Extension(key)| key)).map_err(|refusal| Failed::refused(&visitor, refusal))?;
    let moments = followers.follow(assembly).await.map_err(|error| Failed::from(&visitor, &error))?;
    let mut last: Option<Live> = None;
    let told = moments.filter_map(move |live| {
        // Counted until the stream, and this with it, goes.
        let _ = &counted;
        let live = as_asked(live, &visitor);
        if last.as_ref().is_some_and(|last| last.same(&live)) {
            return None;
        }
        let event = Event::default().retry(AGAIN).json_data(&live).ok()?;
        last = Some(live);
        Some(Ok::<Event, Infallible>(event))
    });
    let mut answer = Sse::new(told).keep_alive(KeepAlive::default()).into_response();
    // A proxy that gathers an answer before it passes it on would pass nothing on.
    answer.headers_mut().insert(HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));
    Ok(answer)
}

/// With the turnout for whoever asks for it.
fn as_asked(live: Live, visitor: &Visitor) -> Live {
    if query(&visitor.path, "turnout").is_some() { live } else { live.without_turnout() }
}

pub async fn suspend(State(app): State<AppState>, Path(assembly): Path<String>, visitor: Visitor) -> Answer<()> {
    let assembly = id(&visitor, &assembly)?;
    answer(&visitor, service::suspend_session(&app.service, &visitor.actor, assembly).await)
}

pub async fn resume(State(app): State<AppState>, Path(assembly): Path<String>, visitor: Visitor) -> Answer<()> {
    let assembly = id(&visitor, &assembly)?;
    answer(&visitor, service::resume_session(&app.service, &visitor.actor, assembly).await)
}

pub async fn rehearse(State(app): State<AppState>, visitor: Visitor) -> Answer<AssemblyId> {
    answer(&visitor, service::begin_rehearsal(&app.service, &visitor.actor).await)
}

pub async fn end_rehearsal(State(app): State<AppState>, Path(assembly): Path<String>, visitor: Visitor) -> Answer<()> {
    let assembly = id(&visitor, &assembly)?;
    answer(&visitor, service::end_rehearsal(&app.service, &visitor.actor, assembly).await)
}

pub async fn warn(State(app): State<AppState>, Path(vote): Path<String>, visitor: Visitor) -> Answer<i64> {
    let vote = id(&visitor, &vote)?;
    answer(&visitor, service::warn_closing(&app.service, &visitor.actor, vote).await)
}

pub async fn void(
    State(app): State<AppState>,
    Path(vote): Path<String>,
    visitor: Visitor,
    Json(said): Json<VoidVote>,
) -> Answer<()> {
    let vote = id(&visitor, &vote)?;
    answer(&visitor, service::void_vote(&app.service, &visitor.actor, vote, &said.reason).await)
}

pub async fn put(
    State(app): State<AppState>,
    Path(assembly): Path<String>,
    visitor: Visitor,
    Json(asked): Json<PutToVote>,
) -> Answer<VoteId> {
    let assembly = id(&visitor, &assembly)?;
    answer(&visitor, service::put_to_vote(&app.service, &visitor.actor, assembly, &asked).await)
}

pub async fn draw(
    State(app): State<AppState>,
    Path(vote): Path<String>,
    visitor: Visitor,
    Json(asked): Json<RecordDraw>,
) -> Answer<()> {
    let vote = id(&visitor, &vote)?;
    answer(&visitor, service::record_draw(&app.service, &visitor.actor, vote, &asked).await)
}

pub async fn confirm_draw(
    State(app): State<AppState>,
    Path(vote): Path<String>,
    visitor: Visitor,
    Json(asked): Json<ConfirmDraw>,
) -> Answer<()> {
    let vote = id(&visitor, &vote)?;
    answer(&visitor, service::confirm_draw(&app.service, &visitor.actor, vote, &asked).await)
}

pub async fn decline(State(app): State<AppState>, Path(vote): Path<String>, visitor: Visitor) -> Answer<()> {
    let vote = id(&visitor, &vote)?;
    answer(&visitor, service::decline_seat(&app.service, &visitor.actor, vote).await)
}

pub async fn note_declined(
    State(app): State<AppState>,
    Path(vote): Path<String>,
    visitor: Visitor,
    Json(asked): Json<NoteDeclined>,
) -> Answer<()> {
    let vote = id(&visitor, &vote)?;
    answer(&visitor, service::note_declined(&app.service, &visitor.actor, vote, &asked).await)
}

pub async fn runoff(State(app): State<AppState>, Path(vote): Path<String>, visitor: Visitor) -> Answer<VoteId> {
    let vote = id(&visitor, &vote)?;
    answer(&visitor, service::open_runoff(&app.service, &visitor.actor, vote).await)
}

pub async fn open_by_hands(State(app): State<AppState>, Path(vote): Path<String>, visitor: Visitor) -> Answer<u32> {
    let vote = id(&visitor, &vote)?;
    answer(&visitor, service::open_by_hands(&app.service, &visitor.actor, vote).await)
}

pub async fn hands(State(app): State<AppState>, Path(vote): Path<String>, visitor: Visitor) -> Answer<HandsDesk> {
    let vote = id(&visitor, &vote)?;
    answer(&visitor, service::views::hands(&app.service, &visitor.actor, vote).await)
}

pub async fn count_hands(
    State(app): State<AppState>,
    Path(vote): Path<String>,
    visitor: Visitor,
    Json(asked): Json<CountHands>,
) -> Answer<HandsView> {
    let vote = id(&visitor, &vote)?;
    answer(&visitor, service::count_hands(&app.service, &visitor.actor, vote, &asked).await)
}

pub async fn note_hands(
    State(app): State<AppState>,
    Path(vote): Path<String>,
    visitor: Visitor,
    Json(asked): Json<NoteHands>,
) -> Answer<HandsView> {
    let vote = id(&visitor, &vote)?;
    answer(&visitor, service::note_hands(&app.service, &visitor.actor, vote, &asked).await)
}

pub async fn mark_paper(
    State(app): State<AppState>,
    Path(assembly): Path<String>,
    visitor: Visitor,
    Json(asked): Json<MarkPaper>,
) -> Answer<Way> {
    let assembly = id(&visitor, &assembly)?;
    answer(&visitor, service::mark_paper(&app.service, &visitor.actor, assembly, &asked).await)
}

pub async fn paper(State(app): State<AppState>, Path(vote): Path<String>, visitor: Visitor) -> Answer<PaperDesk> {
    let vote = id(&visitor, &vote)?;
    answer(&visitor, service::views::paper(&app.service, &visitor.actor, vote).await)
}

pub async fn count_paper(
    State(app): State<AppState>,
    Path(vote): Path<String>,
    visitor: Visitor,
    Json(asked): Json<CountPaper>,
) -> Answer<PaperView> {
    let vote = id(&visitor, &vote)?;
    answer(&visitor, service::count_paper(&app.service, &visitor.actor, vote, &asked).await)
}

pub async fn note_paper(
    State(app): State<AppState>,
    Path(vote): Path<String>,
    visitor: Visitor,
    Json(asked): Json<NotePaper>,
) -> Answer<PaperView> {
    let vote = id(&visitor, &vote)?;
    answer(&visitor, service::note_paper(&app.service, &visitor.actor, vote, &asked).await)
}
