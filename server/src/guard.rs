//! The policy at the door: a request is let through only if `service::policy` lists its route and admits its author.
//! The service asks the same table again; a route that is not in it answers nobody.

use app::shell;
use app::state::AppState;
use app::visitor::Visitor;
use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use domain::Refusal;
use http::{Method, StatusCode};
use service::policy::{Operation, allow};

use crate::api::Failed;

/// Stands before every route of the REST door.
pub async fn rest(
    State(_): State<AppState>,
    visitor: Visitor,
    path: MatchedPath,
    request: Request,
    next: Next,
) -> Response {
    // Axum answers HEAD with the handler of GET.
    let method = if request.method() == Method::HEAD { &Method::GET } else { request.method() };
    if visitor.unavailable {
        return Failed::refused(&visitor, Refusal::Unavailable).into_response();
    }
    let allowed =
        operation(&format!("{method} {}", path.as_str())).and_then(|operation| allow(&visitor.actor, operation));
    match allowed {
        Ok(()) => next.run(request).await,
        Err(refusal) => Failed::refused(&visitor, refusal).into_response(),
    }
}

/// Stands before every form of our pages: who may not is told so before the form is read.
pub async fn form(State(app): State<AppState>, visitor: Visitor, request: Request, next: Next) -> Response {
    if visitor.unavailable {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    let allowed = operation(request.uri().path()).and_then(|operation| allow(&visitor.actor, operation));
    match allowed {
        Ok(()) => next.run(request).await,
        Err(refusal) => shell::refused(&app, &visitor, &service::Error::Refused(refusal)).await,
    }
}

/// The operation a door leads to.
fn operation(door: &str) -> Result<Operation, Refusal> {
    let leads = |operation: &&Operation| operation.doors().contains(&door);
    Operation::ALL.iter().find(leads).copied().ok_or(Refusal::NotFound)
}
