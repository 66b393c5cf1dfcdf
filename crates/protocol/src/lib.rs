//! Ballots, proofs, archives and the record of Voix. Pure: no input or output, no clock, no global randomness; native
//! and WebAssembly. `PROTOCOL.md` says the same things without code.
//!
//! Two halves. The *Belenios v1 wire format* (3.x dialect, Ed25519 group), so that a verifier we did not write accepts
//! our archives: [`group`], [`json`], [`election`], [`trustees`], [`credentials`], [`proofs`], [`ballot`], [`tally`],
//! [`ceremony`], [`decryption`], [`archive`], [`checks`]. And *what is ours*: [`keys`], [`voice`], [`slip`], [`emargement`],
//! [`open_ballot`], [`support`], [`minutes_signed`], [`reception`], [`receipt`], [`received`], [`door`], [`companion`],
//! [`trustees_approval`], [`roll_check`], [`opening`], [`merkle`], [`commitment`], [`record`], [`checkpoint`], [`software`],
//! [`listing`].

pub mod archive;
pub mod ballot;
pub mod candidacy;
pub mod canonical;
pub mod carry;
pub mod ceremony;
pub mod checkpoint;
pub mod checks;
pub mod combined;
pub mod commitment;
pub mod companion;
pub mod credentials;
pub mod decryption;
pub mod door;
pub mod election;
pub mod emargement;
pub mod encoding;
pub mod group;
pub mod hash;
pub mod json;
pub mod keys;
pub mod listing;
pub mod merkle;
pub mod minutes_signed;
pub mod open_ballot;
pub mod opening;
pub mod participation;
pub mod proofs;
pub mod proxy;
pub mod receipt;
pub mod received;
pub mod reception;
pub mod record;
pub mod register_leaves;
pub mod roll_check;
pub mod slip;
pub mod software;
pub mod support;
pub mod tally;
pub mod trustees;
pub mod trustees_approval;
pub mod voice;

/// A text or byte string that is not of the form the protocol allows.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Malformed(pub String);

impl Malformed {
    /// With a reason for a person.
    pub fn because(reason: impl Into<String>) -> Self {
        Self(reason.into())
    }
}
