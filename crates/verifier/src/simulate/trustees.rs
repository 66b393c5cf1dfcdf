//! Who opens the simulated box. The one place that knows how many of the trustees are needed.

use std::collections::BTreeMap;
use std::str::FromStr;

use protocol::ceremony::{Ceremony, Deal, Fault, Holder, Member, Seed, relay};
use protocol::decryption::{self, Binding, CompanionProofs, PartialDecryption};
use protocol::group::{Scalar, random_scalar};
use protocol::keys::{Language, MemberKeys, Phrase};
use protocol::trustees::{Entry, Pedersen, Signed, TrusteePublicKey, Trustees};
use rand_chacha::ChaCha20Rng;

use super::COOPERATIVE;

/// How many trustees there are, and how many of them are needed: `2/3`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quorum {
    /// Needed.
    pub needed: u32,
    /// In all.
    pub all: u32,
}

impl Quorum {
    /// Whether there can be such trustees.
    pub(super) fn check(self) -> Result<(), String> {
        if self.all == 0 || self.needed == 0 || self.needed > self.all {
            return Err("trustees are written NEEDED/ALL, for instance 2/3".to_owned());
        }
        if self.needed < self.all {
            Ceremony::new(COOPERATIVE, [0; 16], self.needed, self.all).map_err(|fault| fault.to_string())?;
        }
        Ok(())
    }
}

impl FromStr for Quorum {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || "written NEEDED/ALL, for instance 2/3".to_owned();
        let (needed, all) = text.split_once('/').ok_or_else(wrong)?;
        Ok(Self { needed: needed.parse().map_err(|_| wrong())?, all: all.parse().map_err(|_| wrong())? })
    }
}

/// Trustees with their secrets.
#[derive(Clone, Debug)]
pub struct Holders {
    /// As the archive has them.
    pub public: Trustees,
    /// Secret key, or share of one, of each owner, in order.
    pub secrets: Vec<Scalar>,
    /// How many open: the first ones.
    pub needed: u32,
}

impl Holders {
    /// As many as the plan says: each with a whole key if all are needed, else a group with a share each.
    pub(super) fn make(quorum: Quorum, rng: &mut ChaCha20Rng) -> Result<Self, String> {
        let Quorum { needed, all } = quorum;
        if needed < all {
            let (group, secrets) = group(quorum, rng).map_err(|fault| fault.to_string())?;
            return Ok(Self { public: Trustees::new(vec![Entry::Pedersen(group)]), secrets, needed });
        }
        let secrets: Vec<Scalar> = (0..all).map(|_| random_scalar(rng)).collect();
        let public = Trustees::singles(secrets.iter().map(|x| TrusteePublicKey::prove(x, None, rng)).collect());
        Ok(Self { public, secrets, needed })
    }

    /// The parts that open a tally, each by owner with the companion's proofs.
    ///
    /// # Errors
    /// When the tally is none.
    pub fn decrypt(
        &self,
        cooperative: &[u8; 16],
        phi: &str,
        tally: &str,
        rng: &mut ChaCha20Rng,
    ) -> Result<BTreeMap<u32, (PartialDecryption, CompanionProofs)>, String> {
        let part = |(owner, secret): (u32, &Scalar)| {
            let public = self.public.public_key_of(owner).ok_or("no such owner")?;
            let binding = Binding { cooperative, phi, owner, public, tally };
            let (part, proofs) = decryption::decrypt(secret, &binding, rng).map_err(|error| error.to_string())?;
            Ok((owner, (part, proofs)))
        };
        (1..=self.needed).zip(&self.secrets).map(part).collect()
    }
}

/// A whole key establishment among honest members: the group, and each member's share.
fn group(quorum: Quorum, rng: &mut ChaCha20Rng) -> Result<(Pedersen, Vec<Scalar>), Fault> {
    let ceremony = Ceremony::new(COOPERATIVE, [0; 16], quorum.needed, quorum.all)?;
    let (mut holders, mut members) = (Vec::new(), Vec::new());
    for index in 1..=quorum.all {
        let keys = MemberKeys::derive(&Phrase::generate(Language::French, rng), &COOPERATIVE);
        let holder = Holder::new(ceremony, index, keys.public().identity, &Seed::generate(rng))?;
        members.push(Member::sign(&ceremony, index, holder.certificate(rng), keys.identity()));
        holders.push(holder);
    }
    let certs: Vec<Signed> = members.iter().map(|member| member.cert.clone()).collect();
    let joined = holders.into_iter().map(|holder| holder.join(&members)).collect::<Result<Vec<_>, _>>()?;
    let deals: Vec<Deal> = joined.iter().map(|joined| joined.deal(rng)).collect();
    let commitments: Vec<_> = joined.iter().zip(&deals).map(|(joined, deal)| joined.commitment(deal)).collect();
    let inboxes = relay::distribute(&ceremony, &certs, &commitments, &deals)?;
    let mut received = Vec::new();
    for ((joined, deal), inbox) in joined.into_iter().zip(&deals).zip(&inboxes) {
        received.push(joined.reveal(deal.clone(), commitments.clone())?.receive(inbox, rng)?);
    }
    let shares: Vec<_> = received.iter().map(|received| received.share().clone()).collect();
    let group = relay::assemble(&ceremony, &certs, &deals, &shares)?;
    let mut secrets = Vec::new();
    for received in received {
        secrets.push(*received.confirm(&group)?.secret);
    }
    Ok((group, secrets))
}
