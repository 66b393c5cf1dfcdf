//! How n key holders make one key that any t of them open (PROTOCOL.md §14.11).
//!
//! Pedersen's distributed key generation, in the messages of the Belenios format so that a member may use another
//! program, with two things of ours added: commitments before anyone reveals, and a code read aloud. The object it makes
//! is [`crate::trustees::Pedersen`]. The server carries everything ([`relay`]) and is believed nothing: each key holder's
//! page verifies all of it ([`holder`]). Pure functions: no clock, randomness is an argument, secrets are wiped.
//!
//! | step | member i | server |
//! |---|---|---|
//! | 1 | draws a seed ([`seed`]), publishes a certificate of vk_i and ek_i, signed with the identity key too ([`member`]) | collects n |
//! | 2 | verifies the certificates | |
//! | 3 | draws f_i of degree t − 1, keeps the [`Deal`], publishes a commitment to its coefexps ([`code`]) | collects n |
//! | | having n commitments, sends the deal: A_{ik} = g^{a_{ik}} signed, f_i(j) encrypted to each j ([`channel`]) | verifies |
//! | 4 | | gives each member the [`Dealings`] meant for it |
//! | 5 | opens commitments, verifies signatures, checks g^{f_m(i)} = ∏ A_{mk}^(i^k) for each m; sends its [`Share`] | verifies |
//! | 6 | | publishes the group |
//! | 7 | verifies the group, finds the own key in it, shows the code; people compare it aloud | |
//!
//! **Why commitments.** Who reveals last could try polynomial after polynomial until the key of all, or the code, is one
//! it likes (Gennaro, Jarecki, Krawczyk, Rabin, *Secure Distributed Key Generation for Discrete-Log Based Cryptosystems*,
//! 1999). Bound before anything is seen, it cannot. Two signed polynomials for two members do not help either: what a member
//! is finally shown must open the commitment that it saw before it revealed its own. That nobody cancels the others' keys
//! with an A_{i0} of unknown logarithm is shown by the proofs of knowledge of the verification keys.
//!
//! **Why forty bits are enough.** A server between the members could run another ceremony with each. All that it may choose
//! in what one member sees (identities, certificates, commitments) is fixed before this member reveals its coefexps, which
//! nobody can guess and which enter that member's code. So of two members who do not see the same, the one that reveals
//! last has a code that nobody could aim at: equal to the other's once in 10^12 ceremonies, whatever the computing power. A
//! code over anything that can be changed after the revealing (proofs, signatures) could be searched for; that is why none
//! enters.
//!
//! ```
//! use ed25519_dalek::SigningKey;
//! use protocol::ceremony::{Ceremony, Deal, Holder, Member, Seed, relay};
//! use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};
//!
//! # fn main() -> Result<(), protocol::ceremony::Fault> {
//! let rng = &mut ChaCha20Rng::seed_from_u64(1);
//! let ceremony = Ceremony::new([1; 16], [2; 16], 2, 3)?;
//! let seeds = [(); 3].map(|()| Seed::generate(rng));
//! let identities = [11, 12, 13].map(|byte| SigningKey::from_bytes(&[byte; 32]));
//! let mut holders = Vec::new();
//! let mut members = Vec::new();
//! for ((index, seed), identity) in (1..).zip(&seeds).zip(&identities) {
//!     let holder = Holder::new(ceremony, index, identity.verifying_key().to_bytes(), seed)?;
//!     members.push(Member::sign(&ceremony, index, holder.certificate(rng), identity));
//!     holders.push(holder);
//! }
//! let certs: Vec<_> = members.iter().map(|member| member.cert.clone()).collect();
//! let joined = holders.into_iter().map(|holder| holder.join(&members)).collect::<Result<Vec<_>, _>>()?;
//! let deals: Vec<Deal> = joined.iter().map(|joined| joined.deal(rng)).collect();
//! let commitments: Vec<_> = joined.iter().zip(&deals).map(|(joined, deal)| joined.commitment(deal)).collect();
//!
//! let inboxes = relay::distribute(&ceremony, &certs, &commitments, &deals)?;
//! let mut received = Vec::new();
//! for ((joined, deal), inbox) in joined.into_iter().zip(&deals).zip(&inboxes) {
//!     received.push(joined.reveal(deal.clone(), commitments.clone())?.receive(inbox, rng)?);
//! }
//! let shares: Vec<_> = received.iter().map(|received| received.share().clone()).collect();
//! let group = relay::assemble(&ceremony, &certs, &deals, &shares)?;
//!
//! let mut codes = Vec::new();
//! for received in received {
//!     codes.push(received.confirm(&group)?.code);
//! }
//! assert!(codes.iter().all(|code| *code == codes[0]), "read aloud, they are the same: {codes:?}");
//! # Ok(())
//! # }
//! ```

mod channel;
pub mod code;
pub mod holder;
pub mod member;
mod messages;
pub mod relay;
pub mod seed;

use std::fmt;

pub use code::{Commitment, code, commitment};
pub use holder::{Confirmed, Holder, Joined, Received, Revealed};
pub use member::Member;
pub use messages::{Deal, Dealings, Share};
pub use seed::{Keys, Seed};

use crate::Malformed;
use crate::trustees::Signed;
use crate::trustees::pedersen::{self, Certificate, Context};

/// The largest group that is made here.
pub const LARGEST: u32 = 255;

/// What is to be made: which key of which cooperative, and how many of how many open it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ceremony {
    /// The cooperative.
    pub cooperative: [u8; 16],
    /// An id of this ceremony alone: a ceremony that begins again is another.
    pub id: [u8; 16],
    threshold: u32,
    size: u32,
}

impl Ceremony {
    /// Any `threshold` of `size` will open: at least two, and never all, so that one lost seed does not close the box.
    ///
    /// # Errors
    /// When these numbers cannot be.
    pub fn new(cooperative: [u8; 16], id: [u8; 16], threshold: u32, size: u32) -> Result<Self, Fault> {
        if threshold < 2 || threshold >= size || size > LARGEST {
            return Err(Fault::of_all(format!("2 ≤ threshold < size ≤ {LARGEST}: {threshold} of {size} cannot be")));
        }
        Ok(Self { cooperative, id, threshold, size })
    }

    /// t.
    #[must_use]
    pub fn threshold(&self) -> u32 {
        self.threshold
    }

    /// n.
    #[must_use]
    pub fn size(&self) -> u32 {
        self.size
    }

    fn context(&self, index: u32) -> Context {
        Context::new(index, self.threshold, self.size)
    }

    /// Step 2: the certificates of all, verified.
    ///
    /// # Errors
    /// The first fault.
    pub fn certificates(&self, certs: &[Signed]) -> Result<Vec<Certificate>, Fault> {
        if u32::try_from(certs.len()) != Ok(self.size) {
            return Err(Fault::of_all("not all have a certificate"));
        }
        for (index, cert) in (1..).zip(certs) {
            self.certificate(index, cert)?;
        }
        Ok(pedersen::certificates(certs, self.threshold)?)
    }

    /// One certificate, as soon as it comes.
    ///
    /// # Errors
    /// When it is not one, or not of this place.
    pub fn certificate(&self, index: u32, cert: &Signed) -> Result<Certificate, Fault> {
        pedersen::certificate(cert, &self.context(index)).map_err(|fault| Fault::of(index, fault))
    }

    /// Whether a member's coefexps are those it committed to.
    fn opens(&self, commitment: &Commitment, index: u32, coefexps: &Signed) -> Result<(), Fault> {
        if *commitment == code::commitment(self, index, &coefexps.message) {
            Ok(())
        } else {
            Err(Fault::of(index, "the coefexps are not those committed to"))
        }
    }
}

/// Why a ceremony stops, and by whose doing where one member's message shows it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct Fault {
    /// The place of the member whose message is wrong.
    pub member: Option<u32>,
    /// What is wrong.
    pub what: String,
}

impl Fault {
    fn of(member: u32, what: impl ToString) -> Self {
        Self { member: Some(member), what: what.to_string() }
    }

    fn of_all(what: impl ToString) -> Self {
        Self { member: None, what: what.to_string() }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.member {
            Some(member) => write!(f, "member {member}: {}", self.what),
            None => f.write_str(&self.what),
        }
    }
}

impl From<Malformed> for Fault {
    fn from(fault: Malformed) -> Self {
        Self::of_all(fault)
    }
}
