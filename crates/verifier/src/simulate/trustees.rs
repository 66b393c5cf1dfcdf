//! Who opens the simulated box. The one place that knows how many of the trustees are needed.

use std::str::FromStr;

use protocol::decryption::{self, Binding, CompanionProofs, PartialDecryption};
use protocol::group::{Scalar, random_scalar};
use protocol::trustees::{TrusteePublicKey, Trustees};
use rand_chacha::ChaCha20Rng;

/// How many trustees there are, and how many of them are needed: `2/3`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quorum {
    /// Needed.
    pub needed: u32,
    /// In all.
    pub all: u32,
}

impl Quorum {
    /// Whether this version makes such trustees.
    pub(super) fn check(self) -> Result<(), String> {
        if self.all == 0 || self.needed == 0 || self.needed > self.all {
            return Err("trustees are written NEEDED/ALL, for instance 2/2".to_owned());
        }
        if self.needed < self.all {
            let Self { needed, all } = self;
            return Err(format!(
                "threshold trustees ({needed} of {all}) are not made by this version: ask for {all}/{all}"
            ));
        }
        Ok(())
    }
}

impl FromStr for Quorum {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || "written NEEDED/ALL, for instance 2/2".to_owned();
        let (needed, all) = text.split_once('/').ok_or_else(wrong)?;
        Ok(Self { needed: needed.parse().map_err(|_| wrong())?, all: all.parse().map_err(|_| wrong())? })
    }
}

/// Trustees with their secrets.
#[derive(Clone, Debug)]
pub struct Holders {
    /// As the archive has them.
    pub public: Trustees,
    /// Secret key of each owner, in order.
    pub secrets: Vec<Scalar>,
}

impl Holders {
    /// As many as the plan says, each with a whole key.
    pub(super) fn make(quorum: Quorum, rng: &mut ChaCha20Rng) -> Self {
        let secrets: Vec<Scalar> = (0..quorum.all).map(|_| random_scalar(rng)).collect();
        let public = Trustees::singles(secrets.iter().map(|x| TrusteePublicKey::prove(x, None, rng)).collect());
        Self { public, secrets }
    }

    /// The parts that open a tally, each with its owner and the companion's proofs.
    ///
    /// # Errors
    /// When the tally is none.
    pub fn decrypt(
        &self,
        cooperative: &[u8; 16],
        phi: &str,
        tally: &str,
        rng: &mut ChaCha20Rng,
    ) -> Result<Vec<(u32, PartialDecryption, CompanionProofs)>, String> {
        let part = |(owner, secret): (u32, &Scalar)| {
            let public = self.public.public_key_of(owner).ok_or("no such owner")?;
            let binding = Binding { cooperative, phi, owner, public, tally };
            let (part, proofs) = decryption::decrypt(secret, &binding, rng).map_err(|error| error.to_string())?;
            Ok((owner, part, proofs))
        };
        (1..).zip(&self.secrets).map(part).collect()
    }
}
