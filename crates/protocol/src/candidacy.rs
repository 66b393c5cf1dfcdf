//! A member's acceptance to stand for election (PROTOCOL.md §7.2).
//!
//! The identity key signs (`voix/1/candidacy`, cooperative, election, SHA-256 of the canonical JSON of the statement and the
//! data the law asks for, member). It says that this member stands in this election, with these words and data: words that
//! are changed have another hash, and are signed again.

pub use crate::keys::{BadSignature, Signature};

use crate::encoding::Message;

/// What is signed, apart from the cooperative. The page has computed the hash from the words it shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidacy<'a> {
    /// The election: the item of the agenda that was being prepared.
    pub election: &'a [u8; 16],
    /// SHA-256 of the canonical JSON of statement and data.
    pub content_hash: &'a [u8; 32],
    /// Who stands.
    pub member: &'a [u8; 16],
}

crate::keys::signed_by_identity!(Candidacy<'_>);

impl Candidacy<'_> {
    fn message(&self, cooperative: &[u8; 16]) -> Message {
        Message::new("voix/1/candidacy", cooperative).id(self.election).bytes(self.content_hash).id(self.member)
    }
}
