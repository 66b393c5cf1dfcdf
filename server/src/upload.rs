//! The one form that brings a file: in parts, as browsers send files, and larger than anything else anyone may send.

use std::task::{Context, Poll};

use app::rpc::imports::PREVIEW;
use app::state::AppState;
use app::visitor::Visitor;
use axum::extract::State;
use axum::extract::multipart::{Multipart, MultipartRejection};
use axum::response::{IntoResponse as _, Response};
use http::header::LOCATION;
use http::{Request, StatusCode};
use tower::{Layer, Service};
use tower_http::limit::RequestBodyLimit;

use crate::router::LARGEST_BODY;

/// Largest body of the form: the largest file, and what parts it from the rest.
pub const LARGEST_UPLOAD: usize = domain::import::LARGEST_FILE + 64 * 1024;

/// Keeps the file and sends the browser to what would become of it, or back with the reason why not.
pub async fn preview_import(
    State(app): State<AppState>,
    visitor: Visitor,
    parts: Result<Multipart, MultipartRejection>,
) -> Response {
    let file = match parts {
        Ok(parts) => file(parts).await,
        Err(_) => Err(StatusCode::BAD_REQUEST),
    };
    let file = match file {
        Ok(file) => file,
        Err(status) => return status.into_response(),
    };
    match service::preview_import(&app.service, &visitor.actor, &file).await {
        Ok(id) => to(&format!("/register/import?file={id}")),
        Err(service::Error::Refused(refusal)) => {
            to(&format!("/register/import?refusal={}", visitor.hears(refusal).code()))
        }
        Err(service::Error::Internal(inner)) => {
            tracing::error!(request = %visitor.request_id, error = %inner, "a form failed");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

fn to(page: &str) -> Response {
    (StatusCode::FOUND, [(LOCATION, page.to_owned())]).into_response()
}

/// The bytes of the field that holds the file.
async fn file(mut parts: Multipart) -> Result<Vec<u8>, StatusCode> {
    while let Some(part) = parts.next_field().await.map_err(|error| error.status())? {
        if part.name() == Some("file") {
            return part.bytes().await.map(Vec::from).map_err(|error| error.status());
        }
    }
    Err(StatusCode::BAD_REQUEST)
}

/// Bounds bodies: that of the form with the file by its own bound, every other by the usual one.
#[derive(Clone, Copy)]
pub struct BodyLimits;

impl<S: Clone> Layer<S> for BodyLimits {
    type Service = Bounded<S>;

    fn layer(&self, inner: S) -> Bounded<S> {
        let usual = RequestBodyLimit::new(inner.clone(), LARGEST_BODY);
        Bounded { usual, upload: RequestBodyLimit::new(inner, LARGEST_UPLOAD) }
    }
}

/// See [`BodyLimits`].
#[derive(Clone)]
pub struct Bounded<S> {
    usual: RequestBodyLimit<S>,
    upload: RequestBodyLimit<S>,
}

impl<S, B> Service<Request<B>> for Bounded<S>
where
    RequestBodyLimit<S>: Service<Request<B>>,
{
    type Response = <RequestBodyLimit<S> as Service<Request<B>>>::Response;
    type Error = <RequestBodyLimit<S> as Service<Request<B>>>::Error;
    type Future = <RequestBodyLimit<S> as Service<Request<B>>>::Future;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        match self.usual.poll_ready(context) {
            Poll::Ready(Ok(())) => self.upload.poll_ready(context),
            other => other,
        }
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        if request.uri().path() == PREVIEW { self.upload.call(request) } else { self.usual.call(request) }
    }
}
