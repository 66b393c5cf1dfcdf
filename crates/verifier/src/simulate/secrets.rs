//! Secrets in the form of belenios-tool, so that it can be pointed at them: credential codes of 22 base58 digits, from
//! which the secret is hashed, and trustees' keys as decimal numbers.

use std::collections::BTreeMap;

use protocol::group::{Scalar, scalar_to_decimal};
use protocol::hash;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::Rng as _;

use super::trustees::Holders;

const BASE58: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
/// Digits between the dashes of a code.
const GROUPS: [usize; 4] = [5, 6, 5, 6];

/// A voter's credential.
#[derive(Clone, Debug)]
pub struct Credential {
    /// What the voter would type.
    pub code: String,
    /// x.
    pub secret: Scalar,
}

impl Credential {
    pub(super) fn draw(uuid: &str, rng: &mut ChaCha20Rng) -> Self {
        let code = GROUPS.map(|digits| base58(digits, rng)).join("-");
        let secret = derive(uuid, &code);
        Self { code, secret }
    }
}

/// The secret of a code in an election: two hashes, one after the other, as one number.
#[must_use]
pub fn derive(uuid: &str, code: &str) -> Scalar {
    let half = |i: u8| hash::sha256(format!("derive_credential|{uuid}|{i}|{code}").as_bytes());
    let mut wide = [0; 64];
    for (byte, source) in wide.iter_mut().zip(half(1).iter().rev().chain(half(0).iter().rev())) {
        *byte = *source;
    }
    Scalar::from_bytes_mod_order_wide(&wide)
}

pub(super) fn base58(digits: usize, rng: &mut ChaCha20Rng) -> String {
    let digit = |_| char::from(BASE58[usize::try_from(below(58, rng)).unwrap_or(0)]);
    (0..digits).map(digit).collect()
}

/// A number below a bound, each as likely as the others.
pub(super) fn below(bound: u64, rng: &mut ChaCha20Rng) -> u64 {
    let most = u64::MAX - u64::MAX % bound;
    loop {
        let drawn = rng.next_u64();
        if drawn < most {
            return drawn % bound;
        }
    }
}

/// `private_creds.json`: the code of each voter.
#[must_use]
pub fn private_credentials(voters: &[Credential]) -> String {
    let codes: BTreeMap<String, &str> =
        (1..).zip(voters).map(|(i, voter)| (format!("voter{i}"), &*voter.code)).collect();
    serde_json::json!(codes).to_string()
}

/// File name and content of each trustee's private key.
#[must_use]
pub fn private_keys(holders: &Holders) -> Vec<(String, String)> {
    let key = |(owner, secret): (u32, &Scalar)| {
        (format!("trustee-{owner}.privkey"), format!("\"{}\"", scalar_to_decimal(secret)))
    };
    (1..).zip(&holders.secrets).map(key).collect()
}

#[cfg(test)]
mod tests {
    use protocol::group::Element;

    use super::*;

    /// From an archive that belenios-tool 3.3.0 made.
    #[test]
    fn a_code_gives_the_credential_that_belenios_tool_derives() {
        let secret = derive("tHZEetHLUru3Hq", "v1yda-q4HSo6-Nmut2-fevvyr");
        assert_eq!(
            scalar_to_decimal(&secret),
            "6372651480165126462382768476335076490861620562846569100454022561213355276347"
        );
        let public = "b82beb7d36e730f5b03ce8f8595bef765e9e15d448ac6ffdc113d648ca93c5e5";
        assert_eq!(Element::mul_base(&secret).to_string(), public);
    }
}
