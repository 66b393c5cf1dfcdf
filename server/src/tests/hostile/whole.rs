//! Everything of an assembly in one file, as an observer downloads it, and what the observer's command says of it.

use axum::body::Body;
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use http::{Request, StatusCode};
use tower::ServiceExt as _;
use verifier::report::How;
use verifier::threads::Threads;
use verifier::{Lang, Verdict, assembly};

use super::stage::{Moment, Stage, seed};
use crate::tests::World;

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
