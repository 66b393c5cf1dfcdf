//! The order slip beside each secret ballot (PROTOCOL.md §5).
//!
//! A later ballot replaces an earlier one of the same credential, by order in the archive. The slip lets the voter,
//! not the server, decide which is later: the signer of credential C numbers the ballots, and the number must grow
//! strictly along the archive. An old ballot cannot be put in again after a newer one.
//!
//! Schnorr under C: A = wB, c = wide(`voix/1/order`, cooperative, box uuid, φ, C, n, tracker, A), r = w − cx;
//! verified by A = rB + cC. C is in the challenge, so a slip under C is not one under C + δB though δ be known.

use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};

use crate::encoding::{Message, nonce, wide};
use crate::group::{Element, Scalar, decimal};

const LABEL: &str = "voix/1/order";
/// No number is greater: every program reads numbers up to here alike.
pub const GREATEST_NUMBER: u64 = (1 << 53) - 1;

/// The number of a ballot among those of its credential, signed under the credential.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrderSlip {
    /// Strictly greater than the number of any earlier ballot of this credential.
    pub n: u64,
    /// c. JSON: decimal.
    #[serde(with = "decimal")]
    pub challenge: Scalar,
    /// r. JSON: decimal.
    #[serde(with = "decimal")]
    pub response: Scalar,
}

/// A slip that the credential's holder did not sign for this ballot and number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the order slip is not by this credential for this ballot and number")]
pub struct BadSlip;

impl OrderSlip {
    /// Signs the number `n` for the ballot with this tracker, under the credential with this secret.
    pub fn make<R: CryptoRng + ?Sized>(
        cooperative: &[u8; 16],
        box_uuid: &str,
        phi: &str,
        secret: &Scalar,
        n: u64,
        tracker: &str,
        rng: &mut R,
    ) -> Self {
        let credential = Element::mul_base(secret);
        let statement = statement(cooperative, box_uuid, phi, &credential, n, tracker);
        let w = nonce(secret.as_bytes(), rng, LABEL, &statement.clone().finish());
        let challenge = wide(&statement.point(&Element::mul_base(&w)).finish());
        Self { n, challenge, response: *w - challenge * secret }
    }

    /// Verifies the slip of the ballot with this tracker.
    ///
    /// # Errors
    /// [`BadSlip`].
    pub fn verify(
        &self,
        cooperative: &[u8; 16],
        box_uuid: &str,
        phi: &str,
        credential: &Element,
        tracker: &str,
    ) -> Result<(), BadSlip> {
        let commitment = credential.vartime_base_plus(&self.response, &self.challenge);
        let message = statement(cooperative, box_uuid, phi, credential, self.n, tracker).point(&commitment);
        let sane = !credential.is_identity() && self.n <= GREATEST_NUMBER;
        if sane && wide(&message.finish()) == self.challenge { Ok(()) } else { Err(BadSlip) }
    }
}

fn statement(
    cooperative: &[u8; 16],
    box_uuid: &str,
    phi: &str,
    credential: &Element,
    n: u64,
    tracker: &str,
) -> Message {
    Message::new(LABEL, cooperative).string(box_uuid).string(phi).point(credential).integer(n).string(tracker)
}
