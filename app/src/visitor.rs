//! Who looks at a page, in which language, from where.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use domain::roles::{Actor, Role};
use http::HeaderMap;
use http::header::{ACCEPT_LANGUAGE, COOKIE, USER_AGENT};
use http::request::Parts;

use crate::i18n::Lang;
use crate::state::AppState;

/// Name of the session cookie. The `__Host-` prefix makes browsers refuse it from anywhere but this host, over HTTPS
/// (or loopback) and for the whole site.
pub const SESSION_COOKIE: &str = "__Host-voix";
/// Name of the cookie that ties a code sent by a message to the browser that asked for it.
pub const ASK_COOKIE: &str = "__Host-voix-ask";
/// Name of the language cookie.
pub const LANG_COOKIE: &str = "voix_lang";

/// A request's author.
#[derive(Clone, Debug)]
pub struct Visitor {
    /// Member or anyone.
    pub actor: Actor,
    /// Name shown in the header, if signed in.
    pub name: Option<String>,
    /// Whether the member holds offices that this sign-in does not open.
    pub withheld: bool,
    /// Whether they bring a paper code, good or not.
    pub slip: bool,
    /// What the browser says it is.
    pub browser: String,
    /// Language of the answer.
    pub lang: Lang,
    /// Path and query asked for, to come back to.
    pub path: String,
    /// Refusal carried over from a form post.
    pub refusal: Option<domain::Refusal>,
    /// Address of this site as the visitor typed it: scheme and host.
    pub origin: String,
    /// Whether the session could not be read: nobody is let in, and nobody is told to sign in again.
    pub unavailable: bool,
    /// Id of the request in the log.
    pub request_id: String,
}

impl Visitor {
    /// Whether somebody is signed in as a member. Whoever votes with a paper code is not: to them a page is what it is to everybody.
    #[must_use]
    pub fn signed_in(&self) -> bool {
        self.actor.member().is_some() && self.actor.code().is_none()
    }

    /// A refusal as this person should hear it: who would be let in with the key of a device is told so, and whoever holds a slip not to
    /// sign in by other means.
    #[must_use]
    pub fn hears(&self, refusal: domain::Refusal) -> domain::Refusal {
        use domain::Refusal::{CodeUnknown, NotKeyHolder, NotYours, SignInFirst, StrongSignIn};
        match refusal {
            NotYours | NotKeyHolder if self.withheld => StrongSignIn,
            SignInFirst if self.slip => CodeUnknown,
            other => other,
        }
    }

    /// Whether the person holds a role now.
    #[must_use]
    pub fn has(&self, role: Role) -> bool {
        self.actor.has(role)
    }
}

impl FromRequestParts<AppState> for Visitor {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Self::Rejection> {
        if let Some(visitor) = parts.extensions.get::<Self>() {
            return Ok(visitor.clone());
        }
        Ok(identify(&parts.headers, parts.uri.path_and_query().map_or("/", |path| path.as_str()), state).await)
    }
}

/// Reads cookies and headers. A session that cannot be read is nobody's: deny by default.
pub async fn identify(headers: &HeaderMap, path: &str, state: &AppState) -> Visitor {
    let read = signed(headers, state).await;
    let unavailable = read.is_err();
    let (actor, name, withheld) = read.unwrap_or_else(|error| {
        tracing::error!(%error, "a session could not be read");
        (Actor::Anyone, None, false)
    });
    Visitor {
        actor,
        name,
        withheld,
        slip: code_token(headers).is_some(),
        browser: headers.get(USER_AGENT).and_then(|name| name.to_str().ok()).unwrap_or_default().to_owned(),
        lang: language(headers),
        // Nobody comes back to the address of a form.
        path: if path.starts_with("/rpc/") { "/" } else { path }.to_owned(),
        refusal: query(path, "refusal").and_then(|code| domain::Refusal::from_code(&code)),
        origin: origin(headers),
        unavailable,
        request_id: request_id(headers),
    }
}

/// Who asks, their name, and whether offices of theirs are withheld. Whoever brings the token of a paper code asks as its holder and
/// as nobody else, whatever the cookie says.
async fn signed(headers: &HeaderMap, state: &AppState) -> Result<(Actor, Option<String>, bool), service::Error> {
    if let Some(token) = code_token(headers) {
        let actor = state.service.code_of(&token).await?;
        return Ok((actor.unwrap_or(Actor::Anyone), None, false));
    }
    let found = match cookie(headers, SESSION_COOKIE) {
        Some(token) => state.service.actor_of(&token).await?,
        None => None,
    };
    Ok(found.map_or((Actor::Anyone, None, false), |signed| (signed.actor, Some(signed.name), signed.withheld)))
}

/// The token of a paper code's session, where one is brought.
#[must_use]
pub fn code_token(headers: &HeaderMap) -> Option<String> {
    let token = headers.get(domain::codes::HEADER)?;
    // One that is no text is somebody's who is nobody.
    Some(token.to_str().unwrap_or_default().to_owned())
}

/// The id the server gave a request.
#[must_use]
pub fn request_id(headers: &HeaderMap) -> String {
    headers.get("x-request-id").and_then(|id| id.to_str().ok()).unwrap_or("-").to_owned()
}

/// Plain HTTP exists on loopback only.
fn origin(headers: &HeaderMap) -> String {
    let host = headers.get(http::header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    let loopback = name == "localhost" || name == "[::1]" || name.starts_with("127.");
    format!("{}://{host}", if loopback { "http" } else { "https" })
}

fn language(headers: &HeaderMap) -> Lang {
    cookie(headers, LANG_COOKIE).and_then(|code| Lang::from_code(&code)).unwrap_or_else(|| {
        Lang::accepted(headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default())
    })
}

/// The value of a cookie.
#[must_use]
pub fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value.to_owned())
}

/// The value of a query parameter that holds only unreserved characters (codes and trackers do).
#[must_use]
pub fn query(path: &str, name: &str) -> Option<String> {
    let (_, query) = path.split_once('?')?;
    query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value.to_owned())
}
