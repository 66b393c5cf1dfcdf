//! What an open box takes (PROTOCOL.md, the checks): the same that checks 6, 7, 11 and 24 ask of a ballot and its slip
//! afterwards. The server asks here before a ballot enters the archive, so whatever it takes every verifier accepts.
//!
//! What depends on the ballots already there is the caller's: the slip's number must be greater than the one before
//! ([`crate::slip`]), and the same ballot does not come twice.

use crate::ballot::{self, Ballot, BallotFault};
use crate::election::Election;
use crate::slip::{BadSlip, OrderSlip};

/// A box that takes ballots.
#[derive(Clone, Copy, Debug)]
pub struct OpenBox<'a> {
    /// Cooperative's id.
    pub cooperative: &'a [u8; 16],
    /// The election.
    pub election: &'a Election,
    /// φ of its text.
    pub phi: &'a str,
}

/// Why a ballot is not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotTaken {
    /// Not the canonical text of a ballot.
    #[error("not a canonical ballot")]
    NotABallot,
    /// Under another credential than that of the voice.
    #[error("under another credential")]
    AnotherCredential,
    /// The slip is not of this ballot and credential.
    #[error(transparent)]
    Slip(#[from] BadSlip),
    /// Something in the ballot does not hold.
    #[error(transparent)]
    Ballot(#[from] BallotFault),
}

impl OpenBox<'_> {
    /// Takes the ballot of the voice with this listed credential; its tracker. Cheapest first.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn take(&self, credential: &str, ballot: &str, slip: &OrderSlip) -> Result<String, NotTaken> {
        let parsed = Ballot::parse(ballot).map_err(|_| NotTaken::NotABallot)?;
        if parsed.credential.to_string() != credential {
            return Err(NotTaken::AnotherCredential);
        }
        let tracker = ballot::tracker(ballot);
        slip.verify(self.cooperative, &self.election.uuid, self.phi, &parsed.credential, &tracker)?;
        ballot::verify(self.election, self.phi, &parsed)?;
        Ok(tracker)
    }
}
