//! The record as files that anybody may keep (PROTOCOL.md §15.2): which assemblies have one, what each is made of, every file. They may
//! be cached: a finished page of entries for ever, all else for a moment, and asked for again by its hash.

use app::state::AppState;
use app::visitor::Visitor;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use domain::Refusal;
use domain::ids::AssemblyId;
use http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use http::{HeaderMap, StatusCode};
use protocol::hash::sha256_hex;
use protocol::listing::{PAGE, Part};
use serde::Serialize;
use tokio::sync::Semaphore;

use super::Failed;
use super::assemblies::{later, place, place_among};
use super::error::id;

/// Of a page that is full: no entry of it ever changes.
const FOREVER: &str = "public, max-age=31536000, immutable";
/// Of what may have grown: as long as many ask at once.
const MOMENT: &str = "public, max-age=5";
/// Files that are read and hashed at once: an archive may be large, and is in memory.
pub(crate) static FILES: Semaphore = Semaphore::const_new(4);

pub async fn index(State(app): State<AppState>, headers: HeaderMap, visitor: Visitor) -> Result<Response, Failed> {
    let records = service::views::all_records(&app.service).await.map_err(|error| Failed::from(&visitor, &error))?;
    json(&headers, &visitor, &records)
}

pub async fn listing(
    State(app): State<AppState>,
    Path(assembly): Path<String>,
    headers: HeaderMap,
    visitor: Visitor,
) -> Result<Response, Failed> {
    let assembly: AssemblyId = id(&visitor, &assembly)?;
    let Some(place) = place().await else { return Ok(later(&visitor)) };
    let files = service::views::whole_assembly(&app.service, assembly).await;
    let files = files.map_err(|error| Failed::from(&visitor, &error))?;
    let work = move || {
        let listing = files.listing();
        drop(place);
        listing
    };
    let listing = tokio::task::spawn_blocking(work).await.map_err(|error| {
        tracing::error!(request = %visitor.request_id, %error, "an assembly was not listed");
        Failed::refused(&visitor, Refusal::Unavailable)
    })?;
    json(&headers, &visitor, &listing)
}

pub async fn file(
    State(app): State<AppState>,
    Path((assembly, name)): Path<(String, String)>,
    headers: HeaderMap,
    visitor: Visitor,
) -> Result<Response, Failed> {
    let assembly: AssemblyId = id(&visitor, &assembly)?;
    let part = Part::of(&name).ok_or_else(|| Failed::refused(&visitor, Refusal::NotFound))?;
    // Nothing is read before: whoever waits here holds no connection to the database.
    let Some(place) = place_among(&FILES).await else { return Ok(later(&visitor)) };
    let bytes = service::views::record_file(&app.service, assembly, &name).await;
    let bytes = bytes.map_err(|error| Failed::from(&visitor, &error))?;
    let work = move || {
        let kept = if finished(part, &bytes) { FOREVER } else { MOMENT };
        let answer = served(&headers, kind(part), kept, bytes);
        drop(place);
        answer
    };
    tokio::task::spawn_blocking(work).await.map_err(|error| {
        tracing::error!(request = %visitor.request_id, %error, "a file of a record was not hashed");
        Failed::refused(&visitor, Refusal::Unavailable)
    })
}

/// Whether it never changes again.
fn finished(part: Part, bytes: &[u8]) -> bool {
    let lines = || bytes.iter().filter(|byte| **byte == b'\n').count();
    matches!(part, Part::Page(_)) && u64::try_from(lines()) == Ok(PAGE)
}

fn kind(part: Part) -> &'static str {
    match part {
        Part::Page(_) | Part::Resolutions | Part::Corrections => "application/jsonl; charset=utf-8",
        Part::Checkpoint => "text/plain; charset=utf-8",
        Part::Minutes | Part::Companion => "application/json",
        Part::Archive => "application/octet-stream",
    }
}

fn json(headers: &HeaderMap, visitor: &Visitor, value: &impl Serialize) -> Result<Response, Failed> {
    let bytes = serde_json::to_vec(value).map_err(|error| {
        tracing::error!(request = %visitor.request_id, %error, "a list was not written");
        Failed::refused(visitor, Refusal::Unavailable)
    })?;
    Ok(served(headers, "application/json", MOMENT, bytes))
}

/// The bytes with their hash, or that nothing changed for whoever names it.
fn served(headers: &HeaderMap, kind: &'static str, kept: &'static str, bytes: Vec<u8>) -> Response {
    let tag = format!("\"{}\"", sha256_hex(&bytes));
    let known = headers.get(IF_NONE_MATCH).and_then(|known| known.to_str().ok()).unwrap_or_default();
    // A proxy that compressed it on its way says so by W/.
    let same = known.split(',').any(|one| one.trim().trim_start_matches("W/") == tag);
    let head = [(ETAG, tag), (CACHE_CONTROL, kept.to_owned())];
    if same {
        return (StatusCode::NOT_MODIFIED, head).into_response();
    }
    (head, [(CONTENT_TYPE, kind)], bytes).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_full_page_is_kept_for_ever() {
        let page = |lines: usize| "{}\n".repeat(lines).into_bytes();
        assert!(finished(Part::Page(0), &page(256)));
        assert!(!finished(Part::Page(0), &page(255)));
        assert!(!finished(Part::Corrections, &page(256)));
    }

    #[test]
    fn whoever_has_the_same_bytes_is_not_sent_them_again() {
        let asked = |known: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(IF_NONE_MATCH, known.parse().expect("a header"));
            served(&headers, "text/plain; charset=utf-8", MOMENT, b"x".to_vec()).status()
        };
        let tag = format!("\"{}\"", sha256_hex(b"x"));
        assert_eq!(asked(&tag), StatusCode::NOT_MODIFIED);
        assert_eq!(asked(&format!("\"other\", W/{tag}")), StatusCode::NOT_MODIFIED);
        assert_eq!(asked("\"other\""), StatusCode::OK);
        assert_eq!(asked("*"), StatusCode::OK);
    }
}
