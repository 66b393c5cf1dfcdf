//! Passkeys (WebAuthn) as they cross the wire. What a browser's authenticator is asked and answers stays as WebAuthn has
//! it: JSON, with its bytes in URL-safe base64.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::ids::{DialogueId, PasskeyId};

/// Longest name of a passkey, in characters.
pub const LONGEST_NAME: usize = 60;
/// Most passkeys of one member: more than anyone has devices.
pub const MOST: usize = 20;

/// A passkey as its member sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasskeyLine {
    /// Id.
    pub id: PasskeyId,
    /// The member's own word for it.
    pub name: String,
    /// When it was made, microseconds UTC.
    pub made_at: i64,
    /// When it last signed in.
    pub used_at: Option<i64>,
}

/// The passkeys of a member.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasskeyList {
    /// IANA name of the cooperative's time zone.
    pub time_zone: String,
    /// Oldest first.
    pub passkeys: Vec<PasskeyLine>,
}

/// What a browser is to ask its authenticator.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PasskeyBegun {
    /// Comes back with the answer.
    pub dialogue: DialogueId,
    /// `CredentialCreationOptions` or `CredentialRequestOptions`.
    pub options: Value,
}

/// A new passkey.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FinishPasskey {
    /// The dialogue it answers.
    pub dialogue: DialogueId,
    /// The member's own word for it.
    pub name: String,
    /// `PublicKeyCredential` of a registration.
    pub credential: Value,
}

/// A passkey that signs in, or is shown as a second means.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnswerPasskey {
    /// The dialogue it answers.
    pub dialogue: DialogueId,
    /// `PublicKeyCredential` of an assertion.
    pub credential: Value,
}

/// Another name for a passkey.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RenamePasskey {
    /// The name.
    pub name: String,
}
