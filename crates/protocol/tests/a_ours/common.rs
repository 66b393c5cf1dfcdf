//! Shared by the tests of keys, envelopes and the record.

use std::convert::Infallible;

use protocol::keys::{Language, MemberKeys, Phrase};
use rand_chacha::ChaCha20Rng;
use rand_core::{SeedableRng as _, TryCryptoRng, TryRng};

/// The cooperative of every test.
pub const COOPERATIVE: [u8; 16] = [0xc0; 16];
/// Another one.
pub const ELSEWHERE: [u8; 16] = [0xc1; 16];

/// A seeded generator.
pub fn rng(seed: u8) -> ChaCha20Rng {
    ChaCha20Rng::from_seed([seed; 32])
}

/// A member's keys.
pub fn keys(seed: u8) -> MemberKeys {
    MemberKeys::derive(&Phrase::generate(Language::French, &mut rng(seed)), &COOPERATIVE)
}

/// A source of randomness that broke: always the same byte.
pub struct Broken;

impl TryRng for Broken {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(0x0707_0707)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(0x0707_0707_0707_0707)
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        bytes.fill(7);
        Ok(())
    }
}

impl TryCryptoRng for Broken {}
