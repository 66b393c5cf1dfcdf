//! The forms that bring a file: in parts, as browsers send files, and larger than anything else anyone may send.

use std::task::{Context, Poll};

use app::pages::convening::prepare::DOCUMENT;
use app::pages::proposals::files::ATTACH;
use app::pages::proxies::list::{ENTER, Typed};
use app::rpc::imports::PREVIEW;
use app::state::AppState;
use app::visitor::Visitor;
use axum::extract::State;
use axum::extract::multipart::{Multipart, MultipartRejection};
use axum::response::{IntoResponse as _, Response};
use domain::Refusal;
use domain::ids::{AssemblyId, DraftId, ProposalId};
use domain::proxies::PaperProxy;
use http::header::LOCATION;
use http::{Request, StatusCode};
use tower::{Layer, Service};
use tower_http::limit::RequestBodyLimit;

use crate::router::LARGEST_BODY;

/// Largest body of such a form: the largest file, and what parts it from the rest.
pub const LARGEST_UPLOAD: usize =
    larger(domain::import::LARGEST_FILE, domain::convocation::document::LARGEST) + 64 * 1024;

/// The forms that bring a file. The proxies of `packaging` let as much through to them.
pub const UPLOADS: [&str; 4] = [PREVIEW, DOCUMENT, ATTACH, ENTER];

const fn larger(a: usize, b: usize) -> usize {
    if a > b { a } else { b }
}

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
        Err(error) => back(&visitor, "/register/import", Err(error)),
    }
}

/// Keeps a document of an agenda being prepared, and sends the browser back to it, with the reason why not if it was not.
pub async fn attach_document(
    State(app): State<AppState>,
    visitor: Visitor,
    parts: Result<Multipart, MultipartRejection>,
) -> Response {
    let sent = match Brought::read(parts).await {
        Ok(sent) => sent,
        Err(status) => return status.into_response(),
    };
    let Ok(draft) = sent.draft.parse::<DraftId>() else { return StatusCode::BAD_REQUEST.into_response() };
    let item = match sent.item.as_str() {
        "" => None,
        id => match id.parse() {
            Ok(id) => Some(id),
            Err(_) => return StatusCode::BAD_REQUEST.into_response(),
        },
    };
    let done = service::attach_document(&app.service, &visitor.actor, draft, item, &sent.name, &sent.file).await;
    back(&visitor, &format!("/assemblies/prepare/{draft}"), done.map(drop))
}

/// Keeps a file of a proposal, and sends the browser back to it, with the reason why not if it was not.
pub async fn attach_to_proposal(
    State(app): State<AppState>,
    visitor: Visitor,
    parts: Result<Multipart, MultipartRejection>,
) -> Response {
    let sent = match Brought::read(parts).await {
        Ok(sent) => sent,
        Err(status) => return status.into_response(),
    };
    let Ok(proposal) = sent.proposal.parse::<ProposalId>() else { return StatusCode::BAD_REQUEST.into_response() };
    let done = service::attach_to_proposal(&app.service, &visitor.actor, proposal, &sent.name, &sent.file).await;
    back(&visitor, &format!("/proposals/{proposal}"), done.map(drop))
}

/// Keeps a proxy on paper, and sends the browser back to the list; with the reason why not and what was typed, if it was not.
pub async fn enter_paper_proxy(
    State(app): State<AppState>,
    visitor: Visitor,
    parts: Result<Multipart, MultipartRejection>,
) -> Response {
    let sent = match Brought::read(parts).await {
        Ok(sent) => sent,
        Err(status) => return status.into_response(),
    };
    let Ok(assembly) = sent.assembly.parse::<AssemblyId>() else { return StatusCode::BAD_REQUEST.into_response() };
    let done = match paper(&sent) {
        Ok(entered) => {
            let file = (sent.name.as_str(), sent.file.as_slice());
            service::enter_paper_proxy(&app.service, &visitor.actor, assembly, entered, file).await.map(drop)
        }
        Err(refusal) => Err(refusal.into()),
    };
    match done {
        Err(service::Error::Refused(refusal)) => {
            let typed = Typed::new(&sent.grantor, &sent.holder, sent.accepted == "yes");
            to(&typed.again(assembly, visitor.hears(refusal)))
        }
        done => back(&visitor, &format!("/assembly/{assembly}/proxies"), done),
    }
}

/// The numbers as they were typed.
fn paper(sent: &Brought) -> Result<PaperProxy, Refusal> {
    let grantor = sent.grantor.trim().parse().map_err(|_| Refusal::NoSuchNumber)?;
    let holder = match sent.holder.trim() {
        "" => None,
        number => Some(number.parse().map_err(|_| Refusal::ProxyHolder)?),
    };
    Ok(PaperProxy { grantor, holder, accepted: sent.accepted == "yes" })
}

/// What the form of a document brings.
#[derive(Default)]
struct Brought {
    draft: String,
    proposal: String,
    assembly: String,
    grantor: String,
    holder: String,
    accepted: String,
    item: String,
    name: String,
    file: Vec<u8>,
}

impl Brought {
    async fn read(parts: Result<Multipart, MultipartRejection>) -> Result<Self, StatusCode> {
        let mut parts = parts.map_err(|_| StatusCode::BAD_REQUEST)?;
        let mut brought = Self::default();
        while let Some(part) = parts.next_field().await.map_err(|error| error.status())? {
            match part.name() {
                Some("draft") => brought.draft = part.text().await.map_err(|error| error.status())?,
                Some("proposal") => brought.proposal = part.text().await.map_err(|error| error.status())?,
                Some("assembly") => brought.assembly = part.text().await.map_err(|error| error.status())?,
                Some("grantor") => brought.grantor = part.text().await.map_err(|error| error.status())?,
                Some("holder") => brought.holder = part.text().await.map_err(|error| error.status())?,
                Some("accepted") => brought.accepted = part.text().await.map_err(|error| error.status())?,
                Some("item") => brought.item = part.text().await.map_err(|error| error.status())?,
                Some("file") => {
                    part.file_name().unwrap_or_default().clone_into(&mut brought.name);
                    brought.file = part.bytes().await.map(Vec::from).map_err(|error| error.status())?;
                }
                _ => {}
            }
        }
        Ok(brought)
    }
}

/// Back to the page the form stands on, with the reason why not if it was not done.
fn back(visitor: &Visitor, page: &str, done: Result<(), service::Error>) -> Response {
    match done {
        Ok(()) => to(page),
        Err(service::Error::Refused(refusal)) => to(&format!("{page}?refusal={}", visitor.hears(refusal).code())),
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

/// Bounds bodies: those of the forms with a file by their own bound, every other by the usual one.
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
        if UPLOADS.contains(&request.uri().path()) { self.upload.call(request) } else { self.usual.call(request) }
    }
}
