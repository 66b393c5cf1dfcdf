//! The doors, tried as a stranger would: forged and hostile requests; what a page may say. Who may go through which is
//! tried in `policy`.

use std::collections::BTreeSet;
use std::sync::Arc;

use app::state::AppState;
use axum::Router;
use axum::body::Body;
use domain::wire::{DemoPerson, Problem};
use http::{Method, Request, StatusCode, header};
use leptos::config::LeptosOptions;
use service::demo::{DemoKeys, Seed};
use service::policy::Operation;
use service::{Clock, Service};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;

use crate::limits::Limits;
use crate::machine::{SystemClock, SystemRandomness};
use crate::router;

mod codes;
mod copies;
mod door;
mod elected;
mod entrusted;
mod hostile;
mod openapi;
mod own;
mod packaging;
mod paper;
mod policy;
mod president;
mod session;

struct World {
    app: Router,
    service: Service,
    people: Vec<DemoPerson>,
    assembly: String,
    votes: Vec<String>,
    keys: DemoKeys,
    state: AppState,
    folder: tempfile::TempDir,
}

/// What is followed ends after its first moment: those who try every door read each answer to its end.
fn stopped() -> CancellationToken {
    let stopping = CancellationToken::new();
    stopping.cancel();
    stopping
}

async fn world() -> World {
    world_of(&Seed::default()).await
}

async fn world_of(seed: &Seed) -> World {
    limited(seed, None).await
}

async fn limited(seed: &Seed, limits: Option<Arc<Limits>>) -> World {
    by_clock(seed, limits, Arc::new(SystemClock)).await
}

/// The same by another clock than the machine's.
async fn by_clock(seed: &Seed, limits: Option<Arc<Limits>>, clock: Arc<dyn Clock>) -> World {
    let folder = tempfile::tempdir().expect("a folder");
    let url = format!("sqlite:{}", folder.path().join("voix.sqlite").display());
    let service = Service::open(&url, clock, Arc::new(SystemRandomness)).await.expect("a database");
    let keys = service::demo::load_seed(&service, seed).await.expect("the demo");
    let people = service::views::demo_people(&service).await.expect("people");
    let assembly = service::views::current_assembly(&service).await.expect("readable").expect("an assembly");
    let view = service::views::assembly(&service, assembly).await.expect("readable");
    let votes = view.items.iter().map(|item| item.vote.to_string()).collect();
    let options = LeptosOptions::builder().output_name("voix").build();
    let state = AppState { service: service.clone(), options };
    let app = router::router(state.clone(), folder.path(), limits, stopped());
    World { app, service, people, assembly: assembly.to_string(), votes, keys, state, folder }
}

struct Answer {
    status: StatusCode,
    headers: http::HeaderMap,
    text: String,
}

impl World {
    async fn send(&self, request: Request<Body>) -> Answer {
        let answer = self.app.clone().oneshot(request).await.expect("infallible");
        let (status, headers) = (answer.status(), answer.headers().clone());
        let bytes = axum::body::to_bytes(answer.into_body(), 4 << 20).await.expect("a body");
        Answer { status, headers, text: String::from_utf8_lossy(&bytes).into_owned() }
    }

    async fn ask(&self, method: &str, path: &str, cookie: Option<&str>, body: Option<&str>) -> Answer {
        self.asked(method, path, cookie, None, body).await
    }

    /// The same, with the token of a paper code as well.
    async fn asked(
        &self,
        method: &str,
        path: &str,
        cookie: Option<&str>,
        slip: Option<&str>,
        body: Option<&str>,
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(path).header(header::ACCEPT_LANGUAGE, "en");
        if let Some(cookie) = cookie {
            request = request.header(header::COOKIE, cookie);
        }
        if let Some(token) = slip {
            request = request.header(domain::codes::HEADER, token);
        }
        if body.is_some() {
            request = request.header(header::CONTENT_TYPE, "application/json");
        }
        self.send(request.body(Body::from(body.unwrap_or_default().to_owned())).expect("a request")).await
    }

    /// Signs a person in and answers the cookie.
    async fn sign_in(&self, nth: usize) -> String {
        let body = format!("{{\"member\":\"{}\"}}", self.people[nth].member);
        let answer = self.ask("POST", "/api/v1/demo/sign-in", None, Some(&body)).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        let cookie = answer.headers[header::SET_COOKIE].to_str().expect("text");
        for word in ["__Host-voix=", "HttpOnly", "Secure", "SameSite=Lax", "Path=/"] {
            assert!(cookie.contains(word), "{cookie}");
        }
        cookie.split(';').next().expect("a pair").to_owned()
    }

    fn path(&self, door: &str) -> String {
        let door = door.replace("{file}", "entries-00000.jsonl").replace("{tracker}", "AAAA");
        door.replace("{assembly}", &self.assembly).replace("{vote}", &self.votes[1])
    }
}

fn code(answer: &Answer) -> String {
    serde_json::from_str::<Problem>(&answer.text).map(|problem| problem.code).unwrap_or_default()
}

/// Routes as `api/mod.rs` spells them.
fn routes() -> BTreeSet<String> {
    let source = include_str!("api/mod.rs");
    let mut found = BTreeSet::new();
    for line in source.lines().filter_map(|line| line.trim().strip_prefix(".route(\"")) {
        let (path, methods) = line.split_once('"').expect("a path");
        for (word, method) in [("get(", "GET"), ("post(", "POST"), ("delete(", "DELETE")] {
            if methods.contains(word) {
                found.insert(format!("{method} /api/v1{path}"));
            }
        }
    }
    found
}

#[test]
fn the_policy_lists_every_route_and_nothing_else() {
    let doors: BTreeSet<String> =
        Operation::ALL.iter().flat_map(|op| op.doors()).map(|door| (*door).to_owned()).collect();
    let rest: BTreeSet<String> = doors.iter().filter(|door| !door.starts_with("/rpc/")).cloned().collect();
    assert_eq!(rest, routes(), "REST routes and policy");
    app::rpc::register();
    let functions = leptos::server_fn::axum::server_fn_paths().map(|(path, _)| path.to_owned());
    // A file comes in parts: its form is no server function either.
    let others = app::pages::FORMS.into_iter().chain([
        app::rpc::imports::PREVIEW,
        app::pages::convening::prepare::DOCUMENT,
        app::pages::proposals::files::ATTACH,
        app::pages::proxies::list::ENTER,
    ]);
    let forms: BTreeSet<String> = functions.chain(others.map(str::to_owned)).collect();
    let listed: BTreeSet<String> = doors.into_iter().filter(|door| door.starts_with("/rpc/")).collect();
    assert_eq!(forms, listed, "server functions and policy");
}

#[tokio::test]
async fn a_session_that_was_ended_opens_nothing() {
    let world = world().await;
    let cookie = world.sign_in(3).await;
    assert_eq!(world.ask("GET", "/api/v1/me", Some(&cookie), None).await.status, StatusCode::OK);
    assert_eq!(world.ask("POST", "/api/v1/sign-out", Some(&cookie), None).await.status, StatusCode::OK);
    assert_eq!(world.ask("GET", "/api/v1/me", Some(&cookie), None).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn bad_requests_get_a_sentence_in_the_readers_language_and_no_detail() {
    let world = world().await;
    let cookie = world.sign_in(3).await;
    let cast = format!("/api/v1/votes/{}/ballots", world.votes[1]);
    for body in ["", "{", "[]", "{\"ballot\":1}", "{\"unknown\":true}", "\u{0}"] {
        let answer = world.ask("POST", &cast, Some(&cookie), Some(body)).await;
        assert_eq!((answer.status, code(&answer).as_str()), (StatusCode::BAD_REQUEST, "malformed"), "{body}");
        assert!(answer.text.contains("cannot make sense"), "{}", answer.text);
        assert!(!answer.text.contains("serde") && !answer.text.contains("line"), "{}", answer.text);
    }
    let french = Request::get("/api/v1/nowhere").header(header::ACCEPT_LANGUAGE, "fr-FR,fr;q=0.9").body(Body::empty());
    let answer = world.send(french.expect("a request")).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert!(answer.text.contains("Rien ne se trouve"), "{}", answer.text);
    let huge = "x".repeat(300 * 1024);
    let status = world.ask("POST", &cast, Some(&cookie), Some(&huge)).await.status;
    assert!([StatusCode::PAYLOAD_TOO_LARGE, StatusCode::BAD_REQUEST].contains(&status), "{status}");
}

#[tokio::test]
async fn another_site_cannot_post_for_a_member() {
    let world = world().await;
    let cookie = world.sign_in(0).await;
    let path = format!("/api/v1/assemblies/{}/session", world.assembly);
    for (name, value) in [("sec-fetch-site", "cross-site"), ("origin", "https://elsewhere.example")] {
        let request = Request::builder().method(Method::POST).uri(&path).header(header::HOST, "127.0.0.1:3000");
        let request = request.header(header::COOKIE, &cookie).header(name, value).body(Body::empty());
        assert_eq!(world.send(request.expect("a request")).await.status, StatusCode::FORBIDDEN, "{name}");
    }
    let state = world.ask("GET", &format!("/api/v1/assemblies/{}", world.assembly), None, None).await;
    assert!(state.text.contains("\"state\":\"convened\""), "{}", state.text);
}

/// Pages that need nothing to be there, and one that is not there.
const PAGES: [&str; 29] = [
    "/",
    "/demo",
    "/votes",
    "/me",
    "/me/leave",
    "/left",
    "/me/passkeys",
    "/me/key",
    "/link",
    "/booth",
    "/register/offices",
    "/register/help",
    "/register/keys",
    "/register/import",
    "/refunds",
    "/register/statutes",
    "/statutes",
    "/ballot",
    "/assembly",
    "/screen",
    "/assemblies",
    "/assemblies/prepare",
    "/verify",
    "/apply",
    "/proposals",
    "/proposals/new",
    "/elections",
    "/proxy",
    "/nowhere",
];

#[tokio::test]
async fn every_page_has_its_security_headers_and_no_inline_script_without_nonce() {
    let world = world().await;
    let member = world.sign_in(3).await;
    for path in PAGES {
        let answer = world.ask("GET", path, Some(&member), None).await;
        let policy = answer.headers[header::CONTENT_SECURITY_POLICY].to_str().expect("text").to_owned();
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{path}: {policy}");
        assert_eq!(answer.headers["x-content-type-options"], "nosniff", "{path}");
        assert_eq!(answer.headers["x-frame-options"], "DENY", "{path}");
        assert!(!answer.text.contains(" style="), "{path}: an inline style");
        for script in answer.text.split("<script").skip(1) {
            let open = script.split('>').next().expect("a tag");
            assert!(open.contains("nonce="), "{path}: a script without nonce: {open}");
        }
    }
}

#[tokio::test]
async fn every_page_says_whom_to_ask_signed_in_or_not() {
    let world = world().await;
    let cookies = [None, Some(world.sign_in(0).await), Some(world.sign_in(3).await)];
    for cookie in &cookies {
        for path in PAGES {
            let text = world.ask("GET", path, cookie.as_deref(), None).await.text;
            let (tel, mailto) = ("href=\"tel:0353010012\"", "href=\"mailto:secretariat@example.org\"");
            assert!(text.contains(tel) && text.contains(mailto), "{path}");
        }
    }
}

#[tokio::test]
async fn a_number_nobody_can_dial_comes_back_into_the_form() {
    let world = world().await;
    let chair = world.sign_in(0).await;
    let form = |body: &'static str, cookie: &str| {
        let request =
            Request::post("/rpc/set-help").header(header::ACCEPT_LANGUAGE, "en").header(header::COOKIE, cookie);
        request
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body))
            .expect("a request")
    };
    let refused = world.send(form("phone=the+door&email=Porte%40example.org", &chair)).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    for kept in ["value=\"the door\"", "value=\"Porte@example.org\"", "id=\"phone-wrong\"", "tel:0353010012"] {
        assert!(refused.text.contains(kept), "{kept}: {}", refused.text);
    }
    let done = world.send(form("phone=15&email=Porte%40example.org", &chair)).await;
    assert_eq!(
        (done.status, done.headers[header::LOCATION].to_str().expect("text")),
        (StatusCode::FOUND, "/register/help?saved=1")
    );
    let page = world.ask("GET", "/", None, None).await.text;
    assert!(page.contains("tel:15") && page.contains("mailto:porte@example.org"), "{page}");
}

/// A database that does not answer is not a session that ended: the page sends its ballot again instead of telling the
/// member to sign in.
#[tokio::test]
async fn a_session_that_cannot_be_read_is_told_apart_from_none() {
    let world = world().await;
    let cookie = world.sign_in(3).await;
    world.service.close().await;
    let answer = world.ask("GET", "/api/v1/me", Some(&cookie), None).await;
    assert_eq!((answer.status, code(&answer).as_str()), (StatusCode::SERVICE_UNAVAILABLE, "unavailable"));
    let page = world.ask("GET", "/votes", Some(&cookie), None).await;
    assert_eq!(page.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(!page.text.contains("Sign in first") && !page.text.contains("pool"), "{}", page.text);
}

/// Whatever a person types into an address is shown as text, or not at all.
#[tokio::test]
async fn hostile_addresses_stay_text() {
    let world = world().await;
    let vote = &world.votes[1];
    for hostile in ["%3Cscript%3Ealert(1)%3C/script%3E", "%22onfocus=alert(1)%20x=%22", "%00", "%E2%80%AEabc", "'--"] {
        for path in
            [format!("/vote/{vote}?tracker={hostile}"), format!("/vote/{hostile}"), format!("/votes?refusal={hostile}")]
        {
            let answer = world.ask("GET", &path, None, None).await;
            assert!(answer.status.as_u16() < 500, "{path}: {}", answer.status);
            assert!(!answer.text.contains("alert(1)</script>") && !answer.text.contains("\"onfocus"), "{path}");
        }
    }
}

/// Asks until it is too much, at most so many times.
async fn flooded(world: &World, path: &str, most: usize) -> Answer {
    for _ in 0..most {
        let answer = world.ask("POST", path, None, None).await;
        if answer.status == StatusCode::TOO_MANY_REQUESTS {
            return answer;
        }
    }
    panic!("a flood of {path} that nobody ends");
}

/// Somebody who floods the server waits; a member in the same hall does not.
#[tokio::test]
async fn a_flood_is_told_to_wait_and_a_member_behind_the_same_address_goes_on() {
    let world = limited(&Seed::default(), Limits::new(1, false)).await;
    let cookie = world.sign_in(3).await;
    let refused = flooded(&world, "/api/v1/sign-out", 5_000).await;
    assert_eq!(code(&refused), "too-many");
    assert!(refused.headers[header::RETRY_AFTER].to_str().is_ok_and(|wait| wait.parse::<u64>().is_ok()));
    assert_eq!(refused.headers["x-content-type-options"], "nosniff");
    // The same allowance is used up for the form, but for what came back to it on a slow machine meanwhile.
    let form = flooded(&world, "/rpc/sign-out", 100).await;
    assert!(form.text.contains("wait a moment"), "{}", form.text);
    assert_eq!(world.ask("GET", "/api/v1/me", Some(&cookie), None).await.status, StatusCode::OK);
    assert_eq!(world.ask("POST", "/api/v1/sign-out", Some(&cookie), None).await.status, StatusCode::OK);
}

/// Every door that signs somebody in is counted with the others, by address; another address, and whoever is signed in,
/// goes on.
#[tokio::test]
async fn a_flood_at_one_door_to_sign_in_closes_all_of_them_to_that_address_alone() {
    let world = limited(&Seed::default(), Limits::new(1, true)).await;
    let cookie = world.sign_in(3).await;
    let send = async |door: &str, address: &str, cookie: Option<&str>| {
        let mut request = Request::post(door).header("x-forwarded-for", address).header(header::ACCEPT, "text/html");
        if let Some(cookie) = cookie {
            request = request.header(header::COOKIE, cookie);
        }
        world.send(request.body(Body::empty()).expect("a request")).await.status
    };
    let mut sent = 0;
    while send("/api/v1/sign-in/passkey/begin", "192.0.2.1", None).await != StatusCode::TOO_MANY_REQUESTS {
        sent += 1;
        assert!(sent < 5_000, "a flood without end");
    }
    let doors = Operation::ALL
        .iter()
        .flat_map(|operation| operation.doors())
        .map(|door| door.strip_prefix("POST ").unwrap_or(door));
    let doors: Vec<&str> = doors.filter(|door| door.contains("sign-in") && !door.contains("GET ")).collect();
    assert!(doors.len() >= 9, "{doors:?}");
    for door in doors {
        // An address that has waited a little gets a few requests back: a door that is not counted gets all.
        let mut let_in = 0;
        while send(door, "192.0.2.1", None).await != StatusCode::TOO_MANY_REQUESTS {
            let_in += 1;
            assert!(let_in < 300, "{door} is not counted");
        }
        assert_ne!(send(door, "192.0.2.2", None).await, StatusCode::TOO_MANY_REQUESTS, "{door}: another address");
        assert_ne!(send(door, "192.0.2.1", Some(&cookie)).await, StatusCode::TOO_MANY_REQUESTS, "{door}: a member");
    }
}

#[test]
fn the_command_line_agrees_with_itself() {
    use clap::CommandFactory as _;
    crate::Cli::command().debug_assert();
}

#[tokio::test]
async fn who_asks_whether_it_is_ready_is_told_the_truth() {
    let world = world().await;
    let ready = world.ask("GET", "/ready", None, None).await;
    assert_eq!((ready.status, ready.text.as_str()), (StatusCode::OK, "ready"));
    world.service.close().await;
    assert_eq!(world.ask("GET", "/ready", None, None).await.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(world.ask("GET", "/health", None, None).await.status, StatusCode::OK, "the program still runs");
}

#[tokio::test]
async fn what_is_counted_says_how_much_and_nothing_about_anybody() {
    let mut world = world().await;
    let metrics = crate::metrics::Metrics::new(std::path::Path::new("nowhere"));
    let counting = axum::middleware::from_fn_with_state(metrics.clone(), crate::metrics::count);
    world.app = world.app.layer(counting);
    let cookie = world.sign_in(3).await;
    world.ask("GET", "/", Some(&cookie), None).await;
    world.ask("GET", "/nowhere/very-private-words", None, None).await;
    world.ask("GET", "/api/v1/me", None, None).await;
    world.ask("GET", "/api/v1/me/votes", None, None).await;
    world.ask("POST", "/rpc/open-session", Some(&cookie), None).await;
    let text = metrics.text(&world.service).await.expect("metrics");
    for line in [
        "voix_requests_total{class=\"page\",status=\"200\"} 1\n",
        "voix_requests_total{class=\"api\",status=\"401\"} 2\n",
        "voix_refusals_total{code=\"sign-in-first\"} 2\n",
        "voix_refusals_total{code=\"not-found\"} 1\n",
        "voix_refusals_total{code=\"not-yours\"} 1\n",
        "voix_database_up 1\n",
        "voix_mails{state=\"queued\"} 0\n",
        "voix_outbox_age_seconds 0\n",
        "voix_database_errors_total{kind=\"other\"} 0\n",
    ] {
        assert!(text.contains(line), "{line}{text}");
    }
    assert!(!text.contains("backup_age"), "there is no copy");
    for person in &world.people {
        assert!(!text.contains(&person.name) && !text.contains(&person.member.to_string()), "{text}");
    }
    assert!(!text.contains("private") && !text.contains(&world.assembly) && !text.contains(&world.votes[0]), "{text}");
    world.service.close().await;
    let text = metrics.text(&world.service).await.expect("metrics");
    assert!(text.contains("voix_database_up 0\n") && !text.contains("voix_mails"), "{text}");
    assert!(!text.contains("voix_database_errors_total{kind=\"other\"} 0\n"), "{text}");
}
