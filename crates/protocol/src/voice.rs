//! The credential of one voice in one box (PROTOCOL.md §4).
//!
//! t = wide(`voix/1/blind`, κ, box uuid, voice), C = R + tB, x = b + t.
//!
//! The server, who knows R and κ, computes C and lists it without the member; only who holds b knows x = log C and
//! can sign under it. Without κ the credentials of one member in two boxes are two unrelated points. With κ and a
//! single x, b and every other credential of the member are known: neither x nor b ever leaves the device.

use zeroize::Zeroizing;

use crate::encoding::{Message, wide};
use crate::group::{Element, Scalar};
use crate::keys::{MemberKeys, PublicKeys};

/// t, the blinding of one voice in one box. It names no cooperative: κ is derived for one.
#[must_use]
pub fn blinding(chain_code: &[u8; 32], box_uuid: &str, voice: &[u8; 16]) -> Scalar {
    wide(&Zeroizing::new(Message::bare("voix/1/blind").bytes(chain_code).string(box_uuid).id(voice).finish()))
}

/// C, as the server lists it and as the member's page recomputes it. The caller refuses the neutral element and a
/// credential listed twice: neither happens by chance.
#[must_use]
pub fn credential(keys: &PublicKeys, box_uuid: &str, voice: &[u8; 16]) -> Element {
    keys.ballot_root + Element::mul_base(&blinding(&keys.chain_code, box_uuid, voice))
}

/// x = log C. Wiped when dropped.
#[must_use]
pub fn credential_secret(keys: &MemberKeys, box_uuid: &str, voice: &[u8; 16]) -> Zeroizing<Scalar> {
    Zeroizing::new(keys.ballot_root() + blinding(keys.chain_code(), box_uuid, voice))
}
