//! What monitoring reads at `/metrics`, in the text format of Prometheus: counts, ages and states. No name, no address, no
//! id of anybody, nothing about what was voted. It has a listener of its own, off unless asked for: the public one never
//! answers it.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context as _, Result};
use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use domain::Refusal;
use domain::mail::MailState;
use http::header::{CONTENT_TYPE, LOCATION};
use http::{Method, StatusCode};
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::{ConstGauge, Gauge};
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;
use service::{Service, upkeep};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::backup::note;

/// Bounds of the time of an answer, in seconds.
const SECONDS: [f64; 9] = [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 30.0];

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    class: &'static str,
    status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Class {
    class: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Code {
    code: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Mode {
    mode: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct InState {
    state: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Kind {
    kind: &'static str,
}

type Times = Family<Class, Histogram, fn() -> Histogram>;

/// What is counted as requests are answered. Cloning shares the counters.
#[derive(Clone)]
pub struct Metrics(Arc<Counted>);

struct Counted {
    requests: Family<Answered, Counter>,
    seconds: Times,
    refusals: Family<Code, Counter>,
    ballots: Family<Mode, Counter>,
    data: PathBuf,
}

impl Metrics {
    /// Nothing counted yet; `data` is the folder that says when the last copy was made.
    pub fn new(data: &Path) -> Self {
        let seconds = Times::new_with_constructor(|| Histogram::new(SECONDS));
        Self(Arc::new(Counted {
            requests: Family::default(),
            seconds,
            refusals: Family::default(),
            ballots: Family::default(),
            data: data.to_owned(),
        }))
    }

    /// Everything as text: what was counted, and what the database says now.
    pub async fn text(&self, service: &Service) -> Result<String> {
        let mut registry = Registry::with_prefix("voix");
        registry.register("requests", "Requests answered", self.0.requests.clone());
        registry.register("request_seconds", "Time of an answer in seconds", self.0.seconds.clone());
        registry.register("refusals", "Refusals told, by their code", self.0.refusals.clone());
        let ballots = "Ballots answered with a receipt, the same one sent again included";
        registry.register("ballots_answered", ballots, self.0.ballots.clone());
        self.of_database(&mut registry, service).await;
        let note = note::read(&self.0.data).ok().flatten();
        let age = note.map(|note| (service.now() - note.at) / 1_000_000);
        // Without any copy, or when nobody can tell, the age is absent, for which monitoring has a word too.
        if let Some(age) = age {
            registry.register("backup_age_seconds", "Age of the last copy of the database", ConstGauge::new(age));
        }
        let mut text = String::new();
        encode(&mut text, &registry)?;
        Ok(text)
    }

    async fn of_database(&self, registry: &mut Registry, service: &Service) {
        let outbox = upkeep::outbox(service).await;
        registry.register("database_up", "Whether the database answered", ConstGauge::new(i64::from(outbox.is_ok())));
        if let Ok(outbox) = outbox {
            let mails = Family::<InState, Gauge>::default();
            for state in MailState::ALL {
                let word = serde_json::to_value(state).ok().and_then(|word| Some(word.as_str()?.to_owned()));
                let label = InState { state: word.unwrap_or_default() };
                mails.get_or_create(&label).set(outbox.count(state).into());
            }
            registry.register("mails", "Messages, by state", mails);
            let waiting = ConstGauge::new(outbox.oldest.unwrap_or(0) / 1_000_000);
            registry.register("outbox_age_seconds", "How long the oldest message could have been sent", waiting);
        }
        let failures = upkeep::failures(service);
        let errors = Family::<Kind, Counter>::default();
        errors.get_or_create(&Kind { kind: "busy" }).inc_by(failures.busy);
        errors.get_or_create(&Kind { kind: "other" }).inc_by(failures.other);
        registry.register("database_errors", "Steps of the database that failed", errors);
    }
}

/// Counts a request and its answer.
pub async fn count(State(metrics): State<Metrics>, request: Request, next: Next) -> Response {
    let began = Instant::now();
    let (path, posted) = (request.uri().path(), request.method() == Method::POST);
    let class = class(path);
    let ballot = posted.then(|| ballot(path)).flatten();
    let answer = next.run(request).await;
    let Metrics(counted) = metrics;
    counted.requests.get_or_create(&Answered { class, status: answer.status().as_u16() }).inc();
    counted.seconds.get_or_create(&Class { class }).observe(began.elapsed().as_secs_f64());
    if let Some(refusal) = refusal(&answer) {
        counted.refusals.get_or_create(&Code { code: refusal.code() }).inc();
    }
    if let (Some(mode), StatusCode::OK) = (ballot, answer.status()) {
        counted.ballots.get_or_create(&Mode { mode }).inc();
    }
    answer
}

/// What kind of address it is; never the address.
fn class(path: &str) -> &'static str {
    match path.split('/').nth(1) {
        Some("api") => "api",
        Some("rpc") => "form",
        Some("pkg" | "fonts" | "icons.svg" | "favicon.svg" | "verify-worker.js") => "file",
        Some("health" | "ready") => "health",
        _ => "page",
    }
}

/// The kind of ballot an address takes.
fn ballot(path: &str) -> Option<&'static str> {
    let end = path.strip_prefix("/api/v1/votes/")?.split_once('/')?.1;
    match end {
        "ballots" => Some("secret"),
        "open-ballots" => Some("open"),
        _ => None,
    }
}

/// What an answer refuses: it says so itself, or sends a form back with the code in its address.
fn refusal(answer: &Response) -> Option<Refusal> {
    if let Some(refusal) = answer.extensions().get::<Refusal>() {
        return Some(*refusal);
    }
    let back = answer.headers().get(LOCATION)?.to_str().ok()?;
    let code = back.split_once("refusal=")?.1;
    Refusal::from_code(code.split('&').next().unwrap_or_default())
}

/// Answers `/metrics` until told to stop.
pub async fn serve(
    listener: TcpListener,
    metrics: Metrics,
    service: Service,
    stop: CancellationToken,
) -> std::io::Result<()> {
    let door = Router::new().route("/metrics", get(show)).with_state((metrics, service));
    axum::serve(listener, door).with_graceful_shutdown(async move { stop.cancelled().await }).await
}

async fn show(State((metrics, service)): State<(Metrics, Service)>) -> Response {
    match metrics.text(&service).await {
        Ok(text) => {
            let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
            ([(CONTENT_TYPE, kind)], text).into_response()
        }
        Err(error) => {
            tracing::error!(%error, "the metrics could not be written");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// Opens the listener of the metrics.
pub async fn listen(address: SocketAddr) -> Result<TcpListener> {
    TcpListener::bind(address)
        .await
        .with_context(|| format!("{address} is taken or not allowed; choose another with --metrics"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_a_class_and_is_not_counted_itself() {
        for (path, expected) in [
            ("/", "page"),
            ("/vote/0123?tracker=x", "page"),
            ("/sign-in/secret", "page"),
            ("/api/v1/me", "api"),
            ("/rpc/sign-out", "form"),
            ("/pkg/voix-desk.js", "file"),
            ("/ready", "health"),
        ] {
            assert_eq!(class(path), expected, "{path}");
        }
    }

    #[test]
    fn ballots_are_told_apart_from_everything_else() {
        assert_eq!(ballot("/api/v1/votes/1/ballots"), Some("secret"));
        assert_eq!(ballot("/api/v1/votes/1/open-ballots"), Some("open"));
        for other in ["/api/v1/votes/1/close", "/api/v1/votes/1/ballots/AAAA", "/vote/1/ballots", "/api/v1/votes"] {
            assert_eq!(ballot(other), None, "{other}");
        }
    }

    #[test]
    fn the_refusal_of_a_form_stands_in_the_address_it_sends_back_to() {
        let back = |to: &str| {
            let mut answer = StatusCode::SEE_OTHER.into_response();
            answer.headers_mut().insert(LOCATION, to.parse().unwrap());
            refusal(&answer)
        };
        assert_eq!(back("/votes?refusal=vote-closed"), Some(Refusal::VoteClosed));
        assert_eq!(back("/sign-in?email=a%40b.fr&refusal=too-many&x=1"), Some(Refusal::TooMany));
        assert_eq!((back("/votes"), back("/votes?refusal=%3Cscript%3E")), (None, None), "a code of ours, or none");
    }
}
