//! The JSON objects of a ceremony, as other programs of this format exchange them. Encrypted parts are JSON texts within
//! JSON ([`super::channel`]).

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::Malformed;
use crate::group::{DECIMAL, Scalar, parse_scalar, push_decimal};
use crate::json;
use crate::proofs::Proof;
use crate::trustees::{Signed, TrusteePublicKey};

macro_rules! canonical {
    ($($object:ident),+) => {
        $(impl $object {
            /// Canonical JSON.
            #[must_use]
            pub fn to_json(&self) -> String {
                json::write(self)
            }

            /// Reads a canonical text, without verifying it.
            ///
            /// # Errors
            /// When it is not one.
            pub fn parse(text: &str) -> Result<Self, Malformed> {
                json::read(text)
            }
        })+
    };
}

canonical!(Deal, Dealings, Share);

/// What a member deals (step 3): for all, its coefexps; for each, a share of its polynomial.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deal {
    /// `{"polynomial":[…]}`, to the member itself.
    pub polynomial: String,
    /// `{"secret":…}` to each member, in the order of their places.
    pub secrets: Vec<String>,
    /// `{"coefexps":[…]}`, signed.
    pub coefexps: Signed,
    /// Under all certificates and the coefexps.
    pub signature: Proof,
}

/// What all members dealt, as one of them receives it (step 4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dealings {
    /// The member's own.
    pub polynomial: String,
    /// One of each member, to this member.
    pub secrets: Vec<String>,
    /// Of all members.
    pub coefexps: Vec<Signed>,
    /// Of all members.
    pub signatures: Vec<Proof>,
}

/// A member's share, once computed (step 5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Share {
    /// `{"decryption_key":…}`, to the member itself.
    pub private_key: String,
    /// vk_j, proved and signed.
    pub public_key: TrusteePublicKey,
}

/// `{"polynomial":["…",…]}`.
pub(super) fn polynomial(coefficients: &[Scalar]) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(32 + (DECIMAL + 4) * coefficients.len()));
    text.push_str("{\"polynomial\":[");
    for (i, coefficient) in coefficients.iter().enumerate() {
        text.push_str(if i > 0 { ",\"" } else { "\"" });
        push_decimal(coefficient, &mut text);
        text.push('"');
    }
    text.push_str("]}");
    text
}

/// `{"<name>":"…"}`.
pub(super) fn secret(name: &str, x: &Scalar) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(16 + name.len() + DECIMAL));
    text.push_str("{\"");
    text.push_str(name);
    text.push_str("\":\"");
    push_decimal(x, &mut text);
    text.push_str("\"}");
    text
}

/// Reads [`secret`].
pub(super) fn read_secret(name: &str, text: &str) -> Result<Zeroizing<Scalar>, Malformed> {
    let digits = text.strip_prefix("{\"").and_then(|rest| rest.strip_prefix(name));
    let digits = digits.and_then(|rest| rest.strip_prefix("\":\"")).and_then(|rest| rest.strip_suffix("\"}"));
    let digits = digits.ok_or_else(|| Malformed(format!("the message does not hold a {name}")))?;
    parse_scalar(digits).map(Zeroizing::new)
}
