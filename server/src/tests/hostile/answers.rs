//! What any answer of the server must be, whatever was asked.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use app::i18n::Lang;
use domain::Refusal;
use domain::wire::Problem;
use http::header::{CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION, SET_COOKIE};
use reading::Page;

use crate::tests::Answer;

/// Headers an answer may have, and no other.
const HEADERS: [&str; 22] = [
    "accept-ranges",
    "allow",
    "cache-control",
    "connection",
    "content-disposition",
    "content-encoding",
    "content-length",
    "content-security-policy",
    "content-type",
    "cross-origin-opener-policy",
    "etag",
    "location",
    "permissions-policy",
    "referrer-policy",
    "serverfnredirect",
    "set-cookie",
    "strict-transport-security",
    "vary",
    "x-accel-buffering",
    "x-content-type-options",
    "x-frame-options",
    "x-request-id",
];

/// Words of the machinery that nobody outside needs.
const INTERNAL: [&str; 14] = [
    "sqlx",
    "sqlite",
    "postgres",
    "panicked",
    "at line",
    "serde",
    "leptos_axum",
    ".rs:",
    "backtrace",
    "unwrap",
    "deserialize",
    "server function",
    "missing field",
    "unknown field",
];

/// Everything that must hold of one answer: the page, if it is one, or what is wrong.
pub fn look(answer: &Answer) -> Result<Option<Page>, String> {
    let status = answer.status.as_u16();
    if status >= 500 {
        return Err(format!("status {status}"));
    }
    outside(answer)?;
    // The same bytes, compressed because somebody asked for it.
    if answer.headers.contains_key(CONTENT_ENCODING) {
        return Ok(None);
    }
    let kind = answer.headers.get(CONTENT_TYPE).map_or(&b""[..], |kind| kind.as_bytes());
    if kind == b"text/html; charset=utf-8" {
        return page(&answer.text, answer.status.is_client_error()).map(Some);
    }
    body(answer).map_or(Ok(None), Err)
}

/// What holds even when the server is at fault: the headers, and not a word of the machinery.
pub fn outside(answer: &Answer) -> Result<(), String> {
    headers(answer).or_else(|| internal(&answer.text)).map_or(Ok(()), Err)
}

fn body(answer: &Answer) -> Option<String> {
    let kind = answer.headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let refused = answer.status.is_client_error();
    if answer.status.is_redirection() {
        return redirect(answer);
    }
    match kind {
        "application/json" if refused => problem(&answer.text),
        "application/json" => {
            serde_json::from_str::<serde_json::Value>(&answer.text).err().map(|e| format!("JSON: {e}"))
        }
        "application/jsonl; charset=utf-8"
        | "text/csv; charset=utf-8"
        | "text/plain; charset=utf-8"
        | "application/octet-stream"
        | "application/zip"
            if !refused =>
        {
            None
        }
        // Events: each is JSON.
        "text/event-stream" if !refused => {
            let said = answer.text.lines().filter_map(|line| line.strip_prefix("data: "));
            said.filter_map(|data| serde_json::from_str::<serde_json::Value>(data).err())
                .next()
                .map(|e| format!("JSON: {e}"))
        }
        other => Some(format!("{} as “{other}”: {}", answer.status, answer.text.chars().take(200).collect::<String>())),
    }
}

/// A refusal is a known code with its own sentence in one of our languages, and an id.
fn problem(text: &str) -> Option<String> {
    let problem: Problem = match serde_json::from_str(text) {
        Ok(problem) => problem,
        Err(error) => return Some(format!("no problem: {error}: {text}")),
    };
    if Refusal::from_code(&problem.code).is_none() || !sentences().contains(&problem.message) {
        return Some(format!("not a refusal we know: {text}"));
    }
    (!is_id(&problem.request)).then(|| format!("the request id is not ours: {}", problem.request))
}

fn page(text: &str, refused: bool) -> Result<Page, String> {
    let page = reading::read(text);
    if !page.errors.is_empty() {
        return Err(format!("not well-formed: {:?}", page.errors));
    }
    let said = || page.headings.iter().any(|heading| sentences().contains(heading));
    if refused && !said() {
        return Err(format!("no sentence says why: {:?}", page.headings));
    }
    Ok(page)
}

/// Every refusal in every language.
fn sentences() -> &'static BTreeSet<String> {
    static SENTENCES: OnceLock<BTreeSet<String>> = OnceLock::new();
    let of = |refusal: &Refusal| Lang::ALL.map(|lang| lang.t(&format!("refusal-{}", refusal.code())));
    SENTENCES.get_or_init(|| Refusal::ALL.iter().flat_map(of).collect())
}

/// Where the browser is sent is a path of this site, however the browser reads it.
fn redirect(answer: &Answer) -> Option<String> {
    let location = answer.headers.get(LOCATION)?.as_bytes();
    let local = location.first() == Some(&b'/')
        && !matches!(location.get(1), Some(b'/' | b'\\'))
        && location.iter().all(|byte| byte.is_ascii_graphic() && *byte != b'\\');
    (!local).then(|| format!("sends the browser to {:?}", String::from_utf8_lossy(location)))
}

fn headers(answer: &Answer) -> Option<String> {
    let get = |name: &str| answer.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let fixed = [
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "no-referrer"),
        ("strict-transport-security", "max-age=31536000"),
        ("cross-origin-opener-policy", "same-origin"),
        ("permissions-policy", "camera=(), microphone=(), geolocation=()"),
    ];
    if let Some((name, _)) = fixed.iter().find(|(name, value)| get(name) != *value) {
        return Some(format!("{name}: {}", get(name)));
    }
    if let Some(name) = answer.headers.keys().find(|name| !HEADERS.contains(&name.as_str())) {
        return Some(format!("a header of its own: {name}"));
    }
    if !is_id(get("x-request-id")) {
        return Some(format!("x-request-id: {}", get("x-request-id")));
    }
    policy(get(CONTENT_SECURITY_POLICY.as_str()), get(CONTENT_TYPE.as_str())).or_else(|| cookies(answer))
}

/// The policy of a page with its nonce taken out is always the same one; everything else may load nothing at all.
fn policy(policy: &str, kind: &str) -> Option<String> {
    const OURS: &str = "default-src 'none'; script-src 'nonce-*' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self'; \
                        font-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; \
                        frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'; worker-src 'self'";
    let expected = if kind.starts_with("text/html") { OURS } else { "default-src 'none'; frame-ancestors 'none'" };
    let nameless = match policy.split_once("'nonce-").and_then(|(before, rest)| Some((before, rest.split_once('\'')?)))
    {
        Some((before, (nonce, after))) if nonce.len() >= 16 => format!("{before}'nonce-*'{after}"),
        _ => policy.to_owned(),
    };
    (nameless != expected).then(|| format!("content-security-policy: {policy}"))
}

fn cookies(answer: &Answer) -> Option<String> {
    let sound = |cookie: &str| {
        let (pair, attributes) = cookie.split_once(';').unwrap_or((cookie, ""));
        match pair.split_once('=') {
            Some(("__Host-voix" | "__Host-voix-ask", token)) => {
                (token.is_empty() || token.len() == 64 && token.bytes().all(|byte| byte.is_ascii_hexdigit()))
                    && ["Path=/", "HttpOnly", "Secure", "SameSite=Lax"].iter().all(|word| attributes.contains(word))
            }
            // The code of a recovery, shown once, and what was typed in a form that is refused: for two minutes, or gone.
            Some((name @ ("__Host-voix-code" | "__Host-voix-typed"), value)) => {
                let (of_code, age) =
                    (name.ends_with("code"), if value.is_empty() { "Max-Age=0;" } else { "Max-Age=120;" });
                let sign = |byte: u8| if of_code { b"-." } else { &b"=&%+-_.*"[..] }.contains(&byte);
                let same_site = if of_code { "SameSite=Strict" } else { "SameSite=Lax" };
                value.bytes().all(|byte| byte.is_ascii_alphanumeric() || sign(byte))
                    && (!of_code || value.is_empty() || value.len() == 49)
                    && ["Path=/", age, "HttpOnly", "Secure", same_site].iter().all(|word| attributes.contains(word))
            }
            Some(("voix_lang", lang)) => ["fr", "en"].contains(&lang) && attributes.contains("SameSite=Lax"),
            _ => false,
        }
    };
    let cookies = answer.headers.get_all(SET_COOKIE).iter().filter_map(|cookie| cookie.to_str().ok());
    cookies.filter(|cookie| !sound(cookie)).map(|cookie| format!("a cookie: {cookie}")).next()
}

fn internal(text: &str) -> Option<String> {
    let text = text.to_ascii_lowercase();
    INTERNAL.iter().find(|word| says(&text, word)).map(|word| format!("says “{word}”"))
}

/// Whether a word stands in a text by itself: nonces and trackers hold any letters.
fn says(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let (before, after) = (text[..at].chars().next_back(), text[at + word.len()..].chars().next());
        ![before, after].iter().flatten().any(|c| c.is_alphanumeric())
    })
}

/// Ids are a count and eight random digits, in hex.
fn is_id(id: &str) -> bool {
    let hex = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    id.split_once('-').is_some_and(|(count, salt)| hex(count) && hex(salt) && salt.len() == 8)
}
