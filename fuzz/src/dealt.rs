//! A ceremony of two of three up to its fourth step, the same each time: who receives what a fuzzer invents.

use std::sync::OnceLock;

use ed25519_dalek::SigningKey;
use protocol::ceremony::{Ceremony, Commitment, Deal, Dealings, Holder, Joined, Member, Revealed, Seed, relay};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng as _;

/// What the first member knows before it receives.
pub struct Dealt {
    ceremony: Ceremony,
    members: Vec<Member>,
    seed: Seed,
    deals: Vec<Deal>,
    commitments: Vec<Commitment>,
    /// What the others sent it.
    pub inbox: Dealings,
}

/// Randomness that is the same each time.
#[must_use]
pub fn rng() -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(5)
}

fn holder(ceremony: Ceremony, index: u8, seed: &Seed) -> Holder {
    let identity = SigningKey::from_bytes(&[index; 32]).verifying_key().to_bytes();
    Holder::new(ceremony, index.into(), identity, seed).expect("a place there is")
}

impl Dealt {
    /// The only one there is.
    pub fn the_one() -> &'static Self {
        static DEALT: OnceLock<Dealt> = OnceLock::new();
        DEALT.get_or_init(Self::make)
    }

    fn make() -> Self {
        let rng = &mut rng();
        let ceremony = Ceremony::new([1; 16], [2; 16], 2, 3).expect("a sound plan");
        let mut seeds: Vec<Seed> = (0..3).map(|_| Seed::generate(rng)).collect();
        let (mut holders, mut members) = (Vec::new(), Vec::new());
        for (index, seed) in (1u8..).zip(&seeds) {
            let identity = SigningKey::from_bytes(&[index; 32]);
            let holder = holder(ceremony, index, seed);
            members.push(Member::sign(&ceremony, index.into(), holder.certificate(rng), &identity));
            holders.push(holder);
        }
        let joined: Vec<Joined> = holders.into_iter().map(|holder| holder.join(&members).expect("sound")).collect();
        let deals: Vec<Deal> = joined.iter().map(|joined| joined.deal(rng)).collect();
        let commitments: Vec<_> = joined.iter().zip(&deals).map(|(joined, deal)| joined.commitment(deal)).collect();
        let certs: Vec<_> = members.iter().map(|member| member.cert.clone()).collect();
        let inbox = relay::distribute(&ceremony, &certs, &commitments, &deals).expect("sound").swap_remove(0);
        Self { ceremony, members, seed: seeds.swap_remove(0), deals, commitments, inbox }
    }

    /// The first member, which receives once.
    #[must_use]
    pub fn receiver(&self) -> Revealed {
        let joined = holder(self.ceremony, 1, &self.seed).join(&self.members).expect("sound");
        joined.reveal(self.deals[0].clone(), self.commitments.clone()).expect("sound")
    }

    /// What the first member dealt.
    #[must_use]
    pub fn deal(&self) -> &Deal {
        &self.deals[0]
    }
}
