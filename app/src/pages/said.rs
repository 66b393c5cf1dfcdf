//! What the pages answer whose forms come back filled in.

use axum::response::{IntoResponse as _, Response};
use domain::Refusal;
use http::StatusCode;
use http::header::LOCATION;
use leptos::prelude::*;

use crate::i18n::Lang;
use crate::shell;
use crate::state::AppState;
use crate::visitor::Visitor;

/// On to a page of this site.
#[must_use]
pub fn on(page: &str) -> Response {
    (StatusCode::FOUND, [(LOCATION, page)]).into_response()
}

/// What cannot be read as the form it is sent as.
pub async fn malformed(app: &AppState, visitor: &Visitor) -> Response {
    shell::refused(app, visitor, &service::Error::Refused(Refusal::Malformed)).await
}

/// The head of a page whose form was refused: why, that nothing is lost, and the id of the request.
#[component]
pub fn Refused(
    /// Why.
    refusal: Refusal,
    /// That nothing was done and nothing is lost.
    note: String,
    /// Id of the request.
    request: String,
    /// Language.
    lang: Lang,
) -> impl IntoView {
    view! {
        <div class="notice notice--danger stack" role="alert">
            <h1>{lang.t(&format!("refusal-{}", refusal.code()))}</h1>
            <p>{note}</p>
            <p class="request-id">{lang.with("error-request", &[("id", request.into())])}</p>
        </div>
    }
}
