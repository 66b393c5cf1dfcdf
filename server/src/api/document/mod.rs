//! What this interface is, as an OpenAPI 3.1 document: `GET /api/v1/openapi.json`, for everyone.
//!
//! Nothing of it is written by hand. Who may do what is the table of `service::policy`, with the words above each
//! operation. What a door takes and answers stands in `shapes.json`, which `shapes.py` beside it reads from the handlers
//! and the types they name; tests hold it to the bodies that doors understand and to what they answered.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use app::shell::status_of;
use app::visitor::{SESSION_COOKIE, Visitor};
use axum::response::IntoResponse;
use domain::{Refusal, codes};
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use service::policy::{Audience, Operation};

use super::Failed;

/// What doors take and answer, as `shapes.py` writes it.
const SHAPES: &str = include_str!("shapes.json");

/// The document as it is sent; none if what it is made of cannot be read.
static TEXT: LazyLock<Option<String>> = LazyLock::new(|| document().ok().map(|document| document.to_string()));

/// What a door takes and answers, each as a JSON schema.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Door {
    /// The JSON that is sent.
    body: Option<Value>,
    /// Parameters behind the path; each may be left out.
    #[serde(default)]
    query: BTreeMap<String, Value>,
    /// The JSON that is answered.
    answer: Option<Value>,
    /// The media type of the file that is answered instead.
    file: Option<String>,
}

/// Everything that `shapes.py` writes.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Shapes {
    doors: BTreeMap<String, Door>,
    schemas: Map<String, Value>,
}

pub async fn serve(visitor: Visitor) -> Result<impl IntoResponse, Failed> {
    let text = TEXT.as_deref().ok_or_else(|| Failed::refused(&visitor, Refusal::Unavailable))?;
    Ok(([(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, "public, max-age=3600")], text))
}

/// The document.
///
/// # Errors
/// When `shapes.json` is not what it should be; a test reads it.
pub(crate) fn document() -> serde_json::Result<Value> {
    let Shapes { doors, mut schemas } = serde_json::from_str(SHAPES)?;
    schemas.insert("Refusal".to_owned(), refusals());
    let mut paths: BTreeMap<&str, Map<String, Value>> = BTreeMap::new();
    let mut tags = BTreeSet::new();
    for operation in Operation::ALL {
        let rest = operation.doors().iter().filter_map(|door| Some((*door, door.split_once(' ')?)));
        for (nth, (door, (method, path))) in rest.enumerate() {
            let door = doors.get(door).cloned().unwrap_or_default();
            tags.insert(tag(path));
            let described = described(*operation, nth, path, &door);
            paths.entry(path).or_default().insert(method.to_ascii_lowercase(), described);
        }
    }
    let tags: Vec<Value> = tags.into_iter().map(|name| json!({ "name": name })).collect();
    Ok(json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Voix",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Everything that a member, an office or an observer does by program. Instants are microseconds \
                            since 1970 UTC, money is cents, ids are UUIDs; what is signed, and how, is in PROTOCOL.md.",
            "license": { "name": "EUPL-1.2", "identifier": "EUPL-1.2" },
        },
        "servers": [{ "url": "/" }],
        "tags": tags,
        "paths": paths,
        "components": {
            "schemas": schemas,
            "responses": { "Refused": refused() },
            "securitySchemes": {
                "session": {
                    "type": "apiKey",
                    "in": "cookie",
                    "name": SESSION_COOKIE,
                    "description": "The cookie that a door under /api/v1/sign-in sets.",
                },
                "paper-code": {
                    "type": "apiKey",
                    "in": "header",
                    "name": codes::HEADER,
                    "description": "The token that /api/v1/sign-in/paper-code answers: with it one votes, and does nothing else.",
                },
            },
        },
    }))
}

/// What doors are gathered by: the first word of their path.
fn tag(path: &str) -> &str {
    path.split('/').nth(3).unwrap_or_default()
}

/// One door; `nth` of those of its operation.
fn described(operation: Operation, nth: usize, path: &str, door: &Door) -> Value {
    let id = format!("{operation:?}");
    let mut described = json!({
        "operationId": if nth == 0 { id } else { format!("{id}{}", nth + 1) },
        "summary": operation.about(),
        "description": who(operation),
        "tags": [tag(path)],
        "security": security(operation),
        "responses": { "200": done(door), "default": { "$ref": "#/components/responses/Refused" } },
    });
    let parameters = parameters(path, &door.query);
    if !parameters.is_empty() {
        described["parameters"] = Value::Array(parameters);
    }
    if let Some(schema) = &door.body {
        let content = json!({ "application/json": { "schema": schema } });
        described["requestBody"] = json!({ "required": true, "content": content });
    }
    described
}

/// Who may, in words.
fn who(operation: Operation) -> &'static str {
    match operation.audience() {
        Audience::Anyone => "For everyone, signed in or not.",
        Audience::Member if operation.with_code() => "For members, and for whoever holds a paper code.",
        Audience::Member => "For members.",
        Audience::Chair => "For who chairs.",
        Audience::Secretary => "For who keeps the minutes.",
        Audience::Minutes => "For who keeps the minutes, and who chairs.",
        Audience::Board => "For the board.",
        Audience::Desk => "For those who lead the session, the board and scrutineers.",
        Audience::Registrar => "For the board, its chair and the secretary.",
        Audience::RegisterReader => "For the board, its chair, the secretary and the auditor.",
        Audience::Operator => "For who keeps the server running.",
        Audience::KeyHolder => "For key holders.",
    }
}

/// What must be shown: nothing, a session, or the token of a paper code.
fn security(operation: Operation) -> Value {
    match operation.audience() {
        Audience::Anyone => json!([]),
        _ if operation.with_code() => json!([{ "session": [] }, { "paper-code": [] }]),
        _ => json!([{ "session": [] }]),
    }
}

/// The names in a path, and what may stand behind it.
fn parameters(path: &str, query: &BTreeMap<String, Value>) -> Vec<Value> {
    let named = path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let named = named.map(|name| {
        let schema = match name {
            "tracker" | "file" => json!({ "type": "string" }),
            _ => json!({ "type": "string", "format": "uuid" }),
        };
        json!({ "name": name, "in": "path", "required": true, "schema": schema })
    });
    let asked = query.iter().map(|(name, schema)| json!({ "name": name, "in": "query", "schema": schema }));
    named.chain(asked).collect()
}

/// What is answered when it is done.
fn done(door: &Door) -> Value {
    match (&door.answer, &door.file) {
        (Some(schema), _) => json!({ "description": "Done.", "content": { "application/json": { "schema": schema } } }),
        (None, Some(media)) => json!({ "description": "The file.", "content": { media: {} } }),
        (None, None) => json!({ "description": "Done." }),
    }
}

/// What every door answers that does not do what it was asked.
fn refused() -> Value {
    json!({
        "description": "Not done, with the reason: 400 cannot be understood, 401 nobody is signed in, 403 not this person, 404 no \
                        such thing, 409 not in this state, 413 too large, 422 against a rule, 429 too many at once, 503 not \
                        this time. After 429 and 503 the same request may be sent again; `Retry-After` says when, if it is there.",
        "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Problem" } } },
    })
}

/// The closed list of codes, with the statuses they come with.
fn refusals() -> Value {
    let mut by_status: BTreeMap<u16, Vec<&str>> = BTreeMap::new();
    for refusal in Refusal::ALL {
        by_status.entry(status_of(*refusal).as_u16()).or_default().push(refusal.code());
    }
    let said: Vec<String> = by_status.iter().map(|(status, codes)| format!("{status}: {}", codes.join(", "))).collect();
    let codes: Vec<&str> = Refusal::ALL.iter().map(|refusal| refusal.code()).collect();
    let description = format!("Why something was not done. By status: {}.", said.join("; "));
    json!({ "type": "string", "enum": codes, "description": description })
}
