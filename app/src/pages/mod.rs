//! One file per page: what it loads (one service function), then how it looks.

pub mod assembly;
pub mod ballot;
pub mod console;
pub mod demo;
pub mod home;
pub mod key_holder;
pub mod mails;
pub mod minutes;
pub mod record;
pub mod sessions;
pub mod sign_in;
pub mod verify;
pub mod vote;
pub mod votes;

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use domain::Refusal;

use crate::shell;
use crate::state::AppState;
use crate::visitor::Visitor;

/// Every page with its path. `service::policy` names the audience of what each loads.
pub fn router() -> Router<AppState> {
    Router::new()
        .route("/", get(home::get))
        .route("/demo", get(demo::get))
        .route("/sign-in", get(sign_in::get))
        .route("/sign-in/{id}", get(sign_in::link))
        .route("/sessions", get(sessions::get))
        .route("/mails", get(mails::get))
        .route("/votes", get(votes::get))
        .route("/ballot", get(ballot::get))
        .route("/key-holder", get(key_holder::get))
        .route("/console", get(console::get))
        .route("/assembly", get(assembly::current))
        .route("/assembly/{id}", get(assembly::get))
        .route("/vote/{id}", get(vote::get))
        .route("/minutes/{id}", get(minutes::get))
        .route("/record/{id}", get(record::get))
        .route("/verify", get(verify::get))
        .fallback(get(not_found))
}

async fn not_found(State(app): State<AppState>, visitor: Visitor) -> Response {
    shell::refused(&app, &visitor, &service::Error::Refused(Refusal::NotFound)).await
}

/// The assembly going on, or the refusal that says there is none.
pub(crate) async fn in_session(app: &AppState) -> Result<domain::ids::AssemblyId, service::Error> {
    service::views::current_assembly(&app.service).await?.ok_or(service::Error::Refused(Refusal::NotInSession))
}

/// An id in a path that does not parse names nothing.
pub(crate) fn id<T: std::str::FromStr>(text: &str) -> Result<T, service::Error> {
    text.parse().map_err(|_| service::Error::Refused(Refusal::NotFound))
}
