//! The election object: what is asked, in which group, under which key. Its bytes are hashed into everything: φ is the
//! base64 SHA-256 of the JSON text.

use serde::{Deserialize, Serialize};

use crate::Malformed;
use crate::group::{self, Element};
use crate::hash;
use crate::json;

/// What `administrator` begins with in every election of ours: the companion file is then required (check 24).
pub const OURS: &str = "voix/1 ";

/// A question with its answers, counted homomorphically: each ballot gives 0 or 1 to each answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// The answers, in order.
    pub answers: Vec<String>,
    /// Whether a blank ballot is allowed (absent: no).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blank: Option<bool>,
    /// Fewest answers one may choose.
    pub min: u64,
    /// Most answers one may choose.
    pub max: u64,
    /// The question.
    pub question: String,
}

impl Question {
    /// Whether a blank ballot is allowed.
    #[must_use]
    pub fn allows_blank(&self) -> bool {
        self.blank == Some(true)
    }

    /// Ciphertexts per ballot: one per answer, and one more before them where blank is allowed.
    #[must_use]
    pub fn width(&self) -> usize {
        self.answers.len() + usize::from(self.allows_blank())
    }
}

/// An election.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Election {
    /// Always 1 here.
    pub version: u32,
    /// What it is about.
    pub description: String,
    /// Title.
    pub name: String,
    /// Always `Ed25519` here.
    pub group: String,
    /// y: product of the trustees' keys.
    pub public_key: Element,
    /// Questions in order.
    pub questions: Vec<Question>,
    /// Unique id: at least 14 base58 characters.
    pub uuid: String,
    /// Who organises it; ours begins with [`OURS`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub administrator: Option<String>,
    /// Who made the credentials.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credential_authority: Option<String>,
    /// Language and direction of writing (3.3 and later).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<(String, String)>,
}

/// Why an election is not one this program verifies.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAnElection {
    /// Of a kind this version does not know: said by name, never judged.
    #[error("not supported: {0}")]
    Unsupported(String),
    /// Not an election at all, or not canonical.
    #[error(transparent)]
    Malformed(#[from] Malformed),
}

impl Election {
    /// The canonical JSON text.
    #[must_use]
    pub fn to_json(&self) -> String {
        json::write(self)
    }

    /// Reads a canonical text and checks what can be checked of it alone.
    ///
    /// # Errors
    /// Unsupported kinds by name; anything malformed.
    pub fn parse(text: &str) -> Result<Self, NotAnElection> {
        supported(text)?;
        let election: Self = json::read(text)?;
        election.sane()?;
        Ok(election)
    }

    /// Whether Voix made it.
    #[must_use]
    pub fn is_ours(&self) -> bool {
        self.administrator.as_deref().is_some_and(|who| who.starts_with(OURS))
    }

    fn sane(&self) -> Result<(), Malformed> {
        if !is_uuid(&self.uuid) {
            return Err(Malformed::because("uuid: at least 14 base58 characters"));
        }
        if self.public_key.is_identity() {
            return Err(Malformed::because("public_key: the neutral element is no key"));
        }
        let asks = |q: &Question| !q.answers.is_empty() && q.min <= q.max && q.max <= q.answers.len() as u64;
        if self.questions.is_empty() || !self.questions.iter().all(asks) {
            return Err(Malformed::because("questions: 0 ≤ min ≤ max ≤ number of answers"));
        }
        Ok(())
    }
}

/// At least 14 base58 characters.
#[must_use]
pub fn is_uuid(text: &str) -> bool {
    const BASE58: &str = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    text.len() >= 14 && text.chars().all(|c| BASE58.contains(c))
}

/// φ: base64 SHA-256 of the election's bytes.
#[must_use]
pub fn fingerprint(json: &str) -> String {
    hash::sha256_b64(json.as_bytes())
}

fn of_our_group(value: &serde_json::Value) -> Result<(), NotAnElection> {
    match value.get("version").and_then(serde_json::Value::as_u64) {
        Some(1) | None => {}
        Some(other) => return Err(NotAnElection::Unsupported(format!("protocol version {other}"))),
    }
    match value.get("group").and_then(serde_json::Value::as_str) {
        Some(group::NAME) | None => Ok(()),
        Some(other) => Err(NotAnElection::Unsupported(format!("group {other}"))),
    }
}

fn supported(text: &str) -> Result<(), NotAnElection> {
    let value: serde_json::Value =
        serde_json::from_str(text).map_err(|error| Malformed(format!("election: {error}")))?;
    of_our_group(&value)?;
    let questions = value.get("questions").and_then(serde_json::Value::as_array);
    let kind = questions.into_iter().flatten().find_map(|question| question.get("type")?.as_str());
    match kind {
        Some(kind) => Err(NotAnElection::Unsupported(format!("question type {kind}"))),
        None => Ok(()),
    }
}
