//! What the bureau of an assembly signs once its minutes are published (PROTOCOL.md §7.4).
//!
//! The identity key signs (`voix/1/minutes`, cooperative, SHA-256 of the canonical JSON of the minutes, seat). The minutes name
//! their assembly, so their hash does. Whoever sits in two seats signs for each. A correction of them is signed the same way
//! under a label of its own: it names the minutes, so its hash does.

pub use crate::keys::{BadSignature, Signature};

use crate::encoding::Message;

/// What is signed, apart from the cooperative. The page has computed the hash from the minutes it shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MinutesSigned<'a> {
    /// SHA-256 of the canonical JSON of the minutes.
    pub hash: &'a [u8; 32],
    /// The seat in the bureau for which they are signed, in its word: `chair`, `secretary`…
    pub seat: &'a str,
}

crate::keys::signed_by_identity!(MinutesSigned<'_>);

impl MinutesSigned<'_> {
    fn message(&self, cooperative: &[u8; 16]) -> Message {
        Message::new("voix/1/minutes", cooperative).bytes(self.hash).string(self.seat)
    }
}

/// What is signed under a correction, apart from the cooperative. The page has computed the hash from the correction it shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CorrectionSigned<'a> {
    /// SHA-256 of the canonical JSON of the correction.
    pub hash: &'a [u8; 32],
    /// The seat in the bureau for which it is signed, in its word.
    pub seat: &'a str,
}

crate::keys::signed_by_identity!(CorrectionSigned<'_>);

impl CorrectionSigned<'_> {
    fn message(&self, cooperative: &[u8; 16]) -> Message {
        Message::new("voix/1/minutes-correction", cooperative).bytes(self.hash).string(self.seat)
    }
}
