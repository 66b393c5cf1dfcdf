//! A member's support of a proposal (PROTOCOL.md §7.1).
//!
//! The identity key signs (`voix/1/support`, cooperative, proposal, version, SHA-256 of that version's canonical JSON,
//! member). It says that this member supports these words and no others: a text that is changed is another version, with
//! another hash.

pub use crate::keys::{BadSignature, Signature};

use crate::encoding::Message;

/// What is signed, apart from the cooperative. The page has computed the hash from the words it shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Support<'a> {
    /// The proposal.
    pub proposal: &'a [u8; 16],
    /// Number of the version, from 1.
    pub version: u64,
    /// SHA-256 of the version's canonical JSON.
    pub text_hash: &'a [u8; 32],
    /// Who supports it.
    pub member: &'a [u8; 16],
}

crate::keys::signed_by_identity!(Support<'_>);

impl Support<'_> {
    fn message(&self, cooperative: &[u8; 16]) -> Message {
        Message::new("voix/1/support", cooperative)
            .id(self.proposal)
            .integer(self.version)
            .bytes(self.text_hash)
            .id(self.member)
    }
}
