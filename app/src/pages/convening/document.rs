//! A document of an agenda, or a file of a proposal. Whatever it holds, it runs nothing here: images are shown in a sandbox of
//! their own, anything else is only downloaded (browsers show no PDF in a sandbox).

use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use http::HeaderValue;
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE};

use crate::pages::id;
use crate::shell;
use crate::state::AppState;
use crate::visitor::Visitor;

/// What the document may do in a browser: nothing but be seen.
const SANDBOX: HeaderValue = HeaderValue::from_static("sandbox; default-src 'none'; frame-ancestors 'none'");

/// `GET /document/{id}`
pub async fn get(State(app): State<AppState>, Path(document): Path<String>, visitor: Visitor) -> Response {
    let outcome = match service::policy::allow(&visitor.actor, service::policy::Operation::ReadDocument) {
        Ok(()) => match id(&document) {
            Ok(document) => service::views::document(&app.service, &visitor.actor, document).await,
            Err(error) => Err(error),
        },
        Err(refusal) => Err(refusal.into()),
    };
    served(&app, &visitor, outcome).await
}

/// A file as browsers get it, or why not: the one way out for what members and the board attach.
pub(crate) async fn served(
    app: &AppState,
    visitor: &Visitor,
    outcome: Result<service::views::DocumentFile, service::Error>,
) -> Response {
    let file = match outcome {
        Ok(file) => file,
        Err(error) => return shell::refused(app, visitor, &error).await,
    };
    let way = if file.media.shown() { "inline" } else { "attachment" };
    // The name itself in the form for any language (RFC 6266); a plain one for who does not read that.
    let name: String = form_urlencoded::byte_serialize(file.name.as_bytes()).collect::<String>().replace('+', "%20");
    let disposition = format!("{way}; filename=\"document.{}\"; filename*=UTF-8''{name}", file.media.ending());
    let Ok(disposition) = HeaderValue::from_str(&disposition) else {
        return shell::refused(app, visitor, &domain::Refusal::NotFound.into()).await;
    };
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static(file.media.mime())),
        (CONTENT_DISPOSITION, disposition),
        (CONTENT_SECURITY_POLICY, SANDBOX),
        (CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
    ];
    (headers, file.body).into_response()
}
