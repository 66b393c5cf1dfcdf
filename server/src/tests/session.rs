//! What is followed: events as they come, and their end.

use std::future::poll_fn;
use std::pin::Pin;

use axum::Router;
use axum::body::Body;
use domain::live::Live;
use http::{Request, StatusCode, header};
use http_body::Body as _;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;

use super::{World, world};
use crate::limits::Limits;
use crate::router;

/// The world's server, going on until it is told to stop.
fn going_on(world: &World) -> (Router, CancellationToken) {
    let stopping = CancellationToken::new();
    (router::router(world.state.clone(), world.folder.path(), None, stopping.clone()), stopping)
}

/// A stream of events being read.
struct Reading(Body);

impl Reading {
    async fn of(app: &Router, world: &World, query: &str) -> Self {
        let path = format!("/api/v1/assemblies/{}/events{query}", world.assembly);
        let request = Request::get(path).header(header::ACCEPT_ENCODING, "gzip, br").body(Body::empty());
        let answer = app.clone().oneshot(request.expect("a request")).await.expect("infallible");
        assert_eq!(answer.status(), StatusCode::OK);
        assert_eq!(answer.headers()[header::CONTENT_TYPE], "text/event-stream");
        assert_eq!(answer.headers()["x-accel-buffering"], "no", "a proxy passes each event on");
        assert!(!answer.headers().contains_key(header::CONTENT_ENCODING), "an event is not held back to be compressed");
        Self(answer.into_body())
    }

    /// The next moment; none when the stream is at its end. What keeps the connection alive is none.
    async fn next(&mut self) -> Option<Live> {
        loop {
            let frame = poll_fn(|waker| Pin::new(&mut self.0).poll_frame(waker)).await?;
            let frame = frame.expect("readable").into_data().expect("data");
            let text = String::from_utf8(frame.to_vec()).expect("text");
            if let Some(data) = text.lines().find_map(|line| line.strip_prefix("data: ")) {
                return Some(serde_json::from_str(data).expect("a moment"));
            }
        }
    }
}

#[tokio::test]
async fn everybody_who_follows_is_told_what_moved() {
    let world = world().await;
    let chair = world.sign_in(0).await;
    let (app, _) = going_on(&world);
    let (mut phone, mut screen) = (Reading::of(&app, &world, "").await, Reading::of(&app, &world, "?turnout=1").await);
    assert!(!phone.next().await.expect("a moment").suspended);
    assert!(!screen.next().await.expect("a moment").suspended);
    let session = format!("/api/v1/assemblies/{}/session", world.assembly);
    assert_eq!(world.ask("POST", &session, Some(&chair), None).await.status, StatusCode::OK);
    let suspension = format!("/api/v1/assemblies/{}/suspension", world.assembly);
    assert_eq!(world.ask("POST", &suspension, Some(&chair), None).await.status, StatusCode::OK);
    for stream in [&mut phone, &mut screen] {
        while !stream.next().await.expect("a moment").suspended {}
    }
    // Whoever comes later starts with how things stand.
    assert!(Reading::of(&app, &world, "").await.next().await.expect("a moment").suspended);
    let asked = world.ask("GET", &format!("/api/v1/assemblies/{}/live", world.assembly), None, None).await;
    assert!(serde_json::from_str::<Live>(&asked.text).expect("a moment").suspended, "and asking says the same");
}

#[tokio::test]
async fn streams_end_when_the_server_is_told_to_stop() {
    let world = world().await;
    let (app, stopping) = going_on(&world);
    let mut stream = Reading::of(&app, &world, "").await;
    stream.next().await.expect("a moment");
    stopping.cancel();
    assert!(stream.next().await.is_none());
}

#[tokio::test]
async fn what_is_no_assembly_is_not_followed() {
    let world = world().await;
    for (id, status) in
        [("nonsense", StatusCode::NOT_FOUND), ("018f0000-0000-7000-8000-00000000dead", StatusCode::NOT_FOUND)]
    {
        for what in ["live", "events"] {
            let answer = world.ask("GET", &format!("/api/v1/assemblies/{id}/{what}"), None, None).await;
            assert_eq!(answer.status, status, "{id} {what}");
        }
    }
}

/// Who opens one stream after another is told that it is too many, and may again when some have ended.
#[tokio::test]
async fn nobody_holds_more_streams_than_they_need() {
    let world = world().await;
    let limits = Limits::new(1, false);
    let app = router::router(world.state.clone(), world.folder.path(), limits, CancellationToken::new());
    let cookie = world.sign_in(3).await;
    let ask = async || {
        let path = format!("/api/v1/assemblies/{}/events", world.assembly);
        let request = Request::get(path).header(header::COOKIE, &cookie).body(Body::empty()).expect("a request");
        app.clone().oneshot(request).await.expect("infallible")
    };
    let mut open = Vec::new();
    for _ in 0..8 {
        let answer = ask().await;
        assert_eq!(answer.status(), StatusCode::OK);
        open.push(answer.into_body());
    }
    assert_eq!(ask().await.status(), StatusCode::TOO_MANY_REQUESTS);
    open.pop();
    assert_eq!(ask().await.status(), StatusCode::OK);
}

/// A phone is not told how many have voted; the screen is.
#[tokio::test]
async fn the_turnout_is_told_to_those_who_ask_for_it() {
    let world = world().await;
    let path = format!("/api/v1/assemblies/{}/live", world.assembly);
    let mut view =
        service::views::assembly(&world.service, world.assembly.parse().expect("an id")).await.expect("there");
    view.taking_part = 7;
    view.items[0].voted = 5;
    let all = Live::of(&view, 1);
    assert_eq!((all.taking_part, all.votes[0].voted), (7, 5));
    let told = all.without_turnout();
    assert_eq!((told.taking_part, told.votes[0].voted), (0, 0));
    for query in ["", "?turnout=1"] {
        let answer = world.ask("GET", &format!("{path}{query}"), None, None).await;
        assert_eq!(answer.status, StatusCode::OK, "{query}");
    }
}
