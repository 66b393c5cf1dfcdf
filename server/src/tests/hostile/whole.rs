//! Everything of an assembly in one file, as an observer downloads it, and what the observer's command says of it.

use axum::body::Body;
use http::header::{ACCEPT_ENCODING, CONTENT_DISPOSITION, CONTENT_ENCODING, CONTENT_TYPE, RETRY_AFTER};
use http::{Request, StatusCode};
use tower::ServiceExt as _;
use verifier::report::How;
use verifier::threads::Threads;
use verifier::{Lang, Verdict, assembly};

use super::stage::{Moment, Stage, seed};
use crate::tests::{World, code, world};

async fn download(world: &World) -> Vec<u8> {
    let path = format!("/api/v1/assemblies/{}/assembly.zip", world.assembly);
    let request = Request::builder().uri(path).body(Body::empty()).expect("a request");
    let answer = world.app.clone().oneshot(request).await.expect("infallible");
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(answer.headers()[CONTENT_TYPE], "application/zip");
    assert_eq!(answer.headers()[CONTENT_DISPOSITION], "attachment; filename=\"assembly.zip\"");
    axum::body::to_bytes(answer.into_body(), 4 << 20).await.expect("a body").to_vec()
}

fn verdict(zip: &[u8], key: &str) -> Verdict {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("assembly.zip");
    std::fs::write(&file, zip).expect("written");
    let how = How { threads: Threads::new(None), expected_head: None, json: true, lang: Lang::En };
    assembly::assembly(&file, Some(key), &how)
}

#[tokio::test]
async fn an_assembly_verifies_as_it_is_downloaded_at_every_moment() {
    for moment in [Moment::Convened, Moment::Voting, Moment::Closed, Moment::Published] {
        let stage = Stage::at(moment, &seed("Mot")).await;
        let zip = download(&stage.world).await;
        assert_eq!(zip, download(&stage.world).await, "{moment:?}: the same bytes for the same state");
        let key = service::views::cooperative(&stage.world.service).await.expect("readable").record_key;
        assert_eq!(verdict(&zip, &key), Verdict::Passed, "{moment:?}");
        assert_eq!(verdict(&zip, &"ab".repeat(32)), Verdict::Failed, "{moment:?}: another key");
        assert!(matches!(verdict(&zip[..zip.len() / 2], &key), Verdict::Unreadable(_)), "{moment:?}: cut short");
    }
}

/// A zip is compressed once.
#[tokio::test]
async fn what_is_compressed_already_is_not_compressed_on_its_way() {
    let world = world().await;
    let encoding = async |path: String| {
        let request = Request::builder().uri(path).header(ACCEPT_ENCODING, "gzip, br").body(Body::empty());
        let answer = world.send(request.expect("a request")).await;
        assert_eq!(answer.status, StatusCode::OK);
        answer.headers.get(CONTENT_ENCODING).is_some()
    };
    let assembly = format!("/api/v1/assemblies/{}", world.assembly);
    assert!(!encoding(format!("{assembly}/assembly.zip")).await);
    assert!(encoding(format!("{assembly}/record.jsonl")).await, "a text is");
}

/// Whoever asks for one while another is packed waits a moment, and is told when to ask again; so does who asks for a file of a record
/// while four are read. All else goes on.
#[tokio::test]
async fn one_assembly_is_packed_at_a_time() {
    let world = world().await;
    let path = format!("/api/v1/assemblies/{}/assembly.zip", world.assembly);
    let file = format!("/api/v1/record/{}/entries-00000.jsonl", world.assembly);
    let busy = crate::api::PACKING.acquire().await.expect("open");
    let full = crate::api::FILES.acquire_many(4).await.expect("open");
    let (later, late) = tokio::join!(world.ask("GET", &path, None, None), world.ask("GET", &file, None, None));
    for later in [later, late] {
        assert_eq!((later.status, code(&later).as_str()), (StatusCode::SERVICE_UNAVAILABLE, "unavailable"));
        assert_eq!(later.headers[RETRY_AFTER], "10");
    }
    let vote = world.ask("GET", &format!("/api/v1/votes/{}", world.votes[0]), None, None).await;
    assert_eq!(vote.status, StatusCode::OK);
    drop((busy, full));
    assert_eq!(world.ask("GET", &path, None, None).await.status, StatusCode::OK);
    assert_eq!(world.ask("GET", &file, None, None).await.status, StatusCode::OK);
}
