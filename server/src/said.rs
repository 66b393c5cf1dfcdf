//! No answer leaves without a sentence. What the layers below say no with (too large, too slow, from another site, a
//! method or an address nobody listens to, a fault of ours) has a status and at most words of their own; here it becomes
//! the refusal of that status, as a problem for programs and as a page for people, with the request's id.

use std::any::Any;

use app::shell;
use app::state::AppState;
use app::visitor::identify;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use domain::Refusal;
use http::StatusCode;
use http::header::{ALLOW, CONTENT_TYPE};

use crate::api::Failed;

/// Stands before everything else that answers.
pub async fn said(State(app): State<AppState>, request: Request, next: Next) -> Response {
    let (headers, uri) = (request.headers().clone(), request.uri().clone());
    let bare = next.run(request).await;
    let Some(refusal) = unsaid(&bare) else { return bare };
    let visitor = identify(&headers, uri.path_and_query().map_or("/", |path| path.as_str()), &app).await;
    let mut answer = if uri.path().starts_with("/api/") {
        Failed::refused(&visitor, refusal).into_response()
    } else {
        shell::refused(&app, &visitor, &service::Error::Refused(refusal)).await
    };
    *answer.status_mut() = bare.status();
    if let Some(methods) = bare.headers().get(ALLOW) {
        answer.headers_mut().insert(ALLOW, methods.clone());
    }
    answer
}

/// The refusal an answer stands for, unless it says so itself: ours are JSON or HTML.
fn unsaid(answer: &Response) -> Option<Refusal> {
    let status = answer.status();
    let kind = answer.headers().get(CONTENT_TYPE).map_or(&b""[..], |kind| kind.as_bytes());
    let ours = kind.starts_with(b"application/json") || kind.starts_with(b"text/html");
    if ours || !(status.is_client_error() || status.is_server_error()) {
        return None;
    }
    Some(match status {
        StatusCode::FORBIDDEN => Refusal::OtherSite,
        StatusCode::NOT_FOUND => Refusal::NotFound,
        StatusCode::PAYLOAD_TOO_LARGE => Refusal::TooLarge,
        _ if status.is_server_error() => Refusal::Unavailable,
        _ => Refusal::Malformed,
    })
}

/// The last words, if saying no fails too: the id is in the answer's header.
pub fn speechless(_: Box<dyn Any + Send>) -> Response {
    (StatusCode::INTERNAL_SERVER_ERROR, Refusal::Unavailable.code()).into_response()
}
