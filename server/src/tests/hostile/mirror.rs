//! The record as files: what a server lists is what it serves, a copy goes on through an assembly and verifies, and what changes
//! afterwards is shouted. The observer's command asks a server of this process, over HTTP.

use std::num::NonZeroU32;
use std::path::{Path, PathBuf};

use http::header::{CACHE_CONTROL, ETAG, IF_NONE_MATCH};
use http::{Request, StatusCode};
use observer::command::{self, Telling, Watching};
use protocol::listing::{Listed, Listing, Records};
use verifier::report::How;
use verifier::threads::Threads;
use verifier::{Lang, Verdict};

use super::stage::{HOLDER, Moment, SECRETARY, Stage, seed};
use crate::software;
use crate::tests::{World, world};

/// Serves a world on a port of its own, and answers where.
async fn serve(world: &World) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let app = world.app.clone();
    tokio::spawn(async move { axum::serve(listener, app.into_make_service()).await });
    format!("http://{address}")
}

/// What the observer's command says, away from the thread that answers it.
async fn observe(act: impl FnOnce() -> Verdict + Send + 'static) -> Verdict {
    tokio::task::spawn_blocking(act).await.expect("a verdict")
}

async fn mirrored(address: &str, folder: &Path, key: &str) -> Verdict {
    let (address, folder, key) = (address.to_owned(), folder.to_path_buf(), key.to_owned());
    let telling = Telling { json: true, lang: Lang::En };
    observe(move || command::mirror(&address, &folder, Some(&key), telling)).await
}

async fn verified(what: &str, key: &str) -> Verdict {
    let (what, key) = (what.to_owned(), key.to_owned());
    observe(move || {
        let how = How { threads: Threads::new(None), expected_head: None, json: true, lang: Lang::En };
        command::whole(&what, Some(&key), &how)
    })
    .await
}

async fn watched(address: &str, folder: PathBuf, key: &str) -> Verdict {
    let (address, key) = (address.to_owned(), key.to_owned());
    let telling = Telling { json: false, lang: Lang::Fr };
    observe(move || {
        let watching = Watching { key: Some(&key), receipts: &[], interval: 0, rounds: Some(NonZeroU32::MIN) };
        command::watch(&address, &folder, watching, telling)
    })
    .await
}

async fn key(world: &World) -> String {
    service::views::cooperative(&world.service).await.expect("readable").record_key
}

#[tokio::test]
async fn a_copy_goes_on_through_an_assembly_and_verifies() {
    let stage = Stage::at(Moment::Closed, &seed("Mot")).await;
    let (address, key) = (serve(&stage.world).await, key(&stage.world).await);
    let copy = tempfile::tempdir().expect("a folder");
    let place = copy.path().to_str().expect("a plain path");
    assert_eq!(mirrored(&address, copy.path(), &key).await, Verdict::Passed);
    assert_eq!(verified(place, &key).await, Verdict::Passed, "nothing is opened yet");
    let (service, part) = (&stage.world.service, stage.decryption().await);
    service::submit_decryption(service, &stage.actor(HOLDER), stage.vote(1), &part).await.expect("decrypted");
    service::publish_minutes(service, &stage.actor(SECRETARY), stage.assembly()).await.expect("published");
    assert_eq!(mirrored(&address, copy.path(), &key).await, Verdict::Passed, "it grew, and nothing else");
    assert_eq!(verified(place, &key).await, Verdict::Passed);
    let of_assembly = format!("{address}/record/{}", stage.assembly());
    assert_eq!(verified(&of_assembly, &key).await, Verdict::Passed, "by its address");
    assert_eq!(mirrored(&address, copy.path(), &"ab".repeat(32)).await, Verdict::Failed, "another key");
    let minutes = copy.path().join(stage.assembly().to_string()).join("minutes.json");
    std::fs::write(&minutes, "{}").expect("written");
    assert_eq!(mirrored(&address, copy.path(), &key).await, Verdict::Failed, "not what was seen");
    assert_eq!(std::fs::read_to_string(&minutes).expect("there"), "{}", "and it is not overwritten");
    assert!(matches!(mirrored("http://127.0.0.1:1", copy.path(), &key).await, Verdict::Unreadable(_)));
}

#[tokio::test]
async fn code_that_the_record_does_not_name_is_shouted() {
    let world = world().await;
    let style = world.folder.path().join("pkg/voix.css");
    std::fs::create_dir_all(style.parent().expect("a folder")).expect("made");
    std::fs::write(&style, "a").expect("written");
    let (address, key) = (serve(&world).await, key(&world).await);
    let seen = tempfile::tempdir().expect("a folder");
    let site = software::of_site(world.folder.path()).expect("a site");
    assert_eq!(service::note_software(&world.service, &site, 0).await.expect("noted"), 1);
    assert_eq!(service::note_software(&world.service, &site, 0).await.expect("noted"), 0, "once");
    assert_eq!(watched(&address, seen.path().to_path_buf(), &key).await, Verdict::Passed);
    std::fs::write(&style, "b").expect("written");
    assert_eq!(watched(&address, seen.path().to_path_buf(), &key).await, Verdict::Failed, "exchanged in secret");
    let site = software::of_site(world.folder.path()).expect("a site");
    assert_eq!(service::note_software(&world.service, &site, 0).await.expect("noted"), 1);
    assert_eq!(watched(&address, seen.path().to_path_buf(), &key).await, Verdict::Passed, "named in the record");
    // What is sent to browsers is compressed: here it says "c".
    std::fs::write(world.folder.path().join("pkg/voix.css.br"), b"\x0b\x00\x80c\x03").expect("written");
    assert!(software::of_site(world.folder.path()).is_err(), "no server starts with it");
    assert_eq!(
        watched(&address, seen.path().to_path_buf(), &key).await,
        Verdict::Failed,
        "exchanged where it is packed"
    );
}

#[tokio::test]
async fn what_is_listed_is_served_and_asked_for_by_its_hash() {
    let stage = Stage::at(Moment::Published, &seed("Mot")).await;
    let world = &stage.world;
    let records = world.ask("GET", "/api/v1/record/index.json", None, None).await;
    let records = Records::parse(&records.text).expect("a list");
    assert_eq!((records.assemblies, records.key), (vec![world.assembly.clone()], key(world).await));
    let of = |name: &str| format!("/api/v1/record/{}/{name}", world.assembly);
    let listing = world.ask("GET", &of("index.json"), None, None).await;
    let listing = Listing::parse(&listing.text).expect("a list");
    let names: Vec<&str> = listing.files.iter().map(|file| file.name.as_str()).collect();
    let has = |end: &str| names.iter().any(|name| name.ends_with(end));
    let parts = ["entries-00000.jsonl", "checkpoint", "resolutions.jsonl", ".bel", ".companion.json"];
    assert!(parts.into_iter().all(has), "{names:?}");
    for file in &listing.files {
        let answer = world.ask("GET", &of(&file.name), None, None).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", file.name);
        assert_eq!(Listed::new(&file.name, answer.text.as_bytes()), *file);
        let tag = format!("\"{}\"", file.sha256);
        assert_eq!(answer.headers[ETAG], tag.as_str());
        assert_eq!(answer.headers[CACHE_CONTROL], "public, max-age=5");
        let again = Request::get(of(&file.name)).header(IF_NONE_MATCH, tag).body(axum::body::Body::empty());
        assert_eq!(world.send(again.expect("a request")).await.status, StatusCode::NOT_MODIFIED);
    }
    for none in ["entries-00001.jsonl", "record.jsonl", "..%2Fcheckpoint", "abcdefghijkmno.bel", "corrections.jsonl"] {
        assert_eq!(world.ask("GET", &of(none), None, None).await.status, StatusCode::NOT_FOUND, "{none}");
    }
}
