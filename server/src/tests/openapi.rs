//! The document of the interface: every door is in it and nothing else, and what is sent and answered is as it says.

use std::collections::BTreeSet;
use std::process::Command;
use std::sync::LazyLock;

use http::{StatusCode, header};
use serde_json::{Value, json};
use service::policy::{Audience, Operation};

use super::{routes, world};
use crate::api::document::document;

static DOCUMENT: LazyLock<Value> = LazyLock::new(|| document().expect("the document"));

/// The operation of a door, `METHOD /path`.
fn operation(door: &str) -> Option<&'static Value> {
    let (method, path) = door.split_once(' ')?;
    DOCUMENT["paths"].get(path)?.get(method.to_ascii_lowercase())
}

/// Whether a body is what the document says that a door takes.
pub fn takes(door: &str, body: &Value) -> Result<(), String> {
    let schema = operation(door).and_then(|door| door.pointer("/requestBody/content/application~1json/schema"));
    schema.map_or(Ok(()), |schema| fits(schema, body, door))
}

/// Whether an answer is what the document says that a door gives.
pub fn gives(door: &str, text: &str) -> Result<(), String> {
    let schema = operation(door).and_then(|door| door.pointer("/responses/200/content/application~1json/schema"));
    // A file has no shape here.
    let Some(schema) = schema.filter(|schema| **schema != json!({})) else { return Ok(()) };
    let value = serde_json::from_str(text).map_err(|error| format!("{door}: {error}"))?;
    fits(schema, &value, door)
}

/// Whether a value is as a schema says. A field that the schema does not have is a fault: what is answered is described.
fn fits(schema: &Value, value: &Value, at: &str) -> Result<(), String> {
    let wrong = |why: &str| Err(format!("{at}: {why}: {value}"));
    if let Some(name) = schema["$ref"].as_str() {
        let found = DOCUMENT.pointer(name.trim_start_matches('#')).ok_or_else(|| format!("{name} is nowhere"))?;
        return fits(found, value, at);
    }
    if let Some(shapes) = schema["oneOf"].as_array() {
        let mut why = Vec::new();
        for shape in shapes {
            match fits(shape, value, at) {
                Ok(()) => return Ok(()),
                Err(fault) => why.push(fault),
            }
        }
        return wrong(&why.join("; "));
    }
    if let Some(kinds) = schema.get("type") {
        let kinds = kinds.as_array().cloned().unwrap_or_else(|| vec![kinds.clone()]);
        if !kinds.iter().filter_map(Value::as_str).any(|kind| is(kind, value)) {
            return wrong("another type");
        }
    }
    if schema["enum"].as_array().is_some_and(|words| !words.contains(value) && !value.is_null()) {
        return wrong("another word");
    }
    if schema.get("const").is_some_and(|word| word != value) {
        return wrong("another constant");
    }
    if schema["minimum"].as_i64().zip(value.as_i64()).is_some_and(|(least, value)| value < least) {
        return wrong("too little");
    }
    if let Some(text) = value.as_str() {
        return if spelled(schema, text) { Ok(()) } else { wrong("spelled otherwise") };
    }
    match value {
        Value::Array(items) => every(schema, items, at),
        Value::Object(_) => fields(schema, value, at),
        _ => Ok(()),
    }
}

fn is(kind: &str, value: &Value) -> bool {
    match kind {
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("a type of no schema: {other}"),
    }
}

/// The formats and patterns that the document has.
fn spelled(schema: &Value, text: &str) -> bool {
    let format = match schema["format"].as_str() {
        Some("uuid") => text.parse::<uuid::Uuid>().is_ok(),
        Some("date") => text.len() == 10,
        Some(other) => panic!("a format that nobody knows: {other}"),
        None => true,
    };
    format
        && match schema["pattern"].as_str() {
            Some("^([0-9a-f]{2})*$") => {
                text.len().is_multiple_of(2) && text.bytes().all(|sign| matches!(sign, b'0'..=b'9' | b'a'..=b'f'))
            }
            Some("^(0|[1-9][0-9]*)$") => {
                text == "0" || !text.starts_with('0') && text.bytes().all(|b| b.is_ascii_digit())
            }
            Some(other) => panic!("a pattern that nobody knows: {other}"),
            None => true,
        }
}

fn every(schema: &Value, items: &[Value], at: &str) -> Result<(), String> {
    let count = |name: &str| schema[name].as_u64().map(|count| usize::try_from(count).expect("a count"));
    if count("minItems").is_some_and(|least| items.len() < least) || count("maxItems").is_some_and(|m| items.len() > m)
    {
        return Err(format!("{at}: {} items", items.len()));
    }
    let first = schema["prefixItems"].as_array().cloned().unwrap_or_default();
    for (nth, item) in items.iter().enumerate() {
        fits(first.get(nth).unwrap_or(&schema["items"]), item, &format!("{at}[{nth}]"))?;
    }
    Ok(())
}

fn fields(schema: &Value, value: &Value, at: &str) -> Result<(), String> {
    let required = schema["required"].as_array().cloned().unwrap_or_default();
    if let Some(missing) = required.iter().filter_map(Value::as_str).find(|name| value.get(name).is_none()) {
        return Err(format!("{at}: {missing} is missing: {value}"));
    }
    let more = &schema["additionalProperties"];
    for (name, field) in value.as_object().into_iter().flatten() {
        let known = schema["properties"].get(name).or_else(|| more.is_object().then_some(more));
        match known {
            Some(known) => fits(known, field, &format!("{at}.{name}"))?,
            None if schema.get("properties").is_none() => {}
            None => return Err(format!("{at}: {name} is not described")),
        }
    }
    Ok(())
}

/// Every `$ref` below a value.
fn references<'a>(value: &'a Value, found: &mut BTreeSet<&'a str>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        Value::Object(fields) => {
            found.extend(fields.get("$ref").and_then(Value::as_str));
            fields.values().for_each(|field| references(field, found));
        }
        _ => {}
    }
}

#[test]
fn every_door_is_described_and_nothing_else() {
    let paths = DOCUMENT["paths"].as_object().expect("paths");
    let described: BTreeSet<String> = paths
        .iter()
        .flat_map(|(path, methods)| methods.as_object().into_iter().flat_map(move |m| m.keys().map(move |m| (path, m))))
        .map(|(path, method)| format!("{} {path}", method.to_ascii_uppercase()))
        .collect();
    assert_eq!(described, routes());
    let mut ids = BTreeSet::new();
    for of in Operation::ALL {
        for door in of.doors().iter().filter(|door| !door.starts_with("/rpc/")) {
            let said = operation(door).expect(door);
            assert!(said["summary"].as_str().is_some_and(|about| about.ends_with('.')), "{door}: {said}");
            assert!(ids.insert(said["operationId"].as_str().expect(door)), "{door}: its id is another's, too");
            let open = said["security"].as_array().is_some_and(Vec::is_empty);
            assert_eq!(open, of.audience() == Audience::Anyone, "{door}");
            let media = said["responses"]["200"]["content"].as_object().expect(door);
            assert_eq!(media.len(), 1, "{door} answers what is in shapes.json: run shapes.py");
            let named = door.matches('{').count();
            let parameters = said["parameters"].as_array().map_or(&[][..], Vec::as_slice);
            assert_eq!(parameters.iter().filter(|one| one["in"] == "path").count(), named, "{door}");
        }
    }
}

/// The files of a record have names, which are no ids.
#[test]
fn a_parameter_of_a_path_is_an_id_unless_it_is_a_name() {
    let said = operation("GET /api/v1/record/{assembly}/{file}").expect("described");
    let format = |name: &str| {
        let parameters = said["parameters"].as_array().map_or(&[][..], Vec::as_slice);
        let of = parameters.iter().find(|one| one["name"] == name).expect("a parameter");
        of["schema"].get("format").cloned()
    };
    assert_eq!(format("assembly"), Some("uuid".into()));
    assert_eq!(format("file"), None);
}

#[test]
fn what_is_referred_to_is_there_and_what_is_there_is_referred_to() {
    let mut found = BTreeSet::new();
    references(&DOCUMENT, &mut found);
    let schemas = DOCUMENT["components"]["schemas"].as_object().expect("schemas").keys();
    let there: BTreeSet<String> = schemas.map(|name| format!("#/components/schemas/{name}")).collect();
    let found: BTreeSet<String> =
        found.into_iter().filter(|name| name.starts_with("#/components/schemas/")).map(str::to_owned).collect();
    assert_eq!(found, there);
}

/// The rules above can be broken: a field too many, one that is missing, another type, another word.
#[test]
fn what_does_not_fit_is_told() {
    let door = "POST /api/v1/assemblies/{assembly}/proxy";
    let id = "018f0000-0000-7000-8000-00000000dead";
    let good = json!({ "proxy": id, "holder": null, "replaces": null, "signature": "00".repeat(64) });
    assert_eq!(takes(door, &good), Ok(()));
    for (field, value) in [("more", json!(1)), ("proxy", json!("x")), ("proxy", Value::Null), ("signature", json!("0"))]
    {
        let mut bad = good.clone();
        bad[field] = value;
        assert!(takes(door, &bad).is_err(), "{bad}");
    }
    assert!(takes(door, &json!({ "proxy": id })).is_err());
    assert!(gives("POST /api/v1/votes/{vote}/close", "\"ajar\"").is_err());
    assert!(gives("GET /api/v1/assemblies/{assembly}/pulse", "-1").is_err());
}

#[test]
fn the_shapes_are_those_of_handlers_and_types() {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/src/api/document/shapes.py");
    match Command::new("python3").args([script, "--check"]).output() {
        Ok(output) => assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr)),
        Err(error) => eprintln!("SKIPPED: python3 is not here: {error}"),
    }
}

#[tokio::test]
async fn anybody_reads_the_document_and_a_proxy_may_keep_it() {
    let world = world().await;
    let answer = world.ask("GET", "/api/v1/openapi.json", None, None).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.headers[header::CONTENT_TYPE], "application/json");
    assert_eq!(answer.headers[header::CACHE_CONTROL], "public, max-age=3600");
    let read: Value = serde_json::from_str(&answer.text).expect("JSON");
    assert_eq!((&read["openapi"], &read), (&json!("3.1.0"), &*DOCUMENT));
}
