//! What keeps the server honest: commitments before anything is revealed, and a code that people read aloud.
//!
//! *Commitment* of member i to its coefexps (the text that it signs), published before anyone reveals any:
//! `SHA-256(voix/1/coefexps, cooperative, ceremony, i, text)`. The text holds group elements nobody can guess, so the hash
//! says nothing of it; the place is in it, so nobody can commit with another's.
//!
//! *Code*: `SHA-256(voix/1/ceremony, cooperative, ceremony, identities, certificates, coefexps texts)`, its first eight
//! bytes as a big-endian integer mod 10^12, written in three groups of four digits. Two people who read the same code have
//! the same members, the same certificates and the same polynomials. See [`super`] for why forty bits are enough.

use super::Ceremony;
use crate::encoding::Message;
use crate::hash::sha256;
use crate::trustees::Signed;

/// A member's commitment.
pub type Commitment = [u8; 32];

/// Commits to the text of a member's coefexps.
#[must_use]
pub fn commitment(ceremony: &Ceremony, index: u32, coefexps: &str) -> Commitment {
    let message = Message::new("voix/1/coefexps", &ceremony.cooperative).id(&ceremony.id).integer(u64::from(index));
    sha256(&message.string(coefexps).finish())
}

/// The code of a ceremony: identity keys, certificates and coefexps in the order of the places.
#[must_use]
pub fn code(ceremony: &Ceremony, identities: &[[u8; 32]], certs: &[Signed], coefexps: &[Signed]) -> String {
    let certs: Vec<String> = certs.iter().map(Signed::to_json).collect();
    let message = Message::new("voix/1/ceremony", &ceremony.cooperative)
        .id(&ceremony.id)
        .list(identities.iter().map(<[u8; 32]>::as_slice))
        .list(certs.iter().map(String::as_bytes))
        .list(coefexps.iter().map(|signed| signed.message.as_bytes()));
    let digest = sha256(&message.finish());
    let number = digest[..8].iter().fold(0_u64, |number, byte| number << 8 | u64::from(*byte)) % 1_000_000_000_000;
    format!("{:04} {:04} {:04}", number / 100_000_000, number / 10_000 % 10_000, number % 10_000)
}
