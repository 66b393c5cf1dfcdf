//! Every door of the server and what stands before it: request ids, logs, security headers, a sentence for whatever is
//! refused, limits of size, time and number, cross-site refusal.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use app::state::AppState;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, State};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use axum::{Extension, Router};
use http::header::{
    ACCEPT_ENCODING, CONTENT_SECURITY_POLICY, HeaderName, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use http::{HeaderValue, Request, StatusCode};
use leptos::server_fn::error::SERVER_FN_ERROR_HEADER;
use tokio_util::sync::CancellationToken;
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};
use tower_http::csrf::CsrfLayer;
use tower_http::request_id::{MakeRequestId, PropagateRequestIdLayer, RequestId, SetRequestIdLayer};
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::TimeoutLayer;
use tower_http::trace::TraceLayer;

use crate::followers::Followers;
use crate::limits::{self, Limits, Stand};
use crate::{api, guard, said, upload};

/// Largest body anyone may send but a register to import: a ballot is a few kilobytes.
pub const LARGEST_BODY: usize = 256 * 1024;
/// Longest a request may take.
const LONGEST: Duration = Duration::from_secs(30);

/// A worker has the policy that it comes with, not that of the page: it loads and runs the verifier of this site, and nothing else.
const WORKER_POLICY: &str =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; frame-ancestors 'none'";

/// The whole server. What is followed through it ends when `stopping` is cancelled.
pub fn router(state: AppState, site: &Path, limits: Option<Arc<Limits>>, stopping: CancellationToken) -> Router {
    // Rendering spawns tasks; a second call changes nothing.
    let _ = any_spawner::Executor::init_tokio();
    app::rpc::register();
    let followers = Followers::new(state.service.clone(), stopping);
    let stand = Stand { app: state.clone(), limits };
    let files = |name: &str| ServeDir::new(site.join(name)).precompressed_br().precompressed_gzip();
    let doors = Router::new()
        .merge(app::pages::router())
        .nest("/api/v1", api::router(&state))
        .merge(app::pages::forms().route_layer(from_fn_with_state(state.clone(), guard::form)))
        .route("/rpc/{*name}", post(form).route_layer(from_fn_with_state(state.clone(), guard::form)))
        .route(
            app::rpc::imports::PREVIEW,
            post(upload::preview_import)
                .layer(DefaultBodyLimit::max(upload::LARGEST_UPLOAD))
                .route_layer(from_fn_with_state(state.clone(), guard::form)),
        )
        .route(
            app::pages::convening::prepare::DOCUMENT,
            post(upload::attach_document)
                .layer(DefaultBodyLimit::max(upload::LARGEST_UPLOAD))
                .route_layer(from_fn_with_state(state.clone(), guard::form)),
        )
        .route(
            app::pages::proposals::files::ATTACH,
            post(upload::attach_to_proposal)
                .layer(DefaultBodyLimit::max(upload::LARGEST_UPLOAD))
                .route_layer(from_fn_with_state(state.clone(), guard::form)),
        )
        .route(
            app::pages::proxies::list::ENTER,
            post(upload::enter_paper_proxy)
                .layer(DefaultBodyLimit::max(upload::LARGEST_UPLOAD))
                .route_layer(from_fn_with_state(state.clone(), guard::form)),
        )
        .layer(Extension(followers))
        .layer(from_fn_with_state(stand, limits::limit))
        .route("/health", get(|| async { "ok" }))
        .route("/ready", get(ready))
        .nest_service("/pkg", files("pkg"))
        .nest_service("/fonts", files("fonts"))
        .route_service("/icons.svg", tower_http::services::ServeFile::new(site.join("icons.svg")))
        .route_service("/favicon.svg", tower_http::services::ServeFile::new(site.join("favicon.svg")))
        .route_service(
            "/verify-worker.js",
            ServiceBuilder::new()
                .layer(header(CONTENT_SECURITY_POLICY, WORKER_POLICY))
                .service(tower_http::services::ServeFile::new(site.join("verify-worker.js"))),
        )
        .with_state(state.clone());
    behind(doors, state)
}

/// What stands before every door, the outermost first.
pub fn behind(doors: Router, state: AppState) -> Router {
    doors.layer(
        ServiceBuilder::new()
            .map_request(without_id)
            .map_request(readable)
            .layer(SetRequestIdLayer::x_request_id(Ids::default()))
            .layer(TraceLayer::new_for_http().make_span_with(span))
            .layer(PropagateRequestIdLayer::x_request_id())
            .layer(header(X_CONTENT_TYPE_OPTIONS, "nosniff"))
            .layer(header(X_FRAME_OPTIONS, "DENY"))
            .layer(header(REFERRER_POLICY, "no-referrer"))
            .layer(header(STRICT_TRANSPORT_SECURITY, "max-age=31536000"))
            .layer(header(HeaderName::from_static("cross-origin-opener-policy"), "same-origin"))
            .layer(header(HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=()"))
            .layer(SetResponseHeaderLayer::if_not_present(
                CONTENT_SECURITY_POLICY,
                HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'"),
            ))
            .layer(CatchPanicLayer::custom(said::speechless))
            .layer(from_fn_with_state(state, said::said))
            .layer(CatchPanicLayer::new())
            .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, LONGEST))
            .layer(upload::BodyLimits)
            .layer(CsrfLayer::new())
            .layer(CompressionLayer::new().br(true).gzip(true).compress_when(gains())),
    )
}

/// What is compressed on its way: neither a zip nor a PDF, which are compressed already.
fn gains() -> impl Predicate {
    DefaultPredicate::new()
        .and(NotForContentType::const_new("application/zip"))
        .and(NotForContentType::const_new("application/pdf"))
}

/// Whether this server can do its work: whoever starts it, or sends visitors to it, waits for that. `/health` only says
/// that the program runs.
async fn ready(State(state): State<AppState>) -> Response {
    match service::upkeep::ready(&state.service).await {
        Ok(()) => "ready".into_response(),
        Err(error) => {
            tracing::error!(%error, "the database does not answer");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

fn header(name: HeaderName, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::overriding(name, HeaderValue::from_static(value))
}

/// What a caller sends as its own id is not believed: it would stand in our log and in our answers.
fn without_id<B>(mut request: Request<B>) -> Request<B> {
    request.headers_mut().remove("x-request-id");
    request
}

/// A caller who accepts no plain answer at all gets one nevertheless: the layer that compresses would say 406 after the
/// act was done.
fn readable<B>(mut request: Request<B>) -> Request<B> {
    if request.headers().get(ACCEPT_ENCODING).is_some_and(|accepted| accepted.to_str().map_or(true, refuses_plain)) {
        request.headers_mut().remove(ACCEPT_ENCODING);
    }
    request
}

/// Whether `identity` or `*` has the weight 0.
fn refuses_plain(accepted: &str) -> bool {
    accepted.split(',').filter_map(|part| part.split_once(';')).any(|(coding, weight)| {
        let plain = matches!(coding.trim(), "*") || coding.trim().eq_ignore_ascii_case("identity");
        plain && !weight.bytes().any(|byte| matches!(byte, b'1'..=b'9'))
    })
}

/// Our pages' forms: server functions, given what they need to know. What cannot be read as the form it is sent as is
/// refused here: server functions would tell the sender how their reader works, and send browsers to the Referer. What
/// failed inside has no words yet.
async fn form(State(state): State<AppState>, request: Request<Body>) -> Response {
    let provide = move || leptos::context::provide_context(state.clone());
    let answer = leptos_axum::handle_server_fns_with_context(provide, request).await.into_response();
    match (answer.headers().contains_key(SERVER_FN_ERROR_HEADER), answer.status()) {
        (false, _) => answer,
        (true, failed @ StatusCode::SERVICE_UNAVAILABLE) => failed.into_response(),
        (true, _) => StatusCode::BAD_REQUEST.into_response(),
    }
}

/// What the log says of a request: method, path without its query, id. Never a body, a cookie, an address, or the token of
/// a link, which stands in a path.
fn span<B>(request: &Request<B>) -> tracing::Span {
    let id = request.extensions().get::<RequestId>().and_then(|id| id.header_value().to_str().ok()).unwrap_or("-");
    tracing::info_span!("request", method = %request.method(), path = loggable(request.uri().path()), id)
}

fn loggable(path: &str) -> &str {
    match path {
        path if path.starts_with("/sign-in/") => "/sign-in/…",
        path if path.starts_with("/application/") => "/application/…",
        path if path.starts_with("/email/") => "/email/…",
        path => path,
    }
}

/// Ids of requests: counting, with random digits that keep the ids of two runs apart.
#[derive(Clone, Default)]
struct Ids(Arc<std::sync::atomic::AtomicU64>);

impl MakeRequestId for Ids {
    fn make_request_id<B>(&mut self, _: &Request<B>) -> Option<RequestId> {
        use service::Randomness as _;
        let n = self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let mut salt = [0; 4];
        crate::machine::SystemRandomness.fill(&mut salt);
        HeaderValue::from_str(&format!("{n:x}-{:08x}", u32::from_be_bytes(salt))).ok().map(RequestId::new)
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_token_of_a_sign_in_link_is_not_logged() {
        assert_eq!(super::loggable("/sign-in/0123abcd"), "/sign-in/…");
        assert_eq!(super::loggable("/application/0123abcd"), "/application/…");
        assert_eq!(super::loggable("/email/0123abcd"), "/email/…");
        assert_eq!(super::loggable("/sign-in"), "/sign-in");
        assert_eq!(super::loggable("/votes"), "/votes");
    }
}
