//! How the REST door says no: a status and a problem with a code for programs and a sentence for people.

use std::convert::Infallible;

use app::i18n::Lang;
use app::shell::status_of;
use app::state::AppState;
use app::visitor::Visitor;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::response::{IntoResponse, Response};
use domain::Refusal;
use domain::wire::Problem;
use http::StatusCode;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A refusal on its way out, with the reader's language.
pub struct Failed {
    refusal: Refusal,
    lang: Lang,
    request: String,
}

impl Failed {
    /// A refusal told to a visitor.
    pub fn refused(visitor: &Visitor, refusal: Refusal) -> Self {
        Self { refusal: visitor.hears(refusal), lang: visitor.lang, request: visitor.request_id.clone() }
    }

    /// What a service function answered; internal errors go to the log and read "unavailable".
    pub fn from(visitor: &Visitor, error: &service::Error) -> Self {
        if let service::Error::Internal(inner) = error {
            tracing::error!(request = %visitor.request_id, error = %inner, "a request failed");
        }
        Self::refused(visitor, error.refusal())
    }
}

impl IntoResponse for Failed {
    fn into_response(self) -> Response {
        let problem = Problem {
            code: self.refusal.code().to_owned(),
            message: self.lang.t(&format!("refusal-{}", self.refusal.code())),
            request: self.request,
        };
        // Beside the answer, for whoever counts refusals.
        (status_of(self.refusal), axum::Extension(self.refusal), axum::Json(problem)).into_response()
    }
}

/// The answer of a service function as JSON, or its refusal.
pub fn answer<T: Serialize>(visitor: &Visitor, outcome: Result<T, service::Error>) -> Result<axum::Json<T>, Failed> {
    outcome.map(axum::Json).map_err(|error| Failed::from(visitor, &error))
}

/// An id of a path; what does not parse names nothing.
pub fn id<T: std::str::FromStr>(visitor: &Visitor, text: &str) -> Result<T, Failed> {
    text.parse().map_err(|_| Failed::refused(visitor, Refusal::NotFound))
}

/// A JSON body, strictly; anything else is refused as malformed in the caller's language.
pub struct Json<T>(pub T);

impl<T: DeserializeOwned> FromRequest<AppState> for Json<T> {
    type Rejection = Failed;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Failed> {
        let (mut parts, body) = request.into_parts();
        let visitor =
            Visitor::from_request_parts(&mut parts, state).await.unwrap_or_else(|never: Infallible| match never {});
        let read = axum::Json::<T>::from_request(Request::from_parts(parts, body), state).await;
        read.map(|axum::Json(value)| Self(value)).map_err(|rejection| {
            let too_large = rejection.status() == StatusCode::PAYLOAD_TOO_LARGE;
            Failed::refused(&visitor, if too_large { Refusal::TooLarge } else { Refusal::Malformed })
        })
    }
}

/// No such route.
pub async fn no_route(visitor: Visitor) -> Failed {
    Failed::refused(&visitor, Refusal::NotFound)
}
