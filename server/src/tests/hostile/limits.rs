//! The limits of one request, and what is said when one is passed or the server itself fails: a sentence, an id, nothing
//! else.

use app::i18n::Lang;
use axum::Router;
use axum::body::Body;
use axum::routing::get;
use domain::wire::Problem;
use http::{Request, StatusCode, header};
use service::policy::Operation;
use tower::ServiceExt as _;

use super::answers::{look, outside};
use super::doors::pages;
use super::stage::seed;
use crate::router::{LARGEST_BODY, behind};
use crate::tests::{Answer, World, code, world_of};
use crate::upload::LARGEST_UPLOAD;

/// Doors that take a body.
fn taking() -> Vec<String> {
    let doors = Operation::ALL.iter().flat_map(|operation| operation.doors());
    let posts =
        doors.filter_map(|door| door.strip_prefix("POST ").or(Some(*door).filter(|door| door.starts_with("/rpc/"))));
    posts.map(str::to_owned).collect()
}

fn post(world: &World, door: &str) -> http::request::Builder {
    let kind = if door.starts_with("/rpc/") { "application/x-www-form-urlencoded" } else { "application/json" };
    Request::post(world.path(door)).header(header::CONTENT_TYPE, kind).header(header::ACCEPT, "text/html")
}

/// A body that says its length is refused before it is read; one that does not, as soon as it passes the limit.
#[tokio::test]
async fn a_body_beyond_the_limit_is_refused_in_words_at_every_door() {
    let world = world_of(&seed("Mot")).await;
    let member = world.sign_in(3).await;
    for door in taking() {
        let files = [
            app::rpc::imports::PREVIEW,
            app::pages::convening::prepare::DOCUMENT,
            app::pages::proposals::files::ATTACH,
            app::pages::proxies::list::ENTER,
        ];
        let largest = if files.contains(&door.as_str()) { LARGEST_UPLOAD } else { LARGEST_BODY };
        let announced = post(&world, &door).header(header::COOKIE, &member).header(header::CONTENT_LENGTH, largest + 1);
        let answer = world.send(announced.body(Body::from(vec![b'x'; largest + 1])).expect("a request")).await;
        assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE, "{door}");
        look(&answer).unwrap_or_else(|fault| panic!("{door}: {fault}"));
        let most = post(&world, &door).body(Body::from(vec![b'x'; largest])).expect("a request");
        let answer = world.send(most).await;
        assert_ne!(answer.status, StatusCode::PAYLOAD_TOO_LARGE, "{door}");
        look(&answer).unwrap_or_else(|fault| panic!("{door}: {fault}"));
        let answer = world.send(post(&world, &door).body(unannounced()).expect("a request")).await;
        look(&answer).unwrap_or_else(|fault| panic!("{door}: {fault}"));
    }
    let sign_in = post(&world, "/api/v1/demo/sign-in").body(unannounced()).expect("a request");
    let answer = world.send(sign_in).await;
    assert_eq!(
        (answer.status, code(&answer).as_str()),
        (StatusCode::PAYLOAD_TOO_LARGE, "too-large"),
        "{}",
        answer.text
    );
}

/// Twice the limit, in pieces, without a length.
fn unannounced() -> Body {
    struct Pieces(usize);
    impl http_body::Body for Pieces {
        type Data = axum::body::Bytes;
        type Error = std::convert::Infallible;

        fn poll_frame(
            mut self: std::pin::Pin<&mut Self>,
            _: &mut std::task::Context<'_>,
        ) -> std::task::Poll<Option<Result<http_body::Frame<Self::Data>, Self::Error>>> {
            let piece = self.0.checked_sub(1).map(|left| {
                self.0 = left;
                Ok(http_body::Frame::data(axum::body::Bytes::from_static(&[b'x'; 1024])))
            });
            std::task::Poll::Ready(piece)
        }
    }
    Body::new(Pieces(2 * LARGEST_BODY / 1024))
}

/// The id in the answer's header is the one in its words.
fn says_only_its_id(what: &str, answer: &Answer) {
    assert!(answer.status.is_server_error(), "{what}: {}", answer.status);
    outside(answer).unwrap_or_else(|fault| panic!("{what}: {fault}"));
    let id = answer.headers["x-request-id"].to_str().expect("text");
    if let Ok(problem) = serde_json::from_str::<Problem>(&answer.text) {
        assert_eq!((problem.code.as_str(), problem.request.as_str()), ("unavailable", id), "{what}");
        assert!(Lang::ALL.iter().any(|lang| lang.t("refusal-unavailable") == problem.message), "{what}");
        return;
    }
    let page = reading::read(&answer.text);
    let sentence = |heading: &String| {
        Lang::ALL.iter().any(|lang| ["refusal-unavailable", "error-internal"].iter().any(|key| lang.t(key) == *heading))
    };
    assert!(page.headings.iter().any(sentence), "{what}: {:?}", page.headings);
    assert!(page.shows(id), "{what} does not show {id}");
}

#[tokio::test]
async fn a_server_without_its_database_says_an_id_and_nothing_else() {
    let world = world_of(&seed("Mot")).await;
    let member = world.sign_in(3).await;
    world.service.close().await;
    let reads =
        Operation::ALL.iter().flat_map(|operation| operation.doors()).filter_map(|door| door.strip_prefix("GET "));
    // What describes the interface is of no database.
    for door in reads.filter(|door| !door.ends_with("/openapi.json")) {
        for cookie in [None, Some(member.as_str())] {
            let answer = world.ask("GET", &world.path(door), cookie, None).await;
            // A stranger is told to sign in before the database is asked.
            if answer.status != StatusCode::UNAUTHORIZED {
                says_only_its_id(door, &answer);
            }
        }
    }
    for page in pages() {
        let path = page.replace("{id}", if page.starts_with("/vote") { &world.votes[0] } else { &world.assembly });
        let answer = world.ask("GET", &path, Some(&member), None).await;
        // Two pages say what no database knows.
        if !["/verify", "/left"].contains(&page) {
            says_only_its_id(page, &answer);
        }
    }
}

/// Doors of this test alone, behind what stands before all of them.
async fn behind_everything(world: &World, path: &str) -> Answer {
    async fn breaks() -> &'static str {
        panic!("at /secret/place.rs: password in table members")
    }
    let doors =
        || Router::new().route("/breaks", get(breaks)).route("/waits", get(std::future::pending::<&'static str>));
    let all = behind(doors().nest("/api/v1", doors()), world.state.clone());
    let answer = all.oneshot(Request::get(path).body(Body::empty()).expect("a request")).await.expect("infallible");
    let (status, headers) = (answer.status(), answer.headers().clone());
    let text = axum::body::to_bytes(answer.into_body(), 1 << 20).await.expect("a body");
    Answer { status, headers, text: String::from_utf8_lossy(&text).into_owned() }
}

#[tokio::test]
async fn a_panic_and_a_request_without_end_say_an_id_and_nothing_else() {
    let world = world_of(&seed("Mot")).await;
    for path in ["/breaks", "/api/v1/breaks"] {
        let answer = behind_everything(&world, path).await;
        assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
        says_only_its_id(path, &answer);
        // Words of the panic, none of which an address of the cooperative's own help contains.
        for word in ["/secret/", "place.rs", "password", "in table"] {
            assert!(!answer.text.contains(word), "{word}: {}", answer.text);
        }
    }
    // From here on time passes when nothing else happens.
    tokio::time::pause();
    for path in ["/waits", "/api/v1/waits"] {
        let answer = behind_everything(&world, path).await;
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
        says_only_its_id(path, &answer);
    }
}
